/* SPDX-License-Identifier: MIT */
/* The history of prices: every value that a price ever had, from when and by whom, and what a thing
 * cost at any moment.
 *
 * Owns      price_history.
 * Rules     Rows are only added, in the transaction of the change they tell about.
 *           A value holds from its row on until the next one of the same price.  A sale or a tier
 *           price carries its dates of then, and takes part between them.
 * See       price/price_desk.h, tests/http/admin_price_test.c */
#ifndef PRICE_HISTORY_H
#define PRICE_HISTORY_H

#include "price/tariff.h"

struct price_change {
	const char *entity;		/* "product", "product_instance", "product_price", ... */
	int64_t entity_id;
	const char *kind;		/* "base", "original", "sale", "regular", "member", ... */
	struct money amount;		/* NONE: there is none any more */
	int64_t start_at, end_at;	/* of a sale or tier price; 0: none */
};

/* From cx->now on, by the actor if it is staff. */
enum err history_note(struct ctx *cx, const struct price_change *change) MUST_CHECK;

/* The tariff of an instance as it was at that moment; E_NOT_FOUND before its first price. */
enum err history_tariff(struct ctx *cx, int64_t instance_id, int64_t at,
                        struct tariff *ret) MUST_CHECK;
/* One value as it was at that moment; NONE: there was none yet. */
enum err history_amount(struct ctx *cx, const char *entity, int64_t entity_id, const char *kind,
                        int64_t at, struct money *ret) MUST_CHECK;
/* What flavors added to the price of an instance then, without those that nobody had set. */
struct history_adjustment { int64_t flavor_id; struct money amount; };
enum err history_adjustments(struct ctx *cx, int64_t instance_id, int64_t at,
                             struct history_adjustment **ret, size_t *ret_n) MUST_CHECK;

#endif
