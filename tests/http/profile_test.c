/* SPDX-License-Identifier: MIT */
/* The own account: profile, password, e-mail, phone and addresses; and that it is the own. */
#include "support/account.h"
#include "support/order.h"

#include "base/str.h"

#define ME "/api/v1/me"
#define ADDRESSES "/api/v1/me/addresses"
#define NEW_MAIL "new@example.com"
#define NEW_PASSWORD "another biscuit"
#define OTHER_PHONE "+201112223334"

/* Mona, logged in as visitor 0. */
static int64_t
as_mona(struct shop *s)
{
	int64_t id = customer_add(s, DEMO_PHONE, MONA);

	as_customer(s, 0, id, false);
	return id;
}

static void
edit(struct shop *s, const char *json)
{
	request(s, "PATCH", ME, "{%s}", json);
}

/* ---- profile ---- */

static void
a_customer_sees_the_own_account(void **state)
{
	struct shop *s = *state;

	int64_t id = as_mona(s);
	get(s, ME);
	expect_status(s, 200);
	expect_number(s, "id", id);
	expect_text(s, "full_name", "Mona Adel");
	expect_text(s, "email", MONA);
	expect_text(s, "phone", DEMO_PHONE);
	expect_text(s, "status", "active");
	expect_text(s, "language", "en");
	assert_false(has(s, "birth_date"));
	assert_null(strstr(s->reply.body.data, "argon2"));
}

static void
nobody_sees_or_changes_anything(void **state)
{
	struct shop *s = *state;
	static const struct { const char *method, *path, *body; } rows[] = {
		{ "GET", ME, NULL },
		{ "PATCH", ME, "{'version':1}" },
		{ "POST", ME "/password", "{'password':'x','new_password':'12345678'}" },
		{ "POST", ME "/email", "{'password':'x','email':'a@example.com'}" },
		{ "POST", ME "/phone", "{'password':'x','phone':'01001234567','proof':'x'}" },
		{ "GET", ADDRESSES, NULL },
		{ "POST", ADDRESSES, "{'city_id':1,'zone_id':1,'street_address':'Street'}" },
		{ "PATCH", ADDRESSES "/1", "{'version':1}" },
		{ "DELETE", ADDRESSES "/1", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *body = rows[i].body ? quoted(s, "%s", rows[i].body) : NULL;
		request_raw(s, rows[i].method, rows[i].path, body ? "application/json" : NULL, body,
		            body ? strlen(body) : 0);
		expect_error(s, 401, "login_needed");
	}
}

static void
an_edit_changes_what_is_given(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	edit(s, "'version':1,'last_name':'Samir','username':'Mona.S','language':'ar',"
	     "'age_group':'25-34','birth_date':'2001-12-31'");
	expect_status(s, 200);
	expect_text(s, "full_name", "Mona Samir");
	expect_text(s, "username", "mona.s");
	expect_text(s, "language", "ar");
	expect_text(s, "birth_date", "2001-12-31");
	expect_number(s, "version", 2);
	edit(s, "'version':2,'first_name':'Muna'");
	expect_status(s, 200);
	expect_text(s, "full_name", "Muna Samir");
	expect_text(s, "age_group", "25-34");
	expect_rows(s, 2, "SELECT 1 FROM customer_activity_log WHERE action = 'profile.changed'");
}

static void
an_edit_of_an_old_version_is_refused(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	edit(s, "'version':1,'first_name':'Muna'");
	edit(s, "'version':1,'first_name':'Nora'");
	expect_error(s, 409, "conflict");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name = 'Muna'");
}

static void
a_user_name_of_somebody_else_is_refused(void **state)
{
	struct shop *s = *state;

	customer_add(s, OTHER_PHONE, "other@example.com");
	sql_do(s, "UPDATE customers SET username = 'nora'");
	as_mona(s);
	edit(s, "'version':1,'username':'NORA'");
	expect_error(s, 409, "username_taken");
	expect_field(s, "username", "username_taken");
	edit(s, "'version':1,'username':'12345'");
	expect_field(s, "username", "invalid");
	edit(s, "'version':1,'birth_date':'2029-01-01'");
	expect_field(s, "birth_date", "invalid");
}

static void
nobody_gives_oneself_more_than_a_profile(void **state)
{
	struct shop *s = *state;
	static const char *const more[] = {
		"'role':'super_admin'", "'status':'active'", "'customer_group':'wholesale'",
		"'email_verified':true", "'email':'x@example.com'", "'phone':'01001234567'",
		"'password_hash':'x'", "'type':'guest'", "'id':1",
	};

	as_mona(s);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		edit(s, arena_fmt(s->cx.mem, "'version':1,%s", more[i]));
		expect_error(s, 400, "unknown_field");
	}
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE version = 1");
}

/* ---- password ---- */

static void
set_password(struct shop *s, const char *present, const char *chosen)
{
	post(s, ME "/password", "{'password':'%s','new_password':'%s'}", present, chosen);
}

static void
a_new_password_ends_the_other_sessions(void **state)
{
	struct shop *s = *state;

	int64_t id = as_mona(s);
	as_customer(s, 1, id, true);
	as(s, 0);
	set_password(s, CUSTOMER_PASSWORD, NEW_PASSWORD);
	expect_status(s, 204);
	get(s, ME);
	expect_status(s, 200);
	as(s, 1);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	assert_non_null(strstr(shop_message(s, MONA), "was changed just now"));
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'password.changed'");
	as(s, 0);
	set_password(s, CUSTOMER_PASSWORD, "a third one");
	expect_error(s, 422, "password_wrong");
}

static void
a_password_has_to_be_right_and_good(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	set_password(s, "wrong", NEW_PASSWORD);
	expect_error(s, 422, "password_wrong");
	set_password(s, CUSTOMER_PASSWORD, "mona@example.com");
	expect_error(s, 422, "password_weak");
	expect_field(s, "new_password", "password_weak");
	set_password(s, CUSTOMER_PASSWORD, "short");
	expect_field(s, "new_password", "too_short");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

static void
wrong_passwords_slow_down(void **state)
{
	struct shop *s = *state;
	const char *proof;

	as_mona(s);
	for (int i = 0; i < 5; i++) {
		set_password(s, "wrong", NEW_PASSWORD);
		expect_error(s, 422, "password_wrong");
	}
	set_password(s, CUSTOMER_PASSWORD, NEW_PASSWORD);
	expect_error(s, 429, "login_later");
	/* Wherever the password is asked for. */
	post(s, ME "/email", "{'email':'%s','password':'%s'}", NEW_MAIL, CUSTOMER_PASSWORD);
	expect_error(s, 429, "login_later");
	proof = account_proof(s, OTHER_PHONE, "phone_verify");
	post(s, ME "/phone", "{'phone':'%s','proof':'%s','password':'%s'}", OTHER_PHONE, proof,
	     CUSTOMER_PASSWORD);
	expect_error(s, 429, "login_later");
	shop_at(SHOP_NOON + 3);
	set_password(s, CUSTOMER_PASSWORD, NEW_PASSWORD);
	expect_status(s, 204);
}

/* ---- e-mail ---- */

static void
set_email(struct shop *s, const char *email, const char *password)
{
	post(s, ME "/email", "{'email':'%s','password':'%s'}", email, password);
}

static void
a_new_email_counts_once_it_is_proved(void **state)
{
	struct shop *s = *state;

	int64_t id = as_mona(s);
	as_customer(s, 1, id, true);
	as(s, 0);
	set_email(s, "New@Example.com", CUSTOMER_PASSWORD);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" MONA "' AND email_verified = 1");
	assert_null(shop_message(s, MONA));
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", link_sent(s, NEW_MAIL, "/verify#token="));
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" NEW_MAIL "' AND email_verified = 1");
	assert_non_null(strstr(shop_message(s, MONA), "now has another e-mail address"));
	get(s, ME);
	expect_text(s, "email", NEW_MAIL);
	as(s, 1);
	get(s, ME);
	expect_error(s, 401, "login_needed");
}

static void
a_code_proves_a_new_email_as_well(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	set_email(s, NEW_MAIL, CUSTOMER_PASSWORD);
	const char *handle = text_at(s, "handle");
	post(s, "/api/v1/auth/email/verify", "{'handle':'%s','code':'%s'}", handle,
	     digits_sent(s, NEW_MAIL));
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" NEW_MAIL "'");
}

static void
an_email_of_somebody_else_is_answered_alike(void **state)
{
	struct shop *s = *state;

	customer_add(s, OTHER_PHONE, "other@example.com");
	as_mona(s);
	set_email(s, NEW_MAIL, CUSTOMER_PASSWORD);
	const char *free = reply_text(s);
	shop_at(SHOP_NOON + 30);
	set_email(s, "other@example.com", CUSTOMER_PASSWORD);
	expect_error(s, 429, "code_too_soon");
	sql_do(s, "DELETE FROM customer_otp_codes");
	shop_at(SHOP_NOON);
	const char *earlier = link_sent(s, NEW_MAIL, "/verify#token=");
	set_email(s, "other@example.com", CUSTOMER_PASSWORD);
	assert_string_equal(reply_text(s), free);
	get(s, ME);
	expect_text(s, "email", MONA);
	expect_text(s, "pending_email", "other@example.com");
	/* As it would be with any other address. */
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", earlier);
	expect_error(s, 422, "link_over");
	assert_non_null(strstr(shop_message(s, "other@example.com"), "belongs to your account already"));
	assert_null(strstr(shop_message(s, "other@example.com"), "/verify#token="));
}

static void
an_email_needs_the_password_and_to_be_new(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	set_email(s, NEW_MAIL, "wrong");
	expect_error(s, 422, "password_wrong");
	set_email(s, MONA, CUSTOMER_PASSWORD);
	expect_field(s, "email", "invalid");
	set_email(s, "not an address", CUSTOMER_PASSWORD);
	expect_field(s, "email", "format");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

/* ---- phone ---- */

static void
set_phone(struct shop *s, const char *phone, const char *proof, const char *password)
{
	post(s, ME "/phone", "{'phone':'%s','proof':'%s','password':'%s'}", phone, proof, password);
}

static void
a_new_phone_is_proved_and_the_old_one_told(void **state)
{
	struct shop *s = *state;

	int64_t id = as_mona(s);
	as_customer(s, 1, id, true);
	as(s, 0);
	post(s, "/api/v1/auth/otp", "{'phone':'%s','purpose':'phone_verify'}", OTHER_PHONE);
	expect_status(s, 200);
	const char *handle = text_at(s, "handle");
	post(s, "/api/v1/auth/otp/verify", "{'handle':'%s','code':'%s'}", handle,
	     digits_sent(s, OTHER_PHONE));
	const char *proof = text_at(s, "proof");
	set_phone(s, OTHER_PHONE, proof, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	expect_text(s, "phone", OTHER_PHONE);
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "now has another phone number"));
	assert_non_null(strstr(shop_message(s, MONA), "now has another phone number"));
	as(s, 1);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 0);
	set_phone(s, OTHER_PHONE, proof, CUSTOMER_PASSWORD);
	expect_error(s, 422, "phone_unproved");
}

static void
a_phone_needs_its_own_proof_and_the_password(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	set_phone(s, OTHER_PHONE, account_proof(s, OTHER_PHONE, "registration"), CUSTOMER_PASSWORD);
	expect_error(s, 422, "phone_unproved");
	const char *proof = account_proof(s, OTHER_PHONE, "phone_verify");
	set_phone(s, OTHER_PHONE, proof, "wrong");
	expect_error(s, 422, "password_wrong");
	set_phone(s, "+201200000001", proof, CUSTOMER_PASSWORD);
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "'");
}

static void
a_phone_of_another_account_stays_there(void **state)
{
	struct shop *s = *state;

	customer_add(s, OTHER_PHONE, "other@example.com");
	as_mona(s);
	set_phone(s, OTHER_PHONE, account_proof(s, OTHER_PHONE, "phone_verify"), CUSTOMER_PASSWORD);
	expect_error(s, 409, "phone_taken");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" OTHER_PHONE "' "
	            "AND email = 'other@example.com'");
	/* A guest's row gives it up. */
	sql_do(s, "UPDATE customers SET type = 'guest', status = 'active' WHERE phone = '" OTHER_PHONE "'");
	set_phone(s, OTHER_PHONE, account_proof(s, OTHER_PHONE, "phone_verify"), CUSTOMER_PASSWORD);
	expect_status(s, 200);
}

/* ---- addresses ---- */

static int64_t
add(struct shop *s, const char *with)
{
	post(s, ADDRESSES, "{%s'city_id':%d,'zone_id':%d,'street_address':'Street 5'}", with, DEMO_CAIRO,
	     DEMO_MADINATY);
	expect_status(s, 201);
	return number_at(s, "id");
}

static void
one_address_is_the_default(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	int64_t first = add(s, "");
	assert_true(json_flag(at(s, "is_default")));
	expect_text(s, "coverage", "covered");
	expect_text(s, "city_name", "Cairo");
	int64_t second = add(s, "'additional_info':'Third floor',");
	assert_false(json_flag(at(s, "is_default")));
	int64_t third = add(s, "'is_default':true,");
	get(s, ADDRESSES);
	expect_number(s, "items.0.id", third);
	expect_number(s, "items.1.id", first);
	expect_text(s, "items.2.additional_info", "Third floor");
	request(s, "PATCH", arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)second),
	        "{'version':1,'is_default':true,'street_address':'Street 6'}");
	expect_status(s, 200);
	expect_text(s, "street_address", "Street 6");
	expect_number(s, "version", 2);
	expect_rows(s, 1, "SELECT 1 FROM addresses WHERE is_default = 1");
	/* When it goes, the oldest that is left is it. */
	request(s, "DELETE", arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)second), NULL);
	expect_status(s, 204);
	get(s, ADDRESSES);
	expect_number(s, "items.0.id", first);
	assert_true(json_flag(at(s, "items.0.is_default")));
	assert_int_equal(json_list_length(at(s, "items")), 2);
}

static void
a_zone_lies_in_its_city(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	post(s, ADDRESSES, "{'city_id':%d,'zone_id':%d,'street_address':'Street 5'}", DEMO_ALEXANDRIA,
	     DEMO_MADINATY);
	expect_error(s, 422, "zone_not_in_city");
	expect_field(s, "zone_id", "zone_not_in_city");
	int64_t id = add(s, "");
	request(s, "PATCH", arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)id),
	        "{'version':1,'zone_id':%d}", DEMO_SMOUHA);
	expect_error(s, 422, "zone_not_in_city");
	request(s, "PATCH", arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)id),
	        "{'version':1,'zone_id':%d,'city_id':%d}", DEMO_SMOUHA, DEMO_ALEXANDRIA);
	expect_status(s, 200);
	request(s, "PATCH", arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)id),
	        "{'version':1,'street_address':'Street 7'}");
	expect_error(s, 409, "conflict");
}

static void
an_address_of_another_is_as_missing_as_none(void **state)
{
	struct shop *s = *state;

	as_customer(s, 1, customer_add(s, OTHER_PHONE, "other@example.com"), false);
	int64_t theirs = add(s, "");
	as_mona(s);
	const char *paths[] = { arena_fmt(s->cx.mem, ADDRESSES "/%lld", (long long)theirs),
	                        ADDRESSES "/999999" };
	const char *texts[4];
	for (int i = 0; i < 2; i++) {
		request(s, "PATCH", paths[i], "{'version':1,'street_address':'Mine now'}");
		expect_error(s, 404, "not_found");
		texts[i] = reply_text(s);
		request(s, "DELETE", paths[i], NULL);
		expect_error(s, 404, "not_found");
		texts[2 + i] = reply_text(s);
	}
	assert_string_equal(texts[0], texts[1]);
	assert_string_equal(texts[2], texts[3]);
	get(s, ADDRESSES);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	expect_rows(s, 1, "SELECT 1 FROM addresses WHERE street_address = 'Street 5'");
}

static bool
adds(struct shop *s, int i)
{
	(void)i;
	post(s, ADDRESSES, "{'city_id':%d,'zone_id':%d,'street_address':'Street 5','is_default':true}",
	     DEMO_CAIRO, DEMO_MADINATY);
	BUG_ON(s->reply.status != 201 && s->reply.status != 409);
	return s->reply.status == 201;
}

static void
there_are_twenty_at_most_also_at_once(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	assert_int_equal(shop_parallel(s, 24, adds), 20);
	expect_rows(s, 20, "SELECT 1 FROM addresses");
	expect_rows(s, 1, "SELECT 1 FROM addresses WHERE is_default = 1");
	post(s, ADDRESSES, "{'city_id':1,'zone_id':1,'street_address':'Street 5'}");
	expect_error(s, 409, "addresses_full");
	get(s, ADDRESSES);
	assert_int_equal(json_list_length(at(s, "items")), 20);
}

SHOP_TESTS(shop_test(a_customer_sees_the_own_account), shop_test(nobody_sees_or_changes_anything),
           shop_test(an_edit_changes_what_is_given),
           shop_test(an_edit_of_an_old_version_is_refused),
           shop_test(a_user_name_of_somebody_else_is_refused),
           shop_test(nobody_gives_oneself_more_than_a_profile),
           shop_test(a_new_password_ends_the_other_sessions),
           shop_test(a_password_has_to_be_right_and_good), shop_test(wrong_passwords_slow_down),
           shop_test(a_new_email_counts_once_it_is_proved),
           shop_test(a_code_proves_a_new_email_as_well),
           shop_test(an_email_of_somebody_else_is_answered_alike),
           shop_test(an_email_needs_the_password_and_to_be_new),
           shop_test(a_new_phone_is_proved_and_the_old_one_told),
           shop_test(a_phone_needs_its_own_proof_and_the_password),
           shop_test(a_phone_of_another_account_stays_there),
           shop_test(one_address_is_the_default), shop_test(a_zone_lies_in_its_city),
           shop_test(an_address_of_another_is_as_missing_as_none),
           shop_test(there_are_twenty_at_most_also_at_once))
