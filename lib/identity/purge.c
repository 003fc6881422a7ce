/* SPDX-License-Identifier: MIT */
#include "identity/purge.h"

#include "db/db.h"
#include "guard/once.h"
#include "guard/rate.h"
#include "identity/erasure.h"
#include "identity/export.h"

struct expiring {
	enum err (*purge)(struct ctx *cx, int32_t max, int64_t *ret_n);
	int32_t max;
	int64_t n;
};

static enum err
purge_kind(struct ctx *cx, void *arg)
{
	struct expiring *x = arg;

	return x->purge(cx, x->max, &x->n);
}

enum err
purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct expiring kinds[] = {
		{ once_purge, max, 0 }, { rate_purge, max, 0 }, { export_purge, max, 0 },
	};
	int64_t done;

	TRY(erasure_finish(cx, max, &done));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		TRY(db_reading(cx, purge_kind, &kinds[i]));
		done += kinds[i].n;
	}
	*ret_done = (int32_t)done;
	return OK;
}
