/* SPDX-License-Identifier: MIT */
/* Saved views: filters of staff lists under a name, for oneself or for all who read that list.
 *
 * Owns      saved_views.
 * Rules     Who may not read a list has no views of it, his own neither.  Only the owner changes a
 *           view; it is shared while the owner works here.  At most SAVED_VIEWS of a person, and a
 *           name once in each list.
 *           The query is kept as it is, without where a page begins (cursor); of lists about people
 *           also without whom it searches for (q), who may ask to be erased.
 *           A change names the version it saw.
 * See       staff/role.h, fcgi/api/admin_view.c, tests/http/saved_view_test.c */
#ifndef STAFF_SAVED_VIEW_H
#define STAFF_SAVED_VIEW_H

#include "base/ctx.h"
#include <stddef.h>

#define SAVED_VIEW_LISTS                                                                           \
	"orders|sales|carts|customers|tickets|claims|products|packs|flavors|"                      \
	"product_types|sizes|product_instances|product_prices|pricing_rules|"                      \
	"promo_codes|cities|zones|time_slots|delivery_men|delivery_runs|"                          \
	"admin_users|activity|job_runs"
#define SAVED_VIEWS 100
#define SAVED_VIEW_PAGE_MAX 200
#define SAVED_VIEW_QUERY 2000

struct saved_view {
	int64_t id;
	const char *owner;		/* login name */
	bool is_own;
	const char *list_name, *name, *query;
	bool is_shared;
	int32_t version;
	int64_t created_at, updated_at;
};
struct saved_view_page { struct saved_view *items; size_t items_n; const char *next_cursor; };

struct saved_view_wish { const char *list_name, *name, *query; bool is_shared; };

/* The actor's own and the shared ones of a list.  E_FORBIDDEN for who may not read it. */
enum err saved_view_list(struct ctx *cx, const char *list_name, const char *cursor, int32_t limit,
                         struct saved_view_page *ret) MUST_CHECK;
/* The actor's.  E_FORBIDDEN, E_VIEWS_FULL; E_CONFLICT naming "name" that is taken; E_INVALID naming
 * "query". */
enum err saved_view_add(struct ctx *cx, const struct saved_view_wish *wish,
                        struct saved_view *ret) MUST_CHECK;
/* The list stays.  E_NOT_FOUND also for another's; E_CONFLICT with the view as it is now as
 * cx->detail, or naming "name". */
enum err saved_view_set(struct ctx *cx, int64_t id, int32_t version,
                        const struct saved_view_wish *wish, struct saved_view *ret) MUST_CHECK;
enum err saved_view_remove(struct ctx *cx, int64_t id, int32_t version) MUST_CHECK;

#endif
