/* SPDX-License-Identifier: MIT */
#include "ops/mail_server.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"

#define PASSWORD_PLACE "email_settings.smtp_password"
#define PASSWORD_BYTES 512
#define NAME_CHARS 100

#define COLUMNS                                                                                    \
	"SELECT smtp_host, smtp_port, smtp_username, smtp_password, from_email, from_name, "       \
	"use_ssl, use_tls, version, created_at FROM email_settings WHERE is_active = 1"
SQL_HOT(q_read, COLUMNS);
SQL(q_lock, COLUMNS " FOR UPDATE");
SQL(q_retire, "UPDATE email_settings SET is_active = NULL, smtp_password = NULL, updated_at = ? "
              "WHERE is_active = 1 AND version = ?");
SQL(q_write,
	"INSERT INTO email_settings (smtp_host, smtp_port, smtp_username, smtp_password, "
	"from_email, from_name, use_ssl, use_tls, is_active, version, created_at, updated_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)");

static const struct col es_cols[] = {
	COL(struct email_settings, smtp_host), COL(struct email_settings, smtp_port),
	COL(struct email_settings, smtp_username), COL(struct email_settings, smtp_password),
	COL(struct email_settings, from_email), COL(struct email_settings, from_name),
	COL(struct email_settings, use_ssl), COL(struct email_settings, use_tls),
	COL(struct email_settings, version), COL_TIME(struct email_settings, created_at),
};

static enum err
open_password(struct ctx *cx, struct email_settings *es)
{
	size_t n;

	if (!es->smtp_password)
		return OK;
	es->smtp_password = unseal(cx, PASSWORD_PLACE, es->smtp_password, &n);
	return es->smtp_password ? OK
	       : fail(cx, E_INTERNAL, "the mail server's password cannot be opened");
}

enum err
email_settings_read(struct ctx *cx, struct email_settings *ret, bool *found)
{
	TRY(db_maybe(cx, &q_read, es_cols, ret, found));
	return *found ? open_password(cx, ret) : OK;
}

/* What people see of it. */
static struct email_settings
without_password(struct email_settings es)
{
	es.has_password = es.smtp_password != NULL;
	es.smtp_password = NULL;
	return es;
}

enum err
email_settings_show(struct ctx *cx, struct email_settings *ret)
{
	struct email_settings es = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_read, es_cols, &es, &found));
	*ret = without_password(es);
	return OK;
}

static bool
is_here(const char *host)
{
	return str_among(host, "127.0.0.1|::1|localhost");
}

static enum err
check(struct ctx *cx, const struct email_settings *es, const char **from_email)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                              "0123456789.-:";
	size_t host = strlen(es->smtp_host);

	if (host == 0 || host > 255 || strspn(es->smtp_host, letters) != host)
		return fail_at(cx, E_INVALID, "smtp_host", "not a host");
	if (es->smtp_port < 1 || es->smtp_port > 65535)
		return fail_at(cx, E_INVALID, "smtp_port", "not a port");
	if (es->use_ssl && es->use_tls)
		return fail_at(cx, E_INVALID, "use_tls", "both kinds of TLS");
	if (es->smtp_username && (!*es->smtp_username || strlen(es->smtp_username) > 255 ||
	                          str_has_control(es->smtp_username)))
		return fail_at(cx, E_INVALID, "smtp_username", "length or letters");
	/* A password must not travel where others can read it. */
	if (es->smtp_username && !es->use_ssl && !es->use_tls && !is_here(es->smtp_host))
		return fail_at(cx, E_INVALID, "use_tls", "a login without TLS");
	if (es->smtp_username && (!es->smtp_password || !*es->smtp_password ||
	                          strlen(es->smtp_password) > PASSWORD_BYTES))
		return fail_at(cx, E_INVALID, "smtp_password", "length");
	*from_email = email_normalize(cx->mem, es->from_email);
	if (!*from_email)
		return fail_at(cx, E_INVALID, "from_email", "not an address");
	if (es->from_name && (!utf8_valid(es->from_name, strlen(es->from_name)) ||
	                      utf8_length(es->from_name) > NAME_CHARS ||
	                      str_has_control(es->from_name)))
		return fail_at(cx, E_INVALID, "from_name", "length or letters");
	return OK;
}

/* ---- another one ---- */

/* In place of the locked one, whose version is `before`; checked. */
static enum err
put(struct ctx *cx, const struct email_settings *es, const char *from_email, int32_t before)
{
	const char *sealed = NULL;

	if (es->smtp_username)
		sealed = seal(cx, PASSWORD_PLACE, es->smtp_password, strlen(es->smtp_password));
	TRY(db_exec(cx, &q_retire, NULL, TIME(cx->now), I32(before)));
	return db_exec(cx, &q_write, NULL, STR(es->smtp_host), I32(es->smtp_port),
	               STR(es->smtp_username), STR(sealed), STR(from_email), STR(es->from_name),
	               FLAG(es->use_ssl), FLAG(es->use_tls), I32(before + 1), TIME(cx->now),
	               TIME(cx->now));
}

struct writing { const struct email_settings *es; const char *from_email; };

static enum err
write_row(struct ctx *cx, void *arg)
{
	const struct writing *w = arg;
	struct email_settings old = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_lock, es_cols, &old, &found));
	return put(cx, w->es, w->from_email, old.version);
}

enum err
email_settings_write(struct ctx *cx, const struct email_settings *es)
{
	struct writing w = { .es = es };

	TRY(check(cx, es, &w.from_email));
	return db_transaction(cx, DB_AGAIN, write_row, &w);
}

static const char *
as_json(struct ctx *cx, const struct email_settings *es, bool is_new_password)
{
	struct buf b = buf_in(cx->mem, 4096);

	if (!es->version)
		return NULL;
	buf_str(&b, "{\"smtp_host\":");
	buf_json(&b, es->smtp_host);
	buf_fmt(&b, ",\"smtp_port\":%d,\"smtp_username\":", es->smtp_port);
	buf_json(&b, es->smtp_username);
	buf_str(&b, ",\"from_email\":");
	buf_json(&b, es->from_email);
	buf_str(&b, ",\"from_name\":");
	buf_json(&b, es->from_name);
	buf_fmt(&b, ",\"use_ssl\":%s,\"use_tls\":%s,\"has_password\":%s%s}",
	        es->use_ssl ? "true" : "false", es->use_tls ? "true" : "false",
	        es->has_password ? "true" : "false",
	        is_new_password ? ",\"password_changed\":true" : "");
	return b.data;
}

static bool
goes_elsewhere(const struct email_settings *old, const struct email_settings *new)
{
	return !str_eq(old->smtp_host, new->smtp_host) || old->smtp_port != new->smtp_port ||
	       !str_eq(old->smtp_username, new->smtp_username) || old->use_ssl != new->use_ssl ||
	       old->use_tls != new->use_tls;
}

static enum err
outdated(struct ctx *cx, int32_t version)
{
	struct email_settings now;

	TRY(email_settings_show(cx, &now));
	cx->detail = arena_copy(cx->mem, &now, sizeof now);
	return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, now.version);
}

enum err
email_settings_change(struct ctx *cx, int32_t version, const struct email_settings *wanted,
                      struct email_settings *ret)
{
	struct email_settings old = { 0 }, new = *wanted, before;
	const char *from_email = NULL;
	bool found;
	enum err e;

	TRY(db_maybe(cx, &q_lock, es_cols, &old, &found));
	if (old.version != version)
		return outdated(cx, version);
	before = without_password(old);
	if (!new.smtp_username && new.smtp_password)
		return fail_at(cx, E_INVALID, "smtp_username", "a password of nobody");
	if (new.smtp_username && !new.smtp_password) {
		if (!old.smtp_password || goes_elsewhere(&old, &new))
			return fail_at(cx, E_INVALID, "smtp_password", "needed again");
		TRY(open_password(cx, &old));
		new.smtp_password = old.smtp_password;
	}
	TRY(check(cx, &new, &from_email));
	e = put(cx, &new, from_email, old.version);
	if (e == E_DUPLICATE)		/* somebody entered the first one, just now */
		return outdated(cx, version);
	TRY(e);
	TRY(email_settings_show(cx, ret));
	return audit_write(cx, "email_settings.set", "email_settings", 0,
	                   as_json(cx, &before, false),
	                   as_json(cx, ret, wanted->smtp_password != NULL), NULL);
}
