/* SPDX-License-Identifier: MIT */
/* What comes along when somebody logs in: the cart, and whose an order is. */
#include "support/customer.h"

#include "account/login.h"
#include "base/str.h"
#include "support/order.h"

#define MAIL CUSTOMER_MAIL
#define OTHER_PHONE "+201112223334"

/* ---- the cart ---- */

static void
add(struct shop *s, int instance, int quantity)
{
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':%d}", instance, quantity);
	expect_status(s, 201);
}

static void
a_guest_s_cart_comes_along(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	shop_add_pack(s);
	add(s, DEMO_CHIP_MEDIUM, 2);
	const char *guest = cookie_of(s, 0, "__Host-cart");
	customer_get_to_know(s, MAIL);
	expect_number(s, "cart.added", 2);
	expect_number(s, "cart.merged", 0);
	assert_string_equal("", cookie_of(s, 0, "__Host-cart"));
	get(s, "/api/v1/cart");
	assert_int_equal(2, json_list_length(at(s, "items")));
	/* The same on another device, and nobody's else. */
	as_customer(s, 1, id, true);
	get(s, "/api/v1/cart");
	assert_int_equal(2, json_list_length(at(s, "items")));
	visitor_cookie(s, 2, "__Host-cart", guest);
	as(s, 2);
	get(s, "/api/v1/cart");
	assert_int_equal(0, json_list_length(at(s, "items")));
}

static void
equal_lines_add_up_once_and_to_the_most(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	as_customer(s, 1, id, true);
	add(s, DEMO_CHIP_MEDIUM, 98);
	shop_add_pack(s);
	as(s, 0);
	customer_get_to_know(s, MAIL);
	request(s, "POST", "/api/v1/auth/logout", NULL);
	add(s, DEMO_CHIP_MEDIUM, 5);
	shop_add_pack(s);
	add(s, DEMO_BUNDLE, 1);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	expect_number(s, "cart.added", 1);
	expect_number(s, "cart.merged", 2);
	expect_number(s, "cart.capped", 1);
	get(s, "/api/v1/cart");
	assert_int_equal(3, json_list_length(at(s, "items")));
	expect_number(s, "items.0.quantity", 99);
	expect_number(s, "items.1.quantity", 2);
	expect_number(s, "items.2.quantity", 1);
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	expect_number(s, "cart.added", 0);
	get(s, "/api/v1/cart");
	expect_number(s, "items.1.quantity", 2);
	expect_rows(s, 1, "SELECT 1 FROM carts");
}

static struct visitor race_visitors[16];

static bool
bring_a_cart(struct shop *s, int i)
{
	as(s, 0);
	s->visitors[0] = race_visitors[i];
	customer_log_in(s, MAIL, CUSTOMER_PASSWORD);
	if (s->reply.status != 200)
		fail_msg("%d %s", s->reply.status, s->reply.body.data);
	return number_at(s, "cart.added") == 1;
}

static void
logins_at_once_make_one_cart(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	customer_get_to_know(s, MAIL);
	const char *device = cookie_of(s, 0, DEVICE_COOKIE);
	for (int i = 0; i < 4; i++) {
		as(s, 1 + i);
		visitor_cookie(s, 1 + i, DEVICE_COOKIE, device);
		add(s, DEMO_CHIP_MEDIUM, 2);
		race_visitors[i] = s->visitors[1 + i];
	}
	assert_int_equal(1, shop_parallel(s, 4, bring_a_cart));
	expect_rows(s, 1, "SELECT 1 FROM carts WHERE customer_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM carts");
	expect_rows(s, 1, "SELECT 1 FROM cart_items WHERE quantity = 8");
}

static bool
begin_a_cart(struct shop *s, int i)
{
	s->visitors[0] = race_visitors[i];
	add(s, DEMO_CHIP_MEDIUM, 1);
	return true;
}

static void
first_items_at_once_make_one_cart(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	for (int i = 0; i < 8; i++) {
		as_customer(s, 0, id, true);
		race_visitors[i] = s->visitors[0];
	}
	assert_int_equal(8, shop_parallel(s, 8, begin_a_cart));
	expect_rows(s, 1, "SELECT 1 FROM carts");
	expect_rows(s, 1, "SELECT 1 FROM cart_items WHERE quantity = 8");
}

static void
a_lone_failure_merges_nothing(void **state)
{
	struct shop *s = *state;

	customer_mona(s);
	add(s, DEMO_CHIP_MEDIUM, 2);
	customer_log_in(s, MAIL, "not the password");
	expect_rows(s, 1, "SELECT 1 FROM carts WHERE customer_id IS NULL");
	get(s, "/api/v1/cart");
	assert_int_equal(1, json_list_length(at(s, "items")));
}

/* ---- orders of customers ---- */

static void
place(struct shop *s, const char *key, const char *phone, const char *proof)
{
	char *body = shop_checkout_body(s, proof ? proof : "", phone, "365.00", "");

	if (!proof) {
		char *p = strstr(body, "\"proof\":\"\",");
		memmove(p, p + strlen("\"proof\":\"\","), strlen(p + strlen("\"proof\":\"\",")) + 1);
	}
	once(s, key);
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

static void
one_s_own_phone_needs_no_proof(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	as_customer(s, 0, id, true);
	shop_add_pack(s);
	place(s, "customer-order-0001", DEMO_PHONE, NULL);
	expect_status(s, 201);
	expect_rows(s, 1, arena_fmt(s->cx.mem, "SELECT 1 FROM orders WHERE customer_id = %lld",
	                            (long long)id));
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE actor_type = 'customer'");
	get(s, "/api/v1/cart");
	assert_int_equal(0, json_list_length(at(s, "items")));
	/* The same key gives the same reply, though the cart is gone. */
	place(s, "customer-order-0001", DEMO_PHONE, NULL);
	expect_status(s, 201);
	assert_string_equal("true", header(s, "Idempotent-Replayed"));
	place(s, "customer-order-0002", DEMO_PHONE, NULL);
	expect_error(s, 422, "cart_empty");
	shop_add_pack(s);
	expect_rows(s, 2, "SELECT 1 FROM carts");
}

static void
another_phone_needs_a_proof_and_the_order_is_the_account_s(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	as_customer(s, 0, id, true);
	shop_add_pack(s);
	place(s, "customer-order-0003", OTHER_PHONE, NULL);
	expect_error(s, 422, "phone_unproved");
	expect_field(s, "proof", "phone_unproved");
	place(s, "customer-order-0003", OTHER_PHONE, shop_proof(s, OTHER_PHONE));
	expect_status(s, 201);
	expect_rows(s, 1, arena_fmt(s->cx.mem, "SELECT 1 FROM orders WHERE customer_id = %lld AND "
	            "customer_phone = '" OTHER_PHONE "'", (long long)id));
	expect_rows(s, 1, "SELECT 1 FROM customers");
}

static void
an_unproved_phone_of_the_account_needs_a_proof(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_mona(s);

	sql_do(s, "UPDATE customers SET phone_verified = 0");
	as_customer(s, 0, id, true);
	shop_add_pack(s);
	place(s, "customer-order-0004", DEMO_PHONE, NULL);
	expect_error(s, 422, "phone_unproved");
}

SHOP_TESTS(
	shop_test(a_guest_s_cart_comes_along),
	shop_test(equal_lines_add_up_once_and_to_the_most),
	shop_test(logins_at_once_make_one_cart),
	shop_test(first_items_at_once_make_one_cart),
	shop_test(a_lone_failure_merges_nothing),
	shop_test(one_s_own_phone_needs_no_proof),
	shop_test(another_phone_needs_a_proof_and_the_order_is_the_account_s),
	shop_test(an_unproved_phone_of_the_account_needs_a_proof))
