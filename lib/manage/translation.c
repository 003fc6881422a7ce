/* SPDX-License-Identifier: MIT */
#include "manage/translation.h"

#include "base/str.h"

#define TRANSLATION_TABLE "translations"
#define TRANSLATION_DELETED RECORD_GONE

SQL(q_drop, "DELETE FROM translations WHERE entity = ? AND entity_id = ?");
SQL(q_product_type, "SELECT id FROM product_types WHERE id = ? FOR UPDATE");
SQL(q_product, "SELECT id FROM products WHERE id = ? FOR UPDATE");
SQL(q_cookie_pack, "SELECT id FROM cookie_pack WHERE id = ? FOR UPDATE");
SQL(q_flavor, "SELECT id FROM flavors WHERE id = ? FOR UPDATE");
SQL(q_size, "SELECT id FROM sizes WHERE id = ? FOR UPDATE");
SQL(q_city, "SELECT id FROM cities WHERE id = ? FOR UPDATE");
SQL(q_zone, "SELECT id FROM zones WHERE id = ? FOR UPDATE");
SQL(q_time_slot, "SELECT id FROM delivery_time_slots WHERE id = ? FOR UPDATE");

static const struct { const char *entity; const struct sql *lock; } things[] = {
	{ "product_type", &q_product_type }, { "product", &q_product },
	{ "cookie_pack", &q_cookie_pack }, { "flavor", &q_flavor }, { "size", &q_size },
	{ "city", &q_city }, { "zone", &q_zone }, { "time_slot", &q_time_slot },
};
struct thing { int64_t id; };
static const struct col thing_cols[] = { COL(struct thing, id) };

static const struct record_blame blames[] = { { "translations_text", "language" }, { 0 } };

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct translation_record_fields *f = fields;
	struct thing thing;
	bool found = false;
	(void)old;

	for (size_t i = 0; i < sizeof things / sizeof *things; i++)
		if (str_eq(things[i].entity, f->entity))
			TRY(db_maybe(cx, things[i].lock, thing_cols, &thing, &found,
			             I64(f->entity_id)));
	return found ? OK : fail_at(cx, E_INVALID, "entity_id", "no such %s", f->entity);
}

enum err
translation_drop(struct ctx *cx, const char *entity, int64_t entity_id)
{
	return db_exec(cx, &q_drop, NULL, STR(entity), I64(entity_id));
}

RECORD_GOES(TRANSLATION, translation_record, .blames = blames, .check = check);
