/* SPDX-License-Identifier: MIT */
/* Step-up: before what hurts most, who is logged in gives the password or a code once more, unless
 * that was a moment ago.
 *
 * Rules     Good for five minutes, for this session alone, from the login on or from the last time.
 *           An endpoint asks for it by .step_up (fcgi/web/endpoint.h); nothing else does.
 *           Wrong ones slow down together with those of the login, and are in the audit.
 * See       fcgi/api/admin_auth.c, tests/http/admin_step_up_test.c */
#ifndef STAFF_ADMIN_STEP_UP_H
#define STAFF_ADMIN_STEP_UP_H

#include "staff/admin_user.h"

#define STEP_UP_SECS (5 * 60)

/* One of them is NULL.  E_LOGIN_WRONG, E_LOGIN_LATER.  Commits by itself. */
enum err admin_step_up(struct ctx *cx, const char *password, const char *code,
                       int64_t *ret_until) MUST_CHECK;

/* The actor's own password, in front of what it is asked for: E_PASSWORD_WRONG, E_LOGIN_LATER.
 * Commits by itself; the one who asked forgets the wrong ones (guard/backoff.h). */
enum err admin_check_password(struct ctx *cx, const char *password,
                              struct admin_user *ret) MUST_CHECK;

#endif
