/* SPDX-License-Identifier: MIT */
#include "manage/product_type.h"

#include "manage/reference.h"

#define PRODUCT_TYPE_TABLE "product_types"
#define PRODUCT_TYPE_DELETED RECORD_MARKED

static const struct record_blame blames[] = {
	{ "product_types_name", "name" }, { "product_types_slug", "slug" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct product_type_record_fields *was = old, *f = fields;

	TRY(record_check_slug(cx, f->slug));
	return was ? reference_keep(cx, REFERENCE_TYPE, "name", was->name, f->name) : OK;
}

RECORD_STAYS(PRODUCT_TYPE, product_type_record, .blames = blames, .check = check);
