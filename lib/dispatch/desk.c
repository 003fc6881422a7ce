/* SPDX-License-Identifier: MIT */
#include "dispatch/desk.h"

#include "base/str.h"
#include "db/db.h"
#include "dispatch/cash.h"
#include "dispatch/courier.h"
#include "dispatch/kitchen.h"
#include "dispatch/run.h"
#include "ops/audit.h"
#include "sale/order_move.h"
#include "sale/order_search.h"
#include "staff/role.h"

#define ATTEMPTS_MAX 100

SQL_HOT(q_lock, "SELECT status, zone_id, delivery_man_id FROM orders WHERE id = ? "
                "AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_attempts,
	"SELECT s.id AS stop_id, s.run_id, r.delivery_man_id, m.name AS delivery_man_name, "
	"s.status, s.reason, s.note, s.wrong_codes, p.file_id AS photo_id, s.result_at FROM run_stops s "
	"JOIN delivery_runs r ON r.id = s.run_id JOIN delivery_men m ON m.id = r.delivery_man_id "
	"LEFT JOIN run_photos p ON p.stop_id = s.id "
	"WHERE s.order_id = ? AND s.status <> 'moved' ORDER BY s.id LIMIT 100");

static const struct col attempt_cols[] = {
	COL(struct attempt, stop_id), COL(struct attempt, run_id),
	COL(struct attempt, delivery_man_id), COL(struct attempt, delivery_man_name),
	COL(struct attempt, status), COL(struct attempt, reason), COL(struct attempt, note),
	COL(struct attempt, wrong_codes), COL(struct attempt, photo_id),
	COL_TIME(struct attempt, result_at),
};
struct row { const char *status; int64_t zone_id, delivery_man_id; };
static const struct col row_cols[] = {
	COL(struct row, status), COL(struct row, zone_id), COL(struct row, delivery_man_id),
};

static bool
sees_all(const struct ctx *cx)
{
	return role_may(cx->actor.role, "order.read");
}

static bool
sees(const struct ctx *cx, const char *status)
{
	return sees_all(cx) || str_among(status, "preparing|out_for_delivery|delivered");
}

static unsigned
desks_of(const struct ctx *cx)
{
	return (role_may(cx->actor.role, "order.move") ? DESK_ORDERS : 0) |
	       (role_may(cx->actor.role, "dispatch.move") ? DESK_DELIVERY : 0);
}

enum err
desk_list(struct ctx *cx, struct order_filter f, const char *q, const char *cursor, int32_t limit,
          struct order_list *ret)
{
	f.from_preparing = !sees_all(cx);
	if (q && order_search_by_email(q) && !role_may(cx->actor.role, "customer.contact"))
		return fail(cx, E_FORBIDDEN, "searches by e-mail");
	if (q)
		return order_search(cx, &f, q, cursor, limit, ret);
	return order_list(cx, &f, cursor, limit, ret);
}

enum err
desk_get(struct ctx *cx, int64_t id, struct order *ret)
{
	TRY(order_get(cx, id, ret));
	if (!sees(cx, ret->status))
		return fail(cx, E_NOT_FOUND, "order %lld is %s", (long long)id, ret->status);
	if (!role_may(cx->actor.role, "customer.contact"))
		ret->customer_email = NULL;
	return OK;
}

/* Locks an order that the actor sees. */
static enum err
lock(struct ctx *cx, int64_t id, struct row *ret)
{
	TRY(db_one(cx, &q_lock, row_cols, ret, I64(id)));
	if (!sees(cx, ret->status))
		return fail(cx, E_NOT_FOUND, "order %lld is %s", (long long)id, ret->status);
	return OK;
}

enum err
desk_move(struct ctx *cx, int64_t id, const char *to, const char *note, int32_t version,
          struct order *ret)
{
	struct row row = { 0 };

	TRY(lock(cx, id, &row));
	TRY(order_move(cx, id, to, note, version, desks_of(cx)));
	TRY(run_order_moved(cx, id, row.status, to));
	TRY(audit_write(cx, "order.move", "orders", id,
	                arena_fmt(cx->mem, "{\"status\":\"%s\"}", row.status),
	                arena_fmt(cx->mem, "{\"status\":\"%s\"}", to), note));
	/* The mover sees what became of it, even if it has left his desk. */
	TRY(order_get(cx, id, ret));
	if (!role_may(cx->actor.role, "customer.contact"))
		ret->customer_email = NULL;
	return OK;
}

static const char *
man_json(struct ctx *cx, int64_t id)
{
	return id ? arena_fmt(cx->mem, "{\"delivery_man_id\":%lld}", (long long)id)
	          : "{\"delivery_man_id\":null}";
}

enum err
desk_assign(struct ctx *cx, int64_t id, int64_t delivery_man_id, int32_t version,
            struct order *ret)
{
	struct row row = { 0 };

	TRY(lock(cx, id, &row));
	TRY(run_order_free(cx, id));
	TRY(courier_check(cx, delivery_man_id, row.zone_id));
	TRY(order_assign(cx, id, delivery_man_id, version));
	TRY(audit_write(cx, "order.assign", "orders", id, man_json(cx, row.delivery_man_id),
	                man_json(cx, delivery_man_id), NULL));
	return desk_get(cx, id, ret);
}

enum err
desk_take(struct ctx *cx, const struct checkout *in, struct order *ret)
{
	char total[MONEY_TEXT];

	TRY(checkout_place(cx, in, ret));
	TRY(audit_write(cx, "order.take", "orders", ret->id, NULL,
	                arena_fmt(cx->mem, "{\"customer_id\":%s,\"total\":\"%s\"}",
	                          ret->customer_id
	                          ? arena_fmt(cx->mem, "%lld", (long long)ret->customer_id) : "null",
	                          money_text(ret->total, total)), NULL));
	return desk_get(cx, ret->id, ret);
}

/* ---- edits ---- */

/* What is in it stays once the kitchen bakes it; where and when it goes may still change. */
static enum err
check_kitchen(struct ctx *cx, const struct order *o, const struct order_edit *edit)
{
	if (edit->lines_n == 0 || !o->time_slot_id)
		return OK;
	return kitchen_open(cx, o->delivery_date, o->time_slot_id);
}

enum err
desk_quote_edit(struct ctx *cx, int64_t id, const struct order_edit *edit,
                struct order_edit_quote *ret)
{
	struct order before = { 0 };
	struct row row = { 0 };

	TRY(lock(cx, id, &row));
	TRY(order_get(cx, id, &before));
	TRY(check_kitchen(cx, &before, edit));
	return order_edit_quote(cx, id, edit, ret);
}

/* What an edit changes that is not an amount: where and when. */
static const char *
order_json(struct ctx *cx, const struct order *o)
{
	char total[MONEY_TEXT], day[CLOCK_TEXT];

	return arena_fmt(cx->mem, "{\"edit_no\":%d,\"total\":\"%s\",\"zone_id\":%lld,"
	                 "\"time_slot_id\":%lld,\"delivery_date\":\"%s\"}", o->edit_no,
	                 money_text(o->total, total), (long long)o->zone_id,
	                 (long long)o->time_slot_id,
	                 day_is_none(o->delivery_date) ? "" : day_text(o->delivery_date, day));
}

enum err
desk_edit(struct ctx *cx, int64_t id, const struct order_edit *edit, struct order *ret)
{
	struct order before = { 0 };
	struct row row = { 0 };

	TRY(lock(cx, id, &row));
	TRY(order_get(cx, id, &before));
	TRY(check_kitchen(cx, &before, edit));
	TRY(order_edit(cx, id, edit));
	TRY(desk_get(cx, id, ret));
	/* A plan for another day, slot or zone does not hold any more. */
	if (ret->delivery_date.n != before.delivery_date.n ||
	    ret->time_slot_id != before.time_slot_id || ret->zone_id != before.zone_id)
		TRY(run_order_moved(cx, id, row.status, "preparing"));
	return audit_write(cx, "order.edit", "orders", id, order_json(cx, &before),
	                   order_json(cx, ret), edit->reason);
}

/* ---- money ---- */

/* What was paid in cash at the door is in the pocket of who brought it. */
static enum err
note_cash(struct ctx *cx, int64_t id, const struct row *row, const char *method,
          struct money amount)
{
	struct payment p = { 0 };
	bool found;

	if (!str_eq(method, "cash") || !row->delivery_man_id ||
	    !str_among(row->status, "out_for_delivery|delivered"))
		return OK;
	TRY(payment_lock(cx, id, &p, &found));
	BUG_ON(!found);		/* it was just collected */
	return cash_collected(cx, row->delivery_man_id, p.id, amount);
}

enum err
desk_collect(struct ctx *cx, int64_t id, const char *method, struct money amount,
             struct order *ret)
{
	struct row row = { 0 };
	char text[MONEY_TEXT];

	TRY(lock(cx, id, &row));
	TRY(payment_collect(cx, id, method, amount));
	TRY(note_cash(cx, id, &row, method, amount));
	TRY(audit_write(cx, "order.pay", "orders", id, NULL,
	                arena_fmt(cx->mem, "{\"method\":\"%s\",\"amount\":\"%s\"}", method,
	                          money_text(amount, text)), NULL));
	return desk_get(cx, id, ret);
}

enum err
desk_refund(struct ctx *cx, int64_t id, const struct refund_wish *wish, struct refund *ret)
{
	struct row row = { 0 };
	char text[MONEY_TEXT];

	TRY(lock(cx, id, &row));
	TRY(refund_make(cx, id, wish, ret));
	TRY(order_tell_refund(cx, id, ret->amount));
	return audit_write(cx, "order.refund", "orders", id, NULL,
	                   arena_fmt(cx->mem, "{\"refund_no\":%d,\"amount\":\"%s\"}", ret->refund_no,
	                             money_text(ret->amount, text)), wish->reason);
}

enum err
desk_money(struct ctx *cx, int64_t id, struct desk_money *ret)
{
	struct order o = { 0 };
	struct refund_list refunds = { 0 };

	TRY(desk_get(cx, id, &o));
	TRY(payment_list(cx, id, &ret->payments, &ret->payments_n));
	TRY(refund_list(cx, id, &refunds));
	ret->refunds = refunds.items;
	ret->refunds_n = refunds.items_n;
	return OK;
}

enum err
desk_attempts(struct ctx *cx, int64_t id, struct attempt_list *ret)
{
	struct order o = { 0 };

	TRY(desk_get(cx, id, &o));
	return db_all(cx, &q_attempts, attempt_cols, &ret->items, &ret->items_n, ATTEMPTS_MAX,
	              I64(id));
}

/* ---- out of the lists, and back ---- */

enum err
desk_remove(struct ctx *cx, int64_t id, int32_t version, const char *reason)
{
	TRY(order_remove(cx, id, version));
	return audit_write(cx, "order.remove", "orders", id, NULL, NULL, reason);
}

enum err
desk_restore(struct ctx *cx, int64_t id, struct order *ret)
{
	TRY(desk_get(cx, id, ret));
	if (!ret->deleted_at)
		return OK;
	TRY(order_restore(cx, id));
	TRY(audit_write(cx, "order.restore", "orders", id, NULL, NULL, NULL));
	return desk_get(cx, id, ret);
}

/* ---- messages ---- */

enum err
desk_messages(struct ctx *cx, int64_t id, struct outbox_list *ret)
{
	struct order o = { 0 };

	TRY(desk_get(cx, id, &o));
	return outbox_of_order(cx, id, ret);
}

enum err
desk_send_again(struct ctx *cx, int64_t id, int64_t message_id)
{
	struct row row = { 0 };

	TRY(lock(cx, id, &row));
	TRY(outbox_again(cx, id, message_id));
	return audit_write(cx, "message.again", "orders", id, NULL,
	                   arena_fmt(cx->mem, "{\"message_id\":%lld}", (long long)message_id), NULL);
}
