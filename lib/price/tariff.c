/* SPDX-License-Identifier: MIT */
#include "price/tariff.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"

#define ROWS_MAX 8000

/* Twice the instances: with their products' prices, then with their own. */
#define TARIFF_COLUMNS                                                                             \
	"SELECT w.place, i.id, i.base_price AS base, p.base_price AS product_base, "               \
	"p.original_price AS original, p.sale_price AS sale, COALESCE(p.is_on_sale, 0) AS flag, "  \
	"p.sale_start_date AS sale_from, p.sale_end_date AS sale_until, t.id AS tier_id, "         \
	"t.price_type AS tier_type, t.price AS tier_price, "                                       \
	"t.product_instance_id IS NOT NULL AS is_own, t.end_date AS tier_until FROM JSON_TABLE(?, '$[*]' COLUMNS ("          \
	"place FOR ORDINALITY, id BIGINT PATH '$')) AS w JOIN product_instance i ON i.id = w.id "  \
	"LEFT JOIN products p ON p.id = i.product_id "
#define HOLDS "AND t.is_active = 1 AND t.start_date <= ? AND (t.end_date IS NULL OR t.end_date > ?) "
SQL_HOT(q_tariffs,
	TARIFF_COLUMNS "LEFT JOIN product_prices t ON t.product_id = i.product_id "
	"AND t.product_instance_id IS NULL " HOLDS
	"UNION ALL " TARIFF_COLUMNS "JOIN product_prices t ON t.product_instance_id = i.id " HOLDS
	"ORDER BY place, tier_id LIMIT 8000");

struct row {
	int64_t place, id;
	struct money base, product_base, original, sale;
	bool flag;
	int64_t sale_from, sale_until;
	int64_t tier_id;
	const char *tier_type;
	struct money tier_price;
	bool is_own;
	int64_t tier_until;
};
static const struct col row_cols[] = {
	COL(struct row, place), COL(struct row, id), COL(struct row, base),
	COL(struct row, product_base), COL(struct row, original), COL(struct row, sale),
	COL(struct row, flag), COL_TIME(struct row, sale_from), COL_TIME(struct row, sale_until),
	COL(struct row, tier_id), COL(struct row, tier_type), COL(struct row, tier_price),
	COL(struct row, is_own), COL_TIME(struct row, tier_until),
};

bool
tariff_sale_is_on(bool flag, int64_t start, int64_t end, int64_t at)
{
	if (!start && !end)
		return flag;
	return (!start || start <= at) && (!end || at < end);
}

static struct money
within(int64_t minor)
{
	return money_of(minor < 0 ? 0 : minor > MONEY_MAX ? MONEY_MAX : minor);
}

/* A price of the product becomes the instance's, surcharge included. */
static struct money
of_instance(const struct tariff *t, struct money price)
{
	if (money_is_none(t->product_base))
		return price;
	return within(price.minor + t->base.minor - t->product_base.minor);
}

static struct money
of_tier(const struct tariff *t, const struct tier *tier)
{
	return tier->is_own ? tier->price : of_instance(t, tier->price);
}

static bool
is_for(const struct tier *tier, const char *group)
{
	return str_eq(tier->type, "sale") || (group && str_eq(tier->type, group));
}

static void
take(struct tariff_price *p, struct money price, const char *kind, int64_t until)
{
	p->price = price;
	p->kind = kind;
	p->until = until;
}

static void
take_lower(struct tariff_price *p, struct money price, const char *kind, int64_t until)
{
	if (price.minor < p->price.minor)
		take(p, price, kind, until);
}

struct tariff_price
tariff_price(const struct tariff *t, const char *group)
{
	struct tariff_price p = { t->base, MONEY_NONE, "base", 0 };

	/* What it costs everybody, always: of several regular prices the lowest. */
	for (size_t i = 0; i < t->tiers_n; i++) {
		const struct tier *tier = &t->tiers[i];
		struct money price = of_tier(t, tier);

		if (str_eq(tier->type, "regular") &&
		    (str_eq(p.kind, "base") || price.minor < p.price.minor))
			take(&p, price, "regular", tier->until);
	}
	if (!money_is_none(t->sale))
		take_lower(&p, of_instance(t, t->sale), "sale", t->sale_until);
	for (size_t i = 0; i < t->tiers_n; i++) {
		const struct tier *tier = &t->tiers[i];

		if (is_for(tier, group))
			take_lower(&p, of_tier(t, tier), tier->type, tier->until);
	}
	if (str_eq(p.kind, "sale")) {
		p.original = money_is_none(t->original) ? t->base : of_instance(t, t->original);
		if (p.original.minor <= p.price.minor)
			p.original = MONEY_NONE;
	}
	return p;
}

static const char *
ids_text(struct ctx *cx, const int64_t *ids, size_t n)
{
	struct buf b = buf_in(cx->mem, 24 * (n + 1));

	for (size_t i = 0; i < n; i++) {
		buf_char(&b, i ? ',' : '[');
		buf_int(&b, ids[i]);
	}
	buf_str(&b, n ? "]" : "[]");
	return b.data;
}

static void
begin_tariff(const struct ctx *cx, const struct row *r, struct tariff *ret)
{
	bool is_on = !money_is_none(r->sale) &&
	             tariff_sale_is_on(r->flag, r->sale_from, r->sale_until, cx->now);

	*ret = (struct tariff){
		.product_instance_id = r->id, .base = r->base, .product_base = r->product_base,
		.original = r->original, .sale = is_on ? r->sale : MONEY_NONE,
		.sale_until = is_on ? r->sale_until : 0,
	};
}

enum err
tariff_read(struct ctx *cx, const int64_t *ids, size_t n, struct tariff **ret)
{
	const char *text = ids_text(cx, ids, n);
	struct tariff *list = arena_array(cx->mem, struct tariff, n + 1);
	struct tier *tiers;
	struct row *rows;
	size_t rows_n;

	TRY(db_all(cx, &q_tariffs, row_cols, &rows, &rows_n, ROWS_MAX, STR(text), TIME(cx->now),
	           TIME(cx->now), STR(text), TIME(cx->now), TIME(cx->now)));
	tiers = arena_array(cx->mem, struct tier, rows_n + 1);
	for (size_t i = 0; i < n; i++)
		list[i].base = MONEY_NONE;
	for (size_t k = 0; k < rows_n; k++) {	/* those of one instance stand together */
		const struct row *r = &rows[k];
		struct tariff *t = &list[r->place - 1];

		if (money_is_none(t->base))
			begin_tariff(cx, r, t);
		if (!r->tier_id)
			continue;
		tiers[k] = (struct tier){ r->tier_id, r->tier_type, r->tier_price, r->is_own,
		                          r->tier_until };
		if (t->tiers_n++ == 0)
			t->tiers = &tiers[k];
	}
	*ret = list;
	return OK;
}
