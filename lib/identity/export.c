/* SPDX-License-Identifier: MIT */
#include "identity/export.h"

#include "account/activity.h"
#include "account/notice.h"
#include "account/otp.h"
#include "account/step_up.h"
#include "base/str.h"
#include "db/db.h"

SQL(q_make,
	"INSERT INTO export_tokens (customer_id, token_hash, customer_version, expires_at, "
	"created_at) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	"token_hash = VALUES(token_hash), customer_version = VALUES(customer_version), "
	"expires_at = VALUES(expires_at), created_at = VALUES(created_at)");
SQL_HOT(q_owner, "SELECT customer_id FROM export_tokens WHERE token_hash = ?");
SQL_HOT(q_use, "DELETE FROM export_tokens WHERE customer_id = ? AND token_hash = ? "
               "AND customer_version = ? AND expires_at > ?");
SQL_HOT(q_forget, "DELETE FROM export_tokens WHERE customer_id = ?");
SQL_HOT(q_expire, "DELETE FROM export_tokens WHERE expires_at <= ? ORDER BY expires_at LIMIT ?");

struct owner { int64_t customer_id; };
static const struct col owner_cols[] = { COL(struct owner, customer_id) };

struct asking { struct customer c; struct notice notice; struct export_link out; };

/* Where a link goes; nowhere when nothing was proved. */
static enum err
choose(struct ctx *cx, struct asking *a)
{
	const struct customer *c = &a->c;

	a->notice.email = c->email_verified ? c->email : NULL;
	a->notice.phone = !a->notice.email && c->phone_verified ? c->phone : NULL;
	a->out.method = a->notice.email ? "email" : "sms";
	return a->notice.email || a->notice.phone
	       ? OK : fail(cx, E_PHONE_UNPROVED, "nowhere to send a link to");
}

static enum err
ask(struct ctx *cx, void *arg)
{
	struct asking *a = arg;
	char *token = token_new(cx->mem);
	struct hash h = token_hash(token);

	TRY(customer_lock(cx, cx->actor.id, &a->c));
	TRY(choose(cx, a));
	TRY(step_up_done(cx));
	a->out.expires_at = cx->now + EXPORT_LINK_SECS;
	TRY(db_exec(cx, &q_make, NULL, I64(a->c.id), HASH(&h), I32(a->c.version),
	            TIME(a->out.expires_at), TIME(cx->now)));
	a->notice.topic = "export_link";
	a->notice.link = arena_fmt(cx->mem, "export#token=%s", token);
	a->notice.expires_at = a->out.expires_at;
	TRY(notice_queue(cx, &a->c, &a->notice));
	return activity_write(cx, a->c.id, "export.asked", NULL);
}

enum err
export_ask(struct ctx *cx, const char *password, struct export_link *ret)
{
	struct asking a = { 0 };

	TRY(step_up(cx, password, &a.c));
	TRY(choose(cx, &a));
	TRY(otp_allow(cx, "export", NULL, a.notice.email ? a.notice.email : a.notice.phone,
	              a.notice.phone != NULL));
	TRY(db_transaction(cx, DB_ONCE, ask, &a));
	*ret = a.out;
	return OK;
}

/* The customer's row is held from here on, and the token is spent. */
static enum err
use(struct ctx *cx, const char *token, struct customer *ret)
{
	struct hash h = token_hash(token);
	struct owner owner = { 0 };
	int64_t changed;
	bool found;
	enum err e;

	TRY(db_maybe(cx, &q_owner, owner_cols, &owner, &found, HASH(&h)));
	if (!found)
		return fail(cx, E_LINK_OVER, "unknown, used or replaced");
	e = customer_lock(cx, owner.customer_id, ret);
	if (e == E_LOGIN_NEEDED || (e == OK && !customer_may_log_in(ret)))
		return fail(cx, E_LINK_OVER, "the account is closed");
	TRY(e);
	TRY(db_exec(cx, &q_use, &changed, I64(ret->id), HASH(&h), I32(ret->version),
	            TIME(cx->now)));
	return changed == 1 ? OK : fail(cx, E_LINK_OVER, "used, too old, or the account changed");
}

enum err
export_take(struct ctx *cx, const char *token, struct record *ret)
{
	struct customer c = { 0 };

	TRY(use(cx, token, &c));
	TRY(activity_write(cx, c.id, "export.taken", NULL));
	return record_read(cx, c.id, ret);
}

enum err
export_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

enum err
export_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
