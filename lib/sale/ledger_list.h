/* SPDX-License-Identifier: MIT */
/* The ledger to look through: money that came and went, day by day of the shop.
 *
 * See       sale/ledger.h, fcgi/api/admin_sale.c, tests/http/sale_list_test.c */
#ifndef SALE_LEDGER_LIST_H
#define SALE_LEDGER_LIST_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define SALE_PAGE_MAX 200

struct sale_row {
	int64_t id, order_id, customer_id, paid_at;
	const char *number, *customer_name;
	const char *method;		/* who handled the payment: cash, card, a gateway */
	int32_t refund_no;		/* 0: a sale; 1, 2, ...: a refund of it */
	struct money amount;		/* negative: paid back */
};
struct sale_page { struct sale_row *items; size_t items_n; const char *next_cursor; };

struct sale_filter {
	struct day from, to;		/* both included; DAY_NONE: from the first, to the last */
	const char *method;		/* NULL: all */
};

/* Newest first. */
enum err ledger_list(struct ctx *cx, const struct sale_filter *f, const char *cursor, int32_t limit,
                     struct sale_page *ret) MUST_CHECK;

#endif
