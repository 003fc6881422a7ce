/* SPDX-License-Identifier: MIT */
/* Delivery slots as staff keep them.
 *
 * Owns      delivery_time_slots.
 * Rules     A lower capacity holds for orders from now on; what is booked stays.
 * See       ops/record.h, place/capacity.h, fcgi/api/admin_place.c, tests/http/record_test.c */
#ifndef MANAGE_SLOT_H
#define MANAGE_SLOT_H

#include "ops/record.h"

#define SLOT_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                        \
	F(BODY, NEEDED, hour, from_hour, "Begin, in hours of the shop")                            \
	F(BODY, NEEDED, hour, to_hour, "End, in hours of the shop")                                \
	F(BODY, OPEN, limit, capacity_orders, "Most orders a day; null: unlimited", .min = 0,      \
	  .max = 1000000)                                                                          \
	F(BODY, OPEN, limit, capacity_cookies, "Most cookies a day; null: unlimited", .min = 0,    \
	  .max = 1000000)                                                                          \
	F(BODY, USUAL, flag, is_active, "Whether it is on offer", .def = 1)
#define SLOT_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define SLOT_SORTS(S)                                                                              \
	S(SLOT, name, "r.name")                                                                    \
	S(SLOT, from_hour, "r.from_hour")
RECORD(SLOT, slot_record);

#endif
