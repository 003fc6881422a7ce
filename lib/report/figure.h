/* SPDX-License-Identifier: MIT */
/* Figures of days: from what cron kept where that still holds, else straight from the ledgers.
 *
 * Rules     Today is never kept, and a day on which an order counts that changed since cron looked
 *           is not taken from what is kept: figures are right at any moment, only slower while
 *           cron rests.
 * See       report/summary.h, report/report.h, report/day_rows.h */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "base/clock.h"
#include "base/ctx.h"
#include <stddef.h>

#define REPORT_DAYS_MAX 1100		/* of one report: three years */
#define FIGURES_MAX 20000		/* different things that one report adds up */

enum figure_kind {
	FIGURE_method, FIGURE_zone, FIGURE_product, FIGURE_fee, FIGURE_flavor, FIGURE_discount,
	FIGURE_promo, FIGURE_event, FIGURE_KINDS,
};

/* Money in minor units. */
struct figure {
	struct day day;			/* NONE: of all days together */
	const char *part;
	int64_t ref_id;
	const char *name;
	int64_t n, quantity, amount, discount_amount, back_n, back_quantity, back_amount;
};
struct figures { struct figure *list; size_t n, room; };

struct span { struct day from, to; };	/* both included */

/* Which days are kept and hold, of all reports of one request. */
struct kept { struct span span; bool *holds; };
/* E_INVALID naming "to" when it is before `from` or too far from it. */
enum err figure_kept(struct ctx *cx, struct span span, struct kept *ret) MUST_CHECK;

/* By what it is divided over all of the span, or also by days; ordered by day, part, id, name. */
enum err figures_in_all(struct ctx *cx, const struct kept *kept, enum figure_kind kind,
                        struct figures *ret) MUST_CHECK;
enum err figures_by_day(struct ctx *cx, const struct kept *kept, enum figure_kind kind,
                        struct figures *ret) MUST_CHECK;

/* The moments at which a day begins and the next one does. */
int64_t figure_from(struct day d);
int64_t figure_to(struct day d);

/* ---- for report/summary.c ---- */

struct edge { int64_t first_at, last_at; };
#define EDGES_MAX 60000			/* hours of six years */
/* When anything counts of the orders that changed in [from, to]: first and last moment of each
 * hour in which there is something. */
enum err figure_touched(struct ctx *cx, int64_t from, int64_t to, struct edge **ret,
                        size_t *ret_n) MUST_CHECK;

#endif
