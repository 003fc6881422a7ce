/* SPDX-License-Identifier: MIT */
/* Running statements: values bound on the way in, columns stored into structs on the way out. */
#include "db/internal.h"

#include "base/buf.h"
#include "base/str.h"

#define PARAMS_MAX 64
#define COLS_MAX 64
#define TEXT_INLINE 256			/* longer columns are fetched a second time */

typedef __typeof__(*((MYSQL_BIND *)0)->is_null) null_flag;

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

const char *
db_like(struct ctx *cx, const char *part)
{
	struct buf b = buf_in(cx->mem, 4096);

	if (!part)
		return NULL;
	buf_char(&b, '%');
	for (; *part; part++) {
		if (strchr("%_\\", *part))
			buf_char(&b, '\\');
		buf_char(&b, *part);
	}
	buf_char(&b, '%');
	return b.data;
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

	TRY(db_prepare(cx, q, &p));
	BUG_ON(args_n > PARAMS_MAX || args_n != mysql_stmt_param_count(p->stmt));
	memset(binds, 0, (args_n + 1) * sizeof *binds);
	for (size_t i = 0; i < args_n; i++)
		bind_param(&binds[i], &args[i], &room[i]);
	start = clock_monotonic_us();
	rc = (args_n > 0 && mysql_stmt_bind_param(p->stmt, binds) != 0) ||
	     mysql_stmt_execute(p->stmt) != 0;
	cx->db->stats.micros += (uint64_t)(clock_monotonic_us() - start);
	if (rc)
		return db_report(cx, mysql_stmt_errno(p->stmt), mysql_stmt_error(p->stmt), q);
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
		return db_report(cx, mysql_stmt_errno(p->stmt), mysql_stmt_error(p->stmt), q);
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
		enum err e = db_report(cx, mysql_stmt_errno(r->stmt), mysql_stmt_error(r->stmt), q);
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

static size_t
json_text_bytes(const char *s)
{
	size_t n = strlen("\"\"");

	for (; s && *s; s++)	/* as buf_json escapes it */
		n += strchr("\"\\\b\f\n\r\t", *s) ? 2
		     : (unsigned char)*s < 0x20    ? strlen("\\u0000")
		                                   : 1;
	return n < strlen("null") ? strlen("null") : n;
}

size_t
db_json_bytes_(const struct col *cols, size_t cols_n, const void *row)
{
	size_t n = strlen("{},");

	for (size_t i = 0; i < cols_n; i++) {
		const char *at = (const char *)row + cols[i].off;

		n += strlen(cols[i].name) + strlen("\"\":,");
		switch (cols[i].type) {
		case DB_STR:
			n += json_text_bytes(*(const char *const *)at);
			break;
		case DB_BYTES: case DB_HASH:
			BUG_ON(true);	/* bytes are not shown */
			break;
		default:
			n += CLOCK_TEXT;
		}
	}
	return n;
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
