/* SPDX-License-Identifier: MIT */
#include "manage/city.h"

#include "manage/reference.h"
#include "manage/translation.h"

#define CITY_TABLE "cities"
#define CITY_DELETED RECORD_GONE

static const struct record_blame blames[] = { { "cities_name", "name" }, { 0 } };

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct city_record_fields *was = old, *is = fields;

	if (was)
		TRY(reference_keep(cx, REFERENCE_CITY, "name", was->name, is ? is->name : NULL));
	return is ? OK : translation_drop(cx, "city", id);
}

RECORD_GOES(CITY, city_record, .blames = blames, .changed = changed);
