/* SPDX-License-Identifier: MIT */
/* Payments: tries to pay an order, each with one provider, and what became of them.
 *
 * Owns      payments, payment_events.
 * Rules     The payment's row is there before anything else happens with it: with the order.
 *           Whatever is heard of a payment, from staff, a gateway or ourselves, is an event of one
 *           kind, seen once by its id; a table says which status it leads to from which, and an
 *           event that leads nowhere (a late failure after the money came) is noted and ignored.
 *           An order has at most one payment that counts, and that one paid all of it.
 *           cash and card are paid at the door: due with the order, collected when staff says so.
 * Does not  decide what is paid back: sale/refund.h.
 * See       sale/ledger.h, tests/http/payment_test.c */
#ifndef SALE_PAYMENT_H
#define SALE_PAYMENT_H

#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define PAYMENT_STATES                                                                             \
	"none|pending|authorised|paid|part_refunded|refunded|failed|voided|cod_due|cod_collected"

struct payment {
	int64_t id, order_id;
	const char *provider, *status, *currency;
	struct money amount, refunded_amount;
	int64_t paid_at, created_at;	/* paid_at 0: was not */
};

struct payment_event {
	const char *provider;
	const char *event_id;		/* the provider's, or one made of what it says */
	const char *source;		/* "webhook", "inquiry", "call", "staff" or "system" */
	const char *kind;		/* "authorised", "captured", "failed" or "voided" */
	struct money amount;		/* that it names */
	const char *currency;
};

/* For a new order, in its transaction. */
enum err payment_begin(struct ctx *cx, int64_t order_id, const char *method, struct money amount,
                       const char *currency) MUST_CHECK;

/* Applies an event to a payment that the caller has locked with its order; *applied is false when it
 * was seen before or leads nowhere.  Money that comes makes the order paid (sale/ledger.h). */
enum err payment_apply(struct ctx *cx, const struct payment *p, const struct payment_event *e,
                       bool *applied) MUST_CHECK;

/* The order's last payment, locked; the order is locked already. */
enum err payment_lock(struct ctx *cx, int64_t order_id, struct payment *ret,
                      bool *found) MUST_CHECK;

/* The money came at the door, or in the shop: `amount` is what the order costs, else
 * E_PAYMENT_AMOUNT; `method` is "cash" or "card", however it was ordered.  E_PAID for what was paid
 * already, E_MOVE_REFUSED for a cancelled order, E_NOT_FOUND.  Locks the order. */
enum err payment_collect(struct ctx *cx, int64_t order_id, const char *method,
                         struct money amount) MUST_CHECK;

/* The order costs something else now, and is not paid yet.  E_PAID. */
enum err payment_change(struct ctx *cx, int64_t order_id, struct money amount) MUST_CHECK;

/* So much of it goes back, for a row of sale/refund.h: E_REFUND_TOO_MUCH when less is left. */
enum err payment_refund(struct ctx *cx, const struct payment *p, int64_t refund_id,
                        struct money amount) MUST_CHECK;

/* A cancelled order need not be paid any more; nothing happens to what was paid. */
enum err payment_void(struct ctx *cx, int64_t order_id) MUST_CHECK;

/* All of an order, oldest first. */
enum err payment_list(struct ctx *cx, int64_t order_id, struct payment **ret,
                      size_t *ret_n) MUST_CHECK;

#endif
