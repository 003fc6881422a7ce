/* SPDX-License-Identifier: MIT */
#include "ops/message.h"

#include "base/config.h"
#include "base/crypto.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/template.h"

#define TEXT_BYTES (16 * 1024)
#define SUBJECT_BYTES 255

SQL(q_queue,
	"INSERT INTO outbox (kind, topic, order_id, recipient, language, subject, body, is_secret, "
	"next_try_at, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

struct texts { const char *subject, *mail, *sms; };

static const struct { const char *topic; struct texts en, ar; } topics[] = {
#define TEXTS(subject, mail, sms) { subject, mail, sms }
#define MESSAGE(topic, ...) { #topic, __VA_ARGS__ },
#include "ops/message.def"
#undef MESSAGE
#undef TEXTS
};

static const struct texts *
texts_of(const char *topic, const char *language)
{
	size_t i = 0;

	while (!str_eq(topics[i].topic, topic))
		BUG_ON(++i == sizeof topics / sizeof *topics);
	return str_eq(language, "ar") ? &topics[i].ar : &topics[i].en;
}

/* The shop's host without scheme and port, as WebOTP wants it. */
static const char *
domain_of(struct ctx *cx)
{
	const char *url = cx->config->shop_url, *at = strstr(url, "://");

	at = at ? at + 3 : url;
	return arena_strn(cx->mem, at, *at == '[' ? strcspn(at, "]") + 1 : strcspn(at, ":/"));
}

/* Fills in line by line, since one that would say nothing ("Reason: ") is left out. */
static char *
fill(struct ctx *cx, const char *text, const struct message_value *values, size_t values_n,
     size_t max)
{
	struct buf b = buf_in(cx->mem, max);

	for (const char *next; *text; text = next) {
		size_t n = strcspn(text, "\n"), from = b.len;
		enum template_end end;

		next = text + n + (text[n] == '\n');
		end = template_fill(&b, text, (size_t)(next - text), values, values_n,
		                    template_plain);
		BUG_ON(end == TEMPLATE_UNKNOWN);
		if (end == TEMPLATE_EMPTY && b.data) {
			b.len = from;
			b.data[from] = '\0';
		}
	}
	BUG_ON(b.full || !b.data);
	return b.data;
}

static enum err
queue_one(struct ctx *cx, const struct message *m, const char *kind, const char *recipient,
          const char *subject, char *text)
{
	/* Bound to the column only: the row's id is not known before it is there. */
	char *sealed = seal(cx, "outbox.body", text, strlen(text));

	secret_wipe(text, strlen(text));
	return db_exec(cx, &q_queue, NULL, STR(kind), STR(m->topic), ID(m->order_id),
	               STR(recipient), STR(m->language), STR(subject), STR(sealed),
	               FLAG(m->is_secret), TIME(cx->now), TIME(m->expires_at), TIME(cx->now));
}

enum err
message_queue(struct ctx *cx, const struct message *m, const struct message_value *values,
              size_t values_n)
{
	const struct texts *t = texts_of(m->topic, m->language);
	struct message_value *all = arena_array(cx->mem, struct message_value, values_n + 1);

	if (values_n > 0)
		memcpy(all, values, values_n * sizeof *all);
	all[values_n++] = (struct message_value){ "domain", domain_of(cx) };
	if (m->email)
		TRY(queue_one(cx, m, "email", m->email,
		              fill(cx, t->subject, all, values_n, SUBJECT_BYTES),
		              fill(cx, t->mail, all, values_n, TEXT_BYTES)));
	if (m->phone)
		TRY(queue_one(cx, m, "sms", m->phone, NULL,
		              fill(cx, t->sms, all, values_n, TEXT_BYTES)));
	return OK;
}

void
message_mail(struct ctx *cx, const char *topic, const char *language,
             const struct message_value *values, size_t values_n, const char **subject,
             const char **text)
{
	const struct texts *t = texts_of(topic, language);

	*subject = fill(cx, t->subject, values, values_n, SUBJECT_BYTES);
	*text = fill(cx, t->mail, values, values_n, TEXT_BYTES);
}
