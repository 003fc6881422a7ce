/* SPDX-License-Identifier: MIT */
/* One-time codes by SMS: six digits that show a phone to be somebody's, for one purpose.
 *
 * Owns      customer_otp_codes.
 * Rules     Only a keyed hash of a code is stored.  Ten minutes, five tries, used once.  A new code
 *           takes the place of the one before, a minute after it at the earliest.
 *           Five codes an hour and ten a day to a phone, 20 an hour from an address, and the shop's
 *           budget of SMS; after 50 wrong codes in 24 hours a phone rests.
 *           A try is counted, and committed, before it is compared: no crash gives it back.
 *           A code is good only together with the handle that its asker was given.
 * Does not  look whether the phone has an account: asking tells nothing about it.
 * See       account/proof.h, fcgi/api/auth.c, tests/http/otp_test.c */
#ifndef ACCOUNT_OTP_H
#define ACCOUNT_OTP_H

#include "base/ctx.h"

#define OTP_PURPOSES "registration|guest_checkout"
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

#endif
