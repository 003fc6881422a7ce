/* SPDX-License-Identifier: MIT */
#include "support/sums.h"

#include "base/buf.h"

void
sums_begin(struct shop *s)
{
	char *tables = sql_text(s, "SELECT GROUP_CONCAT(table_name) FROM information_schema.tables "
	                           "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' "
	                           "AND table_name <> 'rate_limits'"), *save = NULL;
	struct buf b = buf_in(s->cx.mem, 1024 * 1024);

	for (char *t = strtok_r(tables, ",", &save); t; t = strtok_r(NULL, ",", &save)) {
		char *columns = sql_text(s, "SELECT GROUP_CONCAT('COALESCE(HEX(', column_name, "
			"'), 0)') FROM information_schema.columns WHERE table_schema = DATABASE() "
			"AND table_name = '%s' AND column_name <> 'last_activity_at'", t);
		buf_fmt(&b, "%s SELECT '%s' AS name, BIT_XOR(CRC32(CONCAT_WS('|', %s))) + COUNT(*) "
		        "AS sum FROM %s", b.len ? " UNION ALL" : "", t, columns, t);
	}
	BUG_ON(b.full);
	sql_do(s, "CREATE OR REPLACE VIEW sums AS %s", b.data);
}

int64_t
sums_now(struct shop *s)
{
	return sql_number(s, "SELECT BIT_XOR(CRC32(CONCAT(name, sum))) FROM sums");
}

void
sums_end(struct shop *s)
{
	sql_do(s, "DROP VIEW sums");
}
