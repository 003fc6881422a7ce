/* SPDX-License-Identifier: MIT */
/* What crawlers begin with. */
#include "support/order.h"

#include <string.h>

static int
count(struct shop *s, const char *part)
{
	int n = 0;

	for (const char *p = s->reply.body.data; (p = strstr(p, part)) != NULL; p += strlen(part))
		n++;
	return n;
}

static void
the_sitemap_has_what_the_api_lists_in_both_languages(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE products SET is_active = 0 WHERE id = 1");
	sql_do(s, "UPDATE product_instance SET is_active = 0 WHERE product_id = 2");
	sql_do(s, "UPDATE cookie_pack SET is_active = 0 WHERE id = 3");
	get(s, "/sitemap.xml");
	expect_status(s, 200);
	assert_string_equal(s->reply.type, "application/xml");
	assert_string_equal(header(s, "Cache-Control"), "public, max-age=600");
	assert_int_equal(count(s, "<loc>https://shop.test/en/products/"),
	                 sql_number(s, "SELECT COUNT(*) FROM products WHERE id > 2"));
	assert_int_equal(count(s, "<loc>https://shop.test/ar/packs/"), 2);
	assert_int_equal(count(s, "<url>"), count(s, "</url>"));
	assert_int_equal(2 * count(s, "<url>"), count(s, "<xhtml:link"));
	assert_int_equal(count(s, "<url><loc>https://shop.test/ar/packs/2-6-pieces-pack</loc>"
	    "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://shop.test/en/packs/2-6-pieces-pack\"/>"
	    "<xhtml:link rel=\"alternate\" hreflang=\"ar\" href=\"https://shop.test/ar/packs/2-6-pieces-pack\"/>"
	    "</url>"), 1);
	assert_int_equal(count(s, "chocolate-chip-cookie"), 0);
	assert_int_equal(count(s, "double-chocolate-cookie"), 0);
	assert_int_equal(count(s, "/cart"), 0);
}

static void
a_large_shop_is_listed_page_by_page_up_to_what_a_reply_holds(void **state)
{
	struct shop *s = *state;
	char slug[121];
	int listed;

	memset(slug, 'x', 112);
	slug[112] = '\0';
	for (int i = 0; i < 40; i++) {	/* a hundred at a time */
		sql_do(s, "INSERT INTO products (id, product_type_id, name, slug, base_price) "
		          "SELECT 1000 + %d * 100 + id, 1, 'Cake', CONCAT('%s', 1000 + %d * 100 + id), 10 FROM "
		          "(SELECT a.id + 10 * b.id - 10 AS id FROM sizes z JOIN products a JOIN products b "
		          "WHERE z.id = 1 AND a.id <= 10 AND b.id <= 10) AS n", i, slug, i);
		sql_do(s, "INSERT INTO product_instance (product_type, product_id, size_id, base_price) "
		          "SELECT 'cookie', id, 1, 10 FROM products WHERE id > 1000 + %d * 100 "
		          "AND id <= 1100 + %d * 100", i, i);
	}
	get(s, "/sitemap.xml");
	expect_status(s, 200);
	listed = count(s, "<loc>https://shop.test/en/products/");
	assert_true(listed > 900);
	assert_int_equal(listed, count(s, "<loc>https://shop.test/ar/products/"));
	assert_non_null(strstr(s->reply.body.data, "</url>\n</urlset>\n"));
}

static void
robots_are_told_what_is_a_persons(void **state)
{
	struct shop *s = *state;

	get(s, "/robots.txt");
	expect_status(s, 200);
	assert_string_equal(s->reply.type, "text/plain");
	assert_int_equal(count(s, "Disallow: /en/cart\n"), 1);
	assert_int_equal(count(s, "Disallow: /ar/account\n"), 1);
	assert_int_equal(count(s, "Sitemap: https://shop.test/sitemap.xml\n"), 1);
	assert_int_equal(count(s, "products"), 0);
}

static void
made_up_queries_are_refused_so_that_none_is_kept(void **state)
{
	struct shop *s = *state;

	get(s, "/sitemap.xml?x=1");
	expect_error(s, 400, "unknown_field");
	get(s, "/robots.txt?x=1");
	expect_error(s, 400, "unknown_field");
	post(s, "/sitemap.xml", "{}");
	expect_error(s, 405, "method_not_allowed");
}

SHOP_TESTS(
	shop_test(the_sitemap_has_what_the_api_lists_in_both_languages),
	shop_test(a_large_shop_is_listed_page_by_page_up_to_what_a_reply_holds),
	shop_test(robots_are_told_what_is_a_persons),
	shop_test(made_up_queries_are_refused_so_that_none_is_kept))
