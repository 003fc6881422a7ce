/* SPDX-License-Identifier: MIT */
/* The journal of the staff, to look at: who did what, and who changed this. */
#include "support/staff.h"

#include "base/str.h"
#include "support/order.h"

#define AUDIT "/api/v1/admin/audit"
#define USERS "/api/v1/admin/admin-users"
#define LOGIN "/api/v1/admin/auth/login"

static size_t
found(struct shop *s, const char *query)
{
	get(s, AUDIT "%s", query);
	expect_status(s, 200);
	return json_list_length(at(s, "items"));
}

static void
log_in(struct shop *s, const char *password)
{
	post(s, LOGIN, "{'username':'mona','password':'%s'}", password);
}

static void
an_entry_says_who_did_what_to_what_and_what_it_was_before(void **state)
{
	struct shop *s = *state;
	int64_t boss = as_staff(s, 1, "system_admin"), id = staff_add(s, "mona", "order_manager");

	as(s, 1);
	request(s, "PATCH", arena_fmt(s->cx.mem, USERS "/%lld", (long long)id),
	        "{'version':1,'role':'product_manager'}");
	expect_status(s, 200);
	assert_int_equal(found(s, "?action=admin.edit"), 1);
	expect_number(s, "items.0.admin_user_id", boss);
	expect_text(s, "items.0.username", "system_admin");
	expect_text(s, "items.0.entity", "admin_users");
	expect_number(s, "items.0.entity_id", id);
	expect_text(s, "items.0.before_json.role", "order_manager");
	expect_text(s, "items.0.after_json.role", "product_manager");
	expect_text(s, "items.0.created_at", "2030-01-02T12:00:00Z");
	expect_text(s, "items.0.ip_address", "198.51.100.7");
	expect_text(s, "items.0.request_id", "0123456789abcdef0123456789abcdef");
	/* All of it goes out as a table, too, and that is an entry as well. */
	get(s, AUDIT ".csv?action=admin.edit");
	expect_status(s, 200);
	assert_non_null(strstr(s->reply.body.data, "product_manager"));
	assert_int_equal(found(s, "?entity=audit&action=export"), 1);
	/* By the command line: nobody. */
	assert_int_equal(found(s, "?action=admin.create"), 1);
	assert_true(json_kind(at(s, "items.0.admin_user_id")) == JSON_NULL);
	assert_true(json_kind(at(s, "items.0.username")) == JSON_NULL);
	assert_true(json_kind(at(s, "items.0.before_json")) == JSON_NULL);
}

static void
who_changed_this_is_asked_by_its_number(void **state)
{
	struct shop *s = *state;
	int64_t boss = as_staff(s, 1, "super_admin");

	sql_do(s, "INSERT INTO admin_activity_log (admin_user_id, action, entity, entity_id, created_at) "
	       "VALUES (%lld, 'flavor.edit', 'flavors', 3, '2030-01-01 10:00:00'), "
	       "(NULL, 'flavor.edit', 'flavors', 3, '2030-01-01 11:00:00'), "
	       "(%lld, 'flavor.edit', 'flavors', 4, '2030-01-01 11:00:00'), "
	       "(%lld, 'size.edit', 'sizes', 3, '2030-01-01 12:00:00')", (long long)boss,
	       (long long)boss, (long long)boss);
	assert_int_equal(found(s, "?entity=flavors&entity_id=3"), 2);
	expect_text(s, "items.0.created_at", "2030-01-01T11:00:00Z");
	assert_int_equal(found(s, "?entity=flavors"), 3);
	assert_int_equal(found(s, "?entity=flavors&entity_id=9"), 0);
	assert_int_equal(found(s, arena_fmt(s->cx.mem, "?admin_user_id=%lld", (long long)boss)), 3);
	assert_int_equal(found(s, arena_fmt(s->cx.mem, "?admin_user_id=%lld&action=size.edit",
	                                    (long long)boss)), 1);
	/* From is in it, to is not. */
	assert_int_equal(found(s, "?from=2030-01-01T11:00:00Z&to=2030-01-01T12:00:00Z"), 2);
	assert_int_equal(found(s, "?to=2030-01-01T10:00:00Z"), 0);
	get(s, AUDIT "?entity_id=3");
	expect_error(s, 422, "invalid");
	expect_field(s, "entity", "required");
}

static void
pages_go_on_where_the_last_one_ended(void **state)
{
	struct shop *s = *state;
	const char *query = "?entity=flavors&limit=3";
	int64_t last = INT64_MAX;
	int seen = 0;

	as_staff(s, 1, "super_admin");
	/* Several in one second, and one that was written late. */
	sql_do(s, "INSERT INTO admin_activity_log (id, action, entity, created_at) SELECT 100 + seq, 'x', "
	       "'flavors', '2030-01-01 10:00:00' + INTERVAL seq DIV 4 SECOND FROM seq_1_to_10");
	sql_do(s, "INSERT INTO admin_activity_log (id, action, entity, created_at) VALUES (200, 'x', "
	       "'flavors', '2030-01-01 09:00:00')");
	while (query) {
		size_t n = found(s, query);

		for (size_t i = 0; i < n; i++, seen++) {
			int64_t id = number_at(s, arena_fmt(s->cx.mem, "items.%zu.id", i));

			assert_true(id < last || seen == 10);
			last = id;
		}
		query = json_kind(at(s, "next_cursor")) == JSON_NULL ? NULL
		        : arena_fmt(s->cx.mem, "?entity=flavors&limit=3&cursor=%s",
		                    text_at(s, "next_cursor"));
	}
	assert_int_equal(seen, 11);
	assert_int_equal(last, 200);
	get(s, AUDIT "?cursor=nonsense");
	expect_error(s, 422, "invalid");
	/* A cursor of a list that is sorted otherwise. */
	get(s, AUDIT "?cursor=NXxhYmM");
	expect_error(s, 422, "invalid");
	get(s, AUDIT "?limit=201");
	expect_error(s, 422, "invalid");
}

static void
what_concerns_the_way_in_is_in_it_without_any_secret(void **state)
{
	struct shop *s = *state;
	int64_t id;

	staff_totp_is(s, "optional");
	as_staff(s, 1, "super_admin");
	id = staff_add(s, "mona", "order_manager");
	as(s, 2);
	for (int i = 0; i < 5; i++)
		log_in(s, "a wrong password indeed");
	expect_error(s, 401, "login_wrong");
	shop_at(SHOP_NOON + 2);
	log_in(s, STAFF_PASSWORD);
	expect_status(s, 200);
	post(s, "/api/v1/admin/auth/step-up", "{'password':'%s'}", STAFF_PASSWORD);
	expect_status(s, 200);
	request(s, "DELETE", "/api/v1/admin/me/sessions", NULL);
	request(s, "POST", "/api/v1/admin/auth/logout", NULL);
	expect_status(s, 204);
	as(s, 1);
	request(s, "DELETE", arena_fmt(s->cx.mem, USERS "/%lld/sessions", (long long)id), NULL);
	expect_status(s, 204);
	assert_int_equal(found(s, "?action=admin.login_failed"), 5);
	expect_number(s, "items.0.after_json.locked_secs", 2);
	expect_number(s, "items.1.after_json.locked_secs", 0);
	expect_number(s, "items.0.entity_id", id);
	assert_null(strstr(s->reply.body.data, "wrong password"));
	static const char *const actions[] = {
		"admin.login", "admin.step_up", "admin.logout",
	};
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		assert_int_equal(found(s, arena_fmt(s->cx.mem, "?action=%s", actions[i])), 1);
		expect_text(s, "items.0.username", "mona");
	}
	/* The own ones, and those that a colleague ended. */
	assert_int_equal(found(s, "?action=admin.sessions_end"), 2);
	expect_text(s, "items.0.username", "super_admin");
	expect_text(s, "items.1.username", "mona");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE "
	            "CONCAT_WS(' ', before_json, after_json, note) LIKE '%password%'");
}

SHOP_TESTS(shop_test(an_entry_says_who_did_what_to_what_and_what_it_was_before),
           shop_test(who_changed_this_is_asked_by_its_number),
           shop_test(pages_go_on_where_the_last_one_ended),
           shop_test(what_concerns_the_way_in_is_in_it_without_any_secret))
