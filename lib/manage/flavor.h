/* SPDX-License-Identifier: MIT */
/* Flavors as staff keep them.
 *
 * Owns      flavors.
 * Rules     A name is there once; its copies beside the instances follow it.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_FLAVOR_H
#define MANAGE_FLAVOR_H

#include "ops/record.h"

#define FLAVOR_FIELDS(F)                                                                           \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                        \
	F(BODY, NEEDED, str, slug, "Name in addresses of pages", .min = 1, .max = 120)             \
	F(BODY, OPEN, text, description, "Text in English", .max = 5000)                           \
	F(BODY, OPEN, str, category, "Group such as Chocolate; pricing categories go by it", .max = 100) \
	F(BODY, OPEN, str, image_url, "Main picture", .max = 500)                                  \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)
#define FLAVOR_FILTERS(F)                                                                          \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(str, category, "r.category = ?", "Of this group", .max = 100)                            \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define FLAVOR_SORTS(S) S(FLAVOR, name, "r.name")
RECORD(FLAVOR, flavor_record);

#endif
