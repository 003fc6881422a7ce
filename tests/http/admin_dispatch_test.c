/* SPDX-License-Identifier: MIT */
/* What to bake, and who brings it. */
#include "support/staff.h"

#include "base/str.h"
#include "support/order.h"

#define MEN "/api/v1/admin/delivery-men"
#define KITCHEN "/api/v1/admin/kitchen"

/* An order for tomorrow evening with one pack (three chocolate chip, three vanilla), confirmed. */
static int64_t
confirmed_order(struct shop *s)
{
	as(s, 0);
	s->visitors[0].cookies_n = 0;
	int64_t id = shop_order(s, DEMO_PHONE);

	as_staff(s, 7, "super_admin");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	return id;
}

/* One more line of an order: pieces, each with these flavors. */
static void
add_line(struct shop *s, int64_t order, const char *type, int quantity, const char *flavors)
{
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, pack_size, "
	          "flavor_details, quantity, unit_price) VALUES (%lld, 'Thing', '%s', 'Medium', "
	          "%s%s%s, %d, 10)", (long long)order, type, flavors ? "'" : "",
	       flavors ? flavors : "NULL", flavors ? "'" : "", quantity);
}

/* ---- kitchen ---- */

static void
packs_are_taken_apart_into_cookies(void **state)
{
	struct shop *s = *state;
	int64_t a = confirmed_order(s), b = confirmed_order(s);

	add_line(s, a, "individual", 4, "[{\"flavor_id\":8,\"flavor_name\":\"Vanilla\","
	         "\"size_name\":\"Large\",\"quantity\":1,\"price_adjustment\":\"0.00\"}]");
	add_line(s, b, "bundle", 2, "[{\"flavor_id\":8,\"flavor_name\":\"Vanilla\","
	         "\"size_name\":\"Medium\",\"quantity\":2,\"price_adjustment\":\"0.00\"},"
	         "{\"flavor_id\":11,\"flavor_name\":\"Brownie\",\"size_name\":\"Medium\","
	         "\"quantity\":1,\"price_adjustment\":\"0.00\"}]");
	add_line(s, b, "digital", 1, NULL);
	as_staff(s, 1, "order_manager");
	get(s, KITCHEN "?date=2030-01-03");
	expect_status(s, 200);
	expect_text(s, "date", "2030-01-03");
	/* 2 packs of 6, 4 single ones, 2 bundles of 3. */
	expect_number(s, "cookies", 22);
	expect_text(s, "bake.0.size_name", "Large");
	expect_text(s, "bake.0.flavor_name", "Vanilla");
	expect_text(s, "bake.0.product_type", "individual");
	expect_number(s, "bake.0.quantity", 4);
	expect_text(s, "bake.1.flavor_name", "Brownie");
	expect_number(s, "bake.1.quantity", 2);
	expect_text(s, "bake.2.flavor_name", "Chocolate chip");
	expect_number(s, "bake.2.quantity", 6);
	expect_text(s, "bake.3.product_type", "pack");
	expect_number(s, "bake.3.quantity", 6);
	expect_text(s, "bake.4.product_type", "bundle");
	expect_number(s, "bake.4.quantity", 4);
	assert_false(has(s, "bake.5"));
	expect_number(s, "orders.0.id", a);
	expect_text(s, "orders.0.items.0.product_type", "pack");
	expect_number(s, "orders.0.items.0.quantity", 1);
	expect_text(s, "orders.0.items.0.flavor_details.0.flavor_name", "Chocolate chip");
	expect_number(s, "orders.0.items.1.quantity", 4);
	expect_number(s, "orders.1.id", b);
	expect_text(s, "orders.1.items.1.product_type", "bundle");
	assert_false(has(s, "orders.1.items.2"));
	assert_false(json_flag(at(s, "is_cut")));
}

static void
only_what_is_confirmed_or_prepared_is_baked(void **state)
{
	struct shop *s = *state;
	static const char *const none[] = { "pending", "out_for_delivery", "delivered", "cancelled" };
	int64_t id = confirmed_order(s);

	as_staff(s, 1, "order_manager");
	sql_do(s, "UPDATE orders SET status = 'preparing'");
	get(s, KITCHEN "?date=2030-01-03");
	expect_number(s, "cookies", 6);
	for (size_t i = 0; i < 4; i++) {
		sql_do(s, "UPDATE orders SET status = '%s' WHERE id = %lld", none[i], (long long)id);
		get(s, KITCHEN "?date=2030-01-03");
		expect_number(s, "cookies", 0);
		assert_false(has(s, "orders.0"));
	}
	sql_do(s, "UPDATE orders SET status = 'confirmed', deleted_at = '2030-01-02 12:00:00'");
	get(s, KITCHEN "?date=2030-01-03");
	expect_number(s, "cookies", 0);
}

static void
the_kitchen_goes_by_day_and_slot(void **state)
{
	struct shop *s = *state;

	confirmed_order(s);
	as_staff(s, 1, "order_manager");
	get(s, KITCHEN "?date=2030-01-04");
	expect_number(s, "cookies", 0);
	get(s, KITCHEN "?date=2030-01-03&time_slot_id=3");
	expect_number(s, "cookies", 6);
	get(s, KITCHEN "?date=2030-01-03&time_slot_id=1");
	expect_number(s, "cookies", 0);
	get(s, KITCHEN);
	expect_error(s, 422, "invalid");
	get(s, KITCHEN "?date=2030-02-30");
	expect_error(s, 422, "invalid");
}

static void
an_order_without_lines_takes_no_other_ones(void **state)
{
	struct shop *s = *state;
	int64_t a = confirmed_order(s), b = confirmed_order(s);

	sql_do(s, "DELETE FROM order_items WHERE order_id = %lld", (long long)a);
	as_staff(s, 1, "order_manager");
	get(s, KITCHEN "?date=2030-01-03");
	expect_number(s, "orders.0.id", a);
	assert_false(has(s, "orders.0.items.0"));
	expect_number(s, "orders.1.id", b);
	assert_true(has(s, "orders.1.items.0"));
}

static void
the_kitchen_list_is_for_the_order_desk(void **state)
{
	struct shop *s = *state;

	get(s, KITCHEN "?date=2030-01-03");
	expect_error(s, 401, "login_needed");
	as_staff(s, 1, "delivery_manager");
	get(s, KITCHEN "?date=2030-01-03");
	expect_error(s, 403, "forbidden");
}

/* ---- delivery men ---- */

static void
delivery_men_are_listed(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	get(s, MEN);
	expect_status(s, 200);
	expect_text(s, "items.0.name", "Karim Fathy");
	expect_number(s, "items.0.zones.2", 3);
	expect_text(s, "items.1.name", "Mahmoud Adel");
	get(s, MEN "?limit=1");
	get(s, MEN "?limit=1&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.name", "Mahmoud Adel");
	assert_false(has(s, "next_cursor"));
}

static void
a_delivery_man_is_added(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "delivery_manager");
	post(s, MEN, "{'name':'Hany Said','phone':'0100 000 0199','email':'Hany@Example.com',"
	     "'zones':[6,5,6]}");
	expect_status(s, 201);
	expect_text(s, "phone", "+201000000199");
	expect_text(s, "email", "hany@example.com");
	expect_number(s, "zones.0", 5);
	expect_number(s, "zones.1", 6);
	assert_false(has(s, "zones.2"));
	assert_true(json_flag(at(s, "is_active")));
	expect_number(s, "version", 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'courier.add' "
	                  "AND entity = 'delivery_men' AND before_json IS NULL "
	                  "AND JSON_EXTRACT(after_json, '$.zones') = '[5, 6]'");
	post(s, MEN, "{'name':'Nobody Yet','phone':'01000000198','is_active':false}");
	expect_status(s, 201);
	assert_false(json_flag(at(s, "is_active")));
	assert_false(has(s, "zones.0"));
}

static void
his_zones_exist(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "delivery_manager");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199','zones':[1,99]}");
	expect_error(s, 422, "invalid");
	expect_field(s, "zones", "invalid");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199','zones':[0]}");
	expect_field(s, "zones.0", "min");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199','zones':['1']}");
	expect_field(s, "zones.0", "type");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199','zones':{'1':1}}");
	expect_field(s, "zones", "type");
	post(s, MEN, "{'name':'Hany Said','phone':'12'}");
	expect_field(s, "phone", "format");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199','id':7}");
	expect_error(s, 400, "unknown_field");
	expect_rows(s, 2, "SELECT 1 FROM delivery_men");
}

static void
an_edit_changes_what_it_names(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "delivery_manager");
	request(s, "PATCH", MEN "/1", "{'version':1,'is_active':false}");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_active")));
	expect_text(s, "name", "Karim Fathy");
	expect_number(s, "zones.2", 3);
	expect_number(s, "version", 2);
	request(s, "PATCH", MEN "/1", "{'version':2,'zones':[],'name':'Karim F.'}");
	expect_status(s, 200);
	expect_text(s, "name", "Karim F.");
	assert_false(json_flag(at(s, "is_active")));
	assert_false(has(s, "zones.0"));
	expect_rows(s, 1, "SELECT 1 FROM delivery_men WHERE id = 1 AND name = 'Karim F.' "
	                  "AND zones = '[]' AND is_active = 0 AND version = 3 "
	                  "AND phone = '+201000000101'");
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action = 'courier.edit' "
	                  "AND entity_id = 1 AND before_json <> after_json");
}

static void
an_edit_names_the_version_it_saw(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "delivery_manager");
	request(s, "PATCH", MEN "/1", "{'version':2,'name':'Other'}");
	expect_error(s, 409, "conflict");
	request(s, "PATCH", MEN "/1", "{'name':'Other'}");
	expect_error(s, 422, "invalid");
	request(s, "PATCH", MEN "/99", "{'version':1,'name':'Other'}");
	expect_error(s, 404, "not_found");
	request(s, "PATCH", MEN "/1", "{'version':1,'zones':[99]}");
	expect_error(s, 422, "invalid");
	expect_rows(s, 1, "SELECT 1 FROM delivery_men WHERE id = 1 AND version = 1");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log");
}

static bool
edit_at_once(struct shop *s, int i)
{
	request(s, "PATCH", MEN "/1", "{'version':1,'name':'Name %d'}", i);
	return s->reply.status == 200;
}

static void
of_many_edits_of_one_version_one_counts(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "delivery_manager");
	assert_int_equal(1, shop_parallel(s, 12, edit_at_once));
	expect_rows(s, 1, "SELECT 1 FROM delivery_men WHERE id = 1 AND version = 2");
}

static void
delivery_men_are_edited_by_delivery(void **state)
{
	struct shop *s = *state;

	as(s, 2);
	get(s, MEN);
	expect_error(s, 401, "login_needed");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199'}");
	expect_error(s, 401, "login_needed");
	request(s, "PATCH", MEN "/1", "{'version':1,'name':'Other'}");
	expect_error(s, 401, "login_needed");
	as_staff(s, 1, "order_manager");
	post(s, MEN, "{'name':'Hany Said','phone':'01000000199'}");
	expect_error(s, 403, "forbidden");
	request(s, "PATCH", MEN "/1", "{'version':1,'name':'Other'}");
	expect_error(s, 403, "forbidden");
	as_staff(s, 3, "product_manager");
	get(s, MEN);
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(
	shop_test(packs_are_taken_apart_into_cookies),
	shop_test(only_what_is_confirmed_or_prepared_is_baked),
	shop_test(the_kitchen_goes_by_day_and_slot),
	shop_test(an_order_without_lines_takes_no_other_ones),
	shop_test(the_kitchen_list_is_for_the_order_desk),
	shop_test(delivery_men_are_listed),
	shop_test(a_delivery_man_is_added),
	shop_test(his_zones_exist),
	shop_test(an_edit_changes_what_it_names),
	shop_test(an_edit_names_the_version_it_saw),
	shop_test(of_many_edits_of_one_version_one_counts),
	shop_test(delivery_men_are_edited_by_delivery))
