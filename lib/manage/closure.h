/* SPDX-License-Identifier: MIT */
/* Days without delivery as staff keep them.
 *
 * Owns      delivery_closures.
 * Rules     A day is closed once for the whole shop and once for each zone.  Orders that are there
 *           already stay; who plans asks for them by their day.
 * See       ops/record.h, place/place.h, fcgi/api/admin_place.c, tests/http/record_test.c */
#ifndef MANAGE_CLOSURE_H
#define MANAGE_CLOSURE_H

#include "ops/record.h"

#define CLOSURE_FIELDS(F)                                                                          \
	F(BODY, NEEDED, date, day, "The day of the shop")                                          \
	F(BODY, OPEN, id, zone_id, "The zone; null: the whole shop")                               \
	F(BODY, OPEN, str, reason, "Why, as shown to customers", .max = 255)                       \
	F(KEPT, NEEDED, i64, zone_key, "")                                                         \
	F(KEPT, OPEN, id, created_by, "")
#define CLOSURE_FILTERS(F)                                                                         \
	F(id, zone_id, "r.zone_id = ?", "Of this zone")                                            \
	F(date, from, "r.day >= ?", "From this day on")
#define CLOSURE_SORTS(S) S(CLOSURE, day, "r.day")
RECORD(CLOSURE, closure_record);

#endif
