/* SPDX-License-Identifier: MIT */
/* Staff accounts: who runs the shop, apart from its customers in every table.
 *
 * Owns      admin_users.
 * Rules     There is no default account; the first one is made by `crumbled admin create`.
 *           A password has 15 to 256 bytes, exactly as typed, and is stored as argon2id with the
 *           pepper.  The seed of the second factor is sealed for its own row.
 *           Nobody is removed, only switched off; what they did stays theirs.
 * See       staff/login.h, fcgi/api/admin_auth.c, tests/http/admin_auth_test.c */
#ifndef STAFF_ADMIN_USER_H
#define STAFF_ADMIN_USER_H

#include "base/ctx.h"

#define ADMIN_PASSWORD_MIN 15
#define ADMIN_PASSWORD_MAX 256

struct admin_user {
	int64_t id;
	const char *username, *email, *role;
	const char *password_hash;	/* NULL: has not chosen one yet */
	const char *totp_secret;	/* sealed; NULL: not set up */
	bool is_active;
	int64_t last_login_at;
	bool has_totp;
	const char *permissions;	/* JSON array of strings */
};

/* Makes one; several statements, so inside a transaction.  E_INVALID naming "username" (2 to 64 of
 * a-z 0-9 . _ -, a letter first), "email", "role" or "password"; E_CONFLICT naming "username" or
 * "email" that is taken. */
enum err admin_user_create(struct ctx *cx, const char *username, const char *email,
                           const char *role, const char *password, int64_t *ret_id) MUST_CHECK;

enum err admin_user_get(struct ctx *cx, int64_t id, struct admin_user *ret) MUST_CHECK;
/* By login name, also an inactive one. */
enum err admin_user_find(struct ctx *cx, const char *username, struct admin_user *ret,
                         bool *found) MUST_CHECK;

/* What a seed is sealed for. */
const char *admin_user_totp_place(struct ctx *cx, int64_t id);

#endif
