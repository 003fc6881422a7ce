/* SPDX-License-Identifier: MIT */
/* Records: rows that staff list, make, change and take away, each kind declared by one list.
 *
 * A kind T is, in its header, a list of fields, of filters and of sort orders:
 *
 *     #define CITY_FIELDS(F)                                                                      \
 *         F(BODY, NEEDED, str, name, "Name in English", .min = 2, .max = 100)                     \
 *         F(BODY, USUAL, flag, is_active, "The shop delivers there", .def = 1)
 *     #define CITY_FILTERS(F) F(switch, is_active, "r.is_active = ?", "Only such")
 *     #define CITY_SORTS(S)   S(CITY, name, "r.name")
 *     RECORD(CITY, city);
 *
 * and in its source the table and RECORD_GOES(CITY, city, ...).  From the lists come the struct, the
 * statements, the change in the audit and, in api/record_api.h, the endpoints with their limits.
 *
 * Rules     A change names the version it saw; another one is E_CONFLICT, and cx->detail is what is
 *           there now.  All fields are given: what is left out becomes empty.
 *           A unique key or constraint that refuses is told by the field it is about.
 *           Taking away marks a row as deleted where the table can (and it can be brought back);
 *           elsewhere the row goes, unless something refers to it: E_IN_USE.
 *           Every change is in the audit, in its transaction, with the fields that changed.
 *           A field is NEEDED, or OPEN (may be empty), or has a USUAL value.  Instead of coming from
 *           the BODY it may be KEPT, filled by the kind's own check, or SHOWN and written by others.
 * Does not  fit tables of millions: a list filters by reading.  Those have statements of their own.
 * See       api/record_api.h, manage/city.h, tests/http/record_test.c */
#ifndef OPS_RECORD_H
#define OPS_RECORD_H

#include "base/ctx.h"
#include "db/db.h"

#define RECORD_PAGE_MAX 200

/* ---- members, by kind ---- */

#define RECORD_MEMBER_id(n) int64_t n;			/* 0: none */
#define RECORD_MEMBER_i32(n) int32_t n;
#define RECORD_MEMBER_i64(n) int64_t n;
#define RECORD_MEMBER_limit(n) int32_t n;		/* -1: none */
#define RECORD_MEMBER_flag(n) bool n;
#define RECORD_MEMBER_switch(n) int32_t n;
#define RECORD_MEMBER_str(n) const char *n;
#define RECORD_MEMBER_text(n) const char *n;
#define RECORD_MEMBER_search(n) const char *n;
#define RECORD_MEMBER_choice(n) const char *n;
#define RECORD_MEMBER_money(n) struct money n;
#define RECORD_MEMBER_date(n) struct day n;
#define RECORD_MEMBER_time(n) int64_t n;
#define RECORD_MEMBER_hour(n) struct hour n;
#define RECORD_MEMBER_(place, need, kind, name, ...) RECORD_MEMBER_##kind(name)
#define RECORD_FILTER_MEMBER_(kind, name, ...) RECORD_MEMBER_##kind(name)

enum record_type {
	RECORD_id, RECORD_i32, RECORD_i64, RECORD_limit, RECORD_flag, RECORD_switch, RECORD_str, RECORD_text,
	RECORD_search, RECORD_choice, RECORD_money, RECORD_date, RECORD_time, RECORD_hour,
};
struct record_field { const char *name; size_t off; enum record_type type; };
struct record_sort { const char *name; const struct sql *q; };
/* Which field is to blame when a unique key, CHECK or foreign key refuses. */
struct record_blame { const char *key, *field; };

struct record_kind {
	const char *table;
	size_t size, fields_size, fields_off, version_off, deleted_off, sort_key_off;
	const struct record_field *fields, *filters;	/* NULL names end them */
	const struct col *cols;				/* of a row, by the statements */
	size_t cols_n;
	const struct sql *get, *lock, *add, *set, *take, *bring;	/* bring: NULL, rows really go */
	const struct record_sort *sorts;		/* the first is the usual one */
	const struct record_blame *blames;		/* NULL at the end; may be NULL */
	/* Looks at new fields and fills the KEPT ones, with the old row locked; `old` is NULL for a new
	 * one.  May be NULL. */
	enum err (*check)(struct ctx *cx, const void *old, void *fields);
	/* Does what else belongs to a change; `fields` is NULL when it was taken away.  May be NULL. */
	enum err (*changed)(struct ctx *cx, int64_t id, const void *old, const void *fields);
};

struct record_ask {
	const void *filter;		/* the kind's struct T_filter */
	const char *sort, *cursor;
	int32_t limit;
	bool deleted_too;
};

/* `ret` is the kind's struct T_page. */
enum err record_list(struct ctx *cx, const struct record_kind *k, const struct record_ask *ask,
                     void *ret) MUST_CHECK;
/* Also a deleted one.  E_NOT_FOUND. */
enum err record_get(struct ctx *cx, const struct record_kind *k, int64_t id, void *ret) MUST_CHECK;
enum err record_add(struct ctx *cx, const struct record_kind *k, void *fields, void *ret) MUST_CHECK;
/* E_NOT_FOUND also for a deleted one. */
enum err record_set(struct ctx *cx, const struct record_kind *k, int64_t id, int32_t version,
                    void *fields, void *ret) MUST_CHECK;
/* E_IN_USE when something refers to a row that would go. */
enum err record_take(struct ctx *cx, const struct record_kind *k, int64_t id,
                     int32_t version) MUST_CHECK;
/* Undoes record_take where rows are only marked; twice is once. */
enum err record_bring(struct ctx *cx, const struct record_kind *k, int64_t id,
                      void *ret) MUST_CHECK;

/* For a kind's check: a name in addresses of pages, a-z 0-9 with single - between.  E_INVALID. */
enum err record_check_slug(struct ctx *cx, const char *slug) MUST_CHECK;
/* E_INVALID naming the field when the end is not after the start; 0 is no end. */
enum err record_check_dates(struct ctx *cx, const char *field, int64_t start,
                            int64_t end) MUST_CHECK;

/* ---- a kind's header ---- */

#define RECORD(T, tag)                                                                             \
	struct tag##_fields { T##_FIELDS(RECORD_MEMBER_) };                                        \
	struct tag##_filter { T##_FILTERS(RECORD_FILTER_MEMBER_) };                                \
	struct tag {                                                                               \
		int64_t id;                                                                        \
		struct tag##_fields f;                                                             \
		int32_t version;                                                                   \
		int64_t created_at, updated_at, deleted_at;                                        \
		const char *sort_key;                                                              \
	};                                                                                         \
	struct tag##_page { struct tag *items; size_t items_n; const char *next_cursor; };         \
	extern const struct record_kind tag##_kind

/* ---- and its source ---- */

/* What is SHOWN is only read. */
#define RECORD_NAME_BODY(name) ", " #name
#define RECORD_NAME_KEPT(name) ", " #name
#define RECORD_NAME_SHOWN(name)
#define RECORD_NAME_(place, need, kind, name, ...) RECORD_NAME_##place(name)
#define RECORD_MARK_BODY ", ?"
#define RECORD_MARK_KEPT ", ?"
#define RECORD_MARK_SHOWN
#define RECORD_MARK_(place, need, kind, name, ...) RECORD_MARK_##place
#define RECORD_SET_BODY(name) ", " #name " = ?"
#define RECORD_SET_KEPT(name) ", " #name " = ?"
#define RECORD_SET_SHOWN(name)
#define RECORD_SET_(place, need, kind, name, ...) RECORD_SET_##place(name)
#define RECORD_READ_limit(name) ", COALESCE(r." #name ", -1) AS " #name
#define RECORD_READ_id(name) ", r." #name
#define RECORD_READ_i32(name) ", r." #name
#define RECORD_READ_i64(name) ", r." #name
#define RECORD_READ_flag(name) ", r." #name
#define RECORD_READ_str(name) ", r." #name
#define RECORD_READ_text(name) ", r." #name
#define RECORD_READ_choice(name) ", r." #name
#define RECORD_READ_money(name) ", r." #name
#define RECORD_READ_date(name) ", r." #name
#define RECORD_READ_time(name) ", r." #name
#define RECORD_READ_hour(name) ", r." #name
#define RECORD_READ_(p, need, kind, name, ...) RECORD_READ_##kind(name)
#define RECORD_WHERE_(kind, name, condition, ...) " AND (? IS NULL OR " condition ")"
#define RECORD_FIELD_BODY(kind_, name_)                                                            \
	{ .name = #name_, .off = offsetof(fields_, name_), .type = RECORD_##kind_ },
#define RECORD_FIELD_KEPT(kind_, name_) RECORD_FIELD_BODY(kind_, name_)
#define RECORD_FIELD_SHOWN(kind_, name_)
#define RECORD_FIELD_(place, need, kind, name, ...) RECORD_FIELD_##place(kind, name)
#define RECORD_FILTER_(kind_, name_, ...)                                                          \
	{ .name = #name_, .off = offsetof(filter_, name_), .type = RECORD_##kind_ },
#define RECORD_DB_id DB_I64
#define RECORD_DB_i32 DB_I32
#define RECORD_DB_i64 DB_I64
#define RECORD_DB_limit DB_I32
#define RECORD_DB_flag DB_FLAG
#define RECORD_DB_str DB_STR
#define RECORD_DB_text DB_STR
#define RECORD_DB_choice DB_STR
#define RECORD_DB_money DB_MONEY
#define RECORD_DB_date DB_DAY
#define RECORD_DB_time DB_TIME
#define RECORD_DB_hour DB_HOUR
#define RECORD_COL_(p, need, kind, name_, ...) { #name_, offsetof(row_, f.name_), RECORD_DB_##kind },

#define RECORD_SELECT_(T, table, deleted, key)                                                     \
	"SELECT r.id" T##_FIELDS(RECORD_READ_) ", r.version, r.created_at, r.updated_at, " deleted \
	" AS deleted_at, CAST(" key " AS CHAR) AS sort_key FROM " table " r WHERE "
#define RECORD_ORDER_(T, name, key)                                                                \
	RECORD_LIST_(T, name##_up, key, " > ", "");                                                \
	RECORD_LIST_(T, name##_down, key, " < ", " DESC");
#define RECORD_SORT_(T, name_, key)                                                                \
	{ #name_, &q_##T##_by_##name_##_up }, { "-" #name_, &q_##T##_by_##name_##_down },
#define RECORD_LIST_(T, name, key, after, direction)                                               \
	SQL(q_##T##_by_##name, RECORD_SELECT_(T, T##_TABLE, T##_DELETED, key)                      \
	    "(? OR " T##_DELETED " IS NULL)" T##_FILTERS(RECORD_WHERE_)                            \
	    " AND (? = 0 OR " key after "? OR (" key " = ? AND r.id" after "?)) "                  \
	    "ORDER BY " key direction ", r.id" direction " LIMIT ?")

#define RECORD_MARKED "r.deleted_at"
#define RECORD_GONE "NULL"

/* A source holds one kind: T_TABLE names its table, T_DELETED is RECORD_MARKED or RECORD_GONE. */
#define RECORD_COMMON_(T, tag)                                                                     \
	typedef struct tag row_;                                                                   \
	typedef struct tag##_fields fields_;                                                       \
	typedef struct tag##_filter filter_;                                                       \
	RECORD_ORDER_(T, id, "r.id")                                                               \
	T##_SORTS(RECORD_ORDER_)                                                                   \
	SQL(q_##T##_get, RECORD_SELECT_(T, T##_TABLE, T##_DELETED, "r.id") "r.id = ?");            \
	SQL(q_##T##_lock, RECORD_SELECT_(T, T##_TABLE, T##_DELETED, "r.id")                        \
	    "r.id = ? FOR UPDATE");                                                                \
	SQL(q_##T##_add, "INSERT INTO " T##_TABLE " (created_at, updated_at"                       \
	    T##_FIELDS(RECORD_NAME_) ") VALUES (?, ?" T##_FIELDS(RECORD_MARK_) ")");               \
	SQL(q_##T##_set, "UPDATE " T##_TABLE " SET version = version + 1, updated_at = ?"          \
	    T##_FIELDS(RECORD_SET_) " WHERE id = ? AND version = ?");                              \
	static const struct record_field fields_list_[] = { T##_FIELDS(RECORD_FIELD_) { 0 } };     \
	static const struct record_field filters_list_[] = { T##_FILTERS(RECORD_FILTER_) { 0 } };  \
	static const struct record_sort sorts_list_[] = {                                          \
		RECORD_SORT_(T, id, "") T##_SORTS(RECORD_SORT_) { 0 } };                           \
	static const struct col cols_list_[] = {                                                   \
		COL(row_, id), T##_FIELDS(RECORD_COL_) COL(row_, version),                         \
		COL_TIME(row_, created_at), COL_TIME(row_, updated_at),                            \
		COL_TIME(row_, deleted_at), COL(row_, sort_key) }
#define RECORD_KIND_(T, tag, ...)                                                                  \
	const struct record_kind tag##_kind = {                                                    \
		.table = T##_TABLE, .size = sizeof(row_), .fields_size = sizeof(fields_),          \
		.fields_off = offsetof(row_, f), .version_off = offsetof(row_, version),           \
		.deleted_off = offsetof(row_, deleted_at),                                         \
		.sort_key_off = offsetof(row_, sort_key),                                          \
		.fields = fields_list_, .filters = filters_list_, .sorts = sorts_list_,            \
		.cols = cols_list_, .cols_n = sizeof cols_list_ / sizeof *cols_list_,              \
		.get = &q_##T##_get, .lock = &q_##T##_lock, .add = &q_##T##_add,                   \
		.set = &q_##T##_set, .take = &q_##T##_take, __VA_ARGS__ }
/* A kind whose rows go, and one whose rows are marked; further members of the kind may follow. */
#define RECORD_GOES(T, tag, ...)                                                                   \
	RECORD_COMMON_(T, tag);                                                                    \
	SQL(q_##T##_take, "DELETE FROM " T##_TABLE " WHERE id = ? AND version = ?");               \
	RECORD_KIND_(T, tag, __VA_ARGS__)
#define RECORD_STAYS(T, tag, ...)                                                                  \
	RECORD_COMMON_(T, tag);                                                                    \
	SQL(q_##T##_take, "UPDATE " T##_TABLE " SET deleted_at = ?, updated_at = ?, "              \
	    "version = version + 1 WHERE id = ? AND version = ?");                                 \
	SQL(q_##T##_bring, "UPDATE " T##_TABLE " SET deleted_at = NULL, updated_at = ?, "          \
	    "version = version + 1 WHERE id = ? AND deleted_at IS NOT NULL");                      \
	RECORD_KIND_(T, tag, .bring = &q_##T##_bring, __VA_ARGS__)

#endif
