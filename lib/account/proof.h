/* SPDX-License-Identifier: MIT */
/* Proofs: that somebody showed a phone number to be theirs, a moment ago, for one purpose.
 *
 * Owns      phone_proofs.
 * Rules     A verified code yields a token that is good once, for 30 minutes, for its phone and
 *           purpose; for finding orders, five tries.  Only its hash is stored.
 * See       account/otp.h, tests/http/otp_test.c */
#ifndef ACCOUNT_PROOF_H
#define ACCOUNT_PROOF_H

#include "base/ctx.h"

#define PROOF_SECS (30 * 60)
#define PROOF_KEPT_SECS 86400
#define PROOF_TRIES 5

/* A new proof; *token is what the client sends when it is used. */
enum err proof_make(struct ctx *cx, const char *otp_type, const char *phone,
                    const char **token) MUST_CHECK;
/* Uses it up, in the caller's transaction: E_PHONE_UNPROVED naming field "proof" when it is
 * unknown, used, expired, or for another phone or purpose. */
enum err proof_take(struct ctx *cx, const char *otp_type, const char *phone,
                    const char *token) MUST_CHECK;
/* Counts a try of a proof that is good for several, and tells whose phone it shows.  E_PHONE_UNPROVED as
 * above, and after PROOF_TRIES.  Commits by itself, so that a refusal gives no try back. */
enum err proof_try(struct ctx *cx, const char *otp_type, const char *token,
                   const char **ret_phone) MUST_CHECK;
/* All of the phone go; NULL: none. */
enum err proof_forget(struct ctx *cx, const char *phone) MUST_CHECK;
/* A step of a job: removes proofs whose life ended a day ago. */
enum err proof_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
