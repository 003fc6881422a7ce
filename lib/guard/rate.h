/* SPDX-License-Identifier: MIT */
/* Rate limits that hold across workers and hosts: fixed windows, counted in the database.
 *
 * Owns      rate_limits.
 * Rules     Each try counts, also a refused one and one whose work is rolled back: the count
 *           commits by itself, so rate_take is called inside db_reading and never inside a
 *           transaction.
 *           The key is a keyed hash: the table holds no address and no phone number.
 * See       tests/http/rate_test.c */
#ifndef GUARD_RATE_H
#define GUARD_RATE_H

#include "base/ctx.h"

enum rate_by { RATE_BY_IP, RATE_BY_ACTOR };

struct rate {
	const char *name;
	int limit;
	int window_secs;
	enum rate_by by;		/* for endpoints; rate_take is told */
};

/* Counts one try of `who`; past the limit E_TOO_MANY, with cx->retry_after_secs until the window
 * ends.  If it cannot be counted it is refused: E_UNAVAILABLE. */
enum err rate_take(struct ctx *cx, const struct rate *rate, const char *who) MUST_CHECK;

/* Counts without a limit, in the caller's transaction: so that two ways to go cost the same. */
enum err rate_note(struct ctx *cx, const char *name, const char *who) MUST_CHECK;

/* Takes n out of what `who` may have in the window, all or none, in the caller's transaction: what is
 * rolled back was not spent, and a replayed reply spends nothing.  E_TOO_MANY as above. */
enum err rate_spend(struct ctx *cx, const struct rate *rate, const char *who,
                    int64_t n) MUST_CHECK;

/* The client as a limit sees it: an IPv4 address, or the /64 of an IPv6 one. */
const char *rate_ip(struct ctx *cx);

/* A step of a job: removes counters of windows that are over. */
enum err rate_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
