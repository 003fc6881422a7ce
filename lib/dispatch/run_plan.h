/* SPDX-License-Identifier: MIT */
/* A proposal of runs for a day and slot: who could bring what.
 *
 * Rules     Orders that are being prepared and stand in no run yet, zone by zone.  A zone goes to
 *           the active man who serves it and has the least to bring, the lower id of equals; when his
 *           run is full, the rest of the zone goes to the next one.
 *           It only proposes: run_save decides.
 * See       dispatch/run.h, tests/unit/dispatch/run_plan_test.c */
#ifndef DISPATCH_RUN_PLAN_H
#define DISPATCH_RUN_PLAN_H

#include "dispatch/run.h"

struct plan_order {
	int64_t id, zone_id;
	const char *number, *zone_name, *address;
	int32_t cookies;
	bool is_packed;
	int64_t man_id;			/* who got it; 0: nobody serves its zone, or all are full */
};

struct plan_man {
	int64_t id;
	const char *name;
	int32_t load;			/* stops that he has already on that day and slot */
	const bool *serves;		/* for each order */
};

/* Gives the orders, which come by zone, to the men; raises their load. */
void run_plan(struct plan_order *orders, size_t orders_n, struct plan_man *men, size_t men_n);

struct plan_run {
	int64_t delivery_man_id;
	const char *delivery_man_name;
	int32_t load;			/* with what he has already */
	struct plan_order *orders;
	size_t orders_n;
};
struct plan {
	struct plan_run *runs;
	size_t runs_n;
	struct plan_order *unassigned;
	size_t unassigned_n;
	bool is_cut;			/* more orders than PLAN_ORDERS: save these first */
};
#define PLAN_ORDERS 500

enum err run_propose(struct ctx *cx, struct day date, int64_t time_slot_id,
                     struct plan *ret) MUST_CHECK;

#endif
