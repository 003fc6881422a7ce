/* SPDX-License-Identifier: MIT */
#include "sale/refund.h"

#include "base/str.h"
#include "db/db.h"
#include "sale/ledger.h"
#include "sale/payment.h"

#define REFUNDS_MAX 500		/* of one order: each piece of it alone */

SQL_HOT(q_order,
	"SELECT o.id, o.payment_status, o.delivery_fee, COALESCE((SELECT SUM(r.delivery_fee_amount) "
	"FROM refunds r WHERE r.order_id = o.id AND r.status <> 'failed'), 0) AS fee_refunded, "
	"(SELECT CAST(COALESCE(MAX(r.refund_no), 0) AS SIGNED) FROM refunds r "
	"WHERE r.order_id = o.id) AS last_no FROM orders o WHERE o.id = ? AND o.deleted_at IS NULL");
SQL_HOT(q_lock, "SELECT id FROM orders WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
/* What was paid for each line, and how many pieces of it were given back. */
SQL_HOT(q_lines,
	"SELECT i.id, i.quantity, CAST(i.unit_price * i.quantity - i.rules_discount_amount - "
	"i.discount_amount AS DECIMAL(10,2)) AS paid, (SELECT CAST(COALESCE(SUM(f.quantity), 0) "
	"AS SIGNED) FROM refund_items f JOIN refunds r ON r.id = f.refund_id "
	"AND r.status <> 'failed' WHERE f.order_item_id = i.id) AS refunded "
	"FROM order_items i JOIN orders o ON o.id = i.order_id AND o.edit_no = i.edit_no "
	"WHERE i.order_id = ? ORDER BY i.id LIMIT 50");
SQL(q_insert,
	"INSERT INTO refunds (order_id, payment_id, refund_no, amount, delivery_fee_amount, status, "
	"reason, admin_user_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 'succeeded', ?, ?, ?, "
	"?)");
SQL(q_insert_item, "INSERT INTO refund_items (refund_id, order_item_id, quantity, amount) "
                   "VALUES (?, ?, ?, ?)");
SQL_HOT(q_list,
	"SELECT id, refund_no, amount, delivery_fee_amount, status, reason, admin_user_id, "
	"created_at FROM refunds WHERE order_id = ? ORDER BY refund_no LIMIT 500");
SQL_HOT(q_items, "SELECT f.refund_id, f.order_item_id, f.quantity, f.amount FROM refunds r "
                 "JOIN refund_items f ON f.refund_id = r.id WHERE r.order_id = ? "
                 "ORDER BY r.refund_no, f.order_item_id LIMIT 25000");

struct order_row {
	int64_t id;
	const char *payment_status;
	struct money delivery_fee, fee_refunded;
	int32_t last_no;
};
static const struct col order_cols[] = {
	COL(struct order_row, id), COL(struct order_row, payment_status),
	COL(struct order_row, delivery_fee), COL(struct order_row, fee_refunded),
	COL(struct order_row, last_no),
};
static const struct col lock_cols[] = { COL(struct order_row, id) };
struct line_row { int64_t id; int32_t quantity; struct money paid; int32_t refunded; };
static const struct col line_cols[] = {
	COL(struct line_row, id), COL(struct line_row, quantity), COL(struct line_row, paid),
	COL(struct line_row, refunded),
};
static const struct col refund_cols[] = {
	COL(struct refund, id), COL(struct refund, refund_no), COL(struct refund, amount),
	COL(struct refund, delivery_fee_amount), COL(struct refund, status),
	COL(struct refund, reason), COL(struct refund, admin_user_id),
	COL_TIME(struct refund, created_at),
};
struct item_row { int64_t refund_id; int64_t order_item_id; int32_t quantity; struct money amount; };
static const struct col item_cols[] = {
	COL(struct item_row, refund_id), COL(struct item_row, order_item_id),
	COL(struct item_row, quantity), COL(struct item_row, amount),
};

struct money
refund_pieces(struct ctx *cx, struct money paid, int32_t quantity, int32_t from, int32_t n)
{
	int64_t *weights = arena_array(cx->mem, int64_t, (size_t)quantity + 1);
	struct money *shares = arena_array(cx->mem, struct money, (size_t)quantity + 1);
	int64_t sum = 0;

	for (int32_t i = 0; i < quantity; i++)
		weights[i] = 1;
	money_split(paid, weights, (size_t)quantity, shares);
	for (int32_t i = from; i < from + n; i++)
		sum += shares[i].minor;
	return money_of(sum);
}

/* ---- what is given back ---- */

struct making {
	struct order_row order;
	struct payment payment;
	struct line_row *lines;
	size_t lines_n;
	struct refund refund;
};

static void
give_back(struct ctx *cx, struct making *m, const struct line_row *line, int32_t n)
{
	struct refund *r = &m->refund;
	struct money amount = refund_pieces(cx, line->paid, line->quantity, line->refunded, n);

	r->items[r->items_n++] = (struct refund_item){ line->id, n, amount };
	r->amount = money_add(r->amount, amount);
}

static const struct line_row *
find_line(const struct making *m, int64_t id)
{
	for (size_t i = 0; i < m->lines_n; i++)
		if (m->lines[i].id == id)
			return &m->lines[i];
	return NULL;
}

static enum err
wish_line(struct ctx *cx, struct making *m, const struct refund_wish *wish, size_t i)
{
	const struct refund_line *want = &wish->lines[i];
	const struct line_row *line = find_line(m, want->order_item_id);
	const char *field = arena_fmt(cx->mem, "items.%zu.", i);

	if (!line)
		return fail_at(cx, E_INVALID, arena_fmt(cx->mem, "%sorder_item_id", field),
		               "no line of this order");
	for (size_t k = 0; k < i; k++)
		if (wish->lines[k].order_item_id == want->order_item_id)
			return fail_at(cx, E_INVALID, arena_fmt(cx->mem, "%sorder_item_id", field),
			               "a line twice");
	if (want->quantity > line->quantity - line->refunded)
		return fail_at(cx, E_REFUND_TOO_MUCH, arena_fmt(cx->mem, "%squantity", field),
		               "%d of %d are left", line->quantity - line->refunded,
		               line->quantity);
	give_back(cx, m, line, want->quantity);
	return OK;
}

static enum err
choose(struct ctx *cx, struct making *m, const struct refund_wish *wish)
{
	struct money fee_left = money_sub(m->order.delivery_fee, m->order.fee_refunded);

	m->refund.items = arena_array(cx->mem, struct refund_item, REFUND_LINES_MAX);
	m->refund.amount = m->refund.delivery_fee_amount = money_of(0);
	for (size_t i = 0; wish->whole && i < m->lines_n; i++)
		if (m->lines[i].refunded < m->lines[i].quantity)
			give_back(cx, m, &m->lines[i],
			          m->lines[i].quantity - m->lines[i].refunded);
	for (size_t i = 0; !wish->whole && i < wish->lines_n; i++)
		TRY(wish_line(cx, m, wish, i));
	if (wish->delivery_fee && !wish->whole && fee_left.minor == 0)
		return fail_at(cx, E_REFUND_TOO_MUCH, "delivery_fee", "none is left");
	if (wish->delivery_fee || wish->whole) {
		m->refund.delivery_fee_amount = fee_left;
		m->refund.amount = money_add(m->refund.amount, fee_left);
	}
	return m->refund.amount.minor > 0 ? OK : fail(cx, E_REFUND_NOTHING, "nothing was paid for it");
}

static enum err
read_order(struct ctx *cx, int64_t order_id, struct making *m)
{
	struct order_row locked = { 0 };
	bool found;

	/* Locked first, and then read: what others did before us is seen. */
	TRY(db_one(cx, &q_lock, lock_cols, &locked, I64(order_id)));
	TRY(db_one(cx, &q_order, order_cols, &m->order, I64(order_id)));
	if (!str_eq(m->order.payment_status, "paid"))
		return fail(cx, E_UNPAID, "order %lld", (long long)order_id);
	TRY(payment_lock(cx, order_id, &m->payment, &found));
	if (!found)
		return fail(cx, E_UNPAID, "an imported order without a payment");
	return db_all(cx, &q_lines, line_cols, &m->lines, &m->lines_n, REFUND_LINES_MAX,
	              I64(order_id));
}

enum err
refund_make(struct ctx *cx, int64_t order_id, const struct refund_wish *wish, struct refund *ret)
{
	struct making m = { .refund = { .status = "succeeded", .reason = wish->reason } };
	struct refund *r = &m.refund;

	if (wish->whole == (wish->lines_n > 0 || wish->delivery_fee))
		return fail_at(cx, E_INVALID, "items", "the whole order, or parts of it");
	TRY(read_order(cx, order_id, &m));
	TRY(choose(cx, &m, wish));
	r->refund_no = m.order.last_no + 1;
	r->admin_user_id = cx->actor.kind == ACTOR_STAFF ? cx->actor.id : 0;
	r->created_at = cx->now;
	TRY(db_insert(cx, &q_insert, &r->id, I64(order_id), I64(m.payment.id), I32(r->refund_no),
	              MONEY(r->amount), MONEY(r->delivery_fee_amount), STR(r->reason),
	              ID(r->admin_user_id), TIME(cx->now), TIME(cx->now)));
	for (size_t i = 0; i < r->items_n; i++)
		TRY(db_exec(cx, &q_insert_item, NULL, I64(r->id), I64(r->items[i].order_item_id),
		            I32(r->items[i].quantity), MONEY(r->items[i].amount)));
	TRY(payment_refund(cx, &m.payment, r->id, r->amount));
	TRY(ledger_refund(cx, order_id, r->refund_no, r->amount));
	*ret = *r;
	return OK;
}

enum err
refund_list(struct ctx *cx, int64_t order_id, struct refund_list *ret)
{
	struct item_row *rows;
	struct refund_item *items;
	size_t n, k = 0;

	TRY(db_all(cx, &q_list, refund_cols, &ret->items, &ret->items_n, REFUNDS_MAX,
	           I64(order_id)));
	TRY(db_all(cx, &q_items, item_cols, &rows, &n, REFUNDS_MAX * REFUND_LINES_MAX,
	           I64(order_id)));
	items = arena_array(cx->mem, struct refund_item, n + 1);
	for (size_t i = 0; i < ret->items_n; i++) {	/* both are in the order of the refunds */
		ret->items[i].items = items + k;
		for (; k < n && rows[k].refund_id == ret->items[i].id; k++) {
			items[k] = (struct refund_item){ rows[k].order_item_id, rows[k].quantity,
			                                 rows[k].amount };
			ret->items[i].items_n++;
		}
	}
	return OK;
}
