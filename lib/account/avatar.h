/* SPDX-License-Identifier: MIT */
/* The picture that customers give their own account.
 *
 * Owns      customers.avatar_url; the file is ops/file.h's, with purpose avatar.
 * Rules     One for an account: a new one replaces the one before, whose bytes go at once.  An erased
 *           person's goes with the account.
 * See       fcgi/api/profile.c, tests/http/picture_test.c */
#ifndef ACCOUNT_AVATAR_H
#define ACCOUNT_AVATAR_H

#include "account/customer.h"

#define AVATAR_BYTES (5LL * 1024 * 1024)	/* as in nginx/nginx.conf.in */

/* Both are about the actor and commit by themselves. */

/* Takes over what the web server put at that path.  E_INVALID naming "content", E_TOO_LARGE, and what
 * ops/reencode.h refuses. */
enum err avatar_set(struct ctx *cx, const char *path, struct customer *ret) MUST_CHECK;
/* Twice is once. */
enum err avatar_remove(struct ctx *cx) MUST_CHECK;

#endif
