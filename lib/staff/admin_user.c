/* SPDX-License-Identifier: MIT */
#include "staff/admin_user.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/password.h"
#include "ops/audit.h"
#include "staff/role.h"

SQL(q_insert,
	"INSERT INTO admin_users (username, email, password_hash, pepper_id, role, created_at, "
	"updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)");

#define USER_COLUMNS                                                                               \
	"SELECT id, username, email, role, password_hash, totp_secret, is_active, last_login_at, " \
	"totp_secret IS NOT NULL AS has_totp FROM admin_users "
SQL_HOT(q_get, USER_COLUMNS "WHERE id = ?");
SQL_HOT(q_find, USER_COLUMNS "WHERE username = ?");

static const struct col user_cols[] = {
	COL(struct admin_user, id), COL(struct admin_user, username), COL(struct admin_user, email),
	COL(struct admin_user, role), COL(struct admin_user, password_hash),
	COL(struct admin_user, totp_secret), COL(struct admin_user, is_active),
	COL_TIME(struct admin_user, last_login_at), COL(struct admin_user, has_totp),
};

static bool
username_valid(const char *s)
{
	size_t n = strlen(s);

	return n >= 2 && n <= 64 && s[0] >= 'a' && s[0] <= 'z' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

enum err
admin_user_create(struct ctx *cx, const char *username, const char *email, const char *role,
                  const char *password, int64_t *ret_id)
{
	const char *hash, *address = email_normalize(cx->mem, email);
	struct buf b = buf_in(cx->mem, 1024);
	size_t n = strlen(password);
	enum err e;

	if (!username_valid(username))
		return fail_at(cx, E_INVALID, "username", "not a user name");
	if (!address)
		return fail_at(cx, E_INVALID, "email", "not an address");
	if (!str_among(role, ROLES))
		return fail_at(cx, E_INVALID, "role", "not a role: %s", role);
	if (n < ADMIN_PASSWORD_MIN || n > ADMIN_PASSWORD_MAX)
		return fail_at(cx, E_INVALID, "password", "a password of %zu bytes", n);
	TRY(password_hash(cx, password, &hash));
	e = db_insert(cx, &q_insert, ret_id, STR(username), STR(address), STR(hash),
	              STR(password_pepper_id(cx)), STR(role), TIME(cx->now), TIME(cx->now));
	if (e == E_DUPLICATE)
		return fail_at(cx, E_CONFLICT,
		               db_duplicate_of(cx->db, "admin_users_email") ? "email" : "username",
		               "taken already");
	TRY(e);
	buf_str(&b, "{\"username\":");
	buf_json(&b, username);
	buf_fmt(&b, ",\"role\":\"%s\"}", role);
	return audit_write(cx, "admin.create", "admin_users", *ret_id, NULL, b.data, NULL);
}

static void
finish(struct ctx *cx, struct admin_user *u)
{
	u->permissions = role_permissions(cx, u->role);
}

enum err
admin_user_get(struct ctx *cx, int64_t id, struct admin_user *ret)
{
	TRY(db_one(cx, &q_get, user_cols, ret, I64(id)));
	finish(cx, ret);
	return OK;
}

enum err
admin_user_find(struct ctx *cx, const char *username, struct admin_user *ret, bool *found)
{
	TRY(db_maybe(cx, &q_find, user_cols, ret, found, STR(username)));
	if (*found)
		finish(cx, ret);
	return OK;
}

const char *
admin_user_totp_place(struct ctx *cx, int64_t id)
{
	return arena_fmt(cx->mem, "admin_users.totp_secret|%lld", (long long)id);
}
