/* SPDX-License-Identifier: MIT */
/* Timed work that cron starts, with its bearer token, from this machine. */
#include "ops/job.h"
#include "ops/outbox.h"
#include "price/shelf.h"

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
follow_sales(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "sales", 200, shelf_follow_dates, out);
}
ENDPOINT(follow_sales, POST, "/api/v1/maintenance/sales", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Brings the flags and prices that lists go by up to the dates of sales and prices.");

ENDPOINTS(maintenance, &send_outbox_endpoint, &follow_sales_endpoint);
