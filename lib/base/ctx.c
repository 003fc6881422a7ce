/* SPDX-License-Identifier: MIT */
/* The context between two requests. */
#include "base/ctx.h"

void
ctx_reset(struct ctx *cx)
{
	/* Deferred calls may still look at the context: they come first. */
	arena_reset(cx->mem);
	*cx = (struct ctx){
		.mem = cx->mem,
		.db = cx->db,
		.keys = cx->keys,
		.config = cx->config,
		.clock = cx->clock,
		.lang = LANG_EN,
		.ip = "",
		.agent = "",
		.request_id = "",
		.faults_end = &cx->faults,
	};
}
