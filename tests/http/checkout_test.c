/* SPDX-License-Identifier: MIT */
/* From the cart to the order: exactly once, at the price that was seen, within every limit. */
#include "support/order.h"

static void
checkout(struct shop *s, const char *key, const char *body)
{
	once(s, key);
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

#define KEY "checkout-key-0001"

static void
an_order_is_placed_with_a_code_and_everything_is_written_down(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);

	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'welcome10'}");
	checkout(s, KEY, shop_checkout_body(s, proof, "0100 123 4567", "332.00",
	                                    "'gift_note':'Happy birthday!',"));
	expect_status(s, 201);
	expect_text(s, "status", "pending");
	expect_text(s, "subtotal", "330.00");
	expect_text(s, "discount_amount", "33.00");
	expect_text(s, "delivery_fee", "35.00");
	expect_text(s, "total", "332.00");
	expect_text(s, "delivery_date", "2030-01-03");
	expect_text(s, "from_hour", "18:00");
	expect_text(s, "expected_delivery_date", "2030-01-03T16:00:00Z");
	expect_text(s, "items.0.flavor_details.0.flavor_name", "Chocolate chip");
	expect_text(s, "items.0.flavor_details.0.size_name", "Medium");
	expect_number(s, "items.0.flavor_details.0.quantity", 3);
	expect_text(s, "history.0.to_status", "pending");
	assert_int_equal(strlen(text_at(s, "number")), 11);
	assert_int_equal(strlen(text_at(s, "tracking_token")), 43);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_phone = '+201001234567' AND "
	                  "otp_verified = 1 AND gift_note = 'Happy birthday!' AND cookies = 6 AND "
	                  "customer_email = 'mona@example.com'");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '+201001234567' AND type = 'guest' "
	                  "AND phone_verified = 1 AND full_name = 'Mona Adel'");
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 1");
	expect_rows(s, 1, "SELECT 1 FROM promo_code_usage WHERE kind = 'use' AND "
	                  "discount_amount = 33.00 AND order_amount = 330.00");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1 AND held_cookies = 6");
	expect_rows(s, 2, "SELECT 1 FROM capacity_moves WHERE kind = 'hold'");
	expect_rows(s, 1, "SELECT 1 FROM carts WHERE ordered_at IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'email' AND topic = 'order_placed'");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms' AND topic = 'order_placed'");
	/* Only the hash of the tracking token is kept. */
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders WHERE tracking_token_hash = "
	                            "UNHEX(SHA2('%s', 256))", text_at(s, "tracking_token")), 1);
}

static void
the_same_key_gives_the_same_reply_and_no_second_order(void **state)
{
	struct shop *s = *state;
	const char *body;

	body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");
	shop_add_pack(s);
	checkout(s, KEY, body);
	expect_status(s, 201);
	const char *first = arena_str(s->cx.mem, s->reply.body.data);
	assert_null(header(s, "Idempotent-Replayed"));
	checkout(s, KEY, body);
	expect_status(s, 201);
	assert_string_equal(s->reply.body.data, first);
	assert_string_equal(header(s, "Idempotent-Replayed"), "true");
	/* The same in another order of members is the same; another body is not. */
	checkout(s, KEY, arena_fmt(s->cx.mem, "{%s", strchr(body, '"')));
	expect_status(s, 201);
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", ""));
	expect_error(s, 422, "idempotency_key_reused");
	checkout(s, "another-key-0000002", body);
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 1, "SELECT 1 FROM orders");
	/* The kept reply cannot be read in the table. */
	expect_rows(s, 0, "SELECT 1 FROM idempotency_keys WHERE reply LIKE '%tracking%'");
}

static void
a_key_is_needed_and_must_be_one(void **state)
{
	struct shop *s = *state;
	const char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");

	shop_add_pack(s);
	checkout(s, NULL, body);
	expect_error(s, 400, "idempotency_key_missing");
	checkout(s, "short", body);
	expect_error(s, 400, "idempotency_key_missing");
	checkout(s, "sixteen chars with blanks", body);
	expect_error(s, 400, "idempotency_key_missing");
	expect_rows(s, 0, "SELECT 1 FROM orders");
}

static void
a_refused_order_leaves_nothing_and_the_key_can_be_used_again(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);

	shop_add_pack(s);
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "1.00", ""));
	expect_error(s, 409, "price_changed");
	expect_field(s, "expected_total", "price_changed");
	expect_text(s, "quote.total", "365.00");
	expect_text(s, "quote.items.0.unit_price", "330.00");
	expect_rows(s, 0, "SELECT 1 FROM orders");
	expect_rows(s, 0, "SELECT 1 FROM customers");
	expect_rows(s, 0, "SELECT 1 FROM idempotency_keys");
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE held_orders > 0");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM phone_proofs WHERE used_at IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM carts WHERE ordered_at IS NULL");
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
	expect_status(s, 201);
}

static void
a_price_that_changed_since_it_was_seen_refuses_the_order(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	sql_do(s, "UPDATE product_instance SET base_price = 340.00 WHERE id = %d", DEMO_PACK_OF_6);
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", ""));
	expect_error(s, 409, "price_changed");
	expect_text(s, "quote.total", "375.00");
}

static void
a_proof_is_for_one_phone_one_purpose_once_and_a_while(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);

	shop_add_pack(s);
	checkout(s, KEY, shop_checkout_body(s, proof, "+201009999999", "365.00", ""));
	expect_error(s, 422, "phone_unproved");
	expect_field(s, "proof", "phone_unproved");
	checkout(s, KEY, shop_checkout_body(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	                                    DEMO_PHONE, "365.00", ""));
	expect_error(s, 422, "phone_unproved");
	sql_do(s, "UPDATE phone_proofs SET otp_type = 'registration'");
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
	expect_error(s, 422, "phone_unproved");
	sql_do(s, "UPDATE phone_proofs SET otp_type = 'guest_checkout'");
	shop_at(SHOP_NOON + 1800);
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
	expect_error(s, 422, "phone_unproved");
	shop_at(SHOP_NOON + 1799);
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
	expect_status(s, 201);
}

static void
the_place_the_day_and_the_slot_must_be_on_offer(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);
	static const struct { const char *set, *undo, *code; int status; } rows[] = {
		{ "UPDATE zones SET is_active = 0 WHERE id = 1", "UPDATE zones SET is_active = 1 WHERE id = 1",
		  "zone_inactive", 422 },
		{ "UPDATE cities SET is_active = 0 WHERE id = 1", "UPDATE cities SET is_active = 1 WHERE id = 1",
		  "city_inactive", 422 },
		{ "UPDATE delivery_time_slots SET is_active = 0 WHERE id = 3",
		  "UPDATE delivery_time_slots SET is_active = 1 WHERE id = 3", "slot_unavailable", 422 },
		{ "INSERT INTO delivery_closures (zone_key, day) VALUES (0, '2030-01-03')",
		  "DELETE FROM delivery_closures", "slot_unavailable", 422 },
		{ "UPDATE zone_time_slots SET weekdays = 1 WHERE zone_id = 1",
		  "UPDATE zone_time_slots SET weekdays = 127 WHERE zone_id = 1", "slot_unavailable", 422 },
		{ "INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders) VALUES (3, 3, '2030-01-03', 0)",
		  "DELETE FROM capacity", "slot_full", 409 },
		{ "INSERT INTO capacity (slot_key, day, limit_cookies) VALUES (0, '2030-01-03', 5)",
		  "DELETE FROM capacity", "slot_full", 409 },
		{ "UPDATE delivery_time_slots SET capacity_cookies = 5 WHERE id = 3",
		  "UPDATE delivery_time_slots SET capacity_cookies = 600 WHERE id = 3", "slot_full", 409 },
		{ "INSERT INTO site_settings (setting_key, setting_value) VALUES ('day_cookies', '5')",
		  "DELETE FROM site_settings WHERE setting_key = 'day_cookies'", "slot_full", 409 },
	};

	shop_add_pack(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "%s", rows[i].set);
		checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
		expect_error(s, rows[i].status, rows[i].code);
		sql_do(s, "%s", rows[i].undo);
	}
	/* What the list would not show can never be placed: yesterday, too far, no such zone. */
	static const char *const days[] = { "2030-01-01", "2030-01-17", "2031-01-02" };
	for (size_t i = 0; i < 3; i++) {
		char *body = shop_checkout_body(s, proof, DEMO_PHONE, "365.00", "");
		memcpy(strstr(body, "2030-01-03"), days[i], 10);
		checkout(s, KEY, body);
		expect_error(s, 422, "slot_unavailable");
	}
	char *body = shop_checkout_body(s, proof, DEMO_PHONE, "365.00", "");
	memcpy(strstr(body, "2030-01-03"), "2030-02-30", 10);
	checkout(s, KEY, body);
	expect_error(s, 422, "invalid");
	expect_field(s, "delivery_date", "format");
	body = shop_checkout_body(s, proof, DEMO_PHONE, "365.00", "");
	strstr(body, "\"zone_id\":1")[10] = '9';
	checkout(s, KEY, body);
	expect_error(s, 404, "not_found");
	checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "365.00", ""));
	expect_status(s, 201);
}

static void
an_empty_cart_an_ordered_one_and_what_is_not_sold_are_refused(void **state)
{
	struct shop *s = *state;

	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "35.00", ""));
	expect_error(s, 422, "cart_empty");
	shop_add_pack(s);
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/cart/items/%lld",
	                               (long long)number_at(s, "items.0.id")), NULL);
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "35.00", ""));
	expect_error(s, 422, "cart_empty");
	shop_add_pack(s);
	sql_do(s, "UPDATE cookie_pack SET deleted_at = '2030-01-01' WHERE id = 2");
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", ""));
	expect_error(s, 422, "not_sold");
	expect_field(s, "items.0", "not_sold");
	sql_do(s, "UPDATE cookie_pack SET deleted_at = NULL");
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", ""));
	expect_status(s, 201);
	checkout(s, "second-key-000001", shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE,
	                                                   "365.00", ""));
	expect_error(s, 409, "cart_ordered");
	get(s, "/api/v1/cart");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	shop_add_pack(s);		/* begins a new cart */
	expect_rows(s, 2, "SELECT 1 FROM carts");
}

static void
packs_are_checked_again_when_the_order_is_placed(void **state)
{
	struct shop *s = *state;
	static const struct { const char *set, *undo, *code; } rows[] = {
		{ "count = 7", "count = 6", "pack_sum" },
		{ "max_per_flavor = 2", "max_per_flavor = 3", "pack_max_per_flavor" },
		{ "min_flavors = 3", "min_flavors = 2", "pack_min_flavors" },
	};
	const char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");

	shop_add_pack(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "UPDATE cookie_pack SET %s WHERE id = 2", rows[i].set);
		checkout(s, KEY, body);
		expect_error(s, 422, rows[i].code);
		sql_do(s, "UPDATE cookie_pack SET %s WHERE id = 2", rows[i].undo);
	}
	sql_do(s, "UPDATE product_instance SET base_price = 99999999.00 WHERE id = %d", DEMO_PACK_OF_6);
	checkout(s, KEY, body);
	expect_error(s, 422, "cart_full");
}

static void
a_code_that_stopped_applying_refuses_the_order_with_its_reason(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);
	static const struct { const char *set, *code; int status; } rows[] = {
		{ "valid_until = '2030-01-02 11:00:00'", "promo_expired", 422 },
		{ "valid_from = '2030-02-01'", "promo_not_started", 422 },
		{ "minimum_order_amount = 330.01", "promo_minimum", 422 },
		{ "usage_limit = 0", "promo_spent", 409 },
		{ "deleted_at = '2030-01-01'", "promo_unknown", 422 },
	};

	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "UPDATE promo_codes SET valid_until = NULL, valid_from = '2026-01-01', "
		       "minimum_order_amount = 100, usage_limit = NULL, deleted_at = NULL");
		sql_do(s, "UPDATE promo_codes SET %s", rows[i].set);
		checkout(s, KEY, shop_checkout_body(s, proof, DEMO_PHONE, "332.00", ""));
		expect_error(s, rows[i].status, rows[i].code);
		expect_field(s, "promo_code", rows[i].code);
	}
	expect_rows(s, 0, "SELECT 1 FROM orders");
	expect_rows(s, 0, "SELECT 1 FROM promo_codes WHERE used_count > 0");
}

static void
a_code_can_be_limited_for_each_customer(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE promo_codes SET per_customer_limit = 1");
	for (int i = 0; i < 2; i++) {
		shop_add_pack(s);
		post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
		checkout(s, i ? "key-of-order-two" : "key-of-order-one",
		         shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "332.00", ""));
		if (i == 0)
			expect_status(s, 201);
	}
	expect_error(s, 409, "promo_used");
	as(s, 1);
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	checkout(s, "key-of-another-1", shop_checkout_body(s, shop_proof(s, "+201007654321"),
	                                                   "+201007654321", "332.00", ""));
	expect_status(s, 201);
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 2");
}

static void
online_payment_is_not_offered_without_a_gateway(void **state)
{
	struct shop *s = *state;
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");
	char *cash = strstr(body, "\"cash\"");

	shop_add_pack(s);
	body = arena_fmt(s->cx.mem, "%.*s\"online\"%s", (int)(cash - body), body, cash + 6);
	checkout(s, KEY, body);
	expect_error(s, 422, "payment_method");
}

static void
somebody_who_orders_again_is_the_same_customer(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	as(s, 1);
	shop_order(s, DEMO_PHONE);
	expect_rows(s, 1, "SELECT 1 FROM customers");
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE customer_id = (SELECT id FROM customers)");
	sql_do(s, "UPDATE customers SET first_name = 'Someone'");
	as(s, 2);
	shop_order(s, DEMO_PHONE);	/* the name on an order changes no account */
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name = 'Someone'");
}

static void
a_row_whose_phone_nobody_proved_only_gives_it_up(void **state)
{
	struct shop *s = *state;
	static const char *const types[] = { "guest", "registered" };

	for (int i = 0; i < 2; i++) {
		const char *phone = arena_fmt(s->cx.mem, "+20120000000%d", i);
		sql_do(s, "INSERT INTO customers (first_name, email, email_verified, phone, type) "
		       "VALUES ('Old', 'old%d@example.com', 1, '%s', '%s')", i, phone, types[i]);
		as(s, i);
		shop_order(s, phone);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders o JOIN customers c "
			"ON c.id = o.customer_id WHERE c.phone = '%s' AND c.phone_verified = 1 "
			"AND c.type = 'guest' AND c.email IS NULL AND c.first_name = 'Mona'", phone), 1);
	}
	expect_rows(s, 2, "SELECT 1 FROM customers WHERE first_name = 'Old' AND phone IS NULL "
	            "AND phone_verified = 0 AND email IS NOT NULL");
}

static void
hostile_text_is_kept_as_it_is(void **state)
{
	struct shop *s = *state;
	static const char nasty[] = "Robert\\u0022); DROP TABLE orders;-- <script>\\u202e \\ud83c\\udf6a";
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00",
	                                arena_fmt(s->cx.mem, "'gift_note':'%s',", nasty));

	shop_add_pack(s);
	checkout(s, KEY, body);
	expect_status(s, 201);
	expect_text(s, "gift_note", "Robert\"); DROP TABLE orders;-- <script>\u202e \U0001f36a");
	assert_string_equal(sql_text(s, "SELECT gift_note FROM orders"), text_at(s, "gift_note"));
}

static void
a_name_of_one_long_word_is_a_name(void **state)
{
	struct shop *s = *state;
	char name[241] = "";

	for (int i = 0; i < 120; i++)
		memcpy(name + 2 * i, "\u00e9", 2);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");
	char *mona = strstr(body, "Mona Adel");
	shop_add_pack(s);
	checkout(s, KEY, arena_fmt(s->cx.mem, "%.*s%s%s", (int)(mona - body), body, name, mona + 9));
	expect_status(s, 201);
	expect_text(s, "customer_name", name);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE CHAR_LENGTH(first_name) = 100 AND "
	                  "CHAR_LENGTH(last_name) = 20");
}

static void
optional_text_of_blanks_is_as_if_left_out(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	checkout(s, KEY, shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00",
	                                    "'gift_note':'  ','additional_info':'',"));
	expect_status(s, 201);
	assert_false(has(s, "gift_note"));
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE gift_note IS NULL AND "
	                  "delivery_additional_info IS NULL");
}

/* ---- at once ---- */

static char *shared_body;

static bool
place_with_one_key(struct shop *s, int i)
{
	(void)i;
	for (int n = 0; n < 5; n++) {
		checkout(s, KEY, shared_body);
		if (s->reply.status != 409)
			break;
	}
	return s->reply.status == 201;
}

static void
fifty_orders_at_once_with_one_key_are_one_order(void **state)
{
	struct shop *s = *state;

	shared_body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");
	shop_add_pack(s);
	assert_int_equal(shop_parallel(s, 50, place_with_one_key), 50);
	expect_rows(s, 1, "SELECT 1 FROM orders");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1");
	expect_rows(s, 1, "SELECT 1 FROM idempotency_keys");
}

static struct visitor crowd[64];
static char *crowd_body[64];

static void
gather_crowd(struct shop *s, int n, bool with_code, const char *total)
{
	for (int i = 0; i < n; i++) {
		const char *phone = arena_fmt(s->cx.mem, "+2010%08d", 1000 + i);
		memset(&s->visitors[7], 0, sizeof s->visitors[7]);
		as(s, 7);
		shop_add_pack(s);
		if (with_code) {
			s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
			post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
			expect_status(s, 200);
		}
		crowd[i] = s->visitors[7];
		crowd_body[i] = shop_checkout_body(s, shop_proof(s, phone), phone, total, "");
	}
}

static bool
place_own(struct shop *s, int i)
{
	s->visitors[7] = crowd[i];
	as(s, 7);
	checkout(s, arena_fmt(s->cx.mem, "crowd-key-%08d", i), crowd_body[i]);
	if (s->reply.status != 201 && s->reply.status != 409)
		print_error("%d: %s\n", s->reply.status, s->reply.body.data);
	return s->reply.status == 201;
}

static void
sixty_four_at_once_on_a_code_for_ten_are_ten(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE promo_codes SET usage_limit = 10");
	gather_crowd(s, 64, true, "332.00");
	assert_int_equal(shop_parallel(s, 64, place_own), 10);
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 10");
	expect_rows(s, 10, "SELECT 1 FROM promo_code_usage");
	expect_rows(s, 10, "SELECT 1 FROM orders WHERE discount_amount = 33.00");
	expect_rows(s, 10, "SELECT 1 FROM orders");
}

static void
forty_at_once_on_a_slot_for_seven_are_seven(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = 7 WHERE id = %d", DEMO_EVENING);
	gather_crowd(s, 40, false, "365.00");
	assert_int_equal(shop_parallel(s, 40, place_own), 7);
	expect_rows(s, 7, "SELECT 1 FROM orders");
	expect_rows(s, 1, "SELECT 1 FROM capacity WHERE slot_key = 3 AND held_orders = 7 AND "
	                  "held_cookies = 42");
	expect_rows(s, 14, "SELECT 1 FROM capacity_moves");
}

SHOP_TESTS(
	shop_test(an_order_is_placed_with_a_code_and_everything_is_written_down),
	shop_test(the_same_key_gives_the_same_reply_and_no_second_order),
	shop_test(a_key_is_needed_and_must_be_one),
	shop_test(a_refused_order_leaves_nothing_and_the_key_can_be_used_again),
	shop_test(a_price_that_changed_since_it_was_seen_refuses_the_order),
	shop_test(a_proof_is_for_one_phone_one_purpose_once_and_a_while),
	shop_test(the_place_the_day_and_the_slot_must_be_on_offer),
	shop_test(an_empty_cart_an_ordered_one_and_what_is_not_sold_are_refused),
	shop_test(packs_are_checked_again_when_the_order_is_placed),
	shop_test(a_code_that_stopped_applying_refuses_the_order_with_its_reason),
	shop_test(a_code_can_be_limited_for_each_customer),
	shop_test(online_payment_is_not_offered_without_a_gateway),
	shop_test(somebody_who_orders_again_is_the_same_customer),
	shop_test(a_row_whose_phone_nobody_proved_only_gives_it_up),
	shop_test(hostile_text_is_kept_as_it_is), shop_test(a_name_of_one_long_word_is_a_name),
	shop_test(optional_text_of_blanks_is_as_if_left_out),
	shop_test(fifty_orders_at_once_with_one_key_are_one_order),
	shop_test(sixty_four_at_once_on_a_code_for_ten_are_ten),
	shop_test(forty_at_once_on_a_slot_for_seven_are_seven))
