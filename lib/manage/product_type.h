/* SPDX-License-Identifier: MIT */
/* Types of products as staff keep them.
 *
 * Owns      product_types.
 * Rules     A name is there once, and stays while a pricing category goes by it.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_PRODUCT_TYPE_H
#define MANAGE_PRODUCT_TYPE_H

#include "ops/record.h"

#define PRODUCT_TYPE_FIELDS(F)                                                                     \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                        \
	F(BODY, NEEDED, str, slug, "Name in addresses of pages", .min = 1, .max = 120)             \
	F(BODY, OPEN, text, description, "Text in English", .max = 5000)                           \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)
#define PRODUCT_TYPE_FILTERS(F)                                                                    \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define PRODUCT_TYPE_SORTS(S) S(PRODUCT_TYPE, name, "r.name")
RECORD(PRODUCT_TYPE, product_type_record);

#endif
