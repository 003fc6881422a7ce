/* SPDX-License-Identifier: MIT */
/* Timed work that cron starts, with its bearer token, from this machine. */
#include "ops/file.h"
#include "ops/job.h"
#include "ops/outbox.h"
#include "price/shelf.h"
#include "sale/cart.h"
#include "sale/download.h"
#include "sale/order_move.h"

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

static enum err
expire_orders(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "expire-orders", 50, order_expire_step, out);
}
ENDPOINT(expire_orders, POST, "/api/v1/maintenance/expire-orders", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Cancels orders whose phone was not proved, or that were not paid online, in time.");

static enum err
expire_carts(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "expire-carts", 500, cart_expire_step, out);
}
ENDPOINT(expire_carts, POST, "/api/v1/maintenance/expire-carts", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Removes carts that were left and quotes that have expired.");

static enum err
purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	int32_t tokens, files;

	TRY(download_purge_step(cx, max, &tokens));
	TRY(file_sweep_step(cx, max, &files));
	*ret_done = tokens + files;
	return OK;
}

static enum err
purge(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "purge", 500, purge_step, out);
}
ENDPOINT(purge, POST, "/api/v1/maintenance/purge", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Removes what is of no use any more: old tokens, files that a crash left.");

ENDPOINTS(maintenance, &send_outbox_endpoint, &follow_sales_endpoint, &expire_orders_endpoint,
          &expire_carts_endpoint, &purge_endpoint);
