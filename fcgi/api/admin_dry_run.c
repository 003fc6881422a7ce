/* SPDX-License-Identifier: MIT */
/* What a rule or a code would have done to the orders of some days. */
#include "sale/dry_run.h"

#include "base/str.h"
#include "manage/rule.h"
#include "web/endpoint.h"
#include "web/input.h"

VIEW(dry_day_view, struct dry_day,
	SHOW(day, "The day"),
	SHOW(orders, "Orders placed on it"),
	SHOW(applied, "Of these, such as it applies to"),
	SHOW(discount, "What it takes off them"),
	SHOW(difference, "What they cost less with it; later discounts may find less"));
VIEW(dry_run_view, struct dry_run,
	SHOW_LIST(days, dry_day_view, "Day by day"),
	SHOW(orders, "Orders that were looked at"),
	SHOW(without_facts, "Of these, imported ones, of which nothing is known"),
	SHOW(other_code, "Of these, such as used another code"),
	SHOW(applied, "Orders that it applies to"),
	SHOW(discount, "What it takes off them"),
	SHOW(difference, "What they cost less with it"),
	SHOW(is_cut, "True: there were too many, and the last days are not complete"));
static const struct rate rate_dry_run = { "dry_run", 60, 600, RATE_BY_ACTOR };

#define DRY_RUN_IN(F)                                                                              \
	F(BODY, date, from, .doc = "First day on which orders were placed")                        \
	F(BODY, date, to, .doc = "Last day; at most 92 days in all")                               \
	F(BODY, id, id, .optional = true, .doc = "A stored one, in place of the fields below")     \
	F(BODY, money, discount_value, .min = 0, .max = MONEY_MAX, .optional = true,               \
	  .doc = "Percent or amount; 0.00 for free delivery")                                      \
	F(BODY, money, minimum_order_amount, .min = 0, .max = MONEY_MAX, .optional = true,         \
	  .doc = "Applies from this subtotal on; left out: from any")                              \
	F(BODY, money, maximum_discount, .min = 0, .max = MONEY_MAX, .optional = true,             \
	  .doc = "Most that it takes off; left out: no limit")
#define DRY_RULE_IN(F)                                                                             \
	DRY_RUN_IN(F)                                                                              \
	F(BODY, choice, rule_type, .choices = RULE_TYPES, .optional = true,                      \
	  .doc = "What it looks at")                                                               \
	F(BODY, id, target_id, .optional = true,                                                   \
	  .doc = "Product, category, flavor or zone, by its type")                                 \
	F(BODY, str, target_value, .min = 1, .max = 255, .optional = true,                         \
	  .doc = "City or customer group, by its type")                                            \
	F(BODY, choice, discount_type, .choices = "percentage|fixed_amount|free_delivery",         \
	  .optional = true, .doc = "What it does")                                                 \
	F(BODY, i32, priority, .min = -1000000, .max = 1000000, .optional = true,                  \
	  .doc = "Higher ones apply first")
#define DRY_CODE_IN(F)                                                                             \
	DRY_RUN_IN(F)                                                                              \
	F(BODY, choice, discount_type, .choices = "percentage|fixed_amount", .optional = true,     \
	  .doc = "What it does")
INPUT(dry_rule_in, DRY_RULE_IN);
INPUT(dry_code_in, DRY_CODE_IN);

static struct money
or_nothing(struct money m)
{
	return money_is_none(m) ? money_of(0) : m;
}

static enum err
dry_run_pricing_rule(struct ctx *cx, const struct dry_rule_in *in, struct dry_run *out)
{
	struct candidate c = {
		.id = in->id, .from = in->from, .to = in->to, .priority = in->priority,
		.rule = {
			.type = in->rule_type, .target_id = in->target_id,
			.target_value = in->target_value, .kind = in->discount_type,
			.value = or_nothing(in->discount_value),
			.minimum = or_nothing(in->minimum_order_amount),
			.maximum = in->maximum_discount,
		},
	};

	if (!in->id && !in->rule_type)
		return input_needs(cx, "rule_type");
	if (!in->id && !in->discount_type)
		return input_needs(cx, "discount_type");
	return dry_run_rule(cx, &c, out);
}
ENDPOINT(dry_run_pricing_rule, POST, "/api/v1/admin/pricing-rules/dry-run", dry_rule_in,
	dry_run_view, .auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ,
	.rate = &rate_dry_run, .errors = ERRORS(E_NOT_FOUND),
	.doc = "What a rule would have done to the orders of some days, had it been on all the "
	       "time. Nothing is changed.");

static enum err
dry_run_promo_code(struct ctx *cx, const struct dry_code_in *in, struct dry_run *out)
{
	struct candidate c = {
		.id = in->id, .from = in->from, .to = in->to,
		.promo = {
			.is_percentage = str_eq(in->discount_type, "percentage"),
			.value = or_nothing(in->discount_value),
			.minimum = or_nothing(in->minimum_order_amount),
			.maximum = in->maximum_discount,
		},
	};

	if (!in->id && !in->discount_type)
		return input_needs(cx, "discount_type");
	return dry_run_code(cx, &c, out);
}
ENDPOINT(dry_run_promo_code, POST, "/api/v1/admin/promo-codes/dry-run", dry_code_in, dry_run_view,
	.auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ, .rate = &rate_dry_run,
	.errors = ERRORS(E_NOT_FOUND),
	.doc = "What a code would have cost on the orders of some days that used no other one, had "
	       "everybody typed it and no limit of uses been reached. Nothing is changed.");

ENDPOINTS(admin_dry_run, &dry_run_pricing_rule_endpoint, &dry_run_promo_code_endpoint);
