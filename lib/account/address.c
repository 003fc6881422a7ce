/* SPDX-License-Identifier: MIT */
#include "account/address.h"

#include "account/activity.h"
#include "account/customer.h"
#include "db/db.h"
#include "place/place.h"

#define ADDRESS_COLUMNS                                                                            \
	"SELECT a.id, a.city_id, a.zone_id, COALESCE(tc.name, c.name) AS city_name, "              \
	"COALESCE(tz.name, z.name) AS zone_name, a.street_address, a.additional_info, "            \
	"a.is_default, CASE WHEN c.is_active = 1 AND z.is_active = 1 THEN 'covered' "              \
	"ELSE 'coming_soon' END AS coverage, a.version FROM addresses a "                          \
	"JOIN cities c ON c.id = a.city_id JOIN zones z ON z.id = a.zone_id "                      \
	"LEFT JOIN translations tc ON tc.entity = 'city' AND tc.entity_id = c.id "                 \
	"AND tc.language = ? "                                                                     \
	"LEFT JOIN translations tz ON tz.entity = 'zone' AND tz.entity_id = z.id "                 \
	"AND tz.language = ? "
SQL_HOT(q_list, ADDRESS_COLUMNS "WHERE a.customer_id = ? "
                                "ORDER BY a.is_default IS NULL, a.id LIMIT 20");
SQL_HOT(q_own, ADDRESS_COLUMNS "WHERE a.id = ? AND a.customer_id = ?");
SQL_HOT(q_count, "SELECT COUNT(*) AS n FROM addresses WHERE customer_id = ?");
SQL_HOT(q_no_default, "UPDATE addresses SET is_default = NULL WHERE customer_id = ? "
                      "AND is_default = 1 AND id <> ?");
SQL(q_insert,
	"INSERT INTO addresses (customer_id, city_id, zone_id, street_address, additional_info, "
	"is_default, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_edit,
	"UPDATE addresses SET city_id = ?, zone_id = ?, street_address = ?, additional_info = ?, "
	"is_default = ?, version = version + 1, updated_at = ? WHERE id = ? AND customer_id = ? "
	"AND version = ?");
SQL_HOT(q_remove, "DELETE FROM addresses WHERE id = ? AND customer_id = ?");
SQL_HOT(q_forget, "DELETE FROM addresses WHERE customer_id = ?");
SQL_HOT(q_next_default, "UPDATE addresses SET is_default = 1 WHERE customer_id = ? "
                        "ORDER BY is_default IS NULL, id LIMIT 1");

static const struct col address_cols[] = {
	COL(struct address, id), COL(struct address, city_id), COL(struct address, zone_id),
	COL(struct address, city_name), COL(struct address, zone_name),
	COL(struct address, street_address), COL(struct address, additional_info),
	COL(struct address, is_default), COL(struct address, coverage),
	COL(struct address, version),
};

struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };

enum err
address_coverage(struct ctx *cx, int64_t city_id, int64_t zone_id, const char **ret)
{
	struct zone zone = { 0 };
	enum err e;

	*ret = "none";
	if (!zone_id)
		return OK;
	e = zone_get(cx, zone_id, &zone);
	if (e == E_NOT_FOUND || (e == OK && zone.city_id != city_id))
		return fail_at(cx, E_ZONE_CITY, "zone_id", "zone %lld", (long long)zone_id);
	TRY(e);
	*ret = zone.is_active ? "covered" : "coming_soon";
	return OK;
}

enum err
address_list(struct ctx *cx, int64_t customer_id, struct address_list *ret)
{
	return db_all(cx, &q_list, address_cols, &ret->items, &ret->items_n, ADDRESSES_MAX,
	              STR(ctx_language(cx)), STR(ctx_language(cx)), I64(customer_id));
}

enum err
address_get_own(struct ctx *cx, int64_t id, struct address *ret)
{
	return db_one(cx, &q_own, address_cols, ret, STR(ctx_language(cx)), STR(ctx_language(cx)),
	              I64(id), I64(cx->actor.id));
}

enum err
address_add(struct ctx *cx, int64_t customer_id, const struct address_edit *edit, int64_t *ret_id)
{
	struct count count = { 0 };
	const char *coverage;
	bool is_default;

	TRY(address_coverage(cx, edit->city_id, edit->zone_id, &coverage));
	TRY(db_one(cx, &q_count, count_cols, &count, I64(customer_id)));
	if (count.n >= ADDRESSES_MAX)
		return fail(cx, E_ADDRESSES_FULL, "customer %lld", (long long)customer_id);
	is_default = edit->is_default == 1 || count.n == 0;
	if (is_default)
		TRY(db_exec(cx, &q_no_default, NULL, I64(customer_id), I64(0)));
	return db_insert(cx, &q_insert, ret_id, I64(customer_id), I64(edit->city_id),
	                 I64(edit->zone_id), STR(edit->street_address), STR(edit->additional_info),
	                 is_default ? I64(1) : NIL(), TIME(cx->now), TIME(cx->now));
}

static enum err
note(struct ctx *cx, const char *action, int64_t id)
{
	return activity_write(cx, cx->actor.id, action,
	                      arena_fmt(cx->mem, "{\"address_id\":%lld}", (long long)id));
}

enum err
address_add_own(struct ctx *cx, const struct address_edit *edit, int64_t *ret_id)
{
	struct customer c = { 0 };

	TRY(customer_lock(cx, cx->actor.id, &c));
	TRY(address_add(cx, c.id, edit, ret_id));
	return note(cx, "address.added", *ret_id);
}

enum err
address_edit_own(struct ctx *cx, int64_t id, int32_t version, const struct address_edit *edit)
{
	struct customer c = { 0 };
	struct address a = { 0 };
	const char *coverage;
	int64_t changed;
	bool is_default;

	TRY(customer_lock(cx, cx->actor.id, &c));
	TRY(address_get_own(cx, id, &a));
	if (edit->zone_id)
		a.zone_id = edit->zone_id;
	if (edit->city_id)
		a.city_id = edit->city_id;
	TRY(address_coverage(cx, a.city_id, a.zone_id, &coverage));
	is_default = edit->is_default < 0 ? a.is_default : edit->is_default == 1;
	if (is_default)
		TRY(db_exec(cx, &q_no_default, NULL, I64(c.id), I64(id)));
	TRY(db_exec(cx, &q_edit, &changed, I64(a.city_id), I64(a.zone_id),
	            STR(edit->street_address ? edit->street_address : a.street_address),
	            STR(edit->additional_info ? edit->additional_info : a.additional_info),
	            is_default ? I64(1) : NIL(), TIME(cx->now), I64(id), I64(c.id), I32(version)));
	if (changed != 1)
		return fail(cx, E_CONFLICT, "address %lld is not at version %d", (long long)id,
		            version);
	TRY(db_exec(cx, &q_next_default, NULL, I64(c.id)));
	return note(cx, "address.changed", id);
}

enum err
address_remove_own(struct ctx *cx, int64_t id)
{
	struct customer c = { 0 };
	int64_t changed;

	TRY(customer_lock(cx, cx->actor.id, &c));
	TRY(db_exec(cx, &q_remove, &changed, I64(id), I64(c.id)));
	if (changed != 1)
		return fail(cx, E_NOT_FOUND, "address %lld", (long long)id);
	TRY(db_exec(cx, &q_next_default, NULL, I64(c.id)));
	return note(cx, "address.removed", id);
}

enum err
address_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}
