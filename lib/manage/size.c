/* SPDX-License-Identifier: MIT */
#include "manage/size.h"

#include "base/str.h"
#include "manage/reference.h"
#include "manage/translation.h"

#define SIZE_TABLE "sizes"
#define SIZE_DELETED RECORD_GONE

SQL(q_rename, "UPDATE product_instance_flavor SET size_name = ? WHERE size_id = ?");

static const struct record_blame blames[] = { { "sizes_name", "name" }, { 0 } };

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct size_record_fields *was = old, *is = fields;

	if (was)
		TRY(reference_keep(cx, REFERENCE_SIZE, "name", was->name, is ? is->name : NULL));
	if (!is)
		return translation_drop(cx, "size", id);
	return was && !str_eq(was->name, is->name)
	       ? db_exec(cx, &q_rename, NULL, STR(is->name), I64(id)) : OK;
}

RECORD_GOES(SIZE, size_record, .blames = blames, .changed = changed);
