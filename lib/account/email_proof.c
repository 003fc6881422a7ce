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
SQL_HOT(q_take_away,
	"UPDATE customers SET email = NULL, email_verified = 0, version = version + 1, "
	"updated_at = ? WHERE email = ? AND id <> ? AND (email_verified = 0 OR type = 'guest')");
SQL_HOT(q_prove,
	"UPDATE customers SET email = ?, email_verified = 1, "
	"status = CASE WHEN status = 'unverified' THEN 'active' ELSE status END, "
	"version = version + 1, updated_at = ? WHERE id = ? AND type = 'registered'");

SQL_HOT(q_forget, "DELETE FROM email_verification_tokens WHERE customer_id = ?");

struct claim { int64_t customer_id; const char *email; };
static const struct col claim_cols[] = { COL(struct claim, customer_id), COL(struct claim, email) };

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
		n.link = "#login";
	} else {
		n.link = arena_fmt(cx->mem, "#verify=%s", token);
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
	struct claim claim = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_newest, claim_cols, &claim, &found, I64(c->id)));
	*ret = found ? claim.email : c->email;
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
	struct notice n = { .topic = "email_changed", .email = c->email, .link = "#forgot" };
	bool is_own = cx->actor.kind == ACTOR_CUSTOMER && cx->actor.id == c->id;

	if (!c->email_verified || !c->email || str_eq(c->email, email))
		return OK;
	TRY(session_end_others(cx, c->id, is_own ? cx->actor.session_id : 0, "email"));
	return notice_queue(cx, c, &n);
}

/* Moves the address to the account; `over` is what the caller's link or code is told otherwise. */
static enum err
move_address(struct ctx *cx, const struct claim *claim, enum err over)
{
	struct customer c = { 0 };
	int64_t changed;
	enum err e;

	TRY(customer_lock(cx, claim->customer_id, &c));
	TRY(db_exec(cx, &q_take_away, NULL, TIME(cx->now), STR(claim->email), I64(c.id)));
	e = db_exec(cx, &q_prove, &changed, STR(claim->email), TIME(cx->now), I64(c.id));
	if (e == E_DUPLICATE || (e == OK && changed == 0))
		return fail(cx, over, "somebody else proved it, or it is no account");
	TRY(e);
	TRY(db_exec(cx, &q_void, NULL, TIME(cx->now), I64(c.id)));
	TRY(db_exec(cx, &q_void_address, NULL, TIME(cx->now), STR(claim->email)));
	TRY(otp_void(cx, "email_verify", c.id));
	TRY(end_old(cx, &c, claim->email));
	return activity_write(cx, c.id, "email.verified", NULL);
}

static enum err
prove_link(struct ctx *cx, void *arg)
{
	const struct hash *hash = arg;
	struct claim claim = { 0 };
	int64_t changed;
	bool found;

	TRY(db_maybe(cx, &q_link, claim_cols, &claim, &found, HASH(hash)));
	TRY(db_exec(cx, &q_use, &changed, TIME(cx->now), HASH(hash), TIME(cx->now)));
	if (!found || changed != 1)
		return fail(cx, E_LINK_OVER, "unknown, used, replaced or too old");
	return move_address(cx, &claim, E_LINK_OVER);
}

enum err
email_prove_link(struct ctx *cx, const char *token)
{
	struct hash hash = token_hash(token);

	return db_transaction(cx, DB_ONCE, prove_link, &hash);
}

static enum err
prove_code(struct ctx *cx, void *arg)
{
	const struct otp_match *m = arg;
	struct claim claim = { m->customer_id, m->email };

	TRY(otp_use(cx, m));
	return move_address(cx, &claim, E_CODE_WRONG);
}

enum err
email_prove_code(struct ctx *cx, const char *handle, const char *code)
{
	struct otp_match m;

	TRY(otp_check(cx, "email_verify", handle, code, &m));
	return db_transaction(cx, DB_ONCE, prove_code, &m);
}

enum err
email_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}
