/* SPDX-License-Identifier: MIT */
/* What pages show to whoever runs no scripts: the same things and prices as the API. */
#include "page/page.h"

#include "support/order.h"

#include <string.h>

#define LD "<script type=\"application/ld+json\">"

static const char *
html(struct shop *s)
{
	expect_status(s, 200);
	assert_string_equal(s->reply.type, "text/html");
	return s->reply.body.len ? s->reply.body.data : "";
}

static void
expect_html_(struct shop *s, const char *part, const char *file, int line)
{
	if (strstr(html(s), part))
		return;
	print_error("%s:%d: no %s in:\n%s\n", file, line, part, html(s));
	fail();
}
#define expect_html(s, part) expect_html_(s, part, __FILE__, __LINE__)
#define expect_no_html(s, part) assert_null(strstr(html(s), part))

/* The part of the JSON-LD at a path. */
static const struct json *
ld_at(struct shop *s, const char *path)
{
	const char *from = strstr(html(s), LD), *to;

	assert_non_null(from);
	from += strlen(LD);
	to = strstr(from, "</script>");
	assert_non_null(to);
	assert_int_equal(json_parse(&s->cx, from, (size_t)(to - from), &s->body), OK);
	return at(s, path);
}

static const char *
ld_text(struct shop *s, const char *path)
{
	size_t n;

	return json_text(ld_at(s, path), &n);
}

static void
a_product_says_name_price_and_that_it_can_be_had(void **state)
{
	struct shop *s = *state;

	get(s, "/_page/head?page=product&slug=chocolate-chip-cookie");
	assert_string_equal(header(s, "Cache-Control"), "public, max-age=10");
	expect_html(s, "<title>Chocolate chip cookie · Crumbled</title>");
	expect_html(s, "<meta name=\"description\" content=\"Golden dough with plenty of dark chocolate chips.\">");
	expect_html(s, "<link rel=\"canonical\" href=\"https://shop.test/en/products/chocolate-chip-cookie\">");
	expect_html(s, "hreflang=\"ar\" href=\"https://shop.test/ar/products/chocolate-chip-cookie\">");
	expect_html(s, "hreflang=\"x-default\" href=\"https://shop.test/en/products/chocolate-chip-cookie\">");
	expect_html(s, "<meta property=\"og:image\" content=\"https://shop.test/img/flavors/chocolate-chip-1000.webp\">");
	expect_no_html(s, "noindex");
	assert_string_equal(ld_text(s, "@graph.0.@type"), "Product");
	assert_string_equal(ld_text(s, "@graph.0.name"), "Chocolate chip cookie");
	assert_string_equal(ld_text(s, "@graph.0.offers.0.price"), "45.00");
	assert_string_equal(ld_text(s, "@graph.0.offers.2.price"), "90.00");
	assert_string_equal(ld_text(s, "@graph.0.offers.2.name"), "Large");
	assert_string_equal(ld_text(s, "@graph.0.offers.0.priceCurrency"), "EGP");
	assert_string_equal(ld_text(s, "@graph.0.offers.0.availability"), "https://schema.org/InStock");
	assert_string_equal(ld_text(s, "@graph.1.itemListElement.2.item"),
	                    "https://shop.test/en/products/chocolate-chip-cookie");

	get(s, "/_page/body?page=product&slug=chocolate-chip-cookie");
	expect_html(s, "<main id=\"main\">\n<article class=\"product\">\n"
	               "<img src=\"/img/flavors/chocolate-chip-640.webp\" width=\"640\" height=\"640\" "
	               "alt=\"Chocolate chip cookie\" srcset=\"/img/flavors/chocolate-chip-320.webp 320w, "
	               "/img/flavors/chocolate-chip-640.webp 640w, "
	               "/img/flavors/chocolate-chip-1000.webp 1000w\" sizes=");
	expect_html(s, "<h1>Chocolate chip cookie</h1>");
	expect_html(s, "<p class=\"price\">from EGP 45.00</p>");
	expect_html(s, "<li>Large: EGP 90.00</li>");
	expect_html(s, "<p>Available</p>");
}

static void
in_arabic_the_same_prices_are_written_the_arabic_way(void **state)
{
	struct shop *s = *state;

	s->lang = "ar";
	get(s, "/_page/body?page=pack&id=2");
	expect_html(s, "<h1>علبة 6 قطع</h1>");
	expect_html(s, "330.00 ج.م.");
	get(s, "/_page/head?page=pack&id=2");
	expect_html(s, "<title>علبة 6 قطع · Crumbled</title>");
	expect_html(s, "<link rel=\"canonical\" href=\"https://shop.test/ar/packs/2-6-pieces-pack\">");
	assert_string_equal(ld_text(s, "@graph.0.offers.@type"), "AggregateOffer");
	assert_string_equal(ld_text(s, "@graph.0.offers.priceCurrency"), "EGP");
	assert_string_equal(ld_text(s, "@graph.1.itemListElement.0.name"), "الرئيسية");
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES ('currency', 'USD') "
	          "ON DUPLICATE KEY UPDATE setting_value = 'USD'");
	get(s, "/_page/body?page=pack&id=2");
	expect_html(s, "330.00 USD");
}

static void
a_pack_says_from_the_cheapest_to_the_dearest(void **state)
{
	struct shop *s = *state;
	const char *least, *most;

	get(s, "/api/v1/packs/2");
	least = arena_str(s->cx.mem, text_at(s, "instances.0.price"));
	most = arena_str(s->cx.mem, text_at(s, "instances.1.price"));
	get(s, "/_page/head?page=pack&id=2");
	assert_string_equal(ld_text(s, "@graph.0.offers.lowPrice"), least);
	assert_string_equal(ld_text(s, "@graph.0.offers.highPrice"), most);
	assert_int_equal(json_int(ld_at(s, "@graph.0.offers.offerCount")), 2);
	get(s, "/_page/body?page=pack&id=2");
	expect_html(s, arena_fmt(s->cx.mem, "<p class=\"price\">from EGP %s</p>", least));
}

static void
a_sale_shows_both_prices_with_words_for_those_who_do_not_see(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE products SET sale_price = 200, is_on_sale = 1, current_price = 200, "
	          "sale_end_date = '2030-01-03 10:00:00' WHERE id = 21");
	get(s, "/api/v1/products/%s", sql_text(s, "SELECT slug FROM products WHERE id = 21"));
	const char *was = arena_str(s->cx.mem, text_at(s, "instances.0.original_price"));
	const char *now = arena_str(s->cx.mem, text_at(s, "instances.0.price"));
	const char *slug = arena_str(s->cx.mem, text_at(s, "slug"));
	assert_string_not_equal(was, now);

	get(s, "/_page/body?page=product&slug=%s", slug);
	expect_html(s, arena_fmt(s->cx.mem, "<p class=\"price\"><s><span class=\"vh\">Regular price: </span>"
	            "EGP %s</s> <span class=\"vh\">Sale price: </span>EGP %s</p>", was, now));
	get(s, "/_page/head?page=product&slug=%s", slug);
	assert_string_equal(ld_text(s, "@graph.0.offers.0.price"), now);
	assert_string_equal(ld_text(s, "@graph.0.offers.0.priceValidUntil"), "2030-01-03T10:00:00Z");

	shop_at(SHOP_NOON + 86400);	/* over */
	get(s, "/_page/body?page=product&slug=%s", slug);
	expect_html(s, arena_fmt(s->cx.mem, "<p class=\"price\">EGP %s</p>", was));
	expect_no_html(s, "<s>");
}

#define NASTY "</script><b title=\"x\" id='y'>&amp; كعك"

static void
whatever_a_name_holds_it_is_text(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE products SET name = '%s', description = '<!-- %s', "
	          "image_url = '/pictures/0123456789abcdef0123456789abcdef' WHERE id = 1",
	       "</script><b title=\"x\" id=\\'y\\'>&amp; كعك", "\\\"& ]]>");
	sql_do(s, "DELETE FROM translations WHERE entity = 'product' AND entity_id = 1");
	for (int i = 0; i < 2; i++) {
		s->lang = i ? "ar" : "en";
		get(s, "/_page/head?page=product&slug=chocolate-chip-cookie");
		expect_html(s, "<title>&lt;/script&gt;&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp; كعك ");
		expect_html(s, "content=\"&lt;!-- &quot;&amp; ]]&gt;\"");
		expect_no_html(s, "<b");
		expect_no_html(s, "<!--");
		assert_string_equal(ld_text(s, "@graph.0.name"), NASTY);
		assert_string_equal(ld_text(s, "@graph.0.image.0"),
		                    "https://shop.test/pictures/1280/0123456789abcdef0123456789abcdef");
		get(s, "/_page/body?page=product&slug=chocolate-chip-cookie");
		expect_html(s, "alt=\"&lt;/script&gt;&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp; كعك\"");
		expect_html(s, "src=\"/pictures/640/0123456789abcdef0123456789abcdef\"");
		expect_html(s, "/pictures/160/0123456789abcdef0123456789abcdef 160w");
		expect_no_html(s, "<b");
		get(s, "/_page/body?page=home");
		expect_html(s, "<h2>&lt;/script&gt;&lt;b title=");
		expect_no_html(s, "<b ");
		get(s, "/_page/head?page=catalog");
		assert_string_equal(ld_text(s, "@graph.0.itemListElement.0.name"), NASTY);
	}
}

static void
what_is_not_sold_has_no_page(void **state)
{
	struct shop *s = *state;
	static const char *const gone[] = {
		"page=product&slug=no-such-thing", "page=product",
		"page=pack&id=99", "page=pack",
		"page=product&slug=chocolate-chip-cookie", "page=pack&id=2",
		"page=product&slug=double-chocolate-cookie",
		"page=catalog&type=nothing", "page=catalog&q=xyzzy",
	};

	sql_do(s, "UPDATE products SET is_active = 0 WHERE id = 1");
	sql_do(s, "UPDATE cookie_pack SET is_active = 0 WHERE id = 2");
	sql_do(s, "UPDATE product_instance SET is_active = 0 WHERE product_id = 2");
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
		get(s, "/_page/head?%s", gone[i]);
		expect_error(s, 404, "not_found");
		assert_string_equal(header(s, "Cache-Control"), "no-store");
		get(s, "/_page/body?%s", gone[i]);
		expect_error(s, 404, "not_found");
	}
	get(s, "/_page/body?page=catalog");
	expect_no_html(s, "chocolate-chip-cookie");
	expect_no_html(s, "double-chocolate-cookie");
	expect_html(s, "/en/products/red-velvet-cookie");
	get(s, "/_page/body?page=home");
	expect_no_html(s, "/en/packs/2-");
}

static void
a_pack_that_nothing_fits_into_is_sold_out(void **state)
{
	struct shop *s = *state;

	/* At most three of one flavor: with one flavor left, six cannot be chosen. */
	sql_do(s, "UPDATE flavors SET is_active = 0 WHERE id <> 1");
	get(s, "/_page/head?page=pack&id=2");
	assert_string_equal(ld_text(s, "@graph.0.offers.availability"), "https://schema.org/SoldOut");
	get(s, "/_page/body?page=pack&id=2");
	expect_html(s, "<p>Sold out</p>");
	expect_no_html(s, "Available");
	get(s, "/_page/body?page=pack&id=1");	/* three of one are fine */
	expect_html(s, "<p>Available</p>");
}

static void
the_first_page_and_the_catalog_list_what_the_api_lists(void **state)
{
	struct shop *s = *state;
	size_t n;

	get(s, "/_page/body?page=home");
	expect_html(s, "<h1>Fresh cookies, baked for your day</h1>\n<p class=\"lead\">");
	expect_html(s, "<li class=\"card\"><a href=\"/en/packs/1-3-pieces-pack\">");
	expect_html(s, "<h2>Chocolate chip cookie</h2></a>\n<p class=\"price\">from EGP 45.00</p>");
	get(s, "/_page/head?page=home");
	expect_html(s, "<title>Crumbled: fresh cookies, delivered</title>");
	expect_html(s, "hreflang=\"x-default\" href=\"https://shop.test/\"");
	assert_string_equal(ld_text(s, "@graph.0.@type.1"), "Bakery");
	assert_string_equal(ld_text(s, "@graph.1.@type"), "WebSite");

	get(s, "/api/v1/products?type=bundles");
	n = json_list_length(at(s, "items"));
	get(s, "/_page/head?page=catalog&type=bundles");
	expect_html(s, "<link rel=\"canonical\" href=\"https://shop.test/en/shop?type=bundles\">");
	assert_int_equal(json_list_length(ld_at(s, "@graph.0.itemListElement")), n);
	get(s, "/_page/body?page=catalog&max_price=100&sort=-price&q=cookie");
	expect_no_html(s, "bundle");
	get(s, "/_page/head?page=catalog&sort=price&on_sale=false");
	expect_html(s, "<link rel=\"canonical\" href=\"https://shop.test/en/shop\">");
}

static void
a_long_catalog_goes_on_with_the_same_filter(void **state)
{
	struct shop *s = *state;
	char *next, *end;
	struct buf query = buf_in(s->cx.mem, 1024);

	for (int i = 0; i < 30; i++) {
		sql_do(s, "INSERT INTO products (id, product_type_id, name, slug, base_price) "
		          "VALUES (%d, 1, 'R&D cake %02d', 'cake-%d', 10)", 500 + i, i, i);
		sql_do(s, "INSERT INTO product_instance (product_type, product_id, size_id, base_price) "
		          "VALUES ('cookie', %d, 1, 10)", 500 + i);
	}
	get(s, "/_page/body?page=catalog&q=R%%26D&sort=name");
	expect_html(s, "<a rel=\"next\" href=\"/en/shop?q=R%26D&amp;sort=name&amp;cursor=");
	expect_html(s, "R&amp;D cake 23</h2>");
	expect_no_html(s, "R&amp;D cake 24</h2>");
	next = strstr(arena_str(s->cx.mem, html(s)), "/en/shop?") + strlen("/en/shop?");
	end = strchr(next, '"');
	for (; next < end; next++)	/* as a browser reads it */
		if (strncmp(next, "&amp;", 5) == 0) {
			buf_char(&query, '&');
			next += 4;
		} else {
			buf_char(&query, *next);
		}
	get(s, "/_page/body?page=catalog&%s", query.data);
	expect_html(s, "R&amp;D cake 24</h2>");
	expect_no_html(s, "R&amp;D cake 23</h2>");
	expect_no_html(s, "rel=\"next\"");
}

static void
set_text(struct shop *s, const char *key, const char *text)
{
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) VALUES ('%s', '%s')", key,
	       text);
}

static void
help_and_legal_texts_are_in_the_language_asked_for_or_else_in_the_other(void **state)
{
	struct shop *s = *state;

	set_text(s, "page_help_en", "First <b>.\n\nSecond,\ngoing on.\n\n\nThird & last.");
	set_text(s, "page_help_ar", "نص");
	set_text(s, "page_terms_en", "");
	set_text(s, "page_terms_ar", "شروط");
	sql_do(s, "DELETE FROM site_settings WHERE setting_key LIKE 'page_privacy%%'");

	get(s, "/api/v1/pages/help");
	expect_status(s, 200);
	expect_text(s, "title", "Help");
	expect_text(s, "language", "en");
	expect_text(s, "text", "First <b>.\n\nSecond,\ngoing on.\n\n\nThird & last.");
	assert_string_equal(header(s, "Cache-Control"), "public, max-age=60");
	get(s, "/_page/body?page=help");
	assert_string_equal(html(s), "<main id=\"main\">\n<article lang=\"en\" dir=\"ltr\">\n<h1>Help</h1>\n"
	    "<p>First &lt;b&gt;.</p>\n<p>Second,<br>\ngoing on.</p>\n<p>Third &amp; last.</p>\n"
	    "</article>\n</main>\n");
	get(s, "/_page/head?page=help");
	expect_html(s, "<title>Help · Crumbled</title>");
	expect_html(s, "<meta name=\"description\" content=\"First &lt;b&gt;.  Second, going on.");
	expect_html(s, "href=\"https://shop.test/en/help\"");

	get(s, "/api/v1/pages/terms");
	expect_text(s, "language", "ar");
	expect_text(s, "title", "شروط البيع");
	get(s, "/_page/body?page=terms");
	expect_html(s, "<article lang=\"ar\" dir=\"rtl\">\n<h1>شروط البيع</h1>\n<p>شروط</p>\n");
	s->lang = "ar";
	get(s, "/api/v1/pages/help");
	expect_text(s, "language", "ar");
	expect_text(s, "text", "نص");

	get(s, "/api/v1/pages/privacy");
	expect_error(s, 404, "not_found");
	get(s, "/_page/head?page=privacy");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/pages/secrets");
	expect_error(s, 404, "not_found");
	get(s, "/sitemap.xml");
	assert_non_null(strstr(s->reply.body.data, "/ar/terms<"));
	assert_null(strstr(s->reply.body.data, "/privacy<"));
}

static void
pages_of_a_person_say_nothing(void **state)
{
	struct shop *s = *state;

	get(s, "/_page/head?page=other");
	assert_string_equal(html(s), "<title>Crumbled</title>\n<meta name=\"robots\" content=\"noindex\">\n");
	get(s, "/_page/body?page=other");
	assert_string_equal(html(s), "");
	get(s, "/_page/body?page=checkout");
	assert_string_equal(html(s), "");
}

static void
where_one_begins_to_order_may_be_found(void **state)
{
	struct shop *s = *state;

	get(s, "/_page/head?page=checkout");
	expect_html(s, "<title>Check out · Crumbled</title>");
	expect_html(s, "<meta name=\"description\"");
	expect_html(s, "<link rel=\"canonical\" href=\"https://shop.test/en/checkout\">");
	assert_null(strstr(html(s), "noindex"));
}

static void
a_wish_is_limited(void **state)
{
	struct shop *s = *state;

	get(s, "/_page/head");
	expect_field(s, "page", "required");
	get(s, "/_page/head?page=admin");
	expect_field(s, "page", "choice");
	get(s, "/_page/body?page=home&path=/x");
	expect_error(s, 400, "unknown_field");
	get(s, "/_page/body?page=catalog&cursor=bad");
	expect_field(s, "cursor", "invalid");
}

SHOP_TESTS(
	shop_test(a_product_says_name_price_and_that_it_can_be_had),
	shop_test(in_arabic_the_same_prices_are_written_the_arabic_way),
	shop_test(a_pack_says_from_the_cheapest_to_the_dearest),
	shop_test(a_sale_shows_both_prices_with_words_for_those_who_do_not_see),
	shop_test(whatever_a_name_holds_it_is_text),
	shop_test(what_is_not_sold_has_no_page),
	shop_test(a_pack_that_nothing_fits_into_is_sold_out),
	shop_test(the_first_page_and_the_catalog_list_what_the_api_lists),
	shop_test(a_long_catalog_goes_on_with_the_same_filter),
	shop_test(help_and_legal_texts_are_in_the_language_asked_for_or_else_in_the_other),
	shop_test(pages_of_a_person_say_nothing),
	shop_test(where_one_begins_to_order_may_be_found),
	shop_test(a_wish_is_limited))
