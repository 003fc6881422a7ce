/* SPDX-License-Identifier: MIT */
#include "ops/job.h"

#include "base/clock.h"
#include "db/db.h"
#include "guard/lease.h"

#define LEASE_SECS 60
#define RUN_US (10 * 1000000LL)		/* no step begins after this */
#define RUN_BYTES (8 * 1024 * 1024)	/* nor when so much memory is taken */

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

static enum err
run(struct ctx *cx, int32_t batch, enum err (*step)(struct ctx *, int32_t, int32_t *),
    int64_t *done)
{
	int64_t until = clock_monotonic_us() + RUN_US;
	int32_t n;

	do {
		n = 0;
		TRY(step(cx, batch, &n));
		*done += n;
	} while (n > 0 && clock_monotonic_us() < until && arena_used(cx->mem) < RUN_BYTES);
	return OK;
}

enum err
job_run(struct ctx *cx, const char *job, int32_t batch,
        enum err (*step)(struct ctx *, int32_t, int32_t *), struct job_report *ret)
{
	struct lease lease = { .job = job, .started_at = cx->now };
	struct job_report r = { .job = job, .started_at = cx->now };
	enum err e, kept;

	TRY(db_reading(cx, take, &lease));
	if (!lease.got)
		return fail(cx, E_JOB_RUNNING, "%s", job);
	e = run(cx, batch, step, &r.done);
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
