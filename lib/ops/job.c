/* SPDX-License-Identifier: MIT */
#include "ops/job.h"

#include "base/clock.h"
#include "db/db.h"
#include "guard/lease.h"

#define LEASE_SECS 60
#define RUN_US (10 * 1000000LL)		/* no step begins after this */
#define STEP_BYTES (16 * 1024 * 1024)

struct lease { const char *job; bool got; int64_t started_at, finished_at; const char *report; };

int64_t
job_clock(const struct ctx *cx)
{
	return cx->clock ? cx->clock() : clock_now();
}

static enum err
take(struct ctx *cx, void *arg)
{
	struct lease *l = arg;

	return lease_take(cx, l->job, LEASE_SECS, &l->got);
}

static enum err
give_back(struct ctx *cx, void *arg)
{
	const struct lease *l = arg;

	return lease_done(cx, l->job, l->started_at, l->finished_at, l->report);
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
	struct lease lease = { .job = job, .started_at = cx->now };
	struct job_report r = { .job = job, .started_at = cx->now };
	enum err e, kept;

	TRY(db_reading(cx, take, &lease));
	if (!lease.got)
		return fail(cx, E_JOB_RUNNING, "%s", job);
	e = work(cx, arg, &r.done);
	r.finished_at = lease.finished_at = job_clock(cx);
	lease.report = e == OK ? arena_fmt(cx->mem, "{\"done\":%lld}", (long long)r.done)
	                       : arena_fmt(cx->mem, "{\"done\":%lld,\"error\":\"%s\"}",
	                                   (long long)r.done, err_info(e)->slug);
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
