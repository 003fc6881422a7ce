/* SPDX-License-Identifier: MIT */
#include "support/week.h"

#include "support/digital.h"
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/rand.h"
#include "base/str.h"

#define FIRST_DAY 22029			/* 2030-04-25 */
#define FIRST_NOON ((int64_t)FIRST_DAY * 86400 + 10 * 3600)
#define DAY_OF(moment)                                                                             \
	"DATE(" moment " + INTERVAL IF(" moment " >= '2030-04-25 22:00:00', 3, 2) HOUR)"

void
as_owner(struct shop *s)
{
	as_staff(s, WEEK_OWNER, "super_admin");
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

int64_t
week_any_order(struct shop *s)
{
	uint32_t n = (uint32_t)sql_number(s, "SELECT COUNT(*) FROM orders");

	return sql_number(s, "SELECT id FROM orders ORDER BY id LIMIT 1 OFFSET %u", chance(n));
}

static void
buy(struct shop *s, int i)
{
	/* Some come again. */
	const char *phone = arena_fmt(s->cx.mem, "+2010%08d", i % 7 < 3 ? i / 2 : i / 20 * 20);

	as(s, WEEK_BUYER);
	s->visitors[WEEK_BUYER].cookies_n = 0;
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

void
week_pay(struct shop *s, int64_t order)
{
	as_owner(s);
	post(s, about(s, order, "payments"), "{'method':'%s','amount':'%s'}",
	     order % 2 ? "cash" : "card",
	     sql_text(s, "SELECT total FROM orders WHERE id = %lld", (long long)order));
}

void
week_refund(struct shop *s, int64_t order, bool whole)
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

void
week_move(struct shop *s, int64_t order, const char *to)
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
	int64_t order = week_any_order(s);

	switch (i % 9) {
	case 0: case 1: buy(s, i); break;
	case 2: case 3: case 4: week_pay(s, order); break;
	case 5: week_refund(s, order, i % 2); break;
	case 6: edit(s, order, "'items':[{'product_instance_id':2,'quantity':5}],"); break;
	case 7: week_move(s, order, "cancelled"); break;
	default:
		for (size_t k = 0; k <= (size_t)i % 5; k++)
			week_move(s, order, steps[k]);
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

void
week_begin(struct shop *s)
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
	week_move(s, orders[1], "cancelled");
	expect_status(s, 200);
	week_pay(s, orders[2]);
	week_pay(s, orders[3]);
	expect_status(s, 201);
	/* The last moment of a day and the first of the next one, in the night with 23 hours; what was
	 * paid in the one goes back in the other. */
	for (int i = 0; i < 2; i++) {
		shop_at(1903384799 + i);	/* 2030-04-25T21:59:59Z */
		buy(s, 2000 + i);
		orders[i] = sql_number(s, "SELECT MAX(id) FROM orders");
		week_pay(s, orders[i]);
		expect_status(s, 201);
	}
	week_refund(s, orders[0], false);
	expect_status(s, 201);
}

void
week_go_on(struct shop *s)
{
	int64_t at = shop_now();

	seed = rand_below(UINT32_MAX);
	print_message("a week from %llu\n", (unsigned long long)seed);
	for (int i = 0; at < FIRST_NOON + (WEEK_DAYS - 2) * 86400; i++) {
		at += 1 + (int64_t)chance(2 * 3600);
		shop_at(at);
		something_happens(s, i);
	}
	shop_at(FIRST_NOON + (WEEK_DAYS - 1) * 86400);
}

void
week(struct shop *s)
{
	week_begin(s);
	week_go_on(s);
}

/* ---- what the ledgers say, worked out another way ---- */

void
week_report(struct shop *s, const char *name)
{
	as_owner(s);
	get(s, REPORTS "%s?" WEEK_SPAN, name);
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

size_t
report_items(struct shop *s)
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
	week_report(s, "sales");
	assert_int_equal(report_items(s), WEEK_DAYS);
	for (size_t i = 0; i < WEEK_DAYS; i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "WHERE " DAY_OF("s.paid_at") " = '%s'",
		                       text_at(s, item(s, i, "day"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
}

static void
divisions_are_right(struct shop *s)
{
	week_report(s, "methods");
	assert_int_equal(report_items(s), sql_number(s, "SELECT COUNT(DISTINCT provider) FROM payments "
	                                         "WHERE is_counted = 1"));
	for (size_t i = 0; i < report_items(s); i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "JOIN payments p ON p.order_id = o.id AND "
		                       "p.is_counted = 1 WHERE p.provider = '%s'",
		                       text_at(s, item(s, i, "name"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
	week_report(s, "zones");
	for (size_t i = 0; i < report_items(s); i++)
		expect_values(s, item(s, i, ""), SALES,
		              sql_text(s, SALES_SQL "WHERE COALESCE(o.zone_id, '') = '%s'",
		                       shown(s, item(s, i, "id"))));
	expect_values(s, "total", SALES, sql_text(s, SALES_SQL));
}

static void
lines_are_right(struct shop *s)
{
	struct money_sum whole;

	week_report(s, "products");
	for (size_t i = 0; i < report_items(s); i++)
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
	week_report(s, "flavors");
	expect_values(s, "total", "quantity",
	              sql_text(s, "SELECT SUM(cookies) FROM orders WHERE payment_status = 'paid'"));
	for (size_t i = 0; i < report_items(s); i++)
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
	week_report(s, "discounts");
	assert_true(report_items(s) == 3);
	for (size_t i = 0; i < report_items(s); i++)
		expect_values(s, item(s, i, ""), "orders discount_amount",
		              sql_text(s, "SELECT CONCAT_WS(' ', COUNT(*), SUM(d.amount)) FROM "
		                       "order_discounts d JOIN orders o ON o.id = d.order_id AND "
		                       "o.edit_no = d.edit_no WHERE o.payment_status = 'paid' AND d.name "
		                       "= '%s'", text_at(s, item(s, i, "name"))));
	expect_text(s, "discount_amount",
	            sql_text(s, "SELECT SUM(discount_amount + rules_discount_amount) FROM orders "
	                     "WHERE payment_status = 'paid'"));
	week_report(s, "promo-codes");
	assert_int_equal(report_items(s), 1);
	expect_text(s, "items.0.code", "REPORT");
	expect_values(s, "items.0", "uses returned discount_amount order_amount",
	              sql_text(s, "SELECT CONCAT_WS(' ', CAST(SUM(kind = 'use') AS SIGNED), "
	                       "CAST(SUM(kind = 'return') AS SIGNED), SUM(IF(kind = 'use', "
	                       "discount_amount, -discount_amount)), SUM(IF(kind = 'use', "
	                       "order_amount, 0))) FROM promo_code_usage"));
	/* Without what the uses say of it: who had ordered before, and had not cancelled by then. */
	expect_number(s, "items.0.new_customers",
	              sql_number(s, "SELECT COUNT(*) FROM orders o WHERE o.promo_code = 'REPORT' "
	                         "AND NOT (o.status = 'cancelled' AND o.payment_status = 'pending') "
	                         "AND NOT EXISTS (SELECT 1 FROM orders e WHERE e.id < o.id "
	                         "AND e.customer_phone = o.customer_phone AND NOT EXISTS (SELECT 1 "
	                         "FROM order_status_history h WHERE h.order_id = e.id "
	                         "AND h.to_status = 'cancelled' AND h.created_at <= o.created_at))"));
	expect_number(s, "new_customers", number_at(s, "items.0.new_customers"));
}

static void
events_are_right(struct shop *s)
{
	week_report(s, "deliveries");
	assert_int_equal(report_items(s), WEEK_DAYS);
	for (size_t i = 0; i < WEEK_DAYS; i++) {
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
	for (int i = 0; i < WEEK_DAYS; i++) {
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

void
expect_reports(struct shop *s)
{
	days_are_right(s);
	divisions_are_right(s);
	lines_are_right(s);
	discounts_are_right(s);
	events_are_right(s);
	days_at_a_glance_are_right(s);
}
