/* SPDX-License-Identifier: MIT */
/* Dry runs: what a rule or code would have done is what it did, where it was there. */
#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, DESK, BUYER };

#define RULE "/api/v1/admin/pricing-rules/dry-run"
#define CODE "/api/v1/admin/promo-codes/dry-run"
#define DAYS "'from':'2030-01-01','to':'2030-01-07'"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, DESK, "product_manager");
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

/* An order of `n` cookies besides a pack, with a code or "". */
static void
order(struct shop *s, int n, const char *code)
{
	static int visitor;
	const char *proof = shop_proof(s, DEMO_PHONE), *total;
	char *body;

	memset(&s->visitors[BUYER], 0, sizeof s->visitors[BUYER]);
	as(s, BUYER);
	shop_add_pack(s);
	if (n > 0)
		post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':%d}",
		     DEMO_CHIP_MEDIUM, n);
	if (*code)
		post(s, "/api/v1/cart/promo", "{'promo_code':'%s'}", code);
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	expect_status(s, 200);
	total = arena_str(s->cx.mem, text_at(s, "total"));
	body = shop_checkout_body(s, proof, DEMO_PHONE, total, "");
	once(s, arena_fmt(s->cx.mem, "dry-run-order-%06d", ++visitor));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
}

static void
orders_of_two_days(struct shop *s, const char *code)
{
	order(s, 0, code);
	order(s, 1, "");
	order(s, 4, code);
	shop_at(SHOP_NOON + 86400);
	order(s, 2, "");
	order(s, 7, code);
	as_staff(s, DESK, "product_manager");
	as(s, DESK);
}

static void
add_rules(struct shop *s)
{
	sql_do(s, "INSERT INTO pricing_rules (id, name, rule_type, target_id, discount_type, "
	       "discount_value, minimum_order_amount, maximum_discount, priority, start_date) VALUES "
	       "(901, 'Chips', 'product', 1, 'percentage', 15, 0, NULL, 5, '2030-01-01'), "
	       "(902, 'Big', 'time', NULL, 'percentage', 10, 400, 50, 3, '2030-01-01'), "
	       "(903, 'Vanilla', 'flavor', 8, 'fixed_amount', 20, 0, NULL, 3, '2030-01-01'), "
	       "(904, 'Road', 'location', 1, 'free_delivery', 0, 600, NULL, 1, '2030-01-01')");
}

static void
a_rule_that_was_on_did_what_the_dry_run_says(void **state)
{
	struct shop *s = *state;

	add_rules(s);
	orders_of_two_days(s, "WELCOME10");
	for (int id = 901; id <= 904; id++) {
		post(s, RULE, "{" DAYS ",'id':%d}", id);
		expect_status(s, 200);
		expect_number(s, "orders", 5);
		expect_number(s, "applied", sql_number(s, "SELECT COUNT(*) FROM order_discounts "
		              "WHERE pricing_rule_id = %d", id));
		expect_text(s, "discount", sql_text(s, "SELECT COALESCE(SUM(amount), 0.00) FROM "
		            "order_discounts WHERE pricing_rule_id = %d", id));
		assert_true(number_at(s, "applied") > 0);
		assert_int_equal(json_list_length(at(s, "days")), 7);
		expect_text(s, "days.1.day", "2030-01-02");
		expect_number(s, "days.0.orders", 0);
		expect_number(s, "days.1.orders", 3);
		expect_number(s, "days.2.orders", 2);
		expect_text(s, "days.2.discount", sql_text(s, "SELECT COALESCE(SUM(d.amount), 0.00) "
		            "FROM order_discounts d JOIN orders o ON o.id = d.order_id WHERE "
		            "d.pricing_rule_id = %d AND o.created_at >= '2030-01-03'", id));
	}
}

static void
a_code_that_was_typed_did_what_the_dry_run_says(void **state)
{
	struct shop *s = *state;

	add_rules(s);
	order(s, 0, "WELCOME10");
	order(s, 3, "WELCOME10");
	shop_at(SHOP_NOON + 86400);
	order(s, 5, "WELCOME10");
	as_staff(s, DESK, "product_manager");
	as(s, DESK);
	post(s, CODE, "{" DAYS ",'id':1}");
	expect_status(s, 200);
	expect_number(s, "applied", 3);
	expect_text(s, "discount", sql_text(s, "SELECT SUM(discount_amount) FROM promo_code_usage"));
	expect_text(s, "difference", sql_text(s, "SELECT SUM(discount_amount) FROM promo_code_usage"));
	/* The same terms under no name yet: these orders had a code already. */
	post(s, CODE, "{" DAYS ",'discount_type':'percentage','discount_value':'10.00'}");
	expect_number(s, "applied", 0);
	expect_number(s, "other_code", 3);
}

/* Orders are placed without and with the rule: what they differ by is what was said before. */
static void
a_rule_that_is_to_come_would_do_what_it_then_does(void **state)
{
	struct shop *s = *state;
	const char *difference, *discount, *before;

	add_rules(s);
	orders_of_two_days(s, "");
	post(s, RULE, "{" DAYS ",'rule_type':'category','discount_type':'percentage',"
	     "'target_id':999,'discount_value':'20.00'}");
	expect_field(s, "target_id", "invalid");
	/* Between Chips and the others. */
	post(s, RULE, "{" DAYS ",'rule_type':'time','discount_type':'percentage',"
	     "'discount_value':'20.00','maximum_discount':'90.00','priority':4}");
	expect_status(s, 200);
	expect_number(s, "applied", 5);
	difference = arena_str(s->cx.mem, text_at(s, "difference"));
	discount = arena_str(s->cx.mem, text_at(s, "discount"));
	assert_string_not_equal(difference, discount);	/* later rules find less */
	before = sql_text(s, "SELECT SUM(total) FROM orders");
	sql_do(s, "INSERT INTO pricing_rules (id, name, rule_type, discount_type, discount_value, "
	       "minimum_order_amount, maximum_discount, priority, start_date) VALUES "
	       "(905, 'New', 'time', 'percentage', 20, 0, 90, 4, '2030-01-01')");
	shop_at(SHOP_NOON);
	sql_do(s, "UPDATE orders SET created_at = '2029-06-01'");
	orders_of_two_days(s, "");
	assert_string_equal(discount, sql_text(s, "SELECT SUM(amount) FROM order_discounts WHERE "
	                                       "pricing_rule_id = 905"));
	assert_string_equal(difference, sql_text(s, "SELECT %s - SUM(total) FROM orders WHERE "
	                                         "created_at > '2030-01-01'", before));
	post(s, RULE, "{" DAYS ",'id':905}");
	expect_text(s, "discount", discount);
	expect_text(s, "difference", difference);
}

static void
cancelled_and_removed_orders_do_not_count_and_imported_ones_say_nothing(void **state)
{
	struct shop *s = *state;
	static const char body[] = "{" DAYS ",'rule_type':'time','discount_type':'fixed_amount',"
		"'discount_value':'5.00'}";

	for (int i = 0; i < 4; i++)
		order(s, i, "");
	as(s, DESK);
	post(s, RULE, "%s", body);
	expect_number(s, "applied", 4);
	expect_text(s, "discount", "20.00");
	sql_do(s, "UPDATE orders SET status = 'cancelled' ORDER BY id LIMIT 1");
	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02' ORDER BY id DESC LIMIT 1");
	sql_do(s, "DELETE FROM order_proofs WHERE order_id = (SELECT MIN(id) + 1 FROM orders)");
	post(s, RULE, "%s", body);
	expect_number(s, "orders", 2);
	expect_number(s, "without_facts", 1);
	expect_number(s, "applied", 1);
	expect_text(s, "days.1.discount", "5.00");
	assert_false(json_flag(at(s, "is_cut")));
	post(s, RULE, "{'from':'2030-01-03','to':'2030-01-03','rule_type':'time',"
	     "'discount_type':'fixed_amount','discount_value':'5.00'}");
	expect_number(s, "orders", 0);
}

/* Copies of one order, some within one second.  The order itself may have a number with T, too. */
static void
many_orders_are_gone_through_in_batches_up_to_a_limit(void **state)
{
	struct shop *s = *state;
	static const char body[] = "{" DAYS ",'rule_type':'time','discount_type':'fixed_amount',"
		"'discount_value':'1.00'}";

	order(s, 0, "");
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_phone, language, status, payment_method, payment_status, subtotal, total, "
	       "cookies, created_at, updated_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT "
	       "i + 1 FROM n WHERE i < 999) SELECT CONCAT('T', LPAD(a.i, 9, '0')), "
	       "UNHEX(MD5(a.i)), UNHEX(SHA2(a.i, 256)), 'Mona', '+201001234567', 'en', 'confirmed', "
	       "'cash', 'pending', 330, 330, 6, '2030-01-02 12:00:00' + INTERVAL (a.i DIV 7) SECOND, "
	       "'2030-01-02 12:00:00' FROM n AS a");
	sql_do(s, "INSERT INTO order_proofs (order_id, edit_no, facts) SELECT o.id, 0, p.facts FROM "
	       "orders o JOIN (SELECT facts FROM order_proofs LIMIT 1) AS p WHERE o.number LIKE 'T000000%%'");
	as(s, DESK);
	post(s, RULE, "%s", body);
	expect_status(s, 200);
	expect_number(s, "orders", 1000);
	expect_number(s, "applied", 1000);
	expect_text(s, "discount", "1000.00");
	assert_false(json_flag(at(s, "is_cut")));
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_phone, language, status, payment_method, payment_status, subtotal, total, "
	       "cookies, created_at, updated_at) SELECT CONCAT(CHAR(65 + b.i), RIGHT(o.number, 9)), "
	       "UNHEX(MD5(o.number)), UNHEX(SHA2(CONCAT(o.number, b.i), 256)), 'Mona', "
	       "'+201001234567', 'en', 'confirmed', 'cash', 'pending', 330, 330, 6, o.created_at, "
	       "o.updated_at FROM orders o JOIN (WITH RECURSIVE m (i) AS (SELECT 0 UNION ALL SELECT "
	       "i + 1 FROM m WHERE i < 18) SELECT i FROM m) AS b WHERE o.number LIKE 'T000000%%'");
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_phone, language, status, payment_method, payment_status, subtotal, total, "
	       "cookies, created_at, updated_at) SELECT CONCAT('Z', RIGHT(o.number, 9)), "
	       "UNHEX(MD5(o.number)), UNHEX(SHA2(CONCAT(o.number, 'z'), 256)), 'Mona', "
	       "'+201001234567', 'en', 'confirmed', 'cash', 'pending', 330, 330, 6, o.created_at, "
	       "o.updated_at FROM orders o WHERE o.number LIKE 'T000000%%'");
	post(s, RULE, "%s", body);
	expect_status(s, 200);
	expect_number(s, "orders", 20000);
	assert_true(json_flag(at(s, "is_cut")));
}

static void
what_could_not_be_stored_is_not_tried(void **state)
{
	struct shop *s = *state;
	static const struct { const char *path, *body, *field, *code; } rows[] = {
		{ RULE, DAYS, "rule_type", "required" },
		{ RULE, DAYS ",'rule_type':'time'", "discount_type", "required" },
		{ RULE, DAYS ",'rule_type':'time','discount_type':'percentage'", "discount_value",
		  "invalid" },
		{ RULE, DAYS ",'rule_type':'time','discount_type':'percentage',"
		  "'discount_value':'100.01'", "discount_value", "invalid" },
		{ RULE, DAYS ",'rule_type':'time','target_id':1,'discount_type':'free_delivery'",
		  "target_id", "invalid" },
		{ RULE, DAYS ",'rule_type':'product','discount_type':'free_delivery'", "target_id",
		  "invalid" },
		{ RULE, DAYS ",'rule_type':'customer_group','discount_type':'free_delivery'",
		  "target_value", "invalid" },
		{ RULE, "'from':'2030-01-02','to':'2030-01-01','rule_type':'time',"
		  "'discount_type':'free_delivery'", "to", "invalid" },
		{ RULE, "'from':'2030-01-01','to':'2030-04-03','rule_type':'time',"
		  "'discount_type':'free_delivery'", "to", "invalid" },
		{ CODE, DAYS, "discount_type", "required" },
		{ CODE, DAYS ",'discount_type':'percentage','discount_value':'0.00'",
		  "discount_value", "invalid" },
	};

	as(s, DESK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, rows[i].path, "{%s}", rows[i].body);
		expect_error(s, 422, "invalid");
		expect_field(s, rows[i].field, rows[i].code);
	}
	post(s, RULE, "{'from':'2030-01-01','to':'2030-04-02','rule_type':'time',"
	     "'discount_type':'free_delivery'}");
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "days")), 92);
	post(s, RULE, "{" DAYS ",'id':999}");
	expect_error(s, 404, "not_found");
	post(s, CODE, "{" DAYS ",'id':999}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 0, "SELECT 1 FROM pricing_rules");
	as_staff(s, 3, "delivery_manager");
	as(s, 3);
	post(s, RULE, "{" DAYS ",'id':1}");
	expect_error(s, 403, "forbidden");
	post(s, CODE, "{" DAYS ",'id':1}");
	expect_error(s, 403, "forbidden");
	as(s, GUEST);
	post(s, RULE, "{" DAYS ",'id':1}");
	expect_error(s, 401, "login_needed");
	post(s, CODE, "{" DAYS ",'id':1}");
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(story(a_rule_that_was_on_did_what_the_dry_run_says),
           story(a_code_that_was_typed_did_what_the_dry_run_says),
           story(a_rule_that_is_to_come_would_do_what_it_then_does),
           story(cancelled_and_removed_orders_do_not_count_and_imported_ones_say_nothing),
           story(many_orders_are_gone_through_in_batches_up_to_a_limit),
           story(what_could_not_be_stored_is_not_tried))
