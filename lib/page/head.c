/* SPDX-License-Identifier: MIT */
/* What search engines and previews of links read.  JSON-LD in the words of schema.org. */
#include "page/page.h"

#include "base/config.h"
#include "base/str.h"
#include "page/html.h"

#define DESCRIPTION_CHARS 200
#define JSON_MAX (256 * 1024)

static const char *const languages[] = { "en", "ar" };

/* The whole address of a page in one language. */
static const char *
address(struct ctx *cx, const char *language, const char *path)
{
	return arena_fmt(cx->mem, "%s/%s%s", cx->config->shop_url, language, path);
}

static const char *
own_address(struct ctx *cx, const char *path)
{
	return address(cx, ctx_language(cx), path);
}

/* The largest copy of a picture, as a whole address. */
static const char *
large_picture(struct ctx *cx, const char *url)
{
	const int *w = page_picture_widths(url);
	int largest = 0;

	for (; *w; w++)
		largest = *w;
	if (largest)
		url = page_picture(cx, url, largest);
	return url[0] == '/' ? arena_fmt(cx->mem, "%s%s", cx->config->shop_url, url) : url;
}

/* On one line, and not longer than search engines show. */
static const char *
description_of(struct ctx *cx, const struct page *p)
{
	const char *whole = p->description && *p->description ? p->description : page_word(cx, WORD_lead);
	const char *end = whole;
	char *text;

	for (int i = 0; i < DESCRIPTION_CHARS && *end; i++)
		utf8_next(&end);
	text = arena_strn(cx->mem, whole, (size_t)(end - whole));
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return text;
}

/* ---- JSON-LD ---- */

static void
json_price(struct buf *b, const char *name, struct money m)
{
	char text[MONEY_TEXT];

	json_fmt(b, ",%s:%s", name, money_text(m, text));
}

static void
json_offer_rest(struct ctx *cx, struct buf *b, const struct page *p, const struct page_thing *t)
{
	json_fmt(b, ",\"priceCurrency\":%s,\"availability\":%s,\"url\":%s}", p->set.currency,
	         t->is_sold_out ? "https://schema.org/SoldOut" : "https://schema.org/InStock",
	         own_address(cx, t->path));
}

static void
json_offers(struct ctx *cx, struct buf *b, const struct page *p, const struct page_thing *t)
{
	char until[CLOCK_TEXT];

	if (t->is_pack) {
		json_fmt(b, "{\"@type\":\"AggregateOffer\",\"offerCount\":%d", (int)t->instances_n);
		json_price(b, "lowPrice", t->least);
		json_price(b, "highPrice", t->most);
		json_offer_rest(cx, b, p, t);
		return;
	}
	for (size_t i = 0; i < t->instances_n; i++) {
		const struct instance *in = &t->instances[i];

		buf_str(b, i ? ",{\"@type\":\"Offer\"" : "[{\"@type\":\"Offer\"");
		if (in->size)
			json_fmt(b, ",\"name\":%s", in->size);
		json_price(b, "price", in->price);
		if (in->sale_ends_at)
			json_fmt(b, ",\"priceValidUntil\":%s", clock_text(in->sale_ends_at, until));
		json_offer_rest(cx, b, p, t);
	}
	buf_char(b, ']');
}

static void
json_thing(struct ctx *cx, struct buf *b, const struct page *p)
{
	const struct page_thing *t = &p->things[0];

	json_fmt(b, "{\"@type\":\"Product\",\"name\":%s,\"url\":%s", t->name, own_address(cx, t->path));
	if (t->description)
		json_fmt(b, ",\"description\":%s", t->description);
	if (t->image_url)
		json_fmt(b, ",\"image\":[%s]", large_picture(cx, t->image_url));
	json_fmt(b, ",\"brand\":{\"@type\":\"Brand\",\"name\":%s},\"offers\":", p->set.shop_name);
	json_offers(cx, b, p, t);
	json_fmt(b, "},{\"@type\":\"BreadcrumbList\",\"itemListElement\":["
	            "{\"@type\":\"ListItem\",\"position\":1,\"name\":%s,\"item\":%s},"
	            "{\"@type\":\"ListItem\",\"position\":2,\"name\":%s,\"item\":%s},"
	            "{\"@type\":\"ListItem\",\"position\":3,\"name\":%s,\"item\":%s}]}",
	         page_word(cx, WORD_home), own_address(cx, "/"), page_word(cx, WORD_shop),
	         own_address(cx, "/shop"), t->name, own_address(cx, t->path));
}

static void
json_list(struct ctx *cx, struct buf *b, const struct page *p)
{
	json_fmt(b, "{\"@type\":\"ItemList\",\"numberOfItems\":%d,\"itemListElement\":[",
	         (int)p->things_n);
	for (size_t i = 0; i < p->things_n; i++) {
		if (i)
			buf_char(b, ',');
		json_fmt(b, "{\"@type\":\"ListItem\",\"position\":%d,\"name\":%s,\"url\":%s}",
		         (int)i + 1, p->things[i].name, own_address(cx, p->things[i].path));
	}
	buf_str(b, "]}");
}

static void
json_shop(struct ctx *cx, struct buf *b, const struct page *p)
{
	const char *url = cx->config->shop_url;

	json_fmt(b, "{\"@type\":[\"Organization\",\"Bakery\"],\"name\":%s,\"url\":%s,\"logo\":%s",
	         p->set.shop_name, arena_fmt(cx->mem, "%s/", url),
	         arena_fmt(cx->mem, "%s/favicon.svg", url));
	if (*p->set.support_phone)
		json_fmt(b, ",\"telephone\":%s", p->set.support_phone);
	json_fmt(b, "},{\"@type\":\"WebSite\",\"name\":%s,\"url\":%s,\"inLanguage\":%s}",
	         p->set.shop_name, own_address(cx, "/"), ctx_language(cx));
}

static void
json_ld(struct ctx *cx, const struct page *p, struct buf *to)
{
	struct buf b = buf_in(cx->mem, JSON_MAX);

	buf_str(&b, "{\"@context\":\"https://schema.org\",\"@graph\":[");
	if (str_eq(p->name, "home"))
		json_shop(cx, &b, p);
	else if (str_eq(p->name, "catalog"))
		json_list(cx, &b, p);
	else if (str_among(p->name, "product|pack"))
		json_thing(cx, &b, p);
	else
		return;
	buf_str(&b, "]}");
	if (!b.full)	/* a page without it is better than none */
		html_json_ld(to, b.data);
}

/* ---- the head ---- */

static void
links(struct ctx *cx, const struct page *p, struct buf *to)
{
	html_fmt(to, "<link rel=\"canonical\" href=\"%s\">\n", own_address(cx, p->path));
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		html_fmt(to, "<link rel=\"alternate\" hreflang=\"%s\" href=\"%s\">\n", languages[i],
		         address(cx, languages[i], p->path));
	html_fmt(to, "<link rel=\"alternate\" hreflang=\"x-default\" href=\"%s\">\n",
	         str_eq(p->path, "/") ? arena_fmt(cx->mem, "%s/", cx->config->shop_url)
	                              : address(cx, "en", p->path));
}

static void
preview(struct ctx *cx, const struct page *p, const char *title, const char *description,
        struct buf *to)
{
	const char *picture = p->things_n ? p->things[0].image_url : NULL;
	bool is_thing = str_among(p->name, "product|pack");

	html_fmt(to, "<meta property=\"og:type\" content=\"%s\">\n"
	             "<meta property=\"og:site_name\" content=\"%s\">\n"
	             "<meta property=\"og:title\" content=\"%s\">\n"
	             "<meta property=\"og:description\" content=\"%s\">\n"
	             "<meta property=\"og:url\" content=\"%s\">\n"
	             "<meta property=\"og:locale\" content=\"%s\">\n",
	         is_thing ? "product" : "website", p->set.shop_name, title, description,
	         own_address(cx, p->path), cx->lang == LANG_AR ? "ar_EG" : "en_US");
	if (picture)
		html_fmt(to, "<meta property=\"og:image\" content=\"%s\">\n",
		         large_picture(cx, picture));
}

void
page_head(struct ctx *cx, const struct page *p, struct buf *to)
{
	const char *description = description_of(cx, p);
	const char *title = !p->title ? p->set.shop_name
	                    : str_eq(p->name, "home") ? p->title
	                    : arena_fmt(cx->mem, "%s · %s", p->title, p->set.shop_name);

	html_fmt(to, "<title>%s</title>\n", title);
	if (!p->is_listed) {
		buf_str(to, "<meta name=\"robots\" content=\"noindex\">\n");
		return;
	}
	html_fmt(to, "<meta name=\"description\" content=\"%s\">\n", description);
	links(cx, p, to);
	preview(cx, p, title, description, to);
	json_ld(cx, p, to);
}
