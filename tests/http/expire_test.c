/* SPDX-License-Identifier: MIT */
/* What cron ends and forgets: sessions, codes, proofs, links, tokens, counters and keys, and what it
 * leaves alone. */
#include "support/customer.h"
#include "support/job.h"
#include "support/order.h"

#include "account/session.h"
#include "base/str.h"
#include "staff/admin_session.h"

#define DAY 86400
#define MONA "mona@example.com"

static void
expect_done(struct shop *s, const char *job, int64_t n)
{
	run_job(s, job);
	expect_status(s, 200);
	expect_number(s, "done", n);
}

/* ---- sessions ---- */

static void
a_session_that_was_not_used_for_a_day_ends(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, DEMO_PHONE, MONA), false);
	shop_at(SHOP_NOON + SESSION_IDLE_SECS - 1);
	expect_done(s, "expire-sessions", 0);
	shop_at(SHOP_NOON + SESSION_IDLE_SECS);
	expect_done(s, "expire-sessions", 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE is_active = 0 "
	            "AND revoke_reason = 'expired' AND revoked_at = '2030-01-03 12:00:00'");
	expect_done(s, "expire-sessions", 0);
}

static void
a_remembered_session_has_two_weeks(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, DEMO_PHONE, MONA), true);
	shop_at(SHOP_NOON + SESSION_LONG_IDLE_SECS - 1);
	expect_done(s, "expire-sessions", 0);
	shop_at(SHOP_NOON + SESSION_LONG_IDLE_SECS);
	expect_done(s, "expire-sessions", 1);
}

static void
a_busy_session_ends_with_its_last_day(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, DEMO_PHONE, MONA), false);
	sql_do(s, "UPDATE customer_sessions SET last_activity_at = expires_at");
	shop_at(SHOP_NOON + SESSION_SECS - 1);
	expect_done(s, "expire-sessions", 0);
	shop_at(SHOP_NOON + SESSION_SECS);
	expect_done(s, "expire-sessions", 1);
}

static void
an_ended_session_is_forgotten_after_thirty_days(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, DEMO_PHONE, MONA), false);
	post(s, "/api/v1/auth/logout", "{}");
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE revoked_at = '2030-01-02 12:00:00'");
	shop_at(SHOP_NOON + SESSION_KEPT_SECS);
	expect_done(s, "expire-sessions", 0);
	shop_at(SHOP_NOON + SESSION_KEPT_SECS + 1);
	expect_done(s, "expire-sessions", 1);
	expect_rows(s, 0, "SELECT 1 FROM customer_sessions");
}

/* A thief's old token ends the family, however often the job ran in between. */
static void
an_old_token_still_ends_its_family(void **state)
{
	struct shop *s = *state;
	const char *stolen = as_customer(s, 1, customer_add(s, DEMO_PHONE, MONA), true);
	char kept[64];

	snprintf(kept, sizeof kept, "%s", stolen);
	for (int day = 1; day <= 10; day++) {
		shop_at(SHOP_NOON + day * DAY + 60);
		get(s, "/api/v1/me");
		expect_status(s, 200);
		expect_done(s, "expire-sessions", 0);
	}
	assert_string_not_equal(cookie_of(s, 1, CUSTOMER_COOKIE), kept);
	visitor_cookie(s, 2, CUSTOMER_COOKIE, kept);
	as(s, 2);
	get(s, "/api/v1/me");
	expect_error(s, 401, "login_needed");
	as(s, 1);
	get(s, "/api/v1/me");
	expect_error(s, 401, "login_needed");
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE revoke_reason = 'replay'");
}

static void
staff_have_half_an_hour_and_twelve(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO admin_users (id, username, email, password_hash, role) VALUES "
	       "(1, 'a', 'a@example.com', 'x', 'order_manager')");
	sql_do(s, "INSERT INTO admin_sessions (admin_user_id, token_hash, last_activity_at, expires_at) "
	       "VALUES (1, REPEAT('a', 32), '2030-01-02 11:30:00', '2030-01-02 20:00:00'), "
	       "(1, REPEAT('b', 32), '2030-01-02 12:00:00', '2030-01-02 12:00:00'), "
	       "(1, REPEAT('c', 32), '2030-01-02 11:30:01', '2030-01-02 12:00:01')");
	sql_do(s, "INSERT INTO admin_sessions (admin_user_id, token_hash, expires_at, revoked_at) "
	       "VALUES (1, REPEAT('d', 32), '2029-01-01', '2029-12-03 12:00:00'), "
	       "(1, REPEAT('e', 32), '2029-01-01', '2029-12-03 11:59:59')");
	expect_done(s, "expire-sessions", 3);
	expect_rows(s, 2, "SELECT 1 FROM admin_sessions WHERE revoke_reason = 'expired' "
	            "AND revoked_at = '2030-01-02 12:00:00' AND token_hash <> REPEAT('c', 32)");
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions WHERE token_hash = REPEAT('c', 32) "
	            "AND revoked_at IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions WHERE token_hash = REPEAT('e', 32)");
}

static void
more_than_a_batch_is_done_too(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (id, email) VALUES (1, 'a@example.com')");
	sql_do(s, "INSERT INTO customer_sessions (customer_id, family_id, token_hash, expires_at, "
	       "last_activity_at) SELECT 1, UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), '2029-01-01', "
	       "'2028-12-31' FROM seq_1_to_1700");
	expect_done(s, "expire-sessions", 1700);
	expect_rows(s, 1700, "SELECT 1 FROM customer_sessions WHERE is_active = 0");
}

/* ---- codes, proofs, links, tokens ---- */

static void
codes_and_proofs_are_forgotten_after_a_day(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customer_otp_codes (phone, otp_type, code_hash, salt, handle_hash, "
	       "expires_at) SELECT '" DEMO_PHONE "', 'login', UNHEX(SHA2(seq, 256)), UNHEX(MD5(seq)), "
	       "UNHEX(SHA2(seq, 256)), '2030-01-01 11:59:58' + INTERVAL seq SECOND "
	       "FROM seq_1_to_3");
	sql_do(s, "INSERT INTO phone_proofs (token_hash, otp_type, phone, expires_at) SELECT "
	       "UNHEX(SHA2(seq, 256)), 'registration', '" DEMO_PHONE "', '2030-01-01 11:59:58' + "
	       "INTERVAL seq SECOND FROM seq_1_to_3");
	expect_done(s, "expire-tokens", 2);
	expect_rows(s, 2, "SELECT 1 FROM customer_otp_codes WHERE expires_at >= '2030-01-01 12:00:00'");
	expect_rows(s, 2, "SELECT 1 FROM phone_proofs WHERE expires_at >= '2030-01-01 12:00:00'");
}

/* They are counted for 24 hours, however short the code lived. */
static void
wrong_tries_still_count(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customer_otp_codes (phone, otp_type, code_hash, salt, handle_hash, "
	       "attempts, created_at, expires_at) SELECT '" DEMO_PHONE "', 'login', "
	       "UNHEX(SHA2(seq, 256)), UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), 5, "
	       "'2030-01-01 12:00:01', '2030-01-01 12:00:01' FROM seq_1_to_10");
	expect_done(s, "expire-tokens", 0);
	post(s, "/api/v1/auth/otp", "{'phone':'" DEMO_PHONE "','purpose':'guest_checkout'}");
	expect_error(s, 429, "too_many_requests");
}

static void
links_and_reset_tokens_are_forgotten_after_thirty_days(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (id, email, type, email_verified) VALUES "
	       "(1, '" MONA "', 'registered', 1)");
	sql_do(s, "INSERT INTO email_verification_tokens (customer_id, email, token_hash, expires_at) "
	       "SELECT 1, '" MONA "', UNHEX(SHA2(seq, 256)), '2029-12-03 11:59:58' + INTERVAL seq "
	       "SECOND FROM seq_1_to_3");
	sql_do(s, "INSERT INTO password_reset_tokens (user_type, user_id, token_hash, expires_at) "
	       "SELECT 'customer', 1, UNHEX(SHA2(seq, 256)), '2029-12-03 11:59:58' + INTERVAL seq "
	       "SECOND FROM seq_1_to_3");
	expect_done(s, "expire-tokens", 2);
	expect_rows(s, 2, "SELECT 1 FROM email_verification_tokens "
	            "WHERE expires_at >= '2029-12-03 12:00:00'");
	expect_rows(s, 2, "SELECT 1 FROM password_reset_tokens "
	            "WHERE expires_at >= '2029-12-03 12:00:00'");
}

static void
an_address_that_still_waits_to_be_proved_is_kept(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (id, type, status) VALUES (1, 'registered', 'unverified')");
	sql_do(s, "INSERT INTO email_verification_tokens (customer_id, email, token_hash, expires_at) "
	       "SELECT 1, CONCAT('mona', seq, '@example.com'), UNHEX(SHA2(seq, 256)), '2029-01-01' "
	       "FROM seq_1_to_3");
	expect_done(s, "expire-tokens", 2);
	expect_rows(s, 1, "SELECT 1 FROM email_verification_tokens WHERE email = 'mona3@example.com'");
}

static void
counters_end_with_their_window_and_keys_after_a_week(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO rate_limits (bucket, hits, expires_at) VALUES "
	       "(REPEAT('a', 32), 1, '2030-01-02 12:00:00'), (REPEAT('b', 32), 1, '2030-01-02 12:00:01')");
	sql_do(s, "INSERT INTO idempotency_keys (scope, route, idem_key, body_hash, created_at) VALUES "
	       "(REPEAT('a', 32), 'x', 'a', REPEAT('a', 32), '2029-12-26 11:59:59'), "
	       "(REPEAT('a', 32), 'x', 'b', REPEAT('a', 32), '2029-12-26 12:00:00')");
	expect_done(s, "expire-tokens", 2);
	expect_rows(s, 1, "SELECT 1 FROM rate_limits WHERE bucket = REPEAT('b', 32)");
	expect_rows(s, 1, "SELECT 1 FROM idempotency_keys WHERE idem_key = 'b'");
}

/* They are part of the order, which its owner sees; a link of the backfill is among them. */
static void
download_tokens_stay(void **state)
{
	struct shop *s = *state;

	sql_do(s, "SET foreign_key_checks = 0");
	sql_do(s, "INSERT INTO download_tokens (delivery_id, order_id, token_hash, expires_at) VALUES "
	       "(1, 1, REPEAT('a', 32), '2020-01-01')");
	sql_do(s, "SET foreign_key_checks = 1");
	expect_done(s, "expire-tokens", 0);
	expect_rows(s, 1, "SELECT 1 FROM download_tokens");
}

#define job_test(fn) cmocka_unit_test_setup(fn, job_begin)
SHOP_TESTS(job_test(a_session_that_was_not_used_for_a_day_ends),
           job_test(a_remembered_session_has_two_weeks),
           job_test(a_busy_session_ends_with_its_last_day),
           job_test(an_ended_session_is_forgotten_after_thirty_days),
           job_test(an_old_token_still_ends_its_family),
           job_test(staff_have_half_an_hour_and_twelve), job_test(more_than_a_batch_is_done_too),
           job_test(codes_and_proofs_are_forgotten_after_a_day), job_test(wrong_tries_still_count),
           job_test(links_and_reset_tokens_are_forgotten_after_thirty_days),
           job_test(an_address_that_still_waits_to_be_proved_is_kept),
           job_test(counters_end_with_their_window_and_keys_after_a_week),
           job_test(download_tokens_stay))
