/* SPDX-License-Identifier: MIT */
#include "web/table.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/db.h"
#include "web/csv.h"

#define PAGE_BYTES (16 * 1024 * 1024)
#define CURSOR_BYTES 512

const struct rate table_rate = { "table", 60, 3600, RATE_BY_ACTOR };

static const struct field *
named(const struct shape *s, enum place place, const char *name)
{
	for (size_t i = 0; i < s->fields_n; i++)
		if (s->fields[i].place == place && str_eq(s->fields[i].name, name))
			return &s->fields[i];
	return NULL;
}

bool
table_fits(const struct endpoint *ep)
{
	const struct field *items = named(ep->out(), OUT, "items");
	bool pages = named(ep->in(), QUERY, "cursor") != NULL;

	return (ep->auth & AUTH_STAFF) && str_eq(ep->method, "GET") && items && items->kind == K_list &&
	       pages == (named(ep->out(), OUT, "next_cursor") != NULL) &&
	       pages == (named(ep->in(), QUERY, "limit") != NULL);
}

struct reading {
	const struct endpoint *ep;
	void *in, *out;
	struct buf *body;
	char cursor[CURSOR_BYTES];
};

static enum err
read_page(struct ctx *cx, void *arg)
{
	struct reading *t = arg;

	t->out = arena_alloc(cx->mem, t->ep->out()->size);
	return t->ep->call(cx, t->in, t->out);
}

/* Writes the rows that were read, and moves on; false: they were the last. */
static bool
write_page(struct reading *t)
{
	const struct field *items = named(t->ep->out(), OUT, "items");
	const struct field *next = named(t->ep->out(), OUT, "next_cursor");
	const struct shape *row = items->of();
	const char *from = t->out, *at = *(const char *const *)(from + items->off);
	size_t n = *(const size_t *)(from + items->off_n);

	for (size_t i = 0; i < n; i++)
		csv_row(t->body, row, at + i * row->size);
	at = next ? *(const char *const *)(from + next->off) : NULL;
	if (!at)
		return false;
	snprintf(t->cursor, sizeof t->cursor, "%s", at);
	*(const char **)((char *)t->in + named(t->ep->in(), QUERY, "cursor")->off) = t->cursor;
	return true;
}

/* "/api/v1/admin/orders" on the 2nd of January is saved as "orders-2030-01-02.csv". */
static void
write_headers(struct ctx *cx, const struct endpoint *ep, struct reply *rp)
{
	char day[CLOCK_TEXT];

	rp->status = 200;
	rp->type = "text/csv; charset=utf-8; header=present";
	buf_fmt(&rp->headers, "Content-Disposition: attachment; filename=\"%s-%s.csv\"\r\n",
	        strrchr(ep->path, '/') + 1, day_text(clock_day(cx->now), day));
}

enum err
table_send(struct ctx *cx, const struct endpoint *ep, void *in, const struct sink *sink,
            struct reply *rp)
{
	struct reading t = { .ep = ep, .in = in, .body = &rp->body };
	const struct field *limit = named(ep->in(), QUERY, "limit");
	struct arena *whole = cx->mem, *page = arena_new(PAGE_BYTES);
	bool more = true;

	/* What a refusal says lies in it. */
	arena_defer(whole, (void (*)(void *))arena_free, page);
	if (limit)
		*(int32_t *)((char *)in + limit->off) = (int32_t)limit->max;
	csv_head(t.body, named(ep->out(), OUT, "items")->of());
	while (more) {
		enum err e;

		cx->mem = page;
		e = db_reading(cx, read_page, &t);
		cx->mem = whole;
		TRY(e);
		if (!rp->status)
			write_headers(cx, ep, rp);
		more = write_page(&t);
		if (t.body->full)
			return fail(cx, E_INTERNAL, "a page of the table is too long");
		if (sink && !sink->part(sink->arg, rp))
			return fail(cx, E_UNAVAILABLE, "whoever wanted the table has gone");
		arena_reset(page);
	}
	return OK;
}
