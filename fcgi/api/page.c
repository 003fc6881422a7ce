/* SPDX-License-Identifier: MIT */
/* The two pieces of a page that nginx puts into index.html, which nobody else asks for, and what crawlers
 * begin with. */
#include "page/page.h"
#include "page/sitemap.h"

#include "api/product_filter.h"
#include "web/endpoint.h"

#define PAGE_BYTES (1024 * 1024)

struct page_part { const char *html; };
VIEW(page_part_view, struct page_part, SHOW(html, "A piece of HTML"));

#define PAGE_PART_IN(F)                                                                            \
	F(QUERY, choice, page, .choices = PAGE_NAMES, .doc = "Which page; other: a person's, or none") \
	F(QUERY, str, slug, .min = 1, .max = 120, .optional = true, .doc = "Of a product")         \
	F(QUERY, id, id, .optional = true, .doc = "Of a pack")                                     \
	PRODUCT_FILTER_IN(F)                                                                       \
	F(QUERY, str, cursor, .max = 500, .optional = true, .doc = "Of the catalog")
INPUT(page_part_in, PAGE_PART_IN);

static enum err
write_part(struct ctx *cx, const struct page_part_in *in, struct page_part *out,
           void (*write)(struct ctx *, const struct page *, struct buf *))
{
	struct buf b = buf_in(cx->mem, PAGE_BYTES);
	struct page_wish wish = {
		.name = in->page, .slug = in->slug, .id = in->id, .filter = PRODUCT_FILTER(in),
		.cursor = in->cursor,
	};
	struct page page;

	TRY(page_read(cx, &wish, &page));
	write(cx, &page, &b);
	if (b.full)
		return fail(cx, E_INTERNAL, "the page is too long");
	out->html = b.data ? b.data : "";
	return OK;
}

#define PAGE_PART                                                                                  \
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 10, .plain = "text/html",                \
	.errors = ERRORS(E_NOT_FOUND)

static enum err
get_page_head(struct ctx *cx, const struct page_part_in *in, struct page_part *out)
{
	return write_part(cx, in, out, page_head);
}
ENDPOINT(get_page_head, GET, "/_page/head", page_part_in, page_part_view, PAGE_PART,
	.doc = "Title, description, addresses and JSON-LD of a page, for the web server.");

static enum err
get_page_body(struct ctx *cx, const struct page_part_in *in, struct page_part *out)
{
	return write_part(cx, in, out, page_body);
}
ENDPOINT(get_page_body, GET, "/_page/body", page_part_in, page_part_view, PAGE_PART,
	.doc = "What a page shows without scripts, for the web server.");

#define TEXT_IN(F) F(PATH, choice, name, .choices = "help|terms|privacy", .doc = "Which one")
INPUT(text_in, TEXT_IN);
VIEW(page_text_view, struct page_text,
	SHOW(name, "Which one"),
	SHOW(title, "Its heading"),
	SHOW_CHOICE(language, LANGUAGES, "Of the text: the other one where there is none in that asked for"),
	SHOW(text, "Paragraphs, an empty line between them"));

static enum err
get_text(struct ctx *cx, const struct text_in *in, struct page_text *out)
{
	return page_text(cx, in->name, out);
}
ENDPOINT(get_text, GET, "/api/v1/pages/{name}", text_in, page_text_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 60, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Help, terms of sale and privacy, as the shop has written them.");

struct page_file { const char *text; };
VIEW(sitemap_view, struct page_file, SHOW(text, "As of sitemaps.org"));
VIEW(robots_view, struct page_file, SHOW(text, "As of RFC 9309"));

static enum err
get_sitemap(struct ctx *cx, const struct nothing *in, struct page_file *out)
{
	struct buf b = buf_in(cx->mem, SITEMAP_BYTES);
	(void)in;

	TRY(sitemap_write(cx, &b));
	if (b.full)
		return fail(cx, E_INTERNAL, "the sitemap is too long");
	out->text = b.data;
	return OK;
}
ENDPOINT(get_sitemap, GET, "/sitemap.xml", nothing, sitemap_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 600, .plain = "application/xml",
	.doc = "All public pages, in both languages.");

static enum err
get_robots(struct ctx *cx, const struct nothing *in, struct page_file *out)
{
	struct buf b = buf_in(cx->mem, 16 * 1024);
	(void)in;

	robots_write(cx, &b);
	out->text = b.data;
	return OK;
}
ENDPOINT(get_robots, GET, "/robots.txt", nothing, robots_view,
	.auth = AUTH_ANYONE, .tx = TX_NONE, .cache_secs = 600, .plain = "text/plain",
	.doc = "Which pages crawlers need not read, and where the sitemap is.");

ENDPOINTS(page, &get_page_head_endpoint, &get_page_body_endpoint, &get_text_endpoint,
          &get_sitemap_endpoint, &get_robots_endpoint);
