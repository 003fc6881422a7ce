/* SPDX-License-Identifier: MIT */
#include "account/otp.h"

#include "account/proof.h"
#include "base/crypto.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/rate.h"
#include "ops/message.h"
#include "ops/setting.h"

#define HOUR_SECS 3600
#define DAY_SECS 86400
#define WRONG_MAX 50

/* The newest code of a purpose and phone holds their live_key, used or not, so that the pause is
 * kept by the table: a second code cannot be inserted while the first is too young to give the key
 * up. */
SQL_HOT(q_live, "SELECT created_at FROM customer_otp_codes WHERE live_key = ?");
SQL_HOT(q_replace, "UPDATE customer_otp_codes SET live_key = NULL WHERE live_key = ? "
                   "AND created_at <= ?");
SQL(q_insert,
	"INSERT INTO customer_otp_codes (customer_id, email, phone, otp_type, delivery_method, "
	"code_hash, salt, handle_hash, live_key, max_attempts, expires_at, created_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_void,
	"UPDATE customer_otp_codes SET expires_at = ? WHERE customer_id = ? AND otp_type = ? "
	"AND used_at IS NULL AND expires_at > ?");
#define WRONG                                                                                      \
	"SELECT CAST(COALESCE(SUM(attempts) - SUM(is_used), 0) AS SIGNED) AS wrong, "              \
	"MIN(created_at) AS since FROM customer_otp_codes WHERE "
SQL_HOT(q_wrong, WRONG "phone = ? AND created_at > ?");
SQL_HOT(q_wrong_mail, WRONG "email = ? AND created_at > ?");
SQL_HOT(q_count_try,
	"UPDATE customer_otp_codes SET attempts = attempts + 1 WHERE handle_hash = ? "
	"AND live_key IS NOT NULL AND used_at IS NULL AND attempts < max_attempts "
	"AND expires_at > ?");
SQL_HOT(q_code,
	"SELECT id, customer_id, email, phone, otp_type, code_hash, salt, "
	"attempts >= max_attempts AS is_spent, "
	"live_key IS NOT NULL AND used_at IS NULL AND expires_at > ? AS is_live "
	"FROM customer_otp_codes WHERE handle_hash = ?");
SQL_HOT(q_use,
	"UPDATE customer_otp_codes SET used_at = ?, is_used = 1 WHERE id = ? "
	"AND live_key IS NOT NULL AND used_at IS NULL AND expires_at > ?");
SQL_HOT(q_expire, "DELETE FROM customer_otp_codes WHERE expires_at < ? ORDER BY expires_at LIMIT ?");

SQL_HOT(q_forget, "DELETE FROM customer_otp_codes WHERE customer_id = ?");
SQL_HOT(q_forget_phone, "DELETE FROM customer_otp_codes WHERE phone = ?");
SQL_HOT(q_forget_mail, "DELETE FROM customer_otp_codes WHERE email = ?");

struct live { int64_t created_at; };
static const struct col live_cols[] = { COL_TIME(struct live, created_at) };

struct wrong { int64_t wrong, since; };
static const struct col wrong_cols[] = { COL(struct wrong, wrong), COL_TIME(struct wrong, since) };

struct code {
	int64_t id, customer_id;
	const char *email, *phone, *otp_type;
	struct hash code_hash;
	struct bytes salt;
	bool is_spent, is_live;
};
static const struct col code_cols[] = {
	COL(struct code, id), COL(struct code, customer_id), COL(struct code, email),
	COL(struct code, phone), COL(struct code, otp_type),
	COL(struct code, code_hash), COL(struct code, salt), COL(struct code, is_spent),
	COL(struct code, is_live),
};

static const char *
method_of(const char *email, const char *phone)
{
	return email && phone ? "both" : email ? "email" : "sms";
}

static struct hash
hash_of(struct ctx *cx, const struct otp_order *o, const void *salt, const char *code)
{
	char *text = arena_fmt(cx->mem, "%s|%s|%s|%s|%s|%s", o->purpose,
	                       method_of(o->email, o->phone), o->email ? o->email : "",
	                       o->phone ? o->phone : "", hex_text(cx->mem, salt, 16), code);
	struct hash h = keyed_hash(cx->keys, KEY_OTP, text, strlen(text));

	secret_wipe(text, strlen(text));
	return h;
}

static struct hash
live_key_of(struct ctx *cx, const char *purpose, const char *who)
{
	const char *text = arena_fmt(cx->mem, "%s|sms|%s", purpose, who);

	return sha256(text, strlen(text));
}

/* ---- asking ---- */

struct starting {
	const char *purpose, *phone;
	struct settings set;
	struct hash live_key;
	struct otp otp;
	char *code;
};

/* Does the number begin with one of the prefixes ("+20 +966"; "" is all)? */
static bool
is_allowed(const char *phone, const char *prefixes)
{
	const char *p = prefixes + strspn(prefixes, " ,");
	bool any = *p != '\0';

	while (*p) {
		size_t n = strcspn(p, " ,");
		if (strncmp(phone, p, n) == 0)
			return true;
		p += n + strspn(p + n, " ,");
	}
	return !any;
}

static enum err
soon(struct ctx *cx, int64_t secs)
{
	cx->retry_after_secs = secs;
	return fail(cx, E_CODE_SOON, "%lld s to wait", (long long)secs);
}

/* Fifty wrong codes are enough for a day, however many codes they were tried on. */
static enum err
check_wrong(struct ctx *cx, const char *email, const char *phone, int64_t most)
{
	struct wrong w = { 0 };

	if (phone)
		TRY(db_one(cx, &q_wrong, wrong_cols, &w, STR(phone), TIME(cx->now - DAY_SECS)));
	else
		TRY(db_one(cx, &q_wrong_mail, wrong_cols, &w, STR(email),
		           TIME(cx->now - DAY_SECS)));
	if (w.wrong <= most)
		return OK;
	cx->retry_after_secs = w.since + DAY_SECS - cx->now;
	return fail(cx, E_TOO_MANY, "%lld wrong codes", (long long)w.wrong);
}

static enum err
take(struct ctx *cx, const char *name, int64_t limit, int window_secs, const char *who)
{
	struct rate rate = { .name = name, .limit = (int)limit, .window_secs = window_secs };

	if (limit == 0) {
		cx->retry_after_secs = window_secs;
		return fail(cx, E_TOO_MANY, "rate %s is 0", name);
	}
	return rate_take(cx, &rate, who);
}

/* The pause comes first, so that an impatient press of the button does not use up the day's codes;
 * q_insert decides it again, exactly. */
static enum err
check_pause(struct ctx *cx, const struct hash *live_key)
{
	struct live live = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_live, live_cols, &live, &found, HASH(live_key)));
	if (found && live.created_at > cx->now - OTP_PAUSE_SECS)
		return soon(cx, live.created_at + OTP_PAUSE_SECS - cx->now);
	return OK;
}

static enum err
take_caps(struct ctx *cx, const char *to, bool by_sms)
{
	struct settings set;

	TRY(take(cx, "otp_ip", 20, HOUR_SECS, rate_ip(cx)));
	TRY(take(cx, "otp_phone", 5, HOUR_SECS, to));
	TRY(take(cx, "otp_phone", 10, DAY_SECS, to));
	if (!by_sms)
		return OK;
	TRY(settings_read(cx, &set));
	TRY(take(cx, "sms", set.sms_an_hour, HOUR_SECS, ""));
	return take(cx, "sms", set.sms_a_day, DAY_SECS, "");
}

static enum err
check_country(struct ctx *cx, void *arg)
{
	struct starting *st = arg;

	TRY(settings_read(cx, &st->set));
	return is_allowed(st->phone, st->set.phone_countries)
	       ? OK : fail_at(cx, E_PHONE_COUNTRY, "phone", "prefix");
}

/* Everything that refuses before a code is made. */
static enum err
may_start(struct ctx *cx, void *arg)
{
	struct starting *st = arg;

	TRY(check_country(cx, st));
	TRY(check_pause(cx, &st->live_key));
	TRY(check_wrong(cx, NULL, st->phone, WRONG_MAX - 1));
	return take_caps(cx, st->phone, true);
}

static enum err
insert_code(struct ctx *cx, const struct otp_order *o, const struct hash *live_key,
            const struct otp *otp, const char *plain)
{
	struct hash handle = token_hash(otp->handle), code;
	uint8_t salt[16];
	enum err e;

	rand_bytes(salt, sizeof salt);
	code = hash_of(cx, o, salt, plain);
	TRY(db_exec(cx, &q_replace, NULL, HASH(live_key), TIME(cx->now - OTP_PAUSE_SECS)));
	e = db_exec(cx, &q_insert, NULL, ID(o->customer_id), STR(o->email), STR(o->phone),
	            STR(o->purpose), STR(method_of(o->email, o->phone)), HASH(&code),
	            BYTES(salt, sizeof salt), HASH(&handle), HASH(live_key), I32(OTP_ATTEMPTS),
	            TIME(otp->expires_at), TIME(cx->now));
	if (e == E_DUPLICATE)	/* another request was quicker */
		return soon(cx, OTP_PAUSE_SECS);
	return e;
}

static struct otp
otp_of_now(struct ctx *cx)
{
	return (struct otp){ NULL, cx->now + (int64_t)OTP_MINUTES * 60, cx->now + OTP_PAUSE_SECS };
}

static enum err
start(struct ctx *cx, void *arg)
{
	struct starting *st = arg;
	struct message m = {
		.topic = "phone_code", .language = ctx_language(cx), .phone = st->phone,
		.is_secret = true, .expires_at = st->otp.expires_at,
	};
	struct message_value values[] = {
		{ "code", st->code },
		{ "shop", st->set.shop_name },
		{ "minutes", arena_fmt(cx->mem, "%d", OTP_MINUTES) },
	};

	struct otp_order o = { .purpose = st->purpose, .phone = st->phone };

	TRY(insert_code(cx, &o, &st->live_key, &st->otp, st->code));
	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

enum err
otp_start(struct ctx *cx, const char *purpose, const char *phone, struct otp *ret)
{
	struct starting st = {
		.purpose = purpose, .phone = phone, .live_key = live_key_of(cx, purpose, phone),
		.otp = otp_of_now(cx),
	};
	enum err e;

	TRY(db_reading(cx, may_start, &st));
	st.otp.handle = token_new(cx->mem);
	st.code = arena_fmt(cx->mem, "%06u", rand_below(1000000));
	e = db_transaction(cx, DB_ONCE, start, &st);
	secret_wipe(st.code, strlen(st.code));
	if (e == OK)
		*ret = st.otp;
	return e;
}

struct allowing { const char *to; bool by_sms; const struct hash *live_key; };

static enum err
allow(struct ctx *cx, void *arg)
{
	const struct allowing *a = arg;

	if (a->live_key)
		TRY(check_pause(cx, a->live_key));
	return take_caps(cx, a->to, a->by_sms);
}

enum err
otp_allow(struct ctx *cx, const char *purpose, const char *who, const char *to, bool by_sms)
{
	struct hash live_key = live_key_of(cx, purpose, who ? who : "");
	struct allowing a = { to, by_sms, who ? &live_key : NULL };

	return db_reading(cx, allow, &a);
}

enum err
otp_check_country(struct ctx *cx, const char *phone)
{
	struct starting st = { .phone = phone };

	return db_reading(cx, check_country, &st);
}

enum err
otp_issue(struct ctx *cx, const struct otp_order *o, struct otp *ret, char **code)
{
	struct otp otp = otp_of_now(cx);
	struct hash live_key;

	otp.handle = token_new(cx->mem);
	/* Without `who` the key is one that no other code can have. */
	live_key = live_key_of(cx, o->purpose, o->who ? o->who : otp.handle);
	TRY(otp_void(cx, o->purpose, o->customer_id));
	*code = arena_fmt(cx->mem, "%06u", rand_below(1000000));
	TRY(insert_code(cx, o, &live_key, &otp, *code));
	*ret = otp;
	return OK;
}

enum err
otp_void(struct ctx *cx, const char *purpose, int64_t customer_id)
{
	return db_exec(cx, &q_void, NULL, TIME(cx->now), I64(customer_id), STR(purpose),
	               TIME(cx->now));
}

enum err
otp_forget(struct ctx *cx, int64_t customer_id, const char *email, const char *phone)
{
	TRY(db_exec(cx, &q_forget, NULL, I64(customer_id)));
	TRY(db_exec(cx, &q_forget_phone, NULL, STR(phone)));
	return db_exec(cx, &q_forget_mail, NULL, STR(email));
}

/* ---- checking ---- */

struct verifying {
	const char *purposes;
	struct hash handle;
	bool counted;
	struct code code;
	struct otp_proof proof;
};

/* Counts the try, in a statement of its own: from here on it is used up whatever happens. */
static enum err
count_try(struct ctx *cx, void *arg)
{
	struct verifying *v = arg;
	int64_t changed;
	bool found;

	TRY(db_exec(cx, &q_count_try, &changed, HASH(&v->handle), TIME(cx->now)));
	v->counted = changed == 1;
	TRY(db_maybe(cx, &q_code, code_cols, &v->code, &found, TIME(cx->now), HASH(&v->handle)));
	if (!found)
		return fail(cx, E_CODE_WRONG, "no such handle");
	if (!v->counted)
		return v->code.is_live && v->code.is_spent
		       ? fail(cx, E_CODE_SPENT, "code %lld", (long long)v->code.id)
		       : fail(cx, E_CODE_WRONG, "code %lld is over", (long long)v->code.id);
	if (!str_among(v->code.otp_type, v->purposes))
		return fail(cx, E_CODE_WRONG, "a code for %s", v->code.otp_type);
	return check_wrong(cx, v->code.email, v->code.phone, WRONG_MAX);
}

static enum err
compare(struct ctx *cx, struct verifying *v, const char *code)
{
	struct otp_order o;
	struct hash given;

	TRY(db_reading(cx, count_try, v));
	BUG_ON(v->code.salt.n != 16);
	o = (struct otp_order){ .purpose = v->code.otp_type, .email = v->code.email,
	                        .phone = v->code.phone };
	given = hash_of(cx, &o, v->code.salt.data, code);
	if (!secret_equal(given.b, v->code.code_hash.b, HASH_BYTES))
		return fail(cx, E_CODE_WRONG, "code %lld", (long long)v->code.id);
	return OK;
}

static enum err
use_up(struct ctx *cx, int64_t id)
{
	int64_t changed;

	TRY(db_exec(cx, &q_use, &changed, TIME(cx->now), I64(id), TIME(cx->now)));
	return changed == 1 ? OK : fail(cx, E_CODE_WRONG, "code %lld was used or replaced",
	                                (long long)id);
}

static enum err
use(struct ctx *cx, void *arg)
{
	struct verifying *v = arg;

	TRY(use_up(cx, v->code.id));
	v->proof.phone = v->code.phone;
	v->proof.expires_at = cx->now + PROOF_SECS;
	return proof_make(cx, v->code.otp_type, v->code.phone, &v->proof.proof);
}

enum err
otp_verify(struct ctx *cx, const char *handle, const char *code, struct otp_proof *ret)
{
	struct verifying v = { .purposes = OTP_PURPOSES, .handle = token_hash(handle) };

	TRY(compare(cx, &v, code));
	TRY(db_transaction(cx, DB_ONCE, use, &v));
	*ret = v.proof;
	return OK;
}

enum err
otp_check(struct ctx *cx, const char *purpose, const char *handle, const char *code,
          struct otp_match *ret)
{
	struct verifying v = { .purposes = purpose, .handle = token_hash(handle) };

	TRY(compare(cx, &v, code));
	*ret = (struct otp_match){ v.code.id, v.code.customer_id, v.code.otp_type, v.code.email,
	                           v.code.phone };
	return OK;
}

enum err
otp_use(struct ctx *cx, const struct otp_match *m)
{
	TRY(use_up(cx, m->id));
	return m->customer_id ? OK : fail(cx, E_CODE_WRONG, "code %lld is nobody's",
	                                  (long long)m->id);
}

enum err
otp_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now - DAY_SECS), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
