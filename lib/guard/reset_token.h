/* SPDX-License-Identifier: MIT */
/* Tokens with which a new password may be set, once.
 *
 * Owns      password_reset_tokens.
 * Rules     32 random bytes of which only the hash is stored; 24 hours; used once; a new one ends
 *           those before.  Whoever makes one holds the account's row locked, so that two at once do
 *           not both stay.
 * See       account/recovery.h, tests/http/recovery_test.c */
#ifndef GUARD_RESET_TOKEN_H
#define GUARD_RESET_TOKEN_H

#include "base/ctx.h"

#define RESET_TOKEN_SECS (24 * 3600)
#define RESET_TOKEN_KEPT_SECS (30 * 86400)

/* user_type is "customer" or "admin".  user_id 0 is nobody: a token that opens nothing, with the
 * same work.  In the caller's transaction. */
enum err reset_token_make(struct ctx *cx, const char *user_type, int64_t user_id,
                          const char **token) MUST_CHECK;
/* Whose it is, while it is good; else E_LINK_OVER. */
enum err reset_token_look(struct ctx *cx, const char *user_type, const char *token,
                          int64_t *ret_user_id) MUST_CHECK;
/* Uses it up, in the transaction of the new password; E_LINK_OVER.  The account's others end
 * too. */
enum err reset_token_use(struct ctx *cx, const char *user_type, int64_t user_id,
                         const char *token) MUST_CHECK;
/* All of an account are over; or go, with the address and agent of who asked. */
enum err reset_token_void(struct ctx *cx, const char *user_type, int64_t user_id) MUST_CHECK;
enum err reset_token_forget(struct ctx *cx, const char *user_type, int64_t user_id) MUST_CHECK;
/* A step of a job: removes tokens whose life ended thirty days ago. */
enum err reset_token_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
