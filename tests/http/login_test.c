/* SPDX-License-Identifier: MIT */
/* How customers get in, how they do not, and that a refusal tells nothing. */
#include "support/customer.h"

#include "account/login.h"
#include "base/str.h"
#include "guard/backoff.h"
#include "guard/password.h"
#include "support/order.h"

#include <crypt.h>

#define LOGIN "/api/v1/auth/login"
#define OTP "/api/v1/auth/otp"
#define MAIL CUSTOMER_MAIL
#define OTHER_PHONE "+201112223334"
#define OTHER_MAIL "adel@example.com"

static void
log_in_by_code(struct shop *s, const char *handle, const char *code)
{
	post(s, LOGIN, "{'handle':'%s','code':'%s'}", handle, code);
}

static const char *
another(struct shop *s, const char *code)
{
	char *other = arena_str(s->cx.mem, code);

	other[5] = other[5] == '9' ? '0' : (char)(other[5] + 1);
	return other;
}

static void
an_unproved_email_logs_nobody_in(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	sql_do(s, "UPDATE customers SET email_verified = 0");
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_wrong");
	customer_log_in(s, DEMO_PHONE, CUSTOMER_PASSWORD);
	expect_status(s, 200);
}

static void
expect_in(struct shop *s)
{
	get(s, "/api/v1/me/sessions");
	expect_status(s, 200);
}

static void
expect_out(struct shop *s)
{
	get(s, "/api/v1/me/sessions");
	expect_error(s, 401, "login_needed");
}

/* ---- password ---- */

static void
a_new_device_is_asked_for_a_code(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	assert_true(json_flag(at(s, "needs_code")));
	assert_false(has(s, "cart"));
	assert_null(header(s, "Set-Cookie"));
	expect_out(s);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 429, "code_too_soon");
	shop_at(SHOP_NOON + 60);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	customer_log_in_with(s, MAIL, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	assert_false(json_flag(at(s, "needs_code")));
	assert_false(has(s, "handle"));
	assert_int_equal(43, strlen(cookie_of(s, 0, CUSTOMER_COOKIE)));
	expect_in(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE last_login_at = '2030-01-02 12:01:00'");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'session.login'");
	/* And is known from then on. */
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	assert_false(json_flag(at(s, "needs_code")));
	expect_in(s);
}

static void
any_of_the_three_names_will_do(void **state)
{
	struct shop *s = *state;
	static const char *const names[] = {
		MAIL, " Mona@Example.COM ", DEMO_PHONE, "0100 123 4567", "mona", "Mona",
	};

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		customer_log_in(s, names[i], CUSTOMER_PASSWORD);
		expect_status(s, 200);
		assert_false(json_flag(at(s, "needs_code")));
	}
}

static void
without_a_proved_phone_the_code_goes_by_mail(void **state)
{
	struct shop *s = *state;

	customer_add(s, NULL, MAIL);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	customer_log_in_with(s, MAIL, text_at(s, "handle"), customer_code_sent(s, MAIL));
	expect_status(s, 200);
	expect_in(s);
}

static void
remembered_is_a_cookie_with_an_age(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_null(strstr(header(s, "Set-Cookie"), "Max-Age"));
	post(s, LOGIN, "{'login':'mona','password':'" CUSTOMER_PASSWORD "','remember':true}");
	expect_status(s, 200);
	assert_non_null(strstr(header(s, "Set-Cookie"), "__Host-sid="));
	assert_non_null(strstr(header(s, "Set-Cookie"),
	                       "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=2592000"));
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE is_remembered = 1 AND is_active = 1 "
	            "AND expires_at = '2030-02-01 12:00:00'");
}

static void
what_does_not_belong_together_is_refused(void **state)
{
	struct shop *s = *state;

	post(s, LOGIN, "{}");
	expect_field(s, "login", "required");
	post(s, LOGIN, "{'login':'mona'}");
	expect_field(s, "password", "required");
	post(s, LOGIN, "{'password':'x'}");
	expect_field(s, "login", "required");
	post(s, LOGIN, "{'handle':'x'}");
	expect_field(s, "code", "required");
	post(s, LOGIN, "{'code':'123456'}");
	expect_field(s, "handle", "required");
	post(s, OTP, "{'purpose':'login'}");
	expect_status(s, 422);
	post(s, OTP, "{'purpose':'login','phone':'%s','email':'%s'}", DEMO_PHONE, MAIL);
	expect_status(s, 422);
	post(s, OTP, "{'purpose':'guest_checkout','email':'%s'}", MAIL);
	expect_field(s, "email", "invalid");
	post(s, OTP, "{'purpose':'guest_checkout'}");
	expect_field(s, "phone", "required");
}

static void
a_session_from_before_is_not_taken_over(void **state)
{
	struct shop *s = *state;
	const char *mine = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	customer_mona(s);
	visitor_cookie(s, 0, CUSTOMER_COOKIE, mine);
	customer_get_to_know(s, MAIL);
	const char *first = cookie_of(s, 0, CUSTOMER_COOKIE);
	assert_string_not_equal(mine, first);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_string_not_equal(first, cookie_of(s, 0, CUSTOMER_COOKIE));
	expect_in(s);
	visitor_cookie(s, 0, CUSTOMER_COOKIE, first);
	expect_out(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE revoke_reason = 'login'");
}

/* ---- a refusal tells nothing ---- */

static const char *
bcrypt_of(struct shop *s, const char *password, const char *setting)
{
	struct crypt_data data = { 0 };
	const char *made = crypt_r(password, setting, &data);

	assert_int_equal(60, strlen(made));
	return arena_str(s->cx.mem, made);
}

static void
make_old(struct shop *s, int64_t id, const char *setting)
{
	sql_do(s, "UPDATE customers SET password_hash = '%s', pepper_id = NULL WHERE id = %lld",
	       bcrypt_of(s, CUSTOMER_PASSWORD, setting), (long long)id);
}

#define SALT "abcdefghijklmnopqrstuu"

struct trace { int status; const char *headers, *body; uint64_t statements; struct password_count n; };

static struct trace
trace_login(struct shop *s, const char *name)
{
	struct password_count before = password_counts(), after;
	uint64_t statements = db_stats(s->db_shop)->statements;
	struct trace t;

	customer_log_in(s, name, "not the password");
	after = password_counts();
	t = (struct trace){
		s->reply.status, arena_str(s->cx.mem, s->reply.headers.data),
		arena_str(s->cx.mem, s->reply.body.data), db_stats(s->db_shop)->statements - statements,
		{ after.argon2 - before.argon2, after.bcrypt - before.bcrypt },
	};
	return t;
}

static void
expect_equal(struct trace a, struct trace b)
{
	assert_int_equal(a.status, b.status);
	assert_string_equal(a.headers, b.headers);
	assert_string_equal(a.body, b.body);
	assert_int_equal(a.statements, b.statements);
	assert_int_equal(a.n.argon2, b.n.argon2);
	assert_int_equal(a.n.bcrypt, b.n.bcrypt);
}

static void
wrong_passwords_are_answered_alike_whoever_it_is(void **state)
{
	struct shop *s = *state;
	static const char *const names[] = {
		"stranger@example.com", MAIL, OTHER_MAIL, "suspended@example.com",
		"inactive@example.com", "unverified@example.com", "none@example.com",
		"erased@example.com", "guest@example.com", "closed@example.com",
	};
	struct trace first, t;

	trace_login(s, "warm@example.com");
	customer_mona(s);
	int64_t old = customer_add(s, OTHER_PHONE, OTHER_MAIL);
	for (int with_old = 0; with_old < 2; with_old++) {
		if (with_old)
			make_old(s, old, "$2y$04$" SALT);
		for (size_t i = 3; i < 10 && !with_old; i++)
			customer_add(s, NULL, names[i]);
		sql_do(s, "UPDATE customers SET status = 'suspended' WHERE email LIKE 'suspended%%'");
		sql_do(s, "UPDATE customers SET status = 'inactive' WHERE email LIKE 'inactive%%'");
		sql_do(s, "UPDATE customers SET status = 'unverified' WHERE email LIKE 'unver%%'");
		sql_do(s, "UPDATE customers SET password_hash = NULL WHERE email LIKE 'none%%'");
		sql_do(s, "UPDATE customers SET erased_at = created_at WHERE email LIKE 'erased%%'");
		sql_do(s, "UPDATE customers SET type = 'guest' WHERE email LIKE 'guest%%'");
		sql_do(s, "UPDATE customers SET failed_logins = 100 WHERE email LIKE 'closed%%'");
		first = trace_login(s, names[0]);
		assert_int_equal(401, first.status);
		assert_int_equal(1, first.n.argon2);
		assert_int_equal(with_old, first.n.bcrypt);
		for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
			t = trace_login(s, names[i]);
			expect_equal(first, t);
		}
	}
	/* Names that cannot be one do the same, too. */
	expect_equal(first, trace_login(s, "@"));
	expect_equal(first, trace_login(s, "12"));
	expect_equal(first, trace_login(s, "nobody"));
	expect_rows(s, 2, "SELECT 1 FROM customer_activity_log l JOIN customers c ON c.id = l.customer_id "
	            "WHERE action = 'session.login_failed' AND email = '" MAIL "'");
}

static void
a_closed_account_says_so_to_who_knows_the_password(void **state)
{
	struct shop *s = *state;
	static const char *const status[] = { "suspended", "inactive" };

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	for (int i = 0; i < 2; i++) {
		sql_do(s, "UPDATE customers SET status = '%s'", status[i]);
		customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
		expect_error(s, 403, "account_closed");
		customer_log_in(s, MAIL, "not the password");
		expect_error(s, 401, "login_wrong");
		expect_out(s);
	}
	expect_rows(s, 2, "SELECT 1 FROM customer_activity_log WHERE action = 'session.login_refused'");
}

static void
an_account_that_no_code_can_reach_is_closed(void **state)
{
	struct shop *s = *state;

	customer_add(s, NULL, NULL);
	sql_do(s, "UPDATE customers SET username = 'lonely'");
	customer_log_in(s, "lonely", CUSTOMER_PASSWORD);
	expect_error(s, 403, "account_closed");
}

/* ---- old passwords ---- */

static void
a_password_from_an_import_is_taken_and_replaced(void **state)
{
	struct shop *s = *state;
	static const char *const settings[] = { "$2a$04$" SALT, "$2b$05$" SALT, "$2y$06$" SALT };
	int64_t id = customer_mona(s);

	customer_get_to_know(s, MAIL);
	for (size_t i = 0; i < 3; i++) {
		make_old(s, id, settings[i]);
		customer_log_in(s, MAIL, "not the password");
		expect_error(s, 401, "login_wrong");
		expect_rows(s, 1, "SELECT 1 FROM customers WHERE password_hash LIKE '$2%'");
		customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
		expect_status(s, 200);
		expect_rows(s, 1, "SELECT 1 FROM customers WHERE password_hash LIKE "
		            "'$argon2id$v=19$m=19456,t=2,p=1$%' AND LENGTH(pepper_id) = 8 "
		            "AND password_changed_at IS NULL");
		customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
		expect_status(s, 200);
		assert_false(json_flag(at(s, "needs_code")));
	}
}

static void
what_is_no_bcrypt_matches_nothing(void **state)
{
	struct shop *s = *state;
	static const char *const stored[] = {
		"*0", "*1", "", "$2y$04$", "$2x$04$abcdefghijklmnopqrstuuaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"$2y$15$abcdefghijklmnopqrstuuaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"$2y$03$abcdefghijklmnopqrstuuaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "$1$salt$hash", "plain",
	};

	customer_mona(s);
	for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
		sql_do(s, "DELETE FROM rate_limits");
		sql_do(s, "UPDATE customers SET password_hash = '%s'", stored[i]);
		customer_log_in(s, MAIL, stored[i][0] ? stored[i] : "x");
		expect_error(s, 401, "login_wrong");
	}
}

static void
other_parameters_are_replaced_and_present_ones_kept(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	customer_get_to_know(s, MAIL);
	char *before = sql_text(s, "SELECT password_hash FROM customers WHERE id = %lld", (long long)id);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	assert_string_equal(before, sql_text(s, "SELECT password_hash FROM customers"));
	sql_do(s, "UPDATE customers SET pepper_id = NULL");
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	assert_string_not_equal(before, sql_text(s, "SELECT password_hash FROM customers"));
	expect_rows(s, 1, arena_fmt(s->cx.mem, "SELECT 1 FROM customers WHERE pepper_id = '%s'",
	                            password_pepper_id(&s->cx)));
}

/* ---- guessing ---- */

static void
guessing_gets_slower_and_locks_nobody_out(void **state)
{
	struct shop *s = *state;
	static const char *const names[] = { MAIL, "stranger@example.com" };

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	for (int n = 0; n < 2; n++) {
		as(s, 1);
		for (int i = 0; i < BACKOFF_FREE; i++) {
			customer_log_in(s, names[n], "not the password");
			expect_error(s, 401, "login_wrong");
		}
		customer_log_in(s, names[n], CUSTOMER_PASSWORD);
		expect_error(s, 429, "login_later");
		assert_string_equal("2", header(s, "Retry-After"));
	}
	as(s, 0);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	assert_false(json_flag(at(s, "needs_code")));
	/* A known device has tries of its own, not more of them. */
	for (int i = 0; i < BACKOFF_FREE; i++)
		customer_log_in(s, MAIL, "not the password");
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 429, "login_later");
}

static void
after_a_hundred_failures_only_known_devices_and_codes_get_in(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	sql_do(s, "UPDATE customers SET failed_logins = 99");
	as(s, 1);
	customer_log_in(s, MAIL, "not the password");
	expect_error(s, 401, "login_wrong");
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_wrong");
	as(s, 0);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE failed_logins = 0");
	sql_do(s, "UPDATE customers SET failed_logins = 100");
	shop_at(SHOP_NOON + 60);
	as(s, 2);
	post(s, OTP, "{'purpose':'login','email':'%s'}", MAIL);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, MAIL));
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE failed_logins = 0");
}

static void
an_address_cannot_try_without_end(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 60; i++) {
		post(s, LOGIN, "{'handle':'x','code':'123456'}");
		expect_error(s, 422, "code_wrong");
	}
	post(s, LOGIN, "{'handle':'x','code':'123456'}");
	expect_error(s, 429, "too_many_requests");
	assert_non_null(header(s, "Retry-After"));
}

/* ---- known devices ---- */

static void
a_device_is_known_for_its_account_and_password(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	const char *device = cookie_of(s, 0, DEVICE_COOKIE);
	customer_add(s, OTHER_PHONE, OTHER_MAIL);
	customer_log_in(s, OTHER_MAIL, CUSTOMER_PASSWORD);
	assert_true(json_flag(at(s, "needs_code")));
	/* Not with a letter changed, not after a new password, not after a year. */
	char *forged = arena_str(s->cx.mem, device);
	forged[15] = forged[15] == 'A' ? 'B' : 'A';
	visitor_cookie(s, 0, DEVICE_COOKIE, forged);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 429, "code_too_soon");
	visitor_cookie(s, 0, DEVICE_COOKIE, device);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_false(json_flag(at(s, "needs_code")));
	shop_at(SHOP_NOON + 365 * 86400);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_true(json_flag(at(s, "needs_code")));
	shop_at(SHOP_NOON + 120);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_false(json_flag(at(s, "needs_code")));
	sql_do(s, "UPDATE customers SET password_changed_at = '2030-01-02 12:00:01'");
	sql_do(s, "DELETE FROM customer_otp_codes");
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	assert_true(json_flag(at(s, "needs_code")));
}

/* ---- codes ---- */

static void
a_code_of_the_phone_or_mail_is_enough(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	post(s, OTP, "{'purpose':'login','phone':'0100 123 4567'}");
	expect_status(s, 200);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
	expect_in(s);
	as(s, 1);
	post(s, OTP, "{'purpose':'login','email':'%s','delivery_method':'email'}", MAIL);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, MAIL));
	expect_status(s, 200);
	/* The device is known by it. */
	customer_log_in(s, "mona", CUSTOMER_PASSWORD);
	assert_false(json_flag(at(s, "needs_code")));
	shop_at(SHOP_NOON + 60);
	as(s, 2);
	post(s, OTP, "{'purpose':'login','email':'%s','delivery_method':'both'}", MAIL);
	assert_string_equal(customer_code_sent(s, MAIL), customer_code_sent(s, DEMO_PHONE));
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, MAIL));
	expect_status(s, 200);
	shop_at(SHOP_NOON + 120);
	post(s, OTP, "{'purpose':'login','email':'%s','delivery_method':'sms'}", MAIL);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
}

static void
asking_for_a_code_tells_nothing(void **state)
{
	struct shop *s = *state;
	static const char *const who[] = {
		"'phone':'+201009999999'", "'phone':'" DEMO_PHONE "'", "'email':'x@example.com'",
		"'email':'" MAIL "'", "'email':'suspended@example.com'",
		"'email':'unproved@example.com'",
	};
	static const char *const methods[] = { "email", "sms", "both" };

	customer_mona(s);
	customer_add(s, NULL, "suspended@example.com");
	customer_add(s, NULL, "unproved@example.com");
	sql_do(s, "UPDATE customers SET status = 'suspended' WHERE email LIKE 'suspended%%'");
	sql_do(s, "UPDATE customers SET email_verified = 0 WHERE email LIKE 'unproved%%'");
	for (size_t m = 0; m < 3; m++) {
		uint64_t want = 0;
		for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
			sql_do(s, "DELETE FROM rate_limits");
			sql_do(s, "DELETE FROM customer_otp_codes");
			uint64_t before = db_stats(s->db_shop)->statements;
			post(s, OTP, "{'purpose':'login',%s,'delivery_method':'%s'}", who[i], methods[m]);
			expect_status(s, 200);
			uint64_t n = db_stats(s->db_shop)->statements - before;
			assert_int_equal(43, strlen(text_at(s, "handle")));
			expect_text(s, "expires_at", "2030-01-02T12:10:00Z");
			assert_int_equal(want ? want : n, n);
			want = n;
		}
	}
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE recipient IN ('+201009999999', 'x@example.com', "
	            "'suspended@example.com', 'unproved@example.com') AND expires_at > created_at");
	expect_rows(s, 4, "SELECT 1 FROM outbox WHERE recipient = '" MAIL "'");
}

static void
nobody_s_code_is_wrong_even_if_it_is_right(void **state)
{
	struct shop *s = *state;

	post(s, OTP, "{'purpose':'login','email':'%s'}", MAIL);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, "-"));
	expect_error(s, 422, "code_wrong");
	expect_out(s);
}

static void
codes_are_good_for_logging_in_only(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	post(s, OTP, "{'purpose':'guest_checkout','phone':'%s'}", DEMO_PHONE);
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_error(s, 422, "code_wrong");
	post(s, OTP, "{'purpose':'login','phone':'%s'}", DEMO_PHONE);
	post(s, "/api/v1/auth/otp/verify", "{'handle':'%s','code':'%s'}", text_at(s, "handle"),
	     customer_code_sent(s, DEMO_PHONE));
	expect_error(s, 422, "code_wrong");
}

static void
five_wrong_codes_are_enough(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	post(s, OTP, "{'purpose':'login','phone':'%s'}", DEMO_PHONE);
	const char *handle = text_at(s, "handle"), *code = customer_code_sent(s, DEMO_PHONE);
	for (int i = 0; i < 5; i++) {
		log_in_by_code(s, handle, another(s, code));
		expect_error(s, 422, "code_wrong");
	}
	log_in_by_code(s, handle, code);
	expect_error(s, 429, "code_attempts");
	expect_out(s);
}

static void
somebody_else_s_code_is_no_second_factor(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_add(s, OTHER_PHONE, OTHER_MAIL);
	post(s, OTP, "{'purpose':'login','phone':'%s'}", OTHER_PHONE);
	customer_log_in_with(s, MAIL, text_at(s, "handle"), customer_code_sent(s, OTHER_PHONE));
	expect_error(s, 422, "code_wrong");
	expect_out(s);
}

static void
a_code_of_an_account_closed_meanwhile_opens_nothing(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	post(s, OTP, "{'purpose':'login','phone':'%s'}", DEMO_PHONE);
	sql_do(s, "UPDATE customers SET status = 'suspended'");
	log_in_by_code(s, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_error(s, 403, "account_closed");
	expect_out(s);
}

static const char *race_handle, *race_code;

static bool
log_in_at_once(struct shop *s, int i)
{
	s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
	log_in_by_code(s, race_handle, race_code);
	if (s->reply.status != 200 && s->reply.status != 422 && s->reply.status != 429)
		fail_msg("%d %s", s->reply.status, s->reply.body.data);
	return s->reply.status == 200;
}

static void
of_fifty_logins_with_one_code_one_succeeds(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	post(s, OTP, "{'purpose':'login','phone':'%s'}", DEMO_PHONE);
	race_handle = arena_str(s->cx.mem, text_at(s, "handle"));
	race_code = customer_code_sent(s, DEMO_PHONE);
	assert_int_equal(1, shop_parallel(s, 50, log_in_at_once));
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions");
	expect_rows(s, 1, "SELECT 1 FROM customer_otp_codes WHERE is_used = 1 AND attempts <= 5");
}

SHOP_TESTS(
	shop_test(an_unproved_email_logs_nobody_in),
	shop_test(a_new_device_is_asked_for_a_code),
	shop_test(any_of_the_three_names_will_do),
	shop_test(without_a_proved_phone_the_code_goes_by_mail),
	shop_test(remembered_is_a_cookie_with_an_age),
	shop_test(what_does_not_belong_together_is_refused),
	shop_test(a_session_from_before_is_not_taken_over),
	shop_test(wrong_passwords_are_answered_alike_whoever_it_is),
	shop_test(a_closed_account_says_so_to_who_knows_the_password),
	shop_test(an_account_that_no_code_can_reach_is_closed),
	shop_test(a_password_from_an_import_is_taken_and_replaced),
	shop_test(what_is_no_bcrypt_matches_nothing),
	shop_test(other_parameters_are_replaced_and_present_ones_kept),
	shop_test(guessing_gets_slower_and_locks_nobody_out),
	shop_test(after_a_hundred_failures_only_known_devices_and_codes_get_in),
	shop_test(an_address_cannot_try_without_end),
	shop_test(a_device_is_known_for_its_account_and_password),
	shop_test(a_code_of_the_phone_or_mail_is_enough),
	shop_test(asking_for_a_code_tells_nothing),
	shop_test(nobody_s_code_is_wrong_even_if_it_is_right),
	shop_test(codes_are_good_for_logging_in_only),
	shop_test(five_wrong_codes_are_enough),
	shop_test(somebody_else_s_code_is_no_second_factor),
	shop_test(a_code_of_an_account_closed_meanwhile_opens_nothing),
	shop_test(of_fifty_logins_with_one_code_one_succeeds))
