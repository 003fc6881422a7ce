/* SPDX-License-Identifier: MIT */
/* Leases: one run of a job at a time, on whatever host it was started.
 *
 * Owns      job_leases, job_runs.
 * Rules     A row, not a lock of the connection: it holds on a cluster too.  Who dies keeps the
 *           lease until it runs out, so a job works in steps that end well before.
 * See       ops/job.h, tests/http/maintenance_test.c */
#ifndef GUARD_LEASE_H
#define GUARD_LEASE_H

#include "base/ctx.h"

/* *ret_run is the number of the run that begins, or 0 while another one has the lease. */
enum err lease_take(struct ctx *cx, const char *job, int64_t secs, int64_t *ret_run) MUST_CHECK;

struct lease_end {
	int64_t started_at, finished_at;
	int64_t done;
	const char *error;		/* NULL: none */
};
/* Ends a run, keeps what it did, and gives the lease back, if it has not gone to somebody else. */
enum err lease_done(struct ctx *cx, const char *job, int64_t run,
                    const struct lease_end *end) MUST_CHECK;
/* A step of a job: forgets runs of a month ago. */
enum err lease_forget(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* "host:process", as leases name who holds them. */
const char *lease_holder(struct ctx *cx);

#endif
