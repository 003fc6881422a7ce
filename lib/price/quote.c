/* SPDX-License-Identifier: MIT */
#include "price/quote.h"

#include "base/str.h"

enum err
quote_gather(struct ctx *cx, const char *group, const struct line *lines, size_t lines_n,
             const struct zone *zone, const char *code, struct quote_facts *ret)
{
	struct quote_facts f = {
		.at = cx->now, .group = group, .lines = lines, .lines_n = lines_n, .code = code,
		.zone_id = zone ? zone->id : 0, .city = zone ? zone->city_base_name : NULL,
		.fee = zone ? zone->delivery_fee : money_of(0),
	};
	struct promo promo = { 0 };
	struct rule *rules;
	bool found;

	TRY(rule_list_on(cx, &rules, &f.rules_n));
	f.rules = rules;
	if (code) {
		TRY(promo_find(cx, code, &promo, &found));
		f.promo = found ? arena_copy(cx->mem, &promo, sizeof promo) : NULL;
	}
	*ret = f;
	return OK;
}

/* Fills in why it did not apply. */
static struct quote_discount
explained(const struct ctx *cx, struct quote_discount d, enum err refusal)
{
	d.applied = refusal == OK;
	if (refusal != OK) {
		d.reason = err_info(refusal)->slug;
		d.message = err_info(refusal)->text[cx->lang];
	}
	return d;
}

static struct line *
price_lines(struct ctx *cx, const struct quote_facts *f, struct quote *q)
{
	struct line *lines = arena_array(cx->mem, struct line, f->lines_n + 1);

	for (size_t i = 0; i < f->lines_n; i++) {
		lines[i] = f->lines[i];
		line_price(&lines[i], f->group);
		/* At most LINES_MAX amounts: the sum cannot overflow. */
		q->subtotal.minor += lines[i].total.minor;
		q->cookies += lines[i].cookies;
	}
	return lines;
}

static void
apply_rules(struct ctx *cx, const struct quote_facts *f, struct line *lines, struct quote *q)
{
	struct rule_scene scene = { f->group, f->zone_id, f->city, q->subtotal };

	for (size_t i = 0; i < f->rules_n; i++) {
		const struct rule *r = &f->rules[i];
		struct rule_result result = rule_apply(cx, r, &scene, lines, f->lines_n,
		                                       &q->delivery_fee);

		q->discounts[q->discounts_n++] = explained(cx, (struct quote_discount){
			.source = "rule", .rule_id = r->id, .name = r->name, .kind = r->kind,
			.amount = result.amount, .needed = result.needed, .have = result.have,
		}, result.refusal);
		if (!str_eq(r->kind, "free_delivery"))
			q->rules_discount_amount = money_add(q->rules_discount_amount,
			                                     result.amount);
	}
}

/* Among all lines, by what the rules left of them. */
static void
share_code(struct ctx *cx, struct line *lines, size_t n, struct money amount)
{
	int64_t *left = arena_array(cx->mem, int64_t, n + 1);
	struct money *shares = arena_array(cx->mem, struct money, n + 1);

	for (size_t i = 0; i < n; i++)
		left[i] = lines[i].total.minor - lines[i].rules_discount.minor;
	money_split(amount, left, n, shares);
	for (size_t i = 0; i < n; i++)
		lines[i].code_discount = shares[i];
}

static void
apply_code(struct ctx *cx, const struct quote_facts *f, struct line *lines, struct quote *q)
{
	struct money left = money_sub(q->subtotal, q->rules_discount_amount);
	const struct promo *p = f->promo;

	if (p)
		promo_evaluate(p, f->at, q->subtotal, left, &q->promo);
	else
		q->promo = (struct promo_result){ .refusal = E_PROMO_UNKNOWN, .needed = MONEY_NONE,
		                                  .have = MONEY_NONE };
	q->discount_amount = q->promo.amount;
	q->discounts[q->discounts_n++] = explained(cx, (struct quote_discount){
		.source = "code", .name = p ? p->name : f->code, .code = p ? p->code : f->code,
		.kind = p && !p->is_percentage ? "fixed_amount" : "percentage",
		.amount = q->promo.amount, .needed = q->promo.needed, .have = q->promo.have,
	}, q->promo.refusal);
	share_code(cx, lines, f->lines_n, q->discount_amount);
}

enum err
quote_compute(struct ctx *cx, const struct quote_facts *f, struct quote *ret)
{
	struct quote q = {
		.items_n = f->lines_n, .delivery_fee = f->fee, .zone_id = f->zone_id,
		.discounts = arena_array(cx->mem, struct quote_discount, f->rules_n + 1),
	};
	struct line *lines = price_lines(cx, f, &q);

	q.items = lines;
	if (q.subtotal.minor + q.delivery_fee.minor > MONEY_MAX)
		return fail(cx, E_CART_FULL, "the cart costs too much");
	apply_rules(cx, f, lines, &q);
	if (f->code)
		apply_code(cx, f, lines, &q);
	q.total = money_add(money_sub(money_sub(q.subtotal, q.rules_discount_amount),
	                              q.discount_amount), q.delivery_fee);
	*ret = q;
	return OK;
}
