/* SPDX-License-Identifier: MIT */
#include "dispatch/tray.h"

#include "db/db.h"
#include "ops/audit.h"

#define TRAYS_MAX 500

SQL_HOT(q_list,
	"SELECT id, flavor_id, size_name, ready, version, updated_at FROM kitchen_trays "
	"WHERE delivery_date = ? AND time_slot_id = ? AND (? IS NULL OR updated_at >= ?) "
	"ORDER BY flavor_id, size_name LIMIT 500");
SQL_HOT(q_get,
	"SELECT id, flavor_id, size_name, ready, version, updated_at FROM kitchen_trays "
	"WHERE delivery_date = ? AND time_slot_id = ? AND flavor_id = ? AND size_name = ?");
SQL(q_add,
	"INSERT INTO kitchen_trays (delivery_date, time_slot_id, flavor_id, size_name, ready, "
	"created_at, updated_at) SELECT ?, s.id, f.id, ?, ?, ?, ? FROM delivery_time_slots s "
	"JOIN flavors f ON f.id = ? WHERE s.id = ?");
SQL_HOT(q_change,
	"UPDATE kitchen_trays SET ready = ?, version = version + 1, updated_at = ? "
	"WHERE delivery_date = ? AND time_slot_id = ? AND flavor_id = ? AND size_name = ? "
	"AND version = ?");

static const struct col tray_cols[] = {
	COL(struct tray, id), COL(struct tray, flavor_id), COL(struct tray, size_name),
	COL(struct tray, ready), COL(struct tray, version), COL_TIME(struct tray, updated_at),
};

enum err
tray_list(struct ctx *cx, struct day date, int64_t time_slot_id, int64_t since, struct tray **ret,
          size_t *ret_n)
{
	return db_all(cx, &q_list, tray_cols, ret, ret_n, TRAYS_MAX, DAY(date), I64(time_slot_id),
	              TIME(since), TIME(since));
}

/* The first that is ready of it. */
static enum err
add(struct ctx *cx, const struct tray_edit *e, const char *size)
{
	int64_t added;
	enum err err = db_exec(cx, &q_add, &added, DAY(e->date), STR(size), I32(e->ready),
	                       TIME(cx->now), TIME(cx->now), I64(e->flavor_id),
	                       I64(e->time_slot_id));

	if (err == E_DUPLICATE)
		return fail_at(cx, E_CONFLICT, "version", "it has one");
	TRY(err);
	return added ? OK : fail(cx, E_NOT_FOUND, "slot %lld, flavor %lld",
	                         (long long)e->time_slot_id, (long long)e->flavor_id);
}

enum err
tray_set(struct ctx *cx, const struct tray_edit *e, struct tray *ret)
{
	const char *size = e->size_name ? e->size_name : "";
	int64_t changed = 1;

	if (e->version == 0)
		TRY(add(cx, e, size));
	else
		TRY(db_exec(cx, &q_change, &changed, I32(e->ready), TIME(cx->now), DAY(e->date),
		            I64(e->time_slot_id), I64(e->flavor_id), STR(size), I32(e->version)));
	if (changed == 0)
		return fail_at(cx, E_CONFLICT, "version", "not version %d", e->version);
	TRY(db_one(cx, &q_get, tray_cols, ret, DAY(e->date), I64(e->time_slot_id),
	           I64(e->flavor_id), STR(size)));
	return audit_write(cx, "kitchen.tray", "kitchen_trays", ret->id, NULL,
	                   arena_fmt(cx->mem, "{\"ready\":%d}", e->ready), NULL);
}
