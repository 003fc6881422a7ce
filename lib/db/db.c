/* SPDX-License-Identifier: MIT */
/* Connection and prepared statements.  Values and rows are in rows.c, transactions in transaction.c. */
#include "db/internal.h"

#include "base/buf.h"
#include "base/str.h"

#include <mysqld_error.h>
#include <stdlib.h>
#include <unistd.h>

/* The linker puts every SQL() of the library into one section and marks its ends. */
extern const struct sql *const __start_sqls[], *const __stop_sqls[];

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
	                                   keep(account.password), account.answer_secs };
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

/* The name of the CHECK or foreign key in `CONSTRAINT `name` ...` (MariaDB and, for foreign keys, MySQL)
 * or "Check constraint 'name' ..." (MySQL). */
static void
keep_constraint(struct db *db, const char *text)
{
	const char *name = strstr(text, "CONSTRAINT `");
	const char *mysql = strstr(text, "constraint '");

	if (name)
		name += strlen("CONSTRAINT `");
	else if (mysql)
		name = mysql + strlen("constraint '");
	if (name)
		snprintf(db->broken, sizeof db->broken, "%.*s", (int)strcspn(name, "`'"), name);
}

/* Keeps what the server said, and says it to the log without the values in it. */
enum err
db_report(struct ctx *cx, unsigned code, const char *text, const struct sql *q)
{
	struct db *db = cx->db;
	enum err e = db_classify(code);

	db->code = code;
	db->broken[0] = '\0';
	if (e == E_DUPLICATE) {		/* Duplicate entry '…' for key 'name' */
		/* The last one: the entry is somebody's text, and may say the same. */
		const char *key = NULL;
		for (const char *p = text; (p = strstr(p, "for key '")); key = p)
			p += strlen("for key '");
		if (key) {
			snprintf(db->broken, sizeof db->broken, "%.*s",
			         (int)strcspn(key, "'"), key);
		}
		return fail(cx, e, "%s: duplicate of %s", q ? q->name : "-", db->broken);
	}
	if (e == E_LIMIT) {
		keep_constraint(db, text);
		return fail(cx, e, "%s: database error %u: %s", q ? q->name : "-", code, db->broken);
	}
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
	const char *dot = strrchr(db->broken, '.');	/* MySQL 8 puts the table before it */

	return str_eq(dot ? dot + 1 : db->broken, key);
}

enum err
db_command(struct ctx *cx, const char *text)
{
	struct db *db = cx->db;
	int64_t start = clock_monotonic_us();
	int rc = mysql_real_query(db->my, text, strlen(text));

	db->stats.micros += (uint64_t)(clock_monotonic_us() - start);
	if (rc != 0)
		return db_report(cx, mysql_errno(db->my), mysql_error(db->my), NULL);
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
	unsigned io_secs = db->secs_left ? (unsigned)db->secs_left - 1
	                   : a->answer_secs ? (unsigned)a->answer_secs : DB_IO_SECS;
	MYSQL *my = mysql_init(NULL);

	BUG_ON(!my);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &connect_secs);
	mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &io_secs);
	mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &io_secs);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(my, a->host, a->user, a->password, a->name, (unsigned)a->port,
	                        a->socket, CLIENT_FOUND_ROWS)) {
		enum err e = db_report(cx, mysql_errno(my), mysql_error(my), NULL);
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

enum err
db_prepare(struct ctx *cx, const struct sql *q, struct prepared **ret)
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
			enum err e = db_report(cx, mysql_stmt_errno(stmt), mysql_stmt_error(stmt), q);
			mysql_stmt_close(stmt);
			return e;
		}
		p->stmt = stmt;
	}
	db->stats.statements++;
	*ret = p;
	return OK;
}

enum err
db_prepare_try(struct ctx *cx, const struct sql *q)
{
	struct prepared *p;
	enum err e = db_prepare(cx, q, &p);
	unsigned code = cx->db->code;

	if (e == E_INTERNAL && (code == ER_TABLEACCESS_DENIED_ERROR ||
	                        code == ER_COLUMNACCESS_DENIED_ERROR))
		return E_FORBIDDEN;
	return e;
}
