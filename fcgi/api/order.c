/* SPDX-License-Identifier: MIT */
/* Where an order stands, for who holds its secret link and for the customer whose it is. */
#include "api/order_view.h"

#include "web/common.h"

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

VIEW(own_order_row_view, struct order_row,
	SHOW(number, "Order number"),
	SHOW_CHOICE(status, ORDER_STATUSES, "Where it stands"),
	SHOW_CHOICE(payment_method, PAYMENT_METHODS, "How it is paid"),
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),
	SHOW_OPT(delivery_date, "Day of delivery"),
	SHOW_OPT(delivery_time_slot_name, "Slot"),
	SHOW(total, "What is to pay"),
	SHOW_TIME(created_at, "When it was placed"));
VIEW(own_order_list_view, struct order_list,
	SHOW_LIST(items, own_order_row_view, "Newest first"),
	SHOW_NEXT);

#define OWN_ORDERS_IN(F) PAGE_IN(F, 100, 20)
INPUT(own_orders_in, OWN_ORDERS_IN);

static enum err
list_own_orders(struct ctx *cx, const struct own_orders_in *in, struct order_list *out)
{
	return order_list_own(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_own_orders, GET, "/api/v1/me/orders", own_orders_in, own_order_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .doc = "The customer's orders.");

#define OWN_ORDER_IN(F)                                                                            \
	F(PATH, str, number, .min = 1, .max = 20,                                                  \
	  .doc = "The order's number, in any case, with or without its dash")
INPUT(own_order_in, OWN_ORDER_IN);

static enum err
get_own_order(struct ctx *cx, const struct own_order_in *in, struct order *out)
{
	return order_get_own(cx, in->number, out);
}
ENDPOINT(get_own_order, GET, "/api/v1/me/orders/{number}", own_order_in, tracked_order_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One of the customer's orders with every step so far; anybody else's is not there.");

ENDPOINTS(order, &track_order_endpoint, &list_own_orders_endpoint, &get_own_order_endpoint);
