/* SPDX-License-Identifier: MIT */
/* Where and when the shop delivers, as staff keep it. */
#include "api/record_api.h"
#include "manage/city.h"
#include "manage/closure.h"
#include "manage/slot.h"
#include "manage/zone.h"
#include "place/capacity.h"
#include "place/waitlist.h"

RECORD_ENDPOINTS(CITY, city_record, city, cities, "/api/v1/admin/cities",
                 "place.read", "place.write",
                 RECORD_UNIQUE, RECORD_HELD);
RECORD_ENDPOINTS(ZONE, zone_record, zone, zones, "/api/v1/admin/zones",
                 "place.read", "place.write",
                 RECORD_UNIQUE, RECORD_HELD);
RECORD_ENDPOINTS(SLOT, slot_record, slot, slots, "/api/v1/admin/time-slots",
                 "place.read", "place.write",
                 RECORD_UNIQUE, RECORD_HELD);
RECORD_ENDPOINTS(CLOSURE, closure_record, closure, closures, "/api/v1/admin/closures",
                 "place.read", "place.write",
                 RECORD_UNIQUE, RECORD_LOOSE);

/* ---- the slots of a zone ---- */

VIEW(zone_slot_view, struct zone_slot,
	SHOW(time_slot_id, "Slot"),
	SHOW(name, "Its name"),
	SHOW(weekdays, "Days of the week as bits: 1 is Monday, 64 Sunday"));
VIEW(zone_slots_view, struct zone_slots,
	SHOW(id, "Zone"),
	SHOW(version, "Names this state in a change"),
	SHOW_LIST(items, zone_slot_view, "Slots that the zone offers, earliest first"));
INPUT(zone_slots_in, ID_IN);

static enum err
get_zone_slots(struct ctx *cx, const struct zone_slots_in *in, struct zone_slots *out)
{
	return zone_slots_get(cx, in->id, out);
}
ENDPOINT(get_zone_slots, GET, "/api/v1/admin/zones/{id}/time-slots", zone_slots_in,
	zone_slots_view, .auth = AUTH_STAFF, .perm = "place.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "The slots that a zone offers, and on which days.");

#define ZONE_SLOT_IN(F)                                                                            \
	F(BODY, id, time_slot_id, .doc = "Slot")                                                   \
	F(BODY, i32, weekdays, .min = 1, .max = 127, .def = 127, .optional = true,                 \
	  .doc = "Days of the week as bits: 1 is Monday, 64 Sunday; left out: all")
INPUT(zone_slot_in, ZONE_SLOT_IN);
#define SET_ZONE_SLOTS_IN(F)                                                                       \
	F(PATH, id, id, .doc = "Which zone")                                                       \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, list, slots, .of = zone_slot_in, .max = ZONE_SLOTS_MAX, .doc = "All of them")
INPUT(set_zone_slots_in, SET_ZONE_SLOTS_IN);

static enum err
set_zone_slots(struct ctx *cx, const struct set_zone_slots_in *in, struct zone_slots *out)
{
	const struct zone_slot_in *from = in->slots;
	struct zone_slot *slots = arena_array(cx->mem, struct zone_slot, in->slots_n + 1);

	for (size_t i = 0; i < in->slots_n; i++)
		slots[i] = (struct zone_slot){ from[i].time_slot_id, NULL, from[i].weekdays };
	return zone_slots_set(cx, in->id, in->version, slots, in->slots_n, out);
}
ENDPOINT(set_zone_slots, PUT, "/api/v1/admin/zones/{id}/time-slots", set_zone_slots_in,
	zone_slots_view, .auth = AUTH_STAFF, .perm = "place.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT), .doc = "Sets which slots a zone offers, and when.");

/* ---- who waits for a zone ---- */

VIEW(waiting_view, struct waiting,
	SHOW(id, "Its number"),
	SHOW_OPT(email, "E-mail address that was left"),
	SHOW_OPT(phone, "Phone that was left"),
	SHOW_CHOICE(language, "en|ar", "Language of the message"),
	SHOW_TIME(created_at, "Since when"),
	SHOW_TIME_OPT(notified_at, "When the one message was written; null: still waiting"));
VIEW(waiting_page_view, struct waiting_page,
	SHOW(waiting, "How many still wait"),
	SHOW_LIST(items, waiting_view, "Oldest first"),
	SHOW_NEXT);

#define WAITING_IN(F)                                                                              \
	F(PATH, id, id, .doc = "Which zone")                                                       \
	PAGE_IN(F, WAITING_PAGE_MAX, 50)
INPUT(waiting_in, WAITING_IN);

static enum err
list_waiting(struct ctx *cx, const struct waiting_in *in, struct waiting_page *out)
{
	return waitlist_list(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(list_waiting, GET, "/api/v1/admin/zones/{id}/waitlist", waiting_in, waiting_page_view,
	.auth = AUTH_STAFF, .perm = "customer.contact", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "Who wants to hear when the zone opens.");

/* ---- how full a day is ---- */

VIEW(capacity_row_view, struct capacity_row,
	SHOW_OPT(time_slot_id, "Slot; null: the whole shop"),
	SHOW_OPT(name, "Its name; null: the whole shop"),
	SHOW_OPT(from_hour, "Delivery from"),
	SHOW_OPT(to_hour, "Delivery until"),
	SHOW(orders, "Orders placed and not cancelled"),
	SHOW(cookies, "Cookies of these"),
	SHOW_LIMIT(limit_orders, "Most orders; null: no limit"),
	SHOW_LIMIT(limit_cookies, "Most cookies; null: no limit"));
VIEW(capacity_day_view, struct capacity_day,
	SHOW(date, "Day of delivery"),
	SHOW_LIST(items, capacity_row_view, "The whole shop, then each slot, earliest first"));
#define CAPACITY_DAY_IN(F) F(QUERY, date, date, .doc = "Day of delivery")
INPUT(capacity_day_in, CAPACITY_DAY_IN);

static enum err
get_capacity(struct ctx *cx, const struct capacity_day_in *in, struct capacity_day *out)
{
	return capacity_of_day(cx, in->date, out);
}
ENDPOINT(get_capacity, GET, "/api/v1/admin/capacity", capacity_day_in, capacity_day_view,
	.auth = AUTH_STAFF, .perm = "place.read", .tx = TX_READ,
	.doc = "How many orders and cookies a day has, and how many it may have.");

ENDPOINTS(admin_place, RECORD_LISTED(city, cities), RECORD_LISTED(zone, zones),
          RECORD_LISTED(slot, slots), RECORD_LISTED(closure, closures), &get_zone_slots_endpoint,
          &set_zone_slots_endpoint, &list_waiting_endpoint,
          &get_capacity_endpoint);
