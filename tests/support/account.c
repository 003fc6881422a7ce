/* SPDX-License-Identifier: MIT */
#include "support/account.h"

#include "account/proof.h"

#include <ctype.h>

struct proving { const char *purpose, *phone, *token; };

static enum err
make_proof(struct ctx *cx, void *arg)
{
	struct proving *p = arg;

	return proof_make(cx, p->purpose, p->phone, &p->token);
}

const char *
account_proof(struct shop *s, const char *phone, const char *purpose)
{
	struct proving p = { purpose, phone, NULL };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	if (db_transaction(&s->cx, DB_ONCE, make_proof, &p) != OK)
		fail_msg("no proof: %s", s->cx.why);
	return p.token;
}

const char *
link_sent(struct shop *s, const char *recipient, const char *mark)
{
	const char *text = shop_message(s, recipient), *at = text ? strstr(text, mark) : NULL;

	if (!at)
		fail_msg("no %s in the message to %s: %s", mark, recipient, text ? text : "none");
	at += strlen(mark);
	return arena_strn(s->cx.mem, at, strcspn(at, " \n"));
}

const char *
digits_sent(struct shop *s, const char *recipient)
{
	const char *text = shop_message(s, recipient);

	for (const char *p = text; p && *p; p++) {
		size_t n = strspn(p, "0123456789");
		if (n == 6 && (p == text || !isalnum((unsigned char)p[-1])) &&
		    !isalnum((unsigned char)p[6]))
			return arena_strn(s->cx.mem, p, 6);
		p += n ? n - 1 : 0;
	}
	fail_msg("no code in the message to %s: %s", recipient, text ? text : "none");
	return NULL;
}

const char *
other_digits(struct shop *s, const char *code)
{
	char *other = arena_str(s->cx.mem, code);

	other[5] = other[5] == '9' ? '0' : (char)(other[5] + 1);
	return other;
}

const char *
reply_text(struct shop *s)
{
	char *text = arena_fmt(s->cx.mem, "%d\n%s\n%s", s->reply.status, s->reply.headers.data,
	                       s->reply.body.len ? s->reply.body.data : "");
	char *at = strstr(text, "\"handle\":\"");

	if (at)
		for (at += strlen("\"handle\":\""); *at && *at != '"'; at++)
			*at = '*';
	return text;
}
