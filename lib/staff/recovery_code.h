/* SPDX-License-Identifier: MIT */
/* Recovery codes: what staff log in with who have lost the second factor.
 *
 * Owns      admin_recovery_codes.
 * Rules     Ten of 80 random bits each, told once, when the second factor is set up or when they
 *           are made anew, which ends those before.  Only hashes are stored.
 *           Each is good once: a conditional UPDATE decides, also between many at once.
 *           Blanks, dashes and small letters do not matter.
 * See       staff/login.h, tests/http/recovery_code_test.c */
#ifndef STAFF_RECOVERY_CODE_H
#define STAFF_RECOVERY_CODE_H

#include "base/ctx.h"

#define RECOVERY_CODES 10

/* In the caller's transaction, which holds the account's row.  *ret is a JSON array of texts. */
enum err recovery_codes_make(struct ctx *cx, int64_t admin_id, const char **ret) MUST_CHECK;
/* Uses one up, in the transaction of what it opens: E_LOGIN_WRONG.  *left are still good. */
enum err recovery_code_use(struct ctx *cx, int64_t admin_id, const char *typed,
                           int64_t *left) MUST_CHECK;
/* Would it be taken?  Decides nothing. */
enum err recovery_code_is_good(struct ctx *cx, int64_t admin_id, const char *typed,
                               bool *ret) MUST_CHECK;
enum err recovery_codes_forget(struct ctx *cx, int64_t admin_id) MUST_CHECK;

#endif
