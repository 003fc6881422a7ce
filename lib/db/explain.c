/* SPDX-License-Identifier: MIT */
#include "db/explain.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/internal.h"

#include <mysqld_error.h>

#define TEXT_BYTES (64 * 1024)
#define READS_MAX 32

/* Do the last characters before the mark name something of that kind? */
static bool
is_before(const char *start, const char *mark, const char *what)
{
	size_t n = mark - start < 14 ? (size_t)(mark - start) : 14;

	return memmem(mark - n, n, what, strlen(what)) != NULL;
}

/* EXPLAIN and the statement, with a value for each mark. */
static const char *
with_values(struct ctx *cx, const char *text)
{
	struct buf b = buf_in(cx->mem, TEXT_BYTES);
	char now[CLOCK_TEXT], today[CLOCK_TEXT];

	clock_sql(cx->now, now);
	day_text(clock_day(cx->now), today);
	buf_str(&b, "EXPLAIN ");
	for (const char *c = text; *c; c++) {
		if (*c != '?')
			buf_char(&b, *c);
		else if (str_starts(c, "? IS NULL"))
			buf_str(&b, "NULL");
		else if (str_starts(c, "?, '$[*]'"))
			buf_str(&b, "'[1,2,3]'");
		else if (is_before(text, c, "LIMIT "))
			buf_str(&b, "2");
		else if (is_before(text, c, "_at ") || is_before(text, c, "until "))
			buf_fmt(&b, "'%s'", now);
		else if (is_before(text, c, "day ") || is_before(text, c, "date "))
			buf_fmt(&b, "'%s'", today);
		else
			buf_str(&b, "'2'");
	}
	BUG_ON(b.full);
	return b.data;
}

/* The servers' plans differ in their columns. */
static unsigned
column(MYSQL_RES *res, const char *name)
{
	for (unsigned i = 0; i < mysql_num_fields(res); i++)
		if (str_eq(mysql_fetch_field_direct(res, i)->name, name))
			return i;
	BUG_ON(true);
}

static void
read_plan(struct ctx *cx, MYSQL_RES *res, struct whole_read *reads, size_t *n)
{
	unsigned table = column(res, "table"), type = column(res, "type");
	unsigned rows = column(res, "rows"), extra = column(res, "Extra");
	MYSQL_ROW row;

	while ((row = mysql_fetch_row(res)) && *n < READS_MAX) {
		struct whole_read *r = &reads[*n];

		/* A parameter that is a list of ids is no table, nor is what a part of the statement
		 * gives. */
		if (!row[type] || !str_eq(row[type], "ALL") || !row[table] || row[table][0] == '<' ||
		    (row[extra] && strstr(row[extra], "json_table")))
			continue;
		r->table = arena_str(cx->mem, row[table]);
		if (!row[rows] || !int_parse(row[rows], &r->rows))
			r->rows = 0;
		++*n;
	}
}

enum err
db_explain(struct ctx *cx, const struct sql *q, struct whole_read **ret, size_t *ret_n)
{
	const char *text = with_values(cx, q->text);
	MYSQL_RES *res;
	enum err e;

	if (!cx->db->in_transaction)
		TRY(db_ready(cx));
	e = db_command(cx, text);
	if (e == E_INTERNAL && (cx->db->code == ER_TABLEACCESS_DENIED_ERROR ||
	                        cx->db->code == ER_COLUMNACCESS_DENIED_ERROR ||
	                        cx->db->code == ER_VIEW_NO_EXPLAIN))
		return E_FORBIDDEN;
	TRY(e);
	res = mysql_store_result(cx->db->my);
	if (!res)
		return db_report(cx, mysql_errno(cx->db->my), mysql_error(cx->db->my), q);
	*ret = arena_array(cx->mem, struct whole_read, READS_MAX);
	*ret_n = 0;
	read_plan(cx, res, *ret, ret_n);
	mysql_free_result(res);
	return OK;
}
