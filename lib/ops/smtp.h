/* SPDX-License-Identifier: MIT */
/* E-mail by SMTP, through the one mail server that is in use.
 *
 * Owns      email_settings.
 * Rules     The password is stored sealed and never shown.  It goes out over TLS only, or to this
 *           very machine.  STARTTLS that is asked for is required.
 *           Whatever a subject or a name holds, it cannot begin another header: both are always
 *           encoded (RFC 2047), and the text too (base64).
 * See       RFC 5321, RFC 5322; tests/unit/ops/smtp_test.c, tests/http/outbox_test.c */
#ifndef OPS_SMTP_H
#define OPS_SMTP_H

#include "ops/deliver.h"

struct email_settings {
	const char *smtp_host;
	int32_t smtp_port;
	const char *smtp_username;	/* NULL: no login */
	const char *smtp_password;	/* plain in memory, sealed in the table */
	const char *from_email;
	const char *from_name;		/* NULL: none */
	bool use_ssl;			/* TLS from the first byte */
	bool use_tls;			/* STARTTLS */
};

/* The mail server in use; *found says whether there is one. */
enum err email_settings_read(struct ctx *cx, struct email_settings *ret, bool *found) MUST_CHECK;

/* Takes the place of the one in use, in a transaction of its own.  E_INVALID naming the field:
 * smtp_host, smtp_port, smtp_username, smtp_password, from_email, from_name, use_tls. */
enum err email_settings_write(struct ctx *cx, const struct email_settings *es) MUST_CHECK;

struct mail {
	const char *id;			/* the same for each try: becomes the Message-ID */
	const char *to, *subject, *text, *language;
	int64_t at;			/* its Date */
};

struct delivery smtp_send(struct ctx *cx, const struct email_settings *es, const struct mail *m);

/* The message as it goes out, lines ended by CR LF. */
const char *smtp_text(struct ctx *cx, const struct email_settings *es, const struct mail *m);

#endif
