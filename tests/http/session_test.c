/* SPDX-License-Identifier: MIT */
/* Sessions of customers: how long they hold, how they are renewed, and everything that ends them. */
#include "support/customer.h"

#include "account/session.h"
#include "base/agent.h"
#include "base/str.h"
#include "support/order.h"

#include <unistd.h>

#define SESSIONS "/api/v1/me/sessions"
#define ACTIVITY "/api/v1/me/activity"
#define DAY 86400
#define OTHER_PHONE "+201112223334"

static int64_t
mona(struct shop *s)
{
	return customer_add(s, DEMO_PHONE, "mona@example.com");
}

static void
expect_in(struct shop *s)
{
	get(s, SESSIONS);
	expect_status(s, 200);
}

static void
expect_out(struct shop *s)
{
	get(s, SESSIONS);
	expect_error(s, 401, "login_needed");
}

/* ---- how long ---- */

static void
a_short_session_ends_after_a_day_without_use(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), false);
	expect_in(s);
	shop_at(SHOP_NOON + DAY - 1);
	expect_in(s);
	shop_at(SHOP_NOON + DAY - 1 + DAY);
	expect_out(s);
}

static void
a_short_session_ends_after_seven_days_however_busy(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), false);
	for (int64_t t = 0; t < 7 * DAY; t += DAY / 2) {
		shop_at(SHOP_NOON + t);
		expect_in(s);
	}
	shop_at(SHOP_NOON + 7 * DAY - 1);
	expect_in(s);
	shop_at(SHOP_NOON + 7 * DAY);
	expect_out(s);
}

static void
a_long_session_ends_after_fourteen_days_without_use(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), true);
	shop_at(SHOP_NOON + 14 * DAY - 1);
	expect_in(s);
	shop_at(SHOP_NOON + 28 * DAY - 1);
	expect_out(s);
}

static void
a_long_session_ends_after_thirty_days_however_busy(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), true);
	for (int64_t t = 0; t < 30 * DAY; t += 5 * DAY) {
		shop_at(SHOP_NOON + t);
		expect_in(s);
	}
	shop_at(SHOP_NOON + 30 * DAY - 1);
	expect_in(s);
	shop_at(SHOP_NOON + 30 * DAY);
	expect_out(s);
}

static void
last_use_is_written_once_in_five_minutes(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), false);
	shop_at(SHOP_NOON + 299);
	expect_in(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE last_activity_at = '2030-01-02 12:00:00'");
	shop_at(SHOP_NOON + 300);
	s->ip = "203.0.113.9";
	expect_in(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE last_activity_at = '2030-01-02 12:05:00' "
	            "AND ip_address = '203.0.113.9'");
}

/* ---- renewal ---- */

static void
the_token_is_renewed_once_a_day(void **state)
{
	struct shop *s = *state;
	const char *first = as_customer(s, 0, mona(s), true);

	shop_at(SHOP_NOON + DAY - 1);
	expect_in(s);
	assert_null(header(s, "Set-Cookie"));
	shop_at(SHOP_NOON + DAY);
	expect_in(s);
	const char *set = header(s, "Set-Cookie");
	assert_non_null(set);
	assert_non_null(strstr(set, "; Path=/; Secure; HttpOnly; SameSite=Lax"));
	/* The cookie lives no longer than the session. */
	assert_non_null(strstr(set, arena_fmt(s->cx.mem, "; Max-Age=%d", 29 * DAY)));
	assert_string_not_equal(first, cookie_of(s, 0, CUSTOMER_COOKIE));
	expect_in(s);
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions");
}

static void
a_short_session_s_cookie_has_no_age(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), false);
	shop_at(SHOP_NOON + DAY / 2);
	expect_in(s);
	shop_at(SHOP_NOON + DAY);
	expect_in(s);
	assert_non_null(header(s, "Set-Cookie"));
	assert_null(strstr(header(s, "Set-Cookie"), "Max-Age"));
}

static void
the_new_token_leaves_with_a_refusal_too(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), true);
	shop_at(SHOP_NOON + DAY);
	request(s, "DELETE", SESSIONS "/999999", NULL);
	expect_error(s, 404, "not_found");
	assert_non_null(header(s, "Set-Cookie"));
	shop_at(SHOP_NOON + DAY + 61);
	expect_in(s);
}

static void
the_old_token_is_good_for_a_minute(void **state)
{
	struct shop *s = *state;
	const char *old = as_customer(s, 0, mona(s), true);

	shop_at(SHOP_NOON + DAY);
	expect_in(s);
	visitor_cookie(s, 1, CUSTOMER_COOKIE, old);
	as(s, 1);
	shop_at(SHOP_NOON + DAY + 60);
	expect_in(s);
	assert_null(header(s, "Set-Cookie"));
	as(s, 0);
	expect_in(s);
}

static void
an_old_token_ends_the_family(void **state)
{
	struct shop *s = *state;
	const char *old = as_customer(s, 0, mona(s), true);

	shop_at(SHOP_NOON + DAY);
	expect_in(s);
	visitor_cookie(s, 1, CUSTOMER_COOKIE, old);
	as(s, 1);
	shop_at(SHOP_NOON + DAY + 61);
	expect_out(s);
	as(s, 0);
	expect_out(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE is_active = 0 AND revoke_reason = 'replay' "
	            "AND revoked_at = '2030-01-03 12:01:01'");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'session.replay'");
	/* Once is enough. */
	as(s, 1);
	expect_out(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'session.replay'");
}

static void
a_token_from_long_ago_ends_the_family_as_well(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);
	const char *old = as_customer(s, 0, id, true);

	as_customer(s, 2, id, true);
	as(s, 0);
	for (int day = 1; day <= 4; day++) {
		shop_at(SHOP_NOON + day * DAY);
		expect_in(s);
	}
	visitor_cookie(s, 1, CUSTOMER_COOKIE, old);
	as(s, 1);
	expect_out(s);
	as(s, 0);
	expect_out(s);
	/* Another login of the same person is another family. */
	as(s, 2);
	expect_in(s);
}

static bool
ask_and_tell_whether_renewed(struct shop *s, int i)
{
	(void)i;
	get(s, SESSIONS);
	if (s->reply.status != 200)
		_exit(3);
	return header(s, "Set-Cookie") != NULL;
}

static void
of_many_requests_at_once_one_renews(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, mona(s), true);
	shop_at(SHOP_NOON + DAY);
	assert_int_equal(1, shop_parallel(s, 20, ask_and_tell_whether_renewed));
}

/* ---- what is no token ---- */

static void
what_fits_nothing_is_nobody(void **state)
{
	struct shop *s = *state;
	const char *token = as_customer(s, 0, mona(s), true);
	static const char *const bad[] = {
		"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!", "' OR 1=1 -- ",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		visitor_cookie(s, 0, CUSTOMER_COOKIE, bad[i]);
		expect_out(s);
	}
	visitor_cookie(s, 0, CUSTOMER_COOKIE, arena_fmt(s->cx.mem, "%sA", token));
	expect_out(s);
	visitor_cookie(s, 0, CUSTOMER_COOKIE, token);
	expect_in(s);
}

static void
no_table_has_the_token(void **state)
{
	struct shop *s = *state;
	const char *token = as_customer(s, 0, mona(s), true);
	size_t n;
	const uint8_t *b = base64url_parse(s->cx.mem, token, &n);

	shop_at(SHOP_NOON + DAY);
	expect_in(s);
	expect_rows(s, 0, arena_fmt(s->cx.mem, "SELECT 1 FROM customer_sessions WHERE INSTR(CONCAT(token_hash, "
	            "family_id, previous_token_hash), UNHEX('%s')) > 0 OR INSTR(CONCAT(token_hash, family_id, "
	            "previous_token_hash), '%s') > 0", hex_text(s->cx.mem, b, 8), token));
}

/* ---- ends ---- */

static void
a_customer_who_is_closed_is_out_at_once(void **state)
{
	struct shop *s = *state;
	static const char *const how[] = {
		"status = 'suspended'", "status = 'inactive'", "erased_at = '2030-01-02'",
		"type = 'guest'",
	};
	int64_t id = mona(s);

	as_customer(s, 0, id, true);
	for (size_t i = 0; i < sizeof how / sizeof *how; i++) {
		sql_do(s, "UPDATE customers SET status = 'active', erased_at = NULL, type = 'registered'");
		expect_in(s);
		sql_do(s, "UPDATE customers SET %s", how[i]);
		expect_out(s);
	}
	sql_do(s, "UPDATE customers SET type = 'registered', status = 'unverified', erased_at = NULL");
	expect_in(s);
}

static void
logging_out_ends_this_session_only(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);

	as_customer(s, 1, id, true);
	const char *token = as_customer(s, 0, id, true);
	request(s, "POST", "/api/v1/auth/logout", NULL);
	expect_status(s, 204);
	assert_non_null(strstr(header(s, "Set-Cookie"), "__Host-sid=; "));
	assert_non_null(strstr(header(s, "Set-Cookie"), "; Max-Age=0"));
	visitor_cookie(s, 0, CUSTOMER_COOKIE, token);
	expect_out(s);
	request(s, "POST", "/api/v1/auth/logout", NULL);
	expect_error(s, 401, "login_needed");
	as(s, 1);
	expect_in(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'session.logout' AND "
	            "ip_address = '198.51.100.7' AND user_agent = 'test'");
}

static void
there_are_ten_at_most(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s), other = customer_add(s, OTHER_PHONE, NULL);

	const char *others = as_customer(s, 1, other, true);
	const char *first = as_customer(s, 0, id, true), *second = as_customer(s, 0, id, true);
	for (int i = 2; i < 11; i++)
		as_customer(s, 0, id, true);
	visitor_cookie(s, 2, CUSTOMER_COOKIE, first);
	as(s, 2);
	expect_out(s);
	visitor_cookie(s, 2, CUSTOMER_COOKIE, second);
	expect_in(s);
	assert_int_equal(10, json_list_length(at(s, "items")));
	visitor_cookie(s, 2, CUSTOMER_COOKIE, others);
	expect_in(s);
	expect_rows(s, 1, "SELECT 1 FROM customer_sessions WHERE revoke_reason = 'limit'");
}

static int64_t at_once;		/* who logs in, in every process */

static bool
begin_one(struct shop *s, int i)
{
	(void)i;
	as_customer(s, 0, at_once, true);
	return true;
}

static void
there_are_ten_at_most_when_all_come_at_once(void **state)
{
	struct shop *s = *state;

	at_once = mona(s);
	assert_int_equal(24, shop_parallel(s, 24, begin_one));
	expect_rows(s, 10, "SELECT 1 FROM customer_sessions WHERE is_active = 1");
	expect_rows(s, 24, "SELECT 1 FROM customer_sessions");
}

static void
the_list_shows_what_holds(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);

	as_customer(s, 1, id, false);
	shop_at(SHOP_NOON + 3600);
	as_customer(s, 0, id, true);
	as_customer(s, 2, customer_add(s, OTHER_PHONE, NULL), true);
	as(s, 0);
	get(s, SESSIONS);
	expect_status(s, 200);
	assert_int_equal(2, json_list_length(at(s, "items")));
	assert_true(json_flag(at(s, "items.0.is_current")));
	assert_true(json_flag(at(s, "items.0.is_remembered")));
	assert_false(json_flag(at(s, "items.1.is_current")));
	assert_false(json_flag(at(s, "items.1.is_remembered")));
	expect_text(s, "items.1.created_at", "2030-01-02T12:00:00Z");
	expect_text(s, "items.1.expires_at", "2030-01-09T12:00:00Z");
	assert_null(strstr(s->reply.body.data, "hash"));
	/* A page of one, and the next. */
	get(s, SESSIONS "?limit=1");
	assert_int_equal(1, json_list_length(at(s, "items")));
	get(s, SESSIONS "?limit=1&cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(1, json_list_length(at(s, "items")));
	assert_false(json_flag(at(s, "items.0.is_current")));
	assert_false(has(s, "next_cursor"));
	/* Idle ones are over, though nobody ended them. */
	shop_at(SHOP_NOON + DAY + 1);
	get(s, SESSIONS);
	assert_int_equal(1, json_list_length(at(s, "items")));
}

static void
one_s_own_session_can_be_ended(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);

	as_customer(s, 1, id, true);
	int64_t other = sql_number(s, "SELECT MAX(id) FROM customer_sessions");
	as_customer(s, 0, id, true);
	request(s, "DELETE", arena_fmt(s->cx.mem, SESSIONS "/%lld", (long long)other), NULL);
	expect_status(s, 204);
	as(s, 1);
	expect_out(s);
	as(s, 0);
	expect_in(s);
	request(s, "DELETE", arena_fmt(s->cx.mem, SESSIONS "/%lld", (long long)other), NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'session.ended'");
}

static void
somebody_else_s_session_is_as_if_it_were_missing(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, OTHER_PHONE, NULL), true);
	int64_t others = sql_number(s, "SELECT MAX(id) FROM customer_sessions");
	as_customer(s, 0, mona(s), true);
	request(s, "DELETE", SESSIONS "/999999", NULL);
	expect_error(s, 404, "not_found");
	const char *missing = arena_str(s->cx.mem, s->reply.body.data);
	request(s, "DELETE", arena_fmt(s->cx.mem, SESSIONS "/%lld", (long long)others), NULL);
	expect_error(s, 404, "not_found");
	assert_string_equal(missing, s->reply.body.data);
	as(s, 1);
	expect_in(s);
}

static void
all_others_can_be_ended(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s);

	as_customer(s, 3, customer_add(s, OTHER_PHONE, NULL), true);
	as_customer(s, 1, id, true);
	as_customer(s, 2, id, false);
	as_customer(s, 0, id, true);
	request(s, "POST", SESSIONS "/end-others", NULL);
	expect_status(s, 204);
	expect_in(s);
	assert_int_equal(1, json_list_length(at(s, "items")));
	as(s, 1);
	expect_out(s);
	as(s, 2);
	expect_out(s);
	as(s, 3);
	expect_in(s);
	request(s, "POST", SESSIONS "/end-others", NULL);
	expect_status(s, 204);
}

static void
nobody_has_no_sessions(void **state)
{
	struct shop *s = *state;

	expect_out(s);
	request(s, "DELETE", SESSIONS "/1", NULL);
	expect_error(s, 401, "login_needed");
	request(s, "POST", SESSIONS "/end-others", NULL);
	expect_error(s, 401, "login_needed");
	request(s, "POST", "/api/v1/auth/logout", NULL);
	expect_error(s, 401, "login_needed");
	get(s, ACTIVITY);
	expect_error(s, 401, "login_needed");
}

/* ---- the journal ---- */

static void
a_customer_sees_the_own_activity_in_pages(void **state)
{
	struct shop *s = *state;
	int64_t id = mona(s), other = customer_add(s, OTHER_PHONE, NULL);

	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action, details, user_agent, created_at) "
	       "SELECT %lld, CONCAT('a.', seq), '{\"n\":1}', 'Mozilla/5.0 (Linux; Android 14) Chrome/120 "
	       "Safari/537', '2030-01-01' FROM seq_1_to_25", (long long)id);
	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action) VALUES (%lld, 'b')",
	       (long long)other);
	as_customer(s, 0, id, true);
	get(s, ACTIVITY);
	expect_status(s, 200);
	assert_int_equal(20, json_list_length(at(s, "items")));
	expect_text(s, "items.0.action", "a.25");
	expect_text(s, "items.0.device_name", "Chrome on Android");
	expect_number(s, "items.0.details.n", 1);
	get(s, ACTIVITY "?cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(5, json_list_length(at(s, "items")));
	expect_text(s, "items.4.action", "a.1");
	assert_false(has(s, "next_cursor"));
	get(s, ACTIVITY "?cursor=nonsense");
	expect_error(s, 422, "invalid");
}

/* ---- devices ---- */

static void
devices_have_readable_names(void **state)
{
	struct shop *s = *state;
	static const struct { const char *agent, *name; } rows[] = {
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		  "Chrome/120.0.0.0 Safari/537.36", "Chrome on Windows" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		  "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", "Edge on Windows" },
		{ "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
		  "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
		  "Samsung Internet on Android" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
		  "like Gecko) Version/17.1 Mobile/15E148 Safari/604.1", "Safari on iPhone" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
		  "like Gecko) CriOS/119.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:120.0) Gecko/20100101 Firefox/120.0",
		  "Firefox on Mac" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
		  "Firefox on Linux" },
		{ "Mozilla/5.0 (X11; CrOS x86_64 14541) AppleWebKit/537.36 Chrome/119 Safari/537.36",
		  "Chrome on ChromeOS" },
		{ "curl/8.4.0", "curl" }, { "Something (Android 9)", "Android" },
		{ "<script>", "Unknown device" }, { "", "Unknown device" }, { NULL, "Unknown device" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(rows[i].name, agent_name(&s->cx, rows[i].agent));
}

SHOP_TESTS(
	shop_test(a_short_session_ends_after_a_day_without_use),
	shop_test(a_short_session_ends_after_seven_days_however_busy),
	shop_test(a_long_session_ends_after_fourteen_days_without_use),
	shop_test(a_long_session_ends_after_thirty_days_however_busy),
	shop_test(last_use_is_written_once_in_five_minutes),
	shop_test(the_token_is_renewed_once_a_day),
	shop_test(a_short_session_s_cookie_has_no_age),
	shop_test(the_new_token_leaves_with_a_refusal_too),
	shop_test(the_old_token_is_good_for_a_minute),
	shop_test(an_old_token_ends_the_family),
	shop_test(a_token_from_long_ago_ends_the_family_as_well),
	shop_test(of_many_requests_at_once_one_renews),
	shop_test(what_fits_nothing_is_nobody),
	shop_test(no_table_has_the_token),
	shop_test(a_customer_who_is_closed_is_out_at_once),
	shop_test(logging_out_ends_this_session_only),
	shop_test(there_are_ten_at_most),
	shop_test(there_are_ten_at_most_when_all_come_at_once),
	shop_test(the_list_shows_what_holds),
	shop_test(one_s_own_session_can_be_ended),
	shop_test(somebody_else_s_session_is_as_if_it_were_missing),
	shop_test(all_others_can_be_ended),
	shop_test(nobody_has_no_sessions),
	shop_test(a_customer_sees_the_own_activity_in_pages),
	shop_test(devices_have_readable_names))
