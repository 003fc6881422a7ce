/* SPDX-License-Identifier: MIT */
#include "guard/lease.h"

#include "db/db.h"

#include <unistd.h>

SQL(q_take, "UPDATE job_leases SET holder = ?, leased_until = ?, started_at = ?, "
            "finished_at = NULL WHERE job = ? AND (leased_until IS NULL OR leased_until <= ?)");
SQL(q_first, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES (?, ?, ?, ?)");
SQL(q_done, "UPDATE job_leases SET holder = NULL, leased_until = NULL, finished_at = ?, report = ? "
            "WHERE job = ? AND holder = ? AND started_at = ?");

const char *
lease_holder(struct ctx *cx)
{
	char host[64] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	return arena_fmt(cx->mem, "%s:%d", host, (int)getpid());
}

enum err
lease_take(struct ctx *cx, const char *job, int64_t secs, bool *got)
{
	const char *holder = lease_holder(cx);
	int64_t changed;
	enum err e;

	TRY(db_exec(cx, &q_take, &changed, STR(holder), TIME(cx->now + secs), TIME(cx->now),
	            STR(job), TIME(cx->now)));
	*got = changed == 1;
	if (*got)
		return OK;
	/* Its first run ever, or it is held: the key decides, also between two at once. */
	e = db_exec(cx, &q_first, NULL, STR(job), STR(holder), TIME(cx->now + secs), TIME(cx->now));
	*got = e == OK;
	return e == E_DUPLICATE ? OK : e;
}

enum err
lease_done(struct ctx *cx, const char *job, int64_t started_at, int64_t finished_at,
           const char *report_json)
{
	return db_exec(cx, &q_done, NULL, TIME(finished_at), STR(report_json), STR(job),
	               STR(lease_holder(cx)), TIME(started_at));
}
