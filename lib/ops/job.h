/* SPDX-License-Identifier: MIT */
/* Timed work: one run at a time, in small steps, for a limited time; the next run goes on.
 *
 * Rules     Every step commits what it did, so a run may be broken off anywhere and begun again.
 *           A run ends in time for the one who waits for it: nginx, or the manager, which ends a
 *           worker that is busy for half a minute.
 *           A step leaves no memory behind, so that a run needs as much for a million rows as for
 *           a thousand.
 * See       guard/lease.h, fcgi/api/maintenance.c */
#ifndef OPS_JOB_H
#define OPS_JOB_H

#include "base/ctx.h"

struct job_report {
	const char *job;
	int64_t started_at, finished_at;
	int64_t done;			/* what the steps counted */
	bool skipped;			/* never yet: a run beside another is refused */
};

/* Does at most `max` things; *ret_done is 0 when none are left. */
typedef enum err job_step(struct ctx *cx, int32_t max, int32_t *ret_done);

/* Runs steps of at most `batch` until one has nothing more to do or the time is up.  E_JOB_RUNNING
 * while another run has the lease; an error of a step ends the run and is returned. */
enum err job_run(struct ctx *cx, const char *job, int32_t batch, job_step *step,
                 struct job_report *ret) MUST_CHECK;
/* The same for a list, which ends with NULL: each as long as it finds something, one after the
 * other. */
enum err job_run_all(struct ctx *cx, const char *job, int32_t batch, job_step *const *steps,
                     struct job_report *ret) MUST_CHECK;
/* The same for work of another form: work(cx, arg, &done), with the request's memory. */
enum err job_alone(struct ctx *cx, const char *job,
                   enum err (*work)(struct ctx *cx, void *arg, int64_t *done), void *arg,
                   struct job_report *ret) MUST_CHECK;

/* ---- what staff see ---- */

struct job_state {
	const char *job, *holder;	/* NULL: it does not run */
	int64_t started_at, finished_at;	/* of its last run; 0: none, or it has not ended */
};
struct job_states { struct job_state *items; size_t items_n; };

struct job_past {
	int64_t id;
	const char *job, *holder;
	int64_t started_at, finished_at;	/* 0: it has not ended, or was broken off */
	int64_t done;
	const char *error;			/* slug of what ended it; NULL: none */
};
struct job_pasts { struct job_past *items; size_t items_n; char *next_cursor; };

#define JOB_PAGE_MAX 200

/* Each job that ever ran, by name. */
enum err job_list(struct ctx *cx, struct job_states *ret) MUST_CHECK;
/* Runs of a month, newest first; job NULL: of all. */
enum err job_runs(struct ctx *cx, const char *job, const char *cursor, int32_t limit,
                  struct job_pasts *ret) MUST_CHECK;

/* The time now, where a piece of work outlives the moment it began at. */
int64_t job_clock(const struct ctx *cx);

#endif
