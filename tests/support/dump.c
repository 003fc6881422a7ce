/* SPDX-License-Identifier: MIT */
#include "support/dump.h"

#include "base/buf.h"
#include "base/err.h"

#include <mysql.h>

#define DUMP_BYTES (16 * 1024 * 1024)

static MYSQL_RES *
query(MYSQL *my, const char *text)
{
	MYSQL_RES *res;

	if (mysql_query(my, text) != 0)
		fprintf(stderr, "%s: %s\n", text, mysql_error(my));
	BUG_ON(mysql_errno(my) != 0);
	res = mysql_store_result(my);
	BUG_ON(!res);
	return res;
}

/* The values of a row as one text, and in which order the rows come. */
static void
read_columns(MYSQL *my, struct arena *mem, const char *table, struct buf *values, struct buf *key)
{
	MYSQL_RES *res = query(my, arena_fmt(mem, "SELECT column_name, column_key FROM "
	                       "information_schema.columns WHERE table_schema = DATABASE() AND "
	                       "table_name = '%s' ORDER BY ordinal_position", table));
	MYSQL_ROW row;

	*values = buf_in(mem, 16 * 1024);
	*key = buf_in(mem, 1024);
	buf_str(values, "CONCAT_WS('|'");
	while ((row = mysql_fetch_row(res))) {
		buf_fmt(values, ", '%s', COALESCE(HEX(`%s`), 'NULL')", row[0], row[0]);
		if (row[1][0] == 'P')
			buf_fmt(key, "%s`%s`", key->len ? ", " : "", row[0]);
	}
	buf_char(values, ')');
	BUG_ON(values->full || key->full || key->len == 0);
	mysql_free_result(res);
}

char *
dump_table(void *my, struct arena *mem, const char *table)
{
	struct buf values, key, all = buf_in(mem, DUMP_BYTES);
	MYSQL_RES *res;
	MYSQL_ROW row;

	read_columns(my, mem, table, &values, &key);
	res = query(my, arena_fmt(mem, "SELECT %s FROM %s ORDER BY %s", values.data, table, key.data));
	buf_fmt(&all, "%s\n", table);
	while ((row = mysql_fetch_row(res)))
		buf_fmt(&all, "%s\n", row[0]);
	BUG_ON(all.full);
	mysql_free_result(res);
	return all.data;
}

char *
dump_query_digest(void *my, struct arena *mem, const char *select)
{
	MYSQL_RES *res = query(my, arena_fmt(mem,
		"SELECT CONCAT_WS(' ', COUNT(*), BIT_XOR(CONV(LEFT(MD5(line), 16), 16, 10)), "
		"BIT_XOR(CONV(RIGHT(MD5(line), 16), 16, 10)), "
		"SUM(CONV(LEFT(MD5(line), 8), 16, 10))) FROM (%s) AS lines_of_it", select));
	char *digest = arena_str(mem, mysql_fetch_row(res)[0]);

	mysql_free_result(res);
	return digest;
}

char *
dump_digest(void *my, struct arena *mem, const char *table)
{
	struct buf values, key;

	read_columns(my, mem, table, &values, &key);
	return dump_query_digest(my, mem, arena_fmt(mem, "SELECT %s AS line FROM %s", values.data,
	                                            table));
}
