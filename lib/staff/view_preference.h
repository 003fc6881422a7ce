/* SPDX-License-Identifier: MIT */
/* How each member of staff likes to see lists: with deleted rows or without.
 *
 * Owns      admin_view_preferences.
 * Rules     One for each person and kind of list; without one, deleted rows do not show.
 * See       fcgi/api/admin_me.c, tests/http/view_preference_test.c */
#ifndef STAFF_VIEW_PREFERENCE_H
#define STAFF_VIEW_PREFERENCE_H

#include "base/ctx.h"
#include <stddef.h>

#define VIEW_TYPES "products|flavors|product_types|orders"
#define VIEW_TYPES_N 4

struct view_preference { const char *view_type; bool show_deleted; };
struct view_preferences { struct view_preference *items; size_t items_n; };

/* The actor's own, one for each kind of list. */
enum err view_preference_list(struct ctx *cx, struct view_preferences *ret) MUST_CHECK;
/* In the caller's transaction. */
enum err view_preference_set(struct ctx *cx, const struct view_preference *wanted) MUST_CHECK;
/* For a list: does the actor want deleted rows in it?  `asked` is 1 or 0 where the request says so,
 * else -1, and the preference holds.  view_type NULL: a list that has none. */
enum err view_deleted_too(struct ctx *cx, const char *view_type, int32_t asked,
                          bool *ret) MUST_CHECK;

#endif
