/* SPDX-License-Identifier: MIT */
/* Writes tables for spreadsheets straight from structs, by their views: RFC 4180.
 *
 * Rules     A text that a spreadsheet would take for a formula gets a ' in front (OWASP, "CSV
 *           Injection"); numbers, sums and times are left as they are, so that they add up.
 *           The first bytes say that it is UTF-8: without them Excel shows Arabic as noise.
 *           Members of an object become columns "object.member"; lists in a row are left out. */
#ifndef WEB_CSV_H
#define WEB_CSV_H

#include "base/buf.h"
#include "web/endpoint.h"

void csv_head(struct buf *b, const struct shape *view);
void csv_row(struct buf *b, const struct shape *view, const void *from);

#endif
