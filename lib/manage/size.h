/* SPDX-License-Identifier: MIT */
/* Sizes of cookies as staff keep them.
 *
 * Owns      sizes.
 * Rules     A name is there once, and stays while a pricing category goes by it; its copies beside the
 *           instances follow it.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c */
#ifndef MANAGE_SIZE_H
#define MANAGE_SIZE_H

#include "ops/record.h"

#define SIZE_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name in English", .min = 1, .max = 50)                         \
	F(BODY, OPEN, text, description, "Text in English", .max = 5000)                           \
	F(BODY, USUAL, flag, is_active, "Whether it is in the shop", .def = 1)
#define SIZE_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define SIZE_SORTS(S) S(SIZE, name, "r.name")
RECORD(SIZE, size_record);

#endif
