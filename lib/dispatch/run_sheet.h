/* SPDX-License-Identifier: MIT */
/* The run sheet: a run as its delivery man sees it, and what his phone tells of it.
 *
 * Owns      run_events; changes the results in run_stops.
 * Rules     Whoever holds the link's token sees this one run, until it expires; of a stop that is
 *           done nothing personal any more.
 *           An event has a name that the phone gave it: sent again it is the same one and gets the
 *           same answer.  Events may come in any order: money and delivery are apart, delivered
 *           stands against failed, of several failures the earliest counts.
 *           delivered is shown by the code that the customer has, of which the stop takes none after
 *           CODE_TRIES_MAX wrong ones, or by a picture that was uploaded before (dispatch/photo.h).
 *           Money is what the order costs, else it is refused and told; what is missing afterwards
 *           shows when it is counted (dispatch/cash.h).
 *           What happened at a stop that has left the run is refused.
 * See       fcgi/api/run_sheet.c, tests/http/run_sheet_test.c */
#ifndef DISPATCH_RUN_SHEET_H
#define DISPATCH_RUN_SHEET_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define RUN_EVENTS_MAX 50
#define CODE_TRIES_MAX 5

struct sheet_stop {
	int64_t id, result_at;
	int32_t position, cookies, pieces;
	const char *status, *reason, *number;
	/* Only while it is open. */
	const char *customer_name, *customer_phone, *city, *zone, *address, *additional_info;
	const char *gift_note;
	const char *payment_method;
	struct money amount_due;	/* to take at the door */
};
struct sheet {
	int64_t id, expires_at;
	struct day delivery_date;
	const char *delivery_man_name, *time_slot_name;
	struct hour from_hour, to_hour;
	struct sheet_stop *stops;
	size_t stops_n;
};

/* E_NOT_FOUND unless run and token belong together; E_LINK_OVER once it has expired.  Locked, no other
 * phone tells of the run meanwhile. */
enum err sheet_check(struct ctx *cx, int64_t run_id, const char *token) MUST_CHECK;
enum err sheet_lock(struct ctx *cx, int64_t run_id, const char *token) MUST_CHECK;
/* Errors as for sheet_check. */
enum err sheet_get(struct ctx *cx, int64_t run_id, const char *token, struct sheet *ret) MUST_CHECK;

struct sheet_event {
	const char *client_id;
	int64_t stop_id;
	const char *kind;		/* "delivered", "failed" or "cash" */
	int64_t happened_at;
	const char *delivery_code;	/* of delivered; or */
	const char *photo;		/* the name of a picture of the run (dispatch/photo.h) */
	struct money amount;		/* of cash, and of delivered where money came; NONE */
	const char *method;		/* "cash" or "card"; NULL: as it was ordered */
	const char *reason, *note;	/* of failed */
};
struct sheet_result {
	const char *client_id;
	const char *outcome;		/* "applied", "ignored" or "refused" */
	const char *code, *message;	/* why it was refused */
	struct money amount_due;	/* that it should have been; NONE */
};
struct sheet_results { struct sheet_result *items; size_t items_n; };

/* Applies them one after the other, in the caller's transaction; a refusal is an answer like any
 * other.  Errors as for sheet_check; E_INVALID naming what an event lacks, or a picture that is not
 * there for it. */
enum err sheet_apply(struct ctx *cx, int64_t run_id, const char *token,
                     const struct sheet_event *events, size_t n,
                     struct sheet_results *ret) MUST_CHECK;

#endif
