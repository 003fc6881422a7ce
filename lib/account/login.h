/* SPDX-License-Identifier: MIT */
/* How customers log in: by a password, on a device we do not know together with a code, or by a
 * code alone.
 *
 * Rules     Whatever is wrong (name, password, no such account), the answer and the work are the
 *           same: E_LOGIN_WRONG.  Only who knows the password, or proved the address, hears that an
 *           account is closed.
 *           A device is known by a cookie, which its first code brings and a new password ends.
 *           On unknown devices each name, known or not, slows down after five failures, and after
 *           100 without a login in between no password is taken there; a known device has failures
 *           of its own, so that nobody can lock a customer out.
 *           Old passwords (bcrypt, other parameters, another pepper) are replaced when they fit.
 * Does not  touch the cart: who logs somebody in says what else belongs to it (login_also).
 * See       account/session.h, account/otp.h, guard/backoff.h, fcgi/api/session.c,
 *           tests/http/login_test.c */
#ifndef ACCOUNT_LOGIN_H
#define ACCOUNT_LOGIN_H

#include "account/otp.h"
#include "account/session.h"

#define DEVICE_COOKIE "__Host-device"
#define DEVICE_SECS (365 * 86400)
#define LOGIN_FAILURES_MAX 100

struct login {
	const char *name;		/* e-mail, phone or user name, as typed */
	const char *password;		/* NULL, as the name is: by a code alone */
	const char *handle, *code;	/* NULL: none yet */
	const char *device;		/* the cookie; NULL: none */
	bool remember;
};

struct logged_in {
	bool needs_code;		/* a new device: a code was sent, the rest is empty */
	struct otp otp;			/* only then */
	const char *token, *device;	/* for the cookies; device NULL: keep what is there */
};

/* What else is done in the transaction of a login; the actor is still who he was before. */
typedef enum err login_also(struct ctx *cx, int64_t customer_id, void *arg);

/* Commits by itself.  E_LOGIN_WRONG, E_LOGIN_LATER, E_ACCOUNT_CLOSED; with a code E_CODE_WRONG and
 * E_CODE_SPENT; for a new device E_CODE_SOON while the last one is too young. */
enum err login_begin(struct ctx *cx, const struct login *in, login_also *also, void *arg,
                     struct logged_in *ret) MUST_CHECK;

/* Sends a code for logging in to the account of a proved e-mail or phone (one is NULL); `method` is
 * email, sms or both, NULL: to what was given.  For nobody's it does the same and sends nothing.
 * Commits by itself.  E_CODE_SOON. */
enum err login_send_code(struct ctx *cx, const char *email, const char *phone, const char *method,
                         struct otp *ret) MUST_CHECK;

/* Ends the actor's session; inside a transaction. */
enum err login_end(struct ctx *cx) MUST_CHECK;

#endif
