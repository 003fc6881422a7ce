/* SPDX-License-Identifier: MIT */
#include "manage/slot.h"

#include "manage/translation.h"

#define SLOT_TABLE "delivery_time_slots"
#define SLOT_DELETED RECORD_GONE

static const struct record_blame blames[] = {
	{ "delivery_time_slots_name", "name" },
	{ "delivery_time_slots_hours_check", "to_hour" }, { 0 },
};

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	(void)old;
	return fields ? OK : translation_drop(cx, "time_slot", id);
}

RECORD_GOES(SLOT, slot_record, .blames = blames, .changed = changed);
