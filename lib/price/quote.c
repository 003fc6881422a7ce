/* SPDX-License-Identifier: MIT */
#include "price/quote.h"

#include "base/str.h"

static struct quote_discount
explain(struct ctx *cx, const struct promo_result *r, const char *code)
{
	struct quote_discount d = {
		.source = "code",
		.name = r->promo.id ? r->promo.name : code,
		.code = r->promo.id ? r->promo.code : code,
		.kind = r->promo.id && !r->promo.is_percentage ? "fixed_amount" : "percentage",
		.applied = r->refusal == OK,
		.amount = r->amount,
		.needed = r->needed,
		.have = r->have,
	};

	if (r->refusal != OK) {
		d.reason = err_info(r->refusal)->slug;
		d.message = err_info(r->refusal)->text[cx->lang];
	}
	return d;
}

static enum err
apply_code(struct ctx *cx, const char *code, struct quote *q)
{
	struct promo promo = { 0 };
	struct money left = money_sub(q->subtotal, q->rules_discount_amount);
	enum err e = promo_find(cx, code, &promo);

	if (e == E_PROMO_UNKNOWN) {
		/* It is told in the quote; the request itself is fine. */
		cx->faults = NULL;
		cx->faults_end = &cx->faults;
		q->promo = (struct promo_result){ .refusal = e, .amount = money_of(0),
		                                  .needed = MONEY_NONE, .have = MONEY_NONE };
	} else {
		TRY(e);
		promo_evaluate(&promo, cx->now, q->subtotal, left, &q->promo);
	}
	q->discount_amount = q->promo.amount;
	q->discounts[q->discounts_n++] = explain(cx, &q->promo, code);
	return OK;
}

enum err
quote_make(struct ctx *cx, const struct settings *set, const struct line *lines, size_t lines_n,
           const struct zone *zone, const char *code, struct quote *ret)
{
	struct quote q = {
		.items = lines,
		.items_n = lines_n,
		.currency = set->currency,
		.delivery_fee = zone ? zone->delivery_fee : money_of(0),
		.zone_id = zone ? zone->id : 0,
		.discounts = arena_array(cx->mem, struct quote_discount, 1),
	};

	/* At most LINES_MAX amounts: the sum cannot overflow, but it may not fit a price column. */
	for (size_t i = 0; i < lines_n; i++) {
		q.subtotal.minor += lines[i].total.minor;
		q.cookies += lines[i].cookies;
	}
	if (q.subtotal.minor + q.delivery_fee.minor > MONEY_MAX)
		return fail(cx, E_CART_FULL, "the cart costs too much");
	if (code)
		TRY(apply_code(cx, code, &q));
	q.total = money_add(money_sub(money_sub(q.subtotal, q.rules_discount_amount),
	                              q.discount_amount), q.delivery_fee);
	*ret = q;
	return OK;
}
