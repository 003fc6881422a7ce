/* SPDX-License-Identifier: MIT */
#include "price/history.h"

#include "base/str.h"
#include "db/db.h"

#define PRICES_MAX 1000			/* of one product and its instance, that ever were */

SQL(q_note,
	"INSERT INTO price_history (entity, entity_id, kind, amount, start_date, end_date, "
	"changed_at, admin_user_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
/* The last value of each price until that moment: of the instance, its product, and the tier prices
 * of both. */
SQL(q_values,
	"SELECT w.entity, h.kind, h.amount, h.start_date, h.end_date, w.is_own FROM ("
	"SELECT 'product_instance' AS entity, i.id, 1 AS is_own FROM product_instance i WHERE i.id = ? "
	"UNION ALL SELECT 'product', i.product_id, 0 FROM product_instance i WHERE i.id = ? "
	"AND i.product_id IS NOT NULL "
	"UNION ALL SELECT 'product_price', t.id, t.product_instance_id IS NOT NULL "
	"FROM product_instance i JOIN product_prices t ON t.product_instance_id = i.id "
	"OR (t.product_id = i.product_id AND t.product_instance_id IS NULL) WHERE i.id = ?) AS w "
	"JOIN price_history h ON h.entity = w.entity AND h.entity_id = w.id AND h.changed_at <= ? "
	"WHERE NOT EXISTS (SELECT 1 FROM price_history n WHERE n.entity = h.entity "
	"AND n.entity_id = h.entity_id AND n.kind = h.kind AND n.changed_at <= ? "
	"AND (n.changed_at > h.changed_at OR (n.changed_at = h.changed_at AND n.id > h.id))) "
	"LIMIT 1000");

SQL(q_amount,
	"SELECT amount FROM price_history WHERE entity = ? AND entity_id = ? AND kind = ? "
	"AND changed_at <= ? ORDER BY changed_at DESC, id DESC LIMIT 1");
SQL(q_adjustments,
	"SELECT f.flavor_id, h.amount FROM product_instance_flavor f JOIN price_history h "
	"ON h.id = (SELECT n.id FROM price_history n WHERE n.entity = 'product_instance_flavor' "
	"AND n.entity_id = f.id AND n.kind = 'adjustment' AND n.changed_at <= ? "
	"ORDER BY n.changed_at DESC, n.id DESC LIMIT 1) WHERE f.product_instance_id = ? "
	"AND h.amount IS NOT NULL ORDER BY f.id LIMIT 200");

struct amount_row { struct money amount; };
static const struct col amount_cols[] = { COL(struct amount_row, amount) };
static const struct col adjustment_cols[] = {
	COL(struct history_adjustment, flavor_id), COL(struct history_adjustment, amount),
};
struct value {
	const char *entity, *kind;
	struct money amount;
	int64_t start_date, end_date;
	bool is_own;
};
static const struct col value_cols[] = {
	COL(struct value, entity), COL(struct value, kind), COL(struct value, amount),
	COL_TIME(struct value, start_date), COL_TIME(struct value, end_date),
	COL(struct value, is_own),
};

enum err
history_note(struct ctx *cx, const struct price_change *c)
{
	return db_exec(cx, &q_note, NULL, STR(c->entity), I64(c->entity_id), STR(c->kind),
	               MONEY(c->amount), TIME(c->start_at), TIME(c->end_at), TIME(cx->now),
	               ID(cx->actor.kind == ACTOR_STAFF ? cx->actor.id : 0), TIME(cx->now));
}

/* One value into its place. */
static void
put(struct tariff *t, struct tier *tiers, const struct value *v, int64_t at)
{
	bool is_on = (!v->start_date || v->start_date <= at) && (!v->end_date || at < v->end_date);

	if (money_is_none(v->amount))
		return;
	if (str_eq(v->entity, "product_price")) {
		if (is_on)
			tiers[t->tiers_n++] = (struct tier){ .type = v->kind, .price = v->amount,
			                                     .is_own = v->is_own,
			                                     .until = v->end_date };
	} else if (str_eq(v->kind, "sale")) {
		t->sale = is_on ? v->amount : MONEY_NONE;
		t->sale_until = v->end_date;
	} else if (str_eq(v->kind, "original")) {
		t->original = v->amount;
	} else if (v->is_own) {
		t->base = v->amount;
	} else {
		t->product_base = v->amount;
	}
}

enum err
history_tariff(struct ctx *cx, int64_t instance_id, int64_t at, struct tariff *ret)
{
	struct tariff t = {
		.product_instance_id = instance_id, .base = MONEY_NONE,
		.product_base = MONEY_NONE, .original = MONEY_NONE, .sale = MONEY_NONE,
	};
	struct value *values;
	struct tier *tiers;
	size_t n;

	TRY(db_all(cx, &q_values, value_cols, &values, &n, PRICES_MAX, I64(instance_id),
	           I64(instance_id), I64(instance_id), TIME(at), TIME(at)));
	tiers = arena_array(cx->mem, struct tier, n + 1);
	t.tiers = tiers;
	for (size_t i = 0; i < n; i++)
		put(&t, tiers, &values[i], at);
	if (money_is_none(t.base))
		return fail(cx, E_NOT_FOUND, "instance %lld had no price then", (long long)instance_id);
	*ret = t;
	return OK;
}

enum err
history_amount(struct ctx *cx, const char *entity, int64_t entity_id, const char *kind, int64_t at,
               struct money *ret)
{
	struct amount_row row = { MONEY_NONE };
	bool found;

	TRY(db_maybe(cx, &q_amount, amount_cols, &row, &found, STR(entity), I64(entity_id),
	             STR(kind), TIME(at)));
	*ret = row.amount;
	return OK;
}

enum err
history_adjustments(struct ctx *cx, int64_t instance_id, int64_t at,
                    struct history_adjustment **ret, size_t *ret_n)
{
	return db_all(cx, &q_adjustments, adjustment_cols, ret, ret_n, 200, TIME(at),
	              I64(instance_id));
}
