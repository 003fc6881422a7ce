/* SPDX-License-Identifier: MIT */
#include "page/page.h"

#include "base/str.h"
#include "page/html.h"
#include "price/shelf.h"

#define CARDS 24

static const char *
word_in(bool arabic, enum word w)
{
	static const char *const words[][2] = {
#define WORD(name, en, ar) { en, ar },
#include "page/word.def"
#undef WORD
	};

	return words[w][arabic];
}

const char *
page_word(const struct ctx *cx, enum word w)
{
	return word_in(cx->lang == LANG_AR, w);
}

/* ---- pictures ---- */

#define DEMO_PICTURES "/img/"		/* scripts/cookie-pictures.mjs */
#define DEMO_ENDING "-640.webp"
#define PICTURES "/pictures/"		/* nginx/nginx.conf.in */

static bool
is_demo_picture(const char *url)
{
	size_t n = strlen(url), ending = sizeof DEMO_ENDING - 1;

	return str_starts(url, DEMO_PICTURES) && n > ending && str_eq(url + n - ending, DEMO_ENDING);
}

const int *
page_picture_widths(const char *url)
{
	static const int demo[] = { 320, 640, 1000, 0 }, taken[] = { 160, 320, 640, 1280, 0 };
	static const int none[] = { 0 };

	return is_demo_picture(url) ? demo : str_starts(url, PICTURES) ? taken : none;
}

const char *
page_picture(struct ctx *cx, const char *url, int width)
{
	if (is_demo_picture(url))
		return arena_fmt(cx->mem, "%.*s-%d.webp",
		                 (int)(strlen(url) - (sizeof DEMO_ENDING - 1)), url, width);
	if (str_starts(url, PICTURES))
		return arena_fmt(cx->mem, PICTURES "%d/%s", width, url + sizeof PICTURES - 1);
	return url;
}

/* ---- things ---- */

/* Whether an instance can be bought at all: flavors that are gone leave a pack that cannot be filled. */
static bool
can_be_filled(const struct pack *k, const struct instance *in)
{
	int64_t kinds = (int64_t)in->flavors_n;

	return kinds > 0 && kinds >= k->min_flavors &&
	       (k->max_per_flavor == 0 || kinds * k->max_per_flavor >= k->count);
}

static void
set_prices(struct page_thing *t)
{
	const struct instance *least = &t->instances[0], *most = least;

	for (size_t i = 1; i < t->instances_n; i++) {
		const struct instance *in = &t->instances[i];

		if (in->price.minor < least->price.minor)
			least = in;
		if (in->price.minor > most->price.minor)
			most = in;
	}
	t->least = least->price;
	t->most = most->price;
	t->was = least->on_sale ? least->original_price : MONEY_NONE;
}

static void
add_product(struct ctx *cx, struct page *p, const struct product *from)
{
	struct page_thing *t = &p->things[p->things_n];

	if (from->instances_n == 0)
		return;
	*t = (struct page_thing){
		.path = arena_fmt(cx->mem, "/products/%s", from->slug), .name = from->name,
		.description = from->description, .image_url = from->image_url,
		.instances = from->instances, .instances_n = from->instances_n,
	};
	set_prices(t);
	p->things_n++;
}

static void
add_pack(struct ctx *cx, struct page *p, const struct pack *from)
{
	struct page_thing *t = &p->things[p->things_n];

	if (from->instances_n == 0)
		return;
	*t = (struct page_thing){
		.path = arena_fmt(cx->mem, "/packs/%lld-%s", (long long)from->id, from->slug),
		.name = from->name, .description = from->description,
		.image_url = from->image_url, .instances = from->instances,
		.instances_n = from->instances_n, .is_pack = true, .is_sold_out = true,
	};
	for (size_t i = 0; i < from->instances_n; i++)
		t->is_sold_out = t->is_sold_out && !can_be_filled(from, &from->instances[i]);
	set_prices(t);
	p->things_n++;
}

static enum err
add_products(struct ctx *cx, struct page *p, const struct page_wish *wish, const char **ret_next)
{
	struct product_list list;

	list.next_cursor = NULL;
	TRY(product_list(cx, &wish->filter, wish->cursor, CARDS, &list));
	TRY(shelf_price(cx, list.stock, list.stock_n));
	for (size_t i = 0; i < list.items_n; i++)
		add_product(cx, p, &list.items[i]);
	*ret_next = list.next_cursor;
	return OK;
}

static enum err
add_packs(struct ctx *cx, struct page *p)
{
	struct pack_list list;

	TRY(pack_list(cx, NULL, CARDS, &list));
	TRY(shelf_price(cx, list.stock, list.stock_n));
	for (size_t i = 0; i < list.items_n; i++)
		add_pack(cx, p, &list.items[i]);
	return OK;
}

/* ---- pages ---- */

static enum err
read_home(struct ctx *cx, const struct page_wish *wish, struct page *p)
{
	const struct page_wish all = { .filter = wish->filter };
	const char *next;

	p->path = "/";
	p->title = arena_fmt(cx->mem, "%s: %s", p->set.shop_name, page_word(cx, WORD_subtitle));
	p->description = page_word(cx, WORD_lead);
	TRY(add_packs(cx, p));
	return add_products(cx, p, &all, &next);
}

/* The same list goes on: its filter once more. */
static const char *
next_path(struct ctx *cx, const struct page_wish *wish, const char *cursor)
{
	const struct product_filter *f = &wish->filter;
	struct buf b = buf_in(cx->mem, 4096);
	char text[MONEY_TEXT];

	buf_str(&b, "/shop?");
	if (f->type)
		buf_fmt(&b, "type=%s&", html_query_value(cx->mem, f->type));
	if (f->flavor)
		buf_fmt(&b, "flavor=%s&", html_query_value(cx->mem, f->flavor));
	if (f->size_id)
		buf_fmt(&b, "size_id=%lld&", (long long)f->size_id);
	if (f->text)
		buf_fmt(&b, "q=%s&", html_query_value(cx->mem, f->text));
	if (f->on_sale)
		buf_str(&b, "on_sale=true&");
	if (!money_is_none(f->least))
		buf_fmt(&b, "min_price=%s&", money_text(f->least, text));
	if (!money_is_none(f->most))
		buf_fmt(&b, "max_price=%s&", money_text(f->most, text));
	if (!str_eq(f->sort, "id"))
		buf_fmt(&b, "sort=%s&", f->sort);
	buf_fmt(&b, "cursor=%s", html_query_value(cx->mem, cursor));
	return b.full ? NULL : b.data;
}

/* Whatever the filter, search engines get one list a type. */
static enum err
read_catalog(struct ctx *cx, const struct page_wish *wish, struct page *p)
{
	const char *next, *type = wish->filter.type;

	p->path = type ? arena_fmt(cx->mem, "/shop?type=%s", html_query_value(cx->mem, type)) : "/shop";
	p->title = page_word(cx, WORD_shop);
	p->description = page_word(cx, WORD_lead);
	TRY(add_products(cx, p, wish, &next));
	if (p->things_n == 0)
		return fail(cx, E_NOT_FOUND, "nothing fits");
	if (next)
		p->next_path = next_path(cx, wish, next);
	return OK;
}

static enum err
read_one(struct ctx *cx, const struct page_wish *wish, struct page *p)
{
	struct product product;
	struct pack pack;

	if (str_eq(wish->name, "product")) {
		TRY(product_get(cx, wish->slug ? wish->slug : "", &product));
		TRY(shelf_price(cx, product.instances, product.instances_n));
		add_product(cx, p, &product);
	} else {
		TRY(pack_get(cx, wish->id, &pack));
		TRY(shelf_price(cx, pack.instances, pack.instances_n));
		add_pack(cx, p, &pack);
	}
	if (p->things_n == 0)
		return fail(cx, E_NOT_FOUND, "it has no price now");
	p->path = p->things[0].path;
	p->title = p->things[0].name;
	p->description = p->things[0].description;
	return OK;
}

/* The title goes with the text, which may be there in the other language only. */
enum err
page_text(struct ctx *cx, const char *name, struct page_text *ret)
{
	TRY(setting_page(cx, name, &ret->text, &ret->language));
	ret->title = word_in(str_eq(ret->language, "ar"), str_eq(name, "help") ? WORD_help
	                     : str_eq(name, "terms") ? WORD_terms : WORD_privacy);
	ret->name = name;
	return OK;
}

static enum err
read_text(struct ctx *cx, const struct page_wish *wish, struct page *p)
{
	struct page_text t;

	TRY(page_text(cx, wish->name, &t));
	p->path = arena_fmt(cx->mem, "/%s", wish->name);
	p->title = t.title;
	p->text = p->description = t.text;
	p->language = t.language;
	return OK;
}

enum err
page_read(struct ctx *cx, const struct page_wish *wish, struct page *ret)
{
	*ret = (struct page){ .name = wish->name, .is_listed = true };
	TRY(settings_read(cx, &ret->set));
	ret->things = arena_array(cx->mem, struct page_thing, 2 * CARDS);
	if (str_eq(wish->name, "home"))
		return read_home(cx, wish, ret);
	if (str_eq(wish->name, "catalog"))
		return read_catalog(cx, wish, ret);
	if (str_among(wish->name, "product|pack"))
		return read_one(cx, wish, ret);
	if (!str_among(wish->name, "checkout|other"))
		return read_text(cx, wish, ret);
	ret->is_listed = str_eq(wish->name, "checkout");	/* where anybody may begin to order */
	ret->path = ret->is_listed ? "/checkout" : "/";
	ret->title = ret->is_listed ? page_word(cx, WORD_checkout) : NULL;
	return OK;
}
