/* SPDX-License-Identifier: MIT */
#include "ops/outbox.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/lease.h"
#include "ops/job.h"
#include "ops/smtp.h"
#include "ops/sms.h"

#define ROUND_MAX 100
#define ROUND_US (5 * 1000000LL)	/* nothing is begun after this */

SQL_HOT(q_due, "SELECT id FROM outbox WHERE state = 'pending' AND next_try_at <= ? "
               "AND kind IN ('email', 'sms') ORDER BY next_try_at, id LIMIT ?");
SQL_HOT(q_left, "SELECT id FROM outbox WHERE state = 'sending' AND lease_until <= ? "
                "AND kind IN ('email', 'sms') ORDER BY next_try_at, id LIMIT ?");
SQL_HOT(q_claim, "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ?, "
                 "lease_holder = ? WHERE id = ? AND state = 'pending' AND next_try_at <= ?");
SQL_HOT(q_reclaim, "UPDATE outbox SET attempts = attempts + 1, lease_until = ?, lease_holder = ? "
                   "WHERE id = ? AND state = 'sending' AND lease_until <= ?");
SQL_HOT(q_read, "SELECT id, kind, recipient, language, subject, body, is_secret, attempts, "
                "expires_at, created_at FROM outbox "
                "WHERE id = ? AND state = 'sending' AND lease_holder = ?");
/* The number of the attempt tells a claim from a later one by the same process. */
SQL_HOT(q_finish, "UPDATE outbox SET state = ?, next_try_at = ?, lease_until = NULL, "
                  "lease_holder = NULL, provider_ref = COALESCE(?, provider_ref), last_error = ?, "
                  "sent_at = ?, body = CASE WHEN ? = 1 THEN NULL ELSE body END "
                  "WHERE id = ? AND state = 'sending' AND lease_holder = ? AND attempts = ?");

#define WAITS "state IN ('pending', 'sending') LIMIT 1"
SQL_HOT(q_waits_order, "SELECT b.id FROM orders o JOIN outbox b ON b.order_id = o.id "
                       "WHERE o.customer_id = ? AND b." WAITS);
SQL_HOT(q_waits_to, "SELECT id FROM outbox WHERE recipient = ? AND id <= ? AND " WAITS);
SQL_HOT(q_of_orders, "SELECT b.id FROM orders o JOIN outbox b ON b.order_id = o.id "
                     "WHERE o.customer_id = ? LIMIT ?");
SQL_HOT(q_drop, "DELETE FROM outbox WHERE id = ?");
SQL_HOT(q_drop_to, "DELETE FROM outbox WHERE recipient = ? AND id <= ? LIMIT ?");
SQL_HOT(q_last, "SELECT COALESCE(MAX(id), 0) AS id FROM outbox");

struct candidate { int64_t id; };
static const struct col candidate_cols[] = { COL(struct candidate, id) };

struct outgoing {
	int64_t id;
	const char *kind, *recipient, *language, *subject, *body;
	bool is_secret;
	int32_t attempts;
	int64_t expires_at, created_at;
};
static const struct col outgoing_cols[] = {
	COL(struct outgoing, id), COL(struct outgoing, kind), COL(struct outgoing, recipient),
	COL(struct outgoing, language), COL(struct outgoing, subject), COL(struct outgoing, body),
	COL(struct outgoing, is_secret), COL(struct outgoing, attempts),
	COL_TIME(struct outgoing, expires_at), COL_TIME(struct outgoing, created_at),
};

struct round {
	int32_t max;
	struct settings set;
	struct email_settings es;
	bool has_server;
	const char *holder;
	struct candidate *due, *left;
	size_t due_n, left_n;

	/* The message at hand. */
	int64_t id;
	bool was_left;			/* by a sender that died */
	bool claimed;
	struct outgoing out;
	struct delivery result;
	int32_t sent;
};

static enum err
read_round(struct ctx *cx, void *arg)
{
	struct round *r = arg;
	int64_t now = job_clock(cx);

	TRY(settings_read(cx, &r->set));
	TRY(email_settings_read(cx, &r->es, &r->has_server));
	TRY(db_all(cx, &q_left, candidate_cols, &r->left, &r->left_n, ROUND_MAX, TIME(now),
	           I32(r->max)));
	return db_all(cx, &q_due, candidate_cols, &r->due, &r->due_n, ROUND_MAX, TIME(now),
	              I32(r->max));
}

static enum err
claim(struct ctx *cx, void *arg)
{
	struct round *r = arg;
	int64_t now = job_clock(cx), changed;

	TRY(db_exec(cx, r->was_left ? &q_reclaim : &q_claim, &changed,
	            TIME(now + OUTBOX_LEASE_SECS), STR(r->holder), I64(r->id), TIME(now)));
	r->claimed = changed == 1;
	if (r->claimed)
		TRY(db_maybe(cx, &q_read, outgoing_cols, &r->out, &r->claimed, I64(r->id),
		             STR(r->holder)));
	return OK;
}

/* How long to wait after so many attempts. */
static int64_t
pause_after(int32_t attempts)
{
	static const int64_t secs[] = { 5, 30, 120, 600, 3600 };
	size_t n = sizeof secs / sizeof *secs;

	return secs[attempts < 1 ? 0 : (size_t)attempts > n ? n - 1 : (size_t)attempts - 1];
}

static enum err
finish(struct ctx *cx, void *arg)
{
	struct round *r = arg;
	const struct outgoing *o = &r->out;
	const struct delivery *d = &r->result;
	int64_t now = job_clock(cx);
	bool over = true, twice = str_eq(o->kind, "email") || sms_takes_key(&r->set);
	const char *state = "sent";

	switch (d->how) {
	case DELIVERED:
		break;
	case DELIVERY_REFUSED:
		state = "failed";
		break;
	case DELIVERY_UNSURE:
		if (!twice) {
			state = "unknown";
			break;
		}
		__attribute__((fallthrough));
	case DELIVERY_LATER:
		over = o->attempts >= OUTBOX_ATTEMPTS;
		state = over ? "failed" : "pending";
		break;
	}
	return db_exec(cx, &q_finish, NULL, STR(state),
	               TIME(over ? now : now + pause_after(o->attempts)), STR(d->ref), STR(d->why),
	               TIME(d->how == DELIVERED ? now : 0),
	               FLAG(over && (o->is_secret || (o->expires_at && o->expires_at <= now))),
	               I64(o->id), STR(r->holder), I32(o->attempts));
}

static struct delivery
deliver(struct ctx *cx, struct round *r)
{
	const struct outgoing *o = &r->out;
	int64_t now = job_clock(cx);
	size_t n = 0;
	char *text;
	/* Stays the same for every try, and differs from that of another database's row. */
	const char *id = arena_fmt(cx->mem, "outbox-%lld-%lld", (long long)o->id,
	                           (long long)o->created_at);
	struct delivery d;

	if (r->was_left && str_eq(o->kind, "sms") && !sms_takes_key(&r->set))
		return (struct delivery){ DELIVERY_UNSURE, "a sender stopped in the middle", NULL };
	if (o->attempts > OUTBOX_ATTEMPTS)
		return (struct delivery){ DELIVERY_REFUSED, "senders stopped in the middle", NULL };
	if (o->expires_at && o->expires_at <= now)
		return (struct delivery){ DELIVERY_REFUSED, "expired", NULL };
	text = o->body ? unseal(cx, "outbox.body", o->body, &n) : NULL;
	if (!text || !o->recipient)
		return (struct delivery){ DELIVERY_REFUSED, "its text is gone or cannot be opened",
		                          NULL };
	if (str_eq(o->kind, "sms"))
		d = sms_send(cx, &r->set, &(struct sms){ id, o->recipient, text });
	else if (!r->has_server)	/* somebody has yet to enter one */
		d = (struct delivery){ DELIVERY_LATER, "no mail server is set up", NULL };
	else
		d = smtp_send(cx, &r->es,
		              &(struct mail){ id, o->recipient, o->subject ? o->subject : "", text,
		                              o->language, o->created_at });
	if (o->is_secret)
		secret_wipe(text, n);
	return d;
}

static enum err
send_all(struct ctx *cx, struct round *r, const struct candidate *list, size_t n, bool was_left,
         int64_t until)
{
	for (size_t i = 0; i < n && r->max > 0 && clock_monotonic_us() < until; i++) {
		r->id = list[i].id;
		r->was_left = was_left;
		TRY(db_reading(cx, claim, r));
		if (!r->claimed)
			continue;	/* another sender was first */
		r->max--;
		r->result = deliver(cx, r);
		TRY(db_reading(cx, finish, r));
		r->sent += r->result.how == DELIVERED;
	}
	return OK;
}

enum err
outbox_send_round(struct ctx *cx, int32_t max, int32_t *ret_sent)
{
	struct round r = { .max = max < ROUND_MAX ? max : ROUND_MAX, .holder = lease_holder(cx) };
	int64_t until = clock_monotonic_us() + ROUND_US;

	TRY(db_reading(cx, read_round, &r));
	TRY(send_all(cx, &r, r.left, r.left_n, true, until));
	TRY(send_all(cx, &r, r.due, r.due_n, false, until));
	*ret_sent = r.sent;
	return OK;
}

/* ---- a person who left ---- */

enum err
outbox_last(struct ctx *cx, int64_t *ret_id)
{
	struct candidate last = { 0 };

	TRY(db_one(cx, &q_last, candidate_cols, &last));
	*ret_id = last.id;
	return OK;
}

enum err
outbox_waits(struct ctx *cx, const struct outbox_whose *w, bool *ret)
{
	struct candidate any = { 0 };

	TRY(db_maybe(cx, &q_waits_order, candidate_cols, &any, ret, I64(w->customer_id)));
	for (size_t i = 0; i < w->contacts_n && !*ret; i++)
		TRY(db_maybe(cx, &q_waits_to, candidate_cols, &any, ret, STR(w->contacts[i]),
		             I64(w->last_id)));
	return OK;
}

enum err
outbox_forget(struct ctx *cx, const struct outbox_whose *w, int32_t max, int64_t *ret_n)
{
	struct candidate *list;
	int64_t gone = 0;
	size_t n;

	TRY(db_all(cx, &q_of_orders, candidate_cols, &list, &n, (size_t)max, I64(w->customer_id),
	           I32(max)));
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, &q_drop, NULL, I64(list[i].id)));
	*ret_n = (int64_t)n;
	for (size_t i = 0; i < w->contacts_n && *ret_n < max; i++) {
		TRY(db_exec(cx, &q_drop_to, &gone, STR(w->contacts[i]), I64(w->last_id),
		            I32((int32_t)(max - *ret_n))));
		*ret_n += gone;
	}
	return OK;
}

/* ---- what staff see ---- */

#define ITEM_COLUMNS                                                                               \
	"SELECT id, kind, topic, recipient, language, subject, state, attempts, last_error, "      \
	"created_at, sent_at, (state = 'failed' AND is_secret = 0) AS can_repeat FROM outbox "
SQL(q_of_order, ITEM_COLUMNS "WHERE order_id = ? ORDER BY id DESC LIMIT 100");
SQL(q_one, ITEM_COLUMNS "WHERE order_id = ? AND id = ?");
SQL(q_again, "UPDATE outbox SET state = 'pending', attempts = 0, next_try_at = ? "
             "WHERE id = ? AND state = 'failed' AND is_secret = 0");

static const struct col item_cols[] = {
	COL(struct outbox_item, id), COL(struct outbox_item, kind), COL(struct outbox_item, topic),
	COL(struct outbox_item, recipient), COL(struct outbox_item, language),
	COL(struct outbox_item, subject), COL(struct outbox_item, state),
	COL(struct outbox_item, attempts), COL(struct outbox_item, last_error),
	COL_TIME(struct outbox_item, created_at), COL_TIME(struct outbox_item, sent_at),
	COL(struct outbox_item, can_repeat),
};

enum err
outbox_of_order(struct ctx *cx, int64_t order_id, struct outbox_list *ret)
{
	return db_all(cx, &q_of_order, item_cols, &ret->items, &ret->items_n, OUTBOX_LIST_MAX,
	              I64(order_id));
}

enum err
outbox_again(struct ctx *cx, int64_t order_id, int64_t id)
{
	struct outbox_item item = { 0 };
	int64_t changed;

	TRY(db_one(cx, &q_one, item_cols, &item, I64(order_id), I64(id)));
	TRY(db_exec(cx, &q_again, &changed, TIME(cx->now), I64(id)));
	return changed ? OK : fail(cx, E_CONFLICT, "it is %s", item.state);
}
