/* SPDX-License-Identifier: MIT */
/* Carts at the desk: what is in them, whose they are, and nothing that would open them. */
#include "support/customer.h"
#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, DESK, MONA };

#define CARTS "/api/v1/admin/carts"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, DESK, "order_manager");
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

static void
add(struct shop *s, int visitor, int quantity)
{
	as(s, visitor);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':%d}", DEMO_CHIP_MEDIUM,
	     quantity);
	expect_status(s, 201);
}

static void
open_carts_with_something_in_them_are_listed_last_changed_first(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_add(s, DEMO_PHONE, CUSTOMER_MAIL);

	add(s, GUEST, 2);
	shop_at(shop_now() + 60);
	as_customer(s, MONA, mona, true);
	add(s, MONA, 3);
	as(s, 3);
	shop_add_pack(s);
	as(s, DESK);
	get(s, CARTS);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 3);
	/* One that was emptied, and one that was ordered, are none. */
	sql_do(s, "DELETE FROM cart_items WHERE product_instance_id = %d", DEMO_PACK_OF_6);
	get(s, CARTS);
	assert_int_equal(json_list_length(at(s, "items")), 2);
	expect_number(s, "items.0.customer_id", mona);
	expect_text(s, "items.0.customer_name", "Mona Adel");
	expect_number(s, "items.0.lines", 1);
	expect_number(s, "items.0.pieces", 3);
	expect_text(s, "items.0.updated_at", "2030-01-02T12:01:00Z");
	assert_int_equal(json_kind(at(s, "items.1.customer_id")), JSON_NULL);
	assert_null(strstr(s->reply.body.data, "session"));
	get(s, CARTS "?owner=guest");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.pieces", 2);
	get(s, CARTS "?owner=customer");
	assert_int_equal(json_list_length(at(s, "items")), 1);
	get(s, CARTS "?customer_id=%lld", (long long)mona);
	expect_number(s, "items.0.pieces", 3);
	get(s, CARTS "?customer_id=%lld&owner=guest", (long long)mona);
	expect_error(s, 422, "invalid");
	expect_field(s, "owner", "invalid");
	sql_do(s, "UPDATE carts SET ordered_at = '2030-01-02 12:02:00' WHERE customer_id IS NULL");
	get(s, CARTS);
	assert_int_equal(json_list_length(at(s, "items")), 1);
}

static void
pages_go_on_where_they_ended_also_within_one_second(void **state)
{
	struct shop *s = *state;
	int64_t last = INT64_MAX;
	int seen = 0;

	add(s, GUEST, 1);
	for (int i = 0; i < 6; i++)
		sql_do(s, "INSERT INTO carts (guest_session_id, created_at, updated_at) VALUES "
		       "(UNHEX(SHA2('%d', 256)), '2030-01-02 11:00:00', '2030-01-02 11:00:00')", i);
	sql_do(s, "INSERT INTO cart_items (cart_id, product_instance_id, choice_hash, quantity) "
	       "SELECT id, %d, UNHEX(SHA2('x', 256)), 1 FROM carts WHERE created_at < '2030-01-02 "
	       "12:00:00'", DEMO_CHIP_MEDIUM);
	as(s, DESK);
	get(s, CARTS "?limit=2");
	for (;;) {
		size_t n = json_list_length(at(s, "items"));
		for (size_t i = 0; i < n; i++, seen++) {
			int64_t id = number_at(s, arena_fmt(s->cx.mem, "items.%zu.id", i));
			assert_true(seen == 0 || seen == 1 || id < last);
			last = id;
		}
		if (json_kind(at(s, "next_cursor")) == JSON_NULL)
			break;
		get(s, CARTS "?limit=2&cursor=%s", text_at(s, "next_cursor"));
		expect_status(s, 200);
	}
	assert_int_equal(seen, 7);
	get(s, CARTS "?cursor=nonsense");
	expect_error(s, 422, "invalid");
	expect_field(s, "cursor", "invalid");
}

static void
a_cart_is_shown_at_its_owner_s_prices_without_what_opens_it(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_add(s, DEMO_PHONE, CUSTOMER_MAIL), id;

	sql_do(s, "UPDATE customers SET customer_group = 'member' WHERE id = %lld", (long long)mona);
	sql_do(s, "INSERT INTO product_prices (product_instance_id, price_type, price, start_date, "
	       "is_active) VALUES (%d, 'member', 50.00, '2030-01-01', 1)", DEMO_CHIP_MEDIUM);
	as_customer(s, MONA, mona, true);
	add(s, MONA, 2);
	expect_text(s, "subtotal", "100.00");
	add(s, GUEST, 2);
	as(s, DESK);
	get(s, CARTS "?customer_id=%lld", (long long)mona);
	id = number_at(s, "items.0.id");
	get(s, CARTS "/%lld", (long long)id);
	expect_status(s, 200);
	expect_number(s, "row.customer_id", mona);
	expect_text(s, "cart.subtotal", "100.00");
	expect_text(s, "cart.items.0.unit_price", "50.00");
	get(s, CARTS "?owner=guest");
	id = number_at(s, "items.0.id");
	get(s, CARTS "/%lld", (long long)id);
	expect_text(s, "cart.subtotal", "130.00");
	assert_null(strstr(s->reply.body.data, "session"));
	assert_null(strstr(s->reply.body.data, "token"));
	assert_null(strstr(s->reply.body.data, "hash"));
	sql_do(s, "UPDATE carts SET ordered_at = '2030-01-02 12:00:00'");
	get(s, CARTS "/%lld", (long long)id);
	expect_error(s, 404, "not_found");
}

static void
carts_are_the_order_desk_s(void **state)
{
	struct shop *s = *state;
	static const char *const others[] = { "product_manager", "delivery_manager", "system_admin" };

	for (size_t i = 0; i < 3; i++) {
		as_staff(s, 4, others[i]);
		as(s, 4);
		get(s, CARTS);
		expect_error(s, 403, "forbidden");
		get(s, CARTS "/1");
		expect_error(s, 403, "forbidden");
	}
	as(s, GUEST);
	get(s, CARTS);
	expect_error(s, 401, "login_needed");
	get(s, CARTS "/1");
	expect_error(s, 401, "login_needed");
}

SHOP_TESTS(story(open_carts_with_something_in_them_are_listed_last_changed_first),
           story(pages_go_on_where_they_ended_also_within_one_second),
           story(a_cart_is_shown_at_its_owner_s_prices_without_what_opens_it),
           story(carts_are_the_order_desk_s))
