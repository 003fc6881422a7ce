/* SPDX-License-Identifier: MIT */
/* Some days of a shop at random, around a night that has 23 hours, and whether its reports say what
 * its ledgers do: worked out another way. */
#ifndef TESTS_SUPPORT_WEEK_H
#define TESTS_SUPPORT_WEEK_H

#include "support/shop.h"

#define REPORTS "/api/v1/admin/reports/"
enum { WEEK_BUYER, WEEK_OWNER };	/* visitors */

/* Clocks go from 24:00 to 01:00 in the night to the 26th of April. */
#define WEEK_DAYS 6
#define WEEK_SPAN "from=2030-04-25&to=2030-04-30"
#define WEEK_SETTLED 181		/* then cron follows a change */

/* Orders, payments, edits, refunds, cancellations, deliveries; digital goods and discounts among
 * them.  Wants digital_test.  The shop's clock is at noon of the last day then. */
void week(struct shop *s);
/* Its first day, and the rest. */
void week_begin(struct shop *s);
void week_go_on(struct shop *s);

void as_owner(struct shop *s);
int64_t week_any_order(struct shop *s);
/* The owner does it, or is refused. */
void week_pay(struct shop *s, int64_t order);
void week_refund(struct shop *s, int64_t order, bool whole);
void week_move(struct shop *s, int64_t order, const char *to);

/* The report of that name over the week; how many items it has. */
void week_report(struct shop *s, const char *name);
size_t report_items(struct shop *s);
/* All of them are right. */
void expect_reports(struct shop *s);

#endif
