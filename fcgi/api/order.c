/* SPDX-License-Identifier: MIT */
/* Where an order stands, for who holds its secret link. */
#include "api/order_view.h"

#define TRACK_IN(F)                                                                                \
	F(PATH, str, number, .min = 1, .max = 20,                                                  \
	  .doc = "The order's number, in any case, with or without its dash")                      \
	F(HEADER, str, tracking_token, .min = 1, .max = 64,                                        \
	  .doc = "The secret from the confirmation")
INPUT(track_in, TRACK_IN);

static enum err
track_order(struct ctx *cx, const struct track_in *in, struct order *out)
{
	return order_track(cx, in->number, in->tracking_token, out);
}
ENDPOINT(track_order, GET, "/api/v1/orders/{number}", track_in, tracked_order_view,
	.auth = AUTH_ANYONE, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "An order with every step so far; without the right token it is not there.");

ENDPOINTS(order, &track_order_endpoint);
