/* SPDX-License-Identifier: MIT */
#include "account/customer.h"

#include "base/str.h"
#include "db/db.h"

#define FIRST_NAME_MAX 100		/* characters that the column holds */

SQL(q_of_phone,
	"INSERT INTO customers (first_name, last_name, phone, phone_verified, type, status, "
	"preferred_language, created_at, updated_at) VALUES (?, ?, ?, 1, 'guest', 'active', ?, ?, ?) "
	"ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), phone_verified = 1");

#define CUSTOMER_COLUMNS                                                                           \
	"SELECT id, first_name, last_name, full_name, email, phone, username, password_hash, "     \
	"type, status, age_group, customer_group, preferred_language AS language, birth_date, "    \
	"email_verified, phone_verified, version, created_at FROM customers "
SQL_HOT(q_get, CUSTOMER_COLUMNS "WHERE id = ?");
SQL_HOT(q_lock, CUSTOMER_COLUMNS "WHERE id = ? AND erased_at IS NULL FOR UPDATE");
SQL_HOT(q_find_email, CUSTOMER_COLUMNS "WHERE email = ? FOR UPDATE");
SQL_HOT(q_find_phone, CUSTOMER_COLUMNS "WHERE phone = ? FOR UPDATE");
SQL_HOT(q_forget,
	"UPDATE customers SET first_name = NULL, last_name = NULL, email = NULL, phone = NULL, "
	"username = NULL, password_hash = NULL, pepper_id = NULL, status = 'inactive', "
	"age_group = NULL, birth_date = NULL, customer_group = NULL, email_verified = 0, "
	"phone_verified = 0, avatar_url = NULL, preferred_language = 'en', failed_logins = 0, "
	"locked_until = NULL, last_login_at = NULL, password_changed_at = NULL, "
	"version = version + 1, updated_at = ?, erased_at = ? WHERE id = ? AND erased_at IS NULL");

static const struct col customer_cols[] = {
	COL(struct customer, id), COL(struct customer, first_name),
	COL(struct customer, last_name), COL(struct customer, full_name),
	COL(struct customer, email), COL(struct customer, phone), COL(struct customer, username),
	COL(struct customer, password_hash), COL(struct customer, type),
	COL(struct customer, status), COL(struct customer, age_group),
	COL(struct customer, customer_group), COL(struct customer, language),
	COL(struct customer, birth_date), COL(struct customer, email_verified),
	COL(struct customer, phone_verified), COL(struct customer, version),
	COL_TIME(struct customer, created_at),
};

enum err
customer_get(struct ctx *cx, int64_t id, struct customer *ret)
{
	return db_one(cx, &q_get, customer_cols, ret, I64(id));
}

enum err
customer_lock(struct ctx *cx, int64_t id, struct customer *ret)
{
	bool found;

	TRY(db_maybe(cx, &q_lock, customer_cols, ret, &found, I64(id)));
	return found ? OK : fail(cx, E_LOGIN_NEEDED, "customer %lld is gone", (long long)id);
}

enum err
customer_find_email(struct ctx *cx, const char *email, struct customer *ret, bool *found)
{
	return db_maybe(cx, &q_find_email, customer_cols, ret, found, STR(email));
}

enum err
customer_find_phone(struct ctx *cx, const char *phone, struct customer *ret, bool *found)
{
	return db_maybe(cx, &q_find_phone, customer_cols, ret, found, STR(phone));
}

bool
customer_may_log_in(const struct customer *c)
{
	return str_eq(c->type, "registered") && str_among(c->status, "active|unverified");
}

enum err
customer_check_username(struct ctx *cx, const char *typed, const char **ret)
{
	const char *name = str_lower(cx->mem, typed);
	size_t n = strlen(name);

	if (n < 3 || n > 64 || name[0] < 'a' || name[0] > 'z' ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != n)
		return fail_at(cx, E_INVALID, "username", "not a user name");
	*ret = name;
	return OK;
}

enum err
customer_check_birth_date(struct ctx *cx, struct day day)
{
	struct day today = clock_day(cx->now);
	/* A year has 365.2425 days; nobody is asked for a paper about the last one of them. */
	int64_t age = ((int64_t)today.n - day.n) * 10000 / 3652425;

	if (age < 13 || age > 120)
		return fail_at(cx, E_INVALID, "birth_date", "an age of %lld", (long long)age);
	return OK;
}

enum err
customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name, int64_t *ret_id)
{
	/* A name that comes whole is cut at its first blank, or where the column ends. */
	size_t n = 0;

	for (int chars = 0; chars < FIRST_NAME_MAX && name[n] && name[n] != ' '; chars++)
		for (n++; (name[n] & 0xc0) == 0x80; n++)
			;
	const char *last = name[n] ? str_trim(cx->mem, name + n) : NULL;

	return db_insert(cx, &q_of_phone, ret_id, STR(arena_strn(cx->mem, name, n)), STR(last),
	                 STR(phone), STR(ctx_language(cx)), TIME(cx->now), TIME(cx->now));
}

enum err
customer_forget(struct ctx *cx, int64_t id)
{
	int64_t changed;

	TRY(db_exec(cx, &q_forget, &changed, TIME(cx->now), TIME(cx->now), I64(id)));
	return changed ? OK : fail(cx, E_LOGIN_NEEDED, "customer %lld is gone", (long long)id);
}
