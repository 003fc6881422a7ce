/* SPDX-License-Identifier: MIT */
#include "account/email_proof.h"

#include "account/activity.h"
#include "account/notice.h"
#include "account/session.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"

SQL_HOT(q_void, "UPDATE email_verification_tokens SET used_at = ? WHERE customer_id = ? "
                "AND used_at IS NULL");
SQL_HOT(q_void_address, "UPDATE email_verification_tokens SET used_at = ? WHERE email = ? "
                        "AND used_at IS NULL");
SQL(q_insert, "INSERT INTO email_verification_tokens (customer_id, email, token_hash, expires_at, "
              "created_at) VALUES (?, ?, ?, ?, ?)");
/* The same work for nobody. */
SQL_HOT(q_nothing, "UPDATE email_verification_tokens SET used_at = used_at WHERE token_hash = ?");
SQL_HOT(q_link, "SELECT customer_id, email FROM email_verification_tokens WHERE token_hash = ?");
SQL_HOT(q_use, "UPDATE email_verification_tokens SET used_at = ? WHERE token_hash = ? "
               "AND used_at IS NULL AND expires_at > ?");
SQL_HOT(q_newest, "SELECT customer_id, email FROM email_verification_tokens WHERE customer_id = ? "
                  "ORDER BY id DESC LIMIT 1");
/* The newest link of an account without a proved address is where the address stands. */
SQL_HOT(q_over,
	"SELECT t.id FROM email_verification_tokens t JOIN customers u ON u.id = t.customer_id "
	"WHERE t.expires_at < ? AND (u.email_verified = 1 OR EXISTS (SELECT 1 "
	"FROM email_verification_tokens n WHERE n.customer_id = t.customer_id AND n.id > t.id)) "
	"ORDER BY t.expires_at LIMIT ?");
SQL_HOT(q_remove, "DELETE FROM email_verification_tokens WHERE id = ?");
SQL_HOT(q_take_away,
	"UPDATE customers SET email = NULL, email_verified = 0, version = version + 1, "
	"updated_at = ? WHERE email = ? AND id <> ? AND (email_verified = 0 OR type = 'guest')");
SQL_HOT(q_prove,
	"UPDATE customers SET email = ?, email_verified = 1, "
	"status = CASE WHEN status = 'unverified' THEN 'active' ELSE status END, "
	"version = version + 1, updated_at = ? WHERE id = ? AND type = 'registered'");
SQL_HOT(q_forget, "DELETE FROM email_verification_tokens WHERE customer_id = ?");
SQL_HOT(q_forget_address, "DELETE FROM email_verification_tokens WHERE email = ?");

/* Who asked for which address. */
struct asked { int64_t customer_id; const char *email; };
static const struct col asked_cols[] = { COL(struct asked, customer_id), COL(struct asked, email) };

struct over { int64_t id; };
static const struct col over_cols[] = { COL(struct over, id) };

static const char *
who_of(struct ctx *cx, int64_t customer_id)
{
	return arena_fmt(cx->mem, "customer|%lld", (long long)customer_id);
}

enum err
email_allow(struct ctx *cx, int64_t customer_id, const char *email)
{
	return otp_allow(cx, "email_verify", customer_id ? who_of(cx, customer_id) : NULL, email,
	                 false);
}

/* Held by an account that proved it?  A guest's row of the backfill is no account. */
static bool
is_held(const struct customer *holder)
{
	return holder->email_verified && str_eq(holder->type, "registered");
}

static enum err
insert_token(struct ctx *cx, const struct customer *c, const char *email, const char **token)
{
	char *made = token_new(cx->mem);
	struct hash h = token_hash(made);

	TRY(db_exec(cx, &q_void, NULL, TIME(cx->now), I64(c ? c->id : 0)));
	*token = made;
	if (!c)
		return db_exec(cx, &q_nothing, NULL, HASH(&h));
	return db_exec(cx, &q_insert, NULL, I64(c->id), STR(email), HASH(&h),
	               TIME(cx->now + EMAIL_LINK_SECS), TIME(cx->now));
}

enum err
email_ask(struct ctx *cx, const struct customer *c, const char *email, struct otp *ret)
{
	struct otp_order o = { .purpose = "email_verify", .email = email };
	struct customer holder = { 0 };
	const char *token;
	char *code;
	bool found, held;
	enum err e;

	o.who = c ? who_of(cx, c->id) : NULL;
	TRY(customer_find_email(cx, email, &holder, &found));
	/* What is held looks as if it were not, also later: a token nobody gets waits to be sent again,
	 * and the account's earlier ones are over. */
	held = c && found && holder.id != c->id && is_held(&holder);
	o.customer_id = c && !held ? c->id : 0;
	TRY(insert_token(cx, c, email, &token));
	TRY(otp_void(cx, o.purpose, c ? c->id : 0));
	TRY(otp_issue(cx, &o, ret, &code));
	struct notice n = { .topic = held ? "email_taken" : "verify_email",
	                    .email = c ? email : NULL };
	if (held) {
		n.link = "login";
	} else {
		n.link = arena_fmt(cx->mem, "verify#token=%s", token);
		n.code = code;
		n.expires_at = cx->now + EMAIL_LINK_SECS;
	}
	e = notice_queue(cx, held ? &holder : c, &n);
	secret_wipe(code, strlen(code));
	return e;
}

/* ---- once more ---- */

struct resending { struct customer c; const char *email; struct otp otp; };

enum err
email_waiting(struct ctx *cx, const struct customer *c, const char **ret)
{
	struct asked asked = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_newest, asked_cols, &asked, &found, I64(c->id)));
	*ret = found ? asked.email : c->email;
	if (c->email_verified && str_eq(*ret, c->email))
		*ret = NULL;
	return OK;
}

static enum err
find_waiting(struct ctx *cx, void *arg)
{
	struct resending *r = arg;

	TRY(customer_get(cx, cx->actor.id, &r->c));
	TRY(email_waiting(cx, &r->c, &r->email));
	return r->email ? OK : fail(cx, E_CONFLICT, "nothing waits to be proved");
}

static enum err
resend(struct ctx *cx, void *arg)
{
	struct resending *r = arg;

	TRY(customer_lock(cx, cx->actor.id, &r->c));
	return email_ask(cx, &r->c, r->email, &r->otp);
}

enum err
email_resend(struct ctx *cx, struct otp *ret)
{
	struct resending r = { 0 };

	TRY(db_reading(cx, find_waiting, &r));
	TRY(email_allow(cx, cx->actor.id, r.email));
	TRY(db_transaction(cx, DB_ONCE, resend, &r));
	*ret = r.otp;
	return OK;
}

/* ---- proving ---- */

static enum err
end_old(struct ctx *cx, const struct customer *c, const char *email)
{
	struct notice n = { .topic = "email_changed", .email = c->email, .link = "forgot" };
	bool is_own = cx->actor.kind == ACTOR_CUSTOMER && cx->actor.id == c->id;

	if (!c->email_verified || !c->email || str_eq(c->email, email))
		return OK;
	TRY(session_end_others(cx, c->id, is_own ? cx->actor.session_id : 0, "email"));
	return notice_queue(cx, c, &n);
}

struct proving {
	struct hash hash;		/* of the link's token */
	struct otp_match match;		/* or the code */
	proved_also *also;
};

/* Moves the address to the account; `over` is what the caller's link or code is told otherwise. */
static enum err
move_address(struct ctx *cx, const struct asked *asked, proved_also *also, enum err over)
{
	struct customer c = { 0 };
	int64_t changed;
	enum err e;

	TRY(customer_lock(cx, asked->customer_id, &c));
	TRY(db_exec(cx, &q_take_away, NULL, TIME(cx->now), STR(asked->email), I64(c.id)));
	e = db_exec(cx, &q_prove, &changed, STR(asked->email), TIME(cx->now), I64(c.id));
	if (e == E_DUPLICATE || (e == OK && changed == 0))
		return fail(cx, over, "somebody else proved it, or it is no account");
	TRY(e);
	TRY(db_exec(cx, &q_void, NULL, TIME(cx->now), I64(c.id)));
	TRY(db_exec(cx, &q_void_address, NULL, TIME(cx->now), STR(asked->email)));
	TRY(otp_void(cx, "email_verify", c.id));
	TRY(end_old(cx, &c, asked->email));
	TRY(activity_write(cx, c.id, "email.verified", NULL));
	return also(cx, c.id, asked->email);
}

static enum err
prove_link(struct ctx *cx, void *arg)
{
	const struct proving *p = arg;
	struct asked asked = { 0 };
	int64_t changed;
	bool found;

	TRY(db_maybe(cx, &q_link, asked_cols, &asked, &found, HASH(&p->hash)));
	TRY(db_exec(cx, &q_use, &changed, TIME(cx->now), HASH(&p->hash), TIME(cx->now)));
	if (!found || changed != 1)
		return fail(cx, E_LINK_OVER, "unknown, used, replaced or too old");
	return move_address(cx, &asked, p->also, E_LINK_OVER);
}

enum err
email_prove_link(struct ctx *cx, const char *token, proved_also *also)
{
	struct proving p = { .hash = token_hash(token), .also = also };

	return db_transaction(cx, DB_ONCE, prove_link, &p);
}

static enum err
prove_code(struct ctx *cx, void *arg)
{
	const struct proving *p = arg;
	struct asked asked = { p->match.customer_id, p->match.email };

	TRY(otp_use(cx, &p->match));
	return move_address(cx, &asked, p->also, E_CODE_WRONG);
}

enum err
email_prove_code(struct ctx *cx, const char *handle, const char *code, proved_also *also)
{
	struct proving p = { .also = also };

	TRY(otp_check(cx, "email_verify", handle, code, &p.match));
	return db_transaction(cx, DB_ONCE, prove_code, &p);
}

/* ---- erasure and expiry ---- */

enum err
email_forget(struct ctx *cx, int64_t customer_id, const char *email)
{
	TRY(db_exec(cx, &q_forget, NULL, I64(customer_id)));
	return db_exec(cx, &q_forget_address, NULL, STR(email));
}

struct expiry { int32_t max, done; };

static enum err
remove_over(struct ctx *cx, void *arg)
{
	struct expiry *x = arg;
	struct over *over;
	size_t n;

	TRY(db_all(cx, &q_over, over_cols, &over, &n, (size_t)x->max,
	           TIME(cx->now - EMAIL_LINK_KEPT_SECS), I32(x->max)));
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, &q_remove, NULL, I64(over[i].id)));
	x->done = (int32_t)n;
	return OK;
}

enum err
email_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	struct expiry x = { max, 0 };

	TRY(db_reading(cx, remove_over, &x));
	*ret = x.done;
	return OK;
}
