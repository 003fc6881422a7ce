/* SPDX-License-Identifier: MIT */
#include "sale/simulator.h"

#include "account/customer.h"
#include "base/str.h"
#include "ops/setting.h"
#include "price/history.h"
#include "sale/cart.h"

/* What its flavors added then; those that nobody had set stay as they are. */
static enum err
adjust_flavors(struct ctx *cx, int64_t at, struct line *line)
{
	struct line_flavor *flavors = arena_array(cx->mem, struct line_flavor, line->flavors_n + 1);
	struct history_adjustment *then;
	size_t n;

	TRY(history_adjustments(cx, line->product_instance_id, at, &then, &n));
	for (size_t i = 0; i < line->flavors_n; i++) {
		flavors[i] = line->flavors[i];
		for (size_t k = 0; k < n; k++)
			if (then[k].flavor_id == flavors[i].flavor_id)
				flavors[i].price_adjustment = then[k].amount;
	}
	line->flavors = flavors;
	return OK;
}

static enum err
price_of_then(struct ctx *cx, int64_t at, struct line *line, size_t place)
{
	struct tariff then;
	enum err e = history_tariff(cx, line->product_instance_id, at, &then);

	if (e == E_NOT_FOUND)
		return fail_at(cx, E_NOT_SOLD, arena_fmt(cx->mem, "items.%zu", place),
		               "no price at that moment");
	TRY(e);
	line->tariff = arena_copy(cx->mem, &then, sizeof then);
	return adjust_flavors(cx, at, line);
}

static enum err
make_lines(struct ctx *cx, const struct simulation *in, bool is_over, struct line *lines)
{
	if (in->lines_n == 0)
		return fail_at(cx, E_INVALID, "items", "nothing is asked for");
	for (size_t i = 0; i < in->lines_n; i++) {
		const struct order_edit_line *want = &in->lines[i];

		TRY(cart_make_line(cx, want->product_instance_id, want->quantity, want->flavors,
		                   want->flavors_n, &lines[i]));
		if (is_over)
			TRY(price_of_then(cx, in->at, &lines[i], i));
	}
	return OK;
}

static enum err
choose_group(struct ctx *cx, const struct simulation *in, const char **ret)
{
	struct customer customer = { 0 };
	enum err e;

	*ret = in->group ? str_lower(cx->mem, in->group) : NULL;
	if (!in->customer_id)
		return OK;
	if (in->group)
		return fail_at(cx, E_INVALID, "customer_group", "the customer has one");
	e = customer_get(cx, in->customer_id, &customer);
	if (e == E_NOT_FOUND)
		return fail_at(cx, E_NOT_FOUND, "customer_id", "no such customer");
	TRY(e);
	*ret = customer.customer_group;
	return OK;
}

static enum err
choose_zone(struct ctx *cx, const struct simulation *in, bool is_over, struct zone *ret)
{
	struct money fee;

	TRY(zone_for_order(cx, in->zone_id, ret));
	if (!is_over)
		return OK;
	TRY(history_amount(cx, "zone", ret->id, "fee", in->at, &fee));
	if (!money_is_none(fee))
		ret->delivery_fee = fee;
	return OK;
}

/* With the context's clock at that moment. */
static enum err
quote_then(struct ctx *cx, const struct simulation *in, bool is_over, struct quote *ret)
{
	struct line *lines = arena_array(cx->mem, struct line, in->lines_n + 1);
	struct zone zone = { 0 };
	struct settings set;
	struct quote_facts facts;
	const char *group;

	TRY(settings_read(cx, &set));
	TRY(choose_group(cx, in, &group));
	TRY(make_lines(cx, in, is_over, lines));
	if (in->zone_id && !lines_are_digital(lines, in->lines_n))
		TRY(choose_zone(cx, in, is_over, &zone));
	TRY(quote_gather(cx, group, lines, in->lines_n, zone.id ? &zone : NULL, in->promo_code,
	                 &facts));
	TRY(quote_compute(cx, &facts, ret));
	ret->currency = set.currency;
	return OK;
}

enum err
simulator_quote(struct ctx *cx, const struct simulation *in, struct quote *ret)
{
	int64_t now = cx->now;
	bool is_over = in->at && in->at < now;
	enum err e;

	if (in->at)
		cx->now = in->at;
	e = quote_then(cx, in, is_over, ret);
	cx->now = now;
	return e;
}
