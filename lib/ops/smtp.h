/* SPDX-License-Identifier: MIT */
/* E-mail by SMTP.
 *
 * Rules     STARTTLS that is asked for is required.
 *           Whatever a subject or a name holds, it cannot begin another header: both are always
 *           encoded (RFC 2047), and the text too (base64).
 * See       RFC 5321, RFC 5322; tests/unit/ops/smtp_test.c, tests/http/outbox_test.c */
#ifndef OPS_SMTP_H
#define OPS_SMTP_H

#include "ops/deliver.h"
#include "ops/mail_server.h"

struct mail {
	const char *id;			/* the same for each try: becomes the Message-ID */
	const char *to, *subject, *text, *language;
	int64_t at;			/* its Date */
};

struct delivery smtp_send(struct ctx *cx, const struct email_settings *es, const struct mail *m);

/* The message as it goes out, lines ended by CR LF. */
const char *smtp_text(struct ctx *cx, const struct email_settings *es, const struct mail *m);

#endif
