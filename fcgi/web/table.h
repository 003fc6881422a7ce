/* SPDX-License-Identifier: MIT */
/* A whole list as a table for spreadsheets: whatever staff can list, at its address with ".csv" behind
 * it, with the same filters.
 *
 * Rules     It asks the handler for page after page and sends each before the next is read: a
 *           million rows need as much memory as a hundred, and no transaction is open between them.
 *           A row that changes meanwhile may be told as it was or as it is.
 *           What fails in the middle breaks the connection off, so that nobody takes a half for the
 *           whole.
 * See       web/csv.h, tests/http/table_test.c */
#ifndef WEB_TABLE_H
#define WEB_TABLE_H

#include "web/endpoint.h"
#include "web/request.h"

/* A pile of work for one person: each counts. */
extern const struct rate table_rate;

/* Is it a list of staff: rows in `items`, by pages or all at once? */
bool table_fits(const struct endpoint *ep);
/* `in` is the endpoint's checked input.  The headers of the reply must be complete but for its own. */
enum err table_send(struct ctx *cx, const struct endpoint *ep, void *in, const struct sink *sink,
                     struct reply *rp) MUST_CHECK;

#endif
