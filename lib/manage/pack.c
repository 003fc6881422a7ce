/* SPDX-License-Identifier: MIT */
#include "manage/pack.h"

#include "catalog/picture.h"
#include "manage/pricing.h"

#define PACK_TABLE "cookie_pack"
#define PACK_DELETED RECORD_MARKED

static const struct record_blame blames[] = {
	{ "cookie_pack_slug", "slug" }, { "cookie_pack_max_per_flavor_check", "max_per_flavor" },
	{ "cookie_pack_min_flavors_check", "min_flavors" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct pack_record_fields *f = fields;
	(void)old;

	TRY(picture_check(cx, "image_url", f->image_url));
	return record_check_slug(cx, f->slug);
}

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct pack_record_fields *was = old, *is = fields;

	return is ? pricing_base(cx, "cookie_pack", id, was ? was->base_price : MONEY_NONE,
	                         is->base_price)
	          : OK;
}

RECORD_STAYS(PACK, pack_record, .blames = blames, .check = check, .changed = changed);
