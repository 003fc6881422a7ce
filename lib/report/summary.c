/* SPDX-License-Identifier: MIT */
#include "report/summary.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/setting.h"
#include "report/day_rows.h"
#include "report/figure.h"

/* No transaction is open as long: it began to write at its own `now`, and may commit until then. */
#define SETTLE_SECS 180
#define THE_BEGINNING 1

SQL(q_first, "INSERT IGNORE INTO report_seen (id, seen_at, timezone) VALUES (1, ?, ?)");
SQL(q_seen, "SELECT seen_at, timezone FROM report_seen WHERE id = 1 FOR UPDATE");
SQL(q_follow, "UPDATE report_seen SET seen_at = ?, timezone = ? WHERE id = 1");
SQL(q_forget_all, "UPDATE report_days SET is_clean = 0 WHERE is_clean = 1");
SQL(q_changed,
	"SELECT COUNT(*) AS n, MAX(x.updated_at) AS last_at FROM ("
	"SELECT updated_at FROM orders FORCE INDEX (orders_updated) "
	"WHERE updated_at >= ? AND updated_at < ? ORDER BY updated_at LIMIT ?) AS x");
SQL(q_mark,
	"INSERT INTO report_days (day, from_at, to_at, is_clean) VALUES (?, ?, ?, 0) "
	"ON DUPLICATE KEY UPDATE is_clean = 0");

SQL(q_next, "SELECT day FROM report_days WHERE is_clean = 0 AND day < ? ORDER BY day LIMIT 1 "
            "FOR UPDATE");
SQL(q_done, "UPDATE report_days SET is_clean = 1, from_at = ?, to_at = ?, made_at = ? "
            "WHERE day = ?");
#define COLUMNS                                                                                    \
	"(kind, day, part, ref_id, name, n, quantity, amount, discount_amount, back_n, "           \
	"back_quantity, back_amount) "
#define KEEP(kind, rows, spans)                                                                    \
	SQL(q_drop_##kind, "DELETE FROM report_rows WHERE kind = '" #kind "' AND day = ?");        \
	SQL(q_keep_##kind, "INSERT INTO report_rows " COLUMNS "SELECT '" #kind "', ?, x.part, "    \
	                   "x.ref_id, x.name, " SUMMED "FROM (" rows ") AS x "                     \
	                   "GROUP BY x.part, x.ref_id, x.name");
FIGURES(KEEP)
#define ITS_STATEMENTS(kind, rows, spans) { &q_drop_##kind, &q_keep_##kind, spans },
static const struct { const struct sql *drop, *keep; int spans; } kinds[] = {
	FIGURES(ITS_STATEMENTS)
};

struct seen { int64_t seen_at; const char *timezone; };
static const struct col seen_cols[] = {
	COL_TIME(struct seen, seen_at), COL(struct seen, timezone),
};
struct changed { int64_t n, last_at; };
static const struct col changed_cols[] = {
	COL(struct changed, n), COL_TIME(struct changed, last_at),
};
struct next { struct day day; };
static const struct col next_cols[] = { COL(struct next, day) };

struct step { int32_t max, done; };

/* ---- which days changed ---- */

/* The row is locked from here on. */
static enum err
begin(struct ctx *cx, struct seen *ret)
{
	struct settings set;

	TRY(settings_read(cx, &set));
	TRY(db_exec(cx, &q_first, NULL, TIME(THE_BEGINNING), STR(set.timezone)));
	TRY(db_one(cx, &q_seen, seen_cols, ret));
	if (str_eq(ret->timezone, set.timezone))
		return OK;
	*ret = (struct seen){ THE_BEGINNING, set.timezone };
	return db_exec(cx, &q_forget_all, NULL);
}

static enum err
mark(struct ctx *cx, int64_t at)
{
	struct day d = clock_day(at);

	return db_exec(cx, &q_mark, NULL, DAY(d), TIME(figure_from(d)), TIME(figure_to(d)));
}

/* Of each hour in which there is something, the days of its first and last moment: a day begins at
 * most once in it.  They come in no order. */
static enum err
mark_days(struct ctx *cx, const struct edge *edges, size_t n)
{
	struct day seen = DAY_NONE;

	for (size_t i = 0; i < 2 * n; i++) {
		int64_t at = i % 2 ? edges[i / 2].last_at : edges[i / 2].first_at;

		if (clock_day(at).n == seen.n)
			continue;
		seen = clock_day(at);
		TRY(mark(cx, at));
	}
	return OK;
}

static enum err
follow(struct ctx *cx, void *arg)
{
	struct step *s = arg;
	struct seen seen;
	struct changed c;
	struct edge *edges;
	size_t n;

	s->done = 0;
	TRY(begin(cx, &seen));
	TRY(db_one(cx, &q_changed, changed_cols, &c, TIME(seen.seen_at),
	           TIME(cx->now - SETTLE_SECS), I32(s->max)));
	if (c.n > 0) {
		TRY(figure_touched(cx, seen.seen_at, c.last_at, &edges, &n));
		TRY(mark_days(cx, edges, n));
		seen.seen_at = c.last_at + 1;
	}
	s->done = (int32_t)c.n;
	return db_exec(cx, &q_follow, NULL, TIME(seen.seen_at), STR(seen.timezone));
}

enum err
summary_mark_step(struct ctx *cx, int32_t max, int32_t *ret)
{
	struct step s = { .max = max };
	enum err e = db_transaction(cx, DB_AGAIN, follow, &s);

	*ret = s.done;
	return e;
}

/* ---- what they came to ---- */

static enum err
make_rows(struct ctx *cx, struct day d)
{
	struct db_val from = TIME(figure_from(d)), to = TIME(figure_to(d));

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		TRY(db_exec(cx, kinds[i].drop, NULL, DAY(d)));
		if (kinds[i].spans == 1)
			TRY(db_exec(cx, kinds[i].keep, NULL, DAY(d), from, to));
		else
			TRY(db_exec(cx, kinds[i].keep, NULL, DAY(d), from, to, from, to));
	}
	return db_exec(cx, &q_done, NULL, from, to, TIME(cx->now), DAY(d));
}

static enum err
make_next(struct ctx *cx, void *arg)
{
	struct step *s = arg;
	struct settings set;	/* sets the zone of days */
	struct next next;
	bool found;

	s->done = 0;
	TRY(settings_read(cx, &set));
	TRY(db_maybe(cx, &q_next, next_cols, &next, &found, DAY(clock_day(cx->now))));
	if (!found)
		return OK;
	TRY(make_rows(cx, next.day));
	s->done = 1;
	return OK;
}

enum err
summary_make_step(struct ctx *cx, int32_t max, int32_t *ret)
{
	struct step s = { .max = max };
	enum err e = db_transaction(cx, DB_AGAIN, make_next, &s);

	*ret = s.done;
	return e;
}
