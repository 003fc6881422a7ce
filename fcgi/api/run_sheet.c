/* SPDX-License-Identifier: MIT */
/* A run on the phone of its delivery man, who has no account: his link opens this and nothing else. */
#include "dispatch/photo.h"
#include "dispatch/run.h"
#include "dispatch/run_sheet.h"

#include "web/common.h"

/* Phones share the addresses of their networks. */
static const struct rate rate_sheet = { "run_sheet", 1200, 600, RATE_BY_IP };
static const struct rate rate_photo = { "run_photo", 600, 3600, RATE_BY_IP };

VIEW(sheet_stop_view, struct sheet_stop,
	SHOW(id, "Stop; events name it"),
	SHOW(position, "1 for the first"),
	SHOW_CHOICE(status, "open|delivered|failed", "What became of it"),
	SHOW_CHOICE_OPT(reason, STOP_REASONS, "Why it failed"),
	SHOW_TIME_OPT(result_at, "When it was delivered or failed"),
	SHOW(number, "The order's number"),
	SHOW_OPT(customer_name, "Who waits; this and what follows only while it is open"),
	SHOW_OPT(customer_phone, "Phone to call, E.164"),
	SHOW_OPT(city, "City"),
	SHOW_OPT(zone, "Zone"),
	SHOW_OPT(address, "Street address"),
	SHOW_OPT(additional_info, "What helps to find it"),
	SHOW_OPT(gift_note, "Text on the gift card"),
	SHOW_CHOICE(payment_method, "cash|card|online", "How it was to be paid"),
	SHOW(amount_due, "What is still to take at the door"),
	SHOW(cookies, "Cookies in it"),
	SHOW(pieces, "Boxes and single pieces in it"));
VIEW(sheet_view, struct sheet,
	SHOW(id, "Run"),
	SHOW(delivery_man_name, "Whose run it is"),
	SHOW(delivery_date, "Day"),
	SHOW(time_slot_name, "Slot"),
	SHOW(from_hour, "Delivery from"),
	SHOW(to_hour, "Delivery until"),
	SHOW_TIME(expires_at, "Until when the link opens it"),
	SHOW_LIST(stops, sheet_stop_view, "His stops, in order; what left the run is not there"));

#define SHEET_IN(F)                                                                                \
	F(PATH, id, id, .doc = "Run, from the link")                                               \
	F(HEADER, str, run_token, .min = 1, .max = 64, .doc = "The secret from the link")
INPUT(sheet_in, SHEET_IN);

static enum err
get_run_sheet(struct ctx *cx, const struct sheet_in *in, struct sheet *out)
{
	return sheet_get(cx, in->id, in->run_token, out);
}
ENDPOINT(get_run_sheet, GET, "/api/v1/runs/{id}", sheet_in, sheet_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .rate = &rate_sheet,
	.errors = ERRORS(E_NOT_FOUND, E_LINK_OVER),
	.doc = "A run for its delivery man; without the right token it is not there.");

#define EVENT_IN(F)                                                                                \
	F(BODY, str, client_id, .min = 8, .max = 64,                                               \
	  .doc = "A name of the phone's own for this event; sent again it is the same event")      \
	F(BODY, id, stop_id, .doc = "Which stop")                                                  \
	F(BODY, choice, kind, .choices = "delivered|failed|cash", .doc = "What happened")          \
	F(BODY, time, happened_at, .doc = "When, by the phone's clock")                            \
	F(BODY, code, delivery_code, .optional = true,                                             \
	  .doc = "Of delivered: what the customer said; six digits")                               \
	F(BODY, str, photo, .min = 8, .max = 64, .optional = true,                                 \
	  .doc = "Of delivered without a code, and of failed if there is one: the client_id of a " \
	         "picture uploaded before")                                                        \
	F(BODY, money, amount, .min = 0, .max = MONEY_MAX, .optional = true,                       \
	  .doc = "Of cash, and of delivered if money came with it: exactly what is due")           \
	F(BODY, choice, method, .choices = "cash|card", .optional = true,                          \
	  .doc = "How the money came; left out: as it was ordered")                                \
	F(BODY, choice, reason, .choices = STOP_REASONS, .optional = true,                         \
	  .doc = "Of failed: why")                                                                 \
	F(BODY, str, note, .max = 300, .optional = true, .doc = "Of failed: more, for the shop")
INPUT_OF(event_in, struct sheet_event, EVENT_IN);
#define EVENTS_IN(F)                                                                               \
	SHEET_IN(F)                                                                                \
	F(BODY, list, events, .of = event_in, .max = RUN_EVENTS_MAX, .doc = "In any order")
INPUT(events_in, EVENTS_IN);

VIEW(event_result_view, struct sheet_result,
	SHOW(client_id, "Which event"),
	SHOW_CHOICE(outcome, "applied|ignored|refused", "ignored: it was so already"),
	SHOW_OPT(code, "Why it was refused, as a stable code"),
	SHOW_OPT(message, "The same in the language asked for"),
	SHOW_OPT(amount_due, "What there is to take, when the amount was another"));
VIEW(event_results_view, struct sheet_results,
	SHOW_LIST(items, event_result_view, "One for each event, in their order"));

static enum err
tell_run_events(struct ctx *cx, const struct events_in *in, struct sheet_results *out)
{
	return sheet_apply(cx, in->id, in->run_token, in->events, in->events_n, out);
}
ENDPOINT(tell_run_events, POST, "/api/v1/runs/{id}/events", events_in, event_results_view,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .twice_is_once = true, .rate = &rate_sheet,
	.errors = ERRORS(E_NOT_FOUND, E_LINK_OVER),
	.doc = "What happened at the doors. A phone that was offline sends all it has, also again: "
	       "each event counts once, and the order in which they come makes no difference.");

#define PHOTO_IN(F)                                                                                \
	SHEET_IN(F)                                                                                \
	F(QUERY, str, client_id, .min = 8, .max = 64,                                              \
	  .doc = "A name of the phone's own for this picture; sent again it is the same picture")  \
	F(CONTENT, file, content, .max = PHOTO_BYTES, .doc = "Its bytes")
INPUT(photo_in, PHOTO_IN);

VIEW(photo_view, struct photo,
	SHOW(client_id, "Its name, as an event gives it"),
	SHOW(size_bytes, "Size of what is kept"),
	SHOW(width, "In pixels"),
	SHOW(height, "In pixels"));

static enum err
add_run_photo(struct ctx *cx, const struct photo_in *in, struct photo *out)
{
	return photo_add(cx, in->id, in->run_token, in->client_id, in->content, out);
}
ENDPOINT(add_run_photo, POST, "/api/v1/runs/{id}/photos", photo_in, photo_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .status = 201, .rate = &rate_photo,
	.errors = ERRORS(E_NOT_FOUND, E_LINK_OVER, E_PHOTOS_FULL, E_PICTURE_BROKEN,
	                 E_PICTURE_ANIMATED, E_PICTURE_HUGE),
	.doc = "Takes a picture of a delivery: the body is the file itself, JPEG, PNG or WebP, as "
	       "application/octet-stream, at most 5 MiB. It is made anew, and nothing but its pixels is "
	       "kept, for staff alone. One that no event names within a day is removed.");

ENDPOINTS(run_sheet, &get_run_sheet_endpoint, &tell_run_events_endpoint, &add_run_photo_endpoint);
