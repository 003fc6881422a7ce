/* SPDX-License-Identifier: MIT */
/* Where and when the shop delivers, and its public settings. */
#include "place/place.h"

#include "place/waitlist.h"
#include "web/common.h"
#include "web/input.h"

#define CITY_LIST_IN(F) PAGE_IN(F, 200, 100)
INPUT(city_list_in, CITY_LIST_IN);
VIEW(city_view, struct city,
	SHOW(id, "City"),
	SHOW(name, "Name in the language asked for"),
	SHOW(is_active, "Can be delivered to"),
	SHOW(coming_soon, "Not yet: shown, but orders are refused"));
VIEW(city_list_view, struct city_list,
	SHOW_LIST(items, city_view, "All cities, the inactive ones too"),
	SHOW_NEXT);

static enum err
list_cities(struct ctx *cx, const struct city_list_in *in, struct city_list *out)
{
	return city_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_cities, GET, "/api/v1/cities", city_list_in, city_list_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 60,
	.doc = "All cities; those without delivery yet are coming soon.");

#define ZONE_LIST_IN(F)                                                                            \
	F(QUERY, id, city_id, .optional = true, .doc = "Only zones of this city")                  \
	PAGE_IN(F, 200, 100)
INPUT(zone_list_in, ZONE_LIST_IN);
VIEW(zone_view, struct zone,
	SHOW(id, "Zone"),
	SHOW(city_id, "Its city"),
	SHOW(name, "Name in the language asked for"),
	SHOW(city_name, "The city's name"),
	SHOW(delivery_fee, "Fee of a delivery"),
	SHOW(delivery_days, "Days until delivery; 0 is the same day"),
	SHOW(is_active, "Can be delivered to: zone and city are active"),
	SHOW(coming_soon, "Not yet: shown, but orders are refused"));
VIEW(zone_list_view, struct zone_list,
	SHOW_LIST(items, zone_view, "Zones, the inactive ones too"),
	SHOW_NEXT);

static enum err
list_zones(struct ctx *cx, const struct zone_list_in *in, struct zone_list *out)
{
	return zone_list(cx, in->city_id, in->cursor, in->limit, out);
}
ENDPOINT(list_zones, GET, "/api/v1/zones", zone_list_in, zone_list_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 60,
	.doc = "Zones with fee and days until delivery.");

#define SLOT_LIST_IN(F) F(QUERY, id, zone_id, .doc = "The zone to deliver to")
INPUT(slot_list_in, SLOT_LIST_IN);
VIEW(offer_view, struct offer,
	SHOW(date, "Day of the shop"),
	SHOW(time_slot_id, "Slot"),
	SHOW(name, "Name in the language asked for"),
	SHOW(from_hour, "Delivery from"),
	SHOW(to_hour, "Delivery until"),
	SHOW(available, "False: fully booked"));
VIEW(offer_list_view, struct offer_list,
	SHOW_LIST(items, offer_view, "Every day and slot that can be chosen, earliest first"));

static enum err
list_time_slots(struct ctx *cx, const struct slot_list_in *in, struct offer_list *out)
{
	struct settings set;
	struct zone zone;

	TRY(settings_read(cx, &set));
	TRY(zone_get(cx, in->zone_id, &zone));
	return offer_list(cx, &set, &zone, out);
}
ENDPOINT(list_time_slots, GET, "/api/v1/time-slots", slot_list_in, offer_list_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 5, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Days and slots on offer for a zone; empty for one that is coming soon.");

#define JOIN_IN(F)                                                                                 \
	F(PATH, id, id, .doc = "Which zone")                                                       \
	F(BODY, email, email, .optional = true, .doc = "Where to write to; or")                    \
	F(BODY, phone, phone, .optional = true, .doc = "a phone")
INPUT(join_in, JOIN_IN);
static const struct rate rate_join = { "waitlist", 20, 3600, RATE_BY_IP };

static enum err
join_waitlist(struct ctx *cx, const struct join_in *in, struct nothing *out)
{
	(void)out;
	if (!in->email == !in->phone)
		return input_needs(cx, "email");
	return waitlist_join(cx, in->id, in->email, in->phone);
}
ENDPOINT(join_waitlist, POST, "/api/v1/zones/{id}/waitlist", join_in, nothing,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .twice_is_once = true, .rate = &rate_join,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Leaves an e-mail address or a phone for a zone that is coming soon: one message when it "
	       "opens.");

VIEW(settings_view, struct settings,
	SHOW(shop_name, "Name of the shop"),
	SHOW(timezone, "Time zone of days and hours"),
	SHOW(currency, "ISO 4217 code of all prices"),
	SHOW(support_phone, "Phone number for questions; may be empty"),
	SHOW(contact_email, "E-mail address for questions; may be empty"),
	SHOW(cutoff_hour, "Orders after this hour count as the next day's"),
	SHOW(order_days_ahead, "How many days ahead can be chosen"),
	SHOW(guest_verify_minutes, "How long an unproved guest order is kept"),
	SHOW(payment_minutes, "How long an unpaid online order is kept"));

static enum err
get_settings(struct ctx *cx, const struct nothing *in, struct settings *out)
{
	(void)in;
	return settings_read(cx, out);
}
ENDPOINT(get_settings, GET, "/api/v1/settings", nothing, settings_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 60,
	.doc = "What everybody may know of the shop's settings.");

ENDPOINTS(place, &list_cities_endpoint, &list_zones_endpoint, &list_time_slots_endpoint,
          &join_waitlist_endpoint, &get_settings_endpoint);
