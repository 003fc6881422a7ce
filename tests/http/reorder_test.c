/* SPDX-License-Identifier: MIT */
/* Ordering again, and a choice of flavors on its way to a full pack. */
#include "support/customer.h"
#include "support/order.h"

/* ---- ordering again ---- */

static const char *
order_of_mona(struct shop *s)
{
	int64_t mona = customer_mona(s);
	const char *number;

	as_customer(s, 0, mona, false);
	as(s, 0);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':2}", DEMO_CHIP_MEDIUM);
	shop_add_pack(s);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "495.00", "");
	once(s, "key-of-the-first-order");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	number = text_at(s, "number");
	return arena_fmt(s->cx.mem, "/api/v1/me/orders/%s/reorder", number);
}

static void
an_order_goes_into_the_cart_again_at_today_s_prices(void **state)
{
	struct shop *s = *state;
	const char *path = order_of_mona(s);

	sql_do(s, "UPDATE product_instance SET base_price = 70.00 WHERE id = %d", DEMO_CHIP_MEDIUM);
	post(s, path, "{}");
	expect_status(s, 200);
	expect_number(s, "cart.items.0.quantity", 2);
	expect_text(s, "cart.items.0.unit_price", "70.00");
	expect_number(s, "cart.items.1.flavors.0.quantity", 3);
	expect_text(s, "cart.subtotal", "470.00");
	assert_false(has(s, "unavailable.0"));
	post(s, path, "{}");	/* once more of everything */
	expect_number(s, "cart.items.0.quantity", 4);
	assert_false(has(s, "cart.items.2"));
}

static void
what_cannot_be_had_any_more_is_named_and_the_rest_goes_in(void **state)
{
	struct shop *s = *state;
	const char *path = order_of_mona(s);

	sql_do(s, "UPDATE flavors SET is_active = 0 WHERE id = %d", DEMO_VANILLA);
	post(s, path, "{}");
	expect_status(s, 200);
	assert_false(has(s, "cart.items.1"));
	expect_text(s, "unavailable.0.product_name", "6 pieces pack");
	expect_text(s, "unavailable.0.reason", "pack_flavor");
	expect_number(s, "unavailable.0.quantity", 1);
	sql_do(s, "UPDATE product_instance SET is_active = 0 WHERE id = %d", DEMO_CHIP_MEDIUM);
	post(s, path, "{}");
	expect_text(s, "unavailable.0.reason", "not_sold");
	assert_false(has(s, "unavailable.2"));
}

static void
more_than_a_cart_holds_is_refused_as_a_whole(void **state)
{
	struct shop *s = *state;
	const char *path = order_of_mona(s);

	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':98}", DEMO_CHIP_MEDIUM);
	expect_status(s, 201);
	post(s, path, "{}");
	expect_error(s, 422, "cart_full");
	expect_rows(s, 1, "SELECT 1 FROM cart_items i JOIN carts c ON c.id = i.cart_id "
	            "WHERE c.ordered_at IS NULL AND i.quantity = 98");
}

static void
nobody_orders_another_s_order_again(void **state)
{
	struct shop *s = *state;
	const char *path = order_of_mona(s);

	as_customer(s, 1, customer_add(s, "+201007654321", NULL), false);
	as(s, 1);
	post(s, path, "{}");
	expect_error(s, 404, "not_found");
	as(s, 2);
	post(s, path, "{}");
	expect_error(s, 401, "login_needed");
	expect_rows(s, 1, "SELECT 1 FROM carts");
}

/* ---- choosing ---- */

static void
look(struct shop *s, int64_t instance, const char *flavors)
{
	post(s, "/api/v1/cart/choice", "{'product_instance_id':%lld,'flavors':[%s]}",
	     (long long)instance, flavors);
}

static void
a_partial_choice_is_told_what_is_missing_and_what_may_be_added(void **state)
{
	struct shop *s = *state;

	look(s, DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':2}");
	expect_status(s, 200);
	expect_number(s, "count", 6);
	expect_number(s, "chosen", 2);
	expect_number(s, "missing", 4);
	assert_false(json_flag(at(s, "complete")));
	expect_text(s, "unit_price", "330.00");
	expect_number(s, "may_add.0.flavor_id", 1);
	expect_number(s, "may_add.0.at_most", 1);	/* three of one flavor at most */
	expect_number(s, "may_add.1.at_most", 3);
	look(s, DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':3}");
	assert_true(json_flag(at(s, "complete")));
	expect_number(s, "missing", 0);
	assert_false(has(s, "may_add.0"));
	look(s, DEMO_PACK_OF_6, "");
	expect_number(s, "missing", 6);
	expect_rows(s, 0, "SELECT 1 FROM carts");
}

static void
room_is_kept_for_the_flavors_that_it_needs_besides(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE cookie_pack SET max_per_flavor = NULL, min_flavors = 3 WHERE count = 6");
	look(s, DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':3}");
	expect_number(s, "kinds_missing", 2);
	expect_number(s, "may_add.0.at_most", 1);	/* of the same: two others are to come */
	expect_number(s, "may_add.1.at_most", 2);	/* of another: one other is to come */
	look(s, DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':4},{'flavor_id':2,'quantity':1}");
	expect_number(s, "kinds_missing", 1);
	expect_number(s, "may_add.0.flavor_id", 3);	/* only a third flavor */
	expect_number(s, "may_add.0.at_most", 1);
}

static void
what_breaks_a_rule_already_is_refused(void **state)
{
	struct shop *s = *state;
	static const struct { int64_t instance; const char *flavors; int status; const char *code; } rows[] = {
		{ DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':4}", 422, "pack_max_per_flavor" },
		{ DEMO_PACK_OF_6, "{'flavor_id':999,'quantity':1}", 422, "pack_flavor" },
		{ DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':3},{'flavor_id':2,'quantity':3},"
		                  "{'flavor_id':3,'quantity':1}", 422, "pack_sum" },
		{ DEMO_PACK_OF_6, "{'flavor_id':1,'quantity':1},{'flavor_id':1,'quantity':1}", 422, "invalid" },
		{ DEMO_CHIP_MEDIUM, "{'flavor_id':1,'quantity':1}", 422, "no_choice" },
		{ 999999, "{'flavor_id':1,'quantity':1}", 404, "not_found" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		look(s, rows[i].instance, rows[i].flavors);
		expect_error(s, rows[i].status, rows[i].code);
	}
}

SHOP_TESTS(
	shop_test(an_order_goes_into_the_cart_again_at_today_s_prices),
	shop_test(what_cannot_be_had_any_more_is_named_and_the_rest_goes_in),
	shop_test(more_than_a_cart_holds_is_refused_as_a_whole),
	shop_test(nobody_orders_another_s_order_again),
	shop_test(a_partial_choice_is_told_what_is_missing_and_what_may_be_added),
	shop_test(room_is_kept_for_the_flavors_that_it_needs_besides),
	shop_test(what_breaks_a_rule_already_is_refused))
