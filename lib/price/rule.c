/* SPDX-License-Identifier: MIT */
#include "price/rule.h"

#include "base/str.h"
#include "db/db.h"

#define PLACES_MAX 10000

#define RULE_COLUMNS                                                                               \
	"SELECT r.id, r.name, r.rule_type AS type, COALESCE(r.target_id, 0) AS target_id, "        \
	"r.target_value, c.category_type, c.target_value AS category_value, "                      \
	"r.discount_type AS kind, r.discount_value AS value, r.minimum_order_amount AS minimum, "  \
	"r.maximum_discount AS maximum FROM pricing_rules r LEFT JOIN pricing_categories c "       \
	"ON r.rule_type = 'category' AND c.id = r.target_id AND c.is_active = 1 "
SQL_HOT(q_on, RULE_COLUMNS
	"WHERE r.is_active = 1 AND r.start_date <= ? AND (r.end_date IS NULL OR r.end_date > ?) "
	"ORDER BY r.priority DESC, r.id LIMIT 100");
SQL(q_get, RULE_COLUMNS "WHERE r.id = ?");
SQL(q_category, "SELECT category_type, target_value AS category_value FROM pricing_categories "
                "WHERE id = ? AND is_active = 1");
SQL(q_places, "SELECT id, priority FROM pricing_rules ORDER BY id LIMIT 10000");

static const struct col rule_cols[] = {
	COL(struct rule, id), COL(struct rule, name), COL(struct rule, type),
	COL(struct rule, target_id), COL(struct rule, target_value),
	COL(struct rule, category_type), COL(struct rule, category_value),
	COL(struct rule, kind), COL(struct rule, value), COL(struct rule, minimum),
	COL(struct rule, maximum),
};

static const struct col category_cols[] = {
	COL(struct rule, category_type), COL(struct rule, category_value),
};
static const struct col place_cols[] = {
	COL(struct rule_place, id), COL(struct rule_place, priority),
};

static const struct { const char *type; bool by_id, by_name; } targets[] = {
	{ "product", true, false }, { "category", true, false }, { "flavor", true, false },
	{ "location", true, true }, { "customer_group", false, true }, { "time", false, false },
};

enum err
rule_check_target(struct ctx *cx, const char *type, int64_t target_id, const char *target_value)
{
	size_t i = 0;

	while (!str_eq(targets[i].type, type))
		BUG_ON(++i == sizeof targets / sizeof *targets);
	if (target_id && !targets[i].by_id)
		return fail_at(cx, E_INVALID, "target_id", "a rule of this type has none");
	if (target_value && (target_id || !targets[i].by_name))
		return fail_at(cx, E_INVALID, "target_value", "not for a rule of this type");
	if (!target_id && !target_value && !str_eq(type, "time"))
		return fail_at(cx, E_INVALID, targets[i].by_id ? "target_id" : "target_value",
		               "no such %s", type);
	return OK;
}

enum err
rule_get(struct ctx *cx, int64_t id, struct rule *ret)
{
	return db_one(cx, &q_get, rule_cols, ret, I64(id));
}

enum err
rule_know_category(struct ctx *cx, struct rule *r)
{
	struct rule category = { 0 };
	bool found = false;

	if (str_eq(r->type, "category"))
		TRY(db_maybe(cx, &q_category, category_cols, &category, &found, I64(r->target_id)));
	r->category_type = category.category_type;
	r->category_value = category.category_value;
	return OK;
}

enum err
rule_places(struct ctx *cx, struct rule_place **ret, size_t *ret_n)
{
	return db_all(cx, &q_places, place_cols, ret, ret_n, PLACES_MAX);
}

enum err
rule_list_on(struct ctx *cx, struct rule **ret, size_t *ret_n)
{
	return db_all(cx, &q_on, rule_cols, ret, ret_n, RULES_MAX, TIME(cx->now), TIME(cx->now));
}

struct money
discount_of(bool is_percentage, struct money value, struct money maximum, struct money left)
{
	struct money amount = is_percentage ? money_percent(left, value.minor) : value;

	if (!money_is_none(maximum))
		amount = money_min(amount, maximum);
	return money_min(amount, left);
}

static bool
same_name(struct ctx *cx, const char *a, const char *b)
{
	return a && b && strcasecmp(str_trim(cx->mem, a), str_trim(cx->mem, b)) == 0;
}

static bool
is_about_flavors(const struct rule *r)
{
	return str_eq(r->type, "flavor") ||
	       (str_eq(r->type, "category") && str_eq(r->category_type, "flavor_category"));
}

static bool
is_flavor(struct ctx *cx, const struct rule *r, const struct line_flavor *f)
{
	if (str_eq(r->type, "flavor"))
		return f->flavor_id == r->target_id;
	return same_name(cx, r->category_value, f->category);
}

/* Does a rule that looks at whole lines mean this one? */
static bool
is_line(struct ctx *cx, const struct rule *r, const struct rule_scene *scene,
        const struct line *line)
{
	if (str_eq(r->type, "product"))
		return line->product_id && line->product_id == r->target_id;
	if (!str_eq(r->type, "category"))
		return true;	/* of the order */
	if (str_eq(r->category_type, "product_type"))
		return same_name(cx, r->category_value, line->type) ||
		       same_name(cx, r->category_value, line->type_name);
	if (str_eq(r->category_type, "size_category"))
		return same_name(cx, r->category_value, line->base_size);
	return str_eq(r->category_type, "customer_group") &&
	       same_name(cx, r->category_value, scene->group);
}

/* Is the order itself one that the rule means?  Lines are looked at later. */
static bool
is_order(struct ctx *cx, const struct rule *r, const struct rule_scene *scene)
{
	if (str_eq(r->type, "location"))
		return r->target_id ? r->target_id == scene->zone_id
		                    : same_name(cx, r->target_value, scene->city);
	if (str_eq(r->type, "customer_group"))
		return same_name(cx, r->target_value, scene->group);
	return true;
}

static struct money
left_of(const struct line *line)
{
	return money_of(line->total.minor - line->rules_discount.minor - line->code_discount.minor);
}

/* The part of a line that its flavors have which the rule means. */
static struct money
flavor_share(struct ctx *cx, const struct rule *r, const struct line *line, bool *means)
{
	int64_t *weights = arena_array(cx->mem, int64_t, line->flavors_n + 1);
	struct money *shares = arena_array(cx->mem, struct money, line->flavors_n + 1);
	int64_t sum = 0, cookies = 0;

	for (size_t i = 0; i < line->flavors_n; i++)
		cookies += weights[i] = line->flavors[i].quantity;
	if (cookies == 0)
		return money_of(0);
	money_split(left_of(line), weights, line->flavors_n, shares);
	for (size_t i = 0; i < line->flavors_n; i++)
		if (is_flavor(cx, r, &line->flavors[i])) {
			sum += shares[i].minor;
			*means = true;
		}
	return money_of(sum);
}

/* What the rule looks at of each line; false if it means none of them. */
static bool
look_at(struct ctx *cx, const struct rule *r, const struct rule_scene *scene,
        const struct line *lines, size_t n, int64_t *looked, int64_t *sum)
{
	bool means_any = false;

	*sum = 0;
	for (size_t i = 0; i < n; i++) {
		bool means = false;

		if (is_about_flavors(r))
			looked[i] = flavor_share(cx, r, &lines[i], &means).minor;
		else if ((means = is_line(cx, r, scene, &lines[i])))
			looked[i] = left_of(&lines[i]).minor;
		*sum += looked[i];
		means_any = means_any || means;
	}
	return means_any;
}

static struct rule_result
refuse(enum err why)
{
	return (struct rule_result){ why, money_of(0), MONEY_NONE, MONEY_NONE };
}

static struct rule_result
apply_to_fee(struct money *fee)
{
	struct rule_result result = { OK, *fee, MONEY_NONE, MONEY_NONE };

	if (fee->minor == 0)
		return refuse(E_RULE_NOTHING);
	*fee = money_of(0);
	return result;
}

struct rule_result
rule_apply(struct ctx *cx, const struct rule *r, const struct rule_scene *scene,
           struct line *lines, size_t n, struct money *fee)
{
	int64_t *looked = arena_array(cx->mem, int64_t, n + 1), sum;
	struct money *shares = arena_array(cx->mem, struct money, n + 1);
	struct rule_result result = { OK, money_of(0), MONEY_NONE, MONEY_NONE };

	if (!is_order(cx, r, scene) || !look_at(cx, r, scene, lines, n, looked, &sum))
		return refuse(E_RULE_TARGET);
	if (scene->subtotal.minor < r->minimum.minor)
		return (struct rule_result){ E_RULE_MINIMUM, money_of(0), r->minimum,
		                             scene->subtotal };
	if (str_eq(r->kind, "free_delivery"))
		return apply_to_fee(fee);
	if (sum == 0)
		return refuse(E_RULE_NOTHING);
	result.amount = discount_of(str_eq(r->kind, "percentage"), r->value, r->maximum,
	                            money_of(sum));
	money_split(result.amount, looked, n, shares);
	for (size_t i = 0; i < n; i++)
		lines[i].rules_discount = money_add(lines[i].rules_discount, shares[i]);
	return result;
}
