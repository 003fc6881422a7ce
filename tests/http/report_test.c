/* SPDX-License-Identifier: MIT */
/* Reports: equal to the ledgers at any moment, with and without what cron keeps; and the job that
 * keeps it. */
#include "support/asker.h"
#include "support/digital.h"
#include "support/job.h"
#include "support/run.h"

#include "base/rand.h"
#include "base/str.h"
#include "report/summary.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPORTS "/api/v1/admin/reports/"
enum { BUYER, OWNER };

/* Clocks go from 24:00 to 01:00 in the night to the 26th of April: that day has 23 hours. */
#define FIRST_DAY 22029			/* 2030-04-25 */
#define DAYS 6
#define FIRST_NOON ((int64_t)FIRST_DAY * 86400 + 10 * 3600)
#define SPAN "from=2030-04-25&to=2030-04-30"
#define DAY_OF(moment)                                                                             \
	"DATE(" moment " + INTERVAL IF(" moment " >= '2030-04-25 22:00:00', 3, 2) HOUR)"
#define SETTLED 181

static void
as_owner(struct shop *s)
{
	as_staff(s, OWNER, "super_admin");
}

/* ---- a week ---- */

static int64_t digital;
static uint64_t seed;			/* is printed, so that a week can be had again */

static uint32_t
chance(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % below;
}

static int64_t
any_order(struct shop *s)
{
	uint32_t n = (uint32_t)sql_number(s, "SELECT COUNT(*) FROM orders");

	return sql_number(s, "SELECT id FROM orders ORDER BY id LIMIT 1 OFFSET %u", chance(n));
}

static void
buy(struct shop *s, int i)
{
	const char *phone = arena_fmt(s->cx.mem, "+2010%08d", i);

	as(s, BUYER);
	s->visitors[BUYER].cookies_n = 0;
	s->ip = arena_fmt(s->cx.mem, "10.0.%d.%d", i / 200, i % 200);
	if (shop_now() % 86400 > 12 * 3600 || shop_now() % 86400 < 4 * 3600) {
		post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':%d}",
		     (long long)digital, 1 + i % 2);
		const char *proof = shop_proof(s, phone);
		once(s, arena_fmt(s->cx.mem, "report-digital-%06d", i));
		post(s, "/api/v1/checkout", "{'name':'Mona Adel','phone':'%s','proof':'%s',"
		     "'email':'m@example.com','payment_method':'cash','expected_total':'%d.00'}", phone,
		     proof, 50 * (1 + i % 2));
	} else {
		const char *total;

		shop_add_pack(s);
		post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':%d}",
		     DEMO_CHIP_MEDIUM, 1 + i % 3);
		if (i % 3 == 0)
			post(s, "/api/v1/cart/items", "{'product_instance_id':51,'quantity':1}");
		if (i % 2)
			post(s, "/api/v1/cart/promo", "{'promo_code':'REPORT'}");
		post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
		total = text_at(s, "total");
		const char *body = shop_checkout_body(s, shop_proof(s, phone), phone, total, "");
		once(s, arena_fmt(s->cx.mem, "report-buy-%08d", i));
		request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	}
	expect_status(s, 201);
}

static const char *
about(struct shop *s, int64_t order, const char *what)
{
	return arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/%s", (long long)order, what);
}

static void
pay(struct shop *s, int64_t order)
{
	as_owner(s);
	post(s, about(s, order, "payments"), "{'method':'%s','amount':'%s'}",
	     order % 2 ? "cash" : "card",
	     sql_text(s, "SELECT total FROM orders WHERE id = %lld", (long long)order));
}

static void
refund(struct shop *s, int64_t order, bool whole)
{
	static int n;
	const char *one = arena_fmt(s->cx.mem, "'items':[{'order_item_id':%lld,'quantity':1}],",
	                            (long long)sql_number(s, "SELECT MAX(i.id) FROM order_items i "
	                            "JOIN orders o ON o.id = i.order_id AND o.edit_no = i.edit_no "
	                            "WHERE o.id = %lld", (long long)order));

	as_owner(s);
	once(s, arena_fmt(s->cx.mem, "report-refund-%08d", ++n));
	post(s, about(s, order, "refunds"), "{%s'reason':'Broken in the box'}",
	     whole ? "'whole':true," : one);
}

static void
move(struct shop *s, int64_t order, const char *to)
{
	as_owner(s);
	if (str_eq(to, "out_for_delivery"))
		post(s, about(s, order, "assign"), "{'delivery_man_id':1}");
	post(s, about(s, order, "status"), "{'status':'%s','note':'So it is'}", to);
}

/* More cookies, or another zone of the same fee. */
static void
edit(struct shop *s, int64_t order, const char *changes)
{
	const char *version = sql_text(s, "SELECT version FROM orders WHERE id = %lld",
	                               (long long)order);

	as_owner(s);
	post(s, about(s, order, "edit/quote"), "{%s'version':%s}", changes, version);
	if (s->reply.status != 200)
		return;
	const char *total = text_at(s, "quote.total");
	post(s, about(s, order, "edit"), "{%s'version':%s,'expected_total':'%s',"
	     "'reason':'The customer called'}", changes, version, total);
}

static void
something_happens(struct shop *s, int i)
{
	static const char *const steps[] = {
		"confirmed", "preparing", "out_for_delivery", "delivered", "preparing",
	};
	int64_t order = any_order(s);

	switch (i % 9) {
	case 0: case 1: buy(s, i); break;
	case 2: case 3: case 4: pay(s, order); break;
	case 5: refund(s, order, i % 2); break;
	case 6: edit(s, order, "'items':[{'product_instance_id':2,'quantity':5}],"); break;
	case 7: move(s, order, "cancelled"); break;
	default:
		for (size_t k = 0; k <= (size_t)i % 5; k++)
			move(s, order, steps[k]);
	}
	assert_true(s->reply.status < 500);
}

static void
prepare(struct shop *s)
{
	job_allow(s);
	shop_at(FIRST_NOON);
	digital = digital_recipe(s, "50.00");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	sql_do(s, "UPDATE products SET name = 'كوكيز \\'شوكولاتة\\'' WHERE id = (SELECT product_id "
	       "FROM product_instance WHERE id = 2)");
	sql_do(s, "DELETE FROM pricing_rules");
	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "minimum_order_amount) VALUES ('Over 500', 'time', 'percentage', 7.5, 500), "
	       "('Fee spared', 'time', 'free_delivery', 0, 600)");
	sql_do(s, "INSERT INTO promo_codes (code, name, discount_type, discount_value) VALUES "
	       "('REPORT', 'عرض', 'percentage', 10)");
}

static void
a_week_begins(struct shop *s)
{
	int64_t orders[4];

	prepare(s);
	/* One of each kind for certain. */
	for (int i = 0; i < 4; i++) {
		buy(s, 1000 + i);
		orders[i] = sql_number(s, "SELECT MAX(id) FROM orders");
	}
	edit(s, orders[0], "'items':[{'product_instance_id':2,'quantity':5}],");
	expect_status(s, 200);
	move(s, orders[1], "cancelled");
	expect_status(s, 200);
	pay(s, orders[2]);
	pay(s, orders[3]);
	expect_status(s, 201);
	/* The last moment of a day and the first of the next one, in the night with 23 hours; what was
	 * paid in the one goes back in the other. */
	for (int i = 0; i < 2; i++) {
		shop_at(1903384799 + i);	/* 2030-04-25T21:59:59Z */
		buy(s, 2000 + i);
		orders[i] = sql_number(s, "SELECT MAX(id) FROM orders");
		pay(s, orders[i]);
		expect_status(s, 201);
	}
	refund(s, orders[0], false);
	expect_status(s, 201);
}

static void
a_week_goes_on(struct shop *s)
{
	int64_t at = shop_now();

	seed = rand_below(UINT32_MAX);
	print_message("a week from %llu\n", (unsigned long long)seed);
	for (int i = 0; at < FIRST_NOON + (DAYS - 2) * 86400; i++) {
		at += 1 + (int64_t)chance(2 * 3600);
		shop_at(at);
		something_happens(s, i);
	}
	shop_at(FIRST_NOON + (DAYS - 1) * 86400);
}

static void
a_week(struct shop *s)
{
	a_week_begins(s);
	a_week_goes_on(s);
}

/* ---- what the ledgers say, worked out another way ---- */

static void
report(struct shop *s, const char *name)
{
	as_owner(s);
	get(s, REPORTS "%s?" SPAN, name);
	expect_status(s, 200);
}

static const char *
shown(struct shop *s, const char *path)
{
	const struct json *v = at(s, path);
	size_t n;

	return json_kind(v) == JSON_INT ? arena_fmt(s->cx.mem, "%lld", (long long)json_int(v))
	     : json_kind(v) == JSON_TEXT ? json_text(v, &n) : "";
}

/* Members of an object, one after the other, as SQL gives them with CONCAT_WS. */
static void
expect_values(struct shop *s, const char *at_path, const char *members, const char *want)
{
	const char *got = "";
	char *list = arena_str(s->cx.mem, members), *next = NULL;

	for (char *m = strtok_r(list, " ", &next); m; m = strtok_r(NULL, " ", &next))
		got = arena_fmt(s->cx.mem, "%s%s%s", got, *got ? " " : "",
		                shown(s, arena_fmt(s->cx.mem, "%s.%s", at_path, m)));
	if (!str_eq(got, want))
		fail_msg("%s %s: %s, not %s", at_path, members, got, want);
}

#define SALES "sales amount discount_amount refunds refunded_amount net_amount"
#define MONEY_OF(x) "CAST(COALESCE(SUM(" x "), 0) AS DECIMAL(20,2))"
#define SALES_SQL                                                                                  \
	"SELECT CONCAT_WS(' ', COUNT(IF(s.refund_no = 0, 1, NULL)), "                              \
	MONEY_OF("IF(s.refund_no = 0, s.amount, 0)") ", "                                          \
	MONEY_OF("IF(s.refund_no = 0, o.discount_amount + o.rules_discount_amount, 0)") ", "       \
	"COUNT(IF(s.refund_no > 0, 1, NULL)), " MONEY_OF("IF(s.refund_no > 0, -s.amount, 0)") ", " \
	MONEY_OF("s.amount") ") FROM sales s JOIN orders o ON o.id = s.order_id "

static size_t
items(struct shop *s)
{
	return json_list_length(at(s, "items"));
}

static char *
item(struct shop *s, size_t i, const char *member)
{
	return arena_fmt(s->cx.mem, "items.%zu%s%s", i, *member ? "." : "", member);
}

static void
days_are_right(struct shop *s)
{
	report(s, "sales");
	assert_int_equal(items(s), DAYS);
	for (size_t i = 0; i < DAYS; i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "WHERE " DAY_OF("s.paid_at") " = '%s'",
		                       text_at(s, item(s, i, "day"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
}

static void
divisions_are_right(struct shop *s)
{
	report(s, "methods");
	assert_int_equal(items(s), sql_number(s, "SELECT COUNT(DISTINCT provider) FROM payments "
	                                         "WHERE is_counted = 1"));
	for (size_t i = 0; i < items(s); i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "JOIN payments p ON p.order_id = o.id AND "
		                       "p.is_counted = 1 WHERE p.provider = '%s'",
		                       text_at(s, item(s, i, "name"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
	report(s, "zones");
	for (size_t i = 0; i < items(s); i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "WHERE COALESCE(o.zone_id, '') = '%s'",
		                       shown(s, item(s, i, "id"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
}

static void
lines_are_right(struct shop *s)
{
	struct money_sum whole;

	report(s, "products");
	for (size_t i = 0; i < items(s); i++)
		expect_values(s, item(s, i, ""), "quantity amount refunded_quantity refunded_amount",
		              sql_text(s, "SELECT CONCAT_WS(' ', CAST(SUM(x.q) AS SIGNED), "
		                       "CAST(SUM(x.a) AS DECIMAL(20,2)), CAST(SUM(x.rq) AS SIGNED), "
		                       "CAST(SUM(x.ra) AS DECIMAL(20,2))) FROM (SELECT IF(i.edit_no = "
		                       "o.edit_no, i.quantity, 0) AS q, IF(i.edit_no = o.edit_no, "
		                       "i.quantity * i.unit_price - i.discount_amount - "
		                       "i.rules_discount_amount, 0) AS a, (SELECT COALESCE(SUM("
		                       "t.quantity), 0) FROM refund_items t WHERE t.order_item_id = i.id) "
		                       "AS rq, (SELECT COALESCE(SUM(t.amount), 0) FROM refund_items t "
		                       "WHERE t.order_item_id = i.id) AS ra FROM order_items i JOIN "
		                       "orders o ON o.id = i.order_id WHERE o.payment_status = 'paid' AND "
		                       "i.product_instance_id = %s) AS x",
		                       shown(s, item(s, i, "id"))));
	/* Lines and fees are all there is. */
	struct money net, rest;
	assert_true(money_parse(text_at(s, "total.net_amount"), &net));
	assert_true(money_parse(text_at(s, "no_line.net_amount"), &rest));
	whole.minor = net.minor + rest.minor;
	char text[MONEY_TEXT];
	assert_string_equal(money_sum_text(whole, text),
	                    sql_text(s, "SELECT SUM(amount) FROM sales"));
	report(s, "flavors");
	expect_values(s, "total", "quantity",
	              sql_text(s, "SELECT SUM(cookies) FROM orders WHERE payment_status = 'paid'"));
	for (size_t i = 0; i < items(s); i++)
		expect_values(s, item(s, i, ""), "quantity",
		              sql_text(s, "SELECT CAST(SUM(f.quantity * i.quantity) AS SIGNED) FROM "
		                       "orders o JOIN order_items i ON i.order_id = o.id AND i.edit_no = "
		                       "o.edit_no JOIN JSON_TABLE(i.flavor_details, '$[*]' COLUMNS (id "
		                       "BIGINT PATH '$.flavor_id', quantity INT PATH '$.quantity')) AS f "
		                       "WHERE o.payment_status = 'paid' AND f.id = %s",
		                       shown(s, item(s, i, "id"))));
}

static void
discounts_are_right(struct shop *s)
{
	report(s, "discounts");
	assert_true(items(s) == 3);
	for (size_t i = 0; i < items(s); i++)
		expect_values(s, item(s, i, ""), "orders discount_amount",
		              sql_text(s, "SELECT CONCAT_WS(' ', COUNT(*), SUM(d.amount)) FROM "
		                       "order_discounts d JOIN orders o ON o.id = d.order_id AND "
		                       "o.edit_no = d.edit_no WHERE o.payment_status = 'paid' AND d.name "
		                       "= '%s'", text_at(s, item(s, i, "name"))));
	expect_text(s, "discount_amount",
	            sql_text(s, "SELECT SUM(discount_amount + rules_discount_amount) FROM orders "
	                     "WHERE payment_status = 'paid'"));
	report(s, "promo-codes");
	assert_int_equal(items(s), 1);
	expect_text(s, "items.0.code", "REPORT");
	expect_values(s, "items.0", "uses returned discount_amount order_amount",
	              sql_text(s, "SELECT CONCAT_WS(' ', CAST(SUM(kind = 'use') AS SIGNED), "
	                       "CAST(SUM(kind = 'return') AS SIGNED), SUM(IF(kind = 'use', "
	                       "discount_amount, -discount_amount)), SUM(IF(kind = 'use', "
	                       "order_amount, 0))) FROM promo_code_usage"));
}

static void
events_are_right(struct shop *s)
{
	report(s, "deliveries");
	assert_int_equal(items(s), DAYS);
	for (size_t i = 0; i < DAYS; i++) {
		const char *day = text_at(s, item(s, i, "day"));

		expect_number(s, item(s, i, "placed"),
		              sql_number(s, "SELECT COUNT(*) FROM orders WHERE "
		                         DAY_OF("created_at") " = '%s'", day));
		expect_number(s, item(s, i, "cancelled"),
		              sql_number(s, "SELECT COUNT(*) FROM order_status_history WHERE to_status = "
		                         "'cancelled' AND " DAY_OF("created_at") " = '%s'", day));
		expect_number(s, item(s, i, "delivered"),
		              sql_number(s, "SELECT COUNT(*) FROM order_status_history h JOIN orders o "
		                         "ON o.id = h.order_id WHERE h.to_status = 'delivered' AND "
		                         "o.delivery_date IS NOT NULL AND " DAY_OF("h.created_at")
		                         " = '%s'", day));
		expect_number(s, item(s, i, "failed"),
		              sql_number(s, "SELECT COUNT(*) FROM order_status_history WHERE from_status "
		                         "= 'out_for_delivery' AND to_status <> 'delivered' AND "
		                         DAY_OF("created_at") " = '%s'", day));
		assert_int_equal(number_at(s, item(s, i, "on_time")) + number_at(s, item(s, i, "late")),
		                 number_at(s, item(s, i, "delivered")));
	}
}

static void
days_at_a_glance_are_right(struct shop *s)
{
	for (int i = 0; i < DAYS; i++) {
		char day[CLOCK_TEXT];

		day_text((struct day){ FIRST_DAY + i }, day);
		as_owner(s);
		get(s, REPORTS "dashboard?day=%s", day);
		expect_status(s, 200);
		expect_values(s, "sales", SALES,
		              sql_text(s, SALES_SQL "WHERE " DAY_OF("s.paid_at") " = '%s'", day));
		expect_number(s, "events.placed",
		              sql_number(s, "SELECT COUNT(*) FROM orders WHERE "
		                         DAY_OF("created_at") " = '%s'", day));
	}
}

static void
all_are_right(struct shop *s)
{
	days_are_right(s);
	divisions_are_right(s);
	lines_are_right(s);
	discounts_are_right(s);
	events_are_right(s);
	days_at_a_glance_are_right(s);
}

/* ---- tests of the reports ---- */

static void
reports_equal_the_ledgers_before_and_after_cron_and_after_a_change(void **state)
{
	struct shop *s = *state;

	a_week(s);
	all_are_right(s);
	expect_rows(s, 0, "SELECT 1 FROM report_rows");
	run_job(s, "summaries");
	expect_status(s, 200);
	expect_rows(s, DAYS - 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	all_are_right(s);
	expect_sound(s);
	/* A refund of an old order, and what was never paid until now. */
	for (int i = 0; i < 5; i++) {
		pay(s, any_order(s));
		refund(s, any_order(s), true);
	}
	all_are_right(s);
	expect_sound(s);
	shop_at(shop_now() + 86400);
	run_job(s, "summaries");
	all_are_right(s);
	expect_sound(s);
}

static void
a_night_of_23_hours_has_its_own_bounds(void **state)
{
	struct shop *s = *state;

	a_week(s);
	run_job(s, "summaries");
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE day = '2030-04-26' AND from_at = "
	            "'2030-04-25 22:00:00' AND to_at = '2030-04-26 21:00:00' AND is_clean = 1");
	as_owner(s);
	get(s, REPORTS "sales?from=2030-04-25&to=2030-04-25");
	expect_number(s, "total.sales", sql_number(s, "SELECT COUNT(*) FROM sales WHERE refund_no = 0 "
	              "AND paid_at < '2030-04-25 22:00:00'"));
}

static void
refuses(struct shop *s, const char *query, const char *field, const char *code)
{
	get(s, REPORTS "sales?%s", query);
	expect_error(s, 422, "invalid");
	expect_field(s, field, code);
}

static void
odd_spans_are_refused(void **state)
{
	struct shop *s = *state;

	as_owner(s);
	refuses(s, "from=2030-01-02&to=2030-01-01", "to", "invalid");
	refuses(s, "from=2030-01-01&to=2033-01-05", "to", "invalid");
	refuses(s, "from=2030-01-01", "to", "required");
	refuses(s, "from=2030-02-30&to=2030-03-01", "from", "format");
	get(s, REPORTS "sales?from=2030-01-01&to=2033-01-04");
	expect_status(s, 200);
	assert_int_equal(items(s), 1100);
	get(s, REPORTS "tickets?from=1970-01-01&to=1970-01-01");
	expect_status(s, 200);
	get(s, REPORTS "sales?from=2030-01-01&to=2030-01-02&day=2030-01-01");
	expect_error(s, 400, "unknown_field");
}

static const char *const names[] = {
	"sales", "methods", "zones", "products", "flavors", "discounts", "promo-codes", "deliveries",
	"tickets",
};

static void
only_who_may_read_reports_reads_them(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		as(s, 4);
		get(s, REPORTS "%s?" SPAN, names[i]);
		expect_error(s, 401, "login_needed");
		as_staff(s, 2, "delivery_manager");
		get(s, REPORTS "%s?" SPAN, names[i]);
		expect_error(s, 403, "forbidden");
		as_staff(s, 3, "order_manager");
		report(s, names[i]);
	}
	as(s, 4);
	get(s, REPORTS "cash");
	expect_error(s, 401, "login_needed");
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_error(s, 401, "login_needed");
	as(s, 2);
	get(s, REPORTS "cash");
	expect_error(s, 403, "forbidden");
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_error(s, 403, "forbidden");
}

static void
a_report_is_had_as_a_table_with_arabic_names_intact(void **state)
{
	struct shop *s = *state;

	a_week(s);
	as_owner(s);
	get(s, REPORTS "products.csv?" SPAN);
	expect_status(s, 200);
	assert_non_null(strstr(header(s, "Content-Disposition"), "products-2030-04-30.csv"));
	assert_ptr_equal(strstr(s->reply.body.data, "\xef\xbb\xbfid,name,sales,quantity,"),
	                 s->reply.body.data);
	assert_non_null(strstr(s->reply.body.data, "\"كوكيز 'شوكولاتة', Medium\","));
	get(s, REPORTS "sales.csv?" SPAN);
	assert_non_null(strstr(s->reply.body.data, "\r\n2030-04-26,"));
	staff_step_down(s);
	shop_at(shop_now() + 600);
	get(s, REPORTS "sales.csv?" SPAN);
	expect_error(s, 403, "step_up_needed");
}

static void
cash_in_pockets_is_shown_until_it_is_handed_over(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 2);
	run_deliver(s, &o, 0);
	as_owner(s);
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_text(s, "cash.on_hand_amount", RUN_TOTAL);
	expect_number(s, "events.placed", 2);
	expect_number(s, "events.on_time", 1);
	expect_text(s, "sales.amount", RUN_TOTAL);
	expect_text(s, "methods.0.name", "cash");
	get(s, REPORTS "cash?limit=1");
	expect_number(s, "items.0.delivery_man_id", DEMO_KARIM);
	expect_text(s, "items.0.on_hand_amount", RUN_TOTAL);
	assert_false(has(s, "next_cursor"));
	as_dispatcher(s);
	post(s, "/api/v1/admin/delivery-men/1/cash/handovers", "{'version':%lld,'declared':'365.00'}",
	     (long long)sql_number(s, "SELECT version FROM courier_accounts"));
	int64_t handover = number_at(s, "id");
	as_owner(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/cash/handovers/%lld/count", (long long)handover),
	     "{'version':1,'counted':'365.00'}");
	expect_status(s, 200);
	get(s, REPORTS "cash");
	assert_int_equal(items(s), 0);
	expect_text(s, "total.on_hand_amount", "0.00");
}

static void
what_came_after_its_slot_is_late_and_what_came_back_has_failed(void **state)
{
	struct shop *s = *state;
	int64_t late, failed;

	late = run_order(s);
	failed = run_order(s);
	move(s, late, "out_for_delivery");
	move(s, failed, "out_for_delivery");
	move(s, failed, "preparing");
	expect_status(s, 200);
	shop_at(sql_number(s, "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', expected_delivery_date) + "
	                   "TIME_TO_SEC(TIMEDIFF(to_hour, from_hour)) + 1 FROM orders LIMIT 1"));
	move(s, late, "delivered");
	expect_status(s, 200);
	get(s, REPORTS "deliveries?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.0.failed", 1);
	expect_number(s, "items.0.placed", 2);
	expect_number(s, "items.1.late", 1);
	expect_number(s, "items.1.delivered", 1);
	expect_number(s, "total.on_time", 0);
	run_job(s, "summaries");
	get(s, REPORTS "deliveries?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.failed", 1);
}

static void
tickets_count_on_the_day_they_were_opened(void **state)
{
	struct shop *s = *state;
	int64_t first, second;

	ticket_people(s);
	first = ticket_ask(s, "First");
	second = ticket_ask(s, "Second");
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message, "
	       "is_internal, created_at) VALUES (%lld, 'admin', 1, 'N', 1, '2030-01-02 12:10:00'), "
	       "(%lld, 'admin', 1, 'A', 0, '2030-01-02 12:30:00'), "
	       "(%lld, 'admin', 1, 'B', 0, '2030-01-03 12:00:00'), "
	       "(%lld, 'admin', 1, 'N', 1, '2030-01-02 12:10:00')", (long long)first,
	       (long long)first, (long long)first, (long long)second);
	as_owner(s);
	get(s, REPORTS "tickets?from=2030-01-01&to=2030-01-02");
	expect_number(s, "items.0.opened", 0);
	expect_number(s, "items.1.opened", 2);
	expect_number(s, "items.1.answered", 1);
	expect_number(s, "items.1.answer_secs", 1800);
	expect_number(s, "total.answer_secs", 1800);
	expect_number(s, "open_now", 2);
}

/* ---- tests of the job ---- */

static bool
starts_the_job(struct shop *s, int i)
{
	(void)i;
	run_job(s, "summaries");
	if (s->reply.status != 200 && s->reply.status != 409)
		_exit(3);
	return s->reply.status == 200;
}

static void
ten_starts_at_once_do_the_work_once(void **state)
{
	struct shop *s = *state;

	a_week(s);
	shop_at(shop_now() + SETTLED);
	assert_true(shop_parallel(s, 10, starts_the_job) >= 1);
	assert_int_equal(sql_number(s, "SELECT SUM(done) FROM job_runs WHERE job = 'summaries'"),
	                 sql_number(s, "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM "
	                               "report_days WHERE is_clean = 1)"));
	all_are_right(s);
	expect_sound(s);
	run_job(s, "summaries");
	expect_number(s, "done", 0);
}

/* A worker that dies in the middle of a day: some kinds are worked out, others not. */
static void
die_in_the_middle(struct shop *s)
{
	int32_t done;

	db_drop(s->db_jobs);
	pid_t pid = fork();
	if (pid == 0) {
		s->cx.db = s->db_jobs;
		s->cx.now = shop_now();
		if (summary_mark_step(&s->cx, 7, &done) != OK || done < 7)
			_exit(1);
		if (summary_mark_step(&s->cx, SUMMARY_BATCH, &done) != OK ||
		    summary_make_step(&s->cx, 1, &done) != OK || done != 1)
			_exit(2);
		raise(SIGKILL);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
killed_half_way_it_goes_on(void **state)
{
	struct shop *s = *state;

	a_week(s);
	shop_at(shop_now() + SETTLED);
	die_in_the_middle(s);
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	all_are_right(s);
	expect_sound(s);
	run_job(s, "summaries");
	expect_number(s, "done", DAYS - 2);	/* only days; the orders were followed already */
	all_are_right(s);
	expect_sound(s);
}

static void
days_without_cron_are_caught_up(void **state)
{
	struct shop *s = *state;

	a_week_begins(s);
	run_job(s, "summaries");
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	a_week_goes_on(s);
	all_are_right(s);
	expect_sound(s);
	shop_at(shop_now() + 2 * 86400);
	run_job(s, "summaries");
	expect_rows(s, DAYS - 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	expect_rows(s, 0, "SELECT 1 FROM report_days WHERE is_clean = 0");
	all_are_right(s);
	expect_sound(s);
}

static void
a_change_to_an_old_day_is_noticed(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE);

	job_allow(s);
	pay(s, id);
	shop_at(SHOP_NOON + 86400);
	run_job(s, "summaries");
	as_owner(s);
	get(s, REPORTS "zones?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.id", DEMO_MADINATY);
	/* Somebody mends the zone of a paid order. */
	sql_do(s, "UPDATE orders SET zone_id = 2, delivery_zone = 'Elsewhere', updated_at = "
	       "'2030-01-03 12:00:00'");
	get(s, REPORTS "zones?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.id", 2);
	assert_int_equal(items(s), 1);
	expect_sound(s);
	expect_rows(s, 1, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 1");
	shop_at(shop_now() + SETTLED);
	run_job(s, "summaries");
	expect_number(s, "done", 2);		/* the order, and its one day that is over */
	expect_rows(s, 1, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 2");
	expect_rows(s, 0, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 1");
	expect_sound(s);
}

static void
another_time_zone_makes_other_days(void **state)
{
	struct shop *s = *state;

	job_allow(s);
	pay(s, shop_order(s, DEMO_PHONE));	/* at 14:00 in Cairo */
	shop_at(SHOP_NOON + 86400);
	run_job(s, "summaries");
	as_owner(s);
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) VALUES "
	       "('timezone', 'Pacific/Auckland')");
	get(s, REPORTS "sales?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.0.sales", 0);
	expect_number(s, "items.1.sales", 1);
	shop_at(SHOP_NOON + 2 * 86400);
	run_job(s, "summaries");
	as_owner(s);
	get(s, REPORTS "sales?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.1.sales", 1);
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE day = '2030-01-03' AND is_clean = 1");
	expect_rows(s, 1, "SELECT 1 FROM report_seen WHERE timezone = 'Pacific/Auckland'");
	expect_sound(s);
}

static void
a_summary_that_lies_is_found(void **state)
{
	struct shop *s = *state;
	static const char *const lies[] = {
		"UPDATE report_rows SET amount = amount + 1 WHERE kind = 'method' LIMIT 1",
		"UPDATE report_rows SET back_n = back_n + 1 WHERE kind = 'zone' LIMIT 1",
		"UPDATE report_rows SET amount = amount - 1 WHERE kind = 'product' LIMIT 1",
		"UPDATE report_rows SET n = n + 1 WHERE kind = 'event' LIMIT 1",
	};

	job_allow(s);
	pay(s, shop_order(s, DEMO_PHONE));
	shop_at(SHOP_NOON + 86400);
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		sql_do(s, "DELETE FROM report_seen");
		run_job(s, "summaries");
		run_job(s, "integrity");
		assert_false(has(s, "findings.0"));
		sql_do(s, "%s", lies[i]);
		run_job(s, "integrity");
		expect_text(s, "findings.0.what", "summaries");
		expect_number(s, "findings.0.id", 20300102);
	}
}

#define week_test(fn) digital_test(fn)
SHOP_TESTS(week_test(reports_equal_the_ledgers_before_and_after_cron_and_after_a_change),
           week_test(a_night_of_23_hours_has_its_own_bounds), shop_test(odd_spans_are_refused),
           shop_test(only_who_may_read_reports_reads_them),
           week_test(a_report_is_had_as_a_table_with_arabic_names_intact),
           shop_test(cash_in_pockets_is_shown_until_it_is_handed_over),
           cmocka_unit_test_setup(what_came_after_its_slot_is_late_and_what_came_back_has_failed,
                                  job_begin),
           shop_test(tickets_count_on_the_day_they_were_opened),
           week_test(ten_starts_at_once_do_the_work_once), week_test(killed_half_way_it_goes_on),
           week_test(days_without_cron_are_caught_up), shop_test(a_change_to_an_old_day_is_noticed),
           shop_test(another_time_zone_makes_other_days), shop_test(a_summary_that_lies_is_found))
