/* SPDX-License-Identifier: MIT */
/* Orders on their way, for tests of runs, run sheets and cash. */
#ifndef TESTS_SUPPORT_RUN_H
#define TESTS_SUPPORT_RUN_H

#include "support/order.h"
#include "support/staff.h"

enum { DEMO_KARIM = 1, DEMO_MAHMOUD = 2 };	/* the demo's delivery men; Karim serves Madinaty */
enum { RUN_GUEST, RUN_DISPATCHER = 6, RUN_MANAGER = 7 };	/* visitors */
#define RUN_DAY "2030-01-03"		/* of shop_order, in the evening */
#define RUN_TOTAL "365.00"		/* what each of these orders costs, in cash */

/* An order to Madinaty that is being prepared; the present visitor is the dispatcher afterwards. */
int64_t run_order(struct shop *s);
void as_dispatcher(struct shop *s);

struct outing {
	int64_t run;
	char token[64];
	int64_t orders[8], stops[8];
	int n;
};
/* A planned or confirmed run of Karim's with so many new orders. */
void run_planned(struct shop *s, struct outing *ret, int n);
void run_out(struct shop *s, struct outing *ret, int n);
/* The run and token of a reply with a link. */
void run_link(struct shop *s, struct outing *ret);
int64_t run_version(struct shop *s, int64_t run);

/* What the customer of an order would say at the door, and something else. */
const char *run_code(struct shop *s, int64_t order);
const char *run_wrong_code(struct shop *s, int64_t order);

/* The phone of the run's man asks; without his cookies, with his token. */
void run_look(struct shop *s, const struct outing *o);
/* Sends "'events':[...]" with this inside. */
void run_tell(struct shop *s, const struct outing *o, const char *events);
/* An event of the i-th stop; `more` are further members ("'amount':'1.00',"). */
char *run_event(struct shop *s, const struct outing *o, int i, const char *id, const char *kind,
                const char *more);
/* A picture of the run is there under that name; tests/http/photo_test.c uploads real ones. */
void run_photo(struct shop *s, const struct outing *o, const char *name);
/* The i-th order is delivered with its code, and its money taken. */
void run_deliver(struct shop *s, const struct outing *o, int i);

#endif
