/* SPDX-License-Identifier: MIT */
#include "staff/login.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/backoff.h"
#include "guard/password.h"
#include "ops/audit.h"
#include "ops/setting.h"
#include "staff/admin_session.h"

#define BACKOFF_NAME "admin_login"
#define STEP_SECS 30

/* The one statement that decides: nothing of what was checked has changed, and no code of this
 * step or a later one was accepted before. */
SQL_HOT(q_login,
	"UPDATE admin_users SET last_login_at = ?, totp_last_step = COALESCE(?, totp_last_step), "
	"updated_at = updated_at WHERE id = ? AND is_active = 1 AND password_hash = ? "
	"AND totp_secret <=> ? AND (? IS NULL OR totp_last_step IS NULL OR totp_last_step < ?)");

struct login {
	struct admin_user user;
	bool found;
	int64_t step;			/* of the accepted code; 0: none was needed */
	const char *username, *token;
};

static enum err
refuse(struct ctx *cx, const struct login *l, const char *why)
{
	const char *alias = arena_fmt(cx->mem, "{\"name\":\"%s\"}", log_alias(cx, l->username));

	TRY(audit_write(cx, "admin.login_failed", "admin_users", l->user.id, NULL, alias, NULL));
	return fail(cx, E_LOGIN_WRONG, "%s", why);
}

/* The step whose code this is; 0 if none. */
static int64_t
step_of(struct ctx *cx, const struct admin_user *u, const char *code)
{
	int64_t now = cx->now / STEP_SECS, found = 0;
	size_t n;
	uint8_t *seed = (uint8_t *)unseal(cx, admin_user_totp_place(cx, u->id), u->totp_secret, &n);

	if (!seed || !code)
		return 0;
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (secret_equal(arena_fmt(cx->mem, "%06u", totp_code(seed, n, step)), code, 6))
			found = step;
	secret_wipe(seed, n);
	return found;
}

static enum err
finish(struct ctx *cx, void *arg)
{
	struct login *l = arg;
	const struct admin_user *u = &l->user;
	struct db_val step = ID(l->step);
	int64_t changed;

	TRY(db_exec(cx, &q_login, &changed, TIME(cx->now), step, I64(u->id), STR(u->password_hash),
	            STR(u->totp_secret), step, step));
	if (changed == 0)
		return fail(cx, E_LOGIN_WRONG, "the code was used, or the account changed");
	cx->actor = (struct actor){ .kind = ACTOR_STAFF, .id = u->id, .role = u->role,
	                            .name = u->username };
	TRY(admin_session_open(cx, u->id, l->step != 0, &l->token));
	TRY(backoff_forget(cx, BACKOFF_NAME, l->username));
	return audit_write(cx, "admin.login", "admin_users", u->id, NULL, NULL, NULL);
}

enum err
admin_login(struct ctx *cx, const char *username, const char *password, const char *code,
            struct admin_user *ret, const char **token)
{
	struct login l = { .username = str_lower(cx->mem, username) };
	struct settings set;
	bool right;
	enum err e;

	TRY(backoff_take(cx, BACKOFF_NAME, l.username));
	TRY(settings_read(cx, &set));
	TRY(admin_user_find(cx, l.username, &l.user, &l.found));
	TRY(password_verify(cx, l.user.password_hash, password, &right));
	if (!right || !l.user.is_active)
		return refuse(cx, &l, "name or password");
	if (l.user.totp_secret) {
		l.step = step_of(cx, &l.user, code);
		if (!l.step)
			return refuse(cx, &l, "code");
	} else if (!str_eq(set.staff_totp, "optional")) {
		return fail(cx, E_TOTP_NEEDED, "account %lld", (long long)l.user.id);
	}
	/* Twice would refuse the code it has just used. */
	e = db_transaction(cx, DB_ONCE, finish, &l);
	if (e == E_LOGIN_WRONG)
		return refuse(cx, &l, "code used twice");
	TRY(e);
	l.user.last_login_at = cx->now;
	*ret = l.user;
	*token = l.token;
	return OK;
}

enum err
admin_logout(struct ctx *cx)
{
	TRY(admin_session_end_own(cx));
	return audit_write(cx, "admin.logout", "admin_users", cx->actor.id, NULL, NULL, NULL);
}
