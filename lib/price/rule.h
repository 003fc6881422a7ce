/* SPDX-License-Identifier: MIT */
/* Rules: discounts that apply by themselves, and what one of them takes off which line.
 *
 * Owns      pricing_rules, pricing_categories.
 * Rules     They apply one after the other, highest priority first, then lowest id, each to what the
 *           earlier ones left.  Minimums compare to the subtotal before all discounts.
 *           product, category and flavor rules look at lines, time, location and customer_group
 *           rules at the order.  Of a line with several flavors, a rule about a flavor or a category
 *           of flavors takes the share that these have by quantity, in whole minor units by the
 *           largest remainder.
 *           A percentage is rounded half up once for the rule, an amount is taken once for the order;
 *           neither takes more than its maximum or than is left.  free_delivery takes the fee.
 *           What a rule takes is shared among its lines in proportion to what it looked at, by the
 *           largest remainder, so that lines always add up to the order.
 *           Names compare trimmed and without regard to the case of ASCII letters.
 * Does not  know the database but for reading the rules; the arithmetic is a function of its input.
 * See       SPEC 3 "Discounts", price/quote.h; tests/unit/price/rule_test.c */
#ifndef PRICE_RULE_H
#define PRICE_RULE_H

#include "price/line.h"

#define RULES_MAX 100			/* that are looked at for one order: the first by priority */

struct rule {
	int64_t id;
	const char *name;
	const char *type;		/* "product", "category", "flavor", "time", "location" or
					 * "customer_group" */
	int64_t target_id;		/* product, flavor or zone; 0: none */
	const char *target_value;	/* city or group; NULL: none */
	const char *category_type;	/* of a category rule: "product_type", "flavor_category",
					 * "size_category" or "customer_group"; NULL: it is off */
	const char *category_value;
	const char *kind;		/* "percentage", "fixed_amount" or "free_delivery" */
	struct money value;		/* an amount, or a percentage in hundredths */
	struct money minimum;		/* of the subtotal */
	struct money maximum;		/* NONE: no limit */
};

/* Who orders, to where. */
struct rule_scene {
	const char *group;		/* NULL: none */
	int64_t zone_id;		/* 0: not known yet */
	const char *city;		/* its untranslated name */
	struct money subtotal;
};

struct rule_result {
	enum err refusal;		/* OK: it applied; E_RULE_TARGET, _MINIMUM, _NOTHING */
	struct money amount;
	struct money needed, have;	/* when the minimum refused it; NONE otherwise */
};

/* Applies a rule to the lines and the fee, which are what earlier ones left; `lines` keep their
 * share in rules_discount. */
struct rule_result rule_apply(struct ctx *cx, const struct rule *r, const struct rule_scene *scene,
                              struct line *lines, size_t lines_n, struct money *fee);

/* What an amount or a percentage in hundredths takes off `left`, at most `maximum` (NONE: all). */
struct money discount_of(bool is_percentage, struct money value, struct money maximum,
                         struct money left);

/* Does a rule of this type look at such a target: a number, or else a name, or nothing?  E_INVALID
 * naming target_id or target_value; whether it is there is not looked at. */
enum err rule_check_target(struct ctx *cx, const char *type, int64_t target_id,
                           const char *target_value) MUST_CHECK;
/* One of them, also while it is off.  E_NOT_FOUND. */
enum err rule_get(struct ctx *cx, int64_t id, struct rule *ret) MUST_CHECK;
/* Fills in what the category of such a rule looks at; nothing while that is off. */
enum err rule_know_category(struct ctx *cx, struct rule *r) MUST_CHECK;
/* The priority of each, by number. */
struct rule_place { int64_t id; int32_t priority; };
enum err rule_places(struct ctx *cx, struct rule_place **ret, size_t *ret_n) MUST_CHECK;

/* Those that are on at cx->now, in their order. */
enum err rule_list_on(struct ctx *cx, struct rule **ret, size_t *ret_n) MUST_CHECK;

#endif
