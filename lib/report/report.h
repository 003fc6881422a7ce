/* SPDX-License-Identifier: MIT */
/* Reports: what the shop sold, gave away and delivered, by days of the shop.
 *
 * Rules     Equal to the ledgers, at any moment (report/figure.h): sales when they were paid,
 *           refunds when they were paid back, lines and discounts with the sale of their order,
 *           uses of codes and deliveries when they happened.
 *           A thing goes by the name it was sold by: renamed, it is two.
 *           Tickets and cash are few, and read as they are now.
 * Does not  know people: nobody but delivery men has a name here.
 * See       fcgi/api/admin_report.c, tests/http/report_test.c */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/money.h"
#include "report/figure.h"

#define REPORT_CASH_MAX 200
#define REPORT_ROWS_MAX 5000		/* that are shown; totals are of all */

struct sales_row {
	struct day day;
	int64_t id;			/* zone or instance; 0: none */
	const char *name;		/* method, zone, product */
	int64_t sales, quantity;
	struct money_sum amount, discount_amount;
	int64_t refunds, refunded_quantity;
	struct money_sum refunded_amount, net_amount;
};
struct sales_report {
	struct sales_row *items;
	size_t items_n;
	struct sales_row total;
	struct sales_row no_line;	/* of products: fees, and refunds that name no line */
};

enum sales_by { SALES_BY_DAY, SALES_BY_METHOD, SALES_BY_ZONE, SALES_BY_PRODUCT, SALES_BY_FLAVOR };
/* By day oldest first, each day of the span; by others the most first, at most REPORT_ROWS_MAX of
 * them.  Flavors have pieces only. */
enum err report_sales(struct ctx *cx, struct span span, enum sales_by by,
                      struct sales_report *ret) MUST_CHECK;

struct discount_row {
	const char *source;		/* rule, code or free_delivery */
	int64_t promo_code_id;		/* 0: a rule */
	const char *name;
	int64_t orders;
	struct money_sum order_amount, discount_amount;
};
struct discount_report {
	struct discount_row *items;
	size_t items_n;
	struct money_sum discount_amount;	/* as in the sales: without spared fees */
	struct money_sum spared_fees;
};
enum err report_discounts(struct ctx *cx, struct span span, struct discount_report *ret) MUST_CHECK;

struct promo_row {
	int64_t id;
	const char *code, *name;
	int64_t uses, returned;
	int64_t new_customers;		/* promo_code_usage.is_first, less those given back */
	struct money_sum order_amount, discount_amount;
};
struct promo_report {
	struct promo_row *items;
	size_t items_n;
	int64_t uses, returned, new_customers;
	struct money_sum discount_amount;
};
enum err report_promos(struct ctx *cx, struct span span, struct promo_report *ret) MUST_CHECK;

struct event_row {
	struct day day;
	int64_t placed, cancelled, delivered, on_time, late, failed;
};
struct event_report { struct event_row *items; size_t items_n; struct event_row total; };
enum err report_deliveries(struct ctx *cx, struct span span, struct event_report *ret) MUST_CHECK;

struct ticket_row {
	struct day day;
	int64_t opened, answered;
	int64_t answer_secs;		/* on average; 0: none was answered */
};
struct ticket_report {
	struct ticket_row *items;
	size_t items_n;
	struct ticket_row total;
	int64_t open_now, waiting_now;
};
enum err report_tickets(struct ctx *cx, struct span span, struct ticket_report *ret) MUST_CHECK;

struct cash_row {
	int64_t delivery_man_id;
	const char *delivery_man_name;
	struct money on_hand_amount, differing_amount;
	int64_t handed_over_at;		/* 0: never */
};
struct cash_sums { struct money_sum on_hand_amount, differing_amount; };
struct cash_report {
	struct cash_row *items;
	size_t items_n;
	char *next_cursor;
	struct cash_sums total;
};
/* Of delivery men who have any, by id. */
enum err report_cash(struct ctx *cx, const char *cursor, int32_t limit,
                     struct cash_report *ret) MUST_CHECK;

struct dashboard {
	struct day day;
	struct event_row events;
	struct sales_row sales;
	struct sales_row *methods;
	size_t methods_n;
	struct discount_row *discounts;
	size_t discounts_n;
	struct cash_sums cash;		/* now, whatever the day */
};
enum err report_dashboard(struct ctx *cx, struct day day, struct dashboard *ret) MUST_CHECK;

#endif
