/* SPDX-License-Identifier: MIT */
/* Many at once on the same customer, cart, order and days: every limit holds, nobody waits for
 * ever, and all that is counted adds up (sql/checks). */
#include "support/order.h"

#include "base/str.h"
#include "sale/order.h"

#define MANY 24

static struct visitor visitors[MANY];
static char *bodies[MANY];

/* A cart with a pack and the code for each visitor; whose phone is `phone`, or one for each. */
static void
gather(struct shop *s, const char *phone, const char *total)
{
	for (int i = 0; i < MANY; i++) {
		const char *own = phone ? phone : arena_fmt(s->cx.mem, "+2010%08d", 1000 + i);

		memset(&s->visitors[7], 0, sizeof s->visitors[7]);
		as(s, 7);
		s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
		shop_add_pack(s);
		post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
		expect_status(s, 200);
		visitors[i] = s->visitors[7];
		bodies[i] = shop_checkout_body(s, shop_proof(s, own), own, total, "");
	}
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
}

static bool
place(struct shop *s, int i)
{
	s->visitors[7] = visitors[i];
	as(s, 7);
	once(s, arena_fmt(s->cx.mem, "race-key-%08d", i));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", bodies[i], strlen(bodies[i]));
	if (s->reply.status != 201 && s->reply.status != 409)
		print_error("%d: %s %s\n", s->reply.status, s->reply.body.data, s->cx.why);
	return s->reply.status == 201;
}

static void
a_new_customer_at_once_uses_a_code_as_often_as_one_may(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE promo_codes SET per_customer_limit = 2");
	gather(s, DEMO_PHONE, "332.00");
	assert_int_equal(shop_parallel(s, MANY, place), 2);
	expect_rows(s, 1, "SELECT 1 FROM customers");
	expect_rows(s, 2, "SELECT 1 FROM promo_code_usage");
	expect_sound(s);
}

static void
a_phone_that_a_row_carries_unproved_becomes_one_guest_s_at_once(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (first_name, email, email_verified, phone) "
	       "VALUES ('Old', 'old@example.com', 1, '" DEMO_PHONE "')");
	gather(s, DEMO_PHONE, "332.00");
	assert_int_equal(shop_parallel(s, MANY, place), MANY);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = 'old@example.com' AND phone IS NULL "
	            "AND phone_verified = 0");
	expect_rows(s, 1, "SELECT DISTINCT o.customer_id FROM orders o JOIN customers c "
	            "ON c.id = o.customer_id WHERE c.phone_verified = 1 AND c.email IS NULL");
	expect_rows(s, 2, "SELECT 1 FROM customers");
	expect_sound(s);
}

static void
the_first_orders_of_many_days_and_slots_do_not_meet(void **state)
{
	struct shop *s = *state;

	gather(s, NULL, "332.00");
	for (int i = 0; i < MANY; i++) {
		memcpy(strstr(bodies[i], "2030-01-03"),
		       arena_fmt(s->cx.mem, "2030-01-%02d", 6 + i % 3), 10);
		strstr(bodies[i], "\"time_slot_id\":")[15] = (char)('1' + i / 3 % 3);
	}
	assert_int_equal(shop_parallel(s, MANY, place), MANY);
	expect_rows(s, 12, "SELECT 1 FROM capacity");
	expect_rows(s, 3, "SELECT 1 FROM capacity WHERE slot_key = 0 AND held_orders = 8");
	expect_sound(s);
}

/* Even ones order the cart, odd ones put another cookie into it. */
static bool
order_or_add(struct shop *s, int i)
{
	if (i % 2 == 0)
		return place(s, i);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1}", DEMO_CHIP_MEDIUM);
	if (s->reply.status != 201)
		print_error("%d: %s\n", s->reply.status, s->reply.body.data);
	return false;
}

static void
a_cart_that_changes_while_it_is_ordered_is_ordered_as_it_was_seen(void **state)
{
	struct shop *s = *state;

	gather(s, NULL, "332.00");
	/* All have the first one's cart, for which there is one order at most. */
	for (int i = 0; i < MANY; i++)
		visitors[i] = visitors[0];
	s->visitors[7] = visitors[0];
	as(s, 7);
	assert_in_range(shop_parallel(s, MANY, order_or_add), 0, 1);
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE total <> 332.00 OR cookies <> 6");
	expect_rows(s, 0, "SELECT 1 FROM orders o JOIN order_items i ON i.order_id = o.id "
	                  "WHERE i.product_type <> 'pack'");
	expect_sound(s);
}

static bool
add_twenty(struct shop *s, int i)
{
	(void)i;
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':20}", DEMO_CHIP_MEDIUM);
	return s->reply.status == 201;
}

static void
a_line_never_passes_its_limit(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1}", DEMO_CHIP_MEDIUM);
	assert_int_equal(shop_parallel(s, MANY, add_twenty), 4);
	expect_rows(s, 1, "SELECT 1 FROM cart_items WHERE quantity = 81");
}

static int64_t order_id;

static enum err
move(struct ctx *cx, void *to)
{
	return order_move(cx, order_id, to, "a reason", 0, DESK_ORDERS);
}

static bool
confirm_or_cancel(struct shop *s, int i)
{
	enum err e;

	s->cx.db = s->db_admin;
	s->cx.actor = (struct actor){ .kind = ACTOR_STAFF, .id = 1 };
	e = db_transaction(&s->cx, DB_AGAIN, move, i % 2 ? "confirmed" : "cancelled");
	if (e != OK && e != E_MOVE_REFUSED)
		print_error("%s: %s\n", err_info(e)->name, s->cx.why);
	return e == OK && i % 2 == 0;
}

static void
an_order_confirmed_and_cancelled_at_once_gives_everything_back_once(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 5; round++) {
		shop_begin(state);
		gather(s, NULL, "332.00");
		assert_true(place(s, 0));
		assert_true(place(s, 1));
		order_id = sql_number(s, "SELECT MIN(id) FROM orders");
		assert_int_equal(shop_parallel(s, MANY, confirm_or_cancel), 1);
		expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 1");
		expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1 AND used_orders = 0");
		expect_sound(s);
	}
}

SHOP_TESTS(shop_test(a_new_customer_at_once_uses_a_code_as_often_as_one_may),
           shop_test(a_phone_that_a_row_carries_unproved_becomes_one_guest_s_at_once),
           shop_test(the_first_orders_of_many_days_and_slots_do_not_meet),
           shop_test(a_cart_that_changes_while_it_is_ordered_is_ordered_as_it_was_seen),
           shop_test(a_line_never_passes_its_limit),
           shop_test(an_order_confirmed_and_cancelled_at_once_gives_everything_back_once))
