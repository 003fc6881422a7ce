/* SPDX-License-Identifier: MIT */
/* A quote: what lines cost together, with the fee and every discount, and why one does not apply.
 *
 * Rules     subtotal is the sum of the lines before discounts and without the fee.
 *           First the rules (price/rule.h), then one code on what they left, then the fee:
 *           total = subtotal - rules_discount_amount - discount_amount + delivery_fee.
 *           What the code takes is shared among the lines as a rule's is.
 *           A quote follows from its facts alone: the same facts give the same quote, on any day
 *           (price/proof.h).
 * See       price/kept_quote.h, tests/http/quote_test.c, tests/unit/price/quote_test.c */
#ifndef PRICE_QUOTE_H
#define PRICE_QUOTE_H

#include "ops/setting.h"
#include "place/place.h"
#include "price/line.h"
#include "price/promo.h"
#include "price/rule.h"

/* Everything that a price follows from. */
struct quote_facts {
	int64_t at;			/* the moment */
	const char *group;		/* of the customer; NULL: none */
	int64_t zone_id;		/* 0: without delivery so far */
	const char *city;		/* its untranslated name; NULL with the zone */
	struct money fee;		/* the zone's */
	const struct line *lines;	/* with tariffs and choices */
	size_t lines_n;
	const struct rule *rules;	/* in their order */
	size_t rules_n;
	const char *code;		/* as typed; NULL: none */
	const struct promo *promo;	/* NULL: there is no such code */
};

/* One rule or code that was considered. */
struct quote_discount {
	const char *source;		/* "rule" or "code" */
	int64_t rule_id;		/* 0: a code */
	const char *name, *code;	/* code NULL for a rule */
	const char *kind;		/* "percentage", "fixed_amount" or "free_delivery" */
	bool applied;
	struct money amount;
	const char *reason, *message;	/* why not: an error's code and text; NULL when applied */
	struct money needed, have;	/* the two numbers that decided; NONE otherwise */
};

struct quote {
	int64_t id, expires_at;		/* 0: it is not kept */
	const struct line *items;	/* priced, with their shares of the discounts */
	size_t items_n;
	int32_t cookies;
	struct money subtotal, rules_discount_amount, discount_amount, delivery_fee, total;
	struct quote_discount *discounts;
	size_t discounts_n;
	const char *currency;
	int64_t zone_id;		/* 0: without delivery so far */
	struct promo_result promo;	/* of the code, if promo.promo.id */
};

/* The facts as they are now.  `zone` may be NULL: then the fee is zero.  `code` may be NULL; an
 * unknown one is a discount that does not apply, not an error. */
enum err quote_gather(struct ctx *cx, const char *group, const struct line *lines, size_t lines_n,
                      const struct zone *zone, const char *code,
                      struct quote_facts *ret) MUST_CHECK;

/* What follows from them; no database.  E_CART_FULL when it costs more than a price can hold. */
enum err quote_compute(struct ctx *cx, const struct quote_facts *facts,
                       struct quote *ret) MUST_CHECK;

#endif
