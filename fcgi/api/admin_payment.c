/* SPDX-License-Identifier: MIT */
/* Money of an order at the desks: what came, and what goes back. */
#include "dispatch/desk.h"

#include "web/common.h"

static const struct rate rate_refund = { "refund", 120, 600, RATE_BY_ACTOR };

VIEW(refund_item_view, struct refund_item,
	SHOW(order_item_id, "Line of the order"),
	SHOW(quantity, "Pieces of it"),
	SHOW(amount, "What was paid for these pieces"));
VIEW(refund_view, struct refund,
	SHOW(id, "Refund"),
	SHOW(refund_no, "1 for the order's first"),
	SHOW(amount, "What goes back"),
	SHOW(delivery_fee_amount, "What of it is the delivery fee"),
	SHOW_CHOICE(status, REFUND_STATES, "Where it stands"),
	SHOW(reason, "Why"),
	SHOW_OPT(admin_user_id, "Who ordered it; null: the system"),
	SHOW_TIME(created_at, "When"),
	SHOW_LIST(items, refund_item_view, "Lines"));
VIEW(payment_view, struct payment,
	SHOW(id, "Payment"),
	SHOW(provider, "cash, card, or the name of a gateway"),
	SHOW_CHOICE(status, PAYMENT_STATES, "Where it stands"),
	SHOW(amount, "What is asked for"),
	SHOW(refunded_amount, "What went back"),
	SHOW(currency, "ISO 4217 code"),
	SHOW_TIME_OPT(paid_at, "When it was paid"),
	SHOW_TIME(created_at, "When it began"));
VIEW(order_money_view, struct desk_money,
	SHOW_LIST(payments, payment_view, "Tries to pay, oldest first"),
	SHOW_LIST(refunds, refund_view, "Refunds, oldest first"));
VIEW(paid_order_view, struct order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_CHOICE(status, ORDER_STATUSES, "Where it stands"),
	SHOW_CHOICE(payment_status, "pending|paid|failed", "Whether it is paid"),
	SHOW(total, "What it cost"),
	SHOW(version, "Names this state in an edit"));

INPUT(order_money_in, ID_IN);

static enum err
get_order_money(struct ctx *cx, const struct order_money_in *in, struct desk_money *out)
{
	return desk_money(cx, in->id, out);
}
ENDPOINT(get_order_money, GET, "/api/v1/admin/orders/{id}/payments", order_money_in,
	order_money_view, .auth = AUTH_STAFF, .perm = "order.pay", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "Payments and refunds of an order.");

#define COLLECT_IN(F)                                                                              \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, choice, method, .choices = "cash|card", .doc = "How it was paid at the door")      \
	F(BODY, money, amount, .min = 0, .max = MONEY_MAX, .doc = "What came: what it costs")
INPUT(collect_in, COLLECT_IN);

static enum err
collect_payment(struct ctx *cx, const struct collect_in *in, struct order *out)
{
	return desk_collect(cx, in->id, in->method, in->amount, out);
}
ENDPOINT(collect_payment, POST, "/api/v1/admin/orders/{id}/payments", collect_in, paid_order_view,
	.auth = AUTH_STAFF, .perm = "order.pay", .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_NOT_FOUND, E_PAID, E_MOVE_REFUSED, E_PAYMENT_AMOUNT),
	.doc = "Records that the money for an order came at the door; from then on it is paid.");

#define REFUND_LINE_IN(F)                                                                          \
	F(BODY, id, order_item_id, .doc = "Line of the order")                                     \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "Pieces of it")
INPUT_OF(refund_line_in, struct refund_line, REFUND_LINE_IN);
#define REFUND_IN(F)                                                                               \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, flag, whole, .optional = true, .doc = "Everything that is left")                   \
	F(BODY, list, items, .of = refund_line_in, .max = REFUND_LINES_MAX, .optional = true,      \
	  .doc = "Or these lines")                                                                 \
	F(BODY, flag, delivery_fee, .optional = true, .doc = "And the delivery fee")               \
	F(BODY, str, reason, .min = 3, .max = 500, .doc = "Why; for the books")
INPUT(refund_in, REFUND_IN);

static enum err
refund_order(struct ctx *cx, const struct refund_in *in, struct refund *out)
{
	struct refund_wish wish = {
		.whole = in->whole, .lines = in->items, .lines_n = in->items_n,
		.delivery_fee = in->delivery_fee, .reason = in->reason,
	};

	return desk_refund(cx, in->id, &wish, out);
}
ENDPOINT(refund_order, POST, "/api/v1/admin/orders/{id}/refunds", refund_in, refund_view,
	.auth = AUTH_STAFF, .perm = "order.refund", .step_up = true, .tx = TX_WRITE, .once = true,
	.status = 201, .rate = &rate_refund,
	.errors = ERRORS(E_NOT_FOUND, E_UNPAID, E_REFUND_NOTHING, E_REFUND_TOO_MUCH),
	.doc = "Pays back a paid order, whole or by line, never more than was paid. Cash and card at "
	       "the door are handed back by staff.");

ENDPOINTS(admin_payment, &get_order_money_endpoint, &collect_payment_endpoint,
          &refund_order_endpoint);
