/* SPDX-License-Identifier: MIT */
#include "guard/lease.h"

#include "db/db.h"

#include <unistd.h>

SQL(q_take, "UPDATE job_leases SET holder = ?, leased_until = ?, started_at = ?, "
            "finished_at = NULL WHERE job = ? AND (leased_until IS NULL OR leased_until <= ?)");
SQL(q_first, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES (?, ?, ?, ?)");
SQL(q_done, "UPDATE job_leases SET holder = NULL, leased_until = NULL, finished_at = ? "
            "WHERE job = ? AND holder = ? AND started_at = ?");

SQL(q_begin, "INSERT INTO job_runs (job, holder, started_at) VALUES (?, ?, ?)");
SQL(q_end, "UPDATE job_runs SET finished_at = ?, done = ?, error = ? WHERE id = ?");
SQL(q_forget, "DELETE FROM job_runs WHERE started_at < ? ORDER BY started_at LIMIT ?");

#define KEPT_SECS (30 * 86400)

const char *
lease_holder(struct ctx *cx)
{
	char host[64] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	return arena_fmt(cx->mem, "%s:%d", host, (int)getpid());
}

/* True if it is ours now. */
static enum err
take(struct ctx *cx, const char *job, const char *holder, int64_t until, bool *got)
{
	int64_t changed;
	enum err e;

	TRY(db_exec(cx, &q_take, &changed, STR(holder), TIME(until), TIME(cx->now), STR(job),
	            TIME(cx->now)));
	*got = changed == 1;
	if (*got)
		return OK;
	/* Its first run ever, or it is held: the key decides, also between two at once. */
	e = db_exec(cx, &q_first, NULL, STR(job), STR(holder), TIME(until), TIME(cx->now));
	*got = e == OK;
	return e == E_DUPLICATE ? OK : e;
}

enum err
lease_take(struct ctx *cx, const char *job, int64_t secs, int64_t *ret_run)
{
	const char *holder = lease_holder(cx);
	bool got;

	*ret_run = 0;
	TRY(take(cx, job, holder, cx->now + secs, &got));
	return got ? db_insert(cx, &q_begin, ret_run, STR(job), STR(holder), TIME(cx->now)) : OK;
}

enum err
lease_done(struct ctx *cx, const char *job, int64_t run, const struct lease_end *end)
{
	TRY(db_exec(cx, &q_end, NULL, TIME(end->finished_at), I64(end->done), STR(end->error),
	            I64(run)));
	return db_exec(cx, &q_done, NULL, TIME(end->finished_at), STR(job), STR(lease_holder(cx)),
	               TIME(end->started_at));
}

enum err
lease_forget(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	int64_t n;

	TRY(db_exec(cx, &q_forget, &n, TIME(cx->now - KEPT_SECS), I32(max)));
	*ret_done = (int32_t)n;
	return OK;
}
