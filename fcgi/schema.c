/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include "db/db.h"

enum err
schema_check(struct ctx *cx, const char **fault)
{
	size_t n;
	const struct sql *const *all = db_statements(&n);

	TRY(db_ready(cx));
	for (size_t i = 0; i < n; i++) {
		const struct sql *q = all[i];
		enum err e;

		if (!q->hot)
			continue;
		e = db_prepare_try(cx, q);
		if (e == E_INTERNAL)
			*fault = arena_fmt(cx->mem, "%s:%d: %s", q->file, q->line, cx->why);
		if (e != OK && e != E_FORBIDDEN)
			return e == E_INTERNAL ? e : E_UNAVAILABLE;
	}
	return OK;
}
