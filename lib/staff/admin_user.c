/* SPDX-License-Identifier: MIT */
#include "staff/admin_user.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "guard/password.h"
#include "ops/audit.h"
#include "staff/admin_password.h"
#include "staff/recovery_code.h"
#include "staff/role.h"

#define PAGE_MAX 200

SQL(q_insert,
	"INSERT INTO admin_users (username, email, password_hash, pepper_id, role, "
	"preferred_language, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

#define USER_COLUMNS                                                                               \
	"SELECT u.id, u.username, u.email, u.role, u.preferred_language AS language, "             \
	"u.password_hash, u.totp_secret, u.is_active, u.last_login_at, u.created_at, "             \
	"u.password_hash IS NOT NULL AS has_password, u.totp_secret IS NOT NULL AS has_totp, "     \
	"(SELECT COUNT(*) FROM admin_recovery_codes r WHERE r.admin_user_id = u.id "               \
	"AND r.used_at IS NULL) AS recovery_codes_left, u.version FROM admin_users u "
SQL_HOT(q_get, USER_COLUMNS "WHERE u.id = ?");
SQL_HOT(q_lock, USER_COLUMNS "WHERE u.id = ? FOR UPDATE");
SQL_HOT(q_find, USER_COLUMNS "WHERE u.username = ?");
SQL_HOT(q_find_email, USER_COLUMNS "WHERE u.email = ?");
SQL_HOT(q_list,
	USER_COLUMNS "WHERE u.id > ? AND (? IS NULL OR u.role = ?) AND (? < 0 OR u.is_active = ?) "
	"AND (? IS NULL OR LEFT(u.username, CHAR_LENGTH(?)) = ? OR LEFT(u.email, CHAR_LENGTH(?)) = ?) "
	"ORDER BY u.id LIMIT ?");
SQL_HOT(q_write,
	"UPDATE admin_users SET email = ?, role = ?, is_active = ?, preferred_language = ?, "
	"version = version + 1, updated_at = ? WHERE id = ?");
SQL_HOT(q_password,
	"UPDATE admin_users SET password_hash = ?, pepper_id = ?, version = version + 1, "
	"updated_at = ? WHERE id = ? AND is_active = 1 AND password_hash <=> ?");
SQL_HOT(q_drop_totp,
	"UPDATE admin_users SET totp_secret = NULL, totp_last_step = NULL, version = version + 1, "
	"updated_at = ? WHERE id = ?");

static const struct col user_cols[] = {
	COL(struct admin_user, id), COL(struct admin_user, username), COL(struct admin_user, email),
	COL(struct admin_user, role), COL(struct admin_user, language),
	COL(struct admin_user, password_hash), COL(struct admin_user, totp_secret),
	COL(struct admin_user, is_active), COL_TIME(struct admin_user, last_login_at),
	COL_TIME(struct admin_user, created_at), COL(struct admin_user, has_password),
	COL(struct admin_user, has_totp), COL(struct admin_user, recovery_codes_left),
	COL(struct admin_user, version),
};

static bool
username_valid(const char *s)
{
	size_t n = strlen(s);

	return n >= 2 && n <= 64 && s[0] >= 'a' && s[0] <= 'z' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

static enum err
taken(struct ctx *cx, enum err e)
{
	if (e != E_DUPLICATE)
		return e;
	return fail_at(cx, E_CONFLICT,
	               db_duplicate_of(cx->db, "admin_users_email") ? "email" : "username",
	               "taken already");
}

/* ---- making one ---- */

enum err
admin_user_add(struct ctx *cx, const struct admin_user *wanted, const char *hash, int64_t *ret_id)
{
	const char *address = email_normalize(cx->mem, wanted->email);

	if (!username_valid(wanted->username))
		return fail_at(cx, E_INVALID, "username", "not a user name");
	if (!address)
		return fail_at(cx, E_INVALID, "email", "not an address");
	if (!str_among(wanted->role, ROLES))
		return fail_at(cx, E_INVALID, "role", "not a role: %s", wanted->role);
	return taken(cx, db_insert(cx, &q_insert, ret_id, STR(wanted->username), STR(address),
	                           STR(hash), STR(hash ? password_pepper_id(cx) : NULL),
	                           STR(wanted->role), STR(wanted->language), TIME(cx->now),
	                           TIME(cx->now)));
}

enum err
admin_user_create(struct ctx *cx, const char *username, const char *email, const char *role,
                  const char *password, int64_t *ret_id)
{
	struct admin_user u = {
		.username = username, .email = email, .role = role, .language = "en",
		.is_active = true,
	};
	const char *hash;

	TRY(admin_password_rule(cx, "password", password, &u));
	TRY(password_hash(cx, password, &hash));
	TRY(admin_user_add(cx, &u, hash, ret_id));
	return audit_write(cx, "admin.create", "admin_users", *ret_id, NULL,
	                   admin_user_json(cx, &u), NULL);
}

/* ---- reading ---- */

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
admin_user_lock(struct ctx *cx, int64_t id, struct admin_user *ret, bool *found)
{
	TRY(db_maybe(cx, &q_lock, user_cols, ret, found, I64(id)));
	if (*found)
		finish(cx, ret);
	return OK;
}

enum err
admin_user_lock_two(struct ctx *cx, int64_t a_id, int64_t b_id, struct admin_user *ret_a,
                    struct admin_user *ret_b)
{
	bool a_first = a_id <= b_id, found;
	struct admin_user *first = a_first ? ret_a : ret_b, *second = a_first ? ret_b : ret_a;

	TRY(admin_user_lock(cx, a_first ? a_id : b_id, first, &found));
	if (found)
		TRY(admin_user_lock(cx, a_first ? b_id : a_id, second, &found));
	return found ? OK : fail(cx, E_NOT_FOUND, "account %lld or %lld", (long long)a_id,
	                         (long long)b_id);
}

enum err
admin_user_find(struct ctx *cx, const char *username, struct admin_user *ret, bool *found)
{
	TRY(db_maybe(cx, &q_find, user_cols, ret, found, STR(username)));
	if (*found)
		finish(cx, ret);
	return OK;
}

enum err
admin_user_find_either(struct ctx *cx, const char *login, struct admin_user *ret, bool *found)
{
	const char *address = email_normalize(cx->mem, login);

	if (!address)
		return admin_user_find(cx, str_lower(cx->mem, login), ret, found);
	TRY(db_maybe(cx, &q_find_email, user_cols, ret, found, STR(address)));
	if (*found)
		finish(cx, ret);
	return OK;
}

enum err
admin_user_list(struct ctx *cx, const struct admin_user_filter *filter, const char *cursor,
                int32_t limit, struct admin_user_page *ret)
{
	const char *begins = filter->begins ? str_lower(cx->mem, filter->begins) : NULL;
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, user_cols, &ret->items, &ret->items_n, PAGE_MAX + 1, I64(from.id),
	           STR(filter->role), STR(filter->role), I32(filter->is_active),
	           I32(filter->is_active), STR(begins), STR(begins), STR(begins), STR(begins),
	           STR(begins), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	for (size_t i = 0; i < ret->items_n; i++)
		finish(cx, &ret->items[i]);
	return OK;
}

/* ---- changing ---- */

enum err
admin_user_write(struct ctx *cx, struct admin_user *u)
{
	u->email = email_normalize(cx->mem, u->email);
	if (!u->email)
		return fail_at(cx, E_INVALID, "email", "not an address");
	TRY(taken(cx, db_exec(cx, &q_write, NULL, STR(u->email), STR(u->role), FLAG(u->is_active),
	                      STR(u->language), TIME(cx->now), I64(u->id))));
	u->version++;
	finish(cx, u);
	return OK;
}

enum err
admin_user_set_password(struct ctx *cx, int64_t id, const char *old, const char *hash)
{
	int64_t changed;

	TRY(db_exec(cx, &q_password, &changed, STR(hash), STR(password_pepper_id(cx)),
	            TIME(cx->now), I64(id), STR(old)));
	return changed == 1 ? OK : fail(cx, E_CONFLICT, "account %lld changed", (long long)id);
}

enum err
admin_user_drop_totp(struct ctx *cx, int64_t id)
{
	TRY(db_exec(cx, &q_drop_totp, NULL, TIME(cx->now), I64(id)));
	return recovery_codes_forget(cx, id);
}

const char *
admin_user_json(struct ctx *cx, const struct admin_user *u)
{
	struct buf b = buf_in(cx->mem, 4096);

	buf_str(&b, "{\"username\":");
	buf_json(&b, u->username);
	buf_str(&b, ",\"email\":");
	buf_json(&b, u->email);
	buf_fmt(&b, ",\"role\":\"%s\",\"language\":\"%s\",\"is_active\":%s}", u->role, u->language,
	        u->is_active ? "true" : "false");
	BUG_ON(b.full);
	return b.data;
}

const char *
admin_user_totp_place(struct ctx *cx, int64_t id)
{
	return arena_fmt(cx->mem, "admin_users.totp_secret|%lld", (long long)id);
}
