/* SPDX-License-Identifier: MIT */
/* What is in a table, for comparing before and after. */
#ifndef TESTS_SUPPORT_DUMP_H
#define TESTS_SUPPORT_DUMP_H

#include "base/arena.h"

/* Every row of a table with every value of it, a row a line, in the order of the primary key.  `my`
 * is a MYSQL that may read it. */
char *dump_table(void *my, struct arena *mem, const char *table);
/* A few digits that stand for the rows, however many: the same for the same rows in any order. */
char *dump_digest(void *my, struct arena *mem, const char *table);
/* The same of what a SELECT gives; its one column is called `line`. */
char *dump_query_digest(void *my, struct arena *mem, const char *select);

#endif
