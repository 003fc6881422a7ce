/* SPDX-License-Identifier: MIT */
#include "account/registration.h"

#include "account/activity.h"
#include "account/address.h"
#include "account/customer.h"
#include "account/email_proof.h"
#include "account/notice.h"
#include "account/password_rule.h"
#include "account/proof.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/password.h"

#define RACES_MAX 4

SQL_HOT(q_of_username, "SELECT id FROM customers WHERE username = ? FOR UPDATE");
SQL(q_insert,
	"INSERT INTO customers (phone, phone_verified, type, status, first_name, last_name, email, "
	"username, password_hash, pepper_id, age_group, birth_date, preferred_language, "
	"password_changed_at, created_at, updated_at) "
	"VALUES (?, 1, 'registered', 'unverified', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_upgrade,
	"UPDATE customers SET type = 'registered', status = CASE WHEN status = 'active' THEN "
	"'unverified' ELSE status END, first_name = ?, last_name = ?, email = ?, "
	"email_verified = 0, username = ?, password_hash = ?, pepper_id = ?, age_group = ?, "
	"birth_date = ?, preferred_language = ?, password_changed_at = ?, version = version + 1, "
	"updated_at = ? WHERE id = ? AND type = 'guest'");
/* The same work where there is nothing to do. */
SQL_HOT(q_nothing, "UPDATE customers SET version = version WHERE id = ?");

struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

struct registering {
	const struct registration *in;
	proved_also *also;
	const char *username, *hash, *language, *coverage;
	struct registered out;
};

static enum err
check_address(struct ctx *cx, const struct registration *r)
{
	const char *lacks = !r->city_id ? "city_id" : !r->zone_id ? "zone_id" : "street_address";

	if (!r->city_id && !r->zone_id && !r->street_address && !r->additional_info)
		return OK;
	if (r->city_id && r->zone_id && r->street_address)
		return OK;
	return fail_at(cx, E_INVALID, lacks, "half an address");
}

/* Everything that goes by the input alone. */
static enum err
check(struct ctx *cx, void *arg)
{
	struct registering *g = arg;
	const struct registration *r = g->in;
	struct customer c = {
		.first_name = r->first_name, .last_name = r->last_name, .phone = r->phone,
		.full_name = arena_fmt(cx->mem, "%s %s", r->first_name, r->last_name),
		.email = r->email,
	};

	if (r->username)
		TRY(customer_check_username(cx, r->username, &g->username));
	c.username = g->username;
	if (!day_is_none(r->birth_date))
		TRY(customer_check_birth_date(cx, r->birth_date));
	TRY(check_address(cx, r));
	TRY(address_coverage(cx, r->city_id, r->zone_id, &g->coverage));
	return password_rule(cx, "password", r->password, &c);
}

static enum err
username_is_free(struct ctx *cx, const char *username)
{
	struct number n = { 0 };
	bool found = false;

	if (username)
		TRY(db_maybe(cx, &q_of_username, number_cols, &n, &found, STR(username)));
	return found ? fail_at(cx, E_USERNAME_TAKEN, "username", "taken") : OK;
}

/* Writes the account into a new row, or that of the guest. */
static enum err
write_account(struct ctx *cx, const struct registering *g, int64_t guest_id, const char *email,
              int64_t *ret_id)
{
	const struct registration *r = g->in;

	if (!guest_id)
		return db_insert(cx, &q_insert, ret_id, STR(r->phone), STR(r->first_name),
		                 STR(r->last_name), STR(email), STR(g->username), STR(g->hash),
		                 STR(password_pepper_id(cx)), STR(r->age_group),
		                 DAY(r->birth_date), STR(g->language), TIME(cx->now),
		                 TIME(cx->now), TIME(cx->now));
	*ret_id = guest_id;
	return db_exec(cx, &q_upgrade, NULL, STR(r->first_name), STR(r->last_name), STR(email),
	               STR(g->username), STR(g->hash), STR(password_pepper_id(cx)),
	               STR(r->age_group), DAY(r->birth_date), STR(g->language), TIME(cx->now),
	               TIME(cx->now), I64(guest_id));
}

static enum err
add_address(struct ctx *cx, const struct registration *r, int64_t id)
{
	struct address_edit edit = {
		.city_id = r->city_id, .zone_id = r->zone_id, .street_address = r->street_address,
		.additional_info = r->additional_info, .is_default = 1,
	};
	int64_t address_id;

	return r->zone_id ? address_add(cx, id, &edit, &address_id) : OK;
}

/* The phone has an account: it stays as it is, and is told. */
static enum err
tell_owner(struct ctx *cx, struct registering *g, const struct customer *owner)
{
	struct notice n = {
		.topic = "account_exists", .phone = owner->phone,
		.email = owner->email_verified ? owner->email : NULL, .link = "login",
	};

	TRY(db_exec(cx, &q_nothing, NULL, I64(owner->id)));
	TRY(email_ask(cx, NULL, g->in->email, &g->out.email_code));
	TRY(notice_queue(cx, owner, &n));
	TRY(g->also(cx, 0, g->in->phone));
	return activity_write(cx, owner->id, "account.register_again", NULL);
}

static enum err
begin_account(struct ctx *cx, struct registering *g, int64_t guest_id)
{
	const struct registration *r = g->in;
	struct customer holder = { 0 }, c = { 0 };
	bool is_held;
	int64_t id;

	/* Not even claimed by anybody, then it may stand in the row. */
	TRY(customer_find_email(cx, r->email, &holder, &is_held));
	is_held = is_held && holder.id != guest_id;
	TRY(write_account(cx, g, guest_id, is_held ? NULL : r->email, &id));
	TRY(customer_lock(cx, id, &c));
	TRY(add_address(cx, r, id));
	TRY(email_ask(cx, &c, r->email, &g->out.email_code));
	TRY(activity_write(cx, id, "account.registered", NULL));
	return g->also(cx, id, r->phone);
}

/* One try; E_DUPLICATE when somebody else was quicker with phone or e-mail. */
static enum err
try_once(struct ctx *cx, struct registering *g)
{
	const struct registration *r = g->in;
	struct customer c = { 0 };
	bool found;
	enum err e;

	TRY(customer_give_up_phone(cx, r->phone));
	TRY(customer_find_phone(cx, r->phone, &c, &found));
	TRY(username_is_free(cx, g->username));
	if (found && str_eq(c.type, "registered"))
		return tell_owner(cx, g, &c);
	e = begin_account(cx, g, found ? c.id : 0);
	if (e == E_DUPLICATE && db_duplicate_of(cx->db, "customers_username"))
		return fail_at(cx, E_USERNAME_TAKEN, "username", "taken a moment ago");
	return e;
}

static enum err
work(struct ctx *cx, void *arg)
{
	struct registering *g = arg;
	enum err e;

	TRY(proof_take(cx, "registration", g->in->phone, g->in->proof));
	/* Only the statement that met the other's row is undone; now that row can be seen. */
	for (int i = 0; (e = try_once(cx, g)) == E_DUPLICATE && i < RACES_MAX; i++)
		;
	return e;
}

enum err
registration_do(struct ctx *cx, const struct registration *r, proved_also *also,
                struct registered *ret)
{
	struct registering g = {
		.in = r, .also = also, .language = r->language ? r->language : ctx_language(cx),
	};

	TRY(db_reading(cx, check, &g));
	TRY(email_allow(cx, 0, r->email));
	TRY(password_hash(cx, r->password, &g.hash));
	TRY(db_transaction(cx, DB_ONCE, work, &g));
	g.out.coverage = g.coverage;
	*ret = g.out;
	return OK;
}
