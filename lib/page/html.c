/* SPDX-License-Identifier: MIT */
#include "page/html.h"

#include "base/err.h"

#include <stdarg.h>
#include <string.h>

void
html_text(struct buf *b, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '&': buf_str(b, "&amp;"); break;
		case '<': buf_str(b, "&lt;"); break;
		case '>': buf_str(b, "&gt;"); break;
		case '"': buf_str(b, "&quot;"); break;
		case '\'': buf_str(b, "&#39;"); break;
		default: buf_char(b, *s);
		}
}

static void
fill(struct buf *b, void (*text)(struct buf *, const char *), const char *fmt, va_list ap)
{
	for (;;) {
		size_t n = strcspn(fmt, "%");

		buf_add(b, fmt, n);
		if (!fmt[n])
			return;
		BUG_ON(fmt[n + 1] != 's' && fmt[n + 1] != 'd');
		if (fmt[n + 1] == 's')
			text(b, va_arg(ap, const char *));
		else
			buf_int(b, va_arg(ap, int));
		fmt += n + 2;
	}
}

void
html_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(b, html_text, fmt, ap);
	va_end(ap);
}

void
json_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(b, buf_json, fmt, ap);
	va_end(ap);
}

/* In JSON a < stands in strings only, where it may as well be written by its number. */
void
html_json_ld(struct buf *b, const char *json)
{
	buf_str(b, "<script type=\"application/ld+json\">");
	for (; *json; json++)
		if (*json == '<')
			buf_str(b, "\\u003c");
		else
			buf_char(b, *json);
	buf_str(b, "</script>\n");
}

const char *
html_query_value(struct arena *mem, const char *s)
{
	struct buf b = buf_in(mem, 3 * strlen(s) + 1);

	buf_str(&b, "");
	for (; *s; s++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", *s))
			buf_char(&b, *s);
		else
			buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)*s);
	return b.data ? b.data : "";
}
