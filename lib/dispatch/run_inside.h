/* SPDX-License-Identifier: MIT */
/* What the files of runs share; for nobody else. */
#ifndef DISPATCH_RUN_INSIDE_H
#define DISPATCH_RUN_INSIDE_H

#include "dispatch/run.h"

/* An order that somebody wants in a run, locked, and the stop it stands at now (0: none). */
struct stop_order {
	int64_t id, zone_id, time_slot_id, stop_id, run_id;
	struct day delivery_date;
	const char *status;
};
struct open_stop { int64_t id, order_id; };

/* Locks its day and the run: E_NOT_FOUND, E_CONFLICT for another version (0: any). */
enum err run_lock(struct ctx *cx, int64_t id, int32_t version, struct run *ret) MUST_CHECK;
/* Its version rises. */
enum err run_touch(struct ctx *cx, int64_t id) MUST_CHECK;
enum err run_open_stops(struct ctx *cx, int64_t id, struct open_stop **ret,
                        size_t *ret_n) MUST_CHECK;
/* Locks an order that may stand in the run: else E_STOP_ORDER naming the field (NULL: none). */
enum err run_order_lock(struct ctx *cx, const struct run *run, int64_t order_id, const char *field,
                        struct stop_order *ret) MUST_CHECK;
/* Gives an order to the run's man and sends it out. */
enum err run_send(struct ctx *cx, const struct run *run, const struct stop_order *o) MUST_CHECK;

#endif
