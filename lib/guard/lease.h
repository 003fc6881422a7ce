/* SPDX-License-Identifier: MIT */
/* Leases: one run of a job at a time, on whatever host it was started.
 *
 * Owns      job_leases.
 * Rules     A row, not a lock of the connection: it holds on a cluster too.  Who dies keeps the
 *           lease until it runs out, so a job works in steps that end well before.
 * See       ops/job.h, tests/http/maintenance_test.c */
#ifndef GUARD_LEASE_H
#define GUARD_LEASE_H

#include "base/ctx.h"

/* *got is false while another run has it. */
enum err lease_take(struct ctx *cx, const char *job, int64_t secs, bool *got) MUST_CHECK;
/* Ends the run that began at started_at, and keeps what it did.  Nothing happens if the lease has
 * gone to somebody else since. */
enum err lease_done(struct ctx *cx, const char *job, int64_t started_at, int64_t finished_at,
                    const char *report_json) MUST_CHECK;

/* "host:process", as leases name who holds them. */
const char *lease_holder(struct ctx *cx);

#endif
