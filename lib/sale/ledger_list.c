/* SPDX-License-Identifier: MIT */
#include "sale/ledger_list.h"

#include "db/db.h"
#include "db/page.h"

SQL_HOT(q_list,
	"SELECT s.id, s.order_id, s.customer_id, s.paid_at, s.refund_no, s.amount, "
	"CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.customer_name, "
	"COALESCE(p.provider, o.payment_method) AS method "
	"FROM sales s JOIN orders o ON o.id = s.order_id "
	"LEFT JOIN payments p ON p.order_id = s.order_id AND p.is_counted = 1 "
	"WHERE s.paid_at >= ? AND s.paid_at < ? AND (s.paid_at < ? OR s.id < ?) "
	"AND (? IS NULL OR COALESCE(p.provider, o.payment_method) = ?) "
	"ORDER BY s.paid_at DESC, s.id DESC LIMIT ?");

static const struct col sale_cols[] = {
	COL(struct sale_row, id), COL(struct sale_row, order_id), COL(struct sale_row, customer_id),
	COL_TIME(struct sale_row, paid_at), COL(struct sale_row, refund_no),
	COL(struct sale_row, amount), COL(struct sale_row, number),
	COL(struct sale_row, customer_name), COL(struct sale_row, method),
};

#define FIRST 1				/* 1970 */
#define LAST 253370764800LL		/* 9999 */

enum err
ledger_list(struct ctx *cx, const struct sale_filter *f, const char *cursor, int32_t limit,
            struct sale_page *ret)
{
	int64_t begin = day_is_none(f->from) ? FIRST : clock_midnight(f->from, 0);
	int64_t end = day_is_none(f->to) ? LAST : clock_midnight(f->to, 1);
	int64_t at, id;

	TRY(cursor_read_moment(cx, cursor, end, &at, &id));
	/* What was paid in the very second of the last row comes by its number. */
	TRY(db_all(cx, &q_list, sale_cols, &ret->items, &ret->items_n, SALE_PAGE_MAX + 1, TIME(begin),
	           TIME(at < end ? at + 1 : end), TIME(at), I64(id), STR(f->method), STR(f->method),
	           I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_moment(cx, ret->items[limit - 1].paid_at,
		                                 ret->items[limit - 1].id);
	return OK;
}
