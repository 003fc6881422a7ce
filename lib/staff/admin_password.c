/* SPDX-License-Identifier: MIT */
#include "staff/admin_password.h"

#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/backoff.h"
#include "guard/easy_password.h"
#include "guard/password.h"
#include "guard/rate.h"
#include "guard/reset_token.h"
#include "ops/audit.h"
#include "ops/setting.h"
#include "staff/admin_session.h"
#include "staff/admin_step_up.h"
#include "staff/notice.h"

enum err
admin_password_rule(struct ctx *cx, const char *field, const char *password,
                    const struct admin_user *whose)
{
	size_t n = strlen(password);
	struct settings set;

	if (n < ADMIN_PASSWORD_MIN || n > ADMIN_PASSWORD_MAX)
		return fail_at(cx, E_INVALID, field, "a password of %zu bytes", n);
	TRY(settings_read(cx, &set));
	const char *const known[] = {
		set.shop_name, whose->username, whose->email, email_local(cx, whose->email),
	};
	return easy_password(cx, field, password, known, sizeof known / sizeof *known);
}

/* ---- a link ---- */

enum err
admin_password_link(struct ctx *cx, const struct admin_user *u)
{
	const char *token;

	TRY(reset_token_make(cx, "admin", u->id, &token));
	return staff_notice_link(cx, u, token);
}

static enum err
send_nothing(struct ctx *cx)
{
	const char *token;

	TRY(reset_token_make(cx, "admin", 0, &token));
	return staff_notice_link(cx, NULL, token);
}

static enum err
forgot(struct ctx *cx, void *arg)
{
	const char *login = arg;
	struct admin_user u = { 0 };
	bool found;

	TRY(admin_user_find_either(cx, login, &u, &found));
	TRY(admin_user_lock(cx, u.id, &u, &found));
	found = found && u.is_active;
	TRY(found ? admin_password_link(cx, &u) : send_nothing(cx));
	return audit_write(cx, "admin.password_forgotten", "admin_users", found ? u.id : 0, NULL,
	                   arena_fmt(cx->mem, "{\"name\":\"%s\"}", log_alias(cx, login)), NULL);
}

static enum err
count(struct ctx *cx, void *arg)
{
	static const struct rate rate = { "admin_forgot", 3, 3600, RATE_BY_IP };

	return rate_take(cx, &rate, arg);
}

enum err
admin_password_forgot(struct ctx *cx, const char *login)
{
	char *name = str_lower(cx->mem, login);

	TRY(db_reading(cx, count, name));
	return db_transaction(cx, DB_ONCE, forgot, name);
}

/* ---- a new one ---- */

struct change {
	const char *token, *old, *password, *hash;
	int64_t id;
};

static enum err
look(struct ctx *cx, void *arg)
{
	struct change *c = arg;
	struct admin_user u = { 0 };

	TRY(reset_token_look(cx, "admin", c->token, &c->id));
	TRY(admin_user_get(cx, c->id, &u));
	return admin_password_rule(cx, "password", c->password, &u);
}

static enum err
reset(struct ctx *cx, void *arg)
{
	const struct change *c = arg;
	struct admin_user u = { 0 };
	bool found;

	TRY(admin_user_lock(cx, c->id, &u, &found));
	if (!found || !u.is_active)
		return fail(cx, E_LINK_OVER, "account %lld is switched off", (long long)c->id);
	TRY(reset_token_use(cx, "admin", u.id, c->token));
	TRY(admin_user_set_password(cx, u.id, u.password_hash, c->hash));
	TRY(admin_session_end_others(cx, u.id, 0, "password"));
	TRY(staff_notice(cx, "staff_password_changed", &u));
	return audit_write(cx, "admin.password_reset", "admin_users", u.id, NULL, NULL, NULL);
}

enum err
admin_password_reset(struct ctx *cx, const char *token, const char *password)
{
	struct change c = { .token = token, .password = password };

	TRY(db_reading(cx, look, &c));
	TRY(password_hash(cx, password, &c.hash));
	return db_transaction(cx, DB_ONCE, reset, &c);
}

static enum err
change(struct ctx *cx, void *arg)
{
	const struct change *c = arg;
	struct admin_user u = { 0 };
	bool found;

	TRY(admin_user_lock(cx, c->id, &u, &found));
	TRY(admin_user_set_password(cx, c->id, c->old, c->hash));
	TRY(reset_token_void(cx, "admin", c->id));
	TRY(admin_session_end_others(cx, c->id, cx->actor.session_id, "password"));
	TRY(backoff_forget(cx, ADMIN_BACKOFF, cx->actor.name));
	TRY(staff_notice(cx, "staff_password_changed", &u));
	return audit_write(cx, "admin.password_change", "admin_users", c->id, NULL, NULL, NULL);
}

enum err
admin_password_change(struct ctx *cx, const char *old, const char *password)
{
	struct admin_user u = { 0 };
	struct change c = { .password = password, .id = cx->actor.id };

	TRY(admin_check_password(cx, old, &u));
	TRY(admin_password_rule(cx, "password", password, &u));
	TRY(password_hash(cx, password, &c.hash));
	c.old = u.password_hash;
	return db_transaction(cx, DB_ONCE, change, &c);
}
