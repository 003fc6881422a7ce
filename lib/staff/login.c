/* SPDX-License-Identifier: MIT */
#include "staff/login.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/backoff.h"
#include "guard/password.h"
#include "ops/audit.h"
#include "ops/setting.h"
#include "staff/admin_session.h"
#include "staff/notice.h"
#include "staff/recovery_code.h"
#include "staff/totp.h"

#define ENROL_SECS 600

/* The one statement that decides: nothing of what was checked has changed, and no code of this
 * step or a later one was accepted before. */
SQL_HOT(q_login,
	"UPDATE admin_users SET last_login_at = ?, totp_last_step = COALESCE(?, totp_last_step), "
	"updated_at = updated_at WHERE id = ? AND is_active = 1 AND password_hash = ? "
	"AND totp_secret <=> ? AND (? IS NULL OR totp_last_step IS NULL OR totp_last_step < ?)");

SQL_HOT(q_enrol,
	"UPDATE admin_users SET totp_secret = ?, totp_last_step = ?, last_login_at = ?, "
	"version = version + 1, updated_at = ? WHERE id = ? AND is_active = 1 "
	"AND password_hash = ? AND totp_secret <=> ?");

struct login {
	struct admin_user user;
	bool found;
	int64_t step;			/* of the accepted code; 0: none was needed */
	const char *recovery;		/* a code in place of the second factor; NULL: none */
	const char *username, *token;
	const char *seed;		/* a new one, sealed for its row */
};

static enum err
refuse(struct ctx *cx, const struct login *l, const char *why)
{
	const char *what;
	int64_t wait;

	TRY(backoff_wait(cx, ADMIN_BACKOFF, l->username, &wait));
	what = arena_fmt(cx->mem, "{\"name\":\"%s\",\"locked_secs\":%lld}",
	                 log_alias(cx, l->username), (long long)wait);
	TRY(audit_write(cx, "admin.login_failed", "admin_users", l->user.id, NULL, what, NULL));
	return fail(cx, E_LOGIN_WRONG, "%s", why);
}

/* Counts the try, finds the account and compares the password. */
static enum err
check_password(struct ctx *cx, struct login *l, const char *password)
{
	bool right;

	TRY(backoff_take(cx, ADMIN_BACKOFF, l->username));
	TRY(admin_user_find(cx, l->username, &l->user, &l->found));
	TRY(password_verify(cx, l->user.password_hash, password, &right));
	return right && l->user.is_active ? OK : refuse(cx, l, "name or password");
}

/* From here on the account is the actor. */
static enum err
begin_session(struct ctx *cx, struct login *l, const char *action)
{
	const struct admin_user *u = &l->user;

	cx->actor = (struct actor){ .kind = ACTOR_STAFF, .id = u->id, .role = u->role,
	                            .name = u->username };
	TRY(admin_session_open(cx, u->id, l->step || l->recovery, &l->token));
	TRY(backoff_forget(cx, ADMIN_BACKOFF, l->username));
	return audit_write(cx, action, "admin_users", u->id, NULL, NULL, NULL);
}

/* In place of a code of the app.  Its owner is told, in case it was somebody else. */
static enum err
use_recovery(struct ctx *cx, const struct login *l)
{
	int64_t left;

	TRY(recovery_code_use(cx, l->user.id, l->recovery, &left));
	TRY(staff_notice_left(cx, &l->user, left));
	return audit_write(cx, "admin.recovery_code", "admin_users", l->user.id, NULL,
	                   arena_fmt(cx->mem, "{\"left\":%lld}", (long long)left), NULL);
}

static enum err
finish(struct ctx *cx, void *arg)
{
	struct login *l = arg;
	const struct admin_user *u = &l->user;
	struct db_val step = ID(l->step);
	int64_t changed;

	TRY(db_exec(cx, &q_login, &changed, TIME(cx->now), step, I64(u->id), STR(u->password_hash),
	            STR(u->totp_secret), step, step));
	if (changed == 0)
		return fail(cx, E_LOGIN_WRONG, "the code was used, or the account changed");
	if (l->recovery)
		TRY(use_recovery(cx, l));
	return begin_session(cx, l, "admin.login");
}

/* Password and second factor, as far as reading tells. */
static enum err
check_factors(struct ctx *cx, struct login *l, const struct admin_login *in)
{
	struct settings set;

	TRY(check_password(cx, l, in->password));
	TRY(settings_read(cx, &set));
	if (!l->user.totp_secret)
		return str_eq(set.staff_totp, "optional")
		       ? OK : fail(cx, E_TOTP_NEEDED, "account %lld", (long long)l->user.id);
	if (in->code)
		l->step = totp_step_of(cx, &l->user, in->code);
	else
		l->recovery = in->recovery_code;
	return l->step || l->recovery ? OK : refuse(cx, l, "code");
}

enum err
admin_login(struct ctx *cx, const struct admin_login *in, struct admin_user *ret,
            const char **token)
{
	struct login l = { .username = str_lower(cx->mem, in->username) };
	enum err e;

	TRY(check_factors(cx, &l, in));
	/* Twice would refuse the code it has just used. */
	e = db_transaction(cx, DB_ONCE, finish, &l);
	if (e == E_LOGIN_WRONG)
		return refuse(cx, &l, "code wrong or used twice");
	TRY(e);
	l.user.last_login_at = cx->now;
	*ret = l.user;
	*token = l.token;
	return OK;
}

/* ---- setting up the second factor ---- */

/* What goes out sealed and comes back. */
struct sent { uint8_t seed[TOTP_SEED_BYTES]; int64_t until; };

static const char *
enrolment_place(struct ctx *cx, int64_t id)
{
	return arena_fmt(cx->mem, "totp_enrolment|%lld", (long long)id);
}

/* Who has a second factor already replaces it by a recovery code, and by nothing else. */
static enum err
may_enrol(struct ctx *cx, struct login *l, const struct admin_login *in)
{
	bool good;

	TRY(check_password(cx, l, in->password));
	if (!l->user.totp_secret)
		return OK;
	if (!in->recovery_code)
		return fail(cx, E_CONFLICT, "account %lld has a second factor",
		            (long long)l->user.id);
	l->recovery = in->recovery_code;
	TRY(recovery_code_is_good(cx, l->user.id, l->recovery, &good));
	return good ? OK : refuse(cx, l, "recovery code");
}

enum err
admin_totp_begin(struct ctx *cx, const struct admin_login *in, struct enrolment *ret)
{
	struct login l = { .username = str_lower(cx->mem, in->username) };
	struct sent sent = { .until = cx->now + ENROL_SECS };
	struct settings set;

	TRY(may_enrol(cx, &l, in));
	/* Only now: a password alone must not buy new tries at somebody's codes. */
	TRY(backoff_forget(cx, ADMIN_BACKOFF, l.username));
	TRY(settings_read(cx, &set));
	rand_bytes(sent.seed, sizeof sent.seed);
	ret->enrolment = seal(cx, enrolment_place(cx, l.user.id), &sent, sizeof sent);
	ret->secret = base32_text(cx->mem, sent.seed, sizeof sent.seed);
	ret->uri = totp_uri(cx, set.shop_name, l.username, ret->secret);
	secret_wipe(&sent, sizeof sent);
	return OK;
}

static enum err
enrol(struct ctx *cx, void *arg)
{
	struct login *l = arg;
	struct admin_user *u = &l->user;
	int64_t changed;

	TRY(db_exec(cx, &q_enrol, &changed, STR(l->seed), I64(l->step), TIME(cx->now),
	            TIME(cx->now), I64(u->id), STR(u->password_hash), STR(u->totp_secret)));
	if (changed == 0)
		return fail(cx, E_CONFLICT, "account %lld changed", (long long)u->id);
	if (l->recovery)
		TRY(use_recovery(cx, l));
	TRY(recovery_codes_make(cx, u->id, &u->recovery_codes));
	TRY(admin_session_end_others(cx, u->id, 0, "totp"));
	return begin_session(cx, l, "admin.totp");
}

/* The seed that was sent with the enrolment, if the code is one of it. */
static enum err
check_enrolment(struct ctx *cx, struct login *l, const struct admin_login *in)
{
	struct sent sent;
	size_t n = 0;
	char *plain = unseal(cx, enrolment_place(cx, l->user.id), in->enrolment, &n);

	if (!plain || n != sizeof sent)
		return refuse(cx, l, "enrolment");
	memcpy(&sent, plain, sizeof sent);
	if (sent.until < cx->now)
		return refuse(cx, l, "enrolment too old");
	l->step = totp_step(cx, sent.seed, sizeof sent.seed, in->code);
	if (!l->step)
		return refuse(cx, l, "code of the enrolment");
	l->seed = seal(cx, admin_user_totp_place(cx, l->user.id), sent.seed, sizeof sent.seed);
	secret_wipe(&sent, sizeof sent);
	return OK;
}

enum err
admin_totp_confirm(struct ctx *cx, const struct admin_login *in, struct admin_user *ret,
                   const char **token)
{
	struct login l = { .username = str_lower(cx->mem, in->username) };
	enum err e;

	TRY(may_enrol(cx, &l, in));
	TRY(check_enrolment(cx, &l, in));
	e = db_transaction(cx, DB_ONCE, enrol, &l);
	if (e == E_LOGIN_WRONG)
		return refuse(cx, &l, "recovery code used twice");
	TRY(e);
	l.user.has_totp = true;
	l.user.recovery_codes_left = RECOVERY_CODES;
	l.user.last_login_at = cx->now;
	*ret = l.user;
	*token = l.token;
	return OK;
}

/* ---- logged in ---- */

enum err
admin_recovery_codes(struct ctx *cx, struct admin_user *ret)
{
	struct admin_user u = { 0 };
	bool found;

	TRY(admin_user_lock(cx, cx->actor.id, &u, &found));
	if (!found || !u.has_totp)
		return fail(cx, E_CONFLICT, "no second factor that they could stand for");
	TRY(recovery_codes_make(cx, u.id, &u.recovery_codes));
	u.recovery_codes_left = RECOVERY_CODES;
	TRY(staff_notice(cx, "staff_recovery_new", &u));
	*ret = u;
	return audit_write(cx, "admin.recovery_codes", "admin_users", u.id, NULL, NULL, NULL);
}

enum err
admin_logout(struct ctx *cx)
{
	TRY(admin_session_end_own(cx));
	return audit_write(cx, "admin.logout", "admin_users", cx->actor.id, NULL, NULL, NULL);
}
