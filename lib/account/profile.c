/* SPDX-License-Identifier: MIT */
#include "account/profile.h"

#include "account/activity.h"
#include "account/email_proof.h"
#include "account/notice.h"
#include "account/password_rule.h"
#include "account/proof.h"
#include "account/session.h"
#include "account/step_up.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/password.h"

SQL_HOT(q_edit,
	"UPDATE customers SET first_name = ?, last_name = ?, username = ?, preferred_language = ?, "
	"age_group = ?, birth_date = ?, version = version + 1, updated_at = ? WHERE id = ? "
	"AND version = ?");
SQL_HOT(q_password,
	"UPDATE customers SET password_hash = ?, pepper_id = ?, password_changed_at = ?, "
	"version = version + 1, updated_at = ? WHERE id = ? AND password_hash = ?");
SQL_HOT(q_give_up, "UPDATE customers SET phone = NULL, version = version + 1, updated_at = ? "
                   "WHERE phone = ? AND id <> ? AND (phone_verified = 0 OR type = 'guest')");
SQL_HOT(q_phone, "UPDATE customers SET phone = ?, phone_verified = 1, version = version + 1, "
                 "updated_at = ? WHERE id = ?");

static const char *
or_old(const char *chosen, const char *old)
{
	return chosen ? chosen : old;
}

enum err
profile_get(struct ctx *cx, struct customer *ret)
{
	TRY(customer_get(cx, cx->actor.id, ret));
	TRY(email_waiting(cx, ret, &ret->pending_email));
	if (!ret->email_verified)
		ret->email = NULL;
	return OK;
}

enum err
profile_edit(struct ctx *cx, int32_t version, const struct profile_edit *edit, struct customer *ret)
{
	struct customer c = { 0 };
	const char *username;
	int64_t changed;
	enum err e;

	TRY(customer_lock(cx, cx->actor.id, &c));
	username = c.username;
	if (edit->username)
		TRY(customer_check_username(cx, edit->username, &username));
	if (!day_is_none(edit->birth_date))
		TRY(customer_check_birth_date(cx, edit->birth_date));
	e = db_exec(cx, &q_edit, &changed, STR(or_old(edit->first_name, c.first_name)),
	            STR(or_old(edit->last_name, c.last_name)), STR(username),
	            STR(or_old(edit->language, c.language)),
	            STR(or_old(edit->age_group, c.age_group)),
	            DAY(day_is_none(edit->birth_date) ? c.birth_date : edit->birth_date),
	            TIME(cx->now), I64(c.id), I32(version));
	if (e == E_DUPLICATE)
		return fail_at(cx, E_USERNAME_TAKEN, "username", "taken");
	TRY(e);
	if (changed != 1)
		return fail(cx, E_CONFLICT, "not at version %d", version);
	TRY(activity_write(cx, c.id, "profile.changed", NULL));
	return profile_get(cx, ret);
}

/* ---- with the password ---- */

struct changing {
	struct customer c;
	const char *hash;		/* of the new password */
	const char *email, *phone, *proof;
	proved_also *also;
	struct otp otp;
};

static enum err
set_password(struct ctx *cx, void *arg)
{
	struct changing *g = arg;
	int64_t changed;

	TRY(db_exec(cx, &q_password, &changed, STR(g->hash), STR(password_pepper_id(cx)),
	            TIME(cx->now), TIME(cx->now), I64(g->c.id), STR(g->c.password_hash)));
	if (changed != 1)
		return fail(cx, E_PASSWORD_WRONG, "changed a moment ago");
	TRY(step_up_done(cx));
	TRY(session_end_others(cx, g->c.id, cx->actor.session_id, "password"));
	TRY(notice_change(cx, &g->c, "password_changed"));
	return activity_write(cx, g->c.id, "password.changed", NULL);
}

enum err
profile_set_password(struct ctx *cx, const char *current, const char *chosen)
{
	struct changing g = { 0 };

	TRY(step_up(cx, current, &g.c));
	TRY(password_rule(cx, "new_password", chosen, &g.c));
	TRY(password_hash(cx, chosen, &g.hash));
	return db_transaction(cx, DB_ONCE, set_password, &g);
}

static enum err
set_email(struct ctx *cx, void *arg)
{
	struct changing *g = arg;

	TRY(customer_lock(cx, cx->actor.id, &g->c));
	TRY(step_up_done(cx));
	TRY(email_ask(cx, &g->c, g->email, &g->otp));
	return activity_write(cx, g->c.id, "email.asked", NULL);
}

enum err
profile_set_email(struct ctx *cx, const char *email, const char *password, struct otp *ret)
{
	struct changing g = { .email = email };

	TRY(step_up(cx, password, &g.c));
	if (g.c.email_verified && str_eq(g.c.email, email))
		return fail_at(cx, E_INVALID, "email", "it is that already");
	TRY(email_allow(cx, cx->actor.id, email));
	TRY(db_transaction(cx, DB_ONCE, set_email, &g));
	*ret = g.otp;
	return OK;
}

static enum err
set_phone(struct ctx *cx, void *arg)
{
	struct changing *g = arg;
	struct notice n = { .topic = "phone_changed", .link = "forgot" };
	enum err e;

	TRY(customer_lock(cx, cx->actor.id, &g->c));
	TRY(proof_take(cx, "phone_verify", g->phone, g->proof));
	TRY(step_up_done(cx));
	TRY(db_exec(cx, &q_give_up, NULL, TIME(cx->now), STR(g->phone), I64(g->c.id)));
	e = db_exec(cx, &q_phone, NULL, STR(g->phone), TIME(cx->now), I64(g->c.id));
	if (e == E_DUPLICATE)
		return fail_at(cx, E_PHONE_TAKEN, "phone", "another account's");
	TRY(e);
	TRY(session_end_others(cx, g->c.id, cx->actor.session_id, "phone"));
	if (g->c.phone_verified && !str_eq(g->c.phone, g->phone))
		n.phone = g->c.phone;
	if (g->c.email_verified)
		n.email = g->c.email;
	if (n.phone || n.email)
		TRY(notice_queue(cx, &g->c, &n));
	TRY(activity_write(cx, g->c.id, "phone.changed", NULL));
	TRY(g->also(cx, g->c.id, g->phone));
	return profile_get(cx, &g->c);
}

enum err
profile_set_phone(struct ctx *cx, const char *phone, const char *proof, const char *password,
                  proved_also *also, struct customer *ret)
{
	struct changing g = { .phone = phone, .proof = proof, .also = also };

	TRY(step_up(cx, password, &g.c));
	TRY(db_transaction(cx, DB_ONCE, set_phone, &g));
	*ret = g.c;
	return OK;
}
