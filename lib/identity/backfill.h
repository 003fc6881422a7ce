/* SPDX-License-Identifier: MIT */
/* Backfill: customers made from the orders that have none, one for each e-mail; and its undo.
 *
 * Owns      backfill_runs, backfill_emails, backfill_customers, backfill_orders; makes customers
 *           and, undoing, removes them.
 * Rules     Taken is what is history: orders without a customer, not deleted, and not waiting for a
 *           guest to prove the phone.  An e-mail is trimmed and lower-cased; what cannot be one is
 *           nobody's.  Its customer is a guest who has proved nothing: the date of the earliest
 *           order, the newest name and the newest phone, unless another customer has that.
 *           An e-mail that any customer has already is given nothing: its orders wait to be
 *           claimed.  But while that is a guest of an earlier run whom nobody has used, its later
 *           orders are linked to him too.  No link that is there is ever changed.
 *           Three passes (gather e-mails, make customers, link orders), each in batches; a batch is
 *           one transaction that also moves the run on, so a run may be broken off anywhere and
 *           begun again, by whomever: the row of the one open run makes them take turns.
 *           A run that had nothing to do leaves no row.
 *           The undo unlinks what the run linked and nobody has changed since, and removes the
 *           guests it made whom nothing refers to.  A guest to whom later runs linked orders is
 *           theirs from then on.
 * Does not  open anything for anybody: whoever wants such an order proves the address first.
 * See       sale/owner.h, fcgi/upkeep.c, tests/http/backfill_test.c, tests/process/upkeep_test.c */
#ifndef IDENTITY_BACKFILL_H
#define IDENTITY_BACKFILL_H

#include "base/ctx.h"

#define BACKFILL_BATCH 200		/* orders at a time: locks of a moment */

struct backfill_run {
	int64_t id;			/* 0: none */
	const char *state;
	int64_t done_to, staged_to;	/* ids: see sql/deploy/backfill.sql */
	/* Orders it decided about, and how. */
	int32_t scanned, linked, blank, invalid, owned;
	int32_t customers_made, sales_linked, tokens_linked, phones_left_out;
	int32_t orders_unlinked, customers_removed;
	int64_t started_at, finished_at, undone_at;
};

/* One batch of the run whose id stands in *run; if that is 0, of the open run or, if there is none,
 * of a new one.  *run is how it stands then, id 0 when it had nothing to do and left no row.
 * *ret_done is how many rows were handled; 0 when the run has ended.  Commits by itself. */
enum err backfill_step(struct ctx *cx, int32_t max, struct backfill_run *run,
                       int32_t *ret_done) MUST_CHECK;
/* The same as a step of a job: of the open run or a new one. */
enum err backfill_job(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* Makes the coming steps undo this run; an open one goes no further.  E_NOT_FOUND; E_CONFLICT while
 * another run is open.  Commits by itself. */
enum err backfill_undo(struct ctx *cx, int64_t run_id) MUST_CHECK;

/* Drops what the open run gathered for an erased person's e-mail, in the caller's transaction: an
 * order that is nobody's and carries it waits for the next run. */
enum err backfill_forget(struct ctx *cx, const char *email) MUST_CHECK;

/* The newest run that left a row; id 0 without one. */
enum err backfill_last(struct ctx *cx, struct backfill_run *ret) MUST_CHECK;

#endif
