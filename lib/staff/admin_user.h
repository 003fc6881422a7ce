/* SPDX-License-Identifier: MIT */
/* Staff accounts: who runs the shop, apart from its customers in every table.
 *
 * Owns      admin_users.
 * Rules     There is no default account; the first one is made by `crumbled admin create`.
 *           A password is chosen by its owner (staff/admin_password.h) and stored as argon2id with
 *           the pepper.  The seed of the second factor is sealed for its own row.
 *           Nobody is removed, only switched off; what they did stays theirs.
 * Does not  say who may change whom (staff/personnel.h).
 * See       staff/login.h, fcgi/api/admin_auth.c, tests/http/{admin_auth,personnel}_test.c */
#ifndef STAFF_ADMIN_USER_H
#define STAFF_ADMIN_USER_H

#include "base/ctx.h"
#include <stddef.h>

#define ADMIN_PASSWORD_MIN 15
#define ADMIN_PASSWORD_MAX 256
/* Wrong passwords and codes of a name count together, wherever they are asked for. */
#define ADMIN_BACKOFF "admin_login"

struct admin_user {
	int64_t id;
	const char *username, *email, *role;
	const char *language;		/* of messages: "en" or "ar" */
	const char *password_hash;	/* NULL: has not chosen one yet */
	const char *totp_secret;	/* sealed; NULL: not set up */
	bool is_active;
	int64_t last_login_at, created_at;
	bool has_password, has_totp;
	int64_t recovery_codes_left;
	int32_t version;
	const char *permissions;	/* JSON array of strings */
	const char *recovery_codes;	/* the same; only just after they were made */
};
struct admin_user_page { struct admin_user *items; size_t items_n; const char *next_cursor; };

/* Makes one; several statements, so inside a transaction.  `hash` NULL: has no password yet.
 * E_INVALID naming "username" (2 to 64 of a-z 0-9 . _ -, a letter first), "email" or "role";
 * E_CONFLICT naming "username" or "email" that is taken. */
enum err admin_user_add(struct ctx *cx, const struct admin_user *wanted, const char *hash,
                        int64_t *ret_id) MUST_CHECK;
/* The same by hand, with a password: E_INVALID, E_PASSWORD_WEAK naming "password". */
enum err admin_user_create(struct ctx *cx, const char *username, const char *email,
                           const char *role, const char *password, int64_t *ret_id) MUST_CHECK;

enum err admin_user_get(struct ctx *cx, int64_t id, struct admin_user *ret) MUST_CHECK;
/* The same, locked until the transaction ends. */
enum err admin_user_lock(struct ctx *cx, int64_t id, struct admin_user *ret,
                         bool *found) MUST_CHECK;
/* Two of them, locked in the one order. */
enum err admin_user_lock_two(struct ctx *cx, int64_t a_id, int64_t b_id, struct admin_user *ret_a,
                             struct admin_user *ret_b) MUST_CHECK;
/* By login name, also an inactive one. */
enum err admin_user_find(struct ctx *cx, const char *username, struct admin_user *ret,
                         bool *found) MUST_CHECK;
/* By login name or e-mail address. */
enum err admin_user_find_either(struct ctx *cx, const char *login, struct admin_user *ret,
                                bool *found) MUST_CHECK;

struct admin_user_filter {
	const char *role;		/* NULL: any */
	int32_t is_active;		/* -1: either */
	const char *begins;		/* of name or e-mail; NULL: any */
};
/* By id. */
enum err admin_user_list(struct ctx *cx, const struct admin_user_filter *filter,
                         const char *cursor, int32_t limit,
                         struct admin_user_page *ret) MUST_CHECK;

/* Writes role, e-mail, language and is_active of a locked row.  E_INVALID naming "email",
 * E_CONFLICT naming "email" that is taken. */
enum err admin_user_write(struct ctx *cx, struct admin_user *u) MUST_CHECK;
/* Sets a password in place of `old` (NULL: none), else E_CONFLICT. */
enum err admin_user_set_password(struct ctx *cx, int64_t id, const char *old,
                                 const char *hash) MUST_CHECK;
/* Takes the second factor away, with its recovery codes; the row is locked. */
enum err admin_user_drop_totp(struct ctx *cx, int64_t id) MUST_CHECK;

/* For the journal: what can be edited, as JSON. */
const char *admin_user_json(struct ctx *cx, const struct admin_user *u);
/* What a seed is sealed for. */
const char *admin_user_totp_place(struct ctx *cx, int64_t id);

#endif
