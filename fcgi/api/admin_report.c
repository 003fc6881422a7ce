/* SPDX-License-Identifier: MIT */
/* What the shop sold, gave away and delivered, by days of the shop. */
#include "report/report.h"

#include "web/common.h"

#define SHOW_SALES                                                                                 \
	SHOW(sales, "Orders that were paid"),                                                      \
	SHOW(amount, "What was paid for them"),                                                    \
	SHOW(discount_amount, "What rules and codes had taken off them"),                          \
	SHOW(refunds, "Refunds, on the day of the refund"),                                        \
	SHOW(refunded_amount, "What was paid back"),                                               \
	SHOW(net_amount, "Paid less paid back")
VIEW(sales_sum_view, struct sales_row, SHOW_SALES);
VIEW(sales_day_view, struct sales_row, SHOW(day, "Day of the shop"), SHOW_SALES);
VIEW(sales_method_view, struct sales_row,
	SHOW(name, "cash or card at the door, or the name of a gateway"), SHOW_SALES);
VIEW(sales_zone_view, struct sales_row,
	SHOW_OPT(id, "Zone; null: nothing to bring, or imported"),
	SHOW(name, "Its name when it was ordered"), SHOW_SALES);
#define SHOW_PIECES                                                                                \
	SHOW(quantity, "Pieces sold"),                                                             \
	SHOW(refunded_quantity, "Pieces paid back")
#define SHOW_LINES                                                                                 \
	SHOW(sales, "Lines of orders that were paid"), SHOW_PIECES,                                \
	SHOW(amount, "What was paid for them, after discounts"),                                   \
	SHOW(discount_amount, "Their share of the discounts"),                                     \
	SHOW(refunded_amount, "What was paid back for them"),                                      \
	SHOW(net_amount, "Paid less paid back")
VIEW(sales_line_view, struct sales_row, SHOW_LINES);
VIEW(sales_product_view, struct sales_row,
	SHOW_OPT(id, "Product instance; null: imported"),
	SHOW(name, "Its name and size when it was sold"), SHOW_LINES);
VIEW(sales_piece_view, struct sales_row, SHOW_PIECES);
VIEW(sales_flavor_view, struct sales_row,
	SHOW_OPT(id, "Flavor"), SHOW(name, "Its name when it was sold"), SHOW_PIECES);

VIEW(sales_days_view, struct sales_report,
	SHOW_LIST(items, sales_day_view, "Every day, oldest first"),
	SHOW_INSIDE(total, sales_sum_view, "All of them together"));
VIEW(sales_methods_view, struct sales_report,
	SHOW_LIST(items, sales_method_view, "The most first"),
	SHOW_INSIDE(total, sales_sum_view, "All of them together"));
VIEW(sales_zones_view, struct sales_report,
	SHOW_LIST(items, sales_zone_view, "The most first; at most 5,000"),
	SHOW_INSIDE(total, sales_sum_view, "All of them together"));
VIEW(sales_products_view, struct sales_report,
	SHOW_LIST(items, sales_product_view, "The most first; at most 5,000"),
	SHOW_INSIDE(total, sales_line_view, "All of them together"),
	SHOW_INSIDE(no_line, sales_sum_view, "What is of no line: delivery fees, and refunds that "
	            "name none. With it the total is that of the sales"));
VIEW(sales_flavors_view, struct sales_report,
	SHOW_LIST(items, sales_flavor_view, "The most first; at most 5,000"),
	SHOW_INSIDE(total, sales_piece_view, "All of them together"));

#define SPAN_IN(F)                                                                                 \
	F(QUERY, date, from, .doc = "The first day, of the shop")                                  \
	F(QUERY, date, to, .doc = "The last day; at most 1,100 days in all")
INPUT(span_in, SPAN_IN);
#define SPAN_OF(in) (struct span){ (in)->from, (in)->to }

#define REPORT_AUTH .auth = AUTH_STAFF, .perm = "report.read", .tx = TX_READ

static enum err
report_sales_days(struct ctx *cx, const struct span_in *in, struct sales_report *out)
{
	return report_sales(cx, SPAN_OF(in), SALES_BY_DAY, out);
}
ENDPOINT(report_sales_days, GET, "/api/v1/admin/reports/sales", span_in, sales_days_view,
	REPORT_AUTH, .doc = "What was paid and paid back on each day.");

static enum err
report_sales_methods(struct ctx *cx, const struct span_in *in, struct sales_report *out)
{
	return report_sales(cx, SPAN_OF(in), SALES_BY_METHOD, out);
}
ENDPOINT(report_sales_methods, GET, "/api/v1/admin/reports/methods", span_in, sales_methods_view,
	REPORT_AUTH, .doc = "What was paid and paid back, by how it was paid.");

static enum err
report_sales_zones(struct ctx *cx, const struct span_in *in, struct sales_report *out)
{
	return report_sales(cx, SPAN_OF(in), SALES_BY_ZONE, out);
}
ENDPOINT(report_sales_zones, GET, "/api/v1/admin/reports/zones", span_in, sales_zones_view,
	REPORT_AUTH, .doc = "What was paid and paid back, by where it was brought.");

static enum err
report_sales_products(struct ctx *cx, const struct span_in *in, struct sales_report *out)
{
	return report_sales(cx, SPAN_OF(in), SALES_BY_PRODUCT, out);
}
ENDPOINT(report_sales_products, GET, "/api/v1/admin/reports/products", span_in,
	sales_products_view, REPORT_AUTH,
	.doc = "What was paid and paid back for each thing, by the lines of orders.");

static enum err
report_sales_flavors(struct ctx *cx, const struct span_in *in, struct sales_report *out)
{
	return report_sales(cx, SPAN_OF(in), SALES_BY_FLAVOR, out);
}
ENDPOINT(report_sales_flavors, GET, "/api/v1/admin/reports/flavors", span_in, sales_flavors_view,
	REPORT_AUTH, .doc = "How many cookies of each flavor were paid for, packs and bundles opened.");

/* ---- discounts ---- */

VIEW(discount_row_view, struct discount_row,
	SHOW_CHOICE(source, "code|free_delivery|rule", "A code, a rule that spared the fee, or "
	            "another rule"),
	SHOW_OPT(promo_code_id, "The code"),
	SHOW(name, "Its name when it was used"),
	SHOW(orders, "Orders that were paid"),
	SHOW(order_amount, "What was paid for them"),
	SHOW(discount_amount, "What it took off them, or the fees it spared"));
VIEW(discounts_view, struct discount_report,
	SHOW_LIST(items, discount_row_view, "By source and name; at most 5,000"),
	SHOW(discount_amount, "What all of them took off, as in the sales"),
	SHOW(spared_fees, "What was spared in delivery fees"));

static enum err
report_discount_list(struct ctx *cx, const struct span_in *in, struct discount_report *out)
{
	return report_discounts(cx, SPAN_OF(in), out);
}
ENDPOINT(report_discount_list, GET, "/api/v1/admin/reports/discounts", span_in, discounts_view,
	REPORT_AUTH, .doc = "What each rule and code took off orders that were paid then.");

VIEW(promo_row_view, struct promo_row,
	SHOW(id, "Promo code"),
	SHOW(code, "The code"),
	SHOW(name, "What it is called"),
	SHOW(uses, "How often it was used, on the day of the order"),
	SHOW(returned, "How often a use was given back, on the day of that"),
	SHOW(new_customers, "Of the uses, orders that were their customer's first: when they were "
	     "placed, there was no other by the customer (a guest: the phone) but cancelled ones. Less "
	     "those of uses given back"),
	SHOW(order_amount, "What the orders that used it cost before discounts"),
	SHOW(discount_amount, "Discount given, less that of uses given back"));
VIEW(promos_view, struct promo_report,
	SHOW_LIST(items, promo_row_view, "The oldest code first; at most 5,000"),
	SHOW(uses, "Uses of all"), SHOW(returned, "Of them given back"),
	SHOW(new_customers, "New customers of all"),
	SHOW(discount_amount, "Discount given by all"));

static enum err
report_promo_codes(struct ctx *cx, const struct span_in *in, struct promo_report *out)
{
	return report_promos(cx, SPAN_OF(in), out);
}
ENDPOINT(report_promo_codes, GET, "/api/v1/admin/reports/promo-codes", span_in, promos_view,
	REPORT_AUTH, .doc = "How often each code was used, how many "
	       "customers it brought, and what it gave away for what.");

/* ---- deliveries and tickets ---- */

#define SHOW_EVENTS                                                                                \
	SHOW(placed, "Orders placed"),                                                             \
	SHOW(cancelled, "Orders cancelled"),                                                       \
	SHOW(delivered, "Orders brought to the door; digital goods are not among them"),           \
	SHOW(on_time, "Of these, before their slot ended"),                                        \
	SHOW(late, "Of these, later"),                                                             \
	SHOW(failed, "Attempts that failed")
VIEW(event_sum_view, struct event_row, SHOW_EVENTS);
VIEW(event_day_view, struct event_row, SHOW(day, "Day of the shop"), SHOW_EVENTS);
VIEW(events_view, struct event_report,
	SHOW_LIST(items, event_day_view, "Every day, oldest first"),
	SHOW_INSIDE(total, event_sum_view, "All of them together"));

static enum err
report_delivery_days(struct ctx *cx, const struct span_in *in, struct event_report *out)
{
	return report_deliveries(cx, SPAN_OF(in), out);
}
ENDPOINT(report_delivery_days, GET, "/api/v1/admin/reports/deliveries", span_in, events_view,
	REPORT_AUTH, .doc = "Orders that were placed, cancelled, brought in time or late, and attempts "
	"that failed, on the day on which each of it happened.");

#define SHOW_TICKETS                                                                               \
	SHOW(opened, "Tickets opened"),                                                            \
	SHOW(answered, "Of these, answered since"),                                                \
	SHOW(answer_secs, "Seconds to the first answer, on average; 0: none was answered")
VIEW(ticket_sum_view, struct ticket_row, SHOW_TICKETS);
VIEW(ticket_day_view, struct ticket_row, SHOW(day, "Day of the shop"), SHOW_TICKETS);
VIEW(tickets_report_view, struct ticket_report,
	SHOW_LIST(items, ticket_day_view, "Every day, oldest first"),
	SHOW_INSIDE(total, ticket_sum_view, "All of them together"),
	SHOW(open_now, "Tickets that are open now, of any day"),
	SHOW(waiting_now, "Of these, wait for the shop"));

static enum err
report_ticket_days(struct ctx *cx, const struct span_in *in, struct ticket_report *out)
{
	return report_tickets(cx, SPAN_OF(in), out);
}
ENDPOINT(report_ticket_days, GET, "/api/v1/admin/reports/tickets", span_in, tickets_report_view,
	REPORT_AUTH, .doc = "Tickets by the day they were opened, and how soon they were answered.");

/* ---- cash ---- */

VIEW(cash_row_view, struct cash_row,
	SHOW(delivery_man_id, "Delivery man"),
	SHOW(delivery_man_name, "His name"),
	SHOW(on_hand_amount, "Taken at doors and not handed over"),
	SHOW(differing_amount, "What of his handovers is in open differences"),
	SHOW_TIME_OPT(handed_over_at, "When he last handed over; null: never"));
VIEW(cash_sums_view, struct cash_sums,
	SHOW(on_hand_amount, "Taken at doors and not handed over"),
	SHOW(differing_amount, "In open differences"));
VIEW(cash_report_view, struct cash_report,
	SHOW_LIST(items, cash_row_view, "Those who have any"),
	SHOW_INSIDE(total, cash_sums_view, "All of them together"),
	SHOW_NEXT);

#define REPORT_CASH_IN(F) PAGE_IN(F, REPORT_CASH_MAX, 50)
INPUT(report_cash_in, REPORT_CASH_IN);

static enum err
report_cash_list(struct ctx *cx, const struct report_cash_in *in, struct cash_report *out)
{
	return report_cash(cx, in->cursor, in->limit, out);
}
ENDPOINT(report_cash_list, GET, "/api/v1/admin/reports/cash", report_cash_in, cash_report_view,
	REPORT_AUTH, .doc = "Cash that delivery men have and did not hand over, now.");

/* ---- a day at a glance ---- */

VIEW(dashboard_view, struct dashboard,
	SHOW(day, "Day of the shop"),
	SHOW_INSIDE(events, event_sum_view, "What happened to orders"),
	SHOW_INSIDE(sales, sales_sum_view, "What was paid and paid back"),
	SHOW_LIST(methods, sales_method_view, "The same by how it was paid"),
	SHOW_LIST(discounts, discount_row_view, "What rules and codes took off these sales"),
	SHOW_INSIDE(cash, cash_sums_view, "Cash not handed over: now, whatever the day"));

#define DASHBOARD_IN(F) F(QUERY, date, day, .doc = "Which day, of the shop")
INPUT(dashboard_in, DASHBOARD_IN);

static enum err
report_day(struct ctx *cx, const struct dashboard_in *in, struct dashboard *out)
{
	return report_dashboard(cx, in->day, out);
}
ENDPOINT(report_day, GET, "/api/v1/admin/reports/dashboard", dashboard_in, dashboard_view,
	REPORT_AUTH, .doc = "One day at a glance; today up to this moment.");

ENDPOINTS(admin_report, &report_day_endpoint, &report_sales_days_endpoint,
          &report_sales_methods_endpoint, &report_sales_zones_endpoint,
          &report_sales_products_endpoint, &report_sales_flavors_endpoint,
          &report_discount_list_endpoint, &report_promo_codes_endpoint,
          &report_delivery_days_endpoint, &report_ticket_days_endpoint,
          &report_cash_list_endpoint);
