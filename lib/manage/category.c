/* SPDX-License-Identifier: MIT */
#include "manage/category.h"

#include "base/str.h"
#include "manage/reference.h"

#define CATEGORY_TABLE "pricing_categories"
#define CATEGORY_DELETED RECORD_GONE

/* Locked, so that it is not renamed meanwhile: by its number, as the renaming does it.  A group of
 * flavors is nothing of its own. */
SQL(q_type,
	"SELECT id, name FROM product_types WHERE id = (SELECT t.id FROM product_types t "
	"WHERE t.name = ?) AND name = ? FOR UPDATE");
SQL(q_size,
	"SELECT id, name FROM sizes WHERE id = (SELECT z.id FROM sizes z WHERE z.name = ?) "
	"AND name = ? FOR UPDATE");
SQL(q_flavor, "SELECT id, category AS name FROM flavors WHERE category = ? AND category = ? LIMIT 1");

struct thing { int64_t id; const char *name; };
static const struct col thing_cols[] = { COL(struct thing, id), COL(struct thing, name) };

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	struct category_record_fields *f = fields;
	const struct sql *q = str_eq(f->category_type, "product_type") ? &q_type
	                      : str_eq(f->category_type, "size_category") ? &q_size : &q_flavor;
	const char *kind = str_lower(cx->mem, f->target_value);
	struct thing thing;
	bool found;
	(void)old;

	if (str_eq(f->category_type, "customer_group"))
		return OK;
	if (q == &q_type && str_among(kind, "cookie|pack|bundle|digital"))
		return OK;
	TRY(db_maybe(cx, q, thing_cols, &thing, &found, STR(f->target_value),
	             STR(f->target_value)));
	if (!found)
		return fail_at(cx, E_INVALID, "target_value", "no such %s", f->category_type);
	f->target_value = thing.name;	/* called as it is called */
	return OK;
}

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	(void)old;
	return fields ? OK : reference_keep_category(cx, id);
}

RECORD_GOES(CATEGORY, category_record, .check = check, .changed = changed);
