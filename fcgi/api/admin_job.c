/* SPDX-License-Identifier: MIT */
/* What cron did: for those who look after the machine. */
#include "ops/job.h"

#include "web/common.h"

VIEW(job_state_view, struct job_state,
	SHOW(job, "Which job"),
	SHOW_OPT(holder, "Host and process that runs it now; null: nobody"),
	SHOW_TIME(started_at, "When its last run began"),
	SHOW_TIME_OPT(finished_at, "When that ended; null: under way, or broken off"));
VIEW(job_states_view, struct job_states,
	SHOW_LIST(items, job_state_view, "Each job that ever ran, by name"));

static enum err
list_jobs(struct ctx *cx, const struct nothing *in, struct job_states *out)
{
	(void)in;
	return job_list(cx, out);
}
ENDPOINT(list_jobs, GET, "/api/v1/admin/jobs", nothing, job_states_view,
	.auth = AUTH_STAFF, .perm = "job.read", .tx = TX_READ,
	.doc = "When each of cron's jobs last ran, and which run now.");

VIEW(job_past_view, struct job_past,
	SHOW(id, "Number of the run"),
	SHOW(job, "Which job"),
	SHOW(holder, "Host and process that ran it"),
	SHOW_TIME(started_at, "When it began"),
	SHOW_TIME_OPT(finished_at, "When it ended; null: under way, or broken off"),
	SHOW(done, "How many things it did"),
	SHOW_OPT(error, "Code of the error that ended it; null: none"));
VIEW(job_pasts_view, struct job_pasts,
	SHOW_LIST(items, job_past_view, "Newest first"),
	SHOW_NEXT);

#define LIST_JOB_RUNS_IN(F)                                                                        \
	F(QUERY, str, job, .max = 40, .optional = true, .doc = "Of this job only")                 \
	PAGE_IN(F, JOB_PAGE_MAX, 50)
INPUT(list_job_runs_in, LIST_JOB_RUNS_IN);

static enum err
list_job_runs(struct ctx *cx, const struct list_job_runs_in *in, struct job_pasts *out)
{
	return job_runs(cx, in->job, in->cursor, in->limit, out);
}
ENDPOINT(list_job_runs, GET, "/api/v1/admin/jobs/runs", list_job_runs_in, job_pasts_view,
	.auth = AUTH_STAFF, .perm = "job.read", .tx = TX_READ,
	.doc = "The runs of the last thirty days, and what each did.");

ENDPOINTS(admin_job, &list_jobs_endpoint, &list_job_runs_endpoint);
