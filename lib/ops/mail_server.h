/* SPDX-License-Identifier: MIT */
/* The mail server that is in use, and how the shop logs in there.
 *
 * Owns      email_settings.
 * Rules     The password is stored sealed and never shown.  It goes out over TLS only, or to this
 *           very machine; a server that is no longer in use is kept without it.
 *           Whoever changes where a password would go (host, port, TLS) or whose it is enters it
 *           again, so nobody has the stored one sent to a host of his own.
 *           At the desk a change names the version it saw.
 * See       ops/smtp.h, fcgi/api/admin_email.c, tests/http/email_settings_test.c */
#ifndef OPS_MAIL_SERVER_H
#define OPS_MAIL_SERVER_H

#include "base/ctx.h"

struct email_settings {
	const char *smtp_host;
	int32_t smtp_port;
	const char *smtp_username;	/* NULL: no login */
	const char *smtp_password;	/* plain in memory, sealed in the table */
	const char *from_email;
	const char *from_name;		/* NULL: none */
	bool use_ssl;			/* TLS from the first byte */
	bool use_tls;			/* STARTTLS */
	bool has_password;
	int32_t version;		/* 0: there is none */
	int64_t created_at;
};

/* The mail server in use; *found says whether there is one. */
enum err email_settings_read(struct ctx *cx, struct email_settings *ret, bool *found) MUST_CHECK;

/* Takes the place of the one in use, in a transaction of its own.  E_INVALID naming the field:
 * smtp_host, smtp_port, smtp_username, smtp_password, from_email, from_name, use_tls. */
enum err email_settings_write(struct ctx *cx, const struct email_settings *es) MUST_CHECK;

/* The same without its password, for people; version 0 when there is none. */
enum err email_settings_show(struct ctx *cx, struct email_settings *ret) MUST_CHECK;

/* Takes its place, inside a transaction.  No password keeps the one that is there, where it may.
 * E_INVALID as above; E_CONFLICT with the one in use as cx->detail. */
enum err email_settings_change(struct ctx *cx, int32_t version, const struct email_settings *wanted,
                               struct email_settings *ret) MUST_CHECK;

#endif
