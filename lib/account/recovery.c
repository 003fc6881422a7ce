/* SPDX-License-Identifier: MIT */
#include "account/recovery.h"

#include "account/activity.h"
#include "account/customer.h"
#include "account/notice.h"
#include "account/password_rule.h"
#include "account/session.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/password.h"
#include "guard/reset_token.h"

SQL_HOT(q_set,
	"UPDATE customers SET password_hash = ?, pepper_id = ?, password_changed_at = ?, "
	"failed_logins = 0, locked_until = NULL, version = version + 1, updated_at = ? "
	"WHERE id = ? AND type = 'registered' AND status IN ('active', 'unverified')");

struct asking {
	const char *email, *phone;	/* what the asker wrote: one of them */
	bool by_mail;
	struct otp otp;
};

/* Where it goes in that way; nowhere when that was not proved. */
static void
choose(struct otp_order *o, const struct asking *a, const struct customer *c)
{
	bool proved = a->by_mail ? c->email_verified : c->phone_verified;

	if (!customer_may_log_in(c) || !proved)
		return;
	o->customer_id = c->id;
	o->email = a->by_mail ? c->email : NULL;
	o->phone = a->by_mail ? NULL : c->phone;
}

static enum err
ask(struct ctx *cx, void *arg)
{
	struct asking *a = arg;
	struct otp_order o = {
		.purpose = "password_reset", .email = a->email, .phone = a->phone,
		.who = arena_fmt(cx->mem, "%s|%s", a->by_mail ? "email" : "sms",
		                 a->email ? a->email : a->phone),
	};
	struct customer c = { 0 };
	const char *token = "";
	bool found;
	char *code;
	enum err e;

	TRY(a->email ? customer_find_email(cx, a->email, &c, &found)
	             : customer_find_phone(cx, a->phone, &c, &found));
	/* An e-mail that was only claimed names nobody: else claiming one would show who has it. */
	if (found && (!a->email || c.email_verified))
		choose(&o, a, &c);
	TRY(otp_issue(cx, &o, &a->otp, &code));
	if (a->by_mail)
		TRY(reset_token_make(cx, "customer", o.customer_id, &token));
	struct notice n = {
		.topic = "password_reset", .code = code,
		.email = o.customer_id && a->by_mail ? o.email : NULL,
		.phone = o.customer_id && !a->by_mail ? o.phone : NULL,
		.link = arena_fmt(cx->mem, "reset#token=%s", token),
		.expires_at = a->by_mail ? cx->now + RESET_TOKEN_SECS : a->otp.expires_at,
	};
	e = notice_queue(cx, o.customer_id ? &c : NULL, &n);
	secret_wipe(code, strlen(code));
	TRY(e);
	return activity_write(cx, o.customer_id, "password.forgotten", NULL);
}

enum err
recovery_ask(struct ctx *cx, const char *login, const char *method, struct otp *ret)
{
	struct asking a = { .by_mail = str_eq(method, "email") };
	const char *to;

	a.email = email_normalize(cx->mem, login);
	a.phone = a.email ? NULL : phone_normalize(cx->mem, login);
	to = a.email ? a.email : a.phone;
	if (!to)
		return fail_at(cx, E_INVALID, "login", "neither e-mail nor phone");
	TRY(otp_allow(cx, "password_reset", arena_fmt(cx->mem, "%s|%s", method, to), to,
	              !a.by_mail));
	TRY(db_transaction(cx, DB_ONCE, ask, &a));
	*ret = a.otp;
	return OK;
}

struct exchanging { struct otp_match match; struct recovery_token out; };

static enum err
exchange(struct ctx *cx, void *arg)
{
	struct exchanging *x = arg;
	struct customer c = { 0 };

	TRY(otp_use(cx, &x->match));	/* which an erased account has none of */
	TRY(customer_lock(cx, x->match.customer_id, &c));
	x->out.expires_at = cx->now + RESET_TOKEN_SECS;
	return reset_token_make(cx, "customer", c.id, &x->out.token);
}

enum err
recovery_exchange(struct ctx *cx, const char *handle, const char *code, struct recovery_token *ret)
{
	struct exchanging x = { 0 };

	TRY(otp_check(cx, "password_reset", handle, code, &x.match));
	TRY(db_transaction(cx, DB_ONCE, exchange, &x));
	*ret = x.out;
	return OK;
}

/* ---- the new password ---- */

struct resetting {
	const char *token, *password, *hash;
	int64_t customer_id;
};

static enum err
look(struct ctx *cx, void *arg)
{
	struct resetting *r = arg;
	struct customer c = { 0 };

	TRY(reset_token_look(cx, "customer", r->token, &r->customer_id));
	TRY(customer_get(cx, r->customer_id, &c));
	if (!customer_may_log_in(&c))
		return fail(cx, E_LINK_OVER, "the account is %s", c.status);
	return password_rule(cx, "password", r->password, &c);
}

static enum err
reset(struct ctx *cx, void *arg)
{
	struct resetting *r = arg;
	struct customer c = { 0 };
	int64_t changed;
	enum err e = customer_lock(cx, r->customer_id, &c);

	if (e == E_LOGIN_NEEDED)
		return fail(cx, E_LINK_OVER, "erased a moment ago");
	TRY(e);
	TRY(reset_token_use(cx, "customer", c.id, r->token));
	TRY(db_exec(cx, &q_set, &changed, STR(r->hash), STR(password_pepper_id(cx)), TIME(cx->now),
	            TIME(cx->now), I64(c.id)));
	if (changed != 1)
		return fail(cx, E_LINK_OVER, "the account is %s", c.status);
	TRY(otp_void(cx, "password_reset", c.id));
	TRY(session_end_others(cx, c.id, 0, "password"));
	TRY(notice_change(cx, &c, "password_changed"));
	return activity_write(cx, c.id, "password.reset", NULL);
}

enum err
recovery_reset(struct ctx *cx, const char *token, const char *password)
{
	struct resetting r = { .token = token, .password = password };

	TRY(db_reading(cx, look, &r));
	TRY(password_hash(cx, password, &r.hash));
	return db_transaction(cx, DB_ONCE, reset, &r);
}
