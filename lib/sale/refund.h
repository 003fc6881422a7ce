/* SPDX-License-Identifier: MIT */
/* Refunds: paying back an order, whole or by line.
 *
 * Owns      refunds, refund_items.
 * Rules     The pieces of a line cost what was paid for the line, shared among them by the largest
 *           remainder: given back one by one, in any order, they give back exactly what was paid.
 *           Never more pieces than were ordered, never more than was paid: the order is locked, and
 *           the sums are held by conditions on its payment and on itself.
 *           The row is there before the money moves.  Cash and card at the door are paid back by
 *           hand, so that they have succeeded at once.
 * See       sale/payment.h, sale/ledger.h, tests/http/refund_test.c */
#ifndef SALE_REFUND_H
#define SALE_REFUND_H

#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define REFUND_LINES_MAX 50
#define REFUND_STATES "pending|succeeded|failed|unknown"

struct refund_line { int64_t order_item_id; int32_t quantity; };

struct refund_wish {
	bool whole;			/* everything that is left, and no lines */
	const struct refund_line *lines;
	size_t lines_n;
	bool delivery_fee;		/* that too */
	const char *reason;
};

struct refund_item { int64_t order_item_id; int32_t quantity; struct money amount; };

struct refund {
	int64_t id;
	int32_t refund_no;
	struct money amount, delivery_fee_amount;
	const char *status, *reason;
	int64_t admin_user_id, created_at;
	struct refund_item *items;
	size_t items_n;
};
struct refund_list { struct refund *items; size_t items_n; };

/* In the caller's transaction, by the actor.  E_NOT_FOUND, E_UNPAID, E_REFUND_NOTHING,
 * E_REFUND_TOO_MUCH naming "items.N.quantity" or "delivery_fee", E_INVALID naming "items". */
enum err refund_make(struct ctx *cx, int64_t order_id, const struct refund_wish *wish,
                     struct refund *ret) MUST_CHECK;

/* All of an order, oldest first. */
enum err refund_list(struct ctx *cx, int64_t order_id, struct refund_list *ret) MUST_CHECK;

/* What the pieces from the n-th on cost (0 is the first), of a line of `quantity` pieces for which
 * `paid` was paid. */
struct money refund_pieces(struct ctx *cx, struct money paid, int32_t quantity, int32_t from,
                           int32_t n);

#endif
