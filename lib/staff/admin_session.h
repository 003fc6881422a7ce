/* SPDX-License-Identifier: MIT */
/* Logins of staff.
 *
 * Owns      admin_sessions.
 * Rules     The token is 32 random bytes in the cookie and a hash in the table.
 *           It ends 30 minutes after its last use and 12 hours after the login, whichever is first;
 *           by logout; when its person is switched off; and, the oldest, by a fourth login; when
 *           somebody else, or its person elsewhere, ends it.
 *           The row and its person are read for every request, so each of these, and another role,
 *           holds from the next request on.
 *           last_activity_at is written at most once in five minutes.
 *           A row stays for thirty days after its session ended.
 * See       fcgi/api/admin_auth.c, tests/http/admin_auth_test.c */
#ifndef STAFF_ADMIN_SESSION_H
#define STAFF_ADMIN_SESSION_H

#include "base/ctx.h"
#include <stddef.h>

#define ADMIN_IDLE_SECS (30 * 60)
#define ADMIN_SESSION_SECS (12 * 3600)
#define ADMIN_SESSIONS 3
#define ADMIN_SESSION_KEPT_SECS (30 * 86400)

/* Whose token this is becomes the actor; a token that fits nothing leaves nobody. */
enum err admin_session_admit(struct ctx *cx, const char *token) MUST_CHECK;
/* A new one, in the transaction of the login, which holds the person's row. */
enum err admin_session_open(struct ctx *cx, int64_t admin_id, bool mfa,
                            const char **ret_token) MUST_CHECK;
/* The actor's own was asked for a secret again (staff/admin_step_up.h). */
enum err admin_session_step_up(struct ctx *cx) MUST_CHECK;

struct admin_session {
	int64_t id, created_at, last_activity_at, expires_at;
	const char *device_name, *ip_address;
	bool is_current;		/* the actor's own */
};
struct admin_session_page {
	struct admin_session *items;
	size_t items_n;
	const char *next_cursor;
};
/* Those of an account that still hold, newest first. */
enum err admin_session_list(struct ctx *cx, int64_t admin_id, const char *cursor, int32_t limit,
                            struct admin_session_page *ret) MUST_CHECK;

/* Ends sessions of an account: one (E_NOT_FOUND unless it is the account's and has not ended), or
 * all but `keep` (0: all).  The reason is for the row; the journal is the caller's. */
enum err admin_session_end(struct ctx *cx, int64_t admin_id, int64_t session_id,
                           const char *reason) MUST_CHECK;
enum err admin_session_end_others(struct ctx *cx, int64_t admin_id, int64_t keep,
                                  const char *reason) MUST_CHECK;
/* Ends the actor's own. */
enum err admin_session_end_own(struct ctx *cx) MUST_CHECK;
/* A step of a job: marks those that ran out as ended, and removes what ended thirty days ago. */
enum err admin_session_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
