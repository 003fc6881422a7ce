/* SPDX-License-Identifier: MIT */
/* Messages to people: a topic's template in their language, filled in and put into the outbox, in
 * the transaction of what it tells about.  The sender delivers it after the commit (ops/outbox.h).
 *
 * Rules     Every topic has its text for e-mail and SMS in English and Arabic (message.def).
 *           The body is sealed in the outbox; one that carries a code or a token is wiped when
 *           it was sent.
 * See       tests/http/message_test.c */
#ifndef OPS_MESSAGE_H
#define OPS_MESSAGE_H

#include "base/ctx.h"
#include <stddef.h>

/* What a template's {{name}} stands for. */
struct message_value { const char *name, *text; };

struct message {
	const char *topic;		/* "phone_code", "order_placed", ...: one of message.def */
	const char *language;		/* "en" or "ar" */
	const char *email;		/* NULL: no e-mail */
	const char *phone;		/* NULL: no SMS */
	int64_t order_id;		/* 0: none */
	bool is_secret;			/* carries a code or a token */
	int64_t expires_at;		/* not sent after this; 0: always */
};

enum err message_queue(struct ctx *cx, const struct message *m, const struct message_value *values,
                       size_t values_n) MUST_CHECK;

/* A topic's mail as it would be queued, for what is sent by hand. */
void message_mail(struct ctx *cx, const char *topic, const char *language,
                  const struct message_value *values, size_t values_n, const char **subject,
                  const char **text);

#endif
