/* SPDX-License-Identifier: MIT */
/* What staff do who lost the second factor: recovery codes, each good once. */
#include "support/staff.h"

#include "base/str.h"
#include "support/account.h"
#include "support/order.h"

#define LOGIN "/api/v1/admin/auth/login"
#define TOTP "/api/v1/admin/auth/totp"
#define CODES "/api/v1/admin/me/recovery-codes"
#define MAIL "owner@example.com"

static char codes[10][20];

static void
keep_codes(struct shop *s)
{
	assert_int_equal(json_list_length(at(s, "recovery_codes")), 10);
	for (int i = 0; i < 10; i++) {
		const char *code = text_at(s, arena_fmt(s->cx.mem, "recovery_codes.%d", i));

		assert_int_equal(strlen(code), 19);
		assert_int_equal(strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-"), 19);
		snprintf(codes[i], sizeof codes[i], "%s", code);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(codes[i], codes[k]);
	}
}

/* Logged in with a second factor, and codes that are known. */
static int64_t
owner(struct shop *s)
{
	int64_t id = staff_add(s, "owner", "super_admin");

	staff_enrol(s, id);
	post(s, LOGIN, "{'username':'owner','password':'%s','totp':'%s'}", STAFF_PASSWORD,
	     staff_code(s, 0));
	post(s, "/api/v1/admin/auth/step-up", "{'password':'%s'}", STAFF_PASSWORD);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	expect_number(s, "recovery_codes_left", 10);
	keep_codes(s);
	return id;
}

static void
log_in(struct shop *s, const char *code)
{
	post(s, LOGIN, "{'username':'owner','password':'%s','recovery_code':'%s'}", STAFF_PASSWORD,
	     code);
}

static void
begin_totp(struct shop *s, const char *code)
{
	post(s, TOTP, "{'username':'owner','password':'%s'%s%s%s}", STAFF_PASSWORD,
	     code ? ",'recovery_code':'" : "", code ? code : "", code ? "'" : "");
}

static void
confirm_totp(struct shop *s, const char *code, const char *enrolment, const char *totp)
{
	post(s, TOTP "/confirm", "{'username':'owner','password':'%s','enrolment':'%s','totp':'%s'"
	     "%s%s%s}", STAFF_PASSWORD, enrolment, totp, code ? ",'recovery_code':'" : "",
	     code ? code : "", code ? "'" : "");
}

static void
they_come_with_the_second_factor_and_are_stored_as_hashes(void **state)
{
	struct shop *s = *state;
	const char *dump;

	staff_add(s, "owner", "super_admin");
	begin_totp(s, NULL);
	expect_status(s, 200);
	const char *enrolment = text_at(s, "enrolment");
	confirm_totp(s, NULL, enrolment, staff_app_code(s, text_at(s, "secret"), 0));
	expect_status(s, 200);
	keep_codes(s);
	get(s, "/api/v1/admin/auth/me");
	expect_number(s, "recovery_codes_left", 10);
	assert_false(has(s, "recovery_codes"));
	expect_rows(s, 10, "SELECT 1 FROM admin_recovery_codes WHERE used_at IS NULL");
	dump = sql_text(s, "SELECT GROUP_CONCAT(HEX(code_hash)) FROM admin_recovery_codes");
	for (int i = 0; i < 10; i++)
		assert_null(strstr(dump, hex_text(s->cx.mem, codes[i], 4)));
	/* Nor are they told again. */
	dump = sql_text(s, "SELECT GROUP_CONCAT(COALESCE(after_json, '')) FROM admin_activity_log");
	assert_null(strstr(dump, codes[0]));
}

static void
one_logs_in_once_and_its_owner_is_told(void **state)
{
	struct shop *s = *state;
	int64_t id = owner(s);

	as(s, 1);
	log_in(s, codes[3]);
	expect_status(s, 200);
	expect_number(s, "id", id);
	expect_rows(s, 2, "SELECT 1 FROM admin_sessions WHERE mfa_at IS NOT NULL");
	assert_non_null(strstr(shop_message(s, MAIL), "Codes that are left: 9."));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.recovery_code' "
	            "AND after_json = '{\"left\":9}'");
	as(s, 2);
	log_in(s, codes[3]);
	expect_error(s, 401, "login_wrong");
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 2, "SELECT 1 FROM admin_sessions");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'staff_recovery_used'");
	log_in(s, codes[4]);
	expect_status(s, 200);
	get(s, "/api/v1/admin/auth/me");
	expect_number(s, "recovery_codes_left", 8);
}

static void
how_it_is_written_does_not_matter(void **state)
{
	struct shop *s = *state;
	char loose[40] = "", *to = loose;

	owner(s);
	for (const char *p = codes[0]; *p; p++)
		if (*p != '-')
			to += snprintf(to, 4, "%c ", *p >= 'A' ? *p | 0x20 : *p);
	loose[strlen(loose) - 1] = '\0';
	log_in(s, loose);
	expect_status(s, 200);
	log_in(s, codes[0]);
	expect_error(s, 401, "login_wrong");
}

static bool
logs_in(struct shop *s, int i)
{
	as(s, 1);
	(void)i;
	log_in(s, codes[5]);
	return s->reply.status == 200;
}

static void
of_forty_logins_with_one_code_one_gets_in(void **state)
{
	struct shop *s = *state;

	owner(s);
	assert_int_equal(shop_parallel(s, 40, logs_in), 1);
	expect_rows(s, 2, "SELECT 1 FROM admin_sessions");
	expect_rows(s, 9, "SELECT 1 FROM admin_recovery_codes WHERE used_at IS NULL");
}

static void
it_opens_nothing_without_the_password_nor_for_another_account(void **state)
{
	struct shop *s = *state;

	owner(s);
	staff_enrol(s, staff_add(s, "other", "super_admin"));
	post(s, LOGIN, "{'username':'owner','password':'another long password',"
	     "'recovery_code':'%s'}", codes[0]);
	expect_error(s, 401, "login_wrong");
	post(s, LOGIN, "{'username':'other','password':'%s','recovery_code':'%s'}", STAFF_PASSWORD,
	     codes[0]);
	expect_error(s, 401, "login_wrong");
	log_in(s, "AAAA-AAAA-AAAA-AAAA");
	expect_error(s, 401, "login_wrong");
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE username = 'owner'");
	log_in(s, codes[0]);
	expect_error(s, 401, "login_wrong");
	expect_rows(s, 10, "SELECT 1 FROM admin_recovery_codes WHERE used_at IS NULL");
}

static void
guessing_gets_slower(void **state)
{
	struct shop *s = *state;

	owner(s);
	for (int i = 0; i < 5; i++) {
		log_in(s, "AAAA-AAAA-AAAA-AAAA");
		expect_error(s, 401, "login_wrong");
	}
	log_in(s, codes[0]);
	expect_error(s, 429, "login_later");
	expect_rows(s, 5, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.login_failed'");
}

static void
new_ones_end_those_before(void **state)
{
	struct shop *s = *state;
	char old[20];

	owner(s);
	snprintf(old, sizeof old, "%s", codes[0]);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	keep_codes(s);
	as(s, 1);
	log_in(s, old);
	expect_error(s, 401, "login_wrong");
	log_in(s, codes[0]);
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'staff_recovery_new'");
	expect_rows(s, 10, "SELECT 1 FROM admin_recovery_codes");
}

static void
without_a_second_factor_there_are_none(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	request(s, "POST", CODES, NULL);
	expect_error(s, 409, "conflict");
	as(s, 0);
	request(s, "POST", CODES, NULL);
	expect_error(s, 401, "login_needed");
}

static void
a_lost_second_factor_is_replaced_by_one(void **state)
{
	struct shop *s = *state;
	char old[20], other[20];

	owner(s);
	snprintf(old, sizeof old, "%s", codes[0]);
	snprintf(other, sizeof other, "%s", codes[1]);
	as(s, 1);
	begin_totp(s, "AAAA-AAAA-AAAA-AAAA");
	expect_error(s, 401, "login_wrong");
	begin_totp(s, old);
	expect_status(s, 200);
	const char *enrolment = text_at(s, "enrolment"), *secret = text_at(s, "secret");
	confirm_totp(s, NULL, enrolment, staff_app_code(s, secret, 0));
	expect_error(s, 409, "conflict");
	confirm_totp(s, old, enrolment, "000000");
	expect_error(s, 401, "login_wrong");
	confirm_totp(s, old, enrolment, staff_app_code(s, secret, 0));
	expect_status(s, 200);
	keep_codes(s);
	/* The old codes and sessions are over, and so is the old app. */
	as(s, 0);
	get(s, "/api/v1/admin/auth/me");
	expect_error(s, 401, "login_needed");
	as(s, 2);
	log_in(s, other);
	expect_error(s, 401, "login_wrong");
	shop_at(shop_now() + 30);
	post(s, LOGIN, "{'username':'owner','password':'%s','totp':'%s'}", STAFF_PASSWORD,
	     staff_code(s, 0));
	expect_error(s, 401, "login_wrong");
	post(s, LOGIN, "{'username':'owner','password':'%s','totp':'%s'}", STAFF_PASSWORD,
	     staff_app_code(s, secret, 0));
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'staff_recovery_used'");
}

SHOP_TESTS(shop_test(they_come_with_the_second_factor_and_are_stored_as_hashes),
           shop_test(one_logs_in_once_and_its_owner_is_told),
           shop_test(how_it_is_written_does_not_matter),
           shop_test(of_forty_logins_with_one_code_one_gets_in),
           shop_test(it_opens_nothing_without_the_password_nor_for_another_account),
           shop_test(guessing_gets_slower), shop_test(new_ones_end_those_before),
           shop_test(without_a_second_factor_there_are_none),
           shop_test(a_lost_second_factor_is_replaced_by_one))
