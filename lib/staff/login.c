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

#define BACKOFF_NAME "admin_login"
#define STEP_SECS 30
#define SEED_BYTES 20
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
	"AND password_hash = ? AND totp_secret IS NULL");

struct login {
	struct admin_user user;
	bool found;
	int64_t step;			/* of the accepted code; 0: none was needed */
	const char *username, *token;
	const char *seed;		/* a new one, sealed for its row */
};

static enum err
refuse(struct ctx *cx, const struct login *l, const char *why)
{
	const char *alias = arena_fmt(cx->mem, "{\"name\":\"%s\"}", log_alias(cx, l->username));

	TRY(audit_write(cx, "admin.login_failed", "admin_users", l->user.id, NULL, alias, NULL));
	return fail(cx, E_LOGIN_WRONG, "%s", why);
}

/* Counts the try, finds the account and compares the password. */
static enum err
check_password(struct ctx *cx, struct login *l, const char *password)
{
	bool right;

	TRY(backoff_take(cx, BACKOFF_NAME, l->username));
	TRY(admin_user_find(cx, l->username, &l->user, &l->found));
	TRY(password_verify(cx, l->user.password_hash, password, &right));
	return right && l->user.is_active ? OK : refuse(cx, l, "name or password");
}

/* The step whose code this is; 0 if none. */
static int64_t
step_of(struct ctx *cx, const uint8_t *seed, size_t n, const char *code)
{
	int64_t now = cx->now / STEP_SECS, found = 0;

	for (int64_t step = now - 1; step <= now + 1; step++)
		if (secret_equal(arena_fmt(cx->mem, "%06u", totp_code(seed, n, step)), code, 6))
			found = step;
	return found;
}

static int64_t
step_of_user(struct ctx *cx, const struct admin_user *u, const char *code)
{
	size_t n;
	char *seed = unseal(cx, admin_user_totp_place(cx, u->id), u->totp_secret, &n);
	int64_t step = seed && code ? step_of(cx, (const uint8_t *)seed, n, code) : 0;

	if (seed)
		secret_wipe(seed, n);
	return step;
}

/* From here on the account is the actor. */
static enum err
begin_session(struct ctx *cx, struct login *l, const char *action)
{
	const struct admin_user *u = &l->user;

	cx->actor = (struct actor){ .kind = ACTOR_STAFF, .id = u->id, .role = u->role,
	                            .name = u->username };
	TRY(admin_session_open(cx, u->id, l->step != 0, &l->token));
	TRY(backoff_forget(cx, BACKOFF_NAME, l->username));
	return audit_write(cx, action, "admin_users", u->id, NULL, NULL, NULL);
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
	return begin_session(cx, l, "admin.login");
}

enum err
admin_login(struct ctx *cx, const char *username, const char *password, const char *code,
            struct admin_user *ret, const char **token)
{
	struct login l = { .username = str_lower(cx->mem, username) };
	struct settings set;
	enum err e;

	TRY(check_password(cx, &l, password));
	TRY(settings_read(cx, &set));
	if (l.user.totp_secret) {
		l.step = step_of_user(cx, &l.user, code);
		if (!l.step)
			return refuse(cx, &l, "code");
	} else if (!str_eq(set.staff_totp, "optional")) {
		return fail(cx, E_TOTP_NEEDED, "account %lld", (long long)l.user.id);
	}
	/* Twice would refuse the code it has just used. */
	e = db_transaction(cx, DB_ONCE, finish, &l);
	if (e == E_LOGIN_WRONG)
		return refuse(cx, &l, "code used twice");
	TRY(e);
	l.user.last_login_at = cx->now;
	*ret = l.user;
	*token = l.token;
	return OK;
}

/* ---- setting up the second factor ---- */

/* What goes out sealed and comes back. */
struct sent { uint8_t seed[SEED_BYTES]; int64_t until; };

static const char *
enrolment_place(struct ctx *cx, int64_t id)
{
	return arena_fmt(cx->mem, "totp_enrolment|%lld", (long long)id);
}

/* RFC 4648; 20 bytes make 32 letters without padding. */
static char *
base32(struct ctx *cx, const uint8_t seed[SEED_BYTES])
{
	char *text = arena_alloc(cx->mem, SEED_BYTES / 5 * 8 + 1);

	for (int i = 0; i < SEED_BYTES / 5 * 8; i++) {
		int bit = i * 5, at = bit / 8;
		unsigned two = (unsigned)seed[at] << 8 | (at + 1 < SEED_BYTES ? seed[at + 1] : 0U);
		text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[two >> (11 - bit % 8) & 31];
	}
	return text;
}

static const char *
percent(struct ctx *cx, const char *s)
{
	struct buf b = buf_in(cx->mem, 4096);

	for (; *s; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9'))
			buf_char(&b, *s);
		else
			buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)*s);
	return b.data ? b.data : "";
}

enum err
admin_totp_begin(struct ctx *cx, const char *username, const char *password,
                 struct enrolment *ret)
{
	struct login l = { .username = str_lower(cx->mem, username) };
	struct sent sent = { .until = cx->now + ENROL_SECS };
	struct settings set;
	const char *shop;

	TRY(check_password(cx, &l, password));
	if (l.user.totp_secret)
		return fail(cx, E_CONFLICT, "account %lld has a second factor", (long long)l.user.id);
	/* Only now: a password alone must not buy new tries at somebody's codes. */
	TRY(backoff_forget(cx, BACKOFF_NAME, l.username));
	TRY(settings_read(cx, &set));
	rand_bytes(sent.seed, sizeof sent.seed);
	shop = percent(cx, set.shop_name);
	ret->enrolment = seal(cx, enrolment_place(cx, l.user.id), &sent, sizeof sent);
	ret->secret = base32(cx, sent.seed);
	ret->uri = arena_fmt(cx->mem, "otpauth://totp/%s:%s?secret=%s&issuer=%s", shop,
	                     percent(cx, l.username), ret->secret, shop);
	secret_wipe(&sent, sizeof sent);
	return OK;
}

static enum err
enrol(struct ctx *cx, void *arg)
{
	struct login *l = arg;
	const struct admin_user *u = &l->user;
	int64_t changed;

	TRY(db_exec(cx, &q_enrol, &changed, STR(l->seed), I64(l->step), TIME(cx->now),
	            TIME(cx->now), I64(u->id), STR(u->password_hash)));
	if (changed == 0)
		return fail(cx, E_CONFLICT, "account %lld changed", (long long)u->id);
	TRY(admin_session_end_all(cx, u->id, "totp"));
	return begin_session(cx, l, "admin.totp");
}

enum err
admin_totp_confirm(struct ctx *cx, const char *username, const char *password,
                   const char *enrolment, const char *code, struct admin_user *ret,
                   const char **token)
{
	struct login l = { .username = str_lower(cx->mem, username) };
	struct sent sent;
	char *plain;
	size_t n = 0;

	TRY(check_password(cx, &l, password));
	if (l.user.totp_secret)
		return fail(cx, E_CONFLICT, "account %lld has a second factor", (long long)l.user.id);
	plain = unseal(cx, enrolment_place(cx, l.user.id), enrolment, &n);
	if (!plain || n != sizeof sent)
		return refuse(cx, &l, "enrolment");
	memcpy(&sent, plain, sizeof sent);
	if (sent.until < cx->now)
		return refuse(cx, &l, "enrolment too old");
	l.step = step_of(cx, sent.seed, SEED_BYTES, code);
	if (!l.step)
		return refuse(cx, &l, "code of the enrolment");
	l.seed = seal(cx, admin_user_totp_place(cx, l.user.id), sent.seed, SEED_BYTES);
	secret_wipe(&sent, sizeof sent);
	TRY(db_transaction(cx, DB_ONCE, enrol, &l));
	l.user.has_totp = true;
	l.user.last_login_at = cx->now;
	*ret = l.user;
	*token = l.token;
	return OK;
}

enum err
admin_logout(struct ctx *cx)
{
	TRY(admin_session_end_own(cx));
	return audit_write(cx, "admin.logout", "admin_users", cx->actor.id, NULL, NULL, NULL);
}
