/* SPDX-License-Identifier: MIT */
/* Tariffs: what one piece of a thing costs, before chosen flavors, and who gets that price.
 *
 * Owns      product_prices.
 * Rules     The instance's base price is where it begins; a `regular` price replaces it.  Below it,
 *           the lowest of these holds: the product's sale while it is on, a `sale` price, and the
 *           `member` or `wholesale` price of who is in that group.  Never below zero.
 *           A product's price is meant at the product's own base price; an instance keeps its
 *           surcharge over that.  An instance's own price is taken as it is.
 *           A sale without dates goes by its flag; with any date, by the dates: its start belongs to
 *           it, its end does not.
 * See       SPEC 3 "Price of a line"; tests/unit/price/tariff_test.c */
#ifndef PRICE_TARIFF_H
#define PRICE_TARIFF_H

#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

/* A row of product_prices that holds at the moment. */
struct tier {
	int64_t id;
	const char *type;		/* "regular", "sale", "member" or "wholesale" */
	struct money price;
	bool is_own;			/* the instance's own; else the product's */
	int64_t until;			/* 0: no end was set */
};

struct tariff {
	int64_t product_instance_id;
	struct money base;
	struct money product_base;	/* NONE: a pack, which has no product */
	struct money original;		/* what the product cost before; NONE: its base price */
	struct money sale;		/* the product's, while its sale is on; NONE: it is not */
	int64_t sale_until;		/* 0: no end was set */
	const struct tier *tiers;
	size_t tiers_n;
};

struct tariff_price {
	struct money price;
	struct money original;		/* of what is on sale, when it was more; else NONE */
	const char *kind;		/* which price holds: "base", "regular", "sale", ... */
	int64_t until;			/* its end; 0: none was set */
};

/* For somebody of that group (NULL: none). */
struct tariff_price tariff_price(const struct tariff *t, const char *group);

/* Is the product's sale on at that moment? */
bool tariff_sale_is_on(bool flag, int64_t start, int64_t end, int64_t at);

/* The tariffs of n instances as they are at cx->now, in the order of the ids; an id that is no
 * instance has a base of NONE.  One statement. */
enum err tariff_read(struct ctx *cx, const int64_t *ids, size_t n, struct tariff **ret) MUST_CHECK;

#endif
