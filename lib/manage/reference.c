/* SPDX-License-Identifier: MIT */
#include "manage/reference.h"

#include "base/str.h"
#include "db/db.h"

/* Names compare as the rules do: trimmed, without case. */
SQL(q_rule_of_city, "SELECT id FROM pricing_rules WHERE rule_type = 'location' "
                    "AND LOWER(TRIM(target_value)) = LOWER(TRIM(?)) LIMIT 1");
SQL(q_user_of_zone,
	"(SELECT id FROM pricing_rules WHERE rule_type = 'location' AND target_id = ? LIMIT 1) UNION "
	"(SELECT id FROM delivery_men WHERE JSON_CONTAINS(zones, CAST(? AS CHAR)) LIMIT 1) LIMIT 1");
SQL(q_rule_of_category, "SELECT id FROM pricing_rules WHERE rule_type = 'category' "
                        "AND target_id = ? LIMIT 1");
SQL(q_category_of, "SELECT id FROM pricing_categories WHERE category_type = ? "
                   "AND LOWER(TRIM(target_value)) = LOWER(TRIM(?)) LIMIT 1");

struct user { int64_t id; };
static const struct col user_cols[] = { COL(struct user, id) };

static const char *const category_types[] = {
	[REFERENCE_TYPE] = "product_type", [REFERENCE_SIZE] = "size_category",
};

static enum err
is_used(struct ctx *cx, enum reference what, const char *name, bool *ret)
{
	struct user u;

	if (what == REFERENCE_CITY)
		return db_maybe(cx, &q_rule_of_city, user_cols, &u, ret, STR(name));
	return db_maybe(cx, &q_category_of, user_cols, &u, ret, STR(category_types[what]), STR(name));
}

enum err
reference_keep(struct ctx *cx, enum reference what, const char *field, const char *name,
               const char *to)
{
	bool used;

	if (!name || (to && str_eq(name, to)))
		return OK;
	TRY(is_used(cx, what, name, &used));
	if (!used)
		return OK;
	return to ? fail_at(cx, E_CONFLICT, field, "a rule goes by this name")
	          : fail(cx, E_IN_USE, "a rule goes by its name");
}

enum err
reference_keep_zone(struct ctx *cx, int64_t zone_id)
{
	struct user u;
	bool used;

	TRY(db_maybe(cx, &q_user_of_zone, user_cols, &u, &used, I64(zone_id), I64(zone_id)));
	return used ? fail(cx, E_IN_USE, "zone %lld is a rule's or a man's", (long long)zone_id) : OK;
}

enum err
reference_keep_category(struct ctx *cx, int64_t category_id)
{
	struct user u;
	bool used;

	TRY(db_maybe(cx, &q_rule_of_category, user_cols, &u, &used, I64(category_id)));
	return used ? fail(cx, E_IN_USE, "a rule is for category %lld", (long long)category_id) : OK;
}
