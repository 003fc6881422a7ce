/* SPDX-License-Identifier: MIT */
/* Connection, prepared statements and rows.  The transaction wrapper is in transaction.c. */
#include "db/internal.h"

#include "base/buf.h"
#include "base/str.h"

#include <mysqld_error.h>
#include <stdlib.h>
#include <unistd.h>

/* The linker puts every SQL() of the library into one section and marks its ends. */
extern const struct sql *const __start_sqls[], *const __stop_sqls[];

#define PARAMS_MAX 64
#define COLS_MAX 64
#define TEXT_INLINE 256			/* longer columns are fetched a second time */

typedef __typeof__(*((MYSQL_BIND *)0)->is_null) null_flag;

const struct sql *const *
db_statements(size_t *ret_n)
{
	*ret_n = (size_t)(__stop_sqls - __start_sqls);
	return __start_sqls;
}

static const char *
keep(const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	BUG_ON(s && !copy);
	return copy;
}

struct db *
db_new(struct db_account account)
{
	size_t n;
	struct db *db = calloc(1, sizeof *db);

	BUG_ON(!db);
	db_statements(&n);
	db->stmts = calloc(n + 1, sizeof *db->stmts);
	BUG_ON(!db->stmts);
	db->stmts_n = n;
	db->account = (struct db_account){ keep(account.socket), keep(account.host), account.port,
	                                   keep(account.name), keep(account.user),
	                                   keep(account.password) };
	return db;
}

void
db_drop(struct db *db)
{
	/* First the connection: statements closed before it would each send a packet. */
	if (db->my)
		mysql_close(db->my);
	for (size_t i = 0; i < db->stmts_n; i++) {
		if (db->stmts[i].stmt)
			mysql_stmt_close(db->stmts[i].stmt);
		db->stmts[i] = (struct prepared){ 0 };
	}
	db->my = NULL;
	db->in_transaction = false;
}

void
db_free(struct db *db)
{
	if (!db)
		return;
	db_drop(db);
	free((void *)(uintptr_t)db->account.socket);
	free((void *)(uintptr_t)db->account.host);
	free((void *)(uintptr_t)db->account.name);
	free((void *)(uintptr_t)db->account.user);
	free((void *)(uintptr_t)db->account.password);
	free(db->stmts);
	free(db);
}

const struct db_stats *
db_stats(const struct db *db)
{
	return &db->stats;
}

/* What an error number means for the caller (RELIABILITY of both servers' manuals: which errors undo
 * the statement, which the transaction, and which leave the outcome open). */
enum err
db_classify(unsigned code)
{
	switch (code) {
	case ER_LOCK_DEADLOCK:			/* 1213 */
	case 1020:				/* record changed since last read (snapshot isolation) */
	case 3101:				/* group replication: certification */
		return E_DB_RETRY;
	case ER_LOCK_WAIT_TIMEOUT:		/* 1205 */
		return E_DB_LOCK_WAIT;
	case ER_DUP_ENTRY:			/* 1062 */
		return E_DUPLICATE;
	case 4025: case 3819:			/* CHECK, MariaDB and MySQL */
	case 1690:				/* an unsigned value below zero */
	case 1451: case 1452:			/* foreign keys */
		return E_LIMIT;
	case 2002: case 2003: case 2005:	/* cannot connect */
	case 1040: case 1203: case 1045: case 1044: case 1049:
	case 1969: case 3024:			/* the statement took too long */
		return E_UNAVAILABLE;
	case 2006: case 2013: case 2055: case 2026:
	case 1053: case 1180: case 1317: case 1927: case 1047: case 4031: case 1158: case 1159:
	case 1160: case 1161:
	case 1290: case 1792: case 1836:	/* this server takes no writes any more */
		return E_DB_LOST;
	case 1021: case 1114: case 1030: case 1041:
		return E_DB_FULL;
	default:
		return E_INTERNAL;
	}
}

/* What the server complained of, up to the value that it quotes: that may be personal data. */
static const char *
without_value(struct ctx *cx, const char *text)
{
	const char *value = strstr(text, "value: '");

	return value ? arena_fmt(cx->mem, "%.*svalue", (int)(value - text), text) : text;
}

/* Keeps what the server said, and says it to the log without the values in it. */
static enum err
report(struct ctx *cx, unsigned code, const char *text, const struct sql *q)
{
	struct db *db = cx->db;
	enum err e = db_classify(code);

	db->code = code;
	db->duplicate[0] = '\0';
	if (e == E_DUPLICATE) {		/* Duplicate entry '…' for key 'name' */
		/* The last one: the entry is somebody's text, and may say the same. */
		const char *key = NULL;
		for (const char *p = text; (p = strstr(p, "for key '")); key = p)
			p += strlen("for key '");
		if (key) {
			snprintf(db->duplicate, sizeof db->duplicate, "%.*s",
			         (int)strcspn(key, "'"), key);
		}
		return fail(cx, e, "%s: duplicate of %s", q ? q->name : "-", db->duplicate);
	}
	if (e != E_LIMIT)
		db->stats.errors++;
	/* A statement of ours that the server refuses is worth its text. */
	if (e == E_INTERNAL || e == E_UNAVAILABLE)
		return fail(cx, e, "%s: database error %u: %s", q ? q->name : "-", code,
		            without_value(cx, text));
	return fail(cx, e, "%s: database error %u", q ? q->name : "-", code);
}

bool
db_duplicate_of(const struct db *db, const char *key)
{
	const char *dot = strrchr(db->duplicate, '.');	/* MySQL 8 puts the table before it */

	return str_eq(dot ? dot + 1 : db->duplicate, key);
}

enum err
db_command(struct ctx *cx, const char *text)
{
	struct db *db = cx->db;
	int64_t start = clock_monotonic_us();
	int rc = mysql_real_query(db->my, text, strlen(text));

	db->stats.micros += (uint64_t)(clock_monotonic_us() - start);
	if (rc != 0)
		return report(cx, mysql_errno(db->my), mysql_error(db->my), NULL);
	return OK;
}

/* The server's clock in seconds; only this check asks for it. */
static enum err
server_clock(struct ctx *cx, int64_t *ret)
{
	MYSQL *my = cx->db->my;
	MYSQL_RES *res;
	MYSQL_ROW row;

	TRY(db_command(cx, "SELECT UNIX_TIMESTAMP()"));
	res = mysql_store_result(my);
	row = res ? mysql_fetch_row(res) : NULL;
	if (row == NULL || !int_parse(row[0], ret)) {
		mysql_free_result(res);
		return fail(cx, E_UNAVAILABLE, "the database does not tell the time");
	}
	mysql_free_result(res);
	return OK;
}

static enum err
compare_clocks(struct ctx *cx)
{
	struct db *db = cx->db;
	int64_t theirs, off;

	TRY(server_clock(cx, &theirs));
	off = clock_now() - theirs;
	if (off > 2 || off < -2)
		return fail(cx, E_UNAVAILABLE, "clock differs from the database's by %lld s",
		            (long long)off);
	db->clock_base = clock_now() - clock_monotonic_us() / 1000000;
	return OK;
}

static enum err
connect_now(struct ctx *cx)
{
	struct db *db = cx->db;
	const struct db_account *a = &db->account;
	unsigned connect_secs = db->secs_left ? 1 : DB_CONNECT_SECS;
	unsigned io_secs = db->secs_left ? (unsigned)db->secs_left - 1 : DB_IO_SECS;
	MYSQL *my = mysql_init(NULL);

	BUG_ON(!my);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &connect_secs);
	mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &io_secs);
	mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &io_secs);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(my, a->host, a->user, a->password, a->name, (unsigned)a->port,
	                        a->socket, CLIENT_FOUND_ROWS)) {
		enum err e = report(cx, mysql_errno(my), mysql_error(my), NULL);
		mysql_close(my);
		return e == E_DB_LOST || e == E_INTERNAL ? E_UNAVAILABLE : e;
	}
	db->my = my;
	db->stats.reconnects++;
	/* The same rules on every server, whatever its own configuration says. */
	TRY(db_command(cx, "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 3, sql_mode = "
	                   "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
	                   "ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION'"));
	TRY(db_command(cx, "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci"));
	TRY(db_command(cx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));
	return compare_clocks(cx);
}

enum err
db_ready(struct ctx *cx)
{
	struct db *db = cx->db;

	if (!db->my) {
		enum err e = connect_now(cx);
		if (e != OK)
			db_drop(db);
		return e;
	}
	/* Somebody set the clock: ask the server again before anything is decided by it. */
	int64_t moved = clock_now() - clock_monotonic_us() / 1000000 - db->clock_base;
	if (moved > 1 || moved < -1) {
		enum err e = compare_clocks(cx);
		if (e != OK)
			db_drop(db);
		return e;
	}
	return OK;
}

static struct prepared *
prepared_of(struct db *db, const struct sql *q)
{
	size_t i = (size_t)(q->slot - __start_sqls);

	BUG_ON(i >= db->stmts_n);
	return &db->stmts[i];
}

static enum err
prepare(struct ctx *cx, const struct sql *q, struct prepared **ret)
{
	struct db *db = cx->db;
	struct prepared *p;

	if (!db->in_transaction)
		TRY(db_ready(cx));
	p = prepared_of(db, q);
	if (!p->stmt) {
		MYSQL_STMT *stmt = mysql_stmt_init(db->my);
		BUG_ON(!stmt);
		if (mysql_stmt_prepare(stmt, q->text, strlen(q->text)) != 0) {
			enum err e = report(cx, mysql_stmt_errno(stmt), mysql_stmt_error(stmt), q);
			mysql_stmt_close(stmt);
			return e;
		}
		p->stmt = stmt;
	}
	db->stats.statements++;
	*ret = p;
	return OK;
}

const char *
db_prepare_fault(struct ctx *cx, const struct sql *q)
{
	struct prepared *p;

	return prepare(cx, q, &p) == OK ? NULL : cx->why;
}

enum err
db_prepare_try(struct ctx *cx, const struct sql *q)
{
	struct prepared *p;
	enum err e = prepare(cx, q, &p);
	unsigned code = cx->db->code;

	if (e == E_INTERNAL && (code == ER_TABLEACCESS_DENIED_ERROR ||
	                        code == ER_COLUMNACCESS_DENIED_ERROR))
		return E_FORBIDDEN;
	return e;
}

/* ---- values in ---- */

struct db_val
STR(const char *s)
{
	return s ? (struct db_val){ DB_STR, 0, s, strlen(s) } : NIL();
}

struct db_val
MONEY(struct money m)
{
	return money_is_none(m) ? NIL() : (struct db_val){ DB_MONEY, m.minor, NULL, 0 };
}

struct db_val
TIME(int64_t at)
{
	return at == 0 ? NIL() : (struct db_val){ DB_TIME, at, NULL, 0 };
}

struct db_val
DAY(struct day d)
{
	return day_is_none(d) ? NIL() : (struct db_val){ DB_DAY, d.n, NULL, 0 };
}

struct db_val
HOUR(struct hour h)
{
	return hour_is_none(h) ? NIL() : (struct db_val){ DB_HOUR, h.minutes, NULL, 0 };
}

union param { int64_t i; char text[CLOCK_TEXT]; };

static void
bind_param(MYSQL_BIND *b, const struct db_val *v, union param *room)
{
	switch (v->type) {
	case DB_NIL:
		b->buffer_type = MYSQL_TYPE_NULL;
		return;
	case DB_I64: case DB_I32: case DB_FLAG:
		room->i = v->i;
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = &room->i;
		return;
	case DB_STR: case DB_BYTES: case DB_HASH:
		b->buffer_type = v->type == DB_STR ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		b->buffer = (void *)(uintptr_t)v->p;
		b->buffer_length = v->n;
		return;
	case DB_MONEY:
		money_text(money_of(v->i), room->text);
		break;
	case DB_TIME:
		clock_sql(v->i, room->text);
		break;
	case DB_DAY:
		day_text((struct day){ (int32_t)v->i }, room->text);
		break;
	case DB_HOUR:
		hour_text((struct hour){ (int32_t)v->i }, room->text);
		break;
	}
	b->buffer_type = MYSQL_TYPE_STRING;
	b->buffer = room->text;
	b->buffer_length = strlen(room->text);
}

static enum err
execute(struct ctx *cx, const struct sql *q, const struct db_val *args, size_t args_n,
        struct prepared **ret)
{
	MYSQL_BIND binds[PARAMS_MAX];
	union param room[PARAMS_MAX];
	struct prepared *p;
	int64_t start;
	int rc;

	TRY(prepare(cx, q, &p));
	BUG_ON(args_n > PARAMS_MAX || args_n != mysql_stmt_param_count(p->stmt));
	memset(binds, 0, (args_n + 1) * sizeof *binds);
	for (size_t i = 0; i < args_n; i++)
		bind_param(&binds[i], &args[i], &room[i]);
	start = clock_monotonic_us();
	rc = (args_n > 0 && mysql_stmt_bind_param(p->stmt, binds) != 0) ||
	     mysql_stmt_execute(p->stmt) != 0;
	cx->db->stats.micros += (uint64_t)(clock_monotonic_us() - start);
	if (rc)
		return report(cx, mysql_stmt_errno(p->stmt), mysql_stmt_error(p->stmt), q);
	*ret = p;
	return OK;
}

/* ---- rows out ---- */

struct cell {
	union { int64_t i; char text[TEXT_INLINE]; } room;
	unsigned long length;
	null_flag is_null, cut;
};

struct rows {
	MYSQL_STMT *stmt;
	const struct col *cols;
	size_t cols_n;
	struct cell cells[COLS_MAX];
};

static bool
is_number(enum db_type t)
{
	return t == DB_I64 || t == DB_I32 || t == DB_FLAG;
}

static void
compare_names(struct prepared *p, const struct sql *q, const struct col *cols, size_t cols_n)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(p->stmt);

	if (!meta || mysql_num_fields(meta) != cols_n) {
		fprintf(stderr, "%s:%d: %s: the row map has another number of columns\n", q->file,
		        q->line, q->name);
		BUG_ON(true);
	}
	for (unsigned i = 0; i < cols_n; i++) {
		const char *name = mysql_fetch_field_direct(meta, i)->name;
		if (!str_eq(name, cols[i].name)) {
			fprintf(stderr, "%s:%d: %s: column %u is %s, the row map says %s\n",
			        q->file, q->line, q->name, i + 1, name, cols[i].name);
			BUG_ON(true);
		}
	}
	mysql_free_result(meta);
	p->names_compared = true;
}

static enum err
rows_open(struct ctx *cx, const struct sql *q, const struct db_val *args, size_t args_n,
          struct rows *r)
{
	MYSQL_BIND binds[COLS_MAX];
	struct prepared *p;

	BUG_ON(r->cols_n > COLS_MAX);
	TRY(execute(cx, q, args, args_n, &p));
	if (!p->names_compared)
		compare_names(p, q, r->cols, r->cols_n);
	r->stmt = p->stmt;
	memset(binds, 0, r->cols_n * sizeof *binds);
	for (size_t i = 0; i < r->cols_n; i++) {
		struct cell *c = &r->cells[i];
		binds[i].is_null = &c->is_null;
		binds[i].error = &c->cut;
		binds[i].length = &c->length;
		if (is_number(r->cols[i].type)) {
			binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
			binds[i].buffer = &c->room.i;
			binds[i].buffer_length = sizeof c->room.i;
		} else {
			binds[i].buffer_type = MYSQL_TYPE_STRING;
			binds[i].buffer = c->room.text;
			binds[i].buffer_length = TEXT_INLINE;
		}
	}
	if (mysql_stmt_bind_result(p->stmt, binds) != 0)
		return report(cx, mysql_stmt_errno(p->stmt), mysql_stmt_error(p->stmt), q);
	return OK;
}

/* The bytes of a text column with a NUL behind them. */
static char *
cell_text(struct ctx *cx, struct rows *r, unsigned i)
{
	struct cell *c = &r->cells[i];
	char *to = arena_alloc(cx->mem, c->length + 1);

	if (c->length <= TEXT_INLINE) {
		memcpy(to, c->room.text, c->length);
	} else {
		MYSQL_BIND again;
		unsigned long length;
		memset(&again, 0, sizeof again);
		again.buffer_type = MYSQL_TYPE_STRING;
		again.buffer = to;
		again.buffer_length = c->length;
		again.length = &length;
		BUG_ON(mysql_stmt_fetch_column(r->stmt, &again, i, 0) != 0);
	}
	return to;
}

static void
cell_store(struct ctx *cx, struct rows *r, unsigned i, char *row)
{
	const struct col *col = &r->cols[i];
	struct cell *c = &r->cells[i];
	void *to = row + col->off;
	bool null = c->is_null;
	bool ok = true;

	if (!null && !is_number(col->type) && c->length < TEXT_INLINE)
		c->room.text[c->length] = '\0';
	switch (col->type) {
	case DB_I64:
		*(int64_t *)to = null ? 0 : c->room.i;
		break;
	case DB_I32:
		ok = null || (c->room.i >= INT32_MIN && c->room.i <= INT32_MAX);
		*(int32_t *)to = null ? 0 : (int32_t)c->room.i;
		break;
	case DB_FLAG:
		*(bool *)to = !null && c->room.i != 0;
		break;
	case DB_STR:
		*(char **)to = null ? NULL : cell_text(cx, r, i);
		break;
	case DB_BYTES:
		*(struct bytes *)to = null ? (struct bytes){ 0 }
		                           : (struct bytes){ cell_text(cx, r, i), c->length };
		break;
	case DB_HASH:
		ok = null || c->length == HASH_BYTES;
		memset(to, 0, HASH_BYTES);
		if (!null && ok)
			memcpy(to, c->room.text, HASH_BYTES);
		break;
	case DB_MONEY:
		*(struct money *)to = MONEY_NONE;
		ok = null || money_parse(c->room.text, to);
		break;
	case DB_TIME:
		*(int64_t *)to = 0;
		ok = null || clock_parse(c->room.text, to);
		break;
	case DB_DAY:
		*(struct day *)to = DAY_NONE;
		ok = null || day_parse(c->room.text, to);
		break;
	case DB_HOUR:
		*(struct hour *)to = HOUR_NONE;
		ok = null || hour_parse(c->room.text, to);
		break;
	case DB_NIL:
		ok = false;
		break;
	}
	if (!ok)
		fprintf(stderr, "column %s does not fit its member\n", col->name);
	BUG_ON(!ok);
}

/* 1: a row, 0: no more, -1: an error. */
static int
rows_next(struct ctx *cx, struct rows *r, void *row)
{
	int64_t start = clock_monotonic_us();
	int rc = mysql_stmt_fetch(r->stmt);

	cx->db->stats.micros += (uint64_t)(clock_monotonic_us() - start);
	if (rc == MYSQL_NO_DATA)
		return 0;
	if (rc != 0 && rc != MYSQL_DATA_TRUNCATED)
		return -1;
	for (unsigned i = 0; i < r->cols_n; i++)
		cell_store(cx, r, i, row);
	return 1;
}

static enum err
rows_close(struct ctx *cx, const struct sql *q, struct rows *r, int rc)
{
	if (rc < 0) {
		enum err e = report(cx, mysql_stmt_errno(r->stmt), mysql_stmt_error(r->stmt), q);
		mysql_stmt_free_result(r->stmt);
		return e;
	}
	mysql_stmt_free_result(r->stmt);
	return OK;
}

enum err
db_one_(struct ctx *cx, const struct sql *q, const struct col *cols, size_t cols_n, void *ret,
        size_t size, bool *found, const struct db_val *args, size_t args_n)
{
	struct rows r = { .cols = cols, .cols_n = cols_n };
	char *row = arena_alloc(cx->mem, size);
	char *extra;
	int rc;

	memcpy(row, ret, size);			/* members outside the map stay as they are */
	TRY(rows_open(cx, q, args, args_n, &r));
	rc = rows_next(cx, &r, row);
	if (rc == 1) {
		extra = arena_alloc(cx->mem, size);
		rc = rows_next(cx, &r, extra);
		BUG_ON(rc == 1);
		TRY(rows_close(cx, q, &r, rc));	/* the server may still refuse behind the row */
		memcpy(ret, row, size);
		if (found)
			*found = true;
		return OK;
	}
	TRY(rows_close(cx, q, &r, rc));
	if (!found)
		return fail(cx, E_NOT_FOUND, "%s: no row", q->name);
	*found = false;
	return OK;
}

enum err
db_all_(struct ctx *cx, const struct sql *q, const struct col *cols, size_t cols_n, void **ret,
        size_t size, size_t *ret_n, size_t max, const struct db_val *args, size_t args_n)
{
	struct rows r = { .cols = cols, .cols_n = cols_n };
	size_t n = 0, room = max < 32 ? max : 32;
	char *rows = arena_alloc_n(cx->mem, size, room + 1);	/* one more, to see "too many" */
	int rc;

	TRY(rows_open(cx, q, args, args_n, &r));
	while ((rc = rows_next(cx, &r, rows + n * size)) == 1) {
		BUG_ON(n == max);
		if (++n == room && room < max) {
			room = room * 4 < max ? room * 4 : max;
			char *more = arena_alloc_n(cx->mem, size, room + 1);
			memcpy(more, rows, n * size);
			rows = more;
		}
	}
	TRY(rows_close(cx, q, &r, rc));
	*ret = rows;
	*ret_n = n;
	return OK;
}

enum err
db_exec_(struct ctx *cx, const struct sql *q, int64_t *ret, int64_t *ret_id,
         const struct db_val *args, size_t args_n)
{
	struct prepared *p;

	TRY(execute(cx, q, args, args_n, &p));
	if (ret)
		*ret = (int64_t)mysql_stmt_affected_rows(p->stmt);
	if (ret_id)
		*ret_id = (int64_t)mysql_stmt_insert_id(p->stmt);
	return OK;
}
