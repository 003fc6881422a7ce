/* SPDX-License-Identifier: MIT */
/* What the shop shows, to whom and how. */
#include "support/order.h"

static void
types_sizes_and_flavors_are_listed(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/product-types");
	expect_status(s, 200);
	expect_text(s, "items.0.slug", "cookies");
	get(s, "/api/v1/sizes");
	expect_text(s, "items.0.name", "Mini");
	assert_int_equal(json_list_length(at(s, "items")), 3);
	get(s, "/api/v1/flavors");
	assert_int_equal(json_list_length(at(s, "items")), 12);
	expect_text(s, "items.0.slug", "chocolate-chip");
	assert_true(json_flag(at(s, "items.0.images.0.is_primary")));
	assert_int_equal(json_list_length(at(s, "items.0.images")), 2);
}

static void
a_product_shows_its_sizes_with_prices_cheapest_first(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/products/chocolate-chip-cookie");
	expect_status(s, 200);
	expect_text(s, "type", "cookies");
	expect_text(s, "instances.0.size", "Mini");
	expect_text(s, "instances.0.price", "45.00");
	expect_text(s, "instances.2.price", "90.00");
	expect_text(s, "instances.0.flavors.0.slug", "chocolate-chip");
}

static void
a_pack_shows_its_rules_and_the_flavors_to_choose(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/packs/2");
	expect_number(s, "count", 6);
	expect_number(s, "max_per_flavor", 3);
	expect_text(s, "instances.1.price", "330.00");
	assert_int_equal(json_list_length(at(s, "instances.1.flavors")), 12);
	get(s, "/api/v1/packs");
	assert_int_equal(json_list_length(at(s, "items")), 3);
	assert_false(has(s, "items.0.max_per_flavor"));	/* null: no such rule */
}

static void
filters_narrow_the_list(void **state)
{
	struct shop *s = *state;
	static const struct { const char *query; size_t n; } rows[] = {
		{ "type=cookies&limit=100", 12 },
		{ "type=bundles", 2 },
		{ "type=nothing", 0 },
		{ "flavor=pistachio&type=cookies", 1 },
		{ "size_id=3&limit=100", 12 },
		{ "q=chocolate&type=cookies", 2 },
		{ "q=CHOCOLATE&type=cookies", 2 },
		{ "q=100%25", 0 },
		{ "q=_", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		get(s, "/api/v1/products?%s", rows[i].query);
		expect_status(s, 200);
		if (json_list_length(at(s, "items")) != rows[i].n)
			fail_msg("%s: %s", rows[i].query, s->reply.body.data);
	}
}

static void
every_order_of_the_list_pages_through_all_products_once(void **state)
{
	struct shop *s = *state;
	static const char *const sorts[] = { "id", "name", "price", "-price" };
	int64_t all = sql_number(s, "SELECT COUNT(*) FROM products");

	for (size_t i = 0; i < 4; i++) {
		const char *cursor = NULL;
		int64_t seen = 0, sum = 0;
		do {
			get(s, "/api/v1/products?limit=3&sort=%s%s%s", sorts[i],
			    cursor ? "&cursor=" : "", cursor ? cursor : "");
			expect_status(s, 200);
			for (size_t k = 0; k < json_list_length(at(s, "items")); k++, seen++)
				sum += number_at(s, arena_fmt(s->cx.mem, "items.%zu.id", k));
			cursor = has(s, "next_cursor") ? text_at(s, "next_cursor") : NULL;
		} while (cursor && seen < 100);
		assert_int_equal(seen, all);
		assert_int_equal(sum, sql_number(s, "SELECT SUM(id) FROM products"));
	}
}

static void
deleted_and_inactive_things_never_show(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE products SET deleted_at = '2029-01-01' WHERE slug = 'chocolate-chip-cookie'");
	sql_do(s, "UPDATE flavors SET is_active = 0 WHERE id = %d", DEMO_VANILLA);
	sql_do(s, "UPDATE cookie_pack SET is_active = 0 WHERE id = 2");
	sql_do(s, "UPDATE product_types SET is_active = 0 WHERE slug = 'bundles'");
	get(s, "/api/v1/products/chocolate-chip-cookie");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/packs/2");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/packs/1");
	assert_int_equal(json_list_length(at(s, "instances.0.flavors")), 11);
	get(s, "/api/v1/flavors");
	assert_int_equal(json_list_length(at(s, "items")), 11);
	get(s, "/api/v1/products?type=bundles");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, "/api/v1/product-types");
	assert_int_equal(json_list_length(at(s, "items")), 3);
}

static void
the_same_bytes_are_not_sent_twice(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/flavors");
	const char *tag = header(s, "ETag");
	assert_non_null(tag);
	assert_string_equal(header(s, "Cache-Control"), "public, max-age=10");
	s->extra = arena_fmt(s->cx.mem, "HTTP_IF_NONE_MATCH=%s", tag);
	get(s, "/api/v1/flavors");
	expect_status(s, 304);
	assert_int_equal(s->reply.body.len, 0);
	sql_do(s, "UPDATE flavors SET name = 'Chip' WHERE id = 1");
	s->extra = arena_fmt(s->cx.mem, "HTTP_IF_NONE_MATCH=%s", tag);
	get(s, "/api/v1/flavors");
	expect_status(s, 200);
}

static void
what_is_not_there_is_404_and_a_wrong_method_says_which_is_right(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/products/no-such-thing");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/packs/abc");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/nothing");
	expect_error(s, 404, "not_found");
	post(s, "/api/v1/packs", "{}");
	expect_error(s, 405, "method_not_allowed");
	assert_string_equal(header(s, "Allow"), "GET");
	get(s, "/api/v1/products/%%ff");
	expect_error(s, 400, "bad_request");
	request(s, "HEAD", "/api/v1/packs", NULL);
	expect_status(s, 200);
	assert_int_equal(s->reply.body.len, 0);
}

SHOP_TESTS(
	shop_test(types_sizes_and_flavors_are_listed),
	shop_test(a_product_shows_its_sizes_with_prices_cheapest_first),
	shop_test(a_pack_shows_its_rules_and_the_flavors_to_choose),
	shop_test(filters_narrow_the_list),
	shop_test(every_order_of_the_list_pages_through_all_products_once),
	shop_test(deleted_and_inactive_things_never_show),
	shop_test(the_same_bytes_are_not_sent_twice),
	shop_test(what_is_not_there_is_404_and_a_wrong_method_says_which_is_right))
