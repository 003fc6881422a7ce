/* SPDX-License-Identifier: MIT */
/* A quote: what lines cost together, with the fee and every discount, and why one does not apply.
 *
 * Rules     subtotal is the sum of the lines before discounts and without the fee.
 *           total = subtotal - rules_discount_amount - discount_amount + delivery_fee.
 * See       tests/http/quote_test.c */
#ifndef PRICE_QUOTE_H
#define PRICE_QUOTE_H

#include "place/place.h"
#include "price/line.h"
#include "price/promo.h"

/* One rule or code that was considered. */
struct quote_discount {
	const char *source;		/* "rule" or "code" */
	const char *name, *code;	/* code NULL for a rule */
	const char *kind;		/* "percentage", "fixed_amount" or "free_delivery" */
	bool applied;
	struct money amount;
	const char *reason, *message;	/* why not: an error's code and text; NULL when applied */
	struct money needed, have;	/* the two numbers that decided; NONE otherwise */
};

struct quote {
	const struct line *items;
	size_t items_n;
	int32_t cookies;
	struct money subtotal, rules_discount_amount, discount_amount, delivery_fee, total;
	struct quote_discount *discounts;
	size_t discounts_n;
	const char *currency;
	int64_t zone_id;		/* 0: without delivery so far */
	struct promo_result promo;	/* of the code, if promo.promo.id */
};

/* `zone` may be NULL: then the fee is zero.  `code` may be NULL; an unknown one is a discount that
 * does not apply, not an error. */
enum err quote_make(struct ctx *cx, const struct settings *set, const struct line *lines,
                    size_t lines_n, const struct zone *zone, const char *code,
                    struct quote *ret) MUST_CHECK;

#endif
