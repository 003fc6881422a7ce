/* SPDX-License-Identifier: MIT */
#include "staff/view_preference.h"

#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"

SQL_HOT(q_list,
	"SELECT view_type, show_deleted FROM admin_view_preferences WHERE admin_user_id = ? "
	"ORDER BY view_type LIMIT 4");
SQL(q_set,
	"INSERT INTO admin_view_preferences (admin_user_id, view_type, show_deleted, created_at, "
	"updated_at) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	"show_deleted = VALUES(show_deleted), updated_at = VALUES(updated_at)");

static const struct col preference_cols[] = {
	COL(struct view_preference, view_type), COL(struct view_preference, show_deleted),
};
_Static_assert(VIEW_TYPES_N == 4, "as the statement above says");

static const char *const types[VIEW_TYPES_N] = {
	"products", "flavors", "product_types", "orders",
};

enum err
view_preference_list(struct ctx *cx, struct view_preferences *ret)
{
	struct view_preference *chosen, *all;
	size_t n;

	TRY(db_all(cx, &q_list, preference_cols, &chosen, &n, VIEW_TYPES_N, I64(cx->actor.id)));
	all = arena_array(cx->mem, struct view_preference, VIEW_TYPES_N);
	for (size_t i = 0; i < VIEW_TYPES_N; i++) {
		all[i].view_type = types[i];
		for (size_t k = 0; k < n; k++)
			if (str_eq(chosen[k].view_type, types[i]))
				all[i].show_deleted = chosen[k].show_deleted;
	}
	*ret = (struct view_preferences){ all, VIEW_TYPES_N };
	return OK;
}

static enum err
shows_deleted(struct ctx *cx, const char *view_type, bool *ret)
{
	struct view_preferences all;

	TRY(view_preference_list(cx, &all));
	for (size_t i = 0; i < all.items_n; i++)
		if (str_eq(all.items[i].view_type, view_type)) {
			*ret = all.items[i].show_deleted;
			return OK;
		}
	return fail(cx, E_INTERNAL, "no list of %s", view_type);
}

enum err
view_deleted_too(struct ctx *cx, const char *view_type, int32_t asked, bool *ret)
{
	if (view_type && asked < 0)
		return shows_deleted(cx, view_type, ret);
	*ret = view_type && asked > 0;
	return OK;
}

static const char *
as_json(struct ctx *cx, const char *view_type, bool show_deleted)
{
	return arena_fmt(cx->mem, "{\"view_type\":\"%s\",\"show_deleted\":%s}", view_type,
	                 show_deleted ? "true" : "false");
}

enum err
view_preference_set(struct ctx *cx, const struct view_preference *wanted)
{
	bool before;

	TRY(shows_deleted(cx, wanted->view_type, &before));
	TRY(db_exec(cx, &q_set, NULL, I64(cx->actor.id), STR(wanted->view_type),
	            FLAG(wanted->show_deleted), TIME(cx->now), TIME(cx->now)));
	return audit_write(cx, "view_preference.set", "admin_view_preferences", 0,
	                   as_json(cx, wanted->view_type, before),
	                   as_json(cx, wanted->view_type, wanted->show_deleted), NULL);
}
