/* SPDX-License-Identifier: MIT */
/* The visitor's cart: what goes in, what is refused, what it costs. */
#include "support/order.h"

static void
add(struct shop *s, int64_t instance, int quantity)
{
	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':%d}",
	     (long long)instance, quantity);
}

static void
add_pack(struct shop *s, const char *flavors)
{
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1,'flavors':[%s]}",
	     DEMO_PACK_OF_6, flavors);
}

static void
a_visitor_without_a_cart_has_an_empty_one(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/cart");
	expect_status(s, 200);
	expect_text(s, "subtotal", "0.00");
	expect_number(s, "cookies", 0);
	expect_rows(s, 0, "SELECT 1 FROM carts");
	assert_string_equal(header(s, "Cache-Control"), "no-store");
}

static void
the_first_item_begins_a_cart_that_only_its_cookie_opens(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 2);
	expect_status(s, 201);
	expect_text(s, "items.0.name", "Chocolate chip cookie");
	expect_text(s, "items.0.unit_price", "65.00");
	expect_text(s, "subtotal", "130.00");
	expect_number(s, "cookies", 2);
	const char *cookie = header(s, "Set-Cookie");
	assert_non_null(strstr(cookie, "__Host-cart="));
	assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="));
	get(s, "/api/v1/cart");
	expect_text(s, "subtotal", "130.00");
	as(s, 1);
	get(s, "/api/v1/cart");
	expect_text(s, "subtotal", "0.00");
	/* The database knows only the hash. */
	const char *token = strchr(s->visitors[0].cookie[0], '=') + 1;
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM carts WHERE guest_session_id = "
	                            "UNHEX(SHA2('%s', 256))", token), 1);
}

static void
an_equal_choice_adds_to_its_line_whatever_its_order(void **state)
{
	struct shop *s = *state;

	add_pack(s, "{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':3}");
	add_pack(s, "{'flavor_id':8,'quantity':3},{'flavor_id':1,'quantity':3}");
	expect_status(s, 201);
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.quantity", 2);
	expect_number(s, "cookies", 12);
	add_pack(s, "{'flavor_id':8,'quantity':2},{'flavor_id':1,'quantity':2},"
	            "{'flavor_id':2,'quantity':2}");
	assert_int_equal(json_list_length(at(s, "items")), 2);
}

static void
chosen_flavors_add_their_price_to_the_pack(void **state)
{
	struct shop *s = *state;

	add_pack(s, "{'flavor_id':5,'quantity':2},{'flavor_id':3,'quantity':1},"
	            "{'flavor_id':1,'quantity':3}");
	expect_status(s, 201);
	int64_t more = sql_number(s, "SELECT SUM(price_adjustment * 100 * CASE flavor_id "
	                          "WHEN 5 THEN 2 ELSE 1 END) FROM product_instance_flavor WHERE "
	                          "product_instance_id = %d AND flavor_id IN (5, 3)", DEMO_PACK_OF_6);
	char want[MONEY_TEXT];
	expect_text(s, "items.0.unit_price", money_text(money_of(33000 + more), want));
	assert_true(more > 0);
}

static void
a_pack_must_fit_its_rules(void **state)
{
	struct shop *s = *state;
	static const struct { const char *flavors, *code, *field; } rows[] = {
		{ "{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':2}", "pack_sum", "flavors" },
		{ "{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':3},{'flavor_id':2,'quantity':1}",
		  "pack_sum", "flavors" },
		{ "", "pack_sum", "flavors" },
		{ "{'flavor_id':1,'quantity':3},{'flavor_id':999,'quantity':3}", "pack_flavor", "flavors.1" },
		{ "{'flavor_id':1,'quantity':4},{'flavor_id':8,'quantity':2}", "pack_max_per_flavor",
		  "flavors.0" },
		{ "{'flavor_id':1,'quantity':3},{'flavor_id':1,'quantity':3}", "invalid", "flavors.1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		add_pack(s, rows[i].flavors);
		expect_error(s, 422, rows[i].code);
		expect_field(s, rows[i].field, rows[i].code);
	}
	sql_do(s, "UPDATE cookie_pack SET max_per_flavor = NULL WHERE id = 2");
	add_pack(s, "{'flavor_id':1,'quantity':6}");
	expect_error(s, 422, "pack_min_flavors");
	expect_rows(s, 0, "SELECT 1 FROM cart_items");
}

static void
only_packs_take_a_choice_and_a_bundle_has_its_own(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1,"
	     "'flavors':[{'flavor_id':1,'quantity':1}]}", DEMO_CHIP_MEDIUM);
	expect_error(s, 422, "no_choice");
	add(s, DEMO_BUNDLE, 1);
	expect_status(s, 201);
	expect_text(s, "items.0.unit_price", "245.00");
	int64_t pieces = sql_number(s, "SELECT SUM(quantity) FROM product_instance_flavor WHERE "
	                            "product_instance_id = %d", DEMO_BUNDLE);
	expect_number(s, "cookies", pieces);
	assert_false(json_flag(at(s, "items.0.flavors.0.chosen")));
}

static void
what_is_not_sold_cannot_go_in_and_what_stops_being_sold_is_marked(void **state)
{
	struct shop *s = *state;

	add(s, 99999, 1);
	expect_error(s, 404, "not_found");
	add(s, DEMO_CHIP_MEDIUM, 1);
	sql_do(s, "UPDATE products SET is_active = 0 WHERE slug = 'chocolate-chip-cookie'");
	add(s, DEMO_CHIP_MEDIUM, 1);
	expect_error(s, 422, "not_sold");
	expect_field(s, "product_instance_id", "not_sold");
	get(s, "/api/v1/cart");
	assert_false(json_flag(at(s, "items.0.available")));
	post(s, "/api/v1/cart/quote", "{}");
	expect_error(s, 422, "not_sold");
	expect_field(s, "items.0", "not_sold");
}

static void
a_flavor_that_goes_makes_the_pack_in_the_cart_unavailable(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	sql_do(s, "DELETE FROM product_instance_flavor WHERE product_instance_id = %d AND "
	       "flavor_id = %d", DEMO_PACK_OF_6, DEMO_VANILLA);
	get(s, "/api/v1/cart");
	assert_false(json_flag(at(s, "items.0.available")));
}

static void
quantities_are_changed_and_lines_removed(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 1);
	int64_t id = number_at(s, "items.0.id");
	request(s, "PATCH", arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld", (long long)id),
	        "{'quantity':7}");
	expect_status(s, 200);
	expect_text(s, "subtotal", "455.00");
	request(s, "PATCH", arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld", (long long)id),
	        "{'quantity':0}");
	expect_error(s, 422, "invalid");
	expect_field(s, "quantity", "min");
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld", (long long)id), NULL);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld", (long long)id), NULL);
	expect_error(s, 404, "not_found");
}

static void
another_visitors_line_is_as_if_it_were_not_there(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 1);
	int64_t id = number_at(s, "items.0.id");
	const char *path = arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld", (long long)id);
	as(s, 1);
	add(s, DEMO_CHIP_MEDIUM, 1);
	request(s, "PATCH", path, "{'quantity':9}");
	expect_error(s, 404, "not_found");
	const char *foreign = arena_str(s->cx.mem, s->reply.body.data);
	request(s, "PATCH", "/api/v1/cart/items/999999", "{'quantity':9}");
	assert_string_equal(s->reply.body.data, foreign);
	request(s, "DELETE", path, NULL);
	expect_error(s, 404, "not_found");
	as(s, 2);
	request(s, "DELETE", path, NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 2, "SELECT 1 FROM cart_items WHERE quantity = 1");
}

static void
a_cart_has_its_limits(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 99);
	expect_status(s, 201);
	add(s, DEMO_CHIP_MEDIUM, 1);
	expect_error(s, 422, "cart_full");
	expect_field(s, "quantity", "cart_full");
	/* Fifty different lines. */
	sql_do(s, "INSERT INTO cart_items (cart_id, product_instance_id, choice_hash, quantity) "
	       "SELECT c.id, 1, UNHEX(SHA2(seq, 256)), 1 FROM carts c JOIN seq_1_to_49");
	add(s, DEMO_BUNDLE, 1);
	expect_error(s, 422, "cart_full");
	expect_rows(s, 50, "SELECT 1 FROM cart_items");
}

static void
a_quote_lists_every_amount(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/cart/quote", "{}");
	expect_error(s, 422, "cart_empty");
	shop_add_pack(s);
	post(s, "/api/v1/cart/quote", "{}");
	expect_status(s, 200);
	expect_text(s, "delivery_fee", "0.00");
	expect_text(s, "total", "330.00");
	post(s, "/api/v1/cart/promo", "{'promo_code':' welcome10 '}");
	expect_status(s, 200);
	expect_text(s, "promo_code", "WELCOME10");
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	expect_text(s, "subtotal", "330.00");
	expect_text(s, "discount_amount", "33.00");
	expect_text(s, "delivery_fee", "35.00");
	expect_text(s, "total", "332.00");
	assert_true(json_flag(at(s, "discounts.0.applied")));
	request(s, "DELETE", "/api/v1/cart/promo", NULL);
	expect_status(s, 200);
	assert_false(has(s, "promo_code"));
}

static void
a_quote_says_why_a_code_does_not_apply_and_by_which_numbers(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 1);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_status(s, 200);		/* below its minimum for now */
	s->lang = "ar";
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	expect_text(s, "total", "100.00");
	assert_false(json_flag(at(s, "discounts.0.applied")));
	expect_text(s, "discounts.0.reason", "promo_minimum");
	expect_text(s, "discounts.0.needed", "100.00");
	expect_text(s, "discounts.0.have", "65.00");
	expect_text(s, "discounts.0.message", "قيمة الطلب أقل من الحد الأدنى لهذا الرمز.");
}

static void
codes_that_cannot_apply_are_refused_with_the_reason(void **state)
{
	struct shop *s = *state;
	static const struct { const char *set, *code; int status; } rows[] = {
		{ "valid_from = '2031-01-01'", "promo_not_started", 422 },
		{ "valid_from = '2029-01-01', valid_until = '2030-01-02 12:00:00'", "promo_expired", 422 },
		{ "is_active = 0", "promo_expired", 422 },
		{ "usage_limit = 0", "promo_spent", 409 },
	};

	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_error(s, 404, "not_found");	/* no cart yet */
	request(s, "DELETE", "/api/v1/cart/promo", NULL);
	expect_error(s, 404, "not_found");
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'NOSUCHCODE'}");
	expect_error(s, 422, "promo_unknown");
	expect_field(s, "promo_code", "promo_unknown");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "UPDATE promo_codes SET is_active = 1, usage_limit = NULL, valid_until = NULL,"
		       " valid_from = '2026-01-01'");
		sql_do(s, "UPDATE promo_codes SET %s", rows[i].set);
		post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
		expect_error(s, rows[i].status, rows[i].code);
	}
	/* One second before the end it is still good: the end is exclusive. */
	sql_do(s, "UPDATE promo_codes SET usage_limit = NULL, valid_until = '2030-01-02 12:00:01'");
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_status(s, 200);
}

static void
a_code_is_found_however_it_is_typed(void **state)
{
	struct shop *s = *state;
	static const char *const typed[] = { "welcome10", " WelCome10 ", "\\u00a0WELCOME10\\u200f",
	                                     "WELCOME10\\u200d" };
	static const char *const eid[] = { "\u00e9t\u00e9-\u0434", "\u00c9T\u00c9-\u0414 " };

	shop_add_pack(s);
	for (size_t i = 0; i < 4; i++) {
		post(s, "/api/v1/cart/promo", "{'promo_code':'%s'}", typed[i]);
		if (i == 2) {		/* a mark of direction is no blank */
			expect_error(s, 422, "promo_unknown");
			continue;
		}
		expect_status(s, 200);
		expect_text(s, "promo_code", "WELCOME10");
	}
	sql_do(s, "UPDATE promo_codes SET code = '\u00c9T\u00c9-\u0414'");
	for (size_t i = 0; i < 2; i++) {
		post(s, "/api/v1/cart/promo", "{'promo_code':'%s'}", eid[i]);
		expect_status(s, 200);
		expect_text(s, "promo_code", "\u00c9T\u00c9-\u0414");
	}
	/* Other letters are another code, also where a collation takes them for the same. */
	post(s, "/api/v1/cart/promo", "{'promo_code':'ETE-\u0414'}");
	expect_error(s, 422, "promo_unknown");
}

static void
guessing_codes_is_limited(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	for (int i = 0; i < 30; i++) {
		post(s, "/api/v1/cart/promo", "{'promo_code':'GUESS%d'}", i);
		expect_error(s, 422, "promo_unknown");
	}
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_error(s, 429, "too_many_requests");
	assert_non_null(header(s, "Retry-After"));
	shop_at(SHOP_NOON + 600);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_status(s, 200);
}

static void
a_quote_for_a_zone_without_delivery_is_refused(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_NASR_CITY);
	expect_error(s, 422, "zone_inactive");
	expect_field(s, "zone_id", "zone_inactive");
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_SMOUHA);
	expect_error(s, 422, "city_inactive");
	post(s, "/api/v1/cart/quote", "{'zone_id':9999}");
	expect_error(s, 404, "not_found");
}

static void
a_pack_whose_rules_changed_is_refused_at_the_quote(void **state)
{
	struct shop *s = *state;
	static const struct { const char *set, *undo, *code; } rows[] = {
		{ "count = 7", "count = 6", "pack_sum" },
		{ "max_per_flavor = 2", "max_per_flavor = 3", "pack_max_per_flavor" },
		{ "min_flavors = 3", "min_flavors = 2", "pack_min_flavors" },
	};

	shop_add_pack(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "UPDATE cookie_pack SET %s WHERE id = 2", rows[i].set);
		post(s, "/api/v1/cart/quote", "{}");
		expect_error(s, 422, rows[i].code);
		sql_do(s, "UPDATE cookie_pack SET %s WHERE id = 2", rows[i].undo);
	}
}

static void
a_cart_that_costs_more_than_a_price_can_hold_is_refused_not_miscounted(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE product_instance SET base_price = 99999999.99 WHERE id IN (1, %d)",
	       DEMO_CHIP_MEDIUM);
	add(s, DEMO_CHIP_MEDIUM, 2);
	expect_error(s, 422, "not_sold");
	add(s, DEMO_CHIP_MEDIUM, 1);
	expect_status(s, 201);
	add(s, 1, 1);
	post(s, "/api/v1/cart/quote", "{}");
	expect_error(s, 422, "cart_full");
}

static void
undeclared_and_malformed_input_is_refused_whole(void **state)
{
	struct shop *s = *state;
	static const struct { const char *body, *code; int status; } rows[] = {
		{ "{'product_instance_id':2,'quantity':1,'price':'0.01'}", "unknown_field", 400 },
		{ "{'product_instance_id':2,'quantity':1,'quantity':2}", "unknown_field", 400 },
		{ "{'product_instance_id':2,'quantity':1}}", "bad_json", 400 },
		{ "[]", "bad_json", 400 },
		{ "{'product_instance_id':'2','quantity':1}", "invalid", 422 },
		{ "{'product_instance_id':2,'quantity':1.5}", "invalid", 422 },
		{ "{'product_instance_id':2,'quantity':1e0}", "invalid", 422 },
		{ "{'product_instance_id':2,'quantity':100}", "invalid", 422 },
		{ "{'product_instance_id':2,'quantity':1,'flavors':{}}", "invalid", 422 },
		{ "{'product_instance_id':2,'quantity':1,'flavors':[3]}", "invalid", 422 },
		{ "{'product_instance_id':99999999999999999999,'quantity':1}", "not_found", 404 },
		{ "{}", "invalid", 422 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, "/api/v1/cart/items", "%s", rows[i].body);
		expect_error(s, rows[i].status, rows[i].code);
	}
	expect_rows(s, 0, "SELECT 1 FROM carts");
	request_raw(s, "POST", "/api/v1/cart/items", "text/plain", "{}", 2);
	expect_error(s, 415, "unsupported_media_type");
	request_raw(s, "POST", "/api/v1/cart/items", NULL, NULL, 0);
	expect_error(s, 422, "invalid");
	request_raw(s, "DELETE", "/api/v1/cart/promo", "application/json", "{\"a\":1}", 7);
	expect_error(s, 400, "unknown_field");
}

static void
all_faults_are_told_at_once(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/cart/items", "{'quantity':0,'flavors':[{'flavor_id':0,'quantity':1},{}]}");
	expect_error(s, 422, "invalid");
	expect_field(s, "product_instance_id", "required");
	expect_field(s, "quantity", "min");
	expect_field(s, "flavors.0.flavor_id", "min");
	expect_field(s, "flavors.1.flavor_id", "required");
	expect_field(s, "flavors.1.quantity", "required");
}

static void
a_browser_on_another_site_changes_nothing(void **state)
{
	struct shop *s = *state;
	static const char *const bad[] = {
		"HTTP_SEC_FETCH_SITE=cross-site", "HTTP_SEC_FETCH_SITE=same-site",
		"HTTP_ORIGIN=https://evil.test", "HTTP_ORIGIN=null",
	};

	add(s, DEMO_CHIP_MEDIUM, 1);
	for (size_t i = 0; i < 4; i++) {
		s->extra = bad[i];
		add(s, DEMO_CHIP_MEDIUM, 1);
		expect_error(s, 403, "cross_site");
	}
	s->extra = "HTTP_ORIGIN=https://shop.test";
	add(s, DEMO_CHIP_MEDIUM, 1);
	expect_status(s, 201);
	expect_number(s, "items.0.quantity", 2);
}

static bool
add_one_at_once(struct shop *s, int i)
{
	(void)i;
	add(s, DEMO_CHIP_MEDIUM, 1);
	return s->reply.status == 201;
}

static void
forty_clicks_at_once_are_forty_cookies(void **state)
{
	struct shop *s = *state;

	add(s, DEMO_CHIP_MEDIUM, 1);
	assert_int_equal(shop_parallel(s, 40, add_one_at_once), 40);
	get(s, "/api/v1/cart");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.quantity", 41);
}

SHOP_TESTS(
	shop_test(a_visitor_without_a_cart_has_an_empty_one),
	shop_test(the_first_item_begins_a_cart_that_only_its_cookie_opens),
	shop_test(an_equal_choice_adds_to_its_line_whatever_its_order),
	shop_test(chosen_flavors_add_their_price_to_the_pack),
	shop_test(a_pack_must_fit_its_rules),
	shop_test(only_packs_take_a_choice_and_a_bundle_has_its_own),
	shop_test(what_is_not_sold_cannot_go_in_and_what_stops_being_sold_is_marked),
	shop_test(a_flavor_that_goes_makes_the_pack_in_the_cart_unavailable),
	shop_test(quantities_are_changed_and_lines_removed),
	shop_test(another_visitors_line_is_as_if_it_were_not_there),
	shop_test(a_cart_has_its_limits),
	shop_test(a_quote_lists_every_amount),
	shop_test(a_quote_says_why_a_code_does_not_apply_and_by_which_numbers),
	shop_test(codes_that_cannot_apply_are_refused_with_the_reason),
	shop_test(a_code_is_found_however_it_is_typed), shop_test(guessing_codes_is_limited),
	shop_test(a_quote_for_a_zone_without_delivery_is_refused),
	shop_test(a_pack_whose_rules_changed_is_refused_at_the_quote),
	shop_test(a_cart_that_costs_more_than_a_price_can_hold_is_refused_not_miscounted),
	shop_test(undeclared_and_malformed_input_is_refused_whole),
	shop_test(all_faults_are_told_at_once),
	shop_test(a_browser_on_another_site_changes_nothing),
	shop_test(forty_clicks_at_once_are_forty_cookies))
