/* SPDX-License-Identifier: MIT */
/* Giving the password or a code once more: what it is good for, for how long, and guessing at it.
 * That every endpoint which asks for it does so is in matrix_test.c. */
#include "support/staff.h"

#include "staff/admin_step_up.h"
#include "support/order.h"

#define STEP_UP "/api/v1/admin/auth/step-up"
#define CODES "/api/v1/admin/me/recovery-codes"
#define LATER (SHOP_NOON + STEP_UP_SECS)	/* when the login no longer counts */

/* Logged in by password and, with a second factor, by a code. */
static int64_t
owner(struct shop *s, bool has_totp)
{
	int64_t id = staff_add(s, "owner", "super_admin");

	staff_totp_is(s, "optional");
	if (has_totp)
		staff_enrol(s, id);
	post(s, "/api/v1/admin/auth/login", "{'username':'owner','password':'%s'%s%s%s}",
	     STAFF_PASSWORD, has_totp ? ",'totp':'" : "", has_totp ? staff_code(s, 0) : "",
	     has_totp ? "'" : "");
	expect_status(s, 200);
	return id;
}

static void
by_password(struct shop *s, const char *password)
{
	post(s, STEP_UP, "{'password':'%s'}", password);
}

static void
by_code(struct shop *s, const char *code)
{
	post(s, STEP_UP, "{'totp':'%s'}", code);
}

static void
a_login_and_a_password_are_good_for_five_minutes_each(void **state)
{
	struct shop *s = *state;
	int64_t id = owner(s, true);

	shop_at(SHOP_NOON + STEP_UP_SECS - 1);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	shop_at(LATER);
	request(s, "POST", CODES, NULL);
	expect_error(s, 403, "step_up_needed");
	by_password(s, STAFF_PASSWORD);
	expect_status(s, 200);
	expect_text(s, "until", "2030-01-02T12:10:00Z");
	shop_at(LATER + STEP_UP_SECS - 1);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	shop_at(LATER + STEP_UP_SECS);
	request(s, "POST", CODES, NULL);
	expect_error(s, 403, "step_up_needed");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE "
	                            "action = 'admin.step_up' AND admin_user_id = %lld",
	                            (long long)id), 1);
}

static void
a_code_is_one_too_and_good_once(void **state)
{
	struct shop *s = *state;

	owner(s, true);
	by_code(s, staff_code(s, 0));	/* which the login has used */
	expect_error(s, 401, "login_wrong");
	shop_at(LATER);
	request(s, "POST", CODES, NULL);
	expect_error(s, 403, "step_up_needed");
	by_code(s, staff_code(s, 0));
	expect_status(s, 200);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	by_code(s, staff_code(s, 0));
	expect_error(s, 401, "login_wrong");
	post(s, "/api/v1/admin/auth/login", "{'username':'owner','password':'%s','totp':'%s'}",
	     STAFF_PASSWORD, staff_code(s, 0));
	expect_error(s, 401, "login_wrong");
}

static bool
steps_up(struct shop *s, int i)
{
	(void)i;
	by_code(s, staff_code(s, 0));
	return s->reply.status == 200;
}

static void
of_twenty_at_once_with_one_code_one_steps_up(void **state)
{
	struct shop *s = *state;

	owner(s, true);
	shop_at(SHOP_NOON + 30);
	assert_int_equal(shop_parallel(s, 20, steps_up), 1);
}

static void
it_is_for_one_session_alone(void **state)
{
	struct shop *s = *state;

	owner(s, true);
	as(s, 1);
	shop_at(LATER);
	post(s, "/api/v1/admin/auth/login", "{'username':'owner','password':'%s','totp':'%s'}",
	     STAFF_PASSWORD, staff_code(s, 0));
	expect_status(s, 200);
	as(s, 0);
	request(s, "POST", CODES, NULL);
	expect_error(s, 403, "step_up_needed");
	as(s, 1);
	shop_at(LATER + STEP_UP_SECS);
	by_password(s, STAFF_PASSWORD);
	expect_status(s, 200);
	request(s, "POST", CODES, NULL);
	expect_status(s, 201);
	as(s, 0);
	request(s, "POST", CODES, NULL);
	expect_error(s, 403, "step_up_needed");
}

static void
guessing_gets_slower_together_with_the_login(void **state)
{
	struct shop *s = *state;

	owner(s, false);
	for (int i = 0; i < 5; i++) {
		if (i % 2)
			by_password(s, "another long password");
		else
			by_code(s, "000000");
		expect_error(s, 401, "login_wrong");
	}
	by_password(s, STAFF_PASSWORD);
	expect_error(s, 429, "login_later");
	by_code(s, "000000");
	expect_error(s, 429, "login_later");
	as(s, 1);
	post(s, "/api/v1/admin/auth/login", "{'username':'owner','password':'%s'}", STAFF_PASSWORD);
	expect_error(s, 429, "login_later");
	as(s, 0);
	shop_at(SHOP_NOON + 2);
	by_password(s, STAFF_PASSWORD);
	expect_status(s, 200);
	expect_rows(s, 4, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.step_up_failed' "
	            "AND admin_user_id IS NOT NULL AND after_json = '{\"locked_secs\":0}'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.step_up_failed' "
	            "AND after_json = '{\"locked_secs\":2}'");
}

static void
one_of_the_two_is_given(void **state)
{
	struct shop *s = *state;

	owner(s, false);
	post(s, STEP_UP, "{}");
	expect_error(s, 422, "invalid");
	expect_field(s, "password", "required");
	post(s, STEP_UP, "{'password':'%s','totp':'000000'}", STAFF_PASSWORD);
	expect_error(s, 422, "invalid");
	as(s, 1);
	by_password(s, STAFF_PASSWORD);
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(shop_test(a_login_and_a_password_are_good_for_five_minutes_each),
           shop_test(a_code_is_one_too_and_good_once),
           shop_test(of_twenty_at_once_with_one_code_one_steps_up),
           shop_test(it_is_for_one_session_alone),
           shop_test(guessing_gets_slower_together_with_the_login),
           shop_test(one_of_the_two_is_given))
