/* SPDX-License-Identifier: MIT */
/* Products as staff keep them.
 *
 * Owns      products, apart from what price/price_desk.h and price/shelf.h write.
 * Rules     A removed one keeps its slug.  A new base price is in the history of prices; its instances
 *           keep their own.
 * See       ops/record.h, price/price_desk.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_PRODUCT_H
#define MANAGE_PRODUCT_H

#include "ops/record.h"

#define PRODUCT_FIELDS(F)                                                                          \
	F(BODY, NEEDED, id, product_type_id, "Its type")                                           \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 255)                        \
	F(BODY, NEEDED, str, slug, "Name in addresses of pages", .min = 1, .max = 120)             \
	F(BODY, OPEN, text, description, "Text in English", .max = 5000)                           \
	F(BODY, NEEDED, money, base_price, "Price that sales and tiers compare to", .min = 0,      \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, str, image_url, "Main picture", .max = 500)                                  \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)                     \
	F(SHOWN, NEEDED, flag, is_on_sale, "Whether it is on sale now")                            \
	F(SHOWN, NEEDED, money, current_price, "What everybody pays now, at its base price")
#define PRODUCT_FILTERS(F)                                                                         \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(id, product_type_id, "r.product_type_id = ?", "Of this type")                            \
	F(switch, is_active, "r.is_active = ?", "Only such")                                       \
	F(switch, is_on_sale, "r.is_on_sale = ?", "Only such")
#define PRODUCT_SORTS(S)                                                                           \
	S(PRODUCT, name, "r.name")                                                                 \
	S(PRODUCT, current_price, "r.current_price")                                               \
	S(PRODUCT, updated_at, "r.updated_at")
RECORD(PRODUCT, product_record);

#endif
