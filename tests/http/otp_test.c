/* SPDX-License-Identifier: MIT */
/* Codes by SMS: asking for one, giving it back, and everything that must not work. */
#include "support/order.h"

#include "account/otp.h"
#include "account/proof.h"
#include "base/str.h"
#include "ops/setting.h"

#define OTHER_PHONE "+201112223334"

static void
ask(struct shop *s, const char *phone)
{
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'guest_checkout'}", phone);
}

/* The code in the newest SMS; it begins the text. */
static const char *
code_sent(struct shop *s, const char *phone)
{
	char *text = shop_message(s, phone);

	assert_non_null(text);
	assert_int_equal(strspn(text, "0123456789"), 6);
	return arena_strn(s->cx.mem, text, 6);
}

static const char *
another(struct shop *s, const char *code)
{
	char *other = arena_str(s->cx.mem, code);

	other[5] = other[5] == '9' ? '0' : (char)(other[5] + 1);
	return other;
}

static void
verify(struct shop *s, const char *handle, const char *code)
{
	post(s, "/api/v1/auth/otp/verify", "{'handle':'%s','code':'%s'}", handle, code);
}

/* Asks for a code and returns its handle. */
static const char *
handle_of(struct shop *s, const char *phone)
{
	ask(s, phone);
	expect_status(s, 200);
	return text_at(s, "handle");
}

static void
a_code_is_exchanged_for_a_proof(void **state)
{
	struct shop *s = *state;

	ask(s, "0100 123-4567");
	expect_status(s, 200);
	const char *handle = text_at(s, "handle");
	assert_int_equal(strlen(handle), 43);
	expect_text(s, "expires_at", "2030-01-02T12:10:00Z");
	expect_text(s, "resend_at", "2030-01-02T12:01:00Z");
	verify(s, handle, code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	expect_text(s, "phone", DEMO_PHONE);
	expect_text(s, "expires_at", "2030-01-02T12:30:00Z");
	assert_int_equal(strlen(text_at(s, "proof")), 43);
}

static void
a_proof_places_an_order(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	verify(s, handle, code_sent(s, DEMO_PHONE));
	const char *proof = text_at(s, "proof");
	shop_add_pack(s);
	once(s, "otp-order-key-0001");
	const char *body = shop_checkout_body(s, proof, DEMO_PHONE, "365.00", "");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
}

static void
the_message_has_no_link_and_ends_as_browsers_read_it(void **state)
{
	struct shop *s = *state;

	s->config.shop_url = "https://shop.test:8443";
	ask(s, DEMO_PHONE);
	const char *text = shop_message(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	assert_null(strstr(text, "http"));
	assert_string_equal(strrchr(text, '\n') + 1, arena_fmt(s->cx.mem, "@shop.test #%s", code));
	s->config.shop_url = "https://shop.test";
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms' AND topic = 'phone_code' AND is_secret = 1 "
	            "AND subject IS NULL AND expires_at = '2030-01-02 12:10:00' AND language = 'en'");
}

static void
who_reads_arabic_gets_it_in_arabic(void **state)
{
	struct shop *s = *state;

	s->lang = "ar-EG";
	ask(s, DEMO_PHONE);
	expect_status(s, 200);
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "رمز التحقق"));
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "\n@shop.test #"));
}

/* No column of any table holds the code: not as text, and not inside other bytes. */
static void
no_table_has_the_code(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	verify(s, handle, another(s, code));
	for (int i = 0;; i++) {
		const char *where = sql_text(s,
			"SELECT CONCAT('SELECT COUNT(*) FROM `', table_name, '` WHERE INSTR(CAST(`', column_name, "
			"'` AS BINARY), ''%s'') > 0') FROM information_schema.columns "
			"WHERE table_schema = DATABASE() AND table_name IN ('outbox', 'customer_otp_codes', "
			"'phone_proofs', 'rate_limits', 'idempotency_keys') "
			"ORDER BY table_name, column_name LIMIT 1 OFFSET %d", code, i);
		if (!where) {
			assert_true(i > 40);
			break;
		}
		if (sql_number(s, "%s", where) != 0)
			fail_msg("found by: %s", where);
	}
	expect_rows(s, 0, arena_fmt(s->cx.mem, "SELECT 1 FROM customer_otp_codes WHERE handle_hash = '%s'",
	                            handle));
}

static void
a_wrong_code_is_refused_and_counted(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	verify(s, handle, another(s, code));
	expect_error(s, 422, "code_wrong");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE attempts = 1 AND used_at IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM phone_proofs");
	verify(s, handle, code);
	expect_status(s, 200);
}

static void
after_five_wrong_codes_the_right_one_is_no_use(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	for (int i = 0; i < 5; i++) {
		verify(s, handle, another(s, code));
		expect_error(s, 422, "code_wrong");
	}
	verify(s, handle, code);
	expect_error(s, 429, "code_attempts");
	verify(s, handle, code);
	expect_error(s, 429, "code_attempts");
	expect_rows(s, 0, "SELECT 1 FROM phone_proofs");
	/* A new code is a new beginning. */
	shop_at(SHOP_NOON + 60);
	handle = handle_of(s, DEMO_PHONE);
	verify(s, handle, code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
}

static void
a_code_works_once(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	verify(s, handle, code);
	expect_status(s, 200);
	verify(s, handle, code);
	expect_error(s, 422, "code_wrong");
	expect_rows(s, 1, "SELECT 1 FROM phone_proofs");
}

static void
a_code_ends_after_ten_minutes(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	shop_at(SHOP_NOON + 600);
	verify(s, handle, code);
	expect_error(s, 422, "code_wrong");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE attempts = 0");
	shop_at(SHOP_NOON + 599);
	verify(s, handle, code);
	expect_status(s, 200);
}

static void
all_handles_that_open_nothing_look_alike(void **state)
{
	struct shop *s = *state;

	verify(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "123456");
	expect_error(s, 422, "code_wrong");
	const char *unknown = arena_str(s->cx.mem, s->reply.body.data);
	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	verify(s, handle, code);
	verify(s, handle, code);
	assert_string_equal(s->reply.body.data, unknown);
	shop_at(SHOP_NOON + 700);
	verify(s, handle, code);
	assert_string_equal(s->reply.body.data, unknown);
}

static void
a_handle_of_one_does_not_take_the_code_of_another(void **state)
{
	struct shop *s = *state;

	const char *mine = handle_of(s, DEMO_PHONE);
	const char *theirs = handle_of(s, OTHER_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	if (str_eq(code, code_sent(s, OTHER_PHONE)))
		return;		/* one in a million */
	verify(s, theirs, code);
	expect_error(s, 422, "code_wrong");
	verify(s, mine, code);
	expect_status(s, 200);
}

static void
a_new_code_takes_the_place_of_the_old_one(void **state)
{
	struct shop *s = *state;

	const char *old_handle = handle_of(s, DEMO_PHONE);
	const char *old_code = code_sent(s, DEMO_PHONE);
	shop_at(SHOP_NOON + 60);
	const char *handle = handle_of(s, DEMO_PHONE);
	verify(s, old_handle, old_code);
	expect_error(s, 422, "code_wrong");
	verify(s, handle, code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE live_key IS NOT NULL");
}

static void
the_next_code_takes_a_minute(void **state)
{
	struct shop *s = *state;

	ask(s, DEMO_PHONE);
	expect_status(s, 200);
	shop_at(SHOP_NOON + 59);
	ask(s, DEMO_PHONE);
	expect_error(s, 429, "code_too_soon");
	assert_string_equal(header(s, "Retry-After"), "1");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes");
	/* Neither another phone nor another purpose waits for it. */
	ask(s, OTHER_PHONE);
	expect_status(s, 200);
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'registration'}", DEMO_PHONE);
	expect_status(s, 200);
	shop_at(SHOP_NOON + 60);
	ask(s, DEMO_PHONE);
	expect_status(s, 200);
}

static void
giving_a_code_back_does_not_shorten_the_pause(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	verify(s, handle, code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	ask(s, DEMO_PHONE);
	expect_error(s, 429, "code_too_soon");
}

static void
five_codes_an_hour_and_ten_a_day_go_to_one_phone(void **state)
{
	struct shop *s = *state;
	int64_t day = SHOP_NOON - SHOP_NOON % 86400 + 86400;
	int sent = 0;

	for (int hour = 0; hour < 3; hour++)
		for (int i = 0; i < 6; i++) {
			s->ip = arena_fmt(s->cx.mem, "198.51.100.%d", 10 * hour + i);
			shop_at(day + hour * 3600 + i * 60);
			ask(s, "+20 100 123 4567");
			sent += s->reply.status == 200;
			if (s->reply.status != 200)
				expect_error(s, 429, "too_many_requests");
			assert_int_equal(s->reply.status == 200, i < 5 && hour < 2);
			if (hour == 2 && i == 0)	/* until the day is over */
				assert_string_equal(header(s, "Retry-After"), "79200");
		}
	assert_int_equal(sent, 10);
	shop_at(day + 86400);
	ask(s, DEMO_PHONE);
	expect_status(s, 200);
}

static void
twenty_codes_an_hour_are_asked_for_from_one_address(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 22; i++) {
		/* One IPv6 network is one address. */
		s->ip = arena_fmt(s->cx.mem, "2001:db8::%x", i + 1);
		ask(s, arena_fmt(s->cx.mem, "+2010000000%02d", i));
		if (i < 20)
			expect_status(s, 200);
		else
			expect_error(s, 429, "too_many_requests");
	}
	s->ip = "2001:db8:0:1::1";
	ask(s, "+201000000099");
	expect_status(s, 200);
}

static void
the_shop_spends_its_budget_and_no_more(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES ('sms_an_hour', '2'), "
	       "('sms_a_day', '3')");
	for (int i = 0; i < 3; i++) {
		ask(s, arena_fmt(s->cx.mem, "+20100000001%d", i));
		assert_int_equal(s->reply.status, i < 2 ? 200 : 429);
	}
	shop_at(SHOP_NOON + 3600);
	ask(s, "+201000000020");
	expect_status(s, 200);
	ask(s, "+201000000021");
	expect_error(s, 429, "too_many_requests");
	shop_at(SHOP_NOON + 86400);
	sql_do(s, "UPDATE site_settings SET setting_value = '0' WHERE setting_key = 'sms_an_hour'");
	ask(s, "+201000000022");
	expect_error(s, 429, "too_many_requests");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM outbox"), 3);
}

static void
codes_go_only_to_the_countries_of_the_setting(void **state)
{
	struct shop *s = *state;

	ask(s, "+966501234567");
	expect_error(s, 422, "phone_country");
	expect_field(s, "phone", "phone_country");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES ('phone_countries', '+20 +966')");
	ask(s, "+966501234567");
	expect_status(s, 200);
	ask(s, "+971501234567");
	expect_error(s, 422, "phone_country");
	sql_do(s, "UPDATE site_settings SET setting_value = '' WHERE setting_key = 'phone_countries'");
	ask(s, "+971501234567");
	expect_status(s, 200);
}

static void
what_is_no_phone_purpose_or_code_is_refused(void **state)
{
	struct shop *s = *state;
	static const struct { const char *path, *body, *field, *code; } rows[] = {
		{ "/api/v1/auth/otp", "{'phone':'12','purpose':'guest_checkout'}", "phone", "format" },
		{ "/api/v1/auth/otp", "{'purpose':'guest_checkout'}", "phone", "required" },
		{ "/api/v1/auth/otp", "{'phone':'01001234567'}", "purpose", "required" },
		{ "/api/v1/auth/otp", "{'phone':'01001234567','purpose':'gift'}", "purpose", "choice" },
		{ "/api/v1/auth/otp/verify", "{'handle':'x'}", "code", "required" },
		{ "/api/v1/auth/otp/verify", "{'handle':'','code':'123456'}", "handle", "required" },
		{ "/api/v1/auth/otp/verify", "{'handle':'x','code':'12345'}", "code", "format" },
		{ "/api/v1/auth/otp/verify", "{'handle':'x','code':'12345a'}", "code", "format" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, rows[i].path, "%s", rows[i].body);
		expect_error(s, 422, "invalid");
		expect_field(s, rows[i].field, rows[i].code);
	}
	expect_rows(s, 0, "SELECT 1 FROM customer_otp_codes");
}

static void
another_site_cannot_ask_with_our_cookies(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	s->extra = "HTTP_SEC_FETCH_SITE=cross-site";
	ask(s, DEMO_PHONE);
	expect_error(s, 403, "cross_site");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

static void
arabic_digits_are_read(void **state)
{
	struct shop *s = *state;
	struct buf b = buf_in(s->cx.mem, 64);

	const char *handle = handle_of(s, DEMO_PHONE);
	for (const char *c = code_sent(s, DEMO_PHONE); *c; c++)
		buf_fmt(&b, "\xd9%c", 0xa0 + (*c - '0'));
	verify(s, handle, b.data);
	expect_status(s, 200);
}

static void
a_phone_rests_after_fifty_wrong_codes(void **state)
{
	struct shop *s = *state;

	const char *handle = handle_of(s, DEMO_PHONE);
	const char *code = code_sent(s, DEMO_PHONE);
	/* Yesterday's end and today's beginning: more codes than one day allows. */
	for (int i = 0; i < 10; i++)
		sql_do(s, "INSERT INTO customer_otp_codes (phone, otp_type, delivery_method, code_hash, salt, "
		       "handle_hash, attempts, expires_at, created_at) VALUES ('%s', 'guest_checkout', 'sms', "
		       "REPEAT('x', 32), REPEAT('x', 16), RPAD('h%d', 32, 'x'), %d, '2030-01-01 13:10:00', "
		       "'2030-01-01 13:00:00')", DEMO_PHONE, i, i == 0 ? 4 : 5);
	verify(s, handle, another(s, code));
	expect_error(s, 422, "code_wrong");		/* the fiftieth */
	verify(s, handle, code);
	expect_error(s, 429, "too_many_requests");
	assert_string_equal(header(s, "Retry-After"), "3600");
	shop_at(SHOP_NOON + 60);
	ask(s, DEMO_PHONE);
	expect_error(s, 429, "too_many_requests");
	ask(s, OTHER_PHONE);
	expect_status(s, 200);
	shop_at(SHOP_NOON + 3600);
	ask(s, DEMO_PHONE);
	expect_status(s, 200);
	verify(s, text_at(s, "handle"), code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
}

/* ---- many at once ---- */

static const char *shared_handle, *shared_code;

static bool
gives_the_code(struct shop *s, int i)
{
	(void)i;
	verify(s, shared_handle, shared_code);
	return s->reply.status == 200;
}

static void
of_forty_at_once_one_gets_the_proof(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 3; round++) {
		shop_at(SHOP_NOON + round * 60);
		shared_handle = handle_of(s, DEMO_PHONE);
		shared_code = code_sent(s, DEMO_PHONE);
		assert_int_equal(shop_parallel(s, 40, gives_the_code), 1);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM phone_proofs"), round + 1);
	}
}

static bool
is_compared(struct shop *s, int i)
{
	(void)i;
	verify(s, shared_handle, shared_code);
	return s->reply.err == E_CODE_WRONG;
}

static void
of_two_hundred_wrong_ones_at_once_five_are_compared(void **state)
{
	struct shop *s = *state;

	shared_handle = handle_of(s, DEMO_PHONE);
	shared_code = another(s, code_sent(s, DEMO_PHONE));
	assert_int_equal(shop_parallel(s, 200, is_compared), 5);
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE attempts = 5 AND used_at IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM phone_proofs");
}

static bool
asks_for_one(struct shop *s, int i)
{
	s->ip = arena_fmt(s->cx.mem, "198.51.100.%d", i);
	ask(s, DEMO_PHONE);
	return s->reply.status == 200;
}

static void
of_forty_requests_at_once_one_code_is_sent(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 40, asks_for_one), 1);
	expect_rows(s, 1, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes");
	/* The same where there is an old one to replace. */
	sql_do(s, "DELETE FROM rate_limits");
	shop_at(SHOP_NOON + 60);
	assert_int_equal(shop_parallel(s, 40, asks_for_one), 1);
	expect_rows(s, 2, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE live_key IS NOT NULL");
}

static bool
asks_for_its_own(struct shop *s, int i)
{
	ask(s, arena_fmt(s->cx.mem, "+2010000000%02d", i));
	return s->reply.status == 200;
}

static void
the_cap_of_an_address_is_exact(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 60, asks_for_its_own), 20);
	expect_rows(s, 20, "SELECT 1 FROM outbox");
}

/* ---- proofs ---- */

struct taking { const char *purpose, *phone, *token; };

static enum err
take_proof(struct ctx *cx, void *arg)
{
	const struct taking *t = arg;

	return proof_take(cx, t->purpose, t->phone, t->token);
}

static enum err
taken(struct shop *s, const char *purpose, const char *phone, const char *token)
{
	struct taking t = { purpose, phone, token };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	return db_transaction(&s->cx, DB_ONCE, take_proof, &t);
}

static void
a_proof_is_good_once_for_its_phone_and_purpose(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);

	assert_int_equal(taken(s, "registration", DEMO_PHONE, proof), E_PHONE_UNPROVED);
	assert_int_equal(taken(s, "guest_checkout", OTHER_PHONE, proof), E_PHONE_UNPROVED);
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, "nonsense"), E_PHONE_UNPROVED);
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, NULL), E_PHONE_UNPROVED);
	assert_string_equal(s->cx.faults->field, "proof");
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, proof), OK);
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, proof), E_PHONE_UNPROVED);
}

static void
a_proof_ends_after_half_an_hour(void **state)
{
	struct shop *s = *state;
	const char *proof = shop_proof(s, DEMO_PHONE);

	shop_at(SHOP_NOON + PROOF_SECS);
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, proof), E_PHONE_UNPROVED);
	shop_at(SHOP_NOON + PROOF_SECS - 1);
	assert_int_equal(taken(s, "guest_checkout", DEMO_PHONE, proof), OK);
}

static const char *shared_proof;

static bool
takes_the_proof(struct shop *s, int i)
{
	(void)i;
	return taken(s, "guest_checkout", DEMO_PHONE, shared_proof) == OK;
}

static void
of_thirty_at_once_one_takes_the_proof(void **state)
{
	struct shop *s = *state;

	shared_proof = shop_proof(s, DEMO_PHONE);
	assert_int_equal(shop_parallel(s, 30, takes_the_proof), 1);
}

SHOP_TESTS(shop_test(a_code_is_exchanged_for_a_proof), shop_test(a_proof_places_an_order),
           shop_test(the_message_has_no_link_and_ends_as_browsers_read_it),
           shop_test(who_reads_arabic_gets_it_in_arabic), shop_test(no_table_has_the_code),
           shop_test(a_wrong_code_is_refused_and_counted),
           shop_test(after_five_wrong_codes_the_right_one_is_no_use), shop_test(a_code_works_once),
           shop_test(a_code_ends_after_ten_minutes),
           shop_test(all_handles_that_open_nothing_look_alike),
           shop_test(a_handle_of_one_does_not_take_the_code_of_another),
           shop_test(a_new_code_takes_the_place_of_the_old_one),
           shop_test(the_next_code_takes_a_minute),
           shop_test(giving_a_code_back_does_not_shorten_the_pause),
           shop_test(five_codes_an_hour_and_ten_a_day_go_to_one_phone),
           shop_test(twenty_codes_an_hour_are_asked_for_from_one_address),
           shop_test(the_shop_spends_its_budget_and_no_more),
           shop_test(codes_go_only_to_the_countries_of_the_setting),
           shop_test(what_is_no_phone_purpose_or_code_is_refused),
           shop_test(another_site_cannot_ask_with_our_cookies), shop_test(arabic_digits_are_read),
           shop_test(a_phone_rests_after_fifty_wrong_codes),
           shop_test(of_forty_at_once_one_gets_the_proof),
           shop_test(of_two_hundred_wrong_ones_at_once_five_are_compared),
           shop_test(of_forty_requests_at_once_one_code_is_sent),
           shop_test(the_cap_of_an_address_is_exact),
           shop_test(a_proof_is_good_once_for_its_phone_and_purpose),
           shop_test(a_proof_ends_after_half_an_hour),
           shop_test(of_thirty_at_once_one_takes_the_proof))
