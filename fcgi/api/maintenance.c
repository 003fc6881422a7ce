/* SPDX-License-Identifier: MIT */
/* Timed work that cron starts, with its bearer token, from this machine. */
#include "identity/purge.h"
#include "ops/job.h"
#include "ops/outbox.h"

#include "web/endpoint.h"

VIEW(job_view, struct job_report,
	SHOW(job, "Which job"),
	SHOW_TIME(started_at, "When this run began"),
	SHOW_TIME(finished_at, "When it ended"),
	SHOW(done, "How many things it did"),
	SHOW(skipped, "True: nothing was tried"));

static enum err
send_outbox(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "outbox", 20, outbox_send_round, out);
}
ENDPOINT(send_outbox, POST, "/api/v1/maintenance/outbox", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Sends the messages that are due, for some seconds; safe to run at any time.");

static enum err
purge(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "purge", 200, purge_step, out);
}
ENDPOINT(purge, POST, "/api/v1/maintenance/purge", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Removes what has expired (kept replies, counters, export links) and finishes what "
	       "an erasure left; safe to run at any time.");

ENDPOINTS(maintenance, &send_outbox_endpoint, &purge_endpoint);
