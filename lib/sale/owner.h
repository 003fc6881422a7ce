/* SPDX-License-Identifier: MIT */
/* Whose an order is, where that is settled after it was placed.
 *
 * Owns      customer_id of orders, sales and download_tokens, once the rows are there.
 * Rules     An order, its sales and its download tokens have one customer.  They are given only
 *           while none of them has any, and taken back only from whom they were given to.
 *           It is nobody's edit: version and updated_at of the order stay as they are.
 * Does not  decide who may have it: identity/backfill.h.
 * See       tests/http/backfill_test.c */
#ifndef SALE_OWNER_H
#define SALE_OWNER_H

#include "base/ctx.h"

struct owner_given {
	bool order;			/* false: it, or a part of it, has a customer already */
	int32_t sales, tokens;		/* how many went with it */
};

/* In the caller's transaction, which holds the customer's row. */
enum err owner_give(struct ctx *cx, int64_t order_id, int64_t customer_id,
                    struct owner_given *ret) MUST_CHECK;
/* *ret is false when the order is another's by now: then nothing happens. */
enum err owner_take_back(struct ctx *cx, int64_t order_id, int64_t customer_id,
                         bool *ret) MUST_CHECK;

#endif
