/* SPDX-License-Identifier: MIT */
/* How each member of staff likes to see lists. */
#include "support/staff.h"

#include "base/config.h"
#include "staff/view_preference.h"
#include "support/order.h"

#define VIEWS "/api/v1/admin/me/view-preferences"

/* Chocolate chip was taken out of the catalog: does the list tell of it? */
static bool
tells_of_it(struct shop *s, int visitor, const char *query)
{
	as(s, visitor);
	get(s, "/api/v1/admin/flavors%s", query);
	expect_status(s, 200);
	return strstr(s->reply.body.data, "\"Chocolate chip\"") != NULL;
}

static void
deleted_rows_do_not_show_until_somebody_says_so(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "product_manager");
	as_staff(s, 2, "super_admin");
	sql_do(s, "UPDATE flavors SET deleted_at = '2030-01-01' WHERE id = %d", DEMO_CHOCOLATE_CHIP);
	assert_false(tells_of_it(s, 1, ""));
	assert_true(tells_of_it(s, 1, "?show_deleted=true"));
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
	/* From then on it is in the list, for this person, unless the request says otherwise. */
	assert_true(tells_of_it(s, 1, ""));
	assert_false(tells_of_it(s, 1, "?show_deleted=false"));
	assert_false(tells_of_it(s, 2, ""));
	as(s, 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'view_preference.set' AND "
	            "before_json = '{\"view_type\":\"flavors\",\"show_deleted\":false}' AND "
	            "after_json = '{\"view_type\":\"flavors\",\"show_deleted\":true}'");
	/* Again and back; there is one row. */
	request(s, "PUT", VIEWS "/flavors", "{'show_deleted':true}");
	expect_status(s, 200);
	request(s, "PUT", VIEWS "/flavors", "{'show_deleted':false}");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_view_preferences WHERE show_deleted = 0");
	assert_false(tells_of_it(s, 1, ""));
}

static void
a_removed_order_is_looked_at_but_not_changed(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE);
	const char *path = arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld", (long long)id);

	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02'");
	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/orders");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	request(s, "PUT", VIEWS "/orders", "{'show_deleted':true}");
	get(s, "/api/v1/admin/orders?status=pending");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_text(s, "items.0.deleted_at", "2030-01-02T00:00:00Z");
	get(s, "/api/v1/admin/orders?show_deleted=false");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, "%s", path);
	expect_status(s, 200);
	post(s, arena_fmt(s->cx.mem, "%s/status", path), "{'status':'confirmed'}");
	expect_error(s, 404, "not_found");
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

static void
every_role_is_told_where_it_works(void **state)
{
	static const char *const roles[] = {
		"super_admin", "order_manager", "product_manager", "delivery_manager", "system_admin",
	};
	struct shop *s = *state;

	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) "
	       "VALUES ('timezone', 'Europe/Berlin')");
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		as_staff(s, 1, roles[i]);
		as(s, 1);
		get(s, "/api/v1/admin/desk");
		expect_status(s, 200);
		expect_text(s, "time_zone", "Europe/Berlin");
		expect_text(s, "currency", "EGP");
		expect_text(s, "shop_url", s->cx.config->shop_url);
	}
	as(s, 0);
	get(s, "/api/v1/admin/desk");
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(shop_test(deleted_rows_do_not_show_until_somebody_says_so),
           shop_test(a_removed_order_is_looked_at_but_not_changed),
           shop_test(twenty_at_once_make_one_row),
           shop_test(only_these_lists_have_one_and_only_staff),
           shop_test(every_role_is_told_where_it_works))
