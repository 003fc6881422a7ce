/* SPDX-License-Identifier: MIT */
/* How staff get in, and how they do not. */
#include "support/staff.h"

#include "base/str.h"
#include "staff/admin_user.h"
#include "support/order.h"

#define LOGIN "/api/v1/admin/auth/login"
#define ME "/api/v1/admin/auth/me"
#define LOGOUT "/api/v1/admin/auth/logout"

static void
log_in(struct shop *s, const char *username, const char *password, const char *code)
{
	post(s, LOGIN, "{'username':'%s','password':'%s'%s%s%s}", username, password,
	     code ? ",'totp':'" : "", code ? code : "", code ? "'" : "");
}

static void
log_in_without(struct shop *s, const char *username)
{
	log_in(s, username, STAFF_PASSWORD, NULL);
}

/* ---- password alone ---- */

static void
a_password_lets_staff_in(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	int64_t id = staff_add(s, "owner", "super_admin");
	log_in_without(s, "owner");
	expect_status(s, 200);
	expect_number(s, "id", id);
	expect_text(s, "username", "owner");
	expect_text(s, "email", "owner@example.com");
	expect_text(s, "role", "super_admin");
	expect_text(s, "permissions.0", "order.read");
	assert_true(json_kind(at(s, "has_totp")) == JSON_FLAG && !json_flag(at(s, "has_totp")));
	assert_null(strstr(s->reply.body.data, "argon2"));
	get(s, ME);
	expect_status(s, 200);
	expect_number(s, "id", id);
	assert_true(has(s, "last_login_at"));
}

static void
the_name_is_read_in_any_case(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	log_in_without(s, " Owner ");
	expect_status(s, 200);
}

static void
the_cookie_is_for_this_host_and_this_browser_session(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	log_in_without(s, "owner");
	const char *cookie = header(s, "Set-Cookie");
	assert_true(str_starts(cookie, "__Host-asid="));
	const char *rest = strchr(cookie, ';');
	assert_string_equal(rest, "; Path=/; Secure; HttpOnly; SameSite=Strict");
	assert_int_equal(rest - cookie, (long)strlen("__Host-asid=") + 43);
	const char *token = arena_strn(s->cx.mem, strchr(cookie, '=') + 1, 43);
	struct hash h = token_hash(token);
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM admin_sessions WHERE token_hash = "
	                                  "UNHEX('%s')", hex_text(s->cx.mem, h.b, HASH_BYTES)));
	assert_int_equal(0, sql_number(s, "SELECT COUNT(*) FROM admin_sessions WHERE token_hash = '%s'",
	                               token));
}

static void
whatever_is_wrong_the_answer_is_the_same(void **state)
{
	struct shop *s = *state;
	const char *first;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	staff_add(s, "gone", "super_admin");
	int64_t coded = staff_add(s, "coded", "super_admin");
	staff_enrol(s, coded);
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE username = 'gone';"
	          "INSERT INTO admin_users (username, email, role) "
	          "VALUES ('invited', 'invited@example.com', 'super_admin')");
	log_in(s, "owner", "another long password", NULL);
	expect_error(s, 401, "login_wrong");
	first = arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
	log_in_without(s, "nobody");
	assert_string_equal(first, s->reply.body.data);
	log_in_without(s, "gone");
	assert_string_equal(first, s->reply.body.data);
	log_in_without(s, "invited");
	assert_string_equal(first, s->reply.body.data);
	log_in_without(s, "coded");
	assert_string_equal(first, s->reply.body.data);
	log_in(s, "coded", STAFF_PASSWORD, "000000");
	assert_string_equal(first, s->reply.body.data);
	log_in(s, "coded", "another long password", staff_code(s, 0));
	assert_string_equal(first, s->reply.body.data);
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions");
}

static void
a_login_has_a_name_and_a_password(void **state)
{
	struct shop *s = *state;

	post(s, LOGIN, "{}");
	expect_error(s, 422, "invalid");
	expect_field(s, "username", "required");
	expect_field(s, "password", "required");
	post(s, LOGIN, "{'username':'owner','password':'x','totp':'12345'}");
	expect_field(s, "totp", "format");
	post(s, LOGIN, "{'username':'owner','password':'x','role':'super_admin'}");
	expect_error(s, 400, "unknown_field");
}

/* ---- second factor ---- */

static void
without_a_second_factor_nobody_gets_in_where_it_is_required(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "required");
	staff_add(s, "owner", "super_admin");
	log_in_without(s, "owner");
	expect_error(s, 403, "totp_needed");
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions");
	/* Whether one is needed is told only to who has the password. */
	log_in(s, "owner", "another long password", NULL);
	expect_error(s, 401, "login_wrong");
}

static void
a_second_factor_is_always_asked_for_once_it_is_set_up(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_enrol(s, staff_add(s, "owner", "super_admin"));
	log_in_without(s, "owner");
	expect_error(s, 401, "login_wrong");
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	expect_status(s, 200);
	assert_true(json_flag(at(s, "has_totp")));
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions WHERE mfa_at IS NOT NULL");
	assert_null(strstr(s->reply.body.data, "v1."));
}

static void
a_code_is_good_one_step_early_or_late(void **state)
{
	struct shop *s = *state;

	staff_enrol(s, staff_add(s, "owner", "super_admin"));
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, -2));
	expect_error(s, 401, "login_wrong");
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 2));
	expect_error(s, 401, "login_wrong");
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, -1));
	expect_status(s, 200);
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 1));
	expect_status(s, 200);
}

static void
a_code_is_good_once(void **state)
{
	struct shop *s = *state;

	staff_enrol(s, staff_add(s, "owner", "super_admin"));
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	expect_status(s, 200);
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	expect_error(s, 401, "login_wrong");
	/* Nor is one of an earlier step. */
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, -1));
	expect_error(s, 401, "login_wrong");
	shop_at(shop_now() + 30);
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM admin_sessions");
}

static void
a_seed_moved_from_another_account_opens_nothing(void **state)
{
	struct shop *s = *state;
	int64_t owner = staff_add(s, "owner", "super_admin");
	int64_t other = staff_add(s, "other", "system_admin");

	staff_enrol(s, other);
	sql_do(s, "UPDATE admin_users a, admin_users b SET a.totp_secret = b.totp_secret "
	          "WHERE a.id = %lld AND b.id = %lld", (long long)owner, (long long)other);
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	expect_error(s, 401, "login_wrong");
}

static bool
log_in_at_once(struct shop *s, int i)
{
	(void)i;
	log_in(s, "owner", STAFF_PASSWORD, staff_code(s, 0));
	return s->reply.status == 200;
}

static void
of_forty_logins_with_one_code_one_gets_in(void **state)
{
	struct shop *s = *state;

	staff_enrol(s, staff_add(s, "owner", "super_admin"));
	assert_int_equal(1, shop_parallel(s, 40, log_in_at_once));
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions");
}

/* ---- setting up the second factor ---- */

#define TOTP "/api/v1/admin/auth/totp"

static const char *enrolment, *app_secret;

static void
begin_totp(struct shop *s, const char *username, const char *password)
{
	post(s, TOTP, "{'username':'%s','password':'%s'}", username, password);
	if (s->reply.status == 200) {
		enrolment = text_at(s, "enrolment");
		app_secret = text_at(s, "secret");
	}
}

static const char *
app_code(struct shop *s, int steps)
{
	return staff_app_code(s, app_secret, steps);
}

static void
confirm_totp(struct shop *s, const char *username, const char *code)
{
	post(s, TOTP "/confirm", "{'username':'%s','password':'%s','enrolment':'%s','totp':'%s'}",
	     username, STAFF_PASSWORD, enrolment, code);
}

static void
a_second_factor_is_set_up_before_the_first_session(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "required");
	staff_add(s, "owner", "super_admin");
	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_status(s, 200);
	assert_true(str_starts(text_at(s, "uri"), "otpauth://totp/Crumbled:owner?secret="));
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 0, "SELECT 1 FROM admin_users WHERE totp_secret IS NOT NULL");
	confirm_totp(s, "owner", app_code(s, 0));
	expect_status(s, 200);
	assert_true(json_flag(at(s, "has_totp")));
	get(s, ME);
	expect_status(s, 200);
	/* The code that confirmed it is used up; the next one logs in. */
	log_in(s, "owner", STAFF_PASSWORD, app_code(s, 0));
	expect_error(s, 401, "login_wrong");
	shop_at(shop_now() + 30);
	log_in(s, "owner", STAFF_PASSWORD, app_code(s, 0));
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.totp'");
}

static void
a_second_factor_ends_sessions_without_one(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	log_in_without(s, "owner");
	expect_status(s, 200);
	as(s, 1);
	begin_totp(s, "owner", STAFF_PASSWORD);
	confirm_totp(s, "owner", app_code(s, 0));
	expect_status(s, 200);
	as(s, 0);
	get(s, ME);
	expect_error(s, 401, "login_needed");
}

static void
setting_up_needs_password_code_and_a_fresh_enrolment(void **state)
{
	struct shop *s = *state;

	staff_add(s, "owner", "super_admin");
	staff_add(s, "other", "super_admin");
	begin_totp(s, "owner", "another long password");
	expect_error(s, 401, "login_wrong");
	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_status(s, 200);
	confirm_totp(s, "owner", app_code(s, 5));
	expect_error(s, 401, "login_wrong");
	/* It is this account's only. */
	confirm_totp(s, "other", app_code(s, 0));
	expect_error(s, 401, "login_wrong");
	shop_at(shop_now() + 601);
	confirm_totp(s, "owner", app_code(s, 0));
	expect_error(s, 401, "login_wrong");
	post(s, TOTP "/confirm", "{'username':'owner','password':'%s'}", STAFF_PASSWORD);
	expect_error(s, 422, "invalid");
	expect_rows(s, 0, "SELECT 1 FROM admin_users WHERE totp_secret IS NOT NULL");
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions");
}

static void
guessing_while_setting_up_gets_slower_too(void **state)
{
	struct shop *s = *state;

	staff_add(s, "owner", "super_admin");
	begin_totp(s, "owner", STAFF_PASSWORD);
	for (int i = 0; i < 5; i++) {
		confirm_totp(s, "owner", app_code(s, 5));
		expect_error(s, 401, "login_wrong");
	}
	confirm_totp(s, "owner", app_code(s, 0));
	expect_error(s, 429, "login_later");
	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_error(s, 429, "login_later");
}

static void
a_second_factor_is_not_replaced_by_the_password_alone(void **state)
{
	struct shop *s = *state;
	int64_t id = staff_add(s, "owner", "super_admin");

	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_status(s, 200);
	staff_enrol(s, id);
	confirm_totp(s, "owner", app_code(s, 0));
	expect_error(s, 409, "conflict");
	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_error(s, 409, "conflict");
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions");
	/* Nor does the password alone buy new tries at the codes. */
	sql_do(s, "DELETE FROM rate_limits");
	for (int i = 0; i < 4; i++) {
		log_in(s, "owner", STAFF_PASSWORD, "000000");
		expect_error(s, 401, "login_wrong");
	}
	begin_totp(s, "owner", STAFF_PASSWORD);
	expect_error(s, 409, "conflict");
	log_in(s, "owner", STAFF_PASSWORD, "000000");
	expect_error(s, 429, "login_later");
}

/* ---- guessing ---- */

static void
fail_n(struct shop *s, const char *username, int n)
{
	for (int i = 0; i < n; i++) {
		log_in(s, username, "another long password", NULL);
		expect_error(s, 401, "login_wrong");
	}
}

static void
guessing_gets_slower(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	fail_n(s, "owner", 5);
	log_in_without(s, "owner");
	expect_error(s, 429, "login_later");
	assert_string_equal(header(s, "Retry-After"), "2");
	shop_at(shop_now() + 2);
	fail_n(s, "owner", 1);
	shop_at(shop_now() + 2);
	log_in_without(s, "owner");
	assert_string_equal(header(s, "Retry-After"), "2");
	shop_at(shop_now() + 2);
	log_in_without(s, "owner");
	expect_status(s, 200);
	/* A good login forgets the failures. */
	fail_n(s, "owner", 5);
}

static void
an_unknown_name_slows_down_too(void **state)
{
	struct shop *s = *state;

	fail_n(s, "nobody", 5);
	log_in_without(s, "nobody");
	expect_error(s, 429, "login_later");
	assert_string_equal(header(s, "Retry-After"), "2");
	fail_n(s, "nobody-else", 1);
}

static void
nobody_waits_longer_than_a_quarter_of_an_hour(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	fail_n(s, "owner", 1);
	sql_do(s, "UPDATE rate_limits SET hits = 40");
	log_in_without(s, "owner");
	expect_error(s, 429, "login_later");
	assert_string_equal(header(s, "Retry-After"), "900");
	shop_at(shop_now() + 900);
	log_in_without(s, "owner");
	expect_status(s, 200);
}

static void
failures_of_yesterday_are_forgotten(void **state)
{
	struct shop *s = *state;

	fail_n(s, "owner", 5);
	shop_at(shop_now() + 86400);
	fail_n(s, "owner", 5);
}

static void
one_address_tries_sixty_times_in_five_minutes(void **state)
{
	struct shop *s = *state;

	/* The sixth and later ones do not even cost a hash. */
	fail_n(s, "owner", 5);
	for (int i = 5; i < 60; i++) {
		log_in_without(s, "owner");
		expect_error(s, 429, "login_later");
	}
	log_in_without(s, "owner");
	expect_error(s, 429, "too_many_requests");
	s->ip = "198.51.100.8";
	log_in_without(s, "owner");
	expect_error(s, 429, "login_later");
}

static void
a_failed_login_is_in_the_audit_without_what_was_typed(void **state)
{
	struct shop *s = *state;
	int64_t id = staff_add(s, "owner", "super_admin");

	fail_n(s, "owner", 1);
	fail_n(s, "my-secret-password", 1);
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE "
	                                  "action = 'admin.login_failed' AND entity_id = %lld",
	                               (long long)id));
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.login_failed' "
	                  "AND ip_address = '198.51.100.7' AND admin_user_id IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE "
	                  "CONCAT_WS('|', before_json, after_json, note) LIKE '%my-secret%'");
}

/* ---- sessions ---- */

static void
nobody_without_a_session_gets_in(void **state)
{
	struct shop *s = *state;

	get(s, ME);
	expect_error(s, 401, "login_needed");
	staff_cookie(s, 0, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	get(s, ME);
	expect_error(s, 401, "login_needed");
	request(s, "POST", LOGOUT, NULL);
	expect_error(s, 401, "login_needed");
}

static void
a_session_ends_after_half_an_hour_of_rest(void **state)
{
	struct shop *s = *state;
	int64_t begin = shop_now();

	as_staff(s, 1, "super_admin");
	shop_at(begin + 29 * 60);
	get(s, ME);
	expect_status(s, 200);
	shop_at(begin + 58 * 60);
	get(s, ME);
	expect_status(s, 200);
	shop_at(begin + 58 * 60 + 30 * 60);
	get(s, ME);
	expect_error(s, 401, "login_needed");
}

static void
a_session_ends_after_twelve_hours_however_busy(void **state)
{
	struct shop *s = *state;
	int64_t begin = shop_now();

	as_staff(s, 1, "super_admin");
	for (int64_t t = 0; t < 12 * 3600; t += 1200) {
		shop_at(begin + t);
		get(s, ME);
		expect_status(s, 200);
	}
	shop_at(begin + 12 * 3600);
	get(s, ME);
	expect_error(s, 401, "login_needed");
}

static void
the_last_use_is_written_every_five_minutes(void **state)
{
	struct shop *s = *state;
	int64_t begin = shop_now();
	char *first, text[CLOCK_TEXT];

	as_staff(s, 1, "super_admin");
	first = sql_text(s, "SELECT last_activity_at FROM admin_sessions");
	shop_at(begin + 299);
	get(s, ME);
	assert_string_equal(first, sql_text(s, "SELECT last_activity_at FROM admin_sessions"));
	shop_at(begin + 300);
	get(s, ME);
	assert_string_equal(clock_sql(begin + 300, text),
	                    sql_text(s, "SELECT last_activity_at FROM admin_sessions"));
}

static void
a_fourth_login_ends_the_oldest(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	for (int i = 0; i < 4; i++) {
		as(s, i);
		log_in_without(s, "owner");
		expect_status(s, 200);
	}
	for (int i = 0; i < 4; i++) {
		as(s, i);
		get(s, ME);
		expect_status(s, i == 0 ? 401 : 200);
	}
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions WHERE revoke_reason = 'limit'");
}

static void
logging_out_ends_this_session_only(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	as_staff(s, 2, "super_admin");
	request(s, "POST", LOGOUT, NULL);
	expect_status(s, 204);
	assert_non_null(strstr(header(s, "Set-Cookie"), "__Host-asid=;"));
	assert_non_null(strstr(header(s, "Set-Cookie"), "Max-Age=0"));
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 1);
	get(s, ME);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.logout'");
}

static void
what_takes_no_body_takes_an_empty_one(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	post(s, LOGOUT, "{'all':true}");
	expect_error(s, 400, "unknown_field");
	post(s, LOGOUT, "[]");
	expect_error(s, 400, "unknown_field");
	post(s, LOGOUT, "{ }");
	expect_status(s, 204);
}

static void
a_token_used_after_logout_is_nobodys(void **state)
{
	struct shop *s = *state;
	char kept[256];

	as_staff(s, 1, "super_admin");
	snprintf(kept, sizeof kept, "%s", strchr(s->visitors[1].cookie[0], '=') + 1);
	request(s, "POST", LOGOUT, NULL);
	expect_status(s, 204);
	staff_cookie(s, 2, kept);
	as(s, 2);
	get(s, ME);
	expect_error(s, 401, "login_needed");
}

static void
who_is_switched_off_is_out_at_once(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/orders");
	expect_status(s, 200);
	sql_do(s, "UPDATE admin_users SET is_active = 0");
	get(s, "/api/v1/admin/orders");
	expect_error(s, 401, "login_needed");
}

static void
another_role_holds_at_once(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	sql_do(s, "UPDATE admin_users SET role = 'product_manager'");
	get(s, "/api/v1/admin/orders");
	expect_error(s, 403, "forbidden");
}

static void
a_login_is_in_the_audit(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	int64_t id = staff_add(s, "owner", "super_admin");
	log_in_without(s, "owner");
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE "
	                                  "action = 'admin.login' AND admin_user_id = %lld "
	                                  "AND entity_id = %lld AND request_id IS NOT NULL",
	                               (long long)id, (long long)id));
}

/* As a server does with connections that were idle for long. */
static void
cut(struct shop *s, const char *pool)
{
	int64_t id = sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM information_schema.processlist "
	                           "WHERE db = DATABASE() AND user = 'crumbled_%s'", pool);

	if (id)
		sql_do(s, "KILL %lld", (long long)id);
}

static void
a_connection_that_went_is_not_noticed(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	staff_add(s, "owner", "super_admin");
	cut(s, "admin");
	log_in_without(s, "owner");
	expect_status(s, 200);
	cut(s, "admin");
	get(s, ME);
	expect_status(s, 200);
	cut(s, "admin");
	post(s, "/api/v1/admin/delivery-men", "{'name':'Hany Said','phone':'01000000199'}");
	expect_status(s, 201);
	as(s, 1);
	shop_add_pack(s);
	cut(s, "shop");
	shop_add_pack(s);
	as(s, 2);
	cut(s, "shop");
	shop_add_pack(s);
}

/* ---- other sites ---- */

static void
another_site_cannot_use_the_cookie(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	s->extra = "HTTP_ORIGIN=https://evil.test";
	request(s, "POST", LOGOUT, NULL);
	expect_error(s, 403, "cross_site");
	s->extra = "HTTP_ORIGIN=null";
	request(s, "POST", LOGOUT, NULL);
	expect_error(s, 403, "cross_site");
	s->extra = "HTTP_SEC_FETCH_SITE=cross-site";
	request(s, "POST", LOGOUT, NULL);
	expect_error(s, 403, "cross_site");
	s->extra = "HTTP_SEC_FETCH_SITE=same-site";
	request(s, "POST", LOGOUT, NULL);
	expect_error(s, 403, "cross_site");
	s->extra = "HTTP_SEC_FETCH_SITE=cross-site";
	log_in_without(s, "owner");
	expect_error(s, 403, "cross_site");
	get(s, ME);
	expect_status(s, 200);
	s->extra = "HTTP_ORIGIN=" STAFF_ORIGIN;
	request(s, "POST", LOGOUT, NULL);
	expect_status(s, 204);
}

static void
a_form_cannot_log_in(void **state)
{
	struct shop *s = *state;
	const char *form = "username=owner&password=x";

	request_raw(s, "POST", LOGIN, "application/x-www-form-urlencoded", form, strlen(form));
	expect_error(s, 415, "unsupported_media_type");
	request_raw(s, "POST", LOGIN, "text/plain", "{}", 2);
	expect_error(s, 415, "unsupported_media_type");
}

/* ---- accounts ---- */

struct wanted { const char *username, *email, *role, *password; int64_t id; };

static enum err
make_account(struct ctx *cx, void *arg)
{
	struct wanted *w = arg;

	return admin_user_create(cx, w->username, w->email, w->role, w->password, &w->id);
}

static void
expect_account(struct shop *s, struct wanted w, enum err want, const char *field)
{
	s->cx.db = s->db_admin;
	s->cx.faults = NULL;
	s->cx.faults_end = &s->cx.faults;
	assert_int_equal(want, db_transaction(&s->cx, DB_ONCE, make_account, &w));
	if (field)
		assert_string_equal(s->cx.faults->field, field);
}

static void
an_account_needs_a_good_name_address_role_and_password(void **state)
{
	struct shop *s = *state;
	const char *p = STAFF_PASSWORD, *long_one = arena_fmt(s->cx.mem, "%0257d", 0);
	const char *a = "a@example.com", *b = "b@example.com", *super = "super_admin";
	const struct { struct wanted wanted; enum err err; const char *field; } rows[] = {
		{ { "Owner", a, super, p, 0 }, E_INVALID, "username" },
		{ { "o", a, super, p, 0 }, E_INVALID, "username" },
		{ { "9lives", a, super, p, 0 }, E_INVALID, "username" },
		{ { "a b", a, super, p, 0 }, E_INVALID, "username" },
		{ { "owner", "nowhere", super, p, 0 }, E_INVALID, "email" },
		{ { "owner", a, "god", p, 0 }, E_INVALID, "role" },
		{ { "owner", a, super, "fourteen bytes", 0 }, E_INVALID, "password" },
		{ { "owner", a, super, long_one, 0 }, E_INVALID, "password" },
		{ { "owner", " A@Example.com ", super, p, 0 }, OK, NULL },
		{ { "owner", b, super, p, 0 }, E_CONFLICT, "username" },
		{ { "other", a, super, p, 0 }, E_CONFLICT, "email" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect_account(s, rows[i].wanted, rows[i].err, rows[i].field);
	expect_rows(s, 1, "SELECT 1 FROM admin_users");
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE email = 'a@example.com' "
	                  "AND password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%' "
	                  "AND pepper_id IS NOT NULL AND totp_secret IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.create' "
	                  "AND admin_user_id IS NULL");
}

SHOP_TESTS(
	shop_test(a_password_lets_staff_in),
	shop_test(the_name_is_read_in_any_case),
	shop_test(the_cookie_is_for_this_host_and_this_browser_session),
	shop_test(whatever_is_wrong_the_answer_is_the_same),
	shop_test(a_login_has_a_name_and_a_password),
	shop_test(without_a_second_factor_nobody_gets_in_where_it_is_required),
	shop_test(a_second_factor_is_always_asked_for_once_it_is_set_up),
	shop_test(a_code_is_good_one_step_early_or_late),
	shop_test(a_code_is_good_once),
	shop_test(a_seed_moved_from_another_account_opens_nothing),
	shop_test(of_forty_logins_with_one_code_one_gets_in),
	shop_test(a_second_factor_is_set_up_before_the_first_session),
	shop_test(a_second_factor_ends_sessions_without_one),
	shop_test(setting_up_needs_password_code_and_a_fresh_enrolment),
	shop_test(guessing_while_setting_up_gets_slower_too),
	shop_test(a_second_factor_is_not_replaced_by_the_password_alone),
	shop_test(guessing_gets_slower),
	shop_test(an_unknown_name_slows_down_too),
	shop_test(nobody_waits_longer_than_a_quarter_of_an_hour),
	shop_test(failures_of_yesterday_are_forgotten),
	shop_test(one_address_tries_sixty_times_in_five_minutes),
	shop_test(a_failed_login_is_in_the_audit_without_what_was_typed),
	shop_test(nobody_without_a_session_gets_in),
	shop_test(a_session_ends_after_half_an_hour_of_rest),
	shop_test(a_session_ends_after_twelve_hours_however_busy),
	shop_test(the_last_use_is_written_every_five_minutes),
	shop_test(a_fourth_login_ends_the_oldest),
	shop_test(logging_out_ends_this_session_only),
	shop_test(what_takes_no_body_takes_an_empty_one),
	shop_test(a_token_used_after_logout_is_nobodys),
	shop_test(who_is_switched_off_is_out_at_once),
	shop_test(another_role_holds_at_once),
	shop_test(a_login_is_in_the_audit),
	shop_test(a_connection_that_went_is_not_noticed),
	shop_test(another_site_cannot_use_the_cookie),
	shop_test(a_form_cannot_log_in),
	shop_test(an_account_needs_a_good_name_address_role_and_password))
