/* SPDX-License-Identifier: MIT */
/* Logins of staff.
 *
 * Owns      admin_sessions.
 * Rules     The token is 32 random bytes in the cookie and a hash in the table.
 *           It ends 30 minutes after its last use and 12 hours after the login, whichever is first;
 *           by logout; when its person is switched off; and, the oldest, by a fourth login.
 *           The row and its person are read for every request, so each of these, and another role,
 *           holds from the next request on.
 *           last_activity_at is written at most once in five minutes.
 *           A row stays for thirty days after its session ended.
 * See       fcgi/api/admin_auth.c, tests/http/admin_auth_test.c */
#ifndef STAFF_ADMIN_SESSION_H
#define STAFF_ADMIN_SESSION_H

#include "base/ctx.h"

#define ADMIN_IDLE_SECS (30 * 60)
#define ADMIN_SESSION_SECS (12 * 3600)
#define ADMIN_SESSIONS 3
#define ADMIN_SESSION_KEPT_SECS (30 * 86400)

/* Whose token this is becomes the actor; a token that fits nothing leaves nobody. */
enum err admin_session_admit(struct ctx *cx, const char *token) MUST_CHECK;
/* A new one, in the transaction of the login, which holds the person's row. */
enum err admin_session_open(struct ctx *cx, int64_t admin_id, bool mfa,
                            const char **ret_token) MUST_CHECK;
/* Ends all of an account; the reason is for the row. */
enum err admin_session_end_all(struct ctx *cx, int64_t admin_id, const char *reason) MUST_CHECK;
/* Ends the actor's own. */
enum err admin_session_end_own(struct ctx *cx) MUST_CHECK;
/* A step of a job: marks those that ran out as ended, and removes what ended thirty days ago. */
enum err admin_session_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
