/* SPDX-License-Identifier: MIT */
/* bcrypt, for passwords that came with an import; new ones are argon2id (base/crypto.h).
 *
 * The only file that includes libcrypt.  A cost of 12 takes about 250 ms: call through
 * guard/password.h, which limits how many run at once. */
#ifndef BASE_BCRYPT_H
#define BASE_BCRYPT_H

#include <stdbool.h>

/* $2a$, $2b$ or $2y$ with a cost from 04 to 14. */
bool bcrypt_is(const char *stored);
/* False too for what is not bcrypt_is, then without work. */
bool bcrypt_matches(const char *stored, const char *password);

#endif
