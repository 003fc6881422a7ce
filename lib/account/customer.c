/* SPDX-License-Identifier: MIT */
#include "account/customer.h"

#include "base/str.h"
#include "db/db.h"

#define FIRST_NAME_MAX 100		/* characters that the columns hold */
#define LAST_NAME_MAX 155

SQL_HOT(q_give_up, "UPDATE customers SET phone = NULL, version = version + 1, updated_at = ? "
                   "WHERE phone = ? AND phone_verified = 0");
SQL(q_of_phone,
	"INSERT INTO customers (first_name, last_name, phone, phone_verified, type, status, "
	"preferred_language, created_at, updated_at) VALUES (?, ?, ?, 1, 'guest', 'active', ?, ?, ?) "
	"ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)");

SQL(q_unproved,
	"INSERT INTO customers (first_name, last_name, email, phone, email_verified, phone_verified, "
	"type, status, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 'guest', 'active', ?, ?)");

#define CUSTOMER_COLUMNS                                                                           \
	"SELECT id, first_name, last_name, full_name, email, phone, username, password_hash, "     \
	"type, status, age_group, customer_group, preferred_language AS language, birth_date, "    \
	"email_verified, phone_verified, avatar_url, version, created_at FROM customers "
SQL_HOT(q_get, CUSTOMER_COLUMNS "WHERE id = ?");
SQL_HOT(q_group, "SELECT customer_group FROM customers WHERE id = ?");
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
/* Nobody has proved to be this guest. */
SQL_HOT(q_forget_unused,
	"UPDATE customers SET first_name = NULL, last_name = NULL, email = NULL, phone = NULL, "
	"version = version + 1, updated_at = ? WHERE id = ? AND type = 'guest' "
	"AND phone_verified = 0 "
	"AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = customers.id)");

static const struct col customer_cols[] = {
	COL(struct customer, id), COL(struct customer, first_name),
	COL(struct customer, last_name), COL(struct customer, full_name),
	COL(struct customer, email), COL(struct customer, phone), COL(struct customer, username),
	COL(struct customer, password_hash), COL(struct customer, type),
	COL(struct customer, status), COL(struct customer, age_group),
	COL(struct customer, customer_group), COL(struct customer, language),
	COL(struct customer, birth_date), COL(struct customer, email_verified),
	COL(struct customer, phone_verified), COL(struct customer, avatar_url),
	COL(struct customer, version),
	COL_TIME(struct customer, created_at),
};

static const struct col group_cols[] = { COL(struct customer, customer_group) };

enum err
customer_get(struct ctx *cx, int64_t id, struct customer *ret)
{
	return db_one(cx, &q_get, customer_cols, ret, I64(id));
}

enum err
customer_group(struct ctx *cx, int64_t id, const char **ret)
{
	struct customer c = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_group, group_cols, &c, &found, I64(id)));
	*ret = c.customer_group;
	return OK;
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

/* The first characters of a text: as many bytes. */
static size_t
characters(const char *text, int max, bool up_to_blank)
{
	size_t n = 0;

	while (max-- > 0 && text[n] && !(up_to_blank && text[n] == ' '))
		for (n++; (text[n] & 0xc0) == 0x80; n++)
			;
	return n;
}

struct whole_name
customer_cut_name(struct ctx *cx, const char *name)
{
	size_t n = characters(name, FIRST_NAME_MAX, true);
	const char *rest = str_trim(cx->mem, name + n);

	return (struct whole_name){
		arena_strn(cx->mem, name, n),
		*rest ? arena_strn(cx->mem, rest, characters(rest, LAST_NAME_MAX, false)) : NULL,
	};
}

enum err
customer_give_up_phone(struct ctx *cx, const char *phone)
{
	return db_exec(cx, &q_give_up, NULL, TIME(cx->now), STR(phone));
}

enum err
customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name, int64_t *ret_id)
{
	struct whole_name cut = customer_cut_name(cx, name);
	struct customer c = { 0 };
	int64_t id;

	TRY(customer_give_up_phone(cx, phone));
	TRY(db_insert(cx, &q_of_phone, &id, STR(cut.first), STR(cut.last), STR(phone),
	              STR(ctx_language(cx)), TIME(cx->now), TIME(cx->now)));
	TRY(customer_lock(cx, id, &c));
	/* A row that got the phone unproved, by a job, between the two: begin again. */
	if (!c.phone_verified)
		return E_DB_RETRY;
	*ret_id = id;
	return OK;
}

enum err
customer_add_unproved(struct ctx *cx, const struct unproved_guest *g, int64_t *ret_id)
{
	struct whole_name cut = { NULL, NULL };

	if (g->name)
		cut = customer_cut_name(cx, g->name);
	return db_insert(cx, &q_unproved, ret_id, STR(cut.first), STR(cut.last), STR(g->email),
	                 STR(g->phone), TIME(g->created_at), TIME(cx->now));
}

enum err
customer_forget(struct ctx *cx, int64_t id)
{
	int64_t changed;

	TRY(db_exec(cx, &q_forget, &changed, TIME(cx->now), TIME(cx->now), I64(id)));
	return changed ? OK : fail(cx, E_LOGIN_NEEDED, "customer %lld is gone", (long long)id);
}

enum err
customer_forget_unused(struct ctx *cx, int64_t id)
{
	return db_exec(cx, &q_forget_unused, NULL, TIME(cx->now), I64(id));
}
