/* SPDX-License-Identifier: MIT */
#include "manage/rule.h"

#include "base/str.h"
#include "price/rule.h"

#define RULE_TABLE "pricing_rules"
#define RULE_DELETED RECORD_GONE

/* Locked, so that it is neither renamed nor taken away meanwhile (manage/reference.h). */
SQL(q_product, "SELECT id FROM products WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL(q_category, "SELECT id FROM pricing_categories WHERE id = ? FOR UPDATE");
SQL(q_flavor, "SELECT id FROM flavors WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL(q_zone, "SELECT id FROM zones WHERE id = ? FOR UPDATE");
/* By its number, as a renaming locks it, or the two would wait for each other; the inner SELECT locks
 * nothing. */
SQL(q_city, "SELECT id, name FROM cities WHERE id = (SELECT c.id FROM cities c WHERE c.name = ?) "
            "AND name = ? FOR UPDATE");

struct thing { int64_t id; const char *name; };
static const struct col thing_cols[] = { COL(struct thing, id) };
static const struct col named_cols[] = { COL(struct thing, id), COL(struct thing, name) };

/* Where a target that is named by its number is looked for. */
static const struct { const char *type; const struct sql *by_id; } targets[] = {
	{ "product", &q_product }, { "category", &q_category }, { "flavor", &q_flavor },
	{ "location", &q_zone }, { NULL, NULL },
};

static const struct record_blame blames[] = {
	{ "pricing_rules_value_check", "discount_value" }, { "pricing_rules_dates_check", "end_date" },
	{ 0 },
};

/* The city is from then on called as it is called. */
static enum err
find_city(struct ctx *cx, struct rule_record_fields *f, bool *found)
{
	struct thing city;

	TRY(db_maybe(cx, &q_city, named_cols, &city, found, STR(f->target_value),
	             STR(f->target_value)));
	if (*found)
		f->target_value = city.name;
	return OK;
}

/* What it looks at is there. */
static enum err
check_target(struct ctx *cx, struct rule_record_fields *f)
{
	struct thing thing;
	bool found = true;
	size_t i = 0;

	TRY(rule_check_target(cx, f->rule_type, f->target_id, f->target_value));
	while (targets[i].type && !str_eq(targets[i].type, f->rule_type))
		i++;
	if (f->target_id)
		TRY(db_maybe(cx, targets[i].by_id, thing_cols, &thing, &found, I64(f->target_id)));
	else if (str_eq(f->rule_type, "location"))
		TRY(find_city(cx, f, &found));
	if (found)
		return OK;
	return fail_at(cx, E_INVALID, f->target_id ? "target_id" : "target_value", "no such %s",
	               f->rule_type);
}

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct rule_record_fields *was = old;
	struct rule_record_fields *f = fields;

	f->created_by = was ? was->created_by : cx->actor.id;
	if (!f->start_date)
		f->start_date = was ? was->start_date : cx->now;
	TRY(record_check_dates(cx, "end_date", f->start_date, f->end_date));
	return check_target(cx, f);
}

RECORD_GOES(RULE, rule_record, .blames = blames, .check = check);
