/* SPDX-License-Identifier: MIT */
#include "db/page.h"

#include "base/crypto.h"
#include "base/str.h"

#include <string.h>

char *
cursor_text(struct ctx *cx, const char *key, int64_t id)
{
	const char *plain = arena_fmt(cx->mem, "%lld|%s", (long long)id, key ? key : "");

	return base64url_text(cx->mem, plain, strlen(plain));
}

enum err
cursor_read(struct ctx *cx, const char *cursor, struct page_from *ret)
{
	size_t n = 0;
	char *plain, *bar;

	*ret = (struct page_from){ "", 0 };
	if (!cursor)
		return OK;
	plain = (char *)base64url_parse(cx->mem, cursor, &n);
	bar = plain && utf8_valid(plain, n) ? strchr(plain, '|') : NULL;
	if (!bar)
		return fail_at(cx, E_INVALID, "cursor", "malformed cursor");
	*bar = '\0';
	if (!int_parse(plain, &ret->id) || ret->id < 1)
		return fail_at(cx, E_INVALID, "cursor", "malformed cursor");
	ret->key = bar + 1;
	return OK;
}

#define LAST_MOMENT 253402300799LL	/* of the year 9999 */

char *
cursor_moment(struct ctx *cx, int64_t at, int64_t id)
{
	return cursor_text(cx, arena_fmt(cx->mem, "%lld", (long long)at), id);
}

enum err
cursor_read_moment(struct ctx *cx, const char *cursor, int64_t start, int64_t *at, int64_t *id)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	*at = start;
	*id = from.id ? from.id : INT64_MAX;
	if (from.id && (!int_parse(from.key, at) || *at < 1 || *at > LAST_MOMENT))
		return fail_at(cx, E_INVALID, "cursor", "not of this list");
	return OK;
}
