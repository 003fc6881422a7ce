/* SPDX-License-Identifier: MIT */
#include "staff/admin_step_up.h"

#include "db/db.h"
#include "guard/backoff.h"
#include "guard/password.h"
#include "ops/audit.h"
#include "staff/admin_session.h"
#include "staff/totp.h"

static enum err
read_actor(struct ctx *cx, void *arg)
{
	return admin_user_get(cx, cx->actor.id, arg);
}

static enum err
write_refusal(struct ctx *cx, void *arg)
{
	int64_t wait;

	(void)arg;
	TRY(backoff_wait(cx, ADMIN_BACKOFF, cx->actor.name, &wait));
	return audit_write(cx, "admin.step_up_failed", "admin_users", cx->actor.id, NULL,
	                   arena_fmt(cx->mem, "{\"locked_secs\":%lld}", (long long)wait), NULL);
}

static enum err
refuse(struct ctx *cx, enum err e, const char *why)
{
	TRY(db_transaction(cx, DB_AGAIN, write_refusal, NULL));
	return fail(cx, e, "%s", why);
}

enum err
admin_check_password(struct ctx *cx, const char *password, struct admin_user *ret)
{
	struct admin_user u = { 0 };
	bool right;

	TRY(backoff_take(cx, ADMIN_BACKOFF, cx->actor.name));
	TRY(db_reading(cx, read_actor, &u));
	TRY(password_verify(cx, u.password_hash, password, &right));
	if (!right)
		return refuse(cx, E_PASSWORD_WRONG, "password");
	*ret = u;
	return OK;
}

struct stepping { struct admin_user user; int64_t step; };

static enum err
finish(struct ctx *cx, void *arg)
{
	const struct stepping *s = arg;

	if (s->step)
		TRY(totp_use(cx, &s->user, s->step));
	TRY(admin_session_step_up(cx));
	TRY(backoff_forget(cx, ADMIN_BACKOFF, cx->actor.name));
	return audit_write(cx, "admin.step_up", "admin_users", cx->actor.id, NULL, NULL, NULL);
}

static enum err
check_code(struct ctx *cx, struct stepping *s, const char *code)
{
	TRY(backoff_take(cx, ADMIN_BACKOFF, cx->actor.name));
	TRY(db_reading(cx, read_actor, &s->user));
	s->step = s->user.totp_secret ? totp_step_of(cx, &s->user, code) : 0;
	return s->step ? OK : refuse(cx, E_LOGIN_WRONG, "code");
}

enum err
admin_step_up(struct ctx *cx, const char *password, const char *code, int64_t *ret_until)
{
	struct stepping s = { 0 };
	enum err e = password ? admin_check_password(cx, password, &s.user)
	                      : check_code(cx, &s, code);

	if (e == E_PASSWORD_WRONG)
		return fail(cx, E_LOGIN_WRONG, "password");
	TRY(e);
	/* Twice would refuse the code it has just used. */
	e = db_transaction(cx, DB_ONCE, finish, &s);
	if (e == E_LOGIN_WRONG)
		return refuse(cx, E_LOGIN_WRONG, "code used twice");
	TRY(e);
	*ret_until = cx->now + STEP_UP_SECS;
	return OK;
}
