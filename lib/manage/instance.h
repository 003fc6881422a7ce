/* SPDX-License-Identifier: MIT */
/* What can be bought, as staff keep it: a product or pack in a size, at a price.
 *
 * Owns      product_instance apart from file_id (catalog/instance_file.h), product_instance_flavor.
 * Rules     Of a product, or of a pack; then it is of type pack.  A new price is in the history.
 *           Its flavors are set as a whole: what a bundle holds, what a pack allows, what a cookie is.
 *           One that was ever in a cart or an order is switched off, not removed.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_INSTANCE_H
#define MANAGE_INSTANCE_H

#include "ops/record.h"

#define INSTANCE_FIELDS(F)                                                                         \
	F(BODY, NEEDED, choice, product_type, "How it is priced, baked and delivered",             \
	  .choices = "cookie|pack|bundle|digital")                                                 \
	F(BODY, OPEN, id, product_id, "The product; null for a pack")                              \
	F(BODY, OPEN, id, cookie_pack_id, "The pack; null for a product")                          \
	F(BODY, OPEN, id, size_id, "The size; null: it has none")                                  \
	F(BODY, NEEDED, money, base_price, "Price before sales, tiers and flavors", .min = 0,      \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)                     \
	F(SHOWN, OPEN, id, file_id, "The file that a digital good delivers")
#define INSTANCE_FILTERS(F)                                                                        \
	F(id, product_id, "r.product_id = ?", "Of this product")                                   \
	F(id, cookie_pack_id, "r.cookie_pack_id = ?", "Of this pack")                              \
	F(choice, product_type, "r.product_type = ?", "Of this type",                              \
	  .choices = "cookie|pack|bundle|digital")                                                 \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define INSTANCE_SORTS(S) S(INSTANCE, base_price, "r.base_price")
RECORD(INSTANCE, instance_record);

#define INSTANCE_FLAVORS_MAX 100

struct instance_flavor {
	int64_t flavor_id, size_id;	/* size 0: that of the instance */
	const char *flavor_name, *size_name;
	int32_t quantity;
	struct money price_adjustment;	/* for each cookie of this flavor; may be negative */
};
struct instance_flavors { int64_t id; int32_t version; struct instance_flavor *items; size_t items_n; };

/* By flavor.  E_NOT_FOUND. */
enum err instance_flavors_get(struct ctx *cx, int64_t id, struct instance_flavors *ret) MUST_CHECK;
/* Replaces all of them.  E_INVALID naming "flavors", E_CONFLICT for another version. */
enum err instance_flavors_set(struct ctx *cx, int64_t id, int32_t version,
                              const struct instance_flavor *flavors, size_t n,
                              struct instance_flavors *ret) MUST_CHECK;

#endif
