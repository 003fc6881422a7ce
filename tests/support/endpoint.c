/* SPDX-License-Identifier: MIT */
#include "support/endpoint.h"

#include "base/buf.h"
#include "base/str.h"

static void write_object(struct buf *b, const struct shape *shape);

static void
write_value(struct buf *b, const struct field *f)
{
	switch (f->kind) {
	case K_id:                  buf_str(b, "999999"); break;
	case K_i32: case K_i64:     buf_int(b, f->min > 1 ? f->min : 1); break;
	case K_flag: case K_switch: buf_str(b, "true"); break;
	case K_money:               buf_str(b, "\"1.00\""); break;
	case K_date:                buf_str(b, "\"2030-01-03\""); break;
	case K_time:                buf_str(b, "\"2030-01-03T10:00:00Z\""); break;
	case K_hour:                buf_str(b, "\"10:00\""); break;
	case K_phone:               buf_str(b, "\"+201001234567\""); break;
	case K_email:               buf_str(b, "\"mona@example.com\""); break;
	case K_code:                buf_str(b, "\"123456\""); break;
	case K_choice:
		/* The last one: of roles, the first is more than some may give. */
		buf_fmt(b, "\"%s\"", strrchr(f->choices, '|') ? strrchr(f->choices, '|') + 1
		                                              : f->choices);
		break;
	case K_list:
		buf_char(b, '[');
		if (f->min > 0)
			write_object(b, f->of());
		buf_char(b, ']');
		break;
	case K_ids:
		buf_str(b, "[]");
		break;
	default:
		buf_char(b, '"');
		for (int64_t i = 0; i < (f->min > 3 ? f->min : 3); i++)
			buf_char(b, 'x');
		buf_char(b, '"');
	}
}

static void
write_object(struct buf *b, const struct shape *shape)
{
	bool first = true;

	buf_char(b, '{');
	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		if (f->place != BODY || f->optional)
			continue;
		buf_fmt(b, "%s\"%s\":", first ? "" : ",", f->name);
		write_value(b, f);
		first = false;
	}
	buf_char(b, '}');
}

static const char *
body_of(struct shop *s, const struct endpoint *ep)
{
	struct buf b = buf_in(s->cx.mem, 64 * 1024);
	bool takes = false;

	for (size_t i = 0; i < ep->in()->fields_n; i++)
		takes = takes || ep->in()->fields[i].place == BODY;
	if (!takes)
		return NULL;
	write_object(&b, ep->in());
	return b.data;
}

/* The address with what the path and the query need. */
static const char *
address_of(struct shop *s, const struct endpoint *ep, const char *id, const char *number)
{
	struct buf b = buf_in(s->cx.mem, 4096);
	const char *p = ep->path;
	char sep = '?';

	while (*p) {
		size_t n = strcspn(p, "{");
		buf_add(&b, p, n);
		p += n;
		if (*p) {
			buf_str(&b, str_starts(p, "{number}") ? number : id);
			p += strcspn(p, "}") + 1;
		}
	}
	for (size_t i = 0; i < ep->in()->fields_n; i++) {
		const struct field *f = &ep->in()->fields[i];
		struct buf v = buf_in(s->cx.mem, 4096);
		if (f->place != QUERY || f->optional)
			continue;
		write_value(&v, f);
		char *text = v.data;
		if (*text == '"') {
			text++;
			text[strlen(text) - 1] = '\0';
		}
		buf_fmt(&b, "%c%s=%s", sep, f->name, text);
		sep = '&';
	}
	return b.data;
}

void
endpoint_call(struct shop *s, const struct endpoint *ep, const char *id, const char *number)
{
	static int n;
	const char *body = body_of(s, ep);

	if (ep->once)
		once(s, arena_fmt(s->cx.mem, "endpoint-key-%010d", ++n));
	request_raw(s, ep->method, address_of(s, ep, id, number), body ? "application/json" : NULL,
	            body, body ? strlen(body) : 0);
}
