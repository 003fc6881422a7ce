/* SPDX-License-Identifier: MIT */
#include "ops/job.h"

#include "base/clock.h"
#include "db/db.h"
#include "db/page.h"
#include "guard/lease.h"

#define LEASE_SECS 60
#define RUN_US (10 * 1000000LL)		/* no step begins after this */
#define STEP_BYTES (16 * 1024 * 1024)

struct lease { const char *job; int64_t run; struct lease_end end; };

int64_t
job_clock(const struct ctx *cx)
{
	return cx->clock ? cx->clock() : clock_now();
}

static enum err
take(struct ctx *cx, void *arg)
{
	struct lease *l = arg;

	return lease_take(cx, l->job, LEASE_SECS, &l->run);
}

static enum err
give_back(struct ctx *cx, void *arg)
{
	const struct lease *l = arg;

	return lease_done(cx, l->job, l->run, &l->end);
}

/* One step, in memory of its own; why it failed is kept. */
static enum err
run_step(struct ctx *cx, job_step *step, int32_t batch, int32_t *ret)
{
	struct arena *whole = cx->mem;
	enum err e;

	cx->mem = arena_new(STEP_BYTES);
	e = step(cx, batch, ret);
	cx->why = e == OK ? NULL : arena_str(whole, cx->why);
	cx->faults = NULL;
	cx->faults_end = &cx->faults;
	cx->detail = NULL;
	arena_free(cx->mem);
	cx->mem = whole;
	return e;
}

struct steps { job_step *const *list; int32_t batch; };

static enum err
run_steps(struct ctx *cx, void *arg, int64_t *done)
{
	const struct steps *s = arg;
	int64_t until = clock_monotonic_us() + RUN_US;

	for (job_step *const *step = s->list; *step; step++) {
		int32_t n;

		do {
			n = 0;
			TRY(run_step(cx, *step, s->batch, &n));
			*done += n;
		} while (n > 0 && clock_monotonic_us() < until);
		if (n > 0)
			break;		/* the time is up */
	}
	return OK;
}

enum err
job_alone(struct ctx *cx, const char *job, enum err (*work)(struct ctx *, void *, int64_t *),
          void *arg, struct job_report *ret)
{
	struct lease lease = { .job = job, .end = { .started_at = cx->now } };
	struct job_report r = { .job = job, .started_at = cx->now };
	enum err e, kept;

	TRY(db_reading(cx, take, &lease));
	if (!lease.run)
		return fail(cx, E_JOB_RUNNING, "%s", job);
	e = work(cx, arg, &r.done);
	r.finished_at = lease.end.finished_at = job_clock(cx);
	lease.end.done = r.done;
	lease.end.error = e == OK ? NULL : err_info(e)->slug;
	kept = db_reading(cx, give_back, &lease);
	if (e != OK || kept != OK)
		return e != OK ? e : kept;
	*ret = r;
	return OK;
}

enum err
job_run_all(struct ctx *cx, const char *job, int32_t batch, job_step *const *steps,
            struct job_report *ret)
{
	struct steps s = { steps, batch };

	return job_alone(cx, job, run_steps, &s, ret);
}

enum err
job_run(struct ctx *cx, const char *job, int32_t batch, job_step *step, struct job_report *ret)
{
	return job_run_all(cx, job, batch, (job_step *const[]){ step, NULL }, ret);
}

/* ---- what staff see ---- */

#define JOBS_MAX 100

SQL(q_jobs, "SELECT job, holder, started_at, finished_at FROM job_leases ORDER BY job LIMIT 100");
SQL(q_runs, "SELECT id, job, holder, started_at, finished_at, COALESCE(done, 0) AS done, error "
            "FROM job_runs WHERE id < ? ORDER BY id DESC LIMIT ?");
SQL(q_runs_of, "SELECT id, job, holder, started_at, finished_at, COALESCE(done, 0) AS done, error "
               "FROM job_runs WHERE job = ? AND id < ? ORDER BY id DESC LIMIT ?");

static const struct col state_cols[] = {
	COL(struct job_state, job), COL(struct job_state, holder),
	COL_TIME(struct job_state, started_at), COL_TIME(struct job_state, finished_at),
};
static const struct col past_cols[] = {
	COL(struct job_past, id), COL(struct job_past, job), COL(struct job_past, holder),
	COL_TIME(struct job_past, started_at), COL_TIME(struct job_past, finished_at),
	COL(struct job_past, done), COL(struct job_past, error),
};

enum err
job_list(struct ctx *cx, struct job_states *ret)
{
	return db_all(cx, &q_jobs, state_cols, &ret->items, &ret->items_n, JOBS_MAX);
}

enum err
job_runs(struct ctx *cx, const char *job, const char *cursor, int32_t limit, struct job_pasts *ret)
{
	struct page_from from;
	int64_t before;

	TRY(cursor_read(cx, cursor, &from));
	before = from.id ? from.id : INT64_MAX;
	if (job)
		TRY(db_all(cx, &q_runs_of, past_cols, &ret->items, &ret->items_n, JOB_PAGE_MAX + 1,
		           STR(job), I64(before), I32(limit + 1)));
	else
		TRY(db_all(cx, &q_runs, past_cols, &ret->items, &ret->items_n, JOB_PAGE_MAX + 1,
		           I64(before), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}
