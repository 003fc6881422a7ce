/* SPDX-License-Identifier: MIT */
/* Packs as staff keep them.
 *
 * Owns      cookie_pack.
 * Rules     Neither limit of flavors is above its count.  A new base price is in the history.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_PACK_H
#define MANAGE_PACK_H

#include "ops/record.h"

#define PACK_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 255)                        \
	F(BODY, NEEDED, str, slug, "Name in addresses of pages", .min = 1, .max = 120)             \
	F(BODY, OPEN, text, description, "Text in English", .max = 5000)                           \
	F(BODY, NEEDED, i32, count, "How many cookies it holds", .min = 1, .max = 200)             \
	F(BODY, OPEN, limit, max_per_flavor, "Most of one flavor; null: as many as it holds", .min = 1, \
	  .max = 200)                                                                              \
	F(BODY, OPEN, limit, min_flavors, "Least number of different flavors; null: one", .min = 1, \
	  .max = 200)                                                                              \
	F(BODY, NEEDED, money, base_price, "Price that tiers compare to", .min = 0,                \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, str, image_url, "Main picture", .max = 500)                                  \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)
#define PACK_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define PACK_SORTS(S)                                                                              \
	S(PACK, name, "r.name")                                                                    \
	S(PACK, count, "r.count")
RECORD(PACK, pack_record);

#endif
