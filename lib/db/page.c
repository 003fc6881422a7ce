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
