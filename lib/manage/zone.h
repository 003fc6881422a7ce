/* SPDX-License-Identifier: MIT */
/* Zones as staff keep them, and the slots each offers.
 *
 * Owns      zones, zone_time_slots.
 * Rules     A name is there once in its city.  Every fee is in the history of prices.
 *           One that orders, addresses, rules or delivery men name stays.
 *           Its slots are set as a whole, each with the days of the week it is on offer.
 * Does not  tell who waits for it: the job `waitlist` does (place/waitlist.h).
 * See       ops/record.h, fcgi/api/admin_place.c, tests/http/record_test.c */
#ifndef MANAGE_ZONE_H
#define MANAGE_ZONE_H

#include "ops/record.h"

#define ZONE_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                        \
	F(BODY, NEEDED, id, city_id, "City it lies in")                                            \
	F(BODY, NEEDED, money, delivery_fee, "What delivery costs", .min = 0, .max = MONEY_MAX)    \
	F(BODY, NEEDED, i32, delivery_days, "Days from order to delivery; 0: the same day", .min = 0, \
	  .max = 60)                                                                               \
	F(BODY, OPEN, id, time_slot_id, "Slot it is served in by default")                         \
	F(BODY, USUAL, flag, is_active, "Whether the shop delivers there", .def = 1)
#define ZONE_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(id, city_id, "r.city_id = ?", "In this city")                                            \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define ZONE_SORTS(S)                                                                              \
	S(ZONE, name, "r.name")                                                                    \
	S(ZONE, delivery_fee, "r.delivery_fee")
RECORD(ZONE, zone_record);

#define ZONE_SLOTS_MAX 50

struct zone_slot {
	int64_t time_slot_id;
	const char *name;
	int32_t weekdays;		/* bits: 1 is Monday, 64 Sunday */
};
struct zone_slots { int64_t id; int32_t version; struct zone_slot *items; size_t items_n; };

/* By begin.  E_NOT_FOUND. */
enum err zone_slots_get(struct ctx *cx, int64_t id, struct zone_slots *ret) MUST_CHECK;
/* Replaces all of them.  E_INVALID naming "slots", E_CONFLICT for another version. */
enum err zone_slots_set(struct ctx *cx, int64_t id, int32_t version, const struct zone_slot *slots,
                        size_t n, struct zone_slots *ret) MUST_CHECK;

#endif
