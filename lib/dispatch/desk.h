/* SPDX-License-Identifier: MIT */
/* Orders as one desk of the shop sees them: which ones, which fields, which moves.
 *
 * Rules     With order.read all orders, with dispatch.read those from preparing on; the others are
 *           not there (E_NOT_FOUND), as if they were missing.
 *           E-mail addresses only with customer.contact.
 *           A move past a run takes the order's stop along; cash at the door is its delivery man's.
 *           What is in an order stays once its slot's cut-off has passed.
 *           Each move and assignment is in the audit, in its own transaction.
 * Does not  know which moves there are (sale/order.h).
 * See       fcgi/api/admin_order.c, tests/http/admin_order_test.c */
#ifndef DISPATCH_DESK_H
#define DISPATCH_DESK_H

#include "ops/outbox.h"
#include "sale/checkout.h"
#include "sale/payment.h"
#include "sale/refund.h"

/* Newest first; with q, as order_search.  By an e-mail address only who may see one. */
enum err desk_list(struct ctx *cx, struct order_filter f, const char *q, const char *cursor,
                   int32_t limit, struct order_list *ret) MUST_CHECK;
enum err desk_get(struct ctx *cx, int64_t id, struct order *ret) MUST_CHECK;
/* As order_move, from the actor's desk. */
enum err desk_move(struct ctx *cx, int64_t id, const char *to, const char *note, int32_t version,
                   struct order *ret) MUST_CHECK;
/* As checkout_place, for somebody on the phone, and checkout_quote before it. */
enum err desk_take(struct ctx *cx, const struct checkout *in, struct order *ret) MUST_CHECK;
/* As order_remove and order_restore. */
enum err desk_remove(struct ctx *cx, int64_t id, int32_t version, const char *reason) MUST_CHECK;
enum err desk_restore(struct ctx *cx, int64_t id, struct order *ret) MUST_CHECK;
/* Messages about an order, newest first, and trying one again that failed. */
enum err desk_messages(struct ctx *cx, int64_t id, struct outbox_list *ret) MUST_CHECK;
enum err desk_send_again(struct ctx *cx, int64_t id, int64_t message_id) MUST_CHECK;
/* As order_assign, after courier_check; E_IN_RUN for an order that stands in a run. */
enum err desk_assign(struct ctx *cx, int64_t id, int64_t delivery_man_id, int32_t version,
                     struct order *ret) MUST_CHECK;

/* As order_edit_quote and order_edit. */
enum err desk_quote_edit(struct ctx *cx, int64_t id, const struct order_edit *edit,
                         struct order_edit_quote *ret) MUST_CHECK;
enum err desk_edit(struct ctx *cx, int64_t id, const struct order_edit *edit,
                   struct order *ret) MUST_CHECK;

/* As payment_collect. */
enum err desk_collect(struct ctx *cx, int64_t id, const char *method, struct money amount,
                      struct order *ret) MUST_CHECK;
/* As refund_make; the customer is told. */
enum err desk_refund(struct ctx *cx, int64_t id, const struct refund_wish *wish,
                     struct refund *ret) MUST_CHECK;

/* One try to bring it. */
struct attempt {
	int64_t stop_id, run_id, delivery_man_id, photo_id, result_at;
	const char *delivery_man_name, *status, *reason, *note;
	int32_t wrong_codes;
};
struct attempt_list { struct attempt *items; size_t items_n; };
/* Oldest first; without those that an order left before a try. */
enum err desk_attempts(struct ctx *cx, int64_t id, struct attempt_list *ret) MUST_CHECK;

struct desk_money {
	struct payment *payments;
	size_t payments_n;
	struct refund *refunds;
	size_t refunds_n;
};
/* What came for an order and what went back, oldest first. */
enum err desk_money(struct ctx *cx, int64_t id, struct desk_money *ret) MUST_CHECK;

#endif
