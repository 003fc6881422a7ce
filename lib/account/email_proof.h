/* SPDX-License-Identifier: MIT */
/* Whose e-mail it is: links and codes that prove an address, and what becomes of it then.
 *
 * Owns      email_verification_tokens; customers.email with email_verified.
 * Rules     A link is good once, for 24 hours, for the address it went to; a code for ten minutes.
 *           Only the newest of an account works; using one ends the other.
 *           Whoever proves an address first has it: it moves to that account, and is taken from
 *           those who only claimed it.  What another account proved is never taken.
 *           What is asked for an address that another account proved is answered just the same,
 *           then and later; its holder gets a mail, and neither link nor code is sent.  For the same
 *           reason an address opens nothing, and is not even shown as the account's, until proved.
 * See       fcgi/api/registration.c, fcgi/api/profile.c, tests/http/register_test.c */
#ifndef ACCOUNT_EMAIL_PROOF_H
#define ACCOUNT_EMAIL_PROOF_H

#include "account/customer.h"
#include "account/otp.h"

#define EMAIL_LINK_SECS (24 * 3600)
#define EMAIL_LINK_KEPT_SECS (30 * 86400)

/* Counts the asking for a mail to that address; see otp_allow.  Commits by itself. */
enum err email_allow(struct ctx *cx, int64_t customer_id, const char *email) MUST_CHECK;

/* Sends link and code for an account (locked by the caller) to an address; in the caller's
 * transaction.  `c` NULL is nobody: the same work for nothing.  E_CODE_SOON within the pause. */
enum err email_ask(struct ctx *cx, const struct customer *c, const char *email,
                   struct otp *ret) MUST_CHECK;

/* The address that waits to be proved: the newest asked for; NULL: none. */
enum err email_waiting(struct ctx *cx, const struct customer *c, const char **ret) MUST_CHECK;

/* Sends them again to the address that the actor has not proved yet.  E_CONFLICT when there is
 * none; E_CODE_SOON, E_TOO_MANY.  Commits by itself. */
enum err email_resend(struct ctx *cx, struct otp *ret) MUST_CHECK;

/* Proves an address by its link, or by a code with its handle.  E_LINK_OVER, E_CODE_WRONG,
 * E_CODE_SPENT. A change of address ends the account's other sessions and tells the old one.
 * Commits by itself, with what `also` does for the address. */
enum err email_prove_link(struct ctx *cx, const char *token, proved_also *also) MUST_CHECK;
enum err email_prove_code(struct ctx *cx, const char *handle, const char *code,
                          proved_also *also) MUST_CHECK;

/* All tokens of an erased customer go, and those that anybody asked for the address that was proved
 * (NULL: none was). */
enum err email_forget(struct ctx *cx, int64_t customer_id, const char *email) MUST_CHECK;
/* A step of a job: removes links whose life ended thirty days ago, but not that of an address which
 * still waits. */
enum err email_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
