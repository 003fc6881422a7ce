/* SPDX-License-Identifier: MIT */
/* What is seen without scripts, and before they have run.  The classes are those of the shop's style
 * sheet. */
#include "page/page.h"

#include "base/str.h"
#include "ops/amount.h"
#include "page/html.h"

#define CARD_SIZES "(min-width: 60rem) 25vw, (min-width: 40rem) 33vw, 50vw"
#define ARTICLE_SIZES "(min-width: 60rem) 50vw, 100vw"
#define PICTURE_SIDE 640		/* all are shown as squares */

static const char *
address(struct ctx *cx, const char *path)
{
	return arena_fmt(cx->mem, "/%s%s", ctx_language(cx), path);
}

static const char *
price_words(struct ctx *cx, const struct page *p, struct money m)
{
	return amount_text(cx, ctx_language(cx), p->set.currency, m);
}

static void
picture(struct ctx *cx, const struct page_thing *t, const char *sizes, bool is_late, struct buf *to)
{
	const int *w;

	if (!t->image_url)
		return;
	w = page_picture_widths(t->image_url);
	html_fmt(to, "<img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"%s\"",
	         page_picture(cx, t->image_url, PICTURE_SIDE), PICTURE_SIDE, PICTURE_SIDE, t->name);
	if (w[0])
		buf_str(to, " srcset=\"");
	for (int i = 0; w[i]; i++)
		html_fmt(to, "%s%s %dw", i ? ", " : "", page_picture(cx, t->image_url, w[i]), w[i]);
	if (w[0])
		html_fmt(to, "\" sizes=\"%s\"", sizes);
	buf_str(to, is_late ? " loading=\"lazy\">\n" : ">\n");
}

/* What it costs; `was` unless NONE is struck out before it. */
static void
amount(struct ctx *cx, const struct page *p, struct money price, struct money was, struct buf *to)
{
	if (!money_is_none(was))
		html_fmt(to, "<s><span class=\"vh\">%s </span>%s</s> <span class=\"vh\">%s </span>",
		         page_word(cx, WORD_regular), price_words(cx, p, was), page_word(cx, WORD_sale));
	html_text(to, price_words(cx, p, price));
}

/* A card's price: that of the cheapest. */
static void
price_of(struct ctx *cx, const struct page *p, const struct page_thing *t, struct buf *to)
{
	buf_str(to, "<p class=\"price\">");
	if (t->least.minor < t->most.minor)
		html_fmt(to, "%s ", page_word(cx, WORD_from));
	amount(cx, p, t->least, t->was, to);
	buf_str(to, "</p>\n");
	if (t->is_sold_out)
		html_fmt(to, "<p>%s</p>\n", page_word(cx, WORD_sold_out));
}

static void
cards(struct ctx *cx, const struct page *p, bool is_pack, struct buf *to)
{
	buf_str(to, "<ul class=\"cards\">\n");
	for (size_t i = 0; i < p->things_n; i++) {
		const struct page_thing *t = &p->things[i];

		if (t->is_pack != is_pack)
			continue;
		html_fmt(to, "<li class=\"card\"><a href=\"%s\">\n", address(cx, t->path));
		picture(cx, t, CARD_SIZES, i >= 4, to);
		html_fmt(to, "<h2>%s</h2></a>\n", t->name);
		price_of(cx, p, t, to);
		buf_str(to, "</li>\n");
	}
	buf_str(to, "</ul>\n");
}

static void
home(struct ctx *cx, const struct page *p, struct buf *to)
{
	html_fmt(to, "<h1>%s</h1>\n<p class=\"lead\">%s</p>\n", page_word(cx, WORD_headline),
	         page_word(cx, WORD_lead));
	html_fmt(to, "<h2>%s</h2>\n", page_word(cx, WORD_packs));
	cards(cx, p, true, to);
	html_fmt(to, "<h2>%s</h2>\n", page_word(cx, WORD_products));
	cards(cx, p, false, to);
	html_fmt(to, "<p><a href=\"%s\">%s</a></p>\n", address(cx, "/shop"), page_word(cx, WORD_shop));
}

static void
catalog(struct ctx *cx, const struct page *p, struct buf *to)
{
	html_fmt(to, "<h1>%s</h1>\n", p->title);
	cards(cx, p, false, to);
	if (p->next_path)
		html_fmt(to, "<p><a rel=\"next\" href=\"%s\">%s</a></p>\n", address(cx, p->next_path),
		         page_word(cx, WORD_more));
}

/* Each size with its price, where there are several. */
static void
sizes(struct ctx *cx, const struct page *p, const struct page_thing *t, struct buf *to)
{
	buf_str(to, "<ul class=\"sizes\">\n");
	for (size_t i = 0; i < t->instances_n; i++) {
		const struct instance *in = &t->instances[i];

		buf_str(to, "<li>");
		if (in->size)
			html_fmt(to, "%s: ", in->size);
		amount(cx, p, in->price, in->on_sale ? in->original_price : MONEY_NONE, to);
		buf_str(to, "</li>\n");
	}
	buf_str(to, "</ul>\n");
}

static void
article(struct ctx *cx, const struct page *p, struct buf *to)
{
	const struct page_thing *t = &p->things[0];

	buf_str(to, "<article class=\"product\">\n");
	picture(cx, t, ARTICLE_SIZES, false, to);
	html_fmt(to, "<div>\n<h1>%s</h1>\n", t->name);
	if (t->description)
		html_fmt(to, "<p class=\"lead\">%s</p>\n", t->description);
	price_of(cx, p, t, to);
	if (t->instances_n > 1)
		sizes(cx, p, t, to);
	if (!t->is_sold_out)
		html_fmt(to, "<p>%s</p>\n", page_word(cx, WORD_available));
	buf_str(to, "</div>\n</article>\n");
}

/* An empty line ends a paragraph, another one a line. */
static void
paragraphs(const char *text, struct buf *to)
{
	bool is_open = false;

	while (*text) {
		size_t n = strcspn(text, "\n");
		const char *line = arena_strn(to->mem, text, n);

		if (n && is_open)
			buf_str(to, "<br>\n");
		else if (n)
			buf_str(to, "<p>");
		else if (is_open)
			buf_str(to, "</p>\n");
		html_text(to, line);
		is_open = n > 0;
		text += n + (text[n] == '\n');
	}
	if (is_open)
		buf_str(to, "</p>\n");
}

static void
text_page(const struct page *p, struct buf *to)
{
	html_fmt(to, "<article lang=\"%s\" dir=\"%s\">\n<h1>%s</h1>\n", p->language,
	         str_eq(p->language, "ar") ? "rtl" : "ltr", p->title);
	paragraphs(p->text, to);
	buf_str(to, "</article>\n");
}

void
page_body(struct ctx *cx, const struct page *p, struct buf *to)
{
	if (str_among(p->name, "checkout|other"))
		return;
	buf_str(to, "<main id=\"main\">\n");
	if (str_among(p->name, "product|pack"))
		article(cx, p, to);
	else if (str_eq(p->name, "home"))
		home(cx, p, to);
	else if (str_eq(p->name, "catalog"))
		catalog(cx, p, to);
	else
		text_page(p, to);
	buf_str(to, "</main>\n");
}
