/* SPDX-License-Identifier: MIT */
/* The ledger of sales, for the books. */
#include "sale/ledger_list.h"

#include "web/common.h"

VIEW(sale_row_view, struct sale_row,
	SHOW(id, "Entry"),
	SHOW_TIME(paid_at, "When the money moved"),
	SHOW(order_id, "Order"),
	SHOW(number, "Its public number"),
	SHOW(customer_name, "Who ordered"),
	SHOW_OPT(customer_id, "Customer, if known"),
	SHOW(method, "cash, card, or the name of a gateway"),
	SHOW(refund_no, "0: a sale; 1, 2, ...: a refund of it"),
	SHOW(amount, "What came; negative: what went back"));
VIEW(sale_page_view, struct sale_page,
	SHOW_LIST(items, sale_row_view, "Newest first"),
	SHOW_NEXT);

#define SALE_LIST_IN(F)                                                                            \
	F(QUERY, date, from, .optional = true, .doc = "From this day of the shop on")              \
	F(QUERY, date, to, .optional = true, .doc = "To the end of this day")                      \
	F(QUERY, str, method, .max = 20, .optional = true, .doc = "Only by this method")           \
	PAGE_IN(F, SALE_PAGE_MAX, 50)
INPUT(sale_list_in, SALE_LIST_IN);

static enum err
list_sales(struct ctx *cx, const struct sale_list_in *in, struct sale_page *out)
{
	struct sale_filter f = { in->from, in->to, in->method };

	return ledger_list(cx, &f, in->cursor, in->limit, out);
}
ENDPOINT(list_sales, GET, "/api/v1/admin/sales", sale_list_in, sale_page_view,
	.auth = AUTH_STAFF, .perm = "sale.read", .tx = TX_READ,
	.doc = "Every sale and refund, as the ledger has them: they add up to what was earned.");

ENDPOINTS(admin_sale, &list_sales_endpoint);
