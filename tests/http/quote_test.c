/* SPDX-License-Identifier: MIT */
/* Amounts of random carts, against the same sums done by the server in DECIMAL; and that an order
 * keeps what its quote said. */
#include "support/order.h"

#define ROUNDS 40

static unsigned seed;

static int
any(int from, int to)
{
	seed = seed * 1103515245 + 12345;
	return from + (int)(seed >> 16) % (to - from + 1);
}

static void
fill_cart(struct shop *s)
{
	memset(s->visitors, 0, sizeof s->visitors);
	for (int n = any(1, 5); n > 0; n--) {
		int64_t id = sql_number(s, "SELECT id FROM product_instance WHERE "
		                        "product_type <> 'pack' ORDER BY id LIMIT %d, 1", any(0, 30));
		post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':%d}",
		     (long long)id, any(1, 19));
		expect_status(s, 201);
	}
	if (any(0, 1))
		shop_add_pack(s);
}

/* Prices to the piastre, and a code of any kind. */
static void
shuffle_prices(struct shop *s)
{
	sql_do(s, "UPDATE product_instance SET base_price = base_price + 0.01 * ((id * %d) %% 100)",
	       any(1, 99));
	sql_do(s, "UPDATE zones SET delivery_fee = %d.%02d WHERE id = %d", any(0, 90), any(0, 99),
	       DEMO_MADINATY);
	sql_do(s, "UPDATE promo_codes SET discount_type = '%s', discount_value = %d.%02d, "
	       "maximum_discount = IF(%d, %d.%02d, NULL), minimum_order_amount = %d",
	       any(0, 2) ? "percentage" : "fixed_amount", any(0, 99), any(1, 99), any(0, 1),
	       any(0, 300), any(0, 99), any(0, 3) ? 0 : 2000);
}

/* The amounts of the only open cart, as "subtotal|discount|total". */
static char *
sums(struct shop *s)
{
	return sql_text(s, "SELECT CONCAT_WS('|', subtotal, discount, subtotal - discount + "
	                "(SELECT delivery_fee FROM zones WHERE id = %d)) FROM (SELECT subtotal, "
	                "IF(subtotal < minimum_order_amount, 0.00, LEAST(subtotal, COALESCE("
	                "maximum_discount, subtotal), IF(discount_type = 'percentage', "
	                "ROUND(subtotal * discount_value / 100, 2), discount_value))) AS discount "
	                "FROM promo_codes JOIN (SELECT SUM(i.quantity * p.base_price) AS subtotal "
	                "FROM cart_items i JOIN product_instance p ON p.id = i.product_instance_id "
	                "JOIN carts c ON c.id = i.cart_id AND c.ordered_at IS NULL) AS s) AS d",
	                DEMO_MADINATY);
}

static void
expect_sums(struct shop *s, const char *want)
{
	assert_string_equal(arena_fmt(s->cx.mem, "%s|%s|%s", text_at(s, "subtotal"),
	                              text_at(s, "discount_amount"), text_at(s, "total")), want);
}

static void
what_a_cart_costs_is_exact_and_so_is_its_order(void **state)
{
	struct shop *s = *state;

	seed = (unsigned)clock_monotonic_us();
	print_message("seed %u\n", seed);
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	for (int i = 0; i < ROUNDS; i++) {
		sql_do(s, "DELETE FROM carts WHERE ordered_at IS NULL");
		s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
		fill_cart(s);
		post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
		expect_status(s, 200);
		shuffle_prices(s);
		const char *want = sums(s);
		post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
		expect_status(s, 200);
		expect_sums(s, want);
		if (!json_flag(at(s, "discounts.0.applied")))
			continue;	/* below the minimum: such an order is refused */
		char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE,
		                                text_at(s, "total"), "");
		once(s, arena_fmt(s->cx.mem, "quote-key-%08d", i));
		request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
		expect_status(s, 201);
		expect_sums(s, want);
	}
	expect_rows(s, 0, "SELECT 1 FROM orders o WHERE total <> subtotal - rules_discount_amount - "
	                  "discount_amount + delivery_fee OR subtotal <> (SELECT SUM(quantity * "
	                  "unit_price) FROM order_items WHERE order_id = o.id)");
}

SHOP_TESTS(shop_test(what_a_cart_costs_is_exact_and_so_is_its_order))
