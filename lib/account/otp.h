/* SPDX-License-Identifier: MIT */
/* One-time codes by SMS or e-mail: six digits that show an address to be somebody's, for one
 * purpose.
 *
 * Owns      customer_otp_codes.
 * Rules     Only a keyed hash of a code is stored.  Ten minutes, five tries, used once.  A new code
 *           takes the place of the one before, a minute after it at the earliest.
 *           Five codes an hour and ten a day to a phone, 20 an hour from an address, and the shop's
 *           budget of SMS; after 50 wrong codes in 24 hours a phone rests.
 *           A try is counted, and committed, before it is compared: no crash gives it back.
 *           A code is good only together with the handle that its asker was given.
 * Does not  look whether the phone has an account: asking tells nothing about it.
 *           Codes for accounts are made even where there is none, so that nobody sees a difference;
 *           they just go nowhere.
 * See       account/proof.h, fcgi/api/auth.c, tests/http/otp_test.c; account/recovery.h,
 *           account/email_proof.h, identity/claim.h for codes of accounts */
#ifndef ACCOUNT_OTP_H
#define ACCOUNT_OTP_H

#include "base/ctx.h"

/* Those whose code becomes a proof of the phone. */
#define OTP_PURPOSES "registration|guest_checkout|phone_verify|order_tracking"
#define OTP_MINUTES 10
#define OTP_ATTEMPTS 5
#define OTP_PAUSE_SECS 60

struct otp {
	const char *handle;
	int64_t expires_at, resend_at;
};

struct otp_proof {
	const char *proof, *phone;
	int64_t expires_at;
};

/* Sends a code.  E_PHONE_COUNTRY naming "phone"; E_CODE_SOON and E_TOO_MANY with the seconds to
 * wait.  Commits by itself. */
enum err otp_start(struct ctx *cx, const char *purpose, const char *phone,
                   struct otp *ret) MUST_CHECK;

/* Compares a code and exchanges it for a proof.  E_CODE_WRONG, also for a handle that is unknown,
 * used, replaced or too old; E_CODE_SPENT after five tries; E_TOO_MANY while the phone rests.
 * Commits by itself. */
enum err otp_verify(struct ctx *cx, const char *handle, const char *code,
                    struct otp_proof *ret) MUST_CHECK;

/* ---- codes for accounts: login, email_verify, password_reset, claim ---- */

struct otp_order {
	const char *purpose;
	const char *who;		/* one live code for each purpose and who; NULL: no pause */
	int64_t customer_id;		/* 0: nobody, and the code cannot be used */
	const char *email, *phone;	/* where it goes; for nobody, what the asker wrote */
};

/* Counts the asking: the pause of `who`, and the caps of `to` and of the client's address; with
 * `by_sms` also the shop's budget.  It goes by what was asked only, so that it tells nothing.
 * Commits by itself; never inside a transaction. */
enum err otp_allow(struct ctx *cx, const char *purpose, const char *who, const char *to,
                   bool by_sms) MUST_CHECK;

/* Whether codes go to the country of a number that the asker chose: E_PHONE_COUNTRY naming "phone".
 * Never inside a transaction. */
enum err otp_check_country(struct ctx *cx, const char *phone) MUST_CHECK;

/* Makes one in the caller's transaction; older ones of the customer and purpose are over.  The
 * caller queues the message with *code and wipes it.  E_CODE_SOON within the pause. */
enum err otp_issue(struct ctx *cx, const struct otp_order *o, struct otp *ret,
                   char **code) MUST_CHECK;

struct otp_match { int64_t id, customer_id; const char *purpose, *email, *phone; };

/* Counts a try and compares, as otp_verify does, for a code of one purpose.  Commits by itself. */
enum err otp_check(struct ctx *cx, const char *purpose, const char *handle, const char *code,
                   struct otp_match *ret) MUST_CHECK;
/* Uses it up, in the transaction of its effect: E_CODE_WRONG when it was used or replaced since,
 * or is nobody's. */
enum err otp_use(struct ctx *cx, const struct otp_match *m) MUST_CHECK;
/* The customer's codes of that purpose are over, in the caller's transaction. */
enum err otp_void(struct ctx *cx, const char *purpose, int64_t customer_id) MUST_CHECK;
/* All codes of an erased customer, and to the proved addresses (NULL: none), go. */
enum err otp_forget(struct ctx *cx, int64_t customer_id, const char *email,
                    const char *phone) MUST_CHECK;

/* A step of a job: removes codes whose life ended a day ago; till then wrong tries are counted by
 * them. */
enum err otp_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
