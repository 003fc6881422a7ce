/* SPDX-License-Identifier: MIT */
/* Reckoning: the lines and discounts of an order, and the facts from which its amounts follow.
 *
 * Owns      order_items, order_discounts, order_proofs.
 * Rules     Rows are only added: an edit by staff writes the whole order anew under the next
 *           edit_no; those of the order's present edit_no hold.
 *           The facts give the same amounts on any later day: an order explains itself, and
 *           reckoning_replay proves it of all of them.
 * See       price/proof.h, `crumbled replay-orders`; tests/http/reckoning_test.c */
#ifndef SALE_RECKONING_H
#define SALE_RECKONING_H

#include "price/quote.h"

/* Writes them for a new order (edit_no 0) or for an edit of it, in the caller's transaction, which
 * writes the amounts and edit_no into the order. */
enum err reckoning_write(struct ctx *cx, int64_t order_id, int32_t edit_no,
                         const struct quote_facts *facts, const struct quote *q) MUST_CHECK;

/* The facts of an edit as text; NULL for an imported order. */
enum err reckoning_facts(struct ctx *cx, int64_t order_id, int32_t edit_no,
                         const char **ret) MUST_CHECK;

/* The rules and codes that were applied, in order. */
enum err reckoning_applied(struct ctx *cx, int64_t order_id, int32_t edit_no,
                           struct quote_discount **ret, size_t *ret_n) MUST_CHECK;
/* Every one that was considered, in order.  An imported order has no facts: then only what was
 * applied. */
enum err reckoning_discounts(struct ctx *cx, int64_t order_id, int32_t edit_no,
                             struct quote_discount **ret, size_t *ret_n) MUST_CHECK;

struct replay {
	int64_t last_id;		/* goes on after this order */
	int64_t orders;			/* looked at so far */
	int64_t without_facts;		/* of these, imported ones */
	int64_t differ_n;		/* that came out otherwise */
	char first[16];			/* number of the first of these; "": none */
};

/* Works out the next `max` orders again; *more is false after the last one. */
enum err reckoning_replay(struct ctx *cx, int32_t max, struct replay *r, bool *more) MUST_CHECK;

#endif
