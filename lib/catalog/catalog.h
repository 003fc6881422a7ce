/* SPDX-License-Identifier: MIT */
/* What the shop shows: types, products, packs, flavors and sizes.
 *
 * Owns      product_types, products, cookie_pack, flavors, flavor_images, sizes, product_instance,
 *           product_instance_flavor.
 * Rules     Deleted and inactive rows never show, nor does a product whose type is inactive.
 *           Names are those of the request's language where there is a translation.
 *           What can be bought is an instance: a product or pack in a size, at a price.
 * See       fcgi/api/catalog.c, tests/http/catalog_test.c */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "base/ctx.h"
#include "base/money.h"

struct product_type { int64_t id; const char *slug, *name, *description; };
struct product_type_list { struct product_type *items; size_t items_n; };

struct size { int64_t id; const char *name, *description; };
struct size_list { struct size *items; size_t items_n; };

struct image { const char *url; bool is_primary; int64_t flavor_id; };
struct flavor {
	int64_t id;
	const char *slug, *name, *description, *category, *image_url;
	const struct image *images;
	size_t images_n;
};
struct flavor_list { struct flavor *items; size_t items_n; const char *next_cursor; };

/* A flavor of an instance: part of it, or allowed in it when it is a pack. */
struct instance_flavor {
	int64_t instance_id, flavor_id;
	const char *slug, *name, *image_url;
	int32_t quantity;		/* of a bundle; 1 elsewhere */
	struct money price_adjustment;	/* for each piece chosen */
};

struct instance {
	int64_t id, owner_id;		/* the product or pack it belongs to */
	int64_t size_id;
	const char *size;		/* NULL: comes in one size only */
	struct money price;		/* its base price until price/shelf.h has filled these in */
	struct money original_price;	/* outside the sale; NONE */
	bool on_sale;
	int64_t sale_ends_at;		/* 0: no end is known */
	const struct instance_flavor *flavors;
	size_t flavors_n;
};

struct product {
	int64_t id;
	const char *slug, *name, *description, *type, *image_url;
	struct money current_price;
	bool is_on_sale;
	struct instance *instances;
	size_t instances_n;
};
struct product_list {
	struct product *items;
	size_t items_n;
	const char *next_cursor;
	struct instance *stock;		/* instances of all items, one after the other */
	size_t stock_n;
};

struct pack {
	int64_t id;
	const char *slug, *name, *description, *image_url;
	int32_t count, max_per_flavor, min_flavors;	/* of the last two, 0: no rule */
	struct instance *instances;
	size_t instances_n;
};
struct pack_list {
	struct pack *items;
	size_t items_n;
	const char *next_cursor;
	struct instance *stock;		/* as above */
	size_t stock_n;
};

struct product_filter {
	const char *type, *flavor;	/* slugs */
	int64_t size_id;
	const char *text;		/* somewhere in the name */
	const char *sort;		/* "id", "name", "price" or "-price" */
	bool on_sale;			/* only those */
	struct money least, most;	/* of the list price; NONE: no bound */
};

struct catalog_address { int64_t id; const char *slug; };
struct catalog_address_list { struct catalog_address *items; size_t items_n; };

enum err product_type_list(struct ctx *cx, struct product_type_list *ret) MUST_CHECK;
enum err size_list(struct ctx *cx, struct size_list *ret) MUST_CHECK;
enum err flavor_list(struct ctx *cx, const char *cursor, int32_t limit, struct flavor_list *ret) MUST_CHECK;
enum err product_list(struct ctx *cx, const struct product_filter *filter, const char *cursor,
                      int32_t limit, struct product_list *ret) MUST_CHECK;
enum err product_get(struct ctx *cx, const char *slug, struct product *ret) MUST_CHECK;
enum err pack_list(struct ctx *cx, const char *cursor, int32_t limit, struct pack_list *ret) MUST_CHECK;
enum err pack_get(struct ctx *cx, int64_t id, struct pack *ret) MUST_CHECK;
/* Everything that has something to buy, oldest first. */
enum err product_addresses(struct ctx *cx, int32_t max, struct catalog_address_list *ret) MUST_CHECK;
enum err pack_addresses(struct ctx *cx, int32_t max, struct catalog_address_list *ret) MUST_CHECK;

#endif
