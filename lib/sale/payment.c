/* SPDX-License-Identifier: MIT */
#include "sale/payment.h"

#include "base/str.h"
#include "db/db.h"
#include "sale/ledger.h"

#define LIST_MAX 50

SQL(q_begin,
	"INSERT INTO payments (order_id, attempt, provider, status, amount, currency, created_at, "
	"updated_at) VALUES (?, 1, ?, ?, ?, ?, ?, ?)");
#define PAYMENT_COLUMNS                                                                            \
	"SELECT id, order_id, provider, status, currency, amount, refunded_amount, paid_at, "      \
	"created_at FROM payments WHERE order_id = ? ORDER BY attempt "
SQL_HOT(q_lock, PAYMENT_COLUMNS "DESC LIMIT 1 FOR UPDATE");
SQL_HOT(q_list, PAYMENT_COLUMNS "LIMIT 50");
SQL(q_event,
	"INSERT INTO payment_events (provider, event_id, payment_id, source, kind, amount, "
	"currency, from_status, to_status, outcome, detail, created_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_move, "UPDATE payments SET status = ?, version = version + 1, updated_at = ? "
                "WHERE id = ? AND status = ?");
SQL_HOT(q_count,
	"UPDATE payments SET status = ?, is_counted = 1, paid_at = ?, version = version + 1, "
	"updated_at = ? WHERE id = ? AND status = ?");
SQL_HOT(q_refund,
	"UPDATE payments SET status = IF(refunded_amount + ? = amount, 'refunded', 'part_refunded'), "
	"refunded_amount = refunded_amount + ?, version = version + 1, updated_at = ? WHERE id = ? "
	"AND status IN ('paid', 'cod_collected', 'part_refunded') AND refunded_amount + ? <= amount");
SQL_HOT(q_method, "UPDATE payments SET provider = ? WHERE id = ?");
SQL_HOT(q_order, "SELECT id, status, payment_status, total FROM orders WHERE id = ? "
                 "AND deleted_at IS NULL FOR UPDATE");

static const struct col payment_cols[] = {
	COL(struct payment, id), COL(struct payment, order_id), COL(struct payment, provider),
	COL(struct payment, status), COL(struct payment, currency), COL(struct payment, amount),
	COL(struct payment, refunded_amount), COL_TIME(struct payment, paid_at),
	COL_TIME(struct payment, created_at),
};
struct order_row { int64_t id; const char *status, *payment_status; struct money total; };
static const struct col order_cols[] = {
	COL(struct order_row, id), COL(struct order_row, status),
	COL(struct order_row, payment_status), COL(struct order_row, total),
};

/* What an event makes of a payment; where there is no row, it leads nowhere. */
static const struct { const char *kind, *from, *to; } moves[] = {
	{ "authorised", "pending",       "authorised" },
	{ "captured",   "pending",       "paid" },
	{ "captured",   "authorised",    "paid" },
	{ "captured",   "failed",        "paid" },	/* late, but it came */
	{ "captured",   "cod_due",       "cod_collected" },
	{ "failed",     "pending",       "failed" },
	{ "failed",     "authorised",    "failed" },
	{ "voided",     "pending",       "voided" },
	{ "voided",     "authorised",    "voided" },
	{ "voided",     "cod_due",       "voided" },
};

static const char *
leads_to(const char *kind, const char *from)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (str_eq(moves[i].kind, kind) && str_eq(moves[i].from, from))
			return moves[i].to;
	return NULL;
}

enum err
payment_begin(struct ctx *cx, int64_t order_id, const char *method, struct money amount,
              const char *currency)
{
	const char *status = str_among(method, "cash|card") ? "cod_due" : "pending";

	return db_exec(cx, &q_begin, NULL, I64(order_id), STR(method), STR(status), MONEY(amount),
	               STR(currency), TIME(cx->now), TIME(cx->now));
}

enum err
payment_lock(struct ctx *cx, int64_t order_id, struct payment *ret, bool *found)
{
	return db_maybe(cx, &q_lock, payment_cols, ret, found, I64(order_id));
}

enum err
payment_list(struct ctx *cx, int64_t order_id, struct payment **ret, size_t *ret_n)
{
	return db_all(cx, &q_list, payment_cols, ret, ret_n, LIST_MAX, I64(order_id));
}

/* Why the event changes nothing; NULL: it does. */
static const char *
ignored(const struct payment *p, const struct payment_event *e, const char *to)
{
	if (!to)
		return "leads nowhere from this status";
	if (str_eq(e->kind, "captured") &&
	    (e->amount.minor != p->amount.minor || !str_eq(e->currency, p->currency)))
		return "another amount or currency than was asked for";
	return NULL;
}

static enum err
note(struct ctx *cx, const struct payment *p, const struct payment_event *e, const char *to,
     const char *why_not)
{
	return db_exec(cx, &q_event, NULL, STR(e->provider), STR(e->event_id), I64(p->id),
	               STR(e->source), STR(e->kind), MONEY(e->amount), STR(e->currency),
	               STR(p->status), STR(why_not ? p->status : to),
	               STR(why_not ? "ignored" : "applied"), STR(why_not), TIME(cx->now));
}

enum err
payment_apply(struct ctx *cx, const struct payment *p, const struct payment_event *e, bool *applied)
{
	const char *to = leads_to(e->kind, p->status), *why_not = ignored(p, e, to);
	int64_t changed;
	enum err err = note(cx, p, e, to, why_not);

	*applied = false;
	if (err == E_DUPLICATE)
		return OK;	/* seen before */
	TRY(err);
	if (why_not)
		return OK;
	*applied = true;
	if (!str_eq(e->kind, "captured")) {
		TRY(db_exec(cx, &q_move, &changed, STR(to), TIME(cx->now), I64(p->id),
		            STR(p->status)));
		BUG_ON(changed != 1);	/* it is locked */
		return OK;
	}
	TRY(db_exec(cx, &q_count, &changed, STR(to), TIME(cx->now), TIME(cx->now), I64(p->id),
	            STR(p->status)));
	BUG_ON(changed != 1);
	return ledger_sale(cx, p->order_id, e->amount);
}

enum err
payment_refund(struct ctx *cx, const struct payment *p, int64_t refund_id, struct money amount)
{
	struct payment_event e = {
		.provider = p->provider, .kind = "refunded", .amount = amount,
		.currency = p->currency,
		.source = cx->actor.kind == ACTOR_STAFF ? "staff" : "system",
		.event_id = arena_fmt(cx->mem, "refunded-%lld", (long long)refund_id),
	};
	bool is_all = p->refunded_amount.minor + amount.minor == p->amount.minor;
	int64_t changed;

	TRY(db_exec(cx, &q_refund, &changed, MONEY(amount), MONEY(amount), TIME(cx->now),
	            I64(p->id), MONEY(amount)));
	if (changed != 1)
		return fail(cx, E_REFUND_TOO_MUCH, "payment %lld", (long long)p->id);
	return note(cx, p, &e, is_all ? "refunded" : "part_refunded", NULL);
}

/* ---- at the door ---- */

enum err
payment_collect(struct ctx *cx, int64_t order_id, const char *method, struct money amount)
{
	struct order_row o = { 0 };
	struct payment p = { 0 };
	bool found, applied;

	TRY(db_one(cx, &q_order, order_cols, &o, I64(order_id)));
	if (str_eq(o.payment_status, "paid"))
		return fail(cx, E_PAID, "order %lld", (long long)order_id);
	if (str_eq(o.status, "cancelled"))
		return fail(cx, E_MOVE_REFUSED, "order %lld is cancelled", (long long)order_id);
	TRY(payment_lock(cx, order_id, &p, &found));
	if (!found || !str_eq(p.status, "cod_due"))
		return fail(cx, E_MOVE_REFUSED, "nothing is due at the door");
	if (amount.minor != o.total.minor)
		return fail_at(cx, E_PAYMENT_AMOUNT, "amount", "%lld, not %lld",
		               (long long)amount.minor, (long long)o.total.minor);
	TRY(db_exec(cx, &q_method, NULL, STR(method), I64(p.id)));
	struct payment_event e = {
		.provider = method, .kind = "captured", .amount = amount, .currency = p.currency,
		.event_id = arena_fmt(cx->mem, "collected-%lld", (long long)p.id),
		.source = cx->actor.kind == ACTOR_STAFF ? "staff" : "system",
	};
	TRY(payment_apply(cx, &p, &e, &applied));
	return applied ? OK : fail(cx, E_PAID, "payment %lld", (long long)p.id);
}

enum err
payment_void(struct ctx *cx, int64_t order_id)
{
	struct payment p = { 0 };
	bool found, applied;

	TRY(payment_lock(cx, order_id, &p, &found));
	if (!found)
		return OK;	/* an imported order */
	struct payment_event e = {
		.provider = p.provider, .kind = "voided", .amount = p.amount,
		.currency = p.currency, .source = "system",
		.event_id = arena_fmt(cx->mem, "voided-%lld", (long long)p.id),
	};
	return payment_apply(cx, &p, &e, &applied);
}
