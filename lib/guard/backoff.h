/* SPDX-License-Identifier: MIT */
/* Guessing gets slower: after some failures in a row each further try waits, longer each time.
 *
 * Owns      its rows of rate_limits, one for each (what, who).
 * Rules     A try is counted before it is made and committed by itself, so neither a crash nor many
 *           tries at once get one for nothing; a success forgets them all.
 *           `who` need not exist: an unknown account slows down just like a known one.
 * See       staff/login.c, tests/http/admin_auth_test.c */
#ifndef GUARD_BACKOFF_H
#define GUARD_BACKOFF_H

#include "base/ctx.h"

#define BACKOFF_FREE 5			/* tries that need not wait */
#define BACKOFF_MOST_SECS 900
#define BACKOFF_KEEP_SECS 86400		/* failures are forgotten after so long without one */

/* Counts a try, or E_LOGIN_LATER with cx->retry_after_secs.  After 5 failures the wait is 2 s, then
 * 4, 8 ... and at most 15 min.  Never inside a transaction. */
enum err backoff_take(struct ctx *cx, const char *what, const char *who) MUST_CHECK;
/* How long the next try has to wait by now; 0: not at all. */
enum err backoff_wait(struct ctx *cx, const char *what, const char *who,
                      int64_t *ret_secs) MUST_CHECK;
/* It went well: forgets the failures, in the caller's transaction. */
enum err backoff_forget(struct ctx *cx, const char *what, const char *who) MUST_CHECK;

#endif
