/* SPDX-License-Identifier: MIT */
/* Runs: the orders of one slot that one delivery man brings, stop by stop.
 *
 * Owns      delivery_runs, run_stops.
 * Rules     planned -> confirmed -> closed.  Confirming assigns the man, sends its orders out and
 *           gives him a link of his own, SHOP/ar/run/ID#token=...  A run has no further stops than its man's zones, its day
 *           and its slot allow.
 *           A stop is one attempt: open, then delivered or failed; or moved, when it left the run
 *           without one.  An order has at most one stop that is open or delivered (a unique key), so
 *           nothing is delivered twice; another attempt is another stop.
 *           An edit names the version it saw.  Locks: the day, runs by rising id, orders, then the
 *           delivery man.
 * Does not  hear of what happens at the door (dispatch/run_sheet.h).
 * See       fcgi/api/admin_run.c, tests/http/run_test.c */
#ifndef DISPATCH_RUN_H
#define DISPATCH_RUN_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define RUN_STATES "planned|confirmed|closed"
#define STOP_STATES "open|delivered|failed|moved"
#define STOP_REASONS "no_answer|refused|wrong_address|damaged|other"
#define RUN_STOPS_MAX 60
#define RUN_SAVES_MAX 20
#define RUN_PAGE_MAX 100

struct run_stop {
	int64_t id, order_id, zone_id, photo_id;
	int32_t position;
	const char *status, *reason, *note, *number, *order_status, *customer_name, *zone_name;
	struct money total;
	const char *payment_method, *payment_status;
	int32_t cookies, wrong_codes;
	bool is_packed;
	int64_t result_at;
};

struct run {
	int64_t id, time_slot_id, delivery_man_id, token_expires_at;
	struct day delivery_date;
	const char *status, *delivery_man_name, *delivery_man_phone, *time_slot_name;
	struct hour from_hour, to_hour;
	int32_t version;
	int32_t open_n, delivered_n, failed_n;
	const char *link;		/* only when it was just made */
	struct run_stop *stops;		/* not in lists */
	size_t stops_n;
};
struct run_list { struct run *items; size_t items_n; const char *next_cursor; };

struct run_filter { struct day date; int64_t time_slot_id, delivery_man_id; const char *status; };

/* What somebody wants to save: who brings what, in this order. */
struct run_wish { int64_t delivery_man_id; const int64_t *orders; size_t orders_n; };

/* Of a day, newest first; without their stops. */
enum err run_list(struct ctx *cx, const struct run_filter *f, const char *cursor, int32_t limit,
                  struct run_list *ret) MUST_CHECK;
enum err run_get(struct ctx *cx, int64_t id, struct run *ret) MUST_CHECK;

/* Makes planned runs.  E_DAY_CLOSED; E_STOP_ORDER naming the order when it is not being prepared for
 * that day and slot, or stands in a run; E_COURIER_OFF, E_COURIER_ZONE, E_INVALID. */
enum err run_save(struct ctx *cx, struct day date, int64_t time_slot_id,
                  const struct run_wish *wishes, size_t n, struct run_list *ret) MUST_CHECK;

/* Its open stops are these orders, in this order: what is new is taken out of other runs, what is
 * left out leaves a planned run.  E_CONFLICT for another version, E_RUN_STATE for a closed run and
 * where an order would leave one that is on its way; E_STOP_ORDER, E_COURIER_* as above. */
enum err run_set_stops(struct ctx *cx, int64_t id, int32_t version, const int64_t *orders,
                       size_t orders_n, struct run *ret) MUST_CHECK;

/* Sends it out; ret->link is for its man, who gets it by SMS.  E_CONFLICT, E_RUN_STATE unless it is
 * planned and has stops, E_STOP_ORDER, E_COURIER_*. */
enum err run_confirm(struct ctx *cx, int64_t id, int32_t version, struct run *ret) MUST_CHECK;

/* All its open stops go to another man, in a run of their own that is confirmed at once; ret is
 * that one.  The first man's link goes on telling what he had done before.  Errors as above. */
enum err run_reassign(struct ctx *cx, int64_t id, int32_t version, int64_t delivery_man_id,
                      struct run *ret) MUST_CHECK;

/* A new link for the man of a confirmed run; the one before is void.  E_RUN_STATE. */
enum err run_renew_link(struct ctx *cx, int64_t id, struct run *ret) MUST_CHECK;

/* Staff moved an order, locked by the caller, past its run: its stop follows. */
enum err run_order_moved(struct ctx *cx, int64_t order_id, const char *from,
                         const char *to) MUST_CHECK;
/* E_IN_RUN when the order stands in a run: then its run says who brings it. */
enum err run_order_free(struct ctx *cx, int64_t order_id) MUST_CHECK;

/* ---- for dispatch only ---- */

/* Begins the day if need be, and locks it. */
enum err run_day_take(struct ctx *cx, struct day date) MUST_CHECK;
/* Closes what is left of a day's runs, which have no open stops. */
enum err run_close_day(struct ctx *cx, struct day date) MUST_CHECK;

#endif
