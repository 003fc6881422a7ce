/* SPDX-License-Identifier: MIT */
/* The endpoints of a kind of record (ops/record.h), made from its one list:
 *
 *     GET    path            search_cities   filtered, sorted, by pages
 *     GET    path/{id}       read_city
 *     POST   path            add_city
 *     PUT    path/{id}       change_city     all fields, and the version that was seen
 *     DELETE path/{id}       remove_city     ?version=
 *     POST   path/{id}/restore  restore_city   where rows are only marked as deleted
 *
 * See fcgi/api/admin_place.c. */
#ifndef API_RECORD_API_H
#define API_RECORD_API_H

#include "ops/record.h"
#include "web/common.h"

/* ---- one field: in, and out ---- */

#define RECORD_LEFT_OUT_NEEDED false
#define RECORD_LEFT_OUT_USUAL true
#define RECORD_LEFT_OUT_OPEN true
#define RECORD_EMPTY_NEEDED false
#define RECORD_EMPTY_USUAL false
#define RECORD_EMPTY_OPEN true
#define RECORD_IN_BODY(need, kind_, name_, doc_, ...)                                              \
	{ .place = BODY, .kind = K_##kind_, .name = #name_, .off = offsetof(self_, f.name_),       \
	  .doc = doc_, .optional = RECORD_LEFT_OUT_##need, __VA_ARGS__ },
#define RECORD_IN_KEPT(...)
#define RECORD_IN_SHOWN(...)
#define RECORD_IN_(place, ...) RECORD_IN_##place(__VA_ARGS__)

/* Of what an input says, only choices matter to a reply. */
#define RECORD_SAYS_choice(...) __VA_ARGS__
#define RECORD_SAYS_id(...)
#define RECORD_SAYS_i32(...)
#define RECORD_SAYS_i64(...)
#define RECORD_SAYS_limit(...)
#define RECORD_SAYS_flag(...)
#define RECORD_SAYS_str(...)
#define RECORD_SAYS_text(...)
#define RECORD_SAYS_money(...)
#define RECORD_SAYS_date(...)
#define RECORD_SAYS_time(...)
#define RECORD_SAYS_hour(...)
#define RECORD_OUT_BODY(need, kind_, name_, doc_, ...)                                             \
	{ .place = OUT, .kind = K_##kind_, .name = #name_, .off = offsetof(self_, f.name_),        \
	  .doc = doc_, .optional = RECORD_EMPTY_##need, RECORD_SAYS_##kind_(__VA_ARGS__) },
#define RECORD_OUT_KEPT(...)
#define RECORD_OUT_SHOWN(...) RECORD_OUT_BODY(__VA_ARGS__)
#define RECORD_OUT_(place, ...) RECORD_OUT_##place(__VA_ARGS__)

#define RECORD_WEB_search K_str
#define RECORD_WEB_switch K_switch
#define RECORD_WEB_id K_id
#define RECORD_WEB_str K_str
#define RECORD_WEB_choice K_choice
#define RECORD_WEB_date K_date
#define RECORD_WEB_time K_time
#define RECORD_WEB_money K_money
#define RECORD_ASK_(kind_, name_, condition, doc_, ...)                                            \
	{ .place = QUERY, .kind = RECORD_WEB_##kind_, .name = #name_,                              \
	  .off = offsetof(self_, filter.name_), .optional = true, .doc = doc_, __VA_ARGS__ },
#define RECORD_SORT_CHOICE_(T, name, key) "|" #name "|-" #name

/* ---- shapes ---- */

#define RECORD_SHAPES_(T, tag, name, plural, ...)                                                  \
	struct tag##_ask {                                                                         \
		struct tag##_filter filter;                                                        \
		const char *sort, *cursor;                                                         \
		int32_t limit, show_deleted;                                                       \
	};                                                                                         \
	SHAPE_(search_##plural##_in, struct tag##_ask,                                             \
		T##_FILTERS(RECORD_ASK_)                                                           \
		FIELD_(QUERY, choice, sort, .choices = "id|-id" T##_SORTS(RECORD_SORT_CHOICE_),    \
		       .optional = true, .doc = "By which field; - is downwards; left out: id")    \
		__VA_ARGS__                                                                        \
		PAGE_IN(FIELD_, RECORD_PAGE_MAX, 50));                                             \
	struct tag##_change { int64_t id; int32_t version; struct tag##_fields f; };               \
	SHAPE_(add_##name##_in, struct tag##_change, T##_FIELDS(RECORD_IN_));                      \
	SHAPE_(change_##name##_in, struct tag##_change,                                            \
		FIELD_(PATH, id, id, .doc = "Which one")                                           \
		FIELD_(BODY, i32, version, .min = 1, .max = INT32_MAX,                             \
		       .doc = "The version that was seen")                                         \
		T##_FIELDS(RECORD_IN_));                                                           \
	SHAPE_(read_##name##_in, struct tag##_change, FIELD_(PATH, id, id, .doc = "Which one"));   \
	SHAPE_(remove_##name##_in, struct tag##_change,                                            \
		FIELD_(PATH, id, id, .doc = "Which one")                                           \
		FIELD_(QUERY, i32, version, .min = 1, .max = INT32_MAX,                            \
		       .doc = "The version that was seen"));                                       \
	VIEW(tag##_view, struct tag, SHOW(id, "Its number"), T##_FIELDS(RECORD_OUT_)               \
		SHOW(version, "Names this state in a change"),                                     \
		SHOW_TIME(created_at, "When it was made"),                                         \
		SHOW_TIME(updated_at, "When it last changed"),                                     \
		SHOW_TIME_OPT(deleted_at, "When it was removed; null: it was not"));               \
	VIEW(tag##_page_view, struct tag##_page,                                                   \
		SHOW_LIST(items, tag##_view, "Those that match, in the order asked for"),          \
		SHOW_NEXT)

/* ---- endpoints ---- */

/* Errors of making one: where names are unique, and where they are not. */
static const enum err RECORD_UNIQUE[] __attribute__((unused)) = { E_CONFLICT, OK };
static const enum err RECORD_FREE[] __attribute__((unused)) = { OK };
/* Of taking away rows that really go: where something may refer to them, and where nothing does. */
static const enum err RECORD_HELD[] __attribute__((unused)) = {
	E_NOT_FOUND, E_CONFLICT, E_IN_USE, OK,
};
static const enum err RECORD_LOOSE[] __attribute__((unused)) = { E_NOT_FOUND, E_CONFLICT, OK };

#define RECORD_ENDPOINTS_(T, tag, name, plural, path, read, write, of_add, may_show, of_remove)    \
	static enum err                                                                            \
	search_##plural(struct ctx *cx, const struct tag##_ask *in, struct tag##_page *out)        \
	{                                                                                          \
		struct record_ask ask = { &in->filter, in->sort, in->cursor, in->limit, may_show }; \
		return record_list(cx, &tag##_kind, &ask, out);                                    \
	}                                                                                          \
	ENDPOINT(search_##plural, GET, path, search_##plural##_in, tag##_page_view,                \
		.auth = AUTH_STAFF, .perm = read, .tx = TX_READ,                                   \
		.doc = "All that match, by pages: " path ".");                                     \
	static enum err                                                                            \
	read_##name(struct ctx *cx, const struct tag##_change *in, struct tag *out)                \
	{                                                                                          \
		return record_get(cx, &tag##_kind, in->id, out);                                   \
	}                                                                                          \
	ENDPOINT(read_##name, GET, path "/{id}", read_##name##_in, tag##_view,                     \
		.auth = AUTH_STAFF, .perm = read, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),    \
		.doc = "One of them, also a removed one.");                                        \
	static enum err                                                                            \
	add_##name(struct ctx *cx, const struct tag##_change *in, struct tag *out)                 \
	{                                                                                          \
		struct tag##_fields f = in->f;                                                     \
		return record_add(cx, &tag##_kind, &f, out);                                       \
	}                                                                                          \
	ENDPOINT(add_##name, POST, path, add_##name##_in, tag##_view, .auth = AUTH_STAFF,          \
		.perm = write, .tx = TX_WRITE, .status = 201, .errors = of_add,                    \
		.doc = "Makes a new one.");                                                        \
	static enum err                                                                            \
	change_##name(struct ctx *cx, const struct tag##_change *in, struct tag *out)              \
	{                                                                                          \
		struct tag##_fields f = in->f;                                                     \
		return record_set(cx, &tag##_kind, in->id, in->version, &f, out);                  \
	}                                                                                          \
	ENDPOINT(change_##name, PUT, path "/{id}", change_##name##_in, tag##_view,                 \
		.auth = AUTH_STAFF, .perm = write, .tx = TX_WRITE,                                 \
		.errors = ERRORS(E_NOT_FOUND, E_CONFLICT), .detail = tag##_view,                   \
		.detail_name = "current",                                                          \
		.doc = "Sets all its fields; what is left out becomes empty or usual.");           \
	static enum err                                                                            \
	remove_##name(struct ctx *cx, const struct tag##_change *in, struct nothing *out)          \
	{                                                                                          \
		(void)out;                                                                         \
		return record_take(cx, &tag##_kind, in->id, in->version);                          \
	}                                                                                          \
	ENDPOINT(remove_##name, DELETE, path "/{id}", remove_##name##_in, nothing,                 \
		.auth = AUTH_STAFF, .perm = write, .tx = TX_WRITE, .errors = of_remove,            \
		.detail = tag##_view, .detail_name = "current", .doc = "Takes it away.")

/* Rows that really go. */
#define RECORD_ENDPOINTS(T, tag, name, plural, path, read, write, of_add, of_remove)               \
	RECORD_SHAPES_(T, tag, name, plural, );                                                    \
	RECORD_ENDPOINTS_(T, tag, name, plural, path, read, write, of_add, false, of_remove)
#define RECORD_LISTED(name, plural)                                                                \
	&search_##plural##_endpoint, &read_##name##_endpoint, &add_##name##_endpoint,              \
		&change_##name##_endpoint, &remove_##name##_endpoint

/* Rows that are marked and can be brought back; `view` names the person's own wish to see them. */
#define RECORD_ENDPOINTS_MARKED(T, tag, name, plural, path, read, write, view)                     \
	RECORD_SHAPES_(T, tag, name, plural, FIELD_(QUERY, switch, show_deleted, .optional = true, \
		.doc = "Removed ones too; left out: as the person's own preference says"));        \
	RECORD_ENDPOINTS_(T, tag, name, plural, path, read, write, RECORD_UNIQUE,                  \
	                  in->show_deleted == SWITCH_ON, RECORD_LOOSE);                            \
	static enum err                                                                            \
	restore_##name(struct ctx *cx, const struct tag##_change *in, struct tag *out)             \
	{                                                                                          \
		return record_bring(cx, &tag##_kind, in->id, out);                                 \
	}                                                                                          \
	ENDPOINT(restore_##name, POST, path "/{id}/restore", read_##name##_in, tag##_view,         \
		.auth = AUTH_STAFF, .perm = write, .tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND),  \
		.twice_is_once = true, .doc = "Brings a removed one back.")
#define RECORD_LISTED_MARKED(name, plural)                                                         \
	RECORD_LISTED(name, plural), &restore_##name##_endpoint

#endif
