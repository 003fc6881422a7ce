/* SPDX-License-Identifier: MIT */
/* Promo codes: whether one applies, what it takes off, and using it up exactly.
 *
 * Owns      promo_codes, promo_code_usage.
 * Rules     Codes compare trimmed and upper-cased.  Active, within its dates (start inclusive, end
 *           exclusive), minimum met by the subtotal, under its limits.  A percentage is rounded half
 *           up once and capped; nothing goes below zero.
 *           promo_use decides by one conditional statement, which locks the code until the commit:
 *           no limit is ever passed.
 * Does not  know carts or orders: amounts and ids are given.
 * See       tests/unit/price/promo_test.c, tests/http/cart_test.c, tests/http/race_test.c */
#ifndef PRICE_PROMO_H
#define PRICE_PROMO_H

#include "base/ctx.h"
#include "base/money.h"

struct promo {
	int64_t id;
	const char *code, *name;
	bool is_percentage;
	struct money value;		/* a percentage in hundredths, or an amount */
	struct money minimum, maximum;	/* maximum may be NONE */
	int64_t per_customer_limit;	/* 0: none */
	bool has_limit, is_spent, is_active;
	int64_t valid_from, valid_until;
};

/* What a code does to an order, or why it does nothing. */
struct promo_result {
	struct promo promo;
	enum err refusal;		/* OK: it applies */
	struct money amount;		/* taken off */
	struct money needed, have;	/* when the minimum refused it; NONE otherwise */
};

/* As typed; *found says whether there is such a code. */
enum err promo_find(struct ctx *cx, const char *code, struct promo *ret, bool *found) MUST_CHECK;

/* E_NOT_FOUND. */
enum err promo_get(struct ctx *cx, int64_t id, struct promo *ret) MUST_CHECK;

/* `left` is what the discount may take from: the subtotal less earlier discounts. */
void promo_evaluate(const struct promo *p, int64_t now, struct money subtotal, struct money left,
                    struct promo_result *ret);

/* Whose use it is, by what was proved: a limit for each customer counts all three. */
struct promo_person {
	int64_t customer_id;
	const char *phone;
	const char *email;		/* NULL: none was proved */
};

/* Counts one use: E_PROMO_SPENT if the limit is reached, E_PROMO_USED if this person's is.  Its usage
 * row is written by promo_used_for once the order has an id; is_first: it is this person's first. */
enum err promo_use(struct ctx *cx, const struct promo *p, const struct promo_person *who) MUST_CHECK;
enum err promo_used_for(struct ctx *cx, const struct promo_result *r, int64_t order_id,
                        const struct promo_person *who, struct money subtotal,
                        bool is_first) MUST_CHECK;
/* Gives an order's use back, once; nothing happens if it used none. */
enum err promo_return(struct ctx *cx, int64_t order_id) MUST_CHECK;

/* Blanks the e-mail in at most `max` uses of a customer's orders; *ret_n says in how many.  For
 * cron. */
enum err promo_forget(struct ctx *cx, int64_t customer_id, int32_t max, int64_t *ret_n) MUST_CHECK;

#endif
