/* SPDX-License-Identifier: MIT */
#include "dispatch/courier.h"

#include "base/buf.h"
#include "base/json.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"

#define PAGE_MAX 200

#define COLUMNS                                                                                    \
	"SELECT id, name, phone, email, COALESCE(zones, '[]') AS zones, is_active, version "       \
	"FROM delivery_men "
SQL_HOT(q_list, COLUMNS "WHERE id > ? ORDER BY id LIMIT ?");
SQL_HOT(q_lock, COLUMNS "WHERE id = ? FOR UPDATE");
SQL(q_insert,
	"INSERT INTO delivery_men (name, phone, email, zones, is_active, created_at, updated_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_update,
	"UPDATE delivery_men SET name = ?, phone = ?, email = ?, zones = ?, is_active = ?, "
	"version = version + 1, updated_at = ? WHERE id = ?");
SQL_HOT(q_zones,
	"SELECT COUNT(*) AS n FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) AS j "
	"JOIN zones z ON z.id = j.id");

static const struct col courier_cols[] = {
	COL(struct courier, id), COL(struct courier, name), COL(struct courier, phone),
	COL(struct courier, email), COL(struct courier, zones), COL(struct courier, is_active),
	COL(struct courier, version),
};
struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };

enum err
courier_list(struct ctx *cx, const char *cursor, int32_t limit, struct courier_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, courier_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The zones as JSON, ascending and each once; all of them exist. */
static enum err
zones_text(struct ctx *cx, const struct courier_edit *edit, const char **ret)
{
	size_t n = edit->zones_n;
	int64_t *ids = arena_copy(cx->mem, edit->zones, (n + 1) * sizeof *ids);
	struct buf b = buf_in(cx->mem, 8192);
	struct count found = { 0 };
	int64_t once = 0;

	qsort(ids, n, sizeof *ids, by_number);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i && ids[i] == ids[i - 1])
			continue;
		buf_fmt(&b, "%s%lld", once++ ? "," : "", (long long)ids[i]);
	}
	buf_char(&b, ']');
	BUG_ON(b.full);
	TRY(db_one(cx, &q_zones, count_cols, &found, STR(b.data)));
	if (found.n != once)
		return fail_at(cx, E_INVALID, "zones", "%lld of %lld zones exist",
		               (long long)found.n, (long long)once);
	*ret = b.data;
	return OK;
}

static const char *
as_json(struct ctx *cx, const struct courier *c)
{
	struct buf b = buf_in(cx->mem, 16 * 1024);

	buf_str(&b, "{\"name\":");
	buf_json(&b, c->name);
	buf_str(&b, ",\"phone\":");
	buf_json(&b, c->phone);
	buf_str(&b, ",\"email\":");
	buf_json(&b, c->email);
	buf_fmt(&b, ",\"zones\":%s,\"is_active\":%s}", c->zones, c->is_active ? "true" : "false");
	return b.data;
}

/* What the edit makes of a man. */
static enum err
apply(struct ctx *cx, const struct courier_edit *edit, struct courier *c)
{
	if (edit->name)
		c->name = edit->name;
	if (edit->phone)
		c->phone = edit->phone;
	if (edit->email)
		c->email = edit->email;
	if (edit->is_active >= 0)
		c->is_active = edit->is_active > 0;
	return edit->zones ? zones_text(cx, edit, &c->zones) : OK;
}

enum err
courier_add(struct ctx *cx, const struct courier_edit *edit, struct courier *ret)
{
	struct courier c = { .zones = "[]", .is_active = true, .version = 1 };

	TRY(apply(cx, edit, &c));
	TRY(db_insert(cx, &q_insert, &c.id, STR(c.name), STR(c.phone), STR(c.email), STR(c.zones),
	              FLAG(c.is_active), TIME(cx->now), TIME(cx->now)));
	*ret = c;
	return audit_write(cx, "courier.add", "delivery_men", c.id, NULL, as_json(cx, &c), NULL);
}

enum err
courier_edit(struct ctx *cx, int64_t id, int32_t version, const struct courier_edit *edit,
             struct courier *ret)
{
	struct courier c = { 0 };
	const char *before;

	TRY(db_one(cx, &q_lock, courier_cols, &c, I64(id)));
	if (c.version != version)
		return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, c.version);
	before = as_json(cx, &c);
	TRY(apply(cx, edit, &c));
	TRY(db_exec(cx, &q_update, NULL, STR(c.name), STR(c.phone), STR(c.email), STR(c.zones),
	            FLAG(c.is_active), TIME(cx->now), I64(id)));
	c.version++;
	*ret = c;
	return audit_write(cx, "courier.edit", "delivery_men", id, before, as_json(cx, &c), NULL);
}

enum err
courier_serves(struct ctx *cx, const struct courier *c, int64_t zone_id, bool *ret)
{
	const struct json *zones;

	*ret = false;
	TRY(json_parse(cx, c->zones, strlen(c->zones), &zones));
	for (size_t i = 0; i < json_list_length(zones); i++)
		if (zone_id && json_int(json_list_at(zones, i)) == zone_id)
			*ret = true;
	return OK;
}

enum err
courier_check(struct ctx *cx, int64_t id, int64_t zone_id)
{
	struct courier c = { 0 };
	bool found, serves;

	TRY(db_maybe(cx, &q_lock, courier_cols, &c, &found, I64(id)));
	if (!found)
		return fail_at(cx, E_INVALID, "delivery_man_id", "no delivery man %lld",
		               (long long)id);
	if (!c.is_active)
		return fail_at(cx, E_COURIER_OFF, "delivery_man_id", "%lld", (long long)id);
	TRY(courier_serves(cx, &c, zone_id, &serves));
	if (serves)
		return OK;
	return fail_at(cx, E_COURIER_ZONE, "delivery_man_id", "%lld to zone %lld", (long long)id,
	               (long long)zone_id);
}
