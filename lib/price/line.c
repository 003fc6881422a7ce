/* SPDX-License-Identifier: MIT */
#include "price/line.h"

#include "base/str.h"

enum err
line_check_choice(struct ctx *cx, const struct line *line, const char *prefix)
{
	int64_t sum = 0;
	int32_t kinds = 0;

	if (!str_eq(line->type, "pack")) {
		for (size_t i = 0; i < line->flavors_n; i++)
			if (line->flavors[i].chosen)
				return fail_at(cx, E_NO_CHOICE, prefix, "a %s", line->type);
		return OK;
	}
	for (size_t i = 0; i < line->flavors_n; i++) {
		const struct line_flavor *f = &line->flavors[i];
		const char *field = arena_fmt(cx->mem, "%s.%zu", prefix, i);

		if (!f->allowed)
			return fail_at(cx, E_PACK_FLAVOR, field, "flavor %lld",
			               (long long)f->flavor_id);
		if (line->max_per_flavor && f->quantity > line->max_per_flavor)
			return fail_at(cx, E_PACK_MAX, field, "%d of at most %d", f->quantity,
			               line->max_per_flavor);
		sum += f->quantity;
		kinds++;
	}
	if (sum != line->pack_count)
		return fail_at(cx, E_PACK_SUM, prefix, "%lld of %d", (long long)sum,
		               line->pack_count);
	if (kinds < line->min_flavors)
		return fail_at(cx, E_PACK_MIN, prefix, "%d of at least %d", kinds,
		               line->min_flavors);
	return OK;
}

static int32_t
cookies_of_one(const struct line *line)
{
	int32_t n = 0;

	if (str_eq(line->type, "digital"))
		return 0;
	if (str_eq(line->type, "pack"))
		return line->pack_count;
	if (str_eq(line->type, "cookie"))
		return 1;
	for (size_t i = 0; i < line->flavors_n; i++)
		n += line->flavors[i].quantity;
	return n;
}

/* What the chosen flavors add to one piece. */
static int64_t
adjustment_of(const struct line *line)
{
	int64_t sum = 0;	/* columns and quantities are small: no overflow */

	for (size_t i = 0; i < line->flavors_n; i++)
		if (line->flavors[i].chosen)
			sum += line->flavors[i].price_adjustment.minor * line->flavors[i].quantity;
	return sum;
}

static struct money
within(int64_t minor)
{
	return money_of(minor < 0 ? 0 : minor > MONEY_MAX ? MONEY_MAX : minor);
}

void
line_price(struct line *line, const char *group)
{
	struct tariff_price price = tariff_price(line->tariff, group);
	int64_t adjustment = adjustment_of(line);
	int64_t unit = price.price.minor + adjustment;

	line->available = line->is_sold;
	for (size_t i = 0; i < line->flavors_n; i++)
		line->available = line->available && line->flavors[i].allowed;
	if (unit < 0)
		unit = 0;
	if (unit > MONEY_MAX / line->quantity) {
		unit = 0;
		line->available = false;
	}
	line->unit_price = money_of(unit);
	line->total = money_of(unit * line->quantity);
	line->price_kind = price.kind;
	line->on_sale = str_eq(price.kind, "sale");
	line->original_price = money_is_none(price.original) ? MONEY_NONE
	                     : within(price.original.minor + adjustment);
	line->rules_discount = line->code_discount = money_of(0);
	line->cookies = cookies_of_one(line) * line->quantity;
}
