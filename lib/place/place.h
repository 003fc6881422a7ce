/* SPDX-License-Identifier: MIT */
/* Where the shop delivers: cities, zones, and the days and hours on offer.
 *
 * Owns      cities, zones, delivery_time_slots, zone_time_slots, delivery_closures.
 * Rules     Everybody sees all cities and zones; the inactive ones are coming soon and refuse orders.
 *           A slot's first day is today plus the zone's delivery days, one later after the cut-off
 *           hour (for delivery on the same day the slot's own beginning, if that is earlier).
 *           Closed days are skipped.  slot_offers and slot_check go by the same function, so what
 *           the list does not show can never be ordered.
 * Does not  take capacity (place/capacity.h).
 * See       fcgi/api/place.c, tests/http/place_test.c, tests/unit/place/offer_test.c */
#ifndef PLACE_PLACE_H
#define PLACE_PLACE_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"
#include "ops/setting.h"

struct city { int64_t id; const char *name; bool is_active, coming_soon; };
struct city_list { struct city *items; size_t items_n; const char *next_cursor; };

struct zone {
	int64_t id, city_id;
	const char *name, *city_name, *city_base_name;	/* the last one is untranslated */
	struct money delivery_fee;
	int32_t delivery_days;
	bool is_active, coming_soon;	/* active: the zone and its city */
	bool city_is_active;
};
struct zone_list { struct zone *items; size_t items_n; const char *next_cursor; };

enum err city_list(struct ctx *cx, const char *cursor, int32_t limit, struct city_list *ret) MUST_CHECK;
/* Of one city, or of all when it is 0. */
enum err zone_list(struct ctx *cx, int64_t city_id, const char *cursor, int32_t limit,
                   struct zone_list *ret) MUST_CHECK;
enum err zone_get(struct ctx *cx, int64_t id, struct zone *ret) MUST_CHECK;
/* The zone, if it can be ordered to: E_ZONE_INACTIVE, E_CITY_INACTIVE naming field "zone_id". */
enum err zone_for_order(struct ctx *cx, int64_t id, struct zone *ret) MUST_CHECK;

#define CAPACITY_UNLIMITED 4000000000LL
/* A setting says so by zero. */
#define CAPACITY_OF(setting) ((setting) ? (setting) : CAPACITY_UNLIMITED)
struct slot {
	int64_t id;
	const char *name, *base_name;	/* in the request's language; as it is stored on orders */
	struct hour from_hour, to_hour;
	int32_t weekdays;		/* bit 0 is Monday */
	int64_t capacity_orders, capacity_cookies;	/* a day; CAPACITY_UNLIMITED: any number */
};

/* One day and slot that can be chosen. */
struct offer {
	struct day date;
	int64_t time_slot_id;
	const char *name;
	struct hour from_hour, to_hour;
	bool available;			/* false: fully booked */
};
struct offer_list { struct offer *items; size_t items_n; };

/* All of a zone's, in the order of time; inactive zones have none. */
enum err offer_list(struct ctx *cx, const struct settings *set, const struct zone *zone,
                    struct offer_list *ret) MUST_CHECK;
/* A slot as it is, on offer or not. */
enum err slot_get(struct ctx *cx, int64_t id, struct slot *ret) MUST_CHECK;
/* May this zone have an order delivered then?  E_SLOT_UNAVAILABLE naming "time_slot_id". */
enum err slot_check(struct ctx *cx, const struct settings *set, const struct zone *zone,
                    int64_t slot_id, struct day day, struct slot *ret) MUST_CHECK;

/* When the last order for that day and slot may be placed, whatever the zone. */
enum err slot_cutoff(struct ctx *cx, const struct settings *set, const struct slot *slot,
                     struct day day, int64_t *ret) MUST_CHECK;

/* The rule itself: is the slot on offer on that day, seen from `now`?  `closed` says whether the
 * day is a closure; it is asked only for days that matter. */
struct offer_rule {
	struct hour cutoff;
	int32_t closed_weekdays, days_ahead, delivery_days;
	struct hour slot_from;
	int32_t slot_weekdays;
};
bool offer_holds(const struct offer_rule *rule, int64_t now, struct day day,
                 bool (*closed)(void *arg, struct day day), void *arg);

#endif
