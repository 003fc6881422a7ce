/* SPDX-License-Identifier: MIT */
#include "web/csv.h"

#include "web/output.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"
#define NAME_BYTES 128

/* A cell of text: quoted where it has to be. */
static void
write_text(struct buf *b, const char *s)
{
	const char *mark = *s && strchr("=+-@\t\r", *s) ? "'" : "";

	if (!strpbrk(s, "\",\r\n")) {
		buf_str(b, mark);
		buf_str(b, s);
		return;
	}
	buf_char(b, '"');
	buf_str(b, mark);
	for (; *s; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

/* A member of an object that is not there has no value either. */
static void
write_cell(struct buf *b, const struct field *f, const char *from)
{
	if (!from || output_empty(f, from))
		return;
	switch (f->kind) {
	case K_id: case K_i64: case K_i32: case K_limit: case K_flag:
	case K_money: case K_sum: case K_date: case K_hour: case K_time:
		output_plain(b, f, from);
		return;
	default:
		write_text(b, *(const char *const *)(from + f->off));
	}
}

struct row { struct buf *b; bool first; };

static void
write_comma(struct row *r)
{
	if (!r->first)
		buf_char(r->b, ',');
	r->first = false;
}

static void
write_names(struct row *r, const struct shape *view, const char *before)
{
	for (size_t i = 0; i < view->fields_n; i++) {
		const struct field *f = &view->fields[i];
		char name[NAME_BYTES];

		snprintf(name, sizeof name, "%s%s", before, f->name);
		if (f->kind == K_object) {
			strncat(name, ".", sizeof name - strlen(name) - 1);
			write_names(r, f->of(), name);
		} else if (f->kind != K_list) {
			write_comma(r);
			write_text(r->b, name);
		}
	}
}

static void
write_cells(struct row *r, const struct shape *view, const char *from)
{
	for (size_t i = 0; i < view->fields_n; i++) {
		const struct field *f = &view->fields[i];

		if (f->kind == K_object) {
			const char *at = from ? from + f->off : NULL;
			write_cells(r, f->of(), !at || f->inside ? at : *(const char *const *)at);
		} else if (f->kind != K_list) {
			write_comma(r);
			write_cell(r->b, f, from);
		}
	}
}

void
csv_head(struct buf *b, const struct shape *view)
{
	buf_str(b, BOM);
	write_names(&(struct row){ b, true }, view, "");
	buf_str(b, "\r\n");
}

void
csv_row(struct buf *b, const struct shape *view, const void *from)
{
	write_cells(&(struct row){ b, true }, view, from);
	buf_str(b, "\r\n");
}
