/* SPDX-License-Identifier: MIT */
/* Passwords of staff: chosen by their owner alone, by a link or by the old one. */
#include "support/staff.h"

#include "base/str.h"
#include "support/account.h"
#include "support/order.h"

#define LOGIN "/api/v1/admin/auth/login"
#define FORGOT "/api/v1/admin/auth/password/forgot"
#define RESET "/api/v1/admin/auth/password/reset"
#define CHANGE "/api/v1/admin/me/password"
#define ME "/api/v1/admin/auth/me"
#define MAIL "owner@example.com"
#define NEW "quite another long one"

static void
log_in(struct shop *s, const char *password)
{
	post(s, LOGIN, "{'username':'owner','password':'%s'}", password);
}

static void
forget(struct shop *s, const char *login)
{
	post(s, FORGOT, "{'login':'%s'}", login);
}

static void
reset(struct shop *s, const char *token, const char *password)
{
	post(s, RESET, "{'token':'%s','password':'%s'}", token, password);
}

static void
change(struct shop *s, const char *old, const char *password)
{
	post(s, CHANGE, "{'old_password':'%s','password':'%s'}", old, password);
}

static int64_t
owner(struct shop *s)
{
	staff_totp_is(s, "optional");
	return staff_add(s, "owner", "super_admin");
}

static const char *
link_for(struct shop *s, const char *login)
{
	forget(s, login);
	expect_status(s, 204);
	return link_sent(s, MAIL, "/reset#token=");
}

/* ---- a link ---- */

static void
a_link_sets_a_password_once_and_ends_all_sessions(void **state)
{
	struct shop *s = *state;

	owner(s);
	log_in(s, STAFF_PASSWORD);
	as(s, 1);
	const char *token = link_for(s, " Owner ");
	assert_non_null(strstr(shop_message(s, MAIL), STAFF_ORIGIN "/reset#token="));
	/* Nothing has changed yet. */
	log_in(s, STAFF_PASSWORD);
	expect_status(s, 200);
	as(s, 2);
	reset(s, token, NEW);
	expect_status(s, 204);
	assert_null(header(s, "Set-Cookie"));
	for (int i = 0; i < 2; i++) {
		as(s, i);
		get(s, ME);
		expect_error(s, 401, "login_needed");
	}
	log_in(s, STAFF_PASSWORD);
	expect_error(s, 401, "login_wrong");
	log_in(s, NEW);
	expect_status(s, 200);
	reset(s, token, "yet another long one");
	expect_error(s, 422, "link_over");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'staff_password_changed'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.password_reset'");
	expect_sound(s);
}

static void
the_second_factor_stays(void **state)
{
	struct shop *s = *state;

	staff_enrol(s, owner(s));
	reset(s, link_for(s, MAIL), NEW);
	expect_status(s, 204);
	log_in(s, NEW);
	expect_error(s, 401, "login_wrong");
	post(s, LOGIN, "{'username':'owner','password':'" NEW "','totp':'%s'}", staff_code(s, 0));
	expect_status(s, 200);
}

static void
whether_there_is_an_account_does_not_show(void **state)
{
	struct shop *s = *state;
	const char *first;

	owner(s);
	staff_add(s, "gone", "order_manager");
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE username = 'gone'");
	forget(s, "owner");
	expect_status(s, 204);
	first = reply_text(s);
	static const char *const others[] = { "gone", "nobody", "nobody@example.com", MAIL };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		forget(s, others[i]);
		assert_string_equal(reply_text(s), first);
	}
	/* Two went to the owner; the decoys are over before they could be sent. */
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE recipient = 'owner@example.com' AND is_secret = 1 "
	            "AND expires_at = '2030-01-03 12:00:00'");
	expect_rows(s, 3, "SELECT 1 FROM outbox WHERE recipient = '-' "
	            "AND expires_at = '2030-01-02 12:00:00'");
	expect_rows(s, 2, "SELECT 1 FROM password_reset_tokens WHERE user_type = 'admin'");
	expect_rows(s, 5, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.password_forgotten'");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE after_json LIKE '%nobody%'");
}

static void
three_an_hour_for_each_name(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 3; i++) {
		forget(s, "owner");
		expect_status(s, 204);
	}
	forget(s, "OWNER");
	expect_error(s, 429, "too_many_requests");
	forget(s, "nobody");
	expect_status(s, 204);
	shop_at(SHOP_NOON + 3600);
	forget(s, "owner");
	expect_status(s, 204);
}

static void
a_link_is_over_when_it_is_old_replaced_or_somebody_else_s(void **state)
{
	struct shop *s = *state;

	int64_t id = owner(s);
	const char *first = link_for(s, MAIL), *second = link_for(s, MAIL);
	reset(s, first, NEW);
	expect_error(s, 422, "link_over");
	reset(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NEW);
	expect_error(s, 422, "link_over");
	/* One of a customer with the same number. */
	sql_do(s, "UPDATE password_reset_tokens SET user_type = 'customer' WHERE used_at IS NULL");
	reset(s, second, NEW);
	expect_error(s, 422, "link_over");
	sql_do(s, "UPDATE password_reset_tokens SET user_type = 'admin' WHERE used_at IS NULL");
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE id = %lld", (long long)id);
	reset(s, second, NEW);
	expect_error(s, 422, "link_over");
	sql_do(s, "UPDATE admin_users SET is_active = 1");
	shop_at(SHOP_NOON + 86400);
	reset(s, second, NEW);
	expect_error(s, 422, "link_over");
	shop_at(SHOP_NOON + 86399);
	reset(s, second, NEW);
	expect_status(s, 204);
}

static char token_of_all[64];

static bool
resets(struct shop *s, int i)
{
	reset(s, token_of_all, arena_fmt(s->cx.mem, "a long password number %d", i));
	return s->reply.status == 204;
}

static void
of_ten_at_once_with_one_link_one_sets_it(void **state)
{
	struct shop *s = *state;

	owner(s);
	snprintf(token_of_all, sizeof token_of_all, "%s", link_for(s, MAIL));
	assert_int_equal(shop_parallel(s, 10, resets), 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.password_reset'");
}

static void
a_password_is_long_and_not_easy_to_guess(void **state)
{
	struct shop *s = *state;
	static const struct { const char *password, *code; } rows[] = {
		{ "fourteen bytes", "invalid" }, { "aaaaaaaaaaaaaaaa", "password_weak" },
		{ "Owner@Example.com", "password_weak" }, { "1q2w3e4r5t6y7u8i9", "password_weak" },
	};

	owner(s);
	s->config.common_passwords_text = "1q2w3e4r5t6y7u8i9\n";
	const char *token = link_for(s, MAIL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		reset(s, token, rows[i].password);
		expect_error(s, 422, rows[i].code);
	}
	log_in(s, STAFF_PASSWORD);
	change(s, STAFF_PASSWORD, "aaaaaaaaaaaaaaaa");
	expect_error(s, 422, "password_weak");
	change(s, STAFF_PASSWORD, "fourteen bytes");
	expect_error(s, 422, "invalid");
	expect_field(s, "password", "too_short");
	s->config.common_passwords_text = NULL;
	reset(s, token, NEW);
	expect_status(s, 204);
}

/* ---- by the old one ---- */

static void
the_old_password_sets_a_new_one_and_ends_the_other_sessions(void **state)
{
	struct shop *s = *state;

	owner(s);
	const char *token = link_for(s, MAIL);
	log_in(s, STAFF_PASSWORD);
	as(s, 1);
	log_in(s, STAFF_PASSWORD);
	change(s, STAFF_PASSWORD, NEW);
	expect_status(s, 204);
	get(s, ME);
	expect_status(s, 200);
	as(s, 0);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	log_in(s, NEW);
	expect_status(s, 200);
	/* A link that was under way is over. */
	reset(s, token, "yet another long one");
	expect_error(s, 422, "link_over");
	assert_non_null(strstr(shop_message(s, MAIL), "was changed just now"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.password_change' "
	            "AND before_json IS NULL AND after_json IS NULL");
}

static void
guessing_the_old_one_gets_slower(void **state)
{
	struct shop *s = *state;

	owner(s);
	log_in(s, STAFF_PASSWORD);
	for (int i = 0; i < 5; i++) {
		change(s, "another long password", NEW);
		expect_error(s, 422, "password_wrong");
	}
	change(s, STAFF_PASSWORD, NEW);
	expect_error(s, 429, "login_later");
	shop_at(SHOP_NOON + 2);
	change(s, STAFF_PASSWORD, NEW);
	expect_status(s, 204);
	as(s, 1);
	change(s, NEW, STAFF_PASSWORD);
	expect_error(s, 401, "login_needed");
}

static bool
changes(struct shop *s, int i)
{
	change(s, STAFF_PASSWORD, arena_fmt(s->cx.mem, "a long password number %d", i));
	/* The others come too late, or count as wrong ones and have to wait. */
	BUG_ON(s->reply.status != 204 && s->reply.err != E_CONFLICT &&
	       s->reply.err != E_PASSWORD_WRONG && s->reply.err != E_LOGIN_LATER &&
	       s->reply.err != E_TOO_MANY);
	return s->reply.status == 204;
}

static void
of_ten_changes_at_once_one_holds(void **state)
{
	struct shop *s = *state;

	owner(s);
	log_in(s, STAFF_PASSWORD);
	assert_int_equal(shop_parallel(s, 10, changes), 1);
	get(s, ME);
	expect_status(s, 200);
}

SHOP_TESTS(shop_test(a_link_sets_a_password_once_and_ends_all_sessions),
           shop_test(the_second_factor_stays),
           shop_test(whether_there_is_an_account_does_not_show),
           shop_test(three_an_hour_for_each_name),
           shop_test(a_link_is_over_when_it_is_old_replaced_or_somebody_else_s),
           shop_test(of_ten_at_once_with_one_link_one_sets_it),
           shop_test(a_password_is_long_and_not_easy_to_guess),
           shop_test(the_old_password_sets_a_new_one_and_ends_the_other_sessions),
           shop_test(guessing_the_old_one_gets_slower),
           shop_test(of_ten_changes_at_once_one_holds))
