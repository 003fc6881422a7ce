/* SPDX-License-Identifier: MIT */
/* How each member of staff likes to see lists. */
#include "support/staff.h"

#include "staff/view_preference.h"
#include "support/order.h"

#define VIEWS "/api/v1/admin/me/view-preferences"

static bool
shows_deleted(struct shop *s, int64_t admin_id, const char *view_type)
{
	bool ret;

	s->cx.db = s->db_admin;
	s->cx.actor = (struct actor){ .kind = ACTOR_STAFF, .id = admin_id };
	assert_int_equal(view_shows_deleted(&s->cx, view_type, &ret), OK);
	return ret;
}

static void
deleted_rows_do_not_show_until_somebody_says_so(void **state)
{
	struct shop *s = *state;
	int64_t one = as_staff(s, 1, "product_manager"), other = as_staff(s, 2, "order_manager");

	as(s, 1);
	get(s, VIEWS);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), VIEW_TYPES_N);
	expect_text(s, "items.1.view_type", "flavors");
	assert_false(json_flag(at(s, "items.1.show_deleted")));
	request(s, "PUT", VIEWS "/flavors", "{'show_deleted':true}");
	expect_status(s, 200);
	expect_text(s, "view_type", "flavors");
	assert_true(json_flag(at(s, "show_deleted")));
	get(s, VIEWS);
	assert_true(json_flag(at(s, "items.1.show_deleted")));
	assert_false(json_flag(at(s, "items.0.show_deleted")));
	assert_true(shows_deleted(s, one, "flavors"));
	assert_false(shows_deleted(s, one, "orders"));
	assert_false(shows_deleted(s, other, "flavors"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'view_preference.set' AND "
	            "before_json = '{\"view_type\":\"flavors\",\"show_deleted\":false}' AND "
	            "after_json = '{\"view_type\":\"flavors\",\"show_deleted\":true}'");
	/* Again and back; there is one row. */
	request(s, "PUT", VIEWS "/flavors", "{'show_deleted':true}");
	expect_status(s, 200);
	request(s, "PUT", VIEWS "/flavors", "{'show_deleted':false}");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_view_preferences WHERE show_deleted = 0");
}

static bool
says_so(struct shop *s, int i)
{
	request(s, "PUT", VIEWS "/orders", "{'show_deleted':%s}", i % 2 ? "true" : "false");
	return s->reply.status == 200;
}

static void
twenty_at_once_make_one_row(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	assert_int_equal(shop_parallel(s, 20, says_so), 20);
	expect_rows(s, 1, "SELECT 1 FROM admin_view_preferences");
}

static void
only_these_lists_have_one_and_only_staff(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "product_manager");
	request(s, "PUT", VIEWS "/customers", "{'show_deleted':true}");
	expect_error(s, 404, "not_found");
	request(s, "PUT", VIEWS "/orders", "{}");
	expect_field(s, "show_deleted", "required");
	as(s, 0);
	get(s, VIEWS);
	expect_error(s, 401, "login_needed");
	request(s, "PUT", VIEWS "/orders", "{'show_deleted':true}");
	expect_error(s, 401, "login_needed");
	expect_rows(s, 0, "SELECT 1 FROM admin_view_preferences");
}

SHOP_TESTS(shop_test(deleted_rows_do_not_show_until_somebody_says_so),
           shop_test(twenty_at_once_make_one_row),
           shop_test(only_these_lists_have_one_and_only_staff))
