/* SPDX-License-Identifier: MIT */
/* What staff do about each other's accounts, and what they may not. */
#include "support/staff.h"

#include "base/str.h"
#include "support/account.h"
#include "support/order.h"

#define USERS "/api/v1/admin/admin-users"
#define ME "/api/v1/admin/auth/me"
#define LOGIN "/api/v1/admin/auth/login"
#define NEW "quite another long one"

static const char *
user(struct shop *s, int64_t id, const char *rest)
{
	return arena_fmt(s->cx.mem, USERS "/%lld%s", (long long)id, rest);
}

static void
invite(struct shop *s, const char *username, const char *email, const char *role)
{
	post(s, USERS, "{'username':'%s','email':'%s','role':'%s'}", username, email, role);
}

static void
edit(struct shop *s, int64_t id, int version, const char *what)
{
	request(s, "PATCH", user(s, id, ""), "{'version':%d,%s}", version, what);
}

static void
log_in(struct shop *s, const char *username, const char *password)
{
	post(s, LOGIN, "{'username':'%s','password':'%s'}", username, password);
}

/* ---- inviting ---- */

static void
an_invitation_becomes_an_account_whose_password_only_its_owner_knows(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	int64_t boss = as_staff(s, 1, "super_admin");
	post(s, USERS, "{'username':'mona','email':' Mona@Example.com','role':'order_manager',"
	     "'language':'ar'}");
	expect_status(s, 201);
	int64_t id = number_at(s, "id");
	expect_text(s, "email", "mona@example.com");
	expect_text(s, "language", "ar");
	assert_false(json_flag(at(s, "has_password")));
	/* There is no password that would do. */
	as(s, 2);
	log_in(s, "mona", "");
	expect_error(s, 422, "invalid");
	log_in(s, "mona", STAFF_PASSWORD);
	expect_error(s, 401, "login_wrong");
	assert_non_null(strstr(shop_message(s, "mona@example.com"), STAFF_ORIGIN "/invite#token="));
	assert_non_null(strstr(shop_message(s, "mona@example.com"), "مرحبًا"));
	post(s, "/api/v1/admin/auth/password/reset", "{'token':'%s','password':'" NEW "'}",
	     link_sent(s, "mona@example.com", "/invite#token="));
	expect_status(s, 204);
	log_in(s, "mona", NEW);
	expect_status(s, 200);
	expect_text(s, "role", "order_manager");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE action = "
	                            "'admin.invite' AND admin_user_id = %lld AND entity_id = %lld AND "
	                            "after_json LIKE '%%\"role\":\"order_manager\"%%'",
	                            (long long)boss, (long long)id), 1);
	expect_sound(s);
}

static void
an_invitation_that_was_lost_is_sent_again(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	invite(s, "mona", MONA, "order_manager");
	int64_t id = number_at(s, "id");
	const char *first = link_sent(s, MONA, "/invite#token=");
	request(s, "POST", user(s, id, "/password-link"), NULL);
	expect_status(s, 204);
	const char *second = link_sent(s, MONA, "/invite#token=");
	post(s, "/api/v1/admin/auth/password/reset", "{'token':'%s','password':'" NEW "'}", first);
	expect_error(s, 422, "link_over");
	post(s, "/api/v1/admin/auth/password/reset", "{'token':'%s','password':'" NEW "'}", second);
	expect_status(s, 204);
}

static void
login_names_and_addresses_are_one_person_s(void **state)
{
	struct shop *s = *state;
	static const char *const names[] = { "1mona", "mona adel", "mo\\\"na", "m" };

	as_staff(s, 1, "super_admin");
	invite(s, "mona", MONA, "order_manager");
	expect_status(s, 201);
	invite(s, "mona", "other@example.com", "order_manager");
	expect_error(s, 409, "conflict");
	expect_field(s, "username", "conflict");
	invite(s, "other", "MONA@example.com", "order_manager");
	expect_error(s, 409, "conflict");
	expect_field(s, "email", "conflict");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		invite(s, names[i], "other@example.com", "order_manager");
		expect_error(s, 422, "invalid");
	}
	invite(s, "other", "other", "order_manager");
	expect_error(s, 422, "invalid");
	invite(s, "other", "other@example.com", "owner");
	expect_error(s, 422, "invalid");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'staff_invited'");
}

static bool
invites(struct shop *s, int i)
{
	(void)i;
	invite(s, "mona", MONA, "order_manager");
	BUG_ON(s->reply.status != 201 && s->reply.err != E_CONFLICT);
	return s->reply.status == 201;
}

static void
of_twenty_invitations_at_once_one_makes_the_account(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	assert_int_equal(shop_parallel(s, 20, invites), 1);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'staff_invited'");
}

/* ---- reading ---- */

static void
the_list_is_filtered_searched_and_paged(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	staff_add(s, "adel", "order_manager");
	staff_add(s, "amal", "order_manager");
	int64_t nour = staff_add(s, "nour", "delivery_manager");
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE username = 'amal'");
	get(s, USERS "?role=order_manager");
	assert_int_equal(json_list_length(at(s, "items")), 2);
	get(s, USERS "?role=order_manager&is_active=true");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_text(s, "items.0.username", "adel");
	get(s, USERS "?is_active=false");
	expect_text(s, "items.0.username", "amal");
	assert_false(json_flag(at(s, "items.0.is_active")));
	get(s, USERS "?q=NOUR@ex");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.id", nour);
	get(s, USERS "?q=%%25");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, USERS "?limit=3");
	assert_int_equal(json_list_length(at(s, "items")), 3);
	get(s, USERS "?limit=3&cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.id", nour);
	assert_true(json_kind(at(s, "next_cursor")) == JSON_NULL);
	get(s, USERS "?cursor=nonsense");
	expect_error(s, 422, "invalid");
	get(s, "%s", user(s, nour, ""));
	expect_status(s, 200);
	expect_text(s, "role", "delivery_manager");
	assert_false(has(s, "password_hash"));
	assert_null(strstr(s->reply.body.data, "argon2"));
	get(s, "%s", user(s, 999, ""));
	expect_error(s, 404, "not_found");
}

/* ---- changing ---- */

static void
an_edit_names_the_version_it_saw_and_is_told_the_newer_one(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	int64_t id = staff_add(s, "mona", "order_manager");
	edit(s, id, 1, "'language':'ar'");
	expect_status(s, 200);
	expect_number(s, "version", 2);
	edit(s, id, 1, "'role':'product_manager'");
	expect_error(s, 409, "conflict");
	expect_field(s, "version", "conflict");
	expect_text(s, "current.language", "ar");
	expect_text(s, "current.role", "order_manager");
	expect_number(s, "current.version", 2);
	assert_false(has(s, "current.password_hash"));
	edit(s, 999, 1, "'language':'ar'");
	expect_error(s, 404, "not_found");
	edit(s, id, 2, "'email':'super_admin@example.com'");
	expect_error(s, 409, "conflict");
	expect_field(s, "email", "conflict");
	edit(s, id, 2, "'role':'owner'");
	expect_error(s, 422, "invalid");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.edit' AND "
	            "before_json LIKE '%\"language\":\"en\"%' AND after_json LIKE '%\"language\":\"ar\"%'");
}

static int64_t edited;

static bool
edits(struct shop *s, int i)
{
	edit(s, edited, 1, i % 2 ? "'role':'product_manager'" : "'role':'delivery_manager'");
	BUG_ON(s->reply.status != 200 && s->reply.err != E_CONFLICT);
	return s->reply.status == 200;
}

static void
of_twenty_edits_at_once_of_one_version_one_holds(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	edited = staff_add(s, "mona", "order_manager");
	assert_int_equal(shop_parallel(s, 20, edits), 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE username = 'mona' AND version = 2");
}

/* Mona as visitor 2, logged in. */
static int64_t
mona(struct shop *s)
{
	staff_totp_is(s, "optional");
	int64_t id = staff_add(s, "mona", "order_manager");

	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	expect_status(s, 200);
	as(s, 1);
	return id;
}

static void
expect_mona_out(struct shop *s)
{
	as(s, 2);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 1);
}

static void
another_role_ends_the_sessions_and_holds_from_the_next_login(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	int64_t id = mona(s);
	edit(s, id, 1, "'role':'delivery_manager'");
	expect_status(s, 200);
	expect_mona_out(s);
	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	expect_text(s, "role", "delivery_manager");
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions WHERE revoke_reason = 'role'");
}

static void
who_is_switched_off_is_nobody_from_the_next_request_on_until_switched_on(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	int64_t id = mona(s);
	edit(s, id, 1, "'is_active':false");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_active")));
	expect_mona_out(s);
	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	expect_error(s, 401, "login_wrong");
	as(s, 1);
	request(s, "POST", user(s, id, "/password-link"), NULL);
	expect_error(s, 409, "conflict");
	edit(s, id, 2, "'is_active':true");
	expect_status(s, 200);
	/* The old session does not come back. */
	expect_mona_out(s);
	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_sessions WHERE revoke_reason = 'switched_off'");
}

static void
another_address_is_told_to_the_old_one_and_ends_links(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	int64_t id = staff_add(s, "mona", "order_manager");
	request(s, "POST", user(s, id, "/password-link"), NULL);
	expect_status(s, 204);
	const char *link = link_sent(s, MONA, "/reset#token=");
	edit(s, id, 1, "'email':'adel@example.com'");
	expect_status(s, 200);
	assert_non_null(strstr(shop_message(s, MONA), "another e-mail address"));
	post(s, "/api/v1/admin/auth/password/reset", "{'token':'%s','password':'" NEW "'}", link);
	expect_error(s, 422, "link_over");
}

static void
nobody_changes_the_own_role_or_switches_oneself_off(void **state)
{
	struct shop *s = *state;
	int64_t id = as_staff(s, 1, "super_admin");

	edit(s, id, 1, "'role':'order_manager'");
	expect_error(s, 403, "own_account");
	expect_field(s, "role", "own_account");
	edit(s, id, 1, "'is_active':false");
	expect_error(s, 403, "own_account");
	expect_field(s, "is_active", "own_account");
	staff_enrol(s, id);
	request(s, "DELETE", user(s, id, "/second-factor"), NULL);
	expect_error(s, 403, "own_account");
	/* What stays as it is, is no change. */
	edit(s, id, 1, "'role':'super_admin','is_active':true,'language':'ar'");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE role = 'super_admin' AND is_active = 1 "
	            "AND totp_secret IS NOT NULL");
}

/* ---- super_admins ---- */

static void
a_system_admin_does_nothing_to_a_super_admin_and_makes_none(void **state)
{
	struct shop *s = *state;
	int64_t boss = as_staff(s, 1, "super_admin");

	staff_enrol(s, boss);
	int64_t own = as_staff(s, 2, "system_admin");
	int64_t other = staff_add(s, "mona", "order_manager");
	int64_t session = sql_number(s, "SELECT id FROM admin_sessions WHERE admin_user_id = %lld",
	                             (long long)boss);
	const struct { const char *method, *path, *body; } rows[] = {
		{ "POST", USERS, "{'username':'evil','email':'e@example.com','role':'super_admin'}" },
		{ "PATCH", user(s, boss, ""), "{'version':1,'role':'order_manager'}" },
		{ "PATCH", user(s, boss, ""), "{'version':1,'is_active':false}" },
		{ "PATCH", user(s, boss, ""), "{'version':1,'email':'evil@example.com'}" },
		{ "PATCH", user(s, other, ""), "{'version':1,'role':'super_admin'}" },
		{ "PATCH", user(s, own, ""), "{'version':1,'role':'super_admin'}" },
		{ "POST", user(s, boss, "/password-link"), NULL },
		{ "DELETE", user(s, boss, "/second-factor"), NULL },
		{ "GET", user(s, boss, "/sessions"), NULL },
		{ "DELETE", user(s, boss, "/sessions"), NULL },
		{ "DELETE", user(s, boss, arena_fmt(s->cx.mem, "/sessions/%lld", (long long)session)),
		  NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].body)
			request(s, rows[i].method, rows[i].path, "%s", rows[i].body);
		else
			request(s, rows[i].method, rows[i].path, NULL);
		expect_error(s, 403, "forbidden");
	}
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE role = 'super_admin' AND version = 1 AND "
	            "is_active = 1 AND totp_secret IS NOT NULL");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 0, "SELECT 1 FROM admin_sessions WHERE revoked_at IS NOT NULL");
	/* Below that, he may. */
	edit(s, other, 1, "'role':'system_admin'");
	expect_status(s, 200);
}

#define BOSSES 5
static int64_t bosses[BOSSES];

/* Each demotes or switches off all the others, with the version that is there. */
static bool
seizes_power(struct shop *s, int i)
{
	const char *what = i % 2 ? "'is_active':false" : "'role':'order_manager'";
	bool done = false;

	as(s, i % BOSSES);
	for (int k = 1; k < BOSSES; k++) {
		int64_t whom = bosses[(i + k) % BOSSES];

		edit(s, whom, 1, what);
		while (s->reply.err == E_CONFLICT)
			edit(s, whom, (int)number_at(s, "current.version"), what);
		/* Or somebody did it to this one. */
		BUG_ON(s->reply.status != 200 && s->reply.err != E_FORBIDDEN &&
		       s->reply.err != E_LOGIN_NEEDED);
		done |= s->reply.status == 200;
	}
	return done;
}

static void
of_super_admins_who_demote_each_other_twenty_at_once_one_stays(void **state)
{
	struct shop *s = *state;

	staff_totp_is(s, "optional");
	for (int i = 0; i < BOSSES; i++) {
		const char *name = arena_fmt(s->cx.mem, "boss%d", i);

		bosses[i] = staff_add(s, name, "super_admin");
		as(s, i);
		log_in(s, name, STAFF_PASSWORD);
		expect_status(s, 200);
	}
	assert_true(shop_parallel(s, 20, seizes_power) >= 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE role = 'super_admin' AND is_active = 1");
	expect_sound(s);
}

/* ---- helping ---- */

static void
a_link_for_a_colleague_changes_nothing_until_it_is_used(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "system_admin");
	int64_t id = mona(s);
	request(s, "POST", user(s, id, "/password-link"), NULL);
	expect_status(s, 204);
	as(s, 2);
	get(s, ME);
	expect_status(s, 200);
	post(s, "/api/v1/admin/auth/password/reset", "{'token':'%s','password':'" NEW "'}",
	     link_sent(s, MONA, "/reset#token="));
	expect_status(s, 204);
	expect_mona_out(s);
	as(s, 2);
	log_in(s, "mona", NEW);
	expect_status(s, 200);
	as(s, 1);
	request(s, "POST", user(s, 999, "/password-link"), NULL);
	expect_error(s, 404, "not_found");
	/* The link is in no journal. */
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.link' AND "
	            "before_json IS NULL AND after_json IS NULL");
}

static void
a_second_factor_that_was_taken_away_is_set_up_anew(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "system_admin");
	int64_t id = mona(s);
	request(s, "DELETE", user(s, id, "/second-factor"), NULL);
	expect_error(s, 409, "conflict");
	staff_enrol(s, id);
	sql_do(s, "INSERT INTO admin_recovery_codes (admin_user_id, code_hash) VALUES (%lld, "
	       "REPEAT('h', 32))", (long long)id);
	staff_totp_is(s, "required");
	request(s, "DELETE", user(s, id, "/second-factor"), NULL);
	expect_status(s, 204);
	expect_mona_out(s);
	expect_rows(s, 0, "SELECT 1 FROM admin_recovery_codes");
	assert_non_null(strstr(shop_message(s, MONA), "took away the second factor"));
	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	expect_error(s, 403, "totp_needed");
	as(s, 1);
	request(s, "DELETE", user(s, 999, "/second-factor"), NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'admin.totp_reset'");
}

/* ---- sessions ---- */

static void
a_colleague_s_sessions_are_listed_and_ended(void **state)
{
	struct shop *s = *state;

	int64_t own = as_staff(s, 1, "system_admin");
	int64_t id = mona(s);
	as(s, 3);
	log_in(s, "mona", STAFF_PASSWORD);
	sql_do(s, "UPDATE admin_sessions SET user_agent = 'Mozilla/5.0 (X11; Linux x86_64) "
	       "Firefox/128.0' ORDER BY id DESC LIMIT 1");
	as(s, 1);
	get(s, "%s", user(s, id, "/sessions"));
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 2);
	expect_text(s, "items.0.device_name", "Firefox on Linux");
	assert_false(json_flag(at(s, "items.0.is_current")));
	assert_false(has(s, "items.0.token_hash"));
	int64_t newest = number_at(s, "items.0.id");
	/* Not by another's number. */
	request(s, "DELETE", user(s, own, arena_fmt(s->cx.mem, "/sessions/%lld", (long long)newest)),
	        NULL);
	expect_error(s, 404, "not_found");
	request(s, "DELETE", user(s, id, arena_fmt(s->cx.mem, "/sessions/%lld", (long long)newest)),
	        NULL);
	expect_status(s, 204);
	request(s, "DELETE", user(s, id, arena_fmt(s->cx.mem, "/sessions/%lld", (long long)newest)),
	        NULL);
	expect_error(s, 404, "not_found");
	as(s, 3);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 2);
	get(s, ME);
	expect_status(s, 200);
	as(s, 1);
	request(s, "DELETE", user(s, id, "/sessions"), NULL);
	expect_status(s, 204);
	expect_mona_out(s);
	get(s, "%s", user(s, id, "/sessions"));
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, "%s", user(s, 999, "/sessions"));
	expect_error(s, 404, "not_found");
	request(s, "DELETE", user(s, 999, "/sessions"), NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action IN ('admin.session_end', "
	            "'admin.sessions_end')");
}

static void
the_own_sessions_are_listed_and_ended_without_a_step_up(void **state)
{
	struct shop *s = *state;

	int64_t id = mona(s), stranger = as_staff(s, 1, "order_manager");
	int64_t foreign = sql_number(s, "SELECT id FROM admin_sessions WHERE admin_user_id = %lld",
	                             (long long)stranger);
	as(s, 3);
	log_in(s, "mona", STAFF_PASSWORD);
	get(s, "/api/v1/admin/me/sessions?limit=1");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	assert_true(json_flag(at(s, "items.0.is_current")));
	get(s, "/api/v1/admin/me/sessions?limit=1&cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(json_list_length(at(s, "items")), 1);
	assert_false(json_flag(at(s, "items.0.is_current")));
	int64_t other = number_at(s, "items.0.id");
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/admin/me/sessions/%lld",
	                               (long long)foreign), NULL);
	expect_error(s, 404, "not_found");
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/admin/me/sessions/%lld", (long long)other),
	        NULL);
	expect_status(s, 204);
	expect_mona_out(s);
	as(s, 2);
	log_in(s, "mona", STAFF_PASSWORD);
	request(s, "DELETE", "/api/v1/admin/me/sessions", NULL);
	expect_status(s, 204);
	get(s, ME);
	expect_status(s, 200);
	as(s, 3);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 1);
	get(s, ME);
	expect_status(s, 200);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_sessions WHERE admin_user_id = %lld "
	                            "AND revoke_reason = 'own'", (long long)id), 2);
}

/* ---- the own account ---- */

static void
the_own_address_and_language_are_changed_by_oneself(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	request(s, "PATCH", "/api/v1/admin/me", "{'version':1,'email':'New@example.com',"
	        "'language':'ar'}");
	expect_status(s, 200);
	expect_text(s, "email", "new@example.com");
	expect_text(s, "language", "ar");
	assert_non_null(strstr(shop_message(s, "order_manager@example.com"),
	                       "another e-mail address"));
	request(s, "PATCH", "/api/v1/admin/me", "{'version':1,'language':'en'}");
	expect_error(s, 409, "conflict");
	expect_text(s, "current.language", "ar");
	expect_number(s, "current.version", 2);
	request(s, "PATCH", "/api/v1/admin/me", "{'version':2,'role':'super_admin'}");
	expect_error(s, 400, "unknown_field");
	get(s, ME);
	expect_status(s, 200);
	expect_text(s, "role", "order_manager");
}

SHOP_TESTS(shop_test(an_invitation_becomes_an_account_whose_password_only_its_owner_knows),
           shop_test(an_invitation_that_was_lost_is_sent_again),
           shop_test(login_names_and_addresses_are_one_person_s),
           shop_test(of_twenty_invitations_at_once_one_makes_the_account),
           shop_test(the_list_is_filtered_searched_and_paged),
           shop_test(an_edit_names_the_version_it_saw_and_is_told_the_newer_one),
           shop_test(of_twenty_edits_at_once_of_one_version_one_holds),
           shop_test(another_role_ends_the_sessions_and_holds_from_the_next_login),
           shop_test(who_is_switched_off_is_nobody_from_the_next_request_on_until_switched_on),
           shop_test(another_address_is_told_to_the_old_one_and_ends_links),
           shop_test(nobody_changes_the_own_role_or_switches_oneself_off),
           shop_test(a_system_admin_does_nothing_to_a_super_admin_and_makes_none),
           shop_test(of_super_admins_who_demote_each_other_twenty_at_once_one_stays),
           shop_test(a_link_for_a_colleague_changes_nothing_until_it_is_used),
           shop_test(a_second_factor_that_was_taken_away_is_set_up_anew),
           shop_test(a_colleague_s_sessions_are_listed_and_ended),
           shop_test(the_own_sessions_are_listed_and_ended_without_a_step_up),
           shop_test(the_own_address_and_language_are_changed_by_oneself))
