/* SPDX-License-Identifier: MIT */
#include "sale/ledger.h"

#include "db/db.h"

SQL_HOT(q_paid, "UPDATE orders SET payment_status = 'paid', version = version + 1, updated_at = ? "
                "WHERE id = ? AND payment_status <> 'paid' AND total = ?");
SQL(q_sale, "INSERT INTO sales (order_id, refund_no, customer_id, amount, paid_at, created_at) "
            "SELECT id, ?, customer_id, ?, ?, ? FROM orders WHERE id = ?");
SQL_HOT(q_refunded,
	"UPDATE orders SET refunded_amount = refunded_amount + ?, version = version + 1, "
	"updated_at = ? WHERE id = ? AND payment_status = 'paid' AND refunded_amount + ? <= total");

static enum err
add_row(struct ctx *cx, int64_t order_id, int32_t refund_no, struct money amount)
{
	return db_exec(cx, &q_sale, NULL, I32(refund_no), MONEY(amount), TIME(cx->now),
	               TIME(cx->now), I64(order_id));
}

enum err
ledger_sale(struct ctx *cx, int64_t order_id, struct money amount)
{
	int64_t changed;

	TRY(db_exec(cx, &q_paid, &changed, TIME(cx->now), I64(order_id), MONEY(amount)));
	if (changed != 1)
		return fail(cx, E_PAID, "order %lld", (long long)order_id);
	return add_row(cx, order_id, 0, amount);
}

enum err
ledger_refund(struct ctx *cx, int64_t order_id, int32_t refund_no, struct money amount)
{
	int64_t changed;

	TRY(db_exec(cx, &q_refunded, &changed, MONEY(amount), TIME(cx->now), I64(order_id),
	            MONEY(amount)));
	if (changed != 1)
		return fail(cx, E_REFUND_TOO_MUCH, "order %lld", (long long)order_id);
	return add_row(cx, order_id, refund_no, money_of(-amount.minor));
}
