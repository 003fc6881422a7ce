/* SPDX-License-Identifier: MIT */
/* Cities as staff keep them.
 *
 * Owns      cities.
 * Rules     A name is there once, and stays while a rule goes by it.
 * See       ops/record.h, fcgi/api/admin_place.c, tests/http/record_test.c */
#ifndef MANAGE_CITY_H
#define MANAGE_CITY_H

#include "ops/record.h"

#define CITY_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                        \
	F(BODY, USUAL, flag, is_active, "Whether the shop delivers there", .def = 1)
#define CITY_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define CITY_SORTS(S) S(CITY, name, "r.name")
RECORD(CITY, city_record);

#endif
