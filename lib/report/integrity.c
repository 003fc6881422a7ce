/* SPDX-License-Identifier: MIT */
#include "report/integrity.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/explain.h"
#include "ops/job.h"

#define FINDINGS_MAX 500
#define FOREIGN_KEYS_MAX 1000
#define JOB_US (60 * 1000000LL)

/* ---- the files of sql, inside the library ---- */

/* The text is put together by the assembler: what it includes is the one place where a check is
 * said.  The Makefile knows that this file depends on them. */
#define FILE_TEXT(symbol, before, file, after)                                                     \
	__asm__(".pushsection .rodata, \"a\", %progbits\n" symbol ":\n"                            \
	        ".ascii \"" before "\"\n.incbin \"" file "\"\n.asciz \"" after "\"\n"              \
	        ".popsection\n");
#define CHECK(name)                                                                                \
	FILE_TEXT("check_" #name, "SELECT what, id, COUNT(*) OVER () AS n FROM (",                 \
	          "sql/checks/" #name ".sql", ") AS found ORDER BY id LIMIT 20")                   \
	extern const char check_##name[] __attribute__((visibility("hidden")));                    \
	SQL(q_##name, check_##name);

/* A counter, and what it counts; money, and what it is made of. */
#define COUNTERS(C)                                                                                \
	C(capacity_counts) C(capacity_limits) C(courier_cash) C(order_shares) C(order_totals)      \
	C(payments_refunds) C(payments_status) C(payments_total) C(promo_counts) C(promo_usage)    \
	C(sales) C(sales_missing)
#define CHECKS(C)                                                                                  \
	COUNTERS(C)                                                                                \
	C(audit_seals) C(backfill_counts) C(backfill_emails) C(claims) C(customer_links)           \
	C(delivery_zones) C(digital) C(erased) C(kitchen) C(order_carts) C(order_dates)            \
	C(order_discounts)                                                                         \
	C(order_history_chain) C(order_items_sum) C(order_places) C(order_status) C(orphans)       \
	C(outbox_secrets) C(pictures) C(price_history) C(prices) C(refund_items) C(reset_owners)   \
	C(rule_targets) C(run_photos) C(run_stops) C(saved_views) C(shortages) C(summaries)        \
	C(ticket_attachments) C(ticket_replies) C(ticket_states) C(translations)
CHECKS(CHECK)
_Static_assert(INTEGRITY_ROWS == 20, "as the statements above say");

#define ITS_STATEMENT(name) &q_##name,
static const struct sql *const checks[] = { CHECKS(ITS_STATEMENT) };
#define ONE(name) + 1
enum { CHECKS_N = CHECKS(ONE), COUNTERS_N = COUNTERS(ONE) };

FILE_TEXT("indexes_text", "", "sql/indexes.txt", "")
extern const char indexes_text[] __attribute__((visibility("hidden")));

/* ---- what the server knows ---- */

/* An index that begins with these columns, in whatever order. */
SQL(q_index,
	"SELECT index_name AS name FROM information_schema.statistics "
	"WHERE table_schema = DATABASE() AND table_name = ? AND seq_in_index <= ? "
	"GROUP BY index_name HAVING SUM(FIND_IN_SET(column_name, ?) > 0) = ? LIMIT 1");
SQL(q_foreign_keys,
	"SELECT DISTINCT constraint_name AS name FROM information_schema.key_column_usage "
	"WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL LIMIT 1000");

static const struct col finding_cols[] = {
	COL(struct finding, what), COL(struct finding, id), COL(struct finding, n),
};
struct named { const char *name; };
static const struct col named_cols[] = { COL(struct named, name) };

static void
add(struct integrity *io, struct finding f)
{
	if (io->findings_n == FINDINGS_MAX)
		io->complete = false;
	else
		io->findings[io->findings_n++] = f;
}

/* ---- the checks ---- */

struct trying { enum err (*fn)(struct ctx *, void *); void *arg; enum err e; };

static enum err
try_it(struct ctx *cx, void *arg)
{
	struct trying *t = arg;

	t->e = t->fn(cx, t->arg);
	return t->e == E_INTERNAL || t->e == E_FORBIDDEN ? OK : t->e;
}

/* What the server said to it: OK, E_INTERNAL when it does not take the statement, or E_FORBIDDEN. */
static enum err
ask(struct ctx *cx, enum err (*fn)(struct ctx *, void *), void *arg, enum err *said)
{
	struct trying t = { fn, arg, OK };

	TRY(db_reading(cx, try_it, &t));
	*said = t.e;
	return OK;
}

static enum err
prepare(struct ctx *cx, void *arg)
{
	const struct sql *const *q = arg;

	return db_prepare_try(cx, *q);
}

static enum err
look_at_statement(struct ctx *cx, struct integrity *io, const struct sql *q)
{
	enum err said;

	TRY(ask(cx, prepare, &q, &said));
	io->checks++;
	if (said == E_INTERNAL)
		add(io, (struct finding){ .what = "statements", .detail =
		             arena_fmt(cx->mem, "%s:%d: %s", q->file, q->line, cx->why) });
	return OK;
}

static enum err
look_at_statements(struct ctx *cx, struct integrity *io)
{
	size_t n;
	const struct sql *const *all = db_statements(&n);

	for (size_t i = 0; i < n; i++)
		TRY(look_at_statement(cx, io, all[i]));
	return OK;
}

struct index_line { const char *table, *columns; int32_t columns_n; bool found; };

static enum err
find_index(struct ctx *cx, void *arg)
{
	struct index_line *x = arg;
	struct named index = { 0 };

	return db_maybe(cx, &q_index, named_cols, &index, &x->found, STR(x->table),
	                I32(x->columns_n), STR(x->columns), I32(x->columns_n));
}

/* A line is a table and the columns that an index begins with. */
static enum err
look_at_index(struct ctx *cx, struct integrity *io, const char *line)
{
	size_t n = strcspn(line, " ");
	struct index_line x = { .table = arena_strn(cx->mem, line, n), .columns_n = 1 };
	char *columns = arena_str(cx->mem, line + n + 1);

	for (char *c = columns; (c = strchr(c, ' ')); x.columns_n++)
		*c = ',';
	x.columns = columns;
	TRY(db_reading(cx, find_index, &x));
	io->checks++;
	if (!x.found)
		add(io, (struct finding){ .what = "indexes", .detail =
		             arena_fmt(cx->mem, "%s has no index on (%s)", x.table, columns) });
	return OK;
}

static enum err
look_at_indexes(struct ctx *cx, struct integrity *io)
{
	for (const char *at = indexes_text; *at;) {
		size_t n = strcspn(at, "\n");

		if (n > 0 && *at != '#')
			TRY(look_at_index(cx, io, arena_strn(cx->mem, at, n)));
		at += n + (at[n] == '\n');
	}
	return OK;
}

struct names { struct named *list; size_t n; };

static enum err
read_foreign_keys(struct ctx *cx, void *arg)
{
	struct names *names = arg;

	return db_all(cx, &q_foreign_keys, named_cols, &names->list, &names->n, FOREIGN_KEYS_MAX);
}

static bool
is_named(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->list[i].name, name))
			return true;
	return false;
}

/* Each of sql/checks/orphans.sql stands there as SELECT 'name'. */
static enum err
look_at_foreign_keys(struct ctx *cx, struct integrity *io)
{
	static const char mark[] = "SELECT '";
	struct names names;

	TRY(db_reading(cx, read_foreign_keys, &names));
	for (const char *at = check_orphans; (at = strstr(at, mark)); io->checks++) {
		at += strlen(mark);
		const char *name = arena_strn(cx->mem, at, strcspn(at, "'"));

		if (!is_named(&names, name))
			add(io, (struct finding){ .what = "foreign_keys", .detail =
			             arena_fmt(cx->mem, "%s is not there", name) });
	}
	return OK;
}

struct check { const struct sql *q; struct finding *rows; size_t n; };

static enum err
run_check(struct ctx *cx, void *arg)
{
	struct check *c = arg;

	return db_all(cx, c->q, finding_cols, &c->rows, &c->n, INTEGRITY_ROWS);
}

static enum err
look_at_rows(struct ctx *cx, struct integrity *io, int n)
{
	for (int i = 0; i < n; i++) {
		struct check c = { .q = checks[i] };
		enum err said;

		if (io->until_us && clock_monotonic_us() > io->until_us) {
			io->complete = false;
			return OK;
		}
		TRY(ask(cx, run_check, &c, &said));
		io->checks++;
		if (said != OK)
			add(io, (struct finding){ .what = c.q->name, .detail = cx->why });
		for (size_t k = 0; said == OK && k < c.n; k++)
			add(io, c.rows[k]);
	}
	return OK;
}

struct plan { const struct sql *q; struct whole_read *reads; size_t n; };

static enum err
read_plan(struct ctx *cx, void *arg)
{
	struct plan *p = arg;

	return db_explain(cx, p->q, &p->reads, &p->n);
}

enum err
integrity_plans(struct ctx *cx, struct integrity *io)
{
	size_t n;
	const struct sql *const *all = db_statements(&n);

	for (size_t i = 0; i < n; i++) {
		struct plan p = { .q = all[i] };
		enum err said;

		if (!all[i]->hot || io->explained[i])
			continue;
		TRY(ask(cx, read_plan, &p, &said));
		io->explained[i] = said == OK;
		io->checks += said == OK;
		for (size_t k = 0; k < p.n; k++)
			if (p.reads[k].rows >= INTEGRITY_PLAN_ROWS)
				add(io, (struct finding){ .what = "plans", .detail =
				        arena_fmt(cx->mem, "%s:%d: %s reads all of %s, %lld rows",
				                  all[i]->file, all[i]->line, all[i]->name,
				                  p.reads[k].table, (long long)p.reads[k].rows) });
	}
	return OK;
}

/* ---- all of it ---- */

static void
begin(struct ctx *cx, struct integrity *io)
{
	io->complete = true;
	io->findings = arena_array(cx->mem, struct finding, FINDINGS_MAX);
}

enum err
integrity_run(struct ctx *cx, struct integrity *io)
{
	size_t n;

	db_statements(&n);
	begin(cx, io);
	io->explained = arena_array(cx->mem, bool, n + 1);
	TRY(look_at_statements(cx, io));
	TRY(look_at_indexes(cx, io));
	TRY(look_at_foreign_keys(cx, io));
	TRY(integrity_plans(cx, io));
	return look_at_rows(cx, io, CHECKS_N);
}

static enum err
look_at_all(struct ctx *cx, void *arg, int64_t *done)
{
	struct integrity *io = arg;

	TRY(integrity_run(cx, io));
	*done = io->checks;
	return OK;
}

static enum err
look_at_counters(struct ctx *cx, void *arg, int64_t *done)
{
	struct integrity *io = arg;

	begin(cx, io);
	TRY(look_at_rows(cx, io, COUNTERS_N));
	*done = io->checks;
	return OK;
}

static enum err
as_job(struct ctx *cx, const char *job, enum err (*work)(struct ctx *, void *, int64_t *),
       struct integrity *ret)
{
	struct integrity io = { .until_us = clock_monotonic_us() + JOB_US };
	struct job_report r = { 0 };

	TRY(job_alone(cx, job, work, &io, &r));
	io.job = r.job;
	io.started_at = r.started_at;
	io.finished_at = r.finished_at;
	*ret = io;
	return OK;
}

enum err
integrity_job(struct ctx *cx, struct integrity *ret)
{
	return as_job(cx, "integrity", look_at_all, ret);
}

enum err
integrity_reconcile_job(struct ctx *cx, struct integrity *ret)
{
	return as_job(cx, "reconcile", look_at_counters, ret);
}
