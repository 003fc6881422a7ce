/* SPDX-License-Identifier: MIT */
/* Prices by tier and date and rules by themselves, as customers meet them: in the catalog, the cart,
 * the quote and on the order. */
#include "support/customer.h"
#include "support/order.h"

#include "base/str.h"

#define KEY "key-of-one-order-"

/* Chocolate chip cookies: product 1, at 65.00, which is what the medium ones cost. */
static void
add_cookies(struct shop *s, int quantity)
{
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':%d}",
	     DEMO_CHIP_MEDIUM, quantity);
	expect_status(s, 201);
}

static void
quote(struct shop *s)
{
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	expect_status(s, 200);
}

static void
place(struct shop *s, const char *total, const char *with)
{
	static int n;
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, total, with);

	once(s, arena_fmt(s->cx.mem, KEY "%d", ++n));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

static void
put_on_sale(struct shop *s, const char *price, const char *from, const char *until)
{
	sql_do(s, "UPDATE products SET sale_price = %s, sale_start_date = %s, sale_end_date = %s "
	       "WHERE id = 1", price, from, until);
}

static void
run_sales(struct shop *s)
{
	struct hash h = token_hash("token");

	s->config.maintenance_token_hash = hex_text(s->cx.mem, h.b, HASH_BYTES);
	s->config.maintenance_allow = "127.0.0.1";
	s->extra = "HTTP_AUTHORIZATION=Bearer token";
	request(s, "POST", "/api/v1/maintenance/sales", NULL);
	expect_status(s, 200);
}

/* ---- sales and tiers ---- */

static void
a_sale_holds_from_its_first_second_until_just_before_its_last(void **state)
{
	struct shop *s = *state;
	static const struct { int64_t at; const char *price; bool on_sale; } rows[] = {
		{ SHOP_NOON - 1, "65.00", false }, { SHOP_NOON, "55.00", true },
		{ SHOP_NOON + 9, "55.00", true }, { SHOP_NOON + 10, "65.00", false },
	};

	put_on_sale(s, "55.00", "'2030-01-02 12:00:00'", "'2030-01-02 12:00:10'");
	add_cookies(s, 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		shop_at(rows[i].at);
		get(s, "/api/v1/products/chocolate-chip-cookie");
		expect_status(s, 200);
		expect_text(s, "instances.1.price", rows[i].price);
		assert_int_equal(json_flag(at(s, "instances.1.on_sale")), rows[i].on_sale);
		if (rows[i].on_sale) {
			/* Another size costs as much less, or more, than the product as it always did. */
			expect_text(s, "instances.0.price", "35.00");
			expect_text(s, "instances.2.price", "80.00");
			expect_text(s, "instances.1.original_price", "65.00");
			expect_text(s, "instances.1.sale_ends_at", "2030-01-02T12:00:10Z");
		}
		get(s, "/api/v1/cart");
		expect_text(s, "items.0.unit_price", rows[i].price);
		expect_text(s, "items.0.price_kind", rows[i].on_sale ? "sale" : "base");
	}
}

static void
a_sale_without_dates_goes_by_its_flag(void **state)
{
	struct shop *s = *state;

	put_on_sale(s, "35.00", "NULL", "NULL");
	add_cookies(s, 1);
	expect_text(s, "items.0.price_kind", "base");
	sql_do(s, "UPDATE products SET is_on_sale = 1 WHERE id = 1");
	get(s, "/api/v1/cart");
	expect_text(s, "items.0.price_kind", "sale");
}

static void
the_original_price_is_the_one_the_owner_set(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE products SET base_price = 45.00, original_price = 50.00, is_on_sale = 1, "
	       "sale_price = 40.00 WHERE id = 1");
	add_cookies(s, 1);
	expect_text(s, "items.0.unit_price", "60.00");
	expect_text(s, "items.0.original_price", "70.00");
}

static void
a_group_pays_its_own_price_and_nobody_else_does(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	sql_do(s, "INSERT INTO product_prices (product_id, product_instance_id, price_type, price, "
	       "start_date) VALUES (1, %d, 'member', 50.00, '2030-01-01'), "
	       "(1, %d, 'wholesale', 30.00, '2030-01-01')", DEMO_CHIP_MEDIUM, DEMO_CHIP_MEDIUM);
	add_cookies(s, 1);
	expect_text(s, "items.0.unit_price", "65.00");
	as_customer(s, 1, mona, false);
	as(s, 1);
	add_cookies(s, 1);
	expect_text(s, "items.0.unit_price", "65.00");
	sql_do(s, "UPDATE customers SET customer_group = 'member' WHERE id = %lld", (long long)mona);
	get(s, "/api/v1/cart");
	expect_text(s, "items.0.unit_price", "50.00");
	expect_text(s, "items.0.price_kind", "member");
	sql_do(s, "UPDATE customers SET customer_group = 'wholesale'");
	place(s, "65.00", "");	/* 30.00 and the fee */
	expect_status(s, 201);
	expect_text(s, "items.0.unit_price", "30.00");
}

static void
the_lowest_price_holds_and_regular_replaces_the_base(void **state)
{
	struct shop *s = *state;
	static const struct { const char *rows, *price, *kind; } cases[] = {
		{ "(1, NULL, 'regular', 70.00)", "70.00", "regular" },
		{ "(1, NULL, 'regular', 70.00), (1, NULL, 'sale', 80.00)", "70.00", "regular" },
		{ "(1, NULL, 'regular', 70.00), (1, NULL, 'sale', 60.00)", "60.00", "sale" },
		{ "(1, 2, 'sale', 61.00), (1, NULL, 'sale', 62.00)", "61.00", "sale" },
		{ "(1, 2, 'regular', 71.00), (1, NULL, 'regular', 72.00)", "71.00", "regular" },
		{ "(1, 1, 'sale', 1.00)", "65.00", "base" },	/* another size's */
		{ "(2, NULL, 'sale', 1.00)", "65.00", "base" },	/* another product's */
	};

	sql_do(s, "UPDATE products SET base_price = 65.00 WHERE id = 1");
	add_cookies(s, 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		sql_do(s, "DELETE FROM product_prices");
		sql_do(s, "INSERT INTO product_prices (product_id, product_instance_id, price_type, "
		       "price) VALUES %s", cases[i].rows);
		sql_do(s, "UPDATE product_prices SET start_date = '2030-01-01'");
		get(s, "/api/v1/cart");
		expect_text(s, "items.0.unit_price", cases[i].price);
		expect_text(s, "items.0.price_kind", cases[i].kind);
	}
}

static void
lists_follow_the_dates_when_the_job_has_run(void **state)
{
	struct shop *s = *state;

	put_on_sale(s, "1.00", "'2030-01-02 12:00:00'", "'2030-01-02 13:00:00'");
	get(s, "/api/v1/products?on_sale=true");
	expect_status(s, 200);
	assert_false(has(s, "items.0"));
	run_sales(s);
	expect_number(s, "done", 1);
	get(s, "/api/v1/products?on_sale=true");
	expect_text(s, "items.0.slug", "chocolate-chip-cookie");
	expect_text(s, "items.0.current_price", "1.00");
	get(s, "/api/v1/products?sort=price&limit=1");
	expect_text(s, "items.0.slug", "chocolate-chip-cookie");
	get(s, "/api/v1/products?max_price=1.00");
	expect_text(s, "items.0.slug", "chocolate-chip-cookie");
	assert_false(has(s, "items.1"));
	get(s, "/api/v1/products?min_price=1.01&on_sale=true");
	assert_false(has(s, "items.0"));
	run_sales(s);
	expect_number(s, "done", 0);
	sql_do(s, "UPDATE job_leases SET holder = 'host:1', leased_until = '2030-01-02 12:00:30' "
	       "WHERE job = 'sales'");
	s->extra = "HTTP_AUTHORIZATION=Bearer token";
	request(s, "POST", "/api/v1/maintenance/sales", NULL);
	expect_error(s, 409, "job_running");
	shop_at(SHOP_NOON + 86400);	/* a day without cron: the next run catches up */
	run_sales(s);
	expect_number(s, "done", 1);
	get(s, "/api/v1/products?on_sale=true");
	assert_false(has(s, "items.0"));
	expect_rows(s, 0, "SELECT 1 FROM products WHERE current_price <> base_price OR is_on_sale = 1");
}

/* ---- rules ---- */

static void
a_quote_lists_every_rule_with_what_it_took_or_why_not(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, target_id, target_value, "
	       "discount_type, discount_value, minimum_order_amount, priority, start_date, is_active) "
	       "VALUES ('Tenth', 'time', NULL, NULL, 'percentage', 10, 0, 5, '2030-01-01', 1), "
	       "('Big ones', 'time', NULL, NULL, 'fixed_amount', 50, 1000, 4, '2030-01-01', 1), "
	       "('Giza', 'location', NULL, ' giza ', 'fixed_amount', 9, 0, 3, '2030-01-01', 1), "
	       "('No fee', 'location', %d, NULL, 'free_delivery', 0, 0, 2, '2030-01-01', 1), "
	       "('Red', 'product', 3, NULL, 'percentage', 10, 0, 1, '2030-01-01', 1), "
	       "('Off', 'time', NULL, NULL, 'percentage', 10, 0, 9, '2030-01-01', 0), "
	       "('Later', 'time', NULL, NULL, 'percentage', 10, 0, 9, '2030-01-03', 1)",
	       DEMO_MADINATY);
	add_cookies(s, 2);
	quote(s);
	expect_text(s, "discounts.0.name", "Tenth");
	assert_true(json_flag(at(s, "discounts.0.applied")));
	expect_text(s, "discounts.0.amount", "13.00");
	expect_text(s, "discounts.1.reason", "rule_minimum");
	expect_text(s, "discounts.1.needed", "1000.00");
	expect_text(s, "discounts.1.have", "130.00");
	expect_text(s, "discounts.2.reason", "rule_target");
	expect_text(s, "discounts.3.kind", "free_delivery");
	expect_text(s, "discounts.3.amount", "35.00");
	expect_text(s, "discounts.4.reason", "rule_target");
	assert_false(has(s, "discounts.5"));
	expect_text(s, "rules_discount_amount", "13.00");
	expect_text(s, "delivery_fee", "0.00");
	expect_text(s, "total", "117.00");
	expect_text(s, "items.0.rules_discount", "13.00");

	place(s, "117.00", "");
	expect_status(s, 201);
	expect_text(s, "delivery_fee", "0.00");
	expect_text(s, "discounts.1.reason", "rule_minimum");
	expect_text(s, "items.0.rules_discount_amount", "13.00");
	expect_rows(s, 2, "SELECT 1 FROM order_discounts WHERE source = 'rule' AND "
	            "pricing_rule_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE rules_discount_amount = 13.00 AND "
	            "delivery_fee = 0.00 AND total = 117.00");
}

/* ---- quotes that are kept ---- */

static int64_t
quoted_at_165(struct shop *s)
{
	add_cookies(s, 2);
	quote(s);
	expect_text(s, "total", "165.00");
	expect_text(s, "expires_at", "2030-01-02T12:15:00Z");
	return number_at(s, "id");
}

static const char *
with_quote(struct shop *s, int64_t id)
{
	return quoted(s, "'quote_id':%lld,", (long long)id);
}

static void
a_price_that_was_told_is_kept_until_it_expires(void **state)
{
	struct shop *s = *state;
	int64_t id = quoted_at_165(s);

	sql_do(s, "UPDATE product_instance SET base_price = 70.00 WHERE id = %d", DEMO_CHIP_MEDIUM);
	sql_do(s, "UPDATE zones SET delivery_fee = 40.00");
	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "start_date) VALUES ('Tenth', 'time', 'percentage', 10, '2030-01-01')");
	shop_at(SHOP_NOON + 15 * 60);
	place(s, "165.00", with_quote(s, id));
	expect_error(s, 409, "price_changed");
	expect_text(s, "quote.total", "166.00");	/* 140.00 less 14.00, and 40.00 */
	shop_at(SHOP_NOON + 15 * 60 - 1);
	place(s, "165.00", "");
	expect_error(s, 409, "price_changed");
	place(s, "165.00", with_quote(s, id));
	expect_status(s, 201);
	expect_text(s, "items.0.unit_price", "65.00");
	expect_text(s, "delivery_fee", "35.00");
	expect_text(s, "total", "165.00");
}

static void
a_quote_is_for_its_own_cart_as_it_was(void **state)
{
	struct shop *s = *state;
	int64_t id = quoted_at_165(s);

	sql_do(s, "UPDATE product_instance SET base_price = 70.00 WHERE id = %d", DEMO_CHIP_MEDIUM);
	as(s, 1);	/* somebody else with the same things */
	add_cookies(s, 2);
	place(s, "165.00", with_quote(s, id));
	expect_error(s, 409, "price_changed");
	as(s, 0);	/* one more of them */
	add_cookies(s, 1);
	place(s, "165.00", with_quote(s, id));
	expect_error(s, 409, "price_changed");
	expect_text(s, "quote.total", "245.00");
	place(s, "245.00", with_quote(s, 999999));	/* there is no such quote: today's price */
	expect_status(s, 201);
}

static void
a_kept_quote_does_not_keep_a_code_s_last_use_or_a_place_in_a_slot(void **state)
{
	struct shop *s = *state;
	int64_t id;

	sql_do(s, "UPDATE promo_codes SET usage_limit = 1");
	add_cookies(s, 2);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	quote(s);
	expect_text(s, "total", "152.00");
	id = number_at(s, "id");
	sql_do(s, "UPDATE promo_codes SET used_count = 1");
	place(s, "152.00", with_quote(s, id));
	expect_error(s, 409, "promo_spent");
	sql_do(s, "UPDATE promo_codes SET used_count = 0");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = 0");
	sql_do(s, "INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders) VALUES "
	       "(%d, %d, '2030-01-03', 0)", DEMO_EVENING, DEMO_EVENING);
	place(s, "152.00", with_quote(s, id));
	expect_error(s, 409, "slot_full");
	expect_rows(s, 0, "SELECT 1 FROM orders");
	expect_rows(s, 0, "SELECT 1 FROM promo_codes WHERE used_count > 0");
}

/* ---- codes for each person ---- */

static void
a_person_is_the_same_by_account_by_phone_and_by_proved_mail(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s), other;

	sql_do(s, "UPDATE promo_codes SET per_customer_limit = 1");
	as_customer(s, 0, mona, false);
	add_cookies(s, 2);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place(s, "152.00", "");
	expect_status(s, 201);
	/* Her phone moved to another account, as a number does; its use counts. */
	sql_do(s, "UPDATE customers SET phone = '+201009999999' WHERE id = %lld", (long long)mona);
	as(s, 1);
	add_cookies(s, 2);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place(s, "152.00", "");
	expect_error(s, 409, "promo_used");
	/* Her e-mail is proved by another account by now. */
	sql_do(s, "UPDATE customers SET email = NULL, email_verified = 0");
	sql_do(s, "UPDATE orders SET customer_phone = '+201008888888'");
	other = customer_add(s, "+201007777777", CUSTOMER_MAIL);
	as_customer(s, 2, other, false);
	as(s, 2);
	add_cookies(s, 2);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place(s, "152.00", "");
	expect_error(s, 409, "promo_used");
	/* A stranger may. */
	as(s, 3);
	add_cookies(s, 2);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place(s, "152.00", "");
	expect_status(s, 201);
}

SHOP_TESTS(
	shop_test(a_sale_holds_from_its_first_second_until_just_before_its_last),
	shop_test(a_sale_without_dates_goes_by_its_flag),
	shop_test(the_original_price_is_the_one_the_owner_set),
	shop_test(a_group_pays_its_own_price_and_nobody_else_does),
	shop_test(the_lowest_price_holds_and_regular_replaces_the_base),
	shop_test(lists_follow_the_dates_when_the_job_has_run),
	shop_test(a_quote_lists_every_rule_with_what_it_took_or_why_not),
	shop_test(a_price_that_was_told_is_kept_until_it_expires),
	shop_test(a_quote_is_for_its_own_cart_as_it_was),
	shop_test(a_kept_quote_does_not_keep_a_code_s_last_use_or_a_place_in_a_slot),
	shop_test(a_person_is_the_same_by_account_by_phone_and_by_proved_mail))
