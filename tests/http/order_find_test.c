/* SPDX-License-Identifier: MIT */
/* Who has lost the link of an order gets it again for the number and a code to its phone. */
#include "support/account.h"
#include "support/order.h"

#include "base/str.h"

#define STRANGER "+201112223334"
#define TRACKING "order_tracking"

static void
find(struct shop *s, const char *number, const char *proof)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/orders/%s/find", number), "{'proof':'%s'}", proof);
}

/* As somebody places one; *ret_token is what its confirmation said. */
static const char *
ordered(struct shop *s, const char **ret_token)
{
	shop_order(s, DEMO_PHONE);
	*ret_token = arena_str(s->cx.mem, text_at(s, "tracking_token"));
	return arena_str(s->cx.mem, text_at(s, "number"));
}

static void
number_and_phone_give_the_link_back(void **state)
{
	struct shop *s = *state;
	const char *token, *number = ordered(s, &token), *handle, *proof;

	as(s, 1);
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'" TRACKING "'}", DEMO_PHONE);
	expect_status(s, 200);
	handle = text_at(s, "handle");
	post(s, "/api/v1/auth/otp/verify", "{'handle':'%s','code':'%s'}", handle,
	     digits_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	proof = arena_str(s->cx.mem, text_at(s, "proof"));
	find(s, str_lower(s->cx.mem, number), proof);
	expect_status(s, 200);
	expect_text(s, "number", number);
	expect_text(s, "tracking_token", token);
	assert_string_equal(header(s, "Cache-Control"), "no-store");
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", text_at(s, "tracking_token"));
	get(s, "/api/v1/orders/%s", number);
	expect_status(s, 200);
	expect_sound(s);
}

static void
messages_of_an_order_carry_its_page_in_its_language(void **state)
{
	struct shop *s = *state;
	static const char *const languages[] = { "en", "ar" };
	const char *token, *number, *link;

	for (int i = 0; i < 2; i++) {
		s->lang = languages[i];
		number = ordered(s, &token);
		link = arena_fmt(s->cx.mem, "https://shop.test/%s/orders/%s#token=%s", languages[i], number,
		                 token);
		assert_non_null(strstr(shop_message(s, DEMO_PHONE), link));
		shop_at(shop_now() + 120);
	}
}

static void
a_code_is_sent_whether_or_not_there_is_an_order(void **state)
{
	struct shop *s = *state;
	const char *token, *known, *unknown;

	ordered(s, &token);
	as(s, 1);
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'" TRACKING "'}", DEMO_PHONE);
	known = reply_text(s);
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'" TRACKING "'}", STRANGER);
	unknown = reply_text(s);
	assert_string_equal(known, unknown);
	assert_non_null(digits_sent(s, STRANGER));
}

static void
another_phone_s_order_is_as_if_it_were_missing(void **state)
{
	struct shop *s = *state;
	const char *token, *number = ordered(s, &token), *foreign, *missing;

	as(s, 1);
	find(s, number, account_proof(s, STRANGER, TRACKING));
	expect_error(s, 404, "not_found");
	foreign = reply_text(s);
	find(s, "00000-00000", account_proof(s, STRANGER, TRACKING));
	missing = reply_text(s);
	assert_string_equal(foreign, missing);
	find(s, "00000-00000", account_proof(s, DEMO_PHONE, TRACKING));
	assert_string_equal(reply_text(s), missing);
}

static void
what_is_no_proof_of_that_purpose_finds_nothing(void **state)
{
	struct shop *s = *state;
	const char *token, *number = ordered(s, &token), *proof;

	as(s, 1);
	find(s, number, shop_proof(s, DEMO_PHONE));	/* for a checkout */
	expect_error(s, 422, "phone_unproved");
	find(s, number, "0123456789012345678901234567890123456789012");
	expect_error(s, 422, "phone_unproved");
	expect_field(s, "proof", "phone_unproved");
	find(s, number, "short");
	expect_error(s, 422, "invalid");
	proof = account_proof(s, DEMO_PHONE, TRACKING);
	shop_at(shop_now() + 30 * 60);
	find(s, number, proof);
	expect_error(s, 422, "phone_unproved");
	/* Nor is this one good for anything else. */
	shop_add_pack(s);
	proof = account_proof(s, DEMO_PHONE, TRACKING);
	once(s, "order-find-checkout-1");
	char *body = shop_checkout_body(s, proof, DEMO_PHONE, "365.00", "");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_error(s, 422, "phone_unproved");
}

static void
a_proof_is_good_for_five_tries_and_a_wrong_number_is_one(void **state)
{
	struct shop *s = *state;
	const char *token, *number = ordered(s, &token), *proof;

	as(s, 1);
	proof = account_proof(s, DEMO_PHONE, TRACKING);
	for (int i = 0; i < 4; i++) {
		find(s, "00000-00000", proof);
		expect_error(s, 404, "not_found");
	}
	find(s, number, proof);
	expect_status(s, 200);
	find(s, number, proof);
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 1, "SELECT 1 FROM phone_proofs WHERE otp_type = 'order_tracking' AND tries = 5");
}

static void
removed_erased_and_unproved_orders_are_not_found(void **state)
{
	struct shop *s = *state;
	const char *token, *number = ordered(s, &token);
	static const char *const gone[] = {
		"UPDATE orders SET deleted_at = '2030-01-02 12:00:00'",
		"UPDATE orders SET customer_phone = NULL",
		"UPDATE orders SET otp_verified = 0, verify_by = '2030-01-02 12:30:00'",
	};

	as(s, 1);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
		sql_do(s, "UPDATE orders SET deleted_at = NULL, customer_phone = '%s', otp_verified = 1, "
		          "verify_by = NULL", DEMO_PHONE);
		find(s, number, account_proof(s, DEMO_PHONE, TRACKING));
		expect_status(s, 200);
		sql_do(s, "%s", gone[i]);
		find(s, number, account_proof(s, DEMO_PHONE, TRACKING));
		expect_error(s, 404, "not_found");
	}
}

static const char *wanted, *shared;

static bool
finds(struct shop *s, int i)
{
	s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
	find(s, wanted, shared);
	return s->reply.status == 200;
}

static void
of_fifty_at_once_five_succeed(void **state)
{
	struct shop *s = *state;
	const char *token;

	wanted = ordered(s, &token);
	as(s, 1);
	shared = account_proof(s, DEMO_PHONE, TRACKING);
	assert_int_equal(shop_parallel(s, 50, finds), 5);
	expect_rows(s, 1, "SELECT 1 FROM phone_proofs WHERE tries = 5 AND used_at IS NULL");
	expect_sound(s);
}

static void
an_address_has_thirty_tries_in_ten_minutes(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 30; i++) {
		find(s, "00000-00000", "0123456789012345678901234567890123456789012");
		expect_error(s, 422, "phone_unproved");
	}
	find(s, "00000-00000", account_proof(s, DEMO_PHONE, TRACKING));
	expect_error(s, 429, "too_many_requests");
}

SHOP_TESTS(
	shop_test(number_and_phone_give_the_link_back),
	shop_test(messages_of_an_order_carry_its_page_in_its_language),
	shop_test(a_code_is_sent_whether_or_not_there_is_an_order),
	shop_test(another_phone_s_order_is_as_if_it_were_missing),
	shop_test(what_is_no_proof_of_that_purpose_finds_nothing),
	shop_test(a_proof_is_good_for_five_tries_and_a_wrong_number_is_one),
	shop_test(removed_erased_and_unproved_orders_are_not_found),
	shop_test(of_fifty_at_once_five_succeed),
	shop_test(an_address_has_thirty_tries_in_ten_minutes))
