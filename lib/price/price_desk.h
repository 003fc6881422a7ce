/* SPDX-License-Identifier: MIT */
/* The price desk: staff set base prices, sales and tier prices, and see what a thing cost when.
 *
 * Owns      product_prices; the price columns of products and product_instance.
 * Rules     Every change is in the history of prices and in the audit, in its own transaction.
 *           An edit names the version it saw.  A tier price is not removed but switched off.
 *           What lists sort by follows at once (price/shelf.h).
 * See       fcgi/api/admin_price.c, tests/http/admin_price_test.c */
#ifndef PRICE_PRICE_DESK_H
#define PRICE_PRICE_DESK_H

#include "price/tariff.h"

#define PRICE_TYPES "regular|sale|member|wholesale"
#define PRICE_PAGE_MAX 100

struct tier_price {
	int64_t id, product_id, product_instance_id;	/* one of them 0 */
	const char *price_type;
	struct money price;
	int64_t start_date, end_date;	/* end_date 0: none */
	bool is_active;
	int32_t version;
};
struct tier_page { struct tier_price *items; size_t items_n; const char *next_cursor; };

/* Of a product with its instances, or of one instance (0: not asked for); by id, also those that are
 * over or switched off. */
enum err price_desk_list(struct ctx *cx, int64_t product_id, int64_t instance_id,
                         const char *cursor, int32_t limit, struct tier_page *ret) MUST_CHECK;

/* `new` says whose price (of an instance alone: product_id 0), which, and when; start_date 0 is now.
 * E_INVALID naming "product_id", "product_instance_id" or "end_date". */
enum err price_desk_add(struct ctx *cx, const struct tier_price *new,
                        struct tier_price *ret) MUST_CHECK;

struct tier_edit {
	struct money price;		/* NONE, 0 and -1 keep what is there */
	int64_t start_date, end_date;
	int32_t is_active;
};
/* E_NOT_FOUND, E_CONFLICT, E_INVALID naming "end_date". */
enum err price_desk_edit(struct ctx *cx, int64_t id, int32_t version, const struct tier_edit *edit,
                         struct tier_price *ret) MUST_CHECK;

/* What staff see of a product's own prices. */
struct product_price {
	int64_t id;
	struct money base_price, original_price, sale_price, current_price;
	int64_t sale_start_date, sale_end_date;
	bool is_on_sale;
	int32_t version;
};
enum err price_desk_product(struct ctx *cx, int64_t id, struct product_price *ret) MUST_CHECK;

struct sale_wish {
	struct money sale_price;	/* NONE: no sale any more */
	struct money original_price;	/* NONE: the base price */
	int64_t start_at, end_at;	/* 0: without that date; without both the sale is on */
};
/* E_NOT_FOUND, E_CONFLICT, E_INVALID naming "end_at". */
enum err price_desk_set_sale(struct ctx *cx, int64_t product_id, int32_t version,
                             const struct sale_wish *sale, struct product_price *ret) MUST_CHECK;
enum err price_desk_set_product(struct ctx *cx, int64_t product_id, int32_t version,
                                struct money base, struct product_price *ret) MUST_CHECK;

struct instance_price { int64_t id; struct money base_price; int32_t version; };
enum err price_desk_set_instance(struct ctx *cx, int64_t id, int32_t version, struct money base,
                                 struct instance_price *ret) MUST_CHECK;

/* What an instance cost somebody of a group (NULL: none) at a moment (0: now), without the chosen
 * flavors. */
struct price_as_of {
	int64_t product_instance_id, at;
	struct money price, base_price, original_price;
	const char *kind;
};
enum err price_desk_as_of(struct ctx *cx, int64_t instance_id, int64_t at, const char *group,
                          struct price_as_of *ret) MUST_CHECK;

#endif
