/* SPDX-License-Identifier: MIT */
#include "ops/health.h"

#include "db/db.h"

SQL_HOT(q_row, "SELECT setting_key FROM site_settings ORDER BY setting_key LIMIT 1");
SQL_HOT(q_oldest, "SELECT next_try_at FROM outbox WHERE state = 'pending' AND next_try_at <= ? "
                  "ORDER BY next_try_at LIMIT 1");

struct setting_row { const char *setting_key; };
static const struct col setting_cols[] = { COL(struct setting_row, setting_key) };
struct due { int64_t next_try_at; };
static const struct col due_cols[] = { COL_TIME(struct due, next_try_at) };

enum err
health_read(struct ctx *cx)
{
	struct setting_row row = { 0 };
	bool found;

	return db_maybe(cx, &q_row, setting_cols, &row, &found);
}

enum err
health_outbox_oldest(struct ctx *cx, int64_t *ret_secs)
{
	struct due due = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_oldest, due_cols, &due, &found, TIME(cx->now)));
	*ret_secs = found ? cx->now - due.next_try_at : 0;
	return OK;
}
