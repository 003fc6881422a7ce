/* SPDX-License-Identifier: MIT */
#include "staff/saved_view.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "staff/admin_user.h"
#include "staff/role.h"

#include <ctype.h>

#define COLUMNS                                                                                    \
	"SELECT v.id, u.username AS owner, v.admin_user_id = ? AS is_own, v.list_name, v.name, "   \
	"v.query, v.is_shared, v.version, v.created_at, v.updated_at FROM saved_views v "          \
	"JOIN admin_users u ON u.id = v.admin_user_id "
SQL_HOT(q_list, COLUMNS "WHERE v.list_name = ? AND v.id > ? AND (v.admin_user_id = ? OR "
                "(v.is_shared = 1 AND u.is_active = 1)) ORDER BY v.id LIMIT ?");
SQL(q_get, COLUMNS "WHERE v.id = ? AND v.admin_user_id = ?");
SQL(q_lock, COLUMNS "WHERE v.id = ? AND v.admin_user_id = ? FOR UPDATE");
SQL(q_count, "SELECT COUNT(*) AS n FROM saved_views WHERE admin_user_id = ?");
SQL(q_add, "INSERT INTO saved_views (admin_user_id, list_name, name, query, is_shared, created_at, "
           "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL(q_set, "UPDATE saved_views SET name = ?, query = ?, is_shared = ?, version = version + 1, "
           "updated_at = ? WHERE id = ? AND version = ?");
SQL(q_remove, "DELETE FROM saved_views WHERE id = ? AND version = ?");

static const struct col view_cols[] = {
	COL(struct saved_view, id), COL(struct saved_view, owner), COL(struct saved_view, is_own),
	COL(struct saved_view, list_name), COL(struct saved_view, name),
	COL(struct saved_view, query), COL(struct saved_view, is_shared),
	COL(struct saved_view, version), COL_TIME(struct saved_view, created_at),
	COL_TIME(struct saved_view, updated_at),
};
struct number { int64_t n; };
static const struct col number_cols[] = { COL(struct number, n) };

static const struct { const char *name, *perm; bool about_people; } lists[] = {
	{ "orders", "order.read|dispatch.read", true }, { "sales", "sale.read", false },
	{ "carts", "cart.read", true },
	{ "customers", "customer.read", true }, { "tickets", "ticket.read", true },
	{ "claims", "claim.read", true }, { "products", "catalog.read", false },
	{ "packs", "catalog.read", false }, { "flavors", "catalog.read", false },
	{ "product_types", "catalog.read", false }, { "sizes", "catalog.read", false },
	{ "product_instances", "catalog.read", false }, { "product_prices", "price.read", false },
	{ "pricing_rules", "price.read", false }, { "promo_codes", "price.read", false },
	{ "cities", "place.read", false }, { "zones", "place.read", false },
	{ "time_slots", "place.read", false }, { "delivery_men", "courier.read", false },
	{ "delivery_runs", "run.read", false }, { "admin_users", "admin_user.read", false },
	{ "activity", "audit.read", false }, { "job_runs", "job.read", false },
};

static size_t
place_of(const char *list_name)
{
	size_t i = 0;

	while (!str_eq(lists[i].name, list_name))
		BUG_ON(++i == sizeof lists / sizeof *lists);
	return i;
}

/* May the actor read what the view is of? */
static enum err
may_read(struct ctx *cx, const char *list_name)
{
	if (role_may(cx->actor.role, lists[place_of(list_name)].perm))
		return OK;
	return fail(cx, E_FORBIDDEN, "a list of %s", list_name);
}

/* ---- the query ---- */

#define LETTERS "abcdefghijklmnopqrstuvwxyz_"
#define VALUE                                                                                      \
	LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.~+:,*%"

static bool
is_escaped(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value[i] == '%' && (i + 2 >= n || !isxdigit((unsigned char)value[i + 1]) ||
		                        !isxdigit((unsigned char)value[i + 2])))
			return false;
	return true;
}

/* "name=value&name=value" as an address has it; NULL, or what is wrong. */
static const char *
wrong_query(const char *query, bool about_people)
{
	for (const char *p = query; *p;) {
		size_t name = strspn(p, LETTERS), all = strcspn(p, "&");
		const char *value = p + name + 1;

		if (name == 0 || p[name] != '=' || all < name + 1)
			return "no query string";
		if (strspn(value, VALUE) != all - name - 1 || !is_escaped(value, all - name - 1))
			return "letters that no address has";
		if (name == strlen("cursor") && str_starts(p, "cursor"))
			return "a place in the list";
		if (about_people && name == 1 && *p == 'q')
			return "a search for somebody";
		p += all;
		if (*p && !*++p)
			return "no query string";
	}
	return NULL;
}

static enum err
check(struct ctx *cx, const char *list_name, const char *query)
{
	const char *wrong = strlen(query) > SAVED_VIEW_QUERY ? "too long"
	                    : wrong_query(query, lists[place_of(list_name)].about_people);

	return wrong ? fail_at(cx, E_INVALID, "query", "%s", wrong) : OK;
}

/* ---- reading and writing ---- */

enum err
saved_view_list(struct ctx *cx, const char *list_name, const char *cursor, int32_t limit,
                struct saved_view_page *ret)
{
	struct page_from from;

	TRY(may_read(cx, list_name));
	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, view_cols, &ret->items, &ret->items_n, SAVED_VIEW_PAGE_MAX + 1,
	           I64(cx->actor.id), STR(list_name), I64(from.id), I64(cx->actor.id),
	           I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	return OK;
}

static const char *
as_json(struct ctx *cx, const struct saved_view *v)
{
	struct buf b = buf_in(cx->mem, 8 * 1024);

	buf_fmt(&b, "{\"list_name\":\"%s\",\"name\":", v->list_name);
	buf_json(&b, v->name);
	buf_str(&b, ",\"query\":");
	buf_json(&b, v->query);
	buf_fmt(&b, ",\"is_shared\":%s}", v->is_shared ? "true" : "false");
	return b.data;
}

static enum err
get(struct ctx *cx, const struct sql *q, int64_t id, struct saved_view *ret)
{
	return db_one(cx, q, view_cols, ret, I64(cx->actor.id), I64(id), I64(cx->actor.id));
}

static enum err
taken(struct ctx *cx, enum err e)
{
	if (e == E_DUPLICATE && db_duplicate_of(cx->db, "saved_views_name"))
		return fail_at(cx, E_CONFLICT, "name", "a view of this name");
	return e;
}

enum err
saved_view_add(struct ctx *cx, const struct saved_view_wish *wish, struct saved_view *ret)
{
	struct admin_user owner = { 0 };
	struct saved_view v = { 0 };
	struct number have = { 0 };
	bool found;
	int64_t id;

	TRY(may_read(cx, wish->list_name));
	TRY(check(cx, wish->list_name, wish->query));
	/* With the own account locked nobody adds another one meanwhile. */
	TRY(admin_user_lock(cx, cx->actor.id, &owner, &found));
	TRY(db_one(cx, &q_count, number_cols, &have, I64(cx->actor.id)));
	if (have.n >= SAVED_VIEWS)
		return fail(cx, E_VIEWS_FULL, "%lld views", (long long)have.n);
	TRY(taken(cx, db_insert(cx, &q_add, &id, I64(cx->actor.id), STR(wish->list_name),
	                        STR(wish->name), STR(wish->query), FLAG(wish->is_shared),
	                        TIME(cx->now), TIME(cx->now))));
	TRY(get(cx, &q_get, id, &v));
	*ret = v;
	return audit_write(cx, "saved_view.add", "saved_views", id, NULL, as_json(cx, &v), NULL);
}

/* The actor's, locked, as it was seen. */
static enum err
lock_at(struct ctx *cx, int64_t id, int32_t version, struct saved_view *ret)
{
	TRY(get(cx, &q_lock, id, ret));
	TRY(may_read(cx, ret->list_name));
	if (ret->version == version)
		return OK;
	cx->detail = arena_copy(cx->mem, ret, sizeof *ret);
	return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, ret->version);
}

enum err
saved_view_set(struct ctx *cx, int64_t id, int32_t version, const struct saved_view_wish *wish,
               struct saved_view *ret)
{
	struct saved_view old = { 0 }, new = { 0 };

	TRY(lock_at(cx, id, version, &old));
	TRY(check(cx, old.list_name, wish->query));
	TRY(taken(cx, db_exec(cx, &q_set, NULL, STR(wish->name), STR(wish->query),
	                      FLAG(wish->is_shared), TIME(cx->now), I64(id), I32(version))));
	TRY(get(cx, &q_get, id, &new));
	*ret = new;
	return audit_write(cx, "saved_view.set", "saved_views", id, as_json(cx, &old),
	                   as_json(cx, &new), NULL);
}

enum err
saved_view_remove(struct ctx *cx, int64_t id, int32_t version)
{
	struct saved_view old = { 0 };

	TRY(lock_at(cx, id, version, &old));
	TRY(db_exec(cx, &q_remove, NULL, I64(id), I32(version)));
	return audit_write(cx, "saved_view.remove", "saved_views", id, as_json(cx, &old), NULL,
	                   NULL);
}
