/* SPDX-License-Identifier: MIT */
/* How the server would run a statement: which tables it would read whole.
 *
 * See       report/integrity.h, tests/http/explain_test.c */
#ifndef DB_EXPLAIN_H
#define DB_EXPLAIN_H

#include "db/db.h"

struct whole_read {
	const char *table;		/* as the statement calls it */
	int64_t rows;			/* how many the server thinks there are */
};

/* Asks for the plan, with plausible values in place of the marks; nothing is run.  E_FORBIDDEN when
 * the account may not run the statement. */
enum err db_explain(struct ctx *cx, const struct sql *q, struct whole_read **ret,
                    size_t *ret_n) MUST_CHECK;

#endif
