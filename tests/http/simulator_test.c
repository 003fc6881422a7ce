/* SPDX-License-Identifier: MIT */
/* The simulator tells what orders of a moment paid, and changes nothing. */
#include "base/buf.h"
#include "support/customer.h"
#include "support/dump.h"
#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, DESK };

#define SIMULATOR "/api/v1/admin/simulator"
#define PACK "'items':[{'product_instance_id':44,'quantity':1,'flavors':[" \
	"{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':3}]}]"
#define CHIP "'items':[{'product_instance_id':2,'quantity':1}]"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, DESK, "product_manager");
	as(s, DESK);
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

static void
expect_total(struct shop *s, const char *with, const char *total)
{
	post(s, SIMULATOR, "{" PACK ",'zone_id':1%s}", with);
	expect_status(s, 200);
	expect_text(s, "total", total);
}

/* An order is placed at each moment; asked about that moment later, the simulator says what was
 * paid then, and its rules and code. */
static void
what_it_says_of_a_moment_is_what_orders_of_that_moment_paid(void **state)
{
	struct shop *s = *state;
	static const char *const moments[] = {
		"2030-01-02T12:00:00Z", "2030-01-02T13:00:00Z", "2030-01-02T14:00:00Z",
		"2030-01-02T15:00:00Z",
	};
	static const char *const paid[] = { "365.00", "430.00", "391.00", "356.00" };

	for (int i = 0; i < 4; i++) {
		shop_at(SHOP_NOON + i * 3600);
		as_staff(s, DESK, "product_manager");
		as(s, DESK);
		if (i == 1)
			request(s, "PATCH", "/api/v1/admin/product-instances/44/price",
			        "{'version':1,'base_price':'395.00'}");
		if (i == 2)
			sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, "
			       "discount_value, minimum_order_amount, start_date) VALUES ('Lunch', "
			       "'time', 'fixed_amount', 39, 0, '2030-01-02 14:00:00')");
		if (i == 3)
			sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, "
			       "discount_value, minimum_order_amount, start_date) VALUES ('Road', "
			       "'time', 'free_delivery', 0, 0, '2030-01-02 15:00:00')");
		as(s, 2 + i);
		shop_add_pack(s);
		post(s, "/api/v1/cart/quote", "{'zone_id':1}");
		expect_text(s, "total", paid[i]);
	}
	shop_at(SHOP_NOON + 86400);
	as_staff(s, DESK, "product_manager");
	as(s, DESK);
	for (int i = 0; i < 4; i++)
		expect_total(s, arena_fmt(s->cx.mem, ",'at':'%s'", moments[i]), paid[i]);
	expect_total(s, "", "356.00");
	assert_int_equal(json_list_length(at(s, "discounts")), 2);
	expect_text(s, "discounts.0.name", "Lunch");
	expect_text(s, "discounts.1.name", "Road");
}

static void
the_fee_and_what_flavors_added_are_of_that_moment_too(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE zones SET delivery_fee = 50 WHERE id = 1");
	sql_do(s, "INSERT INTO price_history (entity, entity_id, kind, amount, changed_at) VALUES "
	       "('zone', 1, 'fee', 50, '2030-01-02 11:00:00')");
	sql_do(s, "INSERT INTO price_history (entity, entity_id, kind, amount, changed_at) SELECT "
	       "'product_instance_flavor', id, 'adjustment', 7, '2030-01-02 11:00:00' FROM "
	       "product_instance_flavor WHERE product_instance_id = 44 AND flavor_id = 8");
	sql_do(s, "UPDATE product_instance_flavor SET price_adjustment = 7 WHERE "
	       "product_instance_id = 44 AND flavor_id = 8");
	expect_total(s, "", "401.00");
	expect_total(s, ",'at':'2030-01-02T11:00:00Z'", "401.00");
	expect_total(s, ",'at':'2030-01-02T10:59:59Z'", "365.00");
}

static void
a_moment_to_come_goes_by_the_dates_that_are_set(void **state)
{
	struct shop *s = *state;

	request(s, "PUT", "/api/v1/admin/products/1/sale", "{'version':1,'sale_price':'50.00',"
	        "'start_at':'2030-02-01T00:00:00Z','end_at':'2030-02-02T00:00:00Z'}");
	expect_status(s, 200);
	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "minimum_order_amount, start_date, end_date) VALUES ('Ten', 'time', 'percentage', 10, "
	       "0, '2030-02-01 12:00:00', '2030-02-01 13:00:00')");
	static const struct { const char *at, *total; } rows[] = {
		{ "2030-01-31T23:59:59Z", "65.00" }, { "2030-02-01T00:00:00Z", "50.00" },
		{ "2030-02-01T12:00:00Z", "45.00" }, { "2030-02-01T13:00:00Z", "50.00" },
		{ "2030-02-02T00:00:00Z", "65.00" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		post(s, SIMULATOR, "{" CHIP ",'at':'%s'}", rows[i].at);
		expect_status(s, 200);
		expect_text(s, "total", rows[i].total);
	}
}

static void
a_customer_or_a_group_has_its_prices(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	sql_do(s, "UPDATE customers SET customer_group = 'member'");
	post(s, "/api/v1/admin/product-prices", "{'product_id':1,'product_instance_id':2,"
	     "'price_type':'member','price':'55.00'}");
	expect_status(s, 201);
	post(s, SIMULATOR, "{" CHIP ",'customer_id':%lld}", (long long)mona);
	expect_text(s, "total", "55.00");
	post(s, SIMULATOR, "{" CHIP ",'customer_group':'Member'}");
	expect_text(s, "total", "55.00");
	post(s, SIMULATOR, "{" CHIP ",'customer_group':'wholesale'}");
	expect_text(s, "total", "65.00");
	post(s, SIMULATOR, "{" CHIP ",'customer_group':'member','at':'2030-01-02T11:59:59Z'}");
	expect_text(s, "total", "65.00");
	post(s, SIMULATOR, "{" CHIP ",'customer_group':'member','customer_id':%lld}",
	     (long long)mona);
	expect_error(s, 422, "invalid");
	expect_field(s, "customer_group", "invalid");
	post(s, SIMULATOR, "{" CHIP ",'customer_id':999}");
	expect_error(s, 404, "not_found");
}

static void
a_code_that_does_not_apply_says_why(void **state)
{
	struct shop *s = *state;

	expect_total(s, ",'promo_code':'welcome10'", "332.00");
	assert_true(json_flag(at(s, "discounts.0.applied")));
	expect_total(s, ",'promo_code':'welcome10','at':'2026-02-01T00:00:00Z'", "332.00");
	sql_do(s, "UPDATE promo_codes SET valid_from = '2030-02-01'");
	expect_total(s, ",'promo_code':'welcome10'", "365.00");
	expect_text(s, "discounts.0.reason", "promo_not_started");
	expect_total(s, ",'promo_code':'welcome10','at':'2030-02-01T00:00:00Z'", "332.00");
	expect_total(s, ",'promo_code':'NOSUCH'", "365.00");
	expect_text(s, "discounts.0.reason", "promo_unknown");
}

static void
what_cannot_be_bought_cannot_be_asked_for(void **state)
{
	struct shop *s = *state;
	static const struct { const char *set, *undo, *code; } rows[] = {
		{ "UPDATE cookie_pack SET count = 7 WHERE id = 2",
		  "UPDATE cookie_pack SET count = 6 WHERE id = 2", "pack_sum" },
		{ "UPDATE cookie_pack SET max_per_flavor = 2 WHERE id = 2",
		  "UPDATE cookie_pack SET max_per_flavor = 3 WHERE id = 2", "pack_max_per_flavor" },
		{ "UPDATE cookie_pack SET min_flavors = 3 WHERE id = 2",
		  "UPDATE cookie_pack SET min_flavors = 2 WHERE id = 2", "pack_min_flavors" },
		{ "UPDATE flavors SET is_active = 0 WHERE id = 8",
		  "UPDATE flavors SET is_active = 1 WHERE id = 8", "pack_flavor" },
		{ "UPDATE cookie_pack SET deleted_at = '2030-01-01' WHERE id = 2",
		  "UPDATE cookie_pack SET deleted_at = NULL WHERE id = 2", "not_sold" },
		{ "UPDATE product_instance SET base_price = 99999999 WHERE id = 44",
		  "UPDATE product_instance SET base_price = 330 WHERE id = 44", "cart_full" },
		{ "UPDATE zones SET is_active = 0 WHERE id = 1",
		  "UPDATE zones SET is_active = 1 WHERE id = 1", "zone_inactive" },
		{ "UPDATE cities SET is_active = 0 WHERE id = 1",
		  "UPDATE cities SET is_active = 1 WHERE id = 1", "city_inactive" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "%s", rows[i].set);
		post(s, SIMULATOR, "{" PACK ",'zone_id':1}");
		expect_error(s, 422, rows[i].code);
		sql_do(s, "%s", rows[i].undo);
	}
	post(s, SIMULATOR, "{'items':[{'product_instance_id':2,'quantity':1,'flavors':["
	     "{'flavor_id':1,'quantity':1}]}]}");
	expect_error(s, 422, "no_choice");
	post(s, SIMULATOR, "{'items':[]}");
	expect_error(s, 422, "invalid");
	expect_field(s, "items", "invalid");
	post(s, SIMULATOR, "{" CHIP ",'at':'2020-01-01T00:00:00Z'}");	/* before its first price */
	expect_error(s, 422, "not_sold");
	post(s, SIMULATOR, "{" CHIP ",'at':'yesterday'}");
	expect_error(s, 422, "invalid");
}

/* Every table of the database, as digits. */
static const char *
all_tables(struct shop *s)
{
	struct buf b = buf_in(s->cx.mem, 256 * 1024);
	char *names = sql_text(s, "SELECT GROUP_CONCAT(table_name ORDER BY table_name SEPARATOR ' ') "
	                       "FROM information_schema.tables WHERE table_schema = DATABASE() AND "
	                       "table_type = 'BASE TABLE'"), *name;
	int n = 0;

	while ((name = strsep(&names, " "))) {
		buf_fmt(&b, "%s %s\n", name, dump_digest(s->root, s->cx.mem, name));
		n++;
	}
	assert_true(n > 60);
	return b.data;
}

static void
nothing_is_changed_by_asking(void **state)
{
	struct shop *s = *state;
	const char *before;

	expect_total(s, "", "365.00");
	before = all_tables(s);
	expect_total(s, ",'promo_code':'WELCOME10'", "332.00");
	expect_total(s, ",'promo_code':'WELCOME10','at':'2030-01-01T00:00:00Z'", "332.00");
	expect_total(s, ",'at':'2031-01-01T00:00:00Z'", "365.00");
	post(s, SIMULATOR, "{" CHIP ",'at':'2020-01-01T00:00:00Z'}");
	assert_string_equal(all_tables(s), before);
}

static void
it_is_for_those_who_may_see_prices(void **state)
{
	struct shop *s = *state;
	static const char *const others[] = { "delivery_manager", "system_admin" };

	for (size_t i = 0; i < 2; i++) {
		as_staff(s, 2, others[i]);
		as(s, 2);
		post(s, SIMULATOR, "{" CHIP "}");
		expect_error(s, 403, "forbidden");
	}
	as_staff(s, 2, "order_manager");
	as(s, 2);
	post(s, SIMULATOR, "{" CHIP "}");
	expect_status(s, 200);
	as(s, GUEST);
	post(s, SIMULATOR, "{" CHIP "}");
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(story(what_it_says_of_a_moment_is_what_orders_of_that_moment_paid),
           story(the_fee_and_what_flavors_added_are_of_that_moment_too),
           story(a_moment_to_come_goes_by_the_dates_that_are_set),
           story(a_customer_or_a_group_has_its_prices), story(a_code_that_does_not_apply_says_why),
           story(what_cannot_be_bought_cannot_be_asked_for), story(nothing_is_changed_by_asking),
           story(it_is_for_those_who_may_see_prices))
