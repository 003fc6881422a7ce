/* SPDX-License-Identifier: MIT */
/* Moving orders on: who may do which step, what goes with it, and what the customer hears.
 *
 * Owns      orders.status and order_status_history.
 * Rules     pending -> confirmed -> preparing -> out_for_delivery -> delivered; cancelled from the
 *           first three; after a failed delivery, with a reason, back to preparing or cancelled.
 *           Digital goods alone are delivered by being paid.
 *           order_move is the only way: one conditional update, one row of history, one message.
 *           A guest's order without a proved phone is not confirmed; when it is not proved in time,
 *           or not paid in time where it is paid online, it is cancelled.  Before the proof nobody
 *           gets a message about it.
 *           Messages carry the order's page, in its language, with its secret after #:
 *           SHOP/ar/orders/NUMBER#token=...
 *           A customer cancels until the setting cancel_hours before the slot begins, and what was
 *           not paid.
 * See       sale/order.h, fcgi/api/order.c, tests/http/order_test.c, tests/http/guest_order_test.c */
#ifndef SALE_ORDER_MOVE_H
#define SALE_ORDER_MOVE_H

#include "sale/order.h"

/* Which desk of the shop may make a move. */
enum {
	DESK_ORDERS = 1, DESK_DELIVERY = 2, DESK_SYSTEM = 4, DESK_CUSTOMER = 8,
	DESK_COURIER = 16,	/* the order's delivery man: it is he who did it */
};

/* Moves an order; `desks` are the desks the actor stands at.  E_MOVE_REFUSED, E_REASON_NEEDED naming
 * "note", E_COURIER_NEEDED before it goes out, E_FORBIDDEN for another desk's move, E_CONFLICT when
 * `version` (0: any) is no longer the order's.  Confirming uses the held capacity; cancelling gives
 * back capacity and, unless it was paid, the code's use. */
enum err order_move(struct ctx *cx, int64_t id, const char *to, const char *note, int32_t version,
                    unsigned desks) MUST_CHECK;

/* For an order that was just paid, locked by the caller: with nothing to bring it is delivered now. */
enum err order_close_digital(struct ctx *cx, int64_t id) MUST_CHECK;

/* Sets who delivers it; the caller has checked the man.  E_MOVE_REFUSED once it is delivered or
 * cancelled. */
enum err order_assign(struct ctx *cx, int64_t id, int64_t delivery_man_id, int32_t version) MUST_CHECK;

/* The kitchen has packed it: from being prepared only, E_MOVE_REFUSED.  *ret_now is false when it was
 * packed already. */
enum err order_pack(struct ctx *cx, int64_t id, bool *ret_now) MUST_CHECK;

/* How a customer names an order: with its secret, or as one of the actor's own. */
struct order_key { const char *number, *tracking_token; };
enum err order_find(struct ctx *cx, const struct order_key *key, int64_t *ret) MUST_CHECK;

/* E_NOT_FOUND, E_MOVE_REFUSED, E_CANCEL_LATE.  `reason` may be NULL. */
enum err order_cancel(struct ctx *cx, const struct order_key *key, const char *reason) MUST_CHECK;

/* A guest shows the phone of an order to be his; from then on it is his customer's.  E_NOT_FOUND,
 * E_PHONE_UNPROVED, E_CONFLICT for one that has been cancelled.  Nothing happens the second time. */
enum err order_prove(struct ctx *cx, const char *number, const char *tracking_token,
                     const char *proof) MUST_CHECK;

/* A step of the job `expire-orders`.  Commits each order by itself. */
enum err order_expire_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* Tells the customer that it was placed; that staff changed it; that its digital goods can be fetched;
 * that so much of it was paid back; that a question about it was answered. */
enum err order_tell_placed(struct ctx *cx, int64_t id) MUST_CHECK;
enum err order_tell_changed(struct ctx *cx, int64_t id) MUST_CHECK;
enum err order_tell_downloads(struct ctx *cx, int64_t id) MUST_CHECK;
enum err order_tell_refund(struct ctx *cx, int64_t id, struct money amount) MUST_CHECK;
enum err order_tell_answer(struct ctx *cx, int64_t id) MUST_CHECK;

#endif
