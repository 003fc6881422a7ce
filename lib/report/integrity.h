/* SPDX-License-Identifier: MIT */
/* Integrity: is the database what the program takes it for?
 *
 * Rules     Looked at are: every statement of the program (tables and columns); the indexes of
 *           sql/indexes.txt; the foreign keys; the invariants of sql/checks, which return no row on
 *           a sound database; and whether a statement that somebody waits for reads a large table
 *           whole.  The files of sql are built into the library, and said nowhere else.
 *           Each check is one statement, so it sees one moment, also while the shop is at work.
 * Does not  repair anything, nor name anybody: findings are ids.
 * See       sql/README.md, db/explain.h, fcgi/upkeep.c, tests/http/integrity_test.c */
#ifndef REPORT_INTEGRITY_H
#define REPORT_INTEGRITY_H

#include "base/ctx.h"
#include <stddef.h>

#define INTEGRITY_ROWS 20		/* of one check that are told */
#define INTEGRITY_PLAN_ROWS 5000	/* a table with so many is large */

struct finding {
	const char *what;		/* the check, or the foreign key */
	int64_t id;			/* the row; 0: it is about no row */
	int64_t n;			/* how many rows the check found in all */
	const char *detail;		/* of what is no row: what is wrong */
};

struct integrity {
	int64_t until_us;		/* monotonic: nothing is begun afterwards; 0: no such moment */
	const char *job;		/* with the moments, of integrity_job only */
	int64_t started_at, finished_at;
	int32_t checks;			/* how many were made */
	bool complete;			/* false: the time was up, or there were too many findings */
	struct finding *findings;
	size_t findings_n;
	bool *explained;		/* of db_statements: those whose plan was seen */
};

/* Everything, as far as the account of cx->db may look. */
enum err integrity_run(struct ctx *cx, struct integrity *io) MUST_CHECK;
/* The plans that were not seen yet: each pool may have only its own statements explained. */
enum err integrity_plans(struct ctx *cx, struct integrity *io) MUST_CHECK;

/* The same as integrity_run, with the job's lease, for a minute. */
enum err integrity_job(struct ctx *cx, struct integrity *ret) MUST_CHECK;
/* Only the counters against what they count, and the money against what it is made of, with the lease
 * of "reconcile": quick enough for each hour. */
enum err integrity_reconcile_job(struct ctx *cx, struct integrity *ret) MUST_CHECK;

#endif
