/* SPDX-License-Identifier: MIT */
/* Views of lists that staff keep. */
#include "staff/saved_view.h"

#include "web/common.h"

VIEW(saved_view_view, struct saved_view,
	SHOW(id, "View"),
	SHOW(owner, "Login name of whose it is"),
	SHOW(is_own, "Whether it is the caller's, who alone can change it"),
	SHOW_CHOICE(list_name, SAVED_VIEW_LISTS, "Which list"),
	SHOW(name, "What it is called"),
	SHOW(query, "Query string of that list"),
	SHOW(is_shared, "Whether others see it"),
	SHOW(version, "Names this state in a change"),
	SHOW_TIME(created_at, "When it was made"),
	SHOW_TIME(updated_at, "When it was last changed"));
VIEW(saved_view_page_view, struct saved_view_page,
	SHOW_LIST(items, saved_view_view, "Own and shared ones, oldest first"),
	SHOW_NEXT);

#define SAVED_VIEW_LIST_IN(F)                                                                      \
	F(QUERY, choice, list_name, .choices = SAVED_VIEW_LISTS, .doc = "Which list")              \
	PAGE_IN(F, SAVED_VIEW_PAGE_MAX, 100)
INPUT(saved_view_list_in, SAVED_VIEW_LIST_IN);

static enum err
list_saved_views(struct ctx *cx, const struct saved_view_list_in *in, struct saved_view_page *out)
{
	return saved_view_list(cx, in->list_name, in->cursor, in->limit, out);
}
ENDPOINT(list_saved_views, GET, "/api/v1/admin/saved-views", saved_view_list_in,
	saved_view_page_view, .auth = AUTH_STAFF, .perm = "", .tx = TX_READ,
	.doc = "Views of a list that the caller may read: the own ones, and what others share.");

#define SAVED_VIEW_FIELDS(F)                                                                       \
	F(BODY, str, name, .min = 1, .max = 100, .doc = "What it is called")                       \
	F(BODY, str, query, .max = SAVED_VIEW_QUERY,                                               \
	  .doc = "Query string without cursor; of orders, carts, customers, tickets and claims "   \
	         "also without q, since it may name somebody")                                     \
	F(BODY, flag, is_shared, .optional = true, .doc = "Whether others see it")
#define SAVED_VIEW_ADD_IN(F)                                                                       \
	F(BODY, choice, list_name, .choices = SAVED_VIEW_LISTS, .doc = "Which list")               \
	SAVED_VIEW_FIELDS(F)
#define SAVED_VIEW_SET_IN(F)                                                                       \
	F(PATH, id, id, .doc = "Which view")                                                       \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	SAVED_VIEW_FIELDS(F)
#define SAVED_VIEW_REMOVE_IN(F)                                                                    \
	F(PATH, id, id, .doc = "Which view")                                                       \
	F(QUERY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")
INPUT(saved_view_add_in, SAVED_VIEW_ADD_IN);
INPUT(saved_view_set_in, SAVED_VIEW_SET_IN);
INPUT(saved_view_remove_in, SAVED_VIEW_REMOVE_IN);

static enum err
add_saved_view(struct ctx *cx, const struct saved_view_add_in *in, struct saved_view *out)
{
	struct saved_view_wish wish = { in->list_name, in->name, in->query, in->is_shared };

	return saved_view_add(cx, &wish, out);
}
ENDPOINT(add_saved_view, POST, "/api/v1/admin/saved-views", saved_view_add_in, saved_view_view,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_VIEWS_FULL, E_CONFLICT),
	.doc = "Keeps a view of a list; at most a hundred of a person.");

static enum err
set_saved_view(struct ctx *cx, const struct saved_view_set_in *in, struct saved_view *out)
{
	struct saved_view_wish wish = { NULL, in->name, in->query, in->is_shared };

	return saved_view_set(cx, in->id, in->version, &wish, out);
}
ENDPOINT(set_saved_view, PUT, "/api/v1/admin/saved-views/{id}", saved_view_set_in, saved_view_view,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.detail = saved_view_view, .detail_name = "current",
	.doc = "Changes one of the caller's own.");

static enum err
remove_saved_view(struct ctx *cx, const struct saved_view_remove_in *in, struct nothing *out)
{
	(void)out;
	return saved_view_remove(cx, in->id, in->version);
}
ENDPOINT(remove_saved_view, DELETE, "/api/v1/admin/saved-views/{id}", saved_view_remove_in, nothing,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.detail = saved_view_view, .detail_name = "current",
	.doc = "Takes one of the caller's own away.");

ENDPOINTS(admin_view, &list_saved_views_endpoint, &add_saved_view_endpoint,
          &set_saved_view_endpoint, &remove_saved_view_endpoint);
