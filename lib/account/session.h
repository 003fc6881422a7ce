/* SPDX-License-Identifier: MIT */
/* Sessions of customers: who is logged in, on which device, and how that ends.
 *
 * Owns      customer_sessions.
 * Rules     A token of 32 random bytes in the cookie __Host-sid; only hashes of it are stored, and
 *           the row is read on every request, so that revoked means refused at once.  So does a
 *           customer who was suspended, switched off or erased.
 *           With "remember me": idle 14 days, at most 30; without: idle 24 hours, at most 7 days.
 *           Renewed every 24 hours: the old token is good for 60 s more (parallel requests); an
 *           older one, however old, ends its whole family.  At most 10 a customer, the oldest ends.
 *           The first half of a token names its family and stays, the second half is renewed.
 *           Last use is written at most once in five minutes.
 *           A row stays for thirty days after its session ended.
 * See       fcgi/api/session.c, tests/http/session_test.c; OWASP ASVS 5.0 V7, NIST SP 800-63B 7 */
#ifndef ACCOUNT_SESSION_H
#define ACCOUNT_SESSION_H

#include "base/ctx.h"
#include <stddef.h>

#define CUSTOMER_COOKIE "__Host-sid"
#define SESSION_SECS (7 * 86400)
#define SESSION_IDLE_SECS 86400
#define SESSION_LONG_SECS (30 * 86400)
#define SESSION_LONG_IDLE_SECS (14 * 86400)
#define SESSION_RENEW_SECS 86400
#define SESSION_GRACE_SECS 60
#define SESSIONS_MAX 10
#define SESSION_KEPT_SECS (30 * 86400)

/* Begins one for a customer and makes him the actor; *token is what the cookie has to be, for
 * SESSION_LONG_SECS with `remember`.  An earlier session of the actor ends.  Inside the caller's
 * transaction, which holds the customer's row from here on. */
enum err session_begin(struct ctx *cx, int64_t customer_id, bool remember,
                       const char **token) MUST_CHECK;

/* A new token for the cookie, when it was time for one; else token is NULL. */
struct session_renewal {
	const char *token;
	int64_t age_secs;		/* of the cookie; 0: the browser's session */
};

/* Whose token this is: fills cx->actor (kind, id, session_id) or leaves it as it was.  Commits by
 * itself. */
enum err session_find(struct ctx *cx, const char *token, struct session_renewal *ret) MUST_CHECK;

struct session {
	int64_t id, created_at, last_activity_at, expires_at;
	const char *device_name, *ip_address;
	bool is_remembered, is_current;
};

struct session_page {
	struct session *items;
	size_t items_n;
	const char *next_cursor;
};

/* Of a customer, those that still hold, newest first. */
enum err session_list(struct ctx *cx, int64_t customer_id, const char *cursor, int32_t limit,
                      struct session_page *ret) MUST_CHECK;

/* Ends sessions of a customer: one (E_NOT_FOUND unless his own and not ended), or all but `keep`
 * (0: all).  The reason is for the row, e.g. "password"; the journal is the caller's. */
enum err session_end(struct ctx *cx, int64_t customer_id, int64_t session_id,
                     const char *reason) MUST_CHECK;
enum err session_end_others(struct ctx *cx, int64_t customer_id, int64_t keep,
                            const char *reason) MUST_CHECK;

/* All of an erased customer go, with the devices and addresses in them. */
enum err session_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;
/* A step of a job: marks those that ran out as ended, and removes what ended thirty days ago.  Nobody
 * waits for it: a session that ran out is refused by its dates. */
enum err session_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
