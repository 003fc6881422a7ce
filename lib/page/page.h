/* SPDX-License-Identifier: MIT */
/* What a page of the shop shows to whoever runs no scripts: crawlers, previews of links, and every
 * browser until the scripts are there.
 *
 * Owns      nothing.
 * Rules     A page is a head (title, description, canonical address, other language, JSON-LD) and a
 *           body (plain HTML); the web server puts both into the one index.html.
 *           Things, prices and availability are what the API's catalog answers, from the same
 *           functions.  What is not there, or has no price now, has no page: E_NOT_FOUND.
 *           Pages of a person are all the same: a title, nothing else, not to be indexed.
 * Does not  know what a browser's scripts make of a page (nginx/web).
 * See       fcgi/api/page.c, nginx/page.conf, tests/http/page_test.c, tests/e2e/crawl.test.mjs */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/buf.h"
#include "catalog/catalog.h"
#include "ops/setting.h"

/* "other" is every page that is a person's, or that is not there. */
#define PAGE_NAMES "home|catalog|product|pack|help|terms|privacy|checkout|other"

struct page_wish {
	const char *name;		/* one of PAGE_NAMES */
	const char *slug;		/* of a product */
	int64_t id;			/* of a pack */
	struct product_filter filter;	/* of the catalog */
	const char *cursor;
};

/* A product or a pack. */
struct page_thing {
	const char *path;		/* behind the language: "/products/brownie" */
	const char *name, *description, *image_url;
	const struct instance *instances;
	size_t instances_n;		/* never 0 */
	struct money least, most;	/* of its instances' prices */
	struct money was;		/* of the cheapest, outside its sale; NONE */
	bool is_pack, is_sold_out;
};

struct page {
	const char *name;		/* one of PAGE_NAMES */
	bool is_listed;			/* search engines may show it */
	const char *path;		/* the canonical one behind the language, with its query */
	const char *title, *description;
	struct settings set;
	struct page_thing *things;	/* packs first; of a product's or a pack's page, the one */
	size_t things_n;
	const char *next_path;		/* of a catalog that goes on; NULL */
	const char *text, *language;	/* of help, terms and privacy; the language it is in */
};

/* E_NOT_FOUND: there is no such product, pack or text, or nothing that fits the filter. */
enum err page_read(struct ctx *cx, const struct page_wish *wish, struct page *ret) MUST_CHECK;

void page_head(struct ctx *cx, const struct page *p, struct buf *to);
void page_body(struct ctx *cx, const struct page *p, struct buf *to);

/* Help, terms or privacy: paragraphs with an empty line between them, as staff have written them. */
struct page_text { const char *name, *title, *language, *text; };
enum err page_text(struct ctx *cx, const char *name, struct page_text *ret) MUST_CHECK;

/* ---- what these have in common ---- */

enum word {
#define WORD(name, en, ar) WORD_##name,
#include "page/word.def"
#undef WORD
};
const char *page_word(const struct ctx *cx, enum word w);

/* Widths in which a picture is there, ended by 0; none for one that is not ours. */
const int *page_picture_widths(const char *image_url);
const char *page_picture(struct ctx *cx, const char *image_url, int width);

#endif
