/* SPDX-License-Identifier: MIT */
/* Summaries: what past days came to, kept so that a report of years is quick.
 *
 * Owns      report_days, report_rows, report_seen.
 * Rules     Every order that changes has a later updated_at.  The job follows it along the index, a
 *           little behind the clock so that no transaction is overtaken, and marks each day on which
 *           something of these orders counts; then it works out marked days anew, each as a whole,
 *           in one transaction.  So nothing is counted twice, wherever it is broken off, and a
 *           change to an old day is noticed like one of yesterday.
 *           Today is marked like others and worked out when it is over.
 *           Another time zone makes all days other ones: it begins again.
 * Does not  read reports (report/figure.h), nor change anything but its own tables.
 * See       fcgi/api/maintenance.c, sql/checks/summaries.sql, tests/http/summary_test.c */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "base/ctx.h"

#define SUMMARY_BATCH 1000		/* orders whose days are marked at a time */

/* The two steps of the job `summaries`, in this order. */
enum err summary_mark_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;
enum err summary_make_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
