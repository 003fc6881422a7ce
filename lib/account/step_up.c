/* SPDX-License-Identifier: MIT */
#include "account/step_up.h"

#include "db/db.h"
#include "guard/backoff.h"
#include "guard/password.h"

static const char *
who_of(struct ctx *cx)
{
	return arena_fmt(cx->mem, "%lld", (long long)cx->actor.id);
}

static enum err
read_actor(struct ctx *cx, void *arg)
{
	return customer_get(cx, cx->actor.id, arg);
}

enum err
step_up(struct ctx *cx, const char *password, struct customer *ret)
{
	struct customer c = { 0 };
	bool matches;

	TRY(backoff_take(cx, "me_password", who_of(cx)));
	TRY(db_reading(cx, read_actor, &c));
	if (!customer_may_log_in(&c))
		return fail(cx, E_LOGIN_NEEDED, "closed a moment ago");
	TRY(password_verify_old(cx, c.password_hash, NULL, password, &matches));
	if (!matches)
		return fail(cx, E_PASSWORD_WRONG, "wrong");
	*ret = c;
	return OK;
}

enum err
step_up_done(struct ctx *cx)
{
	return backoff_forget(cx, "me_password", who_of(cx));
}
