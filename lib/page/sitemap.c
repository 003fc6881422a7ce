/* SPDX-License-Identifier: MIT */
#include "page/sitemap.h"

#include "base/config.h"
#include "catalog/catalog.h"
#include "page/html.h"
#include "page/page.h"

#define THINGS_MAX 4000
#define ENTRY_MAX 4096			/* one page, in both languages; slugs are short */

static const char *const languages[] = { "en", "ar" };
#define LANGUAGES_N (sizeof languages / sizeof *languages)

static void
write_page(struct ctx *cx, struct buf *to, const char *path)
{
	const char *shop = cx->config->shop_url;

	if (to->len + ENTRY_MAX > SITEMAP_BYTES)
		return;
	for (size_t i = 0; i < LANGUAGES_N; i++) {
		html_fmt(to, "<url><loc>%s/%s%s</loc>", shop, languages[i], path);
		for (size_t k = 0; k < LANGUAGES_N; k++)
			html_fmt(to, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"%s/%s%s\"/>",
			         languages[k], shop, languages[k], path);
		buf_str(to, "</url>\n");
	}
}

enum err
sitemap_write(struct ctx *cx, struct buf *to)
{
	static const char *const texts[] = { "help", "terms", "privacy" };
	struct catalog_address_list packs, products;

	TRY(pack_addresses(cx, THINGS_MAX, &packs));
	TRY(product_addresses(cx, THINGS_MAX, &products));
	buf_str(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
	            "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
	write_page(cx, to, "/");
	write_page(cx, to, "/shop");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct page_text text;
		enum err e = page_text(cx, texts[i], &text);

		if (e == OK)
			write_page(cx, to, arena_fmt(cx->mem, "/%s", texts[i]));
		else if (e != E_NOT_FOUND)
			return e;
	}
	for (size_t i = 0; i < packs.items_n; i++)
		write_page(cx, to, arena_fmt(cx->mem, "/packs/%lld-%s", (long long)packs.items[i].id,
		                             packs.items[i].slug));
	for (size_t i = 0; i < products.items_n; i++)
		write_page(cx, to, arena_fmt(cx->mem, "/products/%s", products.items[i].slug));
	buf_str(to, "</urlset>\n");
	return OK;
}

void
robots_write(struct ctx *cx, struct buf *to)
{
	/* As in nginx/maps.conf: what is asked for as "other". */
	static const char *const own[] = {
		"cart", "orders/", "track", "login", "register", "forgot", "reset", "verify",
		"export", "account", "offline", "run/",
	};

	buf_str(to, "User-agent: *\n");
	for (size_t i = 0; i < LANGUAGES_N; i++)
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			buf_fmt(to, "Disallow: /%s/%s\n", languages[i], own[k]);
	buf_fmt(to, "\nSitemap: %s/sitemap.xml\n", cx->config->shop_url);
}
