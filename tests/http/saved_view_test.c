/* SPDX-License-Identifier: MIT */
/* Saved views: whose they are, who sees them, and what is not kept in them. */
#include "base/str.h"
#include "staff/saved_view.h"
#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, DESK, BAKER, BOSS };

#define VIEWS "/api/v1/admin/saved-views"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, DESK, "order_manager");
	as_staff(s, BAKER, "product_manager");
	as_staff(s, BOSS, "super_admin");
	as(s, DESK);
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

static int64_t
keep(struct shop *s, const char *list, const char *name, bool is_shared)
{
	post(s, VIEWS, "{'list_name':'%s','name':'%s','query':'status=pending&limit=20',"
	     "'is_shared':%s}", list, name, is_shared ? "true" : "false");
	expect_status(s, 201);
	return number_at(s, "id");
}

static size_t
seen(struct shop *s, int visitor, const char *list)
{
	as(s, visitor);
	get(s, VIEWS "?list_name=%s", list);
	expect_status(s, 200);
	return json_list_length(at(s, "items"));
}

static void
change(struct shop *s, int64_t id, int version, const char *name)
{
	request(s, "PUT", arena_fmt(s->cx.mem, VIEWS "/%lld", (long long)id),
	        "{'version':%d,'name':'%s','query':'status=confirmed'}", version, name);
}

static void
take_away(struct shop *s, int64_t id, int version)
{
	request_raw(s, "DELETE", arena_fmt(s->cx.mem, VIEWS "/%lld?version=%d", (long long)id,
	                                   version), NULL, NULL, 0);
}

static void
one_s_own_are_seen_by_oneself_and_shared_ones_by_all_who_read_that_list(void **state)
{
	struct shop *s = *state;

	keep(s, "orders", "Mine", false);
	expect_text(s, "query", "status=pending&limit=20");
	assert_true(json_flag(at(s, "is_own")));
	keep(s, "orders", "Ours", true);
	keep(s, "flavors", "Sweets", true);
	assert_int_equal(seen(s, DESK, "orders"), 2);
	assert_int_equal(seen(s, BOSS, "orders"), 1);
	expect_text(s, "items.0.name", "Ours");
	assert_false(json_flag(at(s, "items.0.is_own")));
	assert_int_equal(seen(s, BAKER, "flavors"), 1);
	get(s, VIEWS "?list_name=orders");
	expect_error(s, 403, "forbidden");
	/* Who was switched off shares nothing any more. */
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE role = 'order_manager'");
	assert_int_equal(seen(s, BOSS, "orders"), 0);
	get(s, VIEWS "?list_name=orders&cursor=nonsense");
	expect_field(s, "cursor", "invalid");
	get(s, VIEWS "?list_name=secrets");
	expect_field(s, "list_name", "choice");
	expect_sound(s);
}

static void
only_the_owner_changes_a_view_at_the_version_that_was_seen(void **state)
{
	struct shop *s = *state;
	int64_t id = keep(s, "orders", "Ours", true);

	for (int who = BAKER; who <= BOSS; who++) {
		as(s, who);
		change(s, id, 1, "Taken");
		expect_error(s, 404, "not_found");
		take_away(s, id, 1);
		expect_error(s, 404, "not_found");
	}
	as(s, DESK);
	change(s, id, 1, "Confirmed");
	expect_status(s, 200);
	expect_number(s, "version", 2);
	expect_text(s, "query", "status=confirmed");
	assert_false(json_flag(at(s, "is_shared")));
	change(s, id, 1, "Late");
	expect_error(s, 409, "conflict");
	expect_text(s, "current.name", "Confirmed");
	take_away(s, id, 1);
	expect_error(s, 409, "conflict");
	take_away(s, id, 2);
	expect_status(s, 204);
	take_away(s, id, 2);
	expect_error(s, 404, "not_found");
	expect_rows(s, 3, "SELECT 1 FROM admin_activity_log WHERE entity = 'saved_views' AND action "
	            "IN ('saved_view.add', 'saved_view.set', 'saved_view.remove')");
}

static void
who_may_no_longer_read_a_list_has_no_views_of_it(void **state)
{
	struct shop *s = *state;
	int64_t id = keep(s, "orders", "Mine", false);

	sql_do(s, "UPDATE admin_users SET role = 'product_manager' WHERE role = 'order_manager'");
	get(s, VIEWS "?list_name=orders");
	expect_error(s, 403, "forbidden");
	change(s, id, 1, "Mine");
	expect_error(s, 403, "forbidden");
	take_away(s, id, 1);
	expect_error(s, 403, "forbidden");
	post(s, VIEWS, "{'list_name':'orders','name':'New','query':''}");
	expect_error(s, 403, "forbidden");
}

static void
a_name_is_there_once_in_a_list_of_a_person(void **state)
{
	struct shop *s = *state;
	int64_t id = keep(s, "orders", "Open", false);

	keep(s, "tickets", "Open", false);
	keep(s, "orders", "Other", false);
	post(s, VIEWS, "{'list_name':'orders','name':'Open','query':''}");
	expect_error(s, 409, "conflict");
	expect_field(s, "name", "conflict");
	change(s, id, 1, "Other");
	expect_error(s, 409, "conflict");
	expect_field(s, "name", "conflict");
	as(s, BOSS);
	keep(s, "orders", "Open", false);
}

static void
a_query_is_one_and_names_nobody(void **state)
{
	struct shop *s = *state;
	static const struct { const char *list, *query; bool is_taken; } rows[] = {
		{ "orders", "", true }, { "orders", "status=pending&zone_id=4&date=2030-01-03", true },
		{ "orders", "status=", true }, { "orders", "a=%D9%85", true },
		{ "flavors", "q=van", true }, { "orders", "q=mona", false },
		{ "customers", "limit=5&q=%2B20100", false }, { "tickets", "q=x", false },
		{ "carts", "q=x", false }, { "claims", "q=", false }, { "orders", "cursor=MTI", false },
		{ "flavors", "cursor=MTI", false }, { "orders", "?status=pending", false },
		{ "orders", "status", false }, { "orders", "=x", false }, { "orders", "a=b&", false },
		{ "orders", "a=b&&c=d", false }, { "orders", "a=b=c", false },
		{ "orders", "a=<script>", false }, { "orders", "a=b c", false },
		{ "orders", "a=%4", false }, { "orders", "a=%zz", false },
		{ "orders", "a=javascript;x", false }, { "orders", "A=b", false },
	};
	char *many = arena_alloc(s->cx.mem, 2002);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, VIEWS, "{'list_name':'%s','name':'N%zu','query':'%s'}", rows[i].list, i,
		     rows[i].query);
		if (s->reply.status != (rows[i].is_taken ? 201 : 422))
			fail_msg("%s: %d", rows[i].query, s->reply.status);
		if (!rows[i].is_taken)
			expect_field(s, "query", "invalid");
	}
	memset(many, 'a', 2001);
	many[1] = '=';
	post(s, VIEWS, "{'list_name':'orders','name':'Long','query':'%s'}", many);
	expect_error(s, 422, "invalid");
	many[2000] = '\0';
	post(s, VIEWS, "{'list_name':'orders','name':'Long','query':'%s'}", many);
	expect_status(s, 201);
	post(s, VIEWS, "{'list_name':'orders','name':'','query':''}");
	assert_int_equal(s->reply.status, 422);
	expect_sound(s);
}

static bool
keeps_one(struct shop *s, int i)
{
	post(s, VIEWS, "{'list_name':'orders','name':'P%d','query':''}", i);
	return s->reply.status == 201;
}

static void
a_hundred_of_a_person_are_kept_also_at_once(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO saved_views (admin_user_id, list_name, name, query) WITH RECURSIVE n (i) "
	       "AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 93) SELECT u.id, 'orders', "
	       "CONCAT('V', n.i), '' FROM n JOIN admin_users u ON u.role = 'order_manager'");
	assert_int_equal(shop_parallel(s, 20, keeps_one), 7);
	expect_rows(s, 100, "SELECT 1 FROM saved_views");
	post(s, VIEWS, "{'list_name':'orders','name':'One more','query':''}");
	expect_error(s, 409, "views_full");
	get(s, VIEWS "?list_name=orders&limit=60");
	assert_int_equal(json_list_length(at(s, "items")), 60);
	get(s, VIEWS "?list_name=orders&limit=60&cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(json_list_length(at(s, "items")), 40);
	assert_int_equal(json_kind(at(s, "next_cursor")), JSON_NULL);
	expect_sound(s);
}

static void
each_list_has_its_permission(void **state)
{
	struct shop *s = *state;
	char *names = arena_str(s->cx.mem, SAVED_VIEW_LISTS), *name;
	int mine = 0;

	as(s, BAKER);
	while ((name = strsep(&names, "|"))) {
		get(s, VIEWS "?list_name=%s", name);
		assert_true(s->reply.status == 200 || s->reply.status == 403);
		mine += s->reply.status == 200;
	}
	assert_int_equal(mine, 9);	/* the catalog's and what things cost */
}

static void
nobody_keeps_nothing(void **state)
{
	struct shop *s = *state;

	as(s, GUEST);
	get(s, VIEWS "?list_name=orders");
	expect_error(s, 401, "login_needed");
	post(s, VIEWS, "{'list_name':'orders','name':'New','query':''}");
	expect_error(s, 401, "login_needed");
	change(s, 1, 1, "Mine");
	expect_error(s, 401, "login_needed");
	take_away(s, 1, 1);
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(story(one_s_own_are_seen_by_oneself_and_shared_ones_by_all_who_read_that_list),
           story(only_the_owner_changes_a_view_at_the_version_that_was_seen),
           story(who_may_no_longer_read_a_list_has_no_views_of_it),
           story(a_name_is_there_once_in_a_list_of_a_person),
           story(a_query_is_one_and_names_nobody),
           story(a_hundred_of_a_person_are_kept_also_at_once), story(each_list_has_its_permission),
           story(nobody_keeps_nothing))
