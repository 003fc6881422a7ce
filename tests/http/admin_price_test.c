/* SPDX-License-Identifier: MIT */
/* The price desk: setting prices, and what a thing cost when. */
#include "support/order.h"
#include "support/staff.h"

enum { GUEST, BAKER, MANAGER, DISPATCHER };

#define INSTANCE "/api/v1/admin/product-instances/2/price"
#define PRODUCT "/api/v1/admin/products/1/price"
#define SALE "/api/v1/admin/products/1/sale"
#define TIERS "/api/v1/admin/product-prices"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, BAKER, "product_manager");
	as(s, BAKER);
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

static void
patch(struct shop *s, const char *path, const char *json)
{
	request(s, "PATCH", path, "%s", json);
}

static void
expect_as_of(struct shop *s, const char *at_text, const char *group, const char *price, const char *kind)
{
	get(s, INSTANCE "?at=%s%s%s", at_text, *group ? "&group=" : "", group);
	expect_status(s, 200);
	expect_text(s, "price", price);
	expect_text(s, "kind", kind);
}

static void
a_base_price_is_set_at_a_version_and_kept_in_history_and_audit(void **state)
{
	struct shop *s = *state;

	patch(s, INSTANCE, "{'version':1,'base_price':'70.50'}");
	expect_status(s, 200);
	expect_text(s, "base_price", "70.50");
	expect_number(s, "version", 2);
	patch(s, INSTANCE, "{'version':1,'base_price':'80.00'}");
	expect_error(s, 409, "conflict");
	expect_rows(s, 1, "SELECT 1 FROM price_history WHERE entity = 'product_instance' AND "
	            "entity_id = 2 AND amount = 70.50 AND admin_user_id IS NOT NULL "
	            "AND changed_at = '2030-01-02 12:00:00'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'price.set' AND "
	            "before_json LIKE '%65.00%' AND after_json LIKE '%70.50%'");
	patch(s, PRODUCT, "{'version':1,'base_price':'60.00'}");
	expect_status(s, 200);
	expect_text(s, "current_price", "60.00");	/* lists follow at once */
	patch(s, PRODUCT, "{'version':1,'base_price':'61.00'}");
	expect_error(s, 409, "conflict");
	expect_sound(s);
}

static void
a_sale_begins_and_ends_by_the_desk(void **state)
{
	struct shop *s = *state;

	request(s, "PUT", SALE, "{'version':1,'sale_price':'50.00','original_price':'75.00'}");
	expect_status(s, 200);
	assert_true(json_flag(at(s, "is_on_sale")));
	expect_text(s, "current_price", "50.00");
	get(s, "/api/v1/products/chocolate-chip-cookie");
	expect_text(s, "instances.1.price", "50.00");
	expect_text(s, "instances.1.original_price", "75.00");
	request(s, "PUT", SALE, "{'version':2,'sale_price':'50.00','start_at':'2030-01-05T00:00:00Z',"
	        "'end_at':'2030-01-05T00:00:00Z'}");
	expect_error(s, 422, "invalid");
	expect_field(s, "end_at", "invalid");
	request(s, "PUT", SALE, "{'version':1}");
	expect_error(s, 409, "conflict");
	request(s, "PUT", SALE, "{'version':2}");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_on_sale")));
	get(s, PRODUCT);
	expect_text(s, "current_price", "65.00");
	expect_sound(s);
}

static void
a_tier_price_is_added_changed_and_switched_off(void **state)
{
	struct shop *s = *state;
	const char *path;

	post(s, TIERS, "{'product_id':1,'product_instance_id':2,'price_type':'member','price':'55.00'}");
	expect_status(s, 201);
	expect_text(s, "start_date", "2030-01-02T12:00:00Z");
	path = arena_fmt(s->cx.mem, TIERS "/%lld", (long long)number_at(s, "id"));
	patch(s, path, "{'version':1,'price':'54.00','end_date':'2030-02-01T00:00:00Z'}");
	expect_status(s, 200);
	expect_text(s, "price", "54.00");
	patch(s, path, "{'version':1,'price':'1.00'}");
	expect_error(s, 409, "conflict");
	patch(s, path, "{'version':2,'end_date':'2029-01-01T00:00:00Z'}");
	expect_error(s, 422, "invalid");
	patch(s, path, "{'version':2,'is_active':false}");
	expect_status(s, 200);
	get(s, TIERS "?product_id=1");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "items.0.is_active")));
	get(s, TIERS "?product_instance_id=3");
	assert_false(has(s, "items.0"));
	patch(s, TIERS "/999999", "{'version':1,'price':'1.00'}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 3, "SELECT 1 FROM price_history WHERE entity = 'product_price'");
	expect_sound(s);
}

static void
a_price_is_somebody_s(void **state)
{
	struct shop *s = *state;
	static const struct { const char *body, *field; } rows[] = {
		{ "{'price_type':'sale','price':'1.00'}", "product_id" },
		{ "{'product_id':999999,'price_type':'sale','price':'1.00'}", "product_id" },
		{ "{'product_id':2,'product_instance_id':2,'price_type':'sale','price':'1.00'}",
		  "product_instance_id" },
		{ "{'product_instance_id':999999,'price_type':'sale','price':'1.00'}",
		  "product_instance_id" },
		{ "{'product_id':1,'price_type':'sale','price':'1.00','end_date':'2030-01-02T12:00:00Z'}",
		  "end_date" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, TIERS, "%s", rows[i].body);
		expect_error(s, 422, "invalid");
		expect_field(s, rows[i].field, "invalid");
	}
	expect_rows(s, 0, "SELECT 1 FROM product_prices");
	post(s, TIERS, "{'product_instance_id':44,'price_type':'sale','price':'300.00'}");
	expect_status(s, 201);	/* a pack's own */
	assert_int_equal(json_kind(at(s, "product_id")), JSON_NULL);
}

/* An order is placed at each moment; what the desk says of that moment later is what was paid. */
static void
what_it_cost_at_a_moment_is_what_orders_of_that_moment_paid(void **state)
{
	struct shop *s = *state;
	static const struct { int64_t at; const char *at_text, *price, *total, *kind; } moments[] = {
		{ SHOP_NOON, "2030-01-02T12:00:00Z", "65.00", "100.00", "base" },
		{ SHOP_NOON + 100, "2030-01-02T12:01:40Z", "70.00", "105.00", "base" },
		{ SHOP_NOON + 200, "2030-01-02T12:03:20Z", "55.00", "90.00", "sale" },
		{ SHOP_NOON + 300, "2030-01-02T12:05:00Z", "50.00", "85.00", "sale" },
		{ SHOP_NOON + 400, "2030-01-02T12:06:40Z", "55.00", "90.00", "sale" },
		{ SHOP_NOON + 500, "2030-01-02T12:08:20Z", "70.00", "105.00", "base" },
	};

	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		shop_at(moments[i].at);
		as(s, BAKER);
		if (i == 1)
			patch(s, INSTANCE, "{'version':1,'base_price':'70.00'}");
		if (i == 2)	/* ten less than the product, until the sixth moment */
			request(s, "PUT", SALE, "{'version':1,'sale_price':'50.00',"
			        "'start_at':'2030-01-02T12:03:20Z','end_at':'2030-01-02T12:08:20Z'}");
		if (i == 3)
			post(s, TIERS, "{'product_instance_id':2,'price_type':'sale','price':'50.00',"
			     "'end_date':'2030-01-02T12:06:40Z'}");
		assert_in_range(i && i < 4 ? s->reply.status : 200, 200, 201);
		as(s, GUEST);
		post(s, "/api/v1/cart/items", "{'product_instance_id':2,'quantity':1}");
		char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE,
		                                moments[i].total, "");
		once(s, arena_fmt(s->cx.mem, "as-of-key-%08zu", i));
		request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
		expect_status(s, 201);
	}
	shop_at(SHOP_NOON + 86400);
	as(s, BAKER);
	staff_cookie(s, BAKER, "");
	as_staff(s, BAKER, "product_manager");
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
		expect_as_of(s, moments[i].at_text, "", moments[i].price, moments[i].kind);
	get(s, INSTANCE "?at=2025-01-01T00:00:00Z");
	expect_error(s, 404, "not_found");
}

static void
a_group_s_price_is_seen_too(void **state)
{
	struct shop *s = *state;

	post(s, TIERS, "{'product_id':1,'price_type':'member','price':'60.00'}");
	expect_status(s, 201);
	shop_at(SHOP_NOON + 10);
	expect_as_of(s, "2030-01-02T12:00:00Z", "member", "60.00", "member");
	expect_as_of(s, "2030-01-02T12:00:00Z", "", "65.00", "base");
	expect_as_of(s, "2030-01-02T11:59:59Z", "member", "65.00", "base");
	get(s, INSTANCE);
	expect_text(s, "price", "65.00");
}

static void
only_who_sets_prices_sets_them(void **state)
{
	struct shop *s = *state;
	static const struct { const char *method, *path, *body; bool reads; } all[] = {
		{ "GET", TIERS, NULL, true }, { "GET", PRODUCT, NULL, true },
		{ "GET", INSTANCE, NULL, true },
		{ "POST", TIERS, "{'product_id':1,'price_type':'sale','price':'1.00'}", false },
		{ "PATCH", TIERS "/1", "{'version':1,'price':'1.00'}", false },
		{ "PATCH", PRODUCT, "{'version':1,'base_price':'1.00'}", false },
		{ "PUT", SALE, "{'version':1,'sale_price':'1.00'}", false },
		{ "PATCH", INSTANCE, "{'version':1,'base_price':'1.00'}", false },
	};

	as_staff(s, MANAGER, "order_manager");
	as_staff(s, DISPATCHER, "delivery_manager");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		as(s, MANAGER);
		request(s, all[i].method, all[i].path, all[i].body ? "%s" : NULL, all[i].body);
		expect_status(s, all[i].reads ? 200 : 403);
		as(s, DISPATCHER);
		request(s, all[i].method, all[i].path, all[i].body ? "%s" : NULL, all[i].body);
		expect_error(s, 403, "forbidden");
		as(s, 7);
		request(s, all[i].method, all[i].path, all[i].body ? "%s" : NULL, all[i].body);
		expect_error(s, 401, "login_needed");
	}
	expect_rows(s, 0, "SELECT 1 FROM product_prices");
}

static void
what_is_not_there_has_no_price(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/admin/products/999999/price");
	expect_error(s, 404, "not_found");
	patch(s, "/api/v1/admin/products/999999/price", "{'version':1,'base_price':'1.00'}");
	expect_error(s, 404, "not_found");
	patch(s, "/api/v1/admin/product-instances/999999/price", "{'version':1,'base_price':'1.00'}");
	expect_error(s, 404, "not_found");
	request(s, "PUT", "/api/v1/admin/products/999999/sale", "{'version':1,'sale_price':'1.00'}");
	expect_error(s, 404, "not_found");
}

SHOP_TESTS(
	story(a_base_price_is_set_at_a_version_and_kept_in_history_and_audit),
	story(a_sale_begins_and_ends_by_the_desk),
	story(a_tier_price_is_added_changed_and_switched_off),
	story(a_price_is_somebody_s),
	story(what_it_cost_at_a_moment_is_what_orders_of_that_moment_paid),
	story(a_group_s_price_is_seen_too),
	story(only_who_sets_prices_sets_them),
	story(what_is_not_there_has_no_price))
