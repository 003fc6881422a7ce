/* SPDX-License-Identifier: MIT */
/* One pass, no tree: members in the order of the view. */
#include "web/output.h"

static void write_object(struct buf *b, const struct shape *view, const char *from);

static void
write_text(struct buf *b, const struct field *f, const char *s)
{
	BUG_ON(!s && !f->optional);	/* a member that the view promises was not filled */
	buf_json(b, s);
}

static void
write_list(struct buf *b, const struct field *f, const char *from)
{
	const struct shape *of = f->of();
	const char *items = *(const char *const *)(from + f->off);
	size_t n = *(const size_t *)(from + f->off_n);

	buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		write_object(b, of, items + i * of->size);
	}
	buf_char(b, ']');
}

static void
write_quoted(struct buf *b, const char *plain)
{
	buf_char(b, '"');
	buf_str(b, plain);
	buf_char(b, '"');
}

static void
write_value(struct buf *b, const struct field *f, const char *from)
{
	const void *at = from + f->off;
	char text[MONEY_TEXT > CLOCK_TEXT ? MONEY_TEXT : CLOCK_TEXT];

	switch (f->kind) {
	case K_id: case K_i64: {
		int64_t v = *(const int64_t *)at;
		if (f->optional && v == 0)
			buf_str(b, "null");
		else
			buf_int(b, v);
		return;
	}
	case K_i32: {
		int32_t v = *(const int32_t *)at;
		if (f->optional && v == 0)
			buf_str(b, "null");
		else
			buf_int(b, v);
		return;
	}
	case K_limit: {
		int32_t v = *(const int32_t *)at;
		if (v < 0)
			buf_str(b, "null");
		else
			buf_int(b, v);
		return;
	}
	case K_flag:
		buf_str(b, *(const bool *)at ? "true" : "false");
		return;
	case K_money: {
		struct money m = *(const struct money *)at;
		BUG_ON(money_is_none(m) && !f->optional);
		if (money_is_none(m))
			buf_str(b, "null");
		else
			write_quoted(b, money_text(m, text));
		return;
	}
	case K_date: {
		struct day d = *(const struct day *)at;
		BUG_ON(day_is_none(d) && !f->optional);
		if (day_is_none(d))
			buf_str(b, "null");
		else
			write_quoted(b, day_text(d, text));
		return;
	}
	case K_hour: {
		struct hour h = *(const struct hour *)at;
		BUG_ON(hour_is_none(h) && !f->optional);
		if (hour_is_none(h))
			buf_str(b, "null");
		else
			write_quoted(b, hour_text(h, text));
		return;
	}
	case K_time: {
		int64_t t = *(const int64_t *)at;
		BUG_ON(t == 0 && !f->optional);
		if (t == 0)
			buf_str(b, "null");
		else
			write_quoted(b, clock_text(t, text));
		return;
	}
	case K_list:
		write_list(b, f, from);
		return;
	case K_object: {
		const char *to = f->inside ? at : *(const char *const *)at;
		if (to)
			write_object(b, f->of(), to);
		else
			buf_str(b, "null");
		return;
	}
	case K_json: {
		const char *s = *(const char *const *)at;
		buf_str(b, s ? s : "null");
		return;
	}
	default:
		write_text(b, f, *(const char *const *)at);
	}
}

static void
write_object(struct buf *b, const struct shape *view, const char *from)
{
	buf_char(b, '{');
	for (size_t i = 0; i < view->fields_n; i++) {
		buf_str(b, i ? ",\"" : "\"");
		buf_str(b, view->fields[i].name);
		buf_str(b, "\":");
		write_value(b, &view->fields[i], from);
	}
	buf_char(b, '}');
}

void
output_write(struct buf *b, const struct shape *view, const void *from)
{
	write_object(b, view, from);
}
