/* SPDX-License-Identifier: MIT */
#include "sale/owner.h"

#include "db/db.h"

SQL_HOT(q_give,
	"UPDATE orders SET customer_id = ?, updated_at = updated_at "
	"WHERE id = ? AND customer_id IS NULL "
	"AND NOT EXISTS (SELECT 1 FROM sales s "
	"WHERE s.order_id = orders.id AND s.customer_id IS NOT NULL) "
	"AND NOT EXISTS (SELECT 1 FROM download_tokens d "
	"WHERE d.order_id = orders.id AND d.customer_id IS NOT NULL)");
SQL_HOT(q_give_sales, "UPDATE sales SET customer_id = ? WHERE order_id = ? AND customer_id IS NULL");
SQL_HOT(q_give_tokens,
	"UPDATE download_tokens SET customer_id = ? WHERE order_id = ? AND customer_id IS NULL");
SQL_HOT(q_take, "UPDATE orders SET customer_id = NULL, updated_at = updated_at "
                "WHERE id = ? AND customer_id = ?");
SQL_HOT(q_take_sales, "UPDATE sales SET customer_id = NULL WHERE order_id = ? AND customer_id = ?");
SQL_HOT(q_take_tokens,
	"UPDATE download_tokens SET customer_id = NULL WHERE order_id = ? AND customer_id = ?");

enum err
owner_give(struct ctx *cx, int64_t order_id, int64_t customer_id, struct owner_given *ret)
{
	int64_t orders, sales = 0, tokens = 0;

	TRY(db_exec(cx, &q_give, &orders, I64(customer_id), I64(order_id)));
	if (orders == 1) {
		TRY(db_exec(cx, &q_give_sales, &sales, I64(customer_id), I64(order_id)));
		TRY(db_exec(cx, &q_give_tokens, &tokens, I64(customer_id), I64(order_id)));
	}
	*ret = (struct owner_given){ orders == 1, (int32_t)sales, (int32_t)tokens };
	return OK;
}

enum err
owner_take_back(struct ctx *cx, int64_t order_id, int64_t customer_id, bool *ret)
{
	int64_t orders;

	TRY(db_exec(cx, &q_take, &orders, I64(order_id), I64(customer_id)));
	if (orders == 1) {
		TRY(db_exec(cx, &q_take_sales, NULL, I64(order_id), I64(customer_id)));
		TRY(db_exec(cx, &q_take_tokens, NULL, I64(order_id), I64(customer_id)));
	}
	*ret = orders == 1;
	return OK;
}
