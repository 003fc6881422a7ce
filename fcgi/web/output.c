/* SPDX-License-Identifier: MIT */
/* One pass, no tree: members in the order of the view. */
#include "web/output.h"

static void write_object(struct buf *b, const struct shape *view, const char *from);

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

bool
output_empty(const struct field *f, const char *from)
{
	const void *at = from + f->off;

	switch (f->kind) {
	case K_id: case K_i64: return f->optional && *(const int64_t *)at == 0;
	case K_i32: return f->optional && *(const int32_t *)at == 0;
	case K_time: return *(const int64_t *)at == 0;
	case K_limit: return *(const int32_t *)at < 0;
	case K_flag: case K_sum: return false;
	case K_money: return money_is_none(*(const struct money *)at);
	case K_date: return day_is_none(*(const struct day *)at);
	case K_hour: return hour_is_none(*(const struct hour *)at);
	case K_list: return false;
	case K_object: return !f->inside && !*(const void *const *)at;
	default: return !*(const char *const *)at;
	}
}

void
output_plain(struct buf *b, const struct field *f, const char *from)
{
	const void *at = from + f->off;
	char text[MONEY_TEXT > CLOCK_TEXT ? MONEY_TEXT : CLOCK_TEXT];

	switch (f->kind) {
	case K_id: case K_i64:
		buf_int(b, *(const int64_t *)at);
		return;
	case K_i32: case K_limit:
		buf_int(b, *(const int32_t *)at);
		return;
	case K_flag:
		buf_str(b, *(const bool *)at ? "true" : "false");
		return;
	case K_money:
		buf_str(b, money_text(*(const struct money *)at, text));
		return;
	case K_sum:
		buf_str(b, money_sum_text(*(const struct money_sum *)at, text));
		return;
	case K_date:
		buf_str(b, day_text(*(const struct day *)at, text));
		return;
	case K_hour:
		buf_str(b, hour_text(*(const struct hour *)at, text));
		return;
	case K_time:
		buf_str(b, clock_text(*(const int64_t *)at, text));
		return;
	default:
		buf_str(b, *(const char *const *)at);
	}
}

static void
write_value(struct buf *b, const struct field *f, const char *from)
{
	const void *at = from + f->off;

	if (output_empty(f, from)) {
		/* K_limit and K_json say so by themselves; else the view promised a value. */
		BUG_ON(!f->optional && f->kind != K_limit && f->kind != K_json);
		buf_str(b, "null");
		return;
	}
	switch (f->kind) {
	case K_id: case K_i64: case K_i32: case K_limit: case K_flag: case K_json:
		output_plain(b, f, from);
		return;
	case K_money: case K_sum: case K_date: case K_hour: case K_time:
		buf_char(b, '"');
		output_plain(b, f, from);
		buf_char(b, '"');
		return;
	case K_list:
		write_list(b, f, from);
		return;
	case K_object:
		write_object(b, f->of(), f->inside ? at : *(const char *const *)at);
		return;
	default:
		buf_json(b, *(const char *const *)at);
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
