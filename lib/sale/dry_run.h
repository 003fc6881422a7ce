/* SPDX-License-Identifier: MIT */
/* Dry runs: what a rule or a code would have done to orders that are there.
 *
 * Rules     Each order is worked out again from the facts it was charged by, once with the
 *           candidate and once without; nothing is written.  The days asked about stand in place of
 *           the candidate's dates, and it counts as on.
 *           A rule takes its place by priority among those the order had.  A code is tried on
 *           orders that used no other one, as if everybody had typed it: its limits of use are not
 *           looked at.
 *           Cancelled and removed orders do not count; imported ones have no facts.
 *           At most DRY_RUN_ORDERS orders and some seconds, in batches; it says when it was cut.
 * See       sale/reckoning.h, fcgi/api/admin_dry_run.c, tests/http/dry_run_test.c */
#ifndef SALE_DRY_RUN_H
#define SALE_DRY_RUN_H

#include "price/quote.h"

#define DRY_RUN_DAYS 92
#define DRY_RUN_ORDERS 20000

struct candidate {
	int64_t id;			/* a stored one; 0: as the fields say */
	struct rule rule;		/* of these two, what is asked about */
	int32_t priority;
	struct promo promo;
	struct day from, to;		/* on which orders were placed, both included */
};

struct dry_day {
	struct day day;
	int64_t orders, applied;
	struct money discount;		/* what it took off */
	struct money difference;	/* what customers would have paid less, all in all */
};
struct dry_run {
	struct dry_day *days;
	size_t days_n;
	int64_t orders;			/* looked at */
	int64_t without_facts;		/* of these, imported ones */
	int64_t other_code;		/* of these, such as used another code */
	int64_t applied;
	struct money discount, difference;
	bool is_cut;			/* there were more orders */
};

/* E_NOT_FOUND; E_INVALID naming "to", or the field of a candidate that could not be stored. */
enum err dry_run_rule(struct ctx *cx, const struct candidate *c, struct dry_run *ret) MUST_CHECK;
enum err dry_run_code(struct ctx *cx, const struct candidate *c, struct dry_run *ret) MUST_CHECK;

#endif
