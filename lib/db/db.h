/* SPDX-License-Identifier: MIT */
/* The database: one connection, prepared statements, typed values in and rows out, transactions.
 *
 * Rules     A statement is a constant next to the function that uses it, prepared once for each
 *           connection.  `crumbled check` prepares all of them against the schema.
 *           Values are bound, never written into the text.
 *           Nothing reconnects behind the caller's back: db_transaction does, and says when.
 * Rows      A row lands in a struct by a map of its members, in the order of the columns; the
 *           names are compared when the statement first runs.  SQL NULL becomes 0, NULL, or the
 *           NONE of money, day and hour.
 * See       tests/http/db_test.c */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

enum db_type {
	DB_NIL, DB_I64, DB_I32, DB_FLAG, DB_STR, DB_BYTES, DB_HASH, DB_MONEY, DB_TIME, DB_DAY, DB_HOUR,
};

struct bytes { const void *data; size_t n; };

/* One value to bind. */
struct db_val {
	enum db_type type;
	int64_t i;
	const void *p;
	size_t n;
};

static inline struct db_val NIL(void) { return (struct db_val){ DB_NIL, 0, NULL, 0 }; }
static inline struct db_val I64(int64_t v) { return (struct db_val){ DB_I64, v, NULL, 0 }; }
static inline struct db_val I32(int32_t v) { return (struct db_val){ DB_I64, v, NULL, 0 }; }
static inline struct db_val FLAG(bool v) { return (struct db_val){ DB_I64, v, NULL, 0 }; }
/* An id; 0 is NULL. */
static inline struct db_val ID(int64_t v) { return v ? I64(v) : NIL(); }
struct db_val STR(const char *s);			/* NULL is NULL */
static inline struct db_val BYTES(const void *p, size_t n)
{
	return (struct db_val){ DB_BYTES, 0, p, n };
}
/* The hash is copied into the value's pointer only: it must outlive the call. */
static inline struct db_val HASH(const struct hash *h) { return BYTES(h->b, HASH_BYTES); }
struct db_val MONEY(struct money m);			/* MONEY_NONE is NULL */
struct db_val TIME(int64_t at);				/* 0 is NULL */
struct db_val DAY(struct day d);			/* DAY_NONE is NULL */
struct db_val HOUR(struct hour h);			/* HOUR_NONE is NULL */

/* For LIKE: this text anywhere, its wildcards taken literally.  NULL stays NULL. */
const char *db_like(struct ctx *cx, const char *part);

/* One column of a row map. */
struct col { const char *name; size_t off; enum db_type type; };
#define DB_TYPE_OF(m)                                                                              \
	_Generic((m), int64_t: DB_I64, int32_t: DB_I32, bool: DB_FLAG, char *: DB_STR,             \
	         const char *: DB_STR, struct bytes: DB_BYTES, struct hash: DB_HASH,               \
	         struct money: DB_MONEY, struct day: DB_DAY, struct hour: DB_HOUR)
#define COL(T, m) { #m, offsetof(T, m), DB_TYPE_OF(((T *)0)->m) }
/* A moment: DATETIME in the table, seconds UTC in C. */
#define COL_TIME(T, m) { #m, offsetof(T, m), DB_TIME }

struct sql {
	const char *name, *text, *file;
	int line;
	bool hot;
	const struct sql *const *slot;		/* its place among all statements */
};

#define SQL_(id, text_, hot_)                                                                      \
	static const struct sql id;                                                                \
	static const struct sql *const id##_slot __attribute__((used, section("sqls"))) = &id;     \
	static const struct sql id = { #id, text_, __FILE__, __LINE__, hot_, &id##_slot }
#define SQL(id, text_) SQL_(id, text_, false)
/* A statement of a hot path: a test explains it and refuses a plan that scans a table. */
#define SQL_HOT(id, text_) SQL_(id, text_, true)

#define DB_ARGS_(...)                                                                              \
	(const struct db_val[]){ __VA_ARGS__ },                                                    \
		sizeof((const struct db_val[]){ __VA_ARGS__ }) / sizeof(struct db_val)
#define DB_COLS_(cols) (cols), sizeof(cols) / sizeof *(cols)

/* Exactly one row, else E_NOT_FOUND.  `ret` is written only on success. */
#define db_one(cx, q, cols, ret, ...)                                                              \
	db_one_(cx, q, DB_COLS_(cols), ret, sizeof *(ret), NULL, DB_ARGS_(__VA_ARGS__))
/* One row or none; *found says which. */
#define db_maybe(cx, q, cols, ret, found, ...)                                                     \
	db_one_(cx, q, DB_COLS_(cols), ret, sizeof *(ret), found, DB_ARGS_(__VA_ARGS__))
/* All rows in an array of the arena, at most `max` (more is a bug: the statement has a LIMIT). */
#define db_all(cx, q, cols, ret, ret_n, max, ...)                                                  \
	db_all_(cx, q, DB_COLS_(cols), (void **)(ret), sizeof **(ret), ret_n, max,                 \
	        DB_ARGS_(__VA_ARGS__))
/* How many bytes a row is as a JSON object of these columns, at most. */
#define db_json_bytes(cols, row) db_json_bytes_(DB_COLS_(cols), row)
/* The number of rows found (not only changed: CLIENT_FOUND_ROWS is on), unless `ret` is NULL. */
#define db_exec(cx, q, ret, ...) db_exec_(cx, q, ret, NULL, DB_ARGS_(__VA_ARGS__))
/* The new id, or what LAST_INSERT_ID(expression) set. */
#define db_insert(cx, q, ret_id, ...) db_exec_(cx, q, NULL, ret_id, DB_ARGS_(__VA_ARGS__))
/* Both: rows found and the id. */
#define db_upsert(cx, q, ret, ret_id, ...) db_exec_(cx, q, ret, ret_id, DB_ARGS_(__VA_ARGS__))

enum err db_one_(struct ctx *cx, const struct sql *q, const struct col *cols, size_t cols_n,
                 void *ret, size_t size, bool *found, const struct db_val *args,
                 size_t args_n) MUST_CHECK;
enum err db_all_(struct ctx *cx, const struct sql *q, const struct col *cols, size_t cols_n,
                 void **ret, size_t size, size_t *ret_n, size_t max, const struct db_val *args,
                 size_t args_n) MUST_CHECK;
size_t db_json_bytes_(const struct col *cols, size_t cols_n, const void *row);
enum err db_exec_(struct ctx *cx, const struct sql *q, int64_t *ret, int64_t *ret_id,
                  const struct db_val *args, size_t args_n) MUST_CHECK;

/* Was the last E_DUPLICATE about this unique key, or the last E_LIMIT about this CHECK or foreign
 * key? */
bool db_duplicate_of(const struct db *db, const char *key);

struct db_account {
	const char *socket;		/* or host and port */
	const char *host;
	int port;
	const char *name, *user, *password;
	int answer_secs;		/* how long a statement may take; 0: five seconds */
};

/* Never connects by itself: the first use does. */
struct db *db_new(struct db_account account);
void db_free(struct db *db);
/* Closes the connection; the next use makes a new one. */
void db_drop(struct db *db);
/* Connects if need be, and compares the clocks: E_UNAVAILABLE when there is no server, or when the
 * machine's clock and the server's differ by more than two seconds (expiry is decided by the
 * former). */
enum err db_ready(struct ctx *cx) MUST_CHECK;

/* May the work be done again when it is not known whether COMMIT arrived? */
enum db_again {
	DB_ONCE,		/* no: then E_OUTCOME_UNKNOWN */
	DB_AGAIN,		/* yes: an idempotency key or the work itself makes twice the same as once */
};

/* Runs work(cx, arg) between BEGIN and COMMIT; an error of it rolls back and is returned.
 * Deadlocks and conflicts run it again, up to five times with growing pauses; a lock wait once; a
 * lost connection after reconnecting.  All within eight seconds.  A lost connection at COMMIT: see
 * db_again.  The work therefore touches nothing but memory and this database. */
enum err db_transaction(struct ctx *cx, enum db_again again,
                        enum err (*work)(struct ctx *, void *), void *arg) MUST_CHECK;

/* Once more after a deadlock or a lost connection, without BEGIN, for work that only reads or that
 * commits each statement by itself and may do so again.  Never inside of a transaction. */
enum err db_reading(struct ctx *cx, enum err (*work)(struct ctx *, void *), void *arg) MUST_CHECK;

/* One statement that commits by itself, and may be done once more: db_reading around db_exec. */
#define db_alone(cx, q, ret, ...) db_alone_(cx, q, ret, DB_ARGS_(__VA_ARGS__))
enum err db_alone_(struct ctx *cx, const struct sql *q, int64_t *ret, const struct db_val *args,
                   size_t args_n) MUST_CHECK;

/* Every statement of the library. */
const struct sql *const *db_statements(size_t *ret_n);
/* Prepares one: E_FORBIDDEN when the account has no right to a table or column of it, E_INTERNAL
 * when the server does not take it, with the complaint in cx->why; else there is no connection. */
enum err db_prepare_try(struct ctx *cx, const struct sql *q) MUST_CHECK;

/* `micros` is the time spent in the client library and waiting for the server. */
struct db_stats { uint64_t errors, retries, reconnects, statements, micros; };
const struct db_stats *db_stats(const struct db *db);

#endif
