/* SPDX-License-Identifier: MIT */
/* Ordering again: what an earlier order had goes into the cart, as far as it can be had today.
 *
 * Rules     Each line as it was: the thing, how many, the same flavors.  What cannot be had any more
 *           is named with the reason, and the rest goes in.  Prices are today's.
 * See       fcgi/api/order.c, tests/http/reorder_test.c */
#ifndef SALE_REORDER_H
#define SALE_REORDER_H

#include "sale/cart.h"

struct reorder_lack {
	const char *product_name, *reason, *message;	/* reason: an error's code */
	int32_t quantity;
};
struct reorder {
	struct cart cart;		/* as it is then */
	struct reorder_lack *unavailable;
	size_t unavailable_n;
};

/* One of the actor's own orders: E_NOT_FOUND.  E_CART_FULL when they do not fit beside what is in the
 * cart already.  Inside a transaction. */
enum err reorder_own(struct ctx *cx, const char *number, struct reorder *ret) MUST_CHECK;

#endif
