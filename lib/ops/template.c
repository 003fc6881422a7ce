/* SPDX-License-Identifier: MIT */
#include "ops/template.h"

static const struct message_value *
find(const char *name, size_t n, const struct message_value *values, size_t values_n)
{
	for (size_t i = 0; i < values_n; i++)
		if (strlen(values[i].name) == n && memcmp(values[i].name, name, n) == 0)
			return &values[i];
	return NULL;
}

enum template_end
template_fill(struct buf *b, const char *text, size_t n, const struct message_value *values,
              size_t values_n, void (*put)(struct buf *, const char *))
{
	enum template_end end = TEMPLATE_FULL;
	const char *stop = text + n, *open, *close;

	while ((open = memmem(text, (size_t)(stop - text), "{{", 2)) &&
	       (close = memmem(open, (size_t)(stop - open), "}}", 2))) {
		const struct message_value *v = find(open + 2, (size_t)(close - open - 2), values,
		                                     values_n);

		buf_add(b, text, (size_t)(open - text));
		text = close + 2;
		if (!v) {
			buf_add(b, open, (size_t)(text - open));
			end = TEMPLATE_UNKNOWN;
			continue;
		}
		put(b, v->text);
		if (!*v->text && end == TEMPLATE_FULL)
			end = TEMPLATE_EMPTY;
	}
	buf_add(b, text, (size_t)(stop - text));
	return end;
}

void
template_plain(struct buf *b, const char *value)
{
	buf_str(b, value);
}

void
template_json(struct buf *b, const char *value)
{
	size_t from = b->len;

	buf_json(b, value);
	if (b->full || b->len < from + 2)
		return;
	/* The template has the quotes already. */
	memmove(b->data + from, b->data + from + 1, b->len - from - 2);
	b->len -= 2;
	b->data[b->len] = '\0';
}

void
template_url(struct buf *b, const char *value)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                            "0123456789-._~";

	for (const char *c = value; *c; c++)
		if (strchr(plain, *c))
			buf_char(b, *c);
		else
			buf_fmt(b, "%%%02X", (unsigned)(unsigned char)*c);
}
