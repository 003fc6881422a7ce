/* SPDX-License-Identifier: MIT */
/* Where an order stands, for who holds its secret link and for the customer whose it is. */
#include "api/order_view.h"
#include "api/quote_view.h"
#include "sale/order_move.h"
#include "sale/reorder.h"

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

/* ---- what a customer does with it ---- */

static const struct rate rate_order = { "order", 60, 600, RATE_BY_IP };

#define PROVE_IN(F)                                                                                \
	F(PATH, str, number, .min = 1, .max = 20, .doc = "The order's number")                     \
	F(HEADER, str, tracking_token, .min = 1, .max = 64,                                        \
	  .doc = "The secret from the confirmation")                                               \
	F(BODY, str, proof, .min = 43, .max = 43,                                                  \
	  .doc = "Of the order's phone: from /auth/otp/verify, purpose guest_checkout")
INPUT(prove_in, PROVE_IN);

static enum err
verify_order(struct ctx *cx, const struct prove_in *in, struct order *out)
{
	TRY(order_prove(cx, in->number, in->tracking_token, in->proof));
	return order_track(cx, in->number, in->tracking_token, out);
}
ENDPOINT(verify_order, POST, "/api/v1/orders/{number}/verify", prove_in, tracked_order_view,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .rate = &rate_order,
	.errors = ERRORS(E_NOT_FOUND, E_PHONE_UNPROVED, E_CONFLICT),
	.doc = "Shows the phone of an order that was placed without a proof; else it is cancelled "
	       "after a while.");

#define FIND_IN(F)                                                                                 \
	F(PATH, str, number, .min = 1, .max = 20,                                                  \
	  .doc = "The order's number, in any case, with or without its dash")                      \
	F(BODY, str, proof, .min = 43, .max = 43,                                                  \
	  .doc = "Of the order's phone: from /auth/otp/verify, purpose order_tracking; five tries")
INPUT(find_in, FIND_IN);
VIEW(order_found_view, struct order_found,
	SHOW(number, "Order number"),
	SHOW(tracking_token, "The secret that opens the order, as in its messages"));
static const struct rate rate_find = { "order_find", 30, 600, RATE_BY_IP };

static enum err
find_order(struct ctx *cx, const struct find_in *in, struct order_found *out)
{
	return order_find_by_phone(cx, in->number, in->proof, out);
}
ENDPOINT(find_order, POST, "/api/v1/orders/{number}/find", find_in, order_found_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_find,
	.errors = ERRORS(E_NOT_FOUND, E_PHONE_UNPROVED),
	.doc = "The secret of an order for who has lost its link: by its number and a proof of its "
	       "phone. Another phone's order is not there.");

#define CANCEL_IN(F)                                                                               \
	F(PATH, str, number, .min = 1, .max = 20, .doc = "The order's number")                     \
	F(BODY, str, reason, .min = 1, .max = 300, .optional = true, .doc = "Why, for the shop")
#define CANCEL_TRACKED_IN(F)                                                                       \
	CANCEL_IN(F)                                                                               \
	F(HEADER, str, tracking_token, .min = 1, .max = 64,                                        \
	  .doc = "The secret from the confirmation")
INPUT(cancel_in, CANCEL_IN);
INPUT(cancel_tracked_in, CANCEL_TRACKED_IN);
#define CANCEL_ERRORS ERRORS(E_NOT_FOUND, E_MOVE_REFUSED, E_CANCEL_LATE)

static enum err
cancel_order(struct ctx *cx, const struct cancel_tracked_in *in, struct order *out)
{
	struct order_key key = { in->number, in->tracking_token };

	TRY(order_cancel(cx, &key, in->reason));
	return order_track(cx, in->number, in->tracking_token, out);
}
ENDPOINT(cancel_order, POST, "/api/v1/orders/{number}/cancel", cancel_tracked_in,
	tracked_order_view, .auth = AUTH_ANYONE, .tx = TX_WRITE, .rate = &rate_order,
	.errors = CANCEL_ERRORS,
	.doc = "Cancels an order that is not being prepared yet, for who holds its secret.");

static enum err
cancel_own_order(struct ctx *cx, const struct cancel_in *in, struct order *out)
{
	struct order_key key = { in->number, NULL };

	TRY(order_cancel(cx, &key, in->reason));
	return order_get_own(cx, in->number, out);
}
ENDPOINT(cancel_own_order, POST, "/api/v1/me/orders/{number}/cancel", cancel_in,
	tracked_order_view, .auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_order,
	.errors = CANCEL_ERRORS, .doc = "Cancels one of the customer's orders.");

VIEW(reorder_lack_view, struct reorder_lack,
	SHOW(product_name, "Name at order time"),
	SHOW(quantity, "How many there were"),
	SHOW(reason, "Why not, as a stable code"),
	SHOW(message, "Why not, in the language asked for"));
VIEW(reorder_view, struct reorder,
	SHOW_INSIDE(cart, cart_view, "The cart as it is now"),
	SHOW_LIST(unavailable, reorder_lack_view, "What cannot be had any more"));

static enum err
reorder(struct ctx *cx, const struct own_order_in *in, struct reorder *out)
{
	return reorder_own(cx, in->number, out);
}
ENDPOINT(reorder, POST, "/api/v1/me/orders/{number}/reorder", own_order_in, reorder_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_order,
	.errors = ERRORS(E_NOT_FOUND, E_CART_FULL),
	.doc = "Puts what an order had into the cart again, at today's prices.");

ENDPOINTS(order, &track_order_endpoint, &list_own_orders_endpoint, &get_own_order_endpoint,
          &verify_order_endpoint, &find_order_endpoint, &cancel_order_endpoint,
          &cancel_own_order_endpoint, &reorder_endpoint);
