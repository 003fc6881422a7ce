/* SPDX-License-Identifier: MIT */
#include "manage/closure.h"

#define CLOSURE_TABLE "delivery_closures"
#define CLOSURE_DELETED RECORD_GONE

static const struct record_blame blames[] = {
	{ "delivery_closures_zone_day", "day" }, { "delivery_closures_zone_fk", "zone_id" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct closure_record_fields *was = old;
	struct closure_record_fields *f = fields;

	f->zone_key = f->zone_id;
	f->created_by = was ? was->created_by : cx->actor.id;
	return OK;
}

RECORD_GOES(CLOSURE, closure_record, .blames = blames, .check = check);
