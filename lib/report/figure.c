/* SPDX-License-Identifier: MIT */
#include "report/figure.h"

#include "db/db.h"
#include "ops/setting.h"
#include "report/day_rows.h"

#include <stdlib.h>
#include <string.h>

#define FAR_AWAY 253402300799LL		/* the last moment of the year 9999 */

/* ---- statements ---- */

#define LIVE(kind, rows, spans)                                                                    \
	SQL(q_##kind, "SELECT x.part, x.ref_id, x.name, " SUMMED_FOR_US "FROM (" rows ") AS x "    \
	              "GROUP BY x.part, x.ref_id, x.name ORDER BY x.part, x.ref_id, x.name "       \
	              "LIMIT 20000");
FIGURES(LIVE)
#define ITS_STATEMENT(kind, rows, spans) [FIGURE_##kind] = { #kind, &q_##kind, spans },
static const struct { const char *name; const struct sql *q; int spans; } kinds[] = {
	FIGURES(ITS_STATEMENT)
};
_Static_assert(FIGURES_MAX == 20000, "as the statements say");

SQL(q_kept_in_all,
	"SELECT x.part, x.ref_id, x.name, " SUMMED_FOR_US "FROM report_rows x "
	"WHERE x.kind = ? AND x.day >= ? AND x.day <= ? GROUP BY x.part, x.ref_id, x.name "
	"ORDER BY x.part, x.ref_id, x.name LIMIT 20000");
SQL(q_kept_by_day,
	"SELECT x.day, x.part, x.ref_id, x.name, " SUMMED_FOR_US "FROM report_rows x "
	"WHERE x.kind = ? AND x.day >= ? AND x.day <= ? GROUP BY x.day, x.part, x.ref_id, x.name "
	"ORDER BY x.day, x.part, x.ref_id, x.name LIMIT 100000");

SQL(q_seen, "SELECT seen_at FROM report_seen WHERE id = 1");
SQL(q_days, "SELECT day, from_at, to_at FROM report_days WHERE day >= ? AND day <= ? "
            "AND is_clean = 1 ORDER BY day LIMIT 1100");
#define CHANGED                                                                                    \
	"FROM orders o FORCE INDEX (orders_updated) "
#define THEN "WHERE o.updated_at >= ? AND o.updated_at <= ? "
SQL(q_touched,
	"SELECT MIN(x.moment) AS first_at, MAX(x.moment) AS last_at FROM ("
	"SELECT o.created_at AS moment " CHANGED THEN
	"UNION ALL SELECT s.paid_at " CHANGED "STRAIGHT_JOIN sales s ON s.order_id = o.id " THEN
	"UNION ALL SELECT h.created_at " CHANGED
	"STRAIGHT_JOIN order_status_history h ON h.order_id = o.id " THEN
	"UNION ALL SELECT u.used_at " CHANGED
	"STRAIGHT_JOIN promo_code_usage u ON u.order_id = o.id " THEN
	") AS x GROUP BY DATE(x.moment), HOUR(x.moment) LIMIT 60000");

static const struct col live_cols[] = {
	COL(struct figure, part), COL(struct figure, ref_id), COL(struct figure, name),
	COL(struct figure, n), COL(struct figure, quantity), COL(struct figure, amount),
	COL(struct figure, discount_amount), COL(struct figure, back_n),
	COL(struct figure, back_quantity), COL(struct figure, back_amount),
};
static const struct col dated_cols[] = {
	COL(struct figure, day), COL(struct figure, part), COL(struct figure, ref_id),
	COL(struct figure, name), COL(struct figure, n), COL(struct figure, quantity),
	COL(struct figure, amount), COL(struct figure, discount_amount),
	COL(struct figure, back_n), COL(struct figure, back_quantity),
	COL(struct figure, back_amount),
};
struct seen { int64_t seen_at; };
static const struct col seen_cols[] = { COL_TIME(struct seen, seen_at) };
struct made { struct day day; int64_t from_at, to_at; };
static const struct col made_cols[] = {
	COL(struct made, day), COL_TIME(struct made, from_at), COL_TIME(struct made, to_at),
};
static const struct col edge_cols[] = {
	COL_TIME(struct edge, first_at), COL_TIME(struct edge, last_at),
};

int64_t
figure_from(struct day d)
{
	return clock_moment(d, (struct hour){ 0 });
}

int64_t
figure_to(struct day d)
{
	return figure_from((struct day){ d.n + 1 });
}

/* ---- which days are kept ---- */

enum err
figure_touched(struct ctx *cx, int64_t from, int64_t to, struct edge **ret, size_t *ret_n)
{
	return db_all(cx, &q_touched, edge_cols, ret, ret_n, EDGES_MAX, TIME(from), TIME(to),
	              TIME(from), TIME(to), TIME(from), TIME(to), TIME(from), TIME(to));
}

static size_t
days_of(struct span s)
{
	return (size_t)(s.to.n - s.from.n + 1);
}

static void
does_not_hold(struct kept *kept, int64_t at)
{
	struct day d = clock_day(at);

	if (d.n >= kept->span.from.n && d.n <= kept->span.to.n)
		kept->holds[d.n - kept->span.from.n] = false;
}

/* Those that are clean and still mean the same moments, but today. */
static enum err
find_made(struct ctx *cx, struct kept *kept)
{
	struct made *list;
	size_t n;
	int32_t today = clock_day(cx->now).n;

	TRY(db_all(cx, &q_days, made_cols, &list, &n, REPORT_DAYS_MAX, DAY(kept->span.from),
	           DAY(kept->span.to)));
	for (size_t i = 0; i < n; i++)
		kept->holds[list[i].day.n - kept->span.from.n] =
			list[i].day.n < today && list[i].from_at == figure_from(list[i].day) &&
			list[i].to_at == figure_to(list[i].day);
	return OK;
}

enum err
figure_kept(struct ctx *cx, struct span span, struct kept *ret)
{
	struct settings set;	/* sets the zone of days */
	struct seen seen;
	struct edge *edges;
	bool found;
	size_t n;

	if (span.to.n < span.from.n)
		return fail_at(cx, E_INVALID, "to", "before from");
	if (days_of(span) > REPORT_DAYS_MAX)
		return fail_at(cx, E_INVALID, "to", "more than %d days", REPORT_DAYS_MAX);
	TRY(settings_read(cx, &set));
	ret->span = span;
	ret->holds = arena_array(cx->mem, bool, days_of(span));
	memset(ret->holds, 0, days_of(span) * sizeof *ret->holds);
	/* What it says is read before what follows from it, so that it can only be too old. */
	TRY(db_maybe(cx, &q_seen, seen_cols, &seen, &found));
	if (!found)
		return OK;
	TRY(find_made(cx, ret));
	TRY(figure_touched(cx, seen.seen_at, FAR_AWAY, &edges, &n));
	for (size_t i = 0; i < n; i++) {
		does_not_hold(ret, edges[i].first_at);
		does_not_hold(ret, edges[i].last_at);
	}
	return OK;
}

/* ---- adding up ---- */

static int
by_key(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	int c = (x->day.n > y->day.n) - (x->day.n < y->day.n);

	if (c == 0)
		c = strcmp(x->part, y->part);
	if (c == 0)
		c = (x->ref_id > y->ref_id) - (x->ref_id < y->ref_id);
	return c ? c : strcmp(x->name, y->name);
}

static void
add_to(struct figure *to, const struct figure *f)
{
	to->n += f->n;
	to->quantity += f->quantity;
	to->amount += f->amount;
	to->discount_amount += f->discount_amount;
	to->back_n += f->back_n;
	to->back_quantity += f->back_quantity;
	to->back_amount += f->back_amount;
}

/* Adds those of the same key together. */
static void
fold(struct figures *all)
{
	size_t n = 0;

	if (all->n > 0)		/* else there is no list */
		qsort(all->list, all->n, sizeof *all->list, by_key);
	for (size_t i = 0; i < all->n; i++)
		if (n > 0 && by_key(&all->list[n - 1], &all->list[i]) == 0)
			add_to(&all->list[n - 1], &all->list[i]);
		else
			all->list[n++] = all->list[i];
	all->n = n;
}

static void
append(struct ctx *cx, struct figures *all, const struct figure *list, size_t n)
{
	if (all->n + n > all->room) {
		struct figure *wider;

		all->room = 2 * (all->n + n);
		wider = arena_array(cx->mem, struct figure, all->room);
		if (all->n)
			memcpy(wider, all->list, all->n * sizeof *wider);
		all->list = wider;
	}
	if (n)
		memcpy(all->list + all->n, list, n * sizeof *list);
	all->n += n;
}

/* ---- reading ---- */

static enum err
read_live(struct ctx *cx, enum figure_kind kind, struct span span, struct day day,
          struct figures *all)
{
	struct db_val from = TIME(figure_from(span.from)), to = TIME(figure_to(span.to));
	struct figure *list;
	size_t n;

	if (kinds[kind].spans == 1)
		TRY(db_all(cx, kinds[kind].q, live_cols, &list, &n, FIGURES_MAX, from, to));
	else
		TRY(db_all(cx, kinds[kind].q, live_cols, &list, &n, FIGURES_MAX, from, to, from,
		           to));
	for (size_t i = 0; i < n; i++)
		list[i].day = day;
	append(cx, all, list, n);
	return OK;
}

static enum err
read_kept(struct ctx *cx, enum figure_kind kind, struct span span, bool dated,
          struct figures *all)
{
	struct figure *list;
	size_t n;

	if (dated)
		TRY(db_all(cx, &q_kept_by_day, dated_cols, &list, &n, 100000, STR(kinds[kind].name),
		           DAY(span.from), DAY(span.to)));
	else
		TRY(db_all(cx, &q_kept_in_all, live_cols, &list, &n, FIGURES_MAX,
		           STR(kinds[kind].name), DAY(span.from), DAY(span.to)));
	for (size_t i = 0; i < n && !dated; i++)
		list[i].day = DAY_NONE;
	append(cx, all, list, n);
	return OK;
}

/* One statement for as many days as are alike; what is told by days is read by days where it is
 * not kept. */
static enum err
read(struct ctx *cx, const struct kept *kept, enum figure_kind kind, bool dated,
     struct figures *ret)
{
	size_t days = days_of(kept->span);
	struct figures all = { 0 };

	for (size_t i = 0, end; i < days; i = end) {
		struct span span = { { kept->span.from.n + (int32_t)i }, { 0 } };
		bool holds = kept->holds[i];

		for (end = i + 1; end < days && kept->holds[end] == holds && (holds || !dated); end++)
			;
		span.to.n = kept->span.from.n + (int32_t)end - 1;
		if (holds)
			TRY(read_kept(cx, kind, span, dated, &all));
		else
			TRY(read_live(cx, kind, span, dated ? span.from : DAY_NONE, &all));
	}
	fold(&all);
	*ret = all;
	return OK;
}

enum err
figures_in_all(struct ctx *cx, const struct kept *kept, enum figure_kind kind,
               struct figures *ret)
{
	return read(cx, kept, kind, false, ret);
}

enum err
figures_by_day(struct ctx *cx, const struct kept *kept, enum figure_kind kind,
               struct figures *ret)
{
	return read(cx, kept, kind, true, ret);
}
