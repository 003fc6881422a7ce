/* SPDX-License-Identifier: MIT */
#include "support/job.h"

void
job_allow(struct shop *s)
{
	struct hash h = token_hash(JOB_TOKEN);

	s->config.maintenance_token_hash = hex_text(s->cx.mem, h.b, HASH_BYTES);
	s->config.maintenance_allow = "127.0.0.1";
}

int
job_begin(void **state)
{
	if (shop_begin(state) != 0)
		return -1;
	job_allow(*state);
	return 0;
}

void
run_job(struct shop *s, const char *name)
{
	s->extra = JOB_BEARER;
	request(s, "POST", arena_fmt(s->cx.mem, "/api/v1/maintenance/%s", name), NULL);
}
