/* SPDX-License-Identifier: MIT */
#include "manage/zone.h"

#include "base/buf.h"
#include "manage/reference.h"
#include "manage/translation.h"
#include "ops/audit.h"
#include "price/history.h"

#define ZONE_TABLE "zones"
#define ZONE_DELETED RECORD_GONE

SQL(q_slots,
	"SELECT t.id AS time_slot_id, t.name, z.weekdays FROM zone_time_slots z "
	"JOIN delivery_time_slots t ON t.id = z.time_slot_id WHERE z.zone_id = ? "
	"ORDER BY t.from_hour, t.id LIMIT 100");
SQL(q_slots_drop, "DELETE FROM zone_time_slots WHERE zone_id = ?");
SQL(q_slot_add, "INSERT INTO zone_time_slots (zone_id, time_slot_id, weekdays) VALUES (?, ?, ?)");
SQL(q_touch, "UPDATE zones SET version = version + 1, updated_at = ? WHERE id = ? AND version = ?");

static const struct col slot_cols[] = {
	COL(struct zone_slot, time_slot_id), COL(struct zone_slot, name),
	COL(struct zone_slot, weekdays),
};

static const struct record_blame blames[] = {
	{ "zones_city_name", "name" }, { "zones_city_fk", "city_id" },
	{ "zones_time_slot_fk", "time_slot_id" }, { "addresses_zone_fk", "city_id" }, { 0 },
};

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct zone_record_fields *was = old, *is = fields;
	struct price_change fee = { "zone", id, "fee", is ? is->delivery_fee : MONEY_NONE, 0, 0 };

	if (!is) {
		TRY(reference_keep_zone(cx, id));
		TRY(translation_drop(cx, "zone", id));
	}
	if (was && is && was->delivery_fee.minor == is->delivery_fee.minor)
		return OK;
	return history_note(cx, &fee);
}

RECORD_GOES(ZONE, zone_record, .blames = blames, .changed = changed);

/* ---- its slots ---- */

enum err
zone_slots_get(struct ctx *cx, int64_t id, struct zone_slots *ret)
{
	struct zone_record z = { 0 };

	TRY(record_get(cx, &zone_record_kind, id, &z));
	*ret = (struct zone_slots){ .id = id, .version = z.version };
	return db_all(cx, &q_slots, slot_cols, &ret->items, &ret->items_n, 2 * ZONE_SLOTS_MAX,
	              I64(id));
}

static const char *
slots_json(struct ctx *cx, const struct zone_slots *z)
{
	struct buf b = buf_in(cx->mem, 8 * 1024);

	buf_str(&b, "{\"slots\":[");
	for (size_t i = 0; i < z->items_n; i++)
		buf_fmt(&b, "%s{\"time_slot_id\":%lld,\"weekdays\":%d}", i ? "," : "",
		        (long long)z->items[i].time_slot_id, z->items[i].weekdays);
	buf_str(&b, "]}");
	return b.data;
}

enum err
zone_slots_set(struct ctx *cx, int64_t id, int32_t version, const struct zone_slot *slots, size_t n,
               struct zone_slots *ret)
{
	struct zone_slots before;
	int64_t changed;
	enum err e;

	TRY(zone_slots_get(cx, id, &before));
	TRY(db_exec(cx, &q_touch, &changed, TIME(cx->now), I64(id), I32(version)));
	if (!changed)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, before.version);
	TRY(db_exec(cx, &q_slots_drop, NULL, I64(id)));
	for (size_t i = 0; i < n; i++) {
		e = db_exec(cx, &q_slot_add, NULL, I64(id), I64(slots[i].time_slot_id),
		            I32(slots[i].weekdays));
		if (e == E_DUPLICATE || e == E_LIMIT)
			return fail_at(cx, E_INVALID, "slots", "twice, or no slot %lld",
			               (long long)slots[i].time_slot_id);
		TRY(e);
	}
	TRY(zone_slots_get(cx, id, ret));
	return audit_write(cx, "zones.slots", "zones", id, slots_json(cx, &before),
	                   slots_json(cx, ret), NULL);
}
