/* SPDX-License-Identifier: MIT */
#include "account/login.h"

#include "account/activity.h"
#include "account/notice.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/backoff.h"
#include "guard/password.h"
#include "guard/rate.h"

#define PURPOSE "login"

#define ACCOUNT_COLUMNS                                                                            \
	"SELECT id, failed_logins, password_changed_at, password_hash, pepper_id, "                \
	"email AS any_email, CASE WHEN email_verified = 1 THEN email END AS email, "               \
	"CASE WHEN phone_verified = 1 THEN phone END AS phone, "                                   \
	"status IN ('active', 'unverified') AS is_open FROM customers "                            \
	"WHERE type = 'registered' AND erased_at IS NULL "
SQL_HOT(q_by_id, ACCOUNT_COLUMNS "AND id = ?");
/* Only by a proved one: else whoever registers somebody's address could try whether it is held. */
SQL_HOT(q_by_email, ACCOUNT_COLUMNS "AND email = ? AND email_verified = 1");
SQL_HOT(q_by_phone, ACCOUNT_COLUMNS "AND phone = ?");
SQL_HOT(q_by_username, ACCOUNT_COLUMNS "AND username = ?");
/* One bcrypt hash that is left, if any: what a wrong password has to cost. */
SQL_HOT(q_old_hash, "SELECT password_hash FROM customers WHERE password_hash >= '$2' "
                    "AND password_hash < '$3' LIMIT 1");

/* The one statement that decides: nothing of what was checked has changed. */
SQL_HOT(q_login,
	"UPDATE customers SET last_login_at = ?, failed_logins = 0, locked_until = NULL, "
	"password_hash = COALESCE(?, password_hash), pepper_id = COALESCE(?, pepper_id), "
	"updated_at = updated_at WHERE id = ? AND password_hash <=> ? AND type = 'registered' "
	"AND status IN ('active', 'unverified') AND erased_at IS NULL");
SQL_HOT(q_hold, "SELECT id FROM customers WHERE id = ? AND erased_at IS NULL FOR UPDATE");
SQL_HOT(q_failed, "UPDATE customers SET failed_logins = failed_logins + 1, "
                  "updated_at = updated_at WHERE id = ?");

struct account {
	int64_t id;			/* 0: there is none */
	int32_t failed_logins;
	int64_t password_changed_at;
	const char *password_hash, *pepper_id;
	const char *any_email, *email, *phone;	/* the last two only if proved */
	bool is_open;
};
static const struct col account_cols[] = {
	COL(struct account, id), COL(struct account, failed_logins),
	COL_TIME(struct account, password_changed_at), COL(struct account, password_hash),
	COL(struct account, pepper_id), COL(struct account, any_email),
	COL(struct account, email), COL(struct account, phone), COL(struct account, is_open),
};
struct held { int64_t id; };
static const struct col held_cols[] = { COL(struct held, id) };
struct old_hash { const char *password_hash; };
static const struct col old_hash_cols[] = { COL(struct old_hash, password_hash) };

struct attempt {
	const struct login *in;
	login_also *also;
	void *also_arg;
	struct actor before;
	const struct sql *by;		/* which name it is */
	const char *name;		/* in its one form */
	struct account account;
	struct old_hash old;
	bool is_known;			/* the device */
	const char *new_hash;
	struct otp_match match;		/* id 0: no code */
	struct otp otp;
	const char *token;
};

/* ---- whose name ---- */

static void
read_name(struct ctx *cx, struct attempt *a)
{
	const char *typed = a->in->name, *name = NULL;

	a->by = &q_by_username;
	if (strchr(typed, '@')) {
		a->by = &q_by_email;
		name = email_normalize(cx->mem, typed);
	} else if (!(typed[0] >= 'a' && typed[0] <= 'z') && !(typed[0] >= 'A' && typed[0] <= 'Z')) {
		a->by = &q_by_phone;
		name = phone_normalize(cx->mem, typed);
	}
	/* What cannot be a name is looked for as well, and not found. */
	a->name = name ? name : str_lower(cx->mem, typed);
}

static enum err
find_account(struct ctx *cx, void *arg)
{
	struct attempt *a = arg;
	bool found;

	TRY(db_maybe(cx, a->by, account_cols, &a->account, &found, STR(a->name)));
	if (!found)
		a->account = (struct account){ 0 };
	return db_maybe(cx, &q_old_hash, old_hash_cols, &a->old, &found);
}

static enum err
find_by_id(struct ctx *cx, void *arg)
{
	struct attempt *a = arg;
	bool found;

	TRY(db_maybe(cx, &q_by_id, account_cols, &a->account, &found,
	             I64(a->match.customer_id)));
	return found ? OK : fail(cx, E_CODE_WRONG, "account %lld is gone",
	                         (long long)a->match.customer_id);
}

/* ---- known devices ---- */

/* Nothing is stored: whoever can show this proved an address of the account on this device, and the
 * password is still the same. */
static const char *
device_text(struct ctx *cx, const struct account *c, int64_t since)
{
	const char *text = arena_fmt(cx->mem, "%lld|%lld|%lld", (long long)c->id, (long long)since,
	                             (long long)c->password_changed_at);
	struct hash h = keyed_hash(cx->keys, KEY_DEVICE, text, strlen(text));

	return arena_fmt(cx->mem, "%lld.%s", (long long)since,
	                 base64url_text(cx->mem, h.b, HASH_BYTES));
}

static bool
device_fits(struct ctx *cx, const struct account *c, const char *device)
{
	size_t n = device ? strcspn(device, ".") : 0;
	const char *want;
	int64_t since;

	if (!device || !c->id || !int_parse(arena_strn(cx->mem, device, n), &since) ||
	    since > cx->now || since <= cx->now - DEVICE_SECS)
		return false;
	want = device_text(cx, c, since);
	return strlen(want) == strlen(device) && secret_equal(want, device, strlen(want));
}

/* ---- refusals ---- */

static enum err
note_failure(struct ctx *cx, void *arg)
{
	const struct attempt *a = arg;

	/* For nobody only the last one changes something: so there is always a commit. */
	TRY(db_exec(cx, &q_failed, NULL, I64(a->account.id)));
	TRY(activity_write(cx, a->account.id, "session.login_failed", NULL));
	return rate_note(cx, "login_failed", rate_ip(cx));
}

static enum err
refuse(struct ctx *cx, struct attempt *a, const char *why)
{
	TRY(db_transaction(cx, DB_AGAIN, note_failure, a));
	return fail(cx, E_LOGIN_WRONG, "%s", why);
}

static enum err
note_closed(struct ctx *cx, void *arg)
{
	const struct attempt *a = arg;

	return activity_write(cx, a->account.id, "session.login_refused", NULL);
}

static enum err
refuse_closed(struct ctx *cx, struct attempt *a)
{
	TRY(db_transaction(cx, DB_AGAIN, note_closed, a));
	return fail(cx, E_ACCOUNT_CLOSED, "account %lld", (long long)a->account.id);
}

/* ---- codes ---- */

struct sending {
	struct otp_order order;
	bool by_mail, by_sms;
	const char *email, *phone;	/* what was asked for */
	struct otp otp;
};

static enum err
send_one(struct ctx *cx, const struct sending *s, const char *email, const char *phone,
         const char *code)
{
	struct notice n = { .topic = "phone_code", .email = email, .phone = phone, .code = code,
	                    .expires_at = s->otp.expires_at };

	return notice_queue(cx, NULL, &n);
}

/* As many messages as were asked for, whoever it is and whatever the account has: what cannot be
 * sent is a decoy. */
static enum err
send_code(struct ctx *cx, struct sending *s)
{
	const struct otp_order *o = &s->order;
	bool is_somebody = o->customer_id != 0;
	char *code;
	enum err e = OK;

	TRY(otp_issue(cx, o, &s->otp, &code));
	if (s->by_mail)
		e = send_one(cx, s, is_somebody ? o->email : NULL, NULL, code);
	if (e == OK && s->by_sms)
		e = send_one(cx, s, NULL, is_somebody ? o->phone : NULL, code);
	secret_wipe(code, strlen(code));
	return e;
}

/* Holds the account's row, so that no code comes about for somebody who is being erased; the same
 * work for nobody, 0. */
static enum err
hold(struct ctx *cx, int64_t customer_id, bool *found)
{
	struct held held = { 0 };

	return db_maybe(cx, &q_hold, held_cols, &held, found, I64(customer_id));
}

static enum err
send_to_asker(struct ctx *cx, void *arg)
{
	struct sending *s = arg;
	struct account c = { 0 };
	bool found;

	TRY(db_maybe(cx, s->phone ? &q_by_phone : &q_by_email, account_cols, &c, &found,
	             STR(s->phone ? s->phone : s->email)));
	/* Only to what is proved, and only if what was given is. */
	found = found && c.is_open && (s->phone ? c.phone : c.email) &&
	        ((s->by_mail && c.email) || (s->by_sms && c.phone));
	TRY(hold(cx, found ? c.id : 0, &found));
	s->order.customer_id = found ? c.id : 0;
	s->order.email = found ? (s->by_mail ? c.email : NULL) : s->email;
	s->order.phone = found ? (s->by_sms ? c.phone : NULL) : s->phone;
	return send_code(cx, s);
}

enum err
login_send_code(struct ctx *cx, const char *email, const char *phone, const char *method,
                struct otp *ret)
{
	const char *to = phone ? phone : email;
	struct sending s = { .email = email, .phone = phone };

	s.by_mail = method ? !str_eq(method, "sms") : !phone;
	s.by_sms = method ? !str_eq(method, "email") : phone != NULL;
	s.order = (struct otp_order){ .purpose = PURPOSE, .who = to };
	TRY(otp_allow(cx, PURPOSE, to, to, s.by_sms));
	TRY(db_transaction(cx, DB_ONCE, send_to_asker, &s));
	*ret = s.otp;
	return OK;
}

static enum err
send_to_owner(struct ctx *cx, void *arg)
{
	struct sending *s = arg;
	bool found;

	TRY(hold(cx, s->order.customer_id, &found));
	return found ? send_code(cx, s) : fail(cx, E_LOGIN_WRONG, "erased a moment ago");
}

/* The password was right, the device is new. */
static enum err
ask_for_code(struct ctx *cx, const struct attempt *a, struct logged_in *ret)
{
	const struct account *c = &a->account;
	const char *email = c->phone ? NULL : c->email ? c->email : c->any_email;
	const char *who = arena_fmt(cx->mem, "device|%lld", (long long)c->id);
	struct sending s = { .by_mail = !c->phone, .by_sms = c->phone != NULL };

	if (!c->phone && !email)
		return fail(cx, E_ACCOUNT_CLOSED, "nowhere to send a code to");
	s.order = (struct otp_order){ .purpose = PURPOSE, .who = who, .customer_id = c->id,
	                              .email = email, .phone = c->phone };
	TRY(otp_allow(cx, PURPOSE, who, c->phone ? c->phone : email, s.by_sms));
	TRY(db_transaction(cx, DB_ONCE, send_to_owner, &s));
	*ret = (struct logged_in){ .needs_code = true, .otp = s.otp };
	return OK;
}

/* ---- in ---- */

static enum err
begin(struct ctx *cx, void *arg)
{
	struct attempt *a = arg;
	const struct account *c = &a->account;
	int64_t changed;

	cx->actor = a->before;
	TRY(db_exec(cx, &q_login, &changed, TIME(cx->now), STR(a->new_hash),
	            a->new_hash ? STR(password_pepper_id(cx)) : NIL(), I64(c->id),
	            STR(c->password_hash)));
	if (!changed)
		return fail(cx, a->in->password ? E_LOGIN_WRONG : E_CODE_WRONG,
		            "account %lld changed", (long long)c->id);
	if (a->match.id)
		TRY(otp_use(cx, &a->match));
	if (a->also)
		TRY(a->also(cx, c->id, a->also_arg));
	TRY(session_begin(cx, c->id, a->in->remember, &a->token));
	if (a->in->password)
		TRY(backoff_forget(cx, a->is_known ? "login_known" : "login", a->name));
	return activity_write(cx, c->id, "session.login",
	                      a->in->password ? a->is_known ? "{\"by\":\"password\"}"
	                                                    : "{\"by\":\"password and code\"}"
	                                      : "{\"by\":\"code\"}");
}

static enum err
finish(struct ctx *cx, struct attempt *a, struct logged_in *ret)
{
	TRY(db_transaction(cx, DB_ONCE, begin, a));
	*ret = (struct logged_in){
		.token = a->token,
		.device = a->match.id ? device_text(cx, &a->account, cx->now) : NULL,
	};
	return OK;
}

static enum err
check_code(struct ctx *cx, struct attempt *a)
{
	return otp_check(cx, PURPOSE, a->in->handle, a->in->code, &a->match);
}

/* Who is busy with other passwords leaves this one as it is: there will be another login. */
static void
renew_hash(struct ctx *cx, struct attempt *a)
{
	const struct account *c = &a->account;

	if (password_is_current(cx, c->password_hash, c->pepper_id))
		return;
	if (password_hash(cx, a->in->password, &a->new_hash) != OK) {
		a->new_hash = NULL;
		cx->retry_after_secs = 0;
		cx->why = NULL;
	}
}

static enum err
by_password(struct ctx *cx, struct attempt *a, struct logged_in *ret)
{
	const struct account *c = &a->account;
	bool right, usable;

	read_name(cx, a);
	TRY(db_reading(cx, find_account, a));
	a->is_known = device_fits(cx, c, a->in->device);
	TRY(backoff_take(cx, a->is_known ? "login_known" : "login", a->name));
	usable = c->id && (a->is_known || c->failed_logins < LOGIN_FAILURES_MAX);
	TRY(password_verify_old(cx, usable ? c->password_hash : NULL, a->old.password_hash,
	                        a->in->password, &right));
	if (!right)
		return refuse(cx, a, "name or password");
	if (!c->is_open)
		return refuse_closed(cx, a);
	if (a->in->handle && a->in->code) {
		TRY(check_code(cx, a));
		if (a->match.customer_id != c->id)
			return fail(cx, E_CODE_WRONG, "another one's code");
	} else if (!a->is_known) {
		return ask_for_code(cx, a, ret);
	}
	renew_hash(cx, a);
	return finish(cx, a, ret);
}

static enum err
by_code(struct ctx *cx, struct attempt *a, struct logged_in *ret)
{
	TRY(check_code(cx, a));
	if (!a->match.customer_id)
		return fail(cx, E_CODE_WRONG, "nobody's code");
	TRY(db_reading(cx, find_by_id, a));
	if (!a->account.is_open)
		return refuse_closed(cx, a);
	return finish(cx, a, ret);
}

enum err
login_begin(struct ctx *cx, const struct login *in, login_also *also, void *arg,
            struct logged_in *ret)
{
	struct attempt a = { .in = in, .also = also, .also_arg = arg, .before = cx->actor };

	return in->password ? by_password(cx, &a, ret) : by_code(cx, &a, ret);
}

enum err
login_end(struct ctx *cx)
{
	enum err e = session_end(cx, cx->actor.id, cx->actor.session_id, "logout");

	if (e == E_NOT_FOUND)		/* ended meanwhile: that is what was wanted */
		return OK;
	TRY(e);
	return activity_write(cx, cx->actor.id, "session.logout", NULL);
}
