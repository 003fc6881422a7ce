/* SPDX-License-Identifier: MIT */
/* How staff log in: password and, where it is set up or required, a second factor.
 *
 * Rules     Whatever is wrong (name, password, code, account switched off), the answer and the work
 *           are the same: E_LOGIN_WRONG.  Each name, known or not, slows down after five failures.
 *           A code of the app is good once (staff/totp.h), and so is a recovery code, of whose use
 *           the owner is told.
 *           Who has none yet sets it up with his password, before the first session: a new seed
 *           goes out, sealed and in plain, and comes back with a code of it within ten minutes.  Who
 *           has one replaces it in the same way, by a recovery code besides.
 *           Logins, failed ones and set-ups are in the audit.
 * See       guard/backoff.h, fcgi/api/admin_auth.c, tests/http/{admin_auth,recovery_code}_test.c */
#ifndef STAFF_LOGIN_H
#define STAFF_LOGIN_H

#include "staff/admin_user.h"

struct admin_login {
	const char *username, *password;
	const char *code;		/* of the second factor; NULL: none given */
	const char *recovery_code;	/* or one of these (staff/recovery_code.h) */
	const char *enrolment;		/* to set the second factor up: what admin_totp_begin gave */
};

/* Commits by itself, so never inside a transaction.  *token is for the cookie.  E_LOGIN_WRONG,
 * E_LOGIN_LATER, or E_TOTP_NEEDED for an account that has to set up its second factor first. */
enum err admin_login(struct ctx *cx, const struct admin_login *in, struct admin_user *ret,
                     const char **token) MUST_CHECK;

struct enrolment {
	const char *enrolment;		/* the seed, sealed for this account; comes back with a code */
	const char *secret;		/* the seed in base 32, for an app */
	const char *uri;		/* the same as otpauth://, for a picture that an app reads */
};

/* A new second factor; nothing is stored.  E_LOGIN_WRONG, E_LOGIN_LATER, E_CONFLICT when there is
 * one and no recovery code was given. */
enum err admin_totp_begin(struct ctx *cx, const struct admin_login *in,
                          struct enrolment *ret) MUST_CHECK;
/* Stores it once a code shows that the app has it, makes recovery codes, ends the account's other
 * sessions and logs in.  E_LOGIN_WRONG also for a wrong code and for an enrolment that is old or
 * another account's. */
enum err admin_totp_confirm(struct ctx *cx, const struct admin_login *in, struct admin_user *ret,
                            const char **token) MUST_CHECK;

/* Makes the actor's recovery codes anew; inside a transaction.  E_CONFLICT without a second
 * factor. */
enum err admin_recovery_codes(struct ctx *cx, struct admin_user *ret) MUST_CHECK;
/* Ends the actor's session; inside a transaction. */
enum err admin_logout(struct ctx *cx) MUST_CHECK;

#endif
