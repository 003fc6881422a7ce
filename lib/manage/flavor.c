/* SPDX-License-Identifier: MIT */
#include "manage/flavor.h"

#include "base/str.h"
#include "catalog/picture.h"

#define FLAVOR_TABLE "flavors"
#define FLAVOR_DELETED RECORD_MARKED

SQL(q_rename, "UPDATE product_instance_flavor SET flavor_name = ? WHERE flavor_id = ?");

static const struct record_blame blames[] = {
	{ "flavors_name", "name" }, { "flavors_slug", "slug" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct flavor_record_fields *f = fields;
	(void)old;

	TRY(picture_check(cx, "image_url", f->image_url));
	return record_check_slug(cx, f->slug);
}

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct flavor_record_fields *was = old, *is = fields;

	if (!was || !is || str_eq(was->name, is->name))
		return OK;
	return db_exec(cx, &q_rename, NULL, STR(is->name), I64(id));
}

RECORD_STAYS(FLAVOR, flavor_record, .blames = blames, .check = check, .changed = changed);
