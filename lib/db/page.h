/* SPDX-License-Identifier: MIT */
/* Pages by key: a cursor says after which row to go on, so a page costs the same wherever it is. */
#ifndef DB_PAGE_H
#define DB_PAGE_H

#include "base/ctx.h"

struct page_from { const char *key; int64_t id; };	/* the last row seen; id 0: from the start */

/* Opaque to clients: the sort key and the id of the last row. */
char *cursor_text(struct ctx *cx, const char *key, int64_t id);
/* NULL is the start.  E_INVALID naming "cursor" for one that this list did not give. */
enum err cursor_read(struct ctx *cx, const char *cursor, struct page_from *ret) MUST_CHECK;

/* The same for a list by time: the last row's moment and number.  At the start *at is `start`, a moment
 * behind all rows. */
char *cursor_moment(struct ctx *cx, int64_t at, int64_t id);
enum err cursor_read_moment(struct ctx *cx, const char *cursor, int64_t start, int64_t *at,
                            int64_t *id) MUST_CHECK;

/* A list was read with one row more than asked for: cuts it off and says whether it was there. */
static inline bool
page_cut(size_t *n, int64_t limit)
{
	if (*n <= (size_t)limit)
		return false;
	*n = (size_t)limit;
	return true;
}

#endif
