/* SPDX-License-Identifier: MIT */
/* Timed work that cron starts, with its bearer token, from this machine. */
#include "account/email_proof.h"
#include "account/otp.h"
#include "account/proof.h"
#include "account/session.h"
#include "catalog/picture.h"
#include "dispatch/photo.h"
#include "guard/lease.h"
#include "guard/once.h"
#include "guard/rate.h"
#include "guard/reset_token.h"
#include "identity/backfill.h"
#include "ops/file.h"
#include "identity/erasure.h"
#include "identity/export.h"
#include "ops/audit_seal.h"
#include "ops/job.h"
#include "ops/outbox.h"
#include "place/waitlist.h"
#include "price/shelf.h"
#include "report/analyze.h"
#include "report/integrity.h"
#include "report/summary.h"
#include "sale/cart.h"
#include "sale/download.h"
#include "sale/order_move.h"
#include "staff/admin_session.h"
#include "support/attachment.h"

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

#define BATCH 500			/* rows that are removed at a time */

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
	return job_run(cx, "expire-carts", BATCH, cart_expire_step, out);
}
ENDPOINT(expire_carts, POST, "/api/v1/maintenance/expire-carts", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Removes carts that were left and quotes that have expired.");

static enum err
expire_sessions(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	static job_step *const steps[] = { session_expire, admin_session_expire, NULL };

	(void)in;
	return job_run_all(cx, "expire-sessions", BATCH, steps, out);
}
ENDPOINT(expire_sessions, POST, "/api/v1/maintenance/expire-sessions", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Ends the logins of customers and staff that ran out, and forgets those that ended "
	       "thirty days ago.");

static enum err
expire_tokens(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	static job_step *const steps[] = {
		otp_expire, proof_expire, email_expire, reset_token_expire, rate_expire, once_expire,
		lease_forget, NULL,
	};

	(void)in;
	return job_run_all(cx, "expire-tokens", BATCH, steps, out);
}
ENDPOINT(expire_tokens, POST, "/api/v1/maintenance/expire-tokens", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Forgets codes and proofs that ended a day ago, links and reset tokens that ended thirty "
	       "days ago, kept replies of a week ago, runs of jobs of thirty days ago, and "
	       "counters of limits that are over.");

static enum err
tell_waiting(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return job_run(cx, "waitlist", 200, waitlist_tell_step, out);
}
ENDPOINT(tell_waiting, POST, "/api/v1/maintenance/waitlist", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Tells those who wait for a zone that has opened, each once.");

static enum err
purge(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	/* An erasure that cannot be finished ends the run. */
	static job_step *const steps[] = {
		export_expire, download_purge_step, attachment_purge_step, photo_purge_step,
		picture_purge_step, file_sweep_step, erasure_finish, NULL,
	};

	(void)in;
	return job_run_all(cx, "purge", 200, steps, out);
}
ENDPOINT(purge, POST, "/api/v1/maintenance/purge", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Finishes what erasures left, as soon as their last messages were sent, and removes "
	       "export links and download tokens that are over, attachments that no message took and "
	       "pictures of deliveries that no event named within a day, pictures that nothing in the "
	       "catalog names by then, and files that a crash left.");

/* ---- backfill ---- */

VIEW(backfill_run_view, struct backfill_run,
	SHOW(id, "Number of the run, by which it can be undone"),
	SHOW_CHOICE(state, "staging|customers|linking|done|unstaging|unlinking|removing|undone",
	     "Where it stands: it gathers e-mails, makes customers, links orders, is done; or takes its "
	     "links and customers back, is undone"),
	SHOW(scanned, "Orders without a customer that it decided about"),
	SHOW(linked, "Of these, got a customer"),
	SHOW(blank, "Of these, have no e-mail"),
	SHOW(invalid, "Of these, have something that is no e-mail"),
	SHOW(owned, "Of these, wait to be claimed by somebody who has the e-mail already"),
	SHOW(customers_made, "Customers made"),
	SHOW(sales_linked, "Sales linked"),
	SHOW(tokens_linked, "Download tokens linked"),
	SHOW(phones_left_out, "Customers made without the phone, which another one has"),
	SHOW(orders_unlinked, "By its undo: orders unlinked"),
	SHOW(customers_removed, "By its undo: customers removed"),
	SHOW_TIME(started_at, "When it began"),
	SHOW_TIME_OPT(finished_at, "When it ended; null: it goes on the next time"),
	SHOW_TIME_OPT(undone_at, "When it had been undone; null: it was not"));

struct backfill_report {
	const char *job;
	int64_t started_at, finished_at, done;
	struct backfill_run *run;
};
VIEW(backfill_view, struct backfill_report,
	SHOW(job, "Which job"),
	SHOW_TIME(started_at, "When this call began"),
	SHOW_TIME(finished_at, "When it ended"),
	SHOW(done, "How many rows it handled; 0: there was nothing to link"),
	SHOW_OBJECT(run, backfill_run_view, "The newest run that found something; null: none yet"));

static enum err
backfill_customers(struct ctx *cx, const struct nothing *in, struct backfill_report *out)
{
	struct backfill_run *run = arena_new_of(cx->mem, struct backfill_run);
	struct job_report r;

	(void)in;
	TRY(job_run(cx, "backfill-customers", BACKFILL_BATCH, backfill_job, &r));
	TRY(backfill_last(cx, run));
	*out = (struct backfill_report){ r.job, r.started_at, r.finished_at, r.done,
	                                 run->id ? run : NULL };
	return OK;
}
ENDPOINT(backfill_customers, POST, "/api/v1/maintenance/backfill-customers", nothing, backfill_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Makes customers from orders that have none, one for each e-mail, and links the orders; "
	       "goes on with a run that was broken off, also with an undo.");

/* ---- seals ---- */

struct seal_report {
	const char *job;
	int64_t started_at, finished_at, done, sealed_to;
	const char *seal;
};
VIEW(seal_view, struct seal_report,
	SHOW(job, "Which job"),
	SHOW_TIME(started_at, "When this run began"),
	SHOW_TIME(finished_at, "When it ended"),
	SHOW(done, "How many rows of the journal it sealed"),
	SHOW(sealed_to, "Up to which number rows are sealed; 0: none yet"),
	SHOW(seal, "The newest seal. Whoever keeps it elsewhere can tell later that nothing before it "
	     "was taken away"));

static enum err
seal_audit(struct ctx *cx, const struct nothing *in, struct seal_report *out)
{
	struct audit_seal newest;
	struct job_report r;

	(void)in;
	TRY(job_run(cx, "seal-audit", AUDIT_SEAL_ROWS, audit_seal_step, &r));
	TRY(audit_seal_newest(cx, &newest));
	*out = (struct seal_report){
		r.job, r.started_at, r.finished_at, r.done, newest.last_id,
		hex_text(cx->mem, newest.hash.b, HASH_BYTES),
	};
	return OK;
}
ENDPOINT(seal_audit, POST, "/api/v1/maintenance/seal-audit", nothing, seal_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Seals what was written into the journal of the staff, a minute later, so that a change "
	       "to it is found.");

/* ---- integrity ---- */

VIEW(finding_view, struct finding,
	SHOW(what, "The check, or the foreign key"),
	SHOW(id, "Number of the row; 0: it is about no row"),
	SHOW(n, "How many rows the check found in all; at most twenty are told"),
	SHOW_OPT(detail, "What is wrong, where it is about no row"));
VIEW(integrity_view, struct integrity,
	SHOW(job, "Which job"),
	SHOW_TIME(started_at, "When this run began"),
	SHOW_TIME(finished_at, "When it ended"),
	SHOW(checks, "How many checks were made"),
	SHOW(complete, "False: the time was up, or there are more findings than these"),
	SHOW_LIST(findings, finding_view, "What is wrong; on a sound database nothing"));

static enum err
check_integrity(struct ctx *cx, const struct nothing *in, struct integrity *out)
{
	(void)in;
	return integrity_job(cx, out);
}
ENDPOINT(check_integrity, POST, "/api/v1/maintenance/integrity", nothing, integrity_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Compares the database with what the program expects, and looks for rows that contradict "
	       "each other; changes nothing.");

static enum err
reconcile(struct ctx *cx, const struct nothing *in, struct integrity *out)
{
	(void)in;
	return integrity_reconcile_job(cx, out);
}
ENDPOINT(reconcile, POST, "/api/v1/maintenance/reconcile", nothing, integrity_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Compares counters with what they count, and sums of money with what they are made of; "
	       "changes nothing.");

static enum err
make_summaries(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	static job_step *const steps[] = { summary_mark_step, summary_make_step, NULL };

	(void)in;
	return job_run_all(cx, "summaries", SUMMARY_BATCH, steps, out);
}
ENDPOINT(make_summaries, POST, "/api/v1/maintenance/summaries", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Adds up for the reports the days that are over, and again those that changed since.");

static enum err
analyze(struct ctx *cx, const struct nothing *in, struct job_report *out)
{
	(void)in;
	return analyze_job(cx, out);
}
ENDPOINT(analyze, POST, "/api/v1/maintenance/analyze", nothing, job_view,
	.auth = AUTH_JOB, .tx = TX_OWN, .errors = ERRORS(E_JOB_RUNNING),
	.doc = "Brings the statistics up to date by which the database chooses its plans.");

ENDPOINTS(maintenance, &send_outbox_endpoint, &follow_sales_endpoint, &expire_orders_endpoint,
          &expire_carts_endpoint, &tell_waiting_endpoint, &purge_endpoint, &expire_sessions_endpoint,
          &expire_tokens_endpoint, &reconcile_endpoint, &analyze_endpoint,
          &make_summaries_endpoint,
          &backfill_customers_endpoint, &seal_audit_endpoint, &check_integrity_endpoint);
