/* SPDX-License-Identifier: MIT */
/* Passwords: made into argon2id text with the pepper, and compared with it.
 *
 * Rules     At most one less than the machine's processors work on passwords at once, over all
 *           processes of a host (at least one), so that a flood of logins leaves room for the shop.
 *           Who finds no place within 200 ms is sent away: E_TOO_MANY.
 *           The places are byte locks on run_dir/password.lock, which the kernel frees when a
 *           process dies.  Without a run_dir (tests; a command before the first start) nobody else
 *           is there to share with, and nothing is locked.
 * See       base/crypto.h, tests/http/password_test.c */
#ifndef GUARD_PASSWORD_H
#define GUARD_PASSWORD_H

#include "base/ctx.h"

enum err password_hash(struct ctx *cx, const char *plain, const char **ret) MUST_CHECK;
/* `stored` NULL, for an account that is unknown or has none, does the same work and says no. */
enum err password_verify(struct ctx *cx, const char *stored, const char *plain,
                         bool *ret) MUST_CHECK;
/* The same for an account that may have come with a bcrypt hash (base/bcrypt.h).  `sample` is one
 * such hash that the shop has, NULL when none is left: while there is one, every wrong password
 * costs one argon2id and one bcrypt, whatever the account, so that its age does not show. */
enum err password_verify_old(struct ctx *cx, const char *stored, const char *sample,
                             const char *plain, bool *ret) MUST_CHECK;
/* Is it as password_hash would make it today? */
bool password_is_current(struct ctx *cx, const char *stored, const char *pepper_id);
/* How many of each kind this process worked on; for tests. */
struct password_count { int64_t argon2, bcrypt; };
struct password_count password_counts(void);
/* Which pepper a hash of now is made with: 8 hex digits, stored beside it. */
const char *password_pepper_id(struct ctx *cx);

#endif
