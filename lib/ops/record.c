/* SPDX-License-Identifier: MIT */
#include "ops/record.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/page.h"
#include "ops/audit.h"

#include <string.h>

#define ARGS_MAX 48
#define AUDIT_BYTES (60 * 1024)

/* ---- values ---- */

static struct db_val
value_of(const struct record_field *f, const void *from)
{
	const void *at = (const char *)from + f->off;

	switch (f->type) {
	case RECORD_id:
		return ID(*(const int64_t *)at);
	case RECORD_i64:
		return I64(*(const int64_t *)at);
	case RECORD_i32:
		return I32(*(const int32_t *)at);
	case RECORD_limit: case RECORD_switch: {
		int32_t v = *(const int32_t *)at;
		return v < 0 ? NIL() : I32(v);
	}
	case RECORD_flag:
		return FLAG(*(const bool *)at);
	case RECORD_money:
		return MONEY(*(const struct money *)at);
	case RECORD_date:
		return DAY(*(const struct day *)at);
	case RECORD_time:
		return TIME(*(const int64_t *)at);
	case RECORD_hour:
		return HOUR(*(const struct hour *)at);
	case RECORD_str: case RECORD_text: case RECORD_choice: case RECORD_search:
		break;
	}
	return STR(*(const char *const *)at);
}

static bool
is_same(const struct db_val *a, const struct db_val *b)
{
	bool is_text = a->type == DB_STR && b->type == DB_STR;

	return a->type == b->type && (is_text ? str_eq(a->p, b->p) : a->i == b->i);
}

static void
write_value(struct buf *b, const struct db_val *v)
{
	char text[MONEY_TEXT > CLOCK_TEXT ? MONEY_TEXT : CLOCK_TEXT];

	switch (v->type) {
	case DB_NIL:
		buf_str(b, "null");
		return;
	case DB_STR:
		buf_json(b, v->p);
		return;
	case DB_MONEY:
		buf_json(b, money_text(money_of(v->i), text));
		return;
	case DB_TIME:
		buf_json(b, clock_text(v->i, text));
		return;
	case DB_DAY:
		buf_json(b, day_text((struct day){ (int32_t)v->i }, text));
		return;
	case DB_HOUR:
		buf_json(b, hour_text((struct hour){ (int32_t)v->i }, text));
		return;
	default:
		buf_int(b, v->i);
	}
}

/* The fields of `from` that `beside` (NULL: nothing) has otherwise, as a JSON object; NULL for nothing. */
static const char *
difference(struct ctx *cx, const struct record_kind *k, const void *from, const void *beside)
{
	struct buf b = buf_in(cx->mem, AUDIT_BYTES);

	if (!from)
		return NULL;
	buf_char(&b, '{');
	for (const struct record_field *f = k->fields; f->name; f++) {
		struct db_val v = value_of(f, from);
		struct db_val other = beside ? value_of(f, beside) : NIL();
		if (beside ? is_same(&v, &other) : v.type == DB_NIL)
			continue;
		buf_fmt(&b, "%s\"%s\":", b.len > 1 ? "," : "", f->name);
		write_value(&b, &v);
	}
	buf_char(&b, '}');
	return b.full ? "{}" : b.data;
}

/* ---- refusals ---- */

static enum err
blame(struct ctx *cx, const struct record_kind *k, enum err e)
{
	if (e != E_DUPLICATE && e != E_LIMIT)
		return e;
	for (const struct record_blame *b = k->blames; b && b->key; b++) {
		if (db_duplicate_of(cx->db, b->key))
			return fail_at(cx, e == E_DUPLICATE ? E_CONFLICT : E_INVALID, b->field,
			               "%s refuses", b->key);
	}
	return e;
}

/* The row as it is now goes out with the refusal. */
static enum err
outdated(struct ctx *cx, const void *now, int32_t version)
{
	cx->detail = now;
	return fail(cx, E_CONFLICT, "version %d is not the present one", version);
}

static int32_t
version_of(const struct record_kind *k, const void *row)
{
	return *(const int32_t *)((const char *)row + k->version_off);
}

static bool
is_deleted(const struct record_kind *k, const void *row)
{
	return *(const int64_t *)((const char *)row + k->deleted_off) != 0;
}

/* ---- reading ---- */

static enum err
read_one(struct ctx *cx, const struct record_kind *k, const struct sql *q, int64_t id, void *ret)
{
	struct db_val args[] = { I64(id) };

	return db_one_(cx, q, k->cols, k->cols_n, ret, k->size, NULL, args, 1);
}

enum err
record_get(struct ctx *cx, const struct record_kind *k, int64_t id, void *ret)
{
	return read_one(cx, k, k->get, id, ret);
}

static const struct sql *
sorted_by(const struct record_kind *k, const char *sort)
{
	for (const struct record_sort *s = k->sorts; s->name; s++)
		if (!sort || str_eq(s->name, sort))
			return s->q;
	BUG_ON(true);	/* the input knows the choices */
}

/* What every kind's page looks like. */
struct page { char *items; size_t items_n; const char *next_cursor; };

enum err
record_list(struct ctx *cx, const struct record_kind *k, const struct record_ask *ask, void *ret)
{
	struct page *page = ret;
	struct page_from from;
	struct db_val args[ARGS_MAX];
	size_t n = 0;

	TRY(cursor_read(cx, ask->cursor, &from));
	args[n++] = FLAG(ask->deleted_too);
	for (const struct record_field *f = k->filters; f->name; f++) {
		BUG_ON(n + 7 > ARGS_MAX);
		args[n] = value_of(f, ask->filter);
		if (f->type == RECORD_search)
			args[n] = STR(db_like(cx, args[n].p));
		args[n + 1] = args[n];
		n += 2;
	}
	args[n++] = I64(from.id);
	args[n++] = STR(from.key);
	args[n++] = STR(from.key);
	args[n++] = I64(from.id);
	args[n++] = I32(ask->limit + 1);
	TRY(db_all_(cx, sorted_by(k, ask->sort), k->cols, k->cols_n, (void **)&page->items, k->size,
	            &page->items_n, RECORD_PAGE_MAX + 1, args, n));
	if (page_cut(&page->items_n, ask->limit)) {
		const char *last = page->items + (page->items_n - 1) * k->size;
		page->next_cursor = cursor_text(cx, *(const char *const *)(last + k->sort_key_off),
		                                *(const int64_t *)last);
	}
	return OK;
}

/* ---- changing ---- */

/* `old` and `fields` are structs of fields; NULL before it was there and after it was taken away. */
static enum err
changed(struct ctx *cx, const struct record_kind *k, const char *what, int64_t id, const void *old,
        const void *fields)
{
	TRY(audit_write(cx, arena_fmt(cx->mem, "%s.%s", k->table, what), k->table, id,
	                difference(cx, k, old, fields), difference(cx, k, fields, old), NULL));
	return k->changed ? k->changed(cx, id, old, fields) : OK;
}

static size_t
bind_fields(const struct record_kind *k, const void *fields, struct db_val *args, size_t n)
{
	for (const struct record_field *f = k->fields; f->name; f++) {
		BUG_ON(n + 3 > ARGS_MAX);
		args[n++] = value_of(f, fields);
	}
	return n;
}

enum err
record_add(struct ctx *cx, const struct record_kind *k, void *fields, void *ret)
{
	struct db_val args[ARGS_MAX] = { TIME(cx->now), TIME(cx->now) };
	int64_t id;
	enum err e;

	if (k->check)
		TRY(k->check(cx, NULL, fields));
	e = db_exec_(cx, k->add, NULL, &id, args, bind_fields(k, fields, args, 2));
	TRY(blame(cx, k, e));
	TRY(changed(cx, k, "add", id, NULL, fields));
	return record_get(cx, k, id, ret);
}

/* Locks the row in the state that was seen. */
static enum err
lock(struct ctx *cx, const struct record_kind *k, int64_t id, int32_t version, char **ret)
{
	*ret = arena_alloc(cx->mem, k->size);
	TRY(read_one(cx, k, k->lock, id, *ret));
	if (is_deleted(k, *ret))
		return fail(cx, E_NOT_FOUND, "%s %lld is deleted", k->table, (long long)id);
	return version_of(k, *ret) == version ? OK : outdated(cx, *ret, version);
}

enum err
record_set(struct ctx *cx, const struct record_kind *k, int64_t id, int32_t version, void *fields,
           void *ret)
{
	struct db_val args[ARGS_MAX] = { TIME(cx->now) };
	size_t n;
	char *row;

	TRY(lock(cx, k, id, version, &row));
	if (k->check)
		TRY(k->check(cx, row + k->fields_off, fields));
	n = bind_fields(k, fields, args, 1);
	args[n++] = I64(id);
	args[n++] = I32(version);
	TRY(blame(cx, k, db_exec_(cx, k->set, NULL, NULL, args, n)));
	TRY(changed(cx, k, "set", id, row + k->fields_off, fields));
	return record_get(cx, k, id, ret);
}

enum err
record_take(struct ctx *cx, const struct record_kind *k, int64_t id, int32_t version)
{
	char *row;
	enum err e;

	TRY(lock(cx, k, id, version, &row));
	if (k->bring)
		e = db_exec(cx, k->take, NULL, TIME(cx->now), TIME(cx->now), I64(id), I32(version));
	else
		e = db_exec(cx, k->take, NULL, I64(id), I32(version));
	if (e == E_LIMIT)
		return fail(cx, E_IN_USE, "%s %lld is in use", k->table, (long long)id);
	TRY(e);
	return changed(cx, k, "remove", id, row + k->fields_off, NULL);
}

enum err
record_bring(struct ctx *cx, const struct record_kind *k, int64_t id, void *ret)
{
	const void *fields = (const char *)ret + k->fields_off;
	int64_t brought;

	TRY(db_exec(cx, k->bring, &brought, TIME(cx->now), I64(id)));
	TRY(record_get(cx, k, id, ret));
	return brought ? changed(cx, k, "restore", id, NULL, fields) : OK;
}

/* ---- what kinds check ---- */

enum err
record_check_slug(struct ctx *cx, const char *slug)
{
	size_t n = strlen(slug);
	bool ok = n > 0 && strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;

	if (!ok || slug[0] == '-' || slug[n - 1] == '-' || strstr(slug, "--"))
		return fail_at(cx, E_INVALID, "slug", "not a-z 0-9 with single - between");
	return OK;
}

enum err
record_check_dates(struct ctx *cx, const char *field, int64_t start, int64_t end)
{
	return !end || start < end ? OK : fail_at(cx, E_INVALID, field, "it ends before it begins");
}
