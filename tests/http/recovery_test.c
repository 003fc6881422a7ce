/* SPDX-License-Identifier: MIT */
/* A forgotten password: link and code, once, the newest only, and nothing learnt by asking. */
#include "support/account.h"
#include "support/order.h"

#include "base/str.h"

#define NEW_PASSWORD "another biscuit"
#define OTHER_PHONE "+201112223334"

static void
forgot(struct shop *s, const char *login, const char *method)
{
	post(s, "/api/v1/auth/password/forgot", "{'login':'%s','delivery_method':'%s'}", login, method);
}

static void
exchange(struct shop *s, const char *handle, const char *code)
{
	post(s, "/api/v1/auth/password/code", "{'handle':'%s','code':'%s'}", handle, code);
}

static void
reset(struct shop *s, const char *token, const char *password)
{
	post(s, "/api/v1/auth/password/reset", "{'token':'%s','password':'%s'}", token, password);
}

static int64_t
mona(struct shop *s)
{
	return customer_add(s, DEMO_PHONE, MONA);
}

static bool
has_password(struct shop *s, const char *password)
{
	return argon2_matches(sql_text(s, "SELECT password_hash FROM customers WHERE phone = '%s'",
	                               DEMO_PHONE), password, s->keys.key[KEY_PEPPER]);
}

static const char *
asked_link(struct shop *s)
{
	forgot(s, MONA, "email");
	expect_status(s, 200);
	return link_sent(s, MONA, "/reset#token=");
}

/* ---- the story ---- */

static void
a_link_sets_a_new_password_and_ends_all_sessions(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);

	as_customer(s, 1, id, true);
	as(s, 0);
	forgot(s, " Mona@example.com ", "email");
	expect_status(s, 200);
	expect_text(s, "expires_at", "2030-01-02T12:10:00Z");
	reset(s, link_sent(s, MONA, "https://shop.test/en/reset#token="), NEW_PASSWORD);
	expect_status(s, 204);
	assert_null(header(s, "Set-Cookie"));
	assert_true(has_password(s, NEW_PASSWORD));
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE password_changed_at = '2030-01-02 12:00:00' "
	            "AND pepper_id IS NOT NULL");
	expect_rows(s, 0, "SELECT 1 FROM customer_sessions WHERE is_active = 1");
	as(s, 1);
	get(s, "/api/v1/me");
	expect_error(s, 401, "login_needed");
	assert_non_null(strstr(shop_message(s, MONA), "password of your account at Crumbled was changed"));
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'password.reset'");
	expect_rows(s, 1, "SELECT 1 FROM password_reset_tokens WHERE user_type = 'customer' "
	            "AND used_at IS NOT NULL AND ip_address = '198.51.100.7' AND user_agent = 'test'");
}

static void
a_code_is_exchanged_for_a_token(void **state)
{
	struct shop *s = *state;

	mona(s);
	forgot(s, "0100 123 4567", "sms");
	expect_status(s, 200);
	const char *handle = text_at(s, "handle"), *code = digits_sent(s, DEMO_PHONE);
	exchange(s, handle, other_digits(s, code));
	expect_error(s, 422, "code_wrong");
	exchange(s, handle, code);
	expect_status(s, 200);
	expect_text(s, "expires_at", "2030-01-03T12:00:00Z");
	const char *token = text_at(s, "token");
	exchange(s, handle, code);
	expect_error(s, 422, "code_wrong");
	reset(s, token, NEW_PASSWORD);
	expect_status(s, 204);
	assert_true(has_password(s, NEW_PASSWORD));
}

static void
who_reads_arabic_is_written_to_in_arabic(void **state)
{
	struct shop *s = *state;

	mona(s);
	sql_do(s, "UPDATE customers SET preferred_language = 'ar'");
	forgot(s, MONA, "email");
	reset(s, link_sent(s, MONA, "https://shop.test/ar/reset#token="), NEW_PASSWORD);
	expect_status(s, 204);
	assert_non_null(strstr(shop_message(s, MONA), "تم الآن تغيير كلمة مرور حسابك"));
}

static void
the_code_in_the_mail_does_as_well(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *link = asked_link(s);
	exchange(s, text_at(s, "handle"), digits_sent(s, MONA));
	expect_status(s, 200);
	const char *token = text_at(s, "token");
	/* Only the newest token works. */
	reset(s, link, NEW_PASSWORD);
	expect_error(s, 422, "link_over");
	reset(s, token, NEW_PASSWORD);
	expect_status(s, 204);
}

/* ---- once, newest, in time ---- */

static void
a_link_works_once(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *token = asked_link(s);
	reset(s, token, NEW_PASSWORD);
	expect_status(s, 204);
	reset(s, token, "yet another one");
	expect_error(s, 422, "link_over");
	assert_true(has_password(s, NEW_PASSWORD));
	reset(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NEW_PASSWORD);
	expect_error(s, 422, "link_over");
}

static void
a_link_ends_after_a_day_and_with_the_next_one(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *first = asked_link(s);
	const char *handle = text_at(s, "handle"), *code = digits_sent(s, MONA);
	shop_at(SHOP_NOON + 60);
	const char *second = asked_link(s);
	reset(s, first, NEW_PASSWORD);
	expect_error(s, 422, "link_over");
	exchange(s, handle, code);
	expect_error(s, 422, "code_wrong");
	shop_at(SHOP_NOON + 60 + 86400);
	reset(s, second, NEW_PASSWORD);
	expect_error(s, 422, "link_over");
	shop_at(SHOP_NOON + 59 + 86400);
	reset(s, second, NEW_PASSWORD);
	expect_status(s, 204);
}

static void
a_token_of_staff_opens_no_customer(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *token = asked_link(s);
	sql_do(s, "UPDATE password_reset_tokens SET user_type = 'admin'");
	reset(s, token, NEW_PASSWORD);
	expect_error(s, 422, "link_over");
}

static const char *shared_token;

static bool
resets(struct shop *s, int i)
{
	reset(s, shared_token, arena_fmt(s->cx.mem, "password number %d", i));
	BUG_ON(s->reply.status != 204 && s->reply.status != 422);
	return s->reply.status == 204;
}

static void
of_many_at_once_one_sets_the_password(void **state)
{
	struct shop *s = *state;

	mona(s);
	shared_token = asked_link(s);
	assert_int_equal(shop_parallel(s, 16, resets), 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'password.reset'");
}

static const char *shared_handle, *shared_code;

static bool
exchanges(struct shop *s, int i)
{
	(void)i;
	exchange(s, shared_handle, shared_code);
	return s->reply.status == 200;
}

static void
of_forty_at_once_one_gets_the_token(void **state)
{
	struct shop *s = *state;

	mona(s);
	forgot(s, DEMO_PHONE, "sms");
	shared_handle = text_at(s, "handle");
	shared_code = digits_sent(s, DEMO_PHONE);
	assert_int_equal(shop_parallel(s, 40, exchanges), 1);
	expect_rows(s, 1, "SELECT 1 FROM password_reset_tokens");
}

static void
after_five_wrong_codes_the_right_one_is_no_use(void **state)
{
	struct shop *s = *state;

	mona(s);
	/* The same for somebody without an account. */
	for (int known = 1; known >= 0; known--) {
		forgot(s, known ? DEMO_PHONE : OTHER_PHONE, "sms");
		const char *handle = text_at(s, "handle");
		const char *code = known ? digits_sent(s, DEMO_PHONE) : "123456";
		for (int i = 0; i < 5; i++) {
			exchange(s, handle, known ? other_digits(s, code) : code);
			expect_error(s, 422, "code_wrong");
		}
		exchange(s, handle, code);
		expect_error(s, 429, "code_attempts");
	}
}

/* ---- nothing learnt ---- */

static void
an_account_and_none_are_answered_alike(void **state)
{
	struct shop *s = *state;
	uint64_t counts[8];
	const char *texts[8];
	static const struct { const char *login, *method; } asked[] = {
		{ MONA, "email" }, { "nobody@example.com", "email" }, { "late@example.com", "email" },
		{ "unproved@example.com", "email" },
		{ DEMO_PHONE, "sms" }, { OTHER_PHONE, "sms" }, { "+201200000001", "sms" },
		{ "+201200000009", "sms" },
	};

	mona(s);
	customer_add(s, "+201200000001", "late@example.com");
	sql_do(s, "UPDATE customers SET status = 'suspended' WHERE email = 'late@example.com'");
	customer_add(s, "+201200000002", "unproved@example.com");
	sql_do(s, "UPDATE customers SET email_verified = 0 WHERE email = 'unproved@example.com'");
	shop_at(SHOP_NOON - 3600);
	forgot(s, "warm@example.com", "email");
	forgot(s, "+201200000008", "sms");
	shop_at(SHOP_NOON);
	for (size_t i = 0; i < 8; i++) {
		uint64_t before = db_stats(s->db_shop)->statements;
		forgot(s, asked[i].login, asked[i].method);
		expect_status(s, 200);
		counts[i] = db_stats(s->db_shop)->statements - before;
		texts[i] = reply_text(s);
	}
	for (size_t i = 1; i < 8; i++) {
		assert_string_equal(texts[i], texts[0]);
		assert_int_equal(counts[i], counts[i < 4 ? 0 : 4]);
	}
	/* Only two were written to; what the others would have got goes nowhere. */
	assert_null(shop_message(s, "late@example.com"));
	assert_null(shop_message(s, "+201200000001"));
	assert_null(shop_message(s, "unproved@example.com"));
	assert_null(shop_message(s, "nobody@example.com"));
	assert_null(shop_message(s, OTHER_PHONE));
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE recipient = '-' AND (is_secret = 0 "
	            "OR expires_at > '2030-01-02 12:00:00')");
	expect_rows(s, 1, "SELECT 1 FROM password_reset_tokens WHERE user_id <> 0");
	/* The pause is the same for both. */
	forgot(s, MONA, "email");
	expect_error(s, 429, "code_too_soon");
	const char *soon = reply_text(s);
	forgot(s, "nobody@example.com", "email");
	assert_string_equal(reply_text(s), soon);
}

static void
without_a_proved_email_there_is_the_code_only(void **state)
{
	struct shop *s = *state;

	mona(s);
	sql_do(s, "UPDATE customers SET email_verified = 0, status = 'unverified'");
	forgot(s, MONA, "email");
	expect_status(s, 200);
	assert_null(shop_message(s, MONA));
	forgot(s, MONA, "sms");
	expect_status(s, 200);
	assert_null(shop_message(s, DEMO_PHONE));
	forgot(s, DEMO_PHONE, "sms");
	expect_status(s, 200);
	exchange(s, text_at(s, "handle"), digits_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	reset(s, text_at(s, "token"), NEW_PASSWORD);
	expect_status(s, 204);
	/* The notice goes where it can be read. */
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "your password was changed"));
}

static void
an_account_that_was_closed_keeps_its_password(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *token = asked_link(s);
	sql_do(s, "UPDATE customers SET status = 'suspended'");
	reset(s, token, NEW_PASSWORD);
	expect_error(s, 422, "link_over");
	assert_true(has_password(s, CUSTOMER_PASSWORD));
}

static void
what_is_no_login_method_or_password_is_refused(void **state)
{
	struct shop *s = *state;

	mona(s);
	forgot(s, "mona", "email");
	expect_field(s, "login", "invalid");
	forgot(s, MONA, "pigeon");
	expect_field(s, "delivery_method", "choice");
	const char *token = asked_link(s);
	reset(s, token, "short");
	expect_field(s, "password", "too_short");
	reset(s, token, MONA);
	expect_error(s, 422, "password_weak");
	/* A refusal does not spend it. */
	reset(s, token, NEW_PASSWORD);
	expect_status(s, 204);
}

static void
five_an_hour_go_to_one_address(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 5; i++) {
		shop_at(SHOP_NOON + i * 60);
		forgot(s, MONA, "email");
		expect_status(s, 200);
	}
	shop_at(SHOP_NOON + 300);
	forgot(s, MONA, "email");
	expect_error(s, 429, "too_many_requests");
}

static void
no_table_has_the_link_or_the_code(void **state)
{
	struct shop *s = *state;

	mona(s);
	const char *token = asked_link(s), *code = digits_sent(s, MONA);
	for (int i = 0;; i++) {
		const char *where = sql_text(s,
			"SELECT CONCAT('SELECT COUNT(*) FROM `', table_name, '` WHERE INSTR(CAST(`', column_name, "
			"'` AS BINARY), ''%s'') > 0 OR INSTR(CAST(`', column_name, '` AS BINARY), ''%s'') > 0') "
			"FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name IN "
			"('outbox', 'customer_otp_codes', 'password_reset_tokens', 'customer_activity_log', "
			"'customers', 'rate_limits') ORDER BY table_name, column_name LIMIT 1 OFFSET %d", code,
			token, i);
		if (!where) {
			assert_true(i > 40);
			break;
		}
		if (sql_number(s, "%s", where) != 0)
			fail_msg("found by: %s", where);
	}
}

SHOP_TESTS(shop_test(a_link_sets_a_new_password_and_ends_all_sessions),
           shop_test(a_code_is_exchanged_for_a_token),
           shop_test(who_reads_arabic_is_written_to_in_arabic),
           shop_test(the_code_in_the_mail_does_as_well), shop_test(a_link_works_once),
           shop_test(a_link_ends_after_a_day_and_with_the_next_one),
           shop_test(a_token_of_staff_opens_no_customer),
           shop_test(of_many_at_once_one_sets_the_password),
           shop_test(of_forty_at_once_one_gets_the_token),
           shop_test(after_five_wrong_codes_the_right_one_is_no_use),
           shop_test(an_account_and_none_are_answered_alike),
           shop_test(without_a_proved_email_there_is_the_code_only),
           shop_test(an_account_that_was_closed_keeps_its_password),
           shop_test(what_is_no_login_method_or_password_is_refused),
           shop_test(five_an_hour_go_to_one_address), shop_test(no_table_has_the_link_or_the_code))
