/* SPDX-License-Identifier: MIT */
/* A sum over every row of every table, for tests of what changes nothing.  Without what any request may
 * write: limits, and when a session was last used. */
#ifndef TESTS_SUPPORT_SUMS_H
#define TESTS_SUPPORT_SUMS_H

#include "support/shop.h"

/* Of the tables that there are; the sum is a view, which sums_end takes away. */
void sums_begin(struct shop *s);
int64_t sums_now(struct shop *s);
void sums_end(struct shop *s);

#endif
