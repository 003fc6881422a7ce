/* SPDX-License-Identifier: MIT */
#include "ops/audit_seal.h"

#include "base/buf.h"
#include "base/secret.h"
#include "db/db.h"

#include <string.h>

#define ROW_BYTES (512 * 1024)		/* of one row as text; its columns hold less */

/* Text of any kind as bytes, so that nothing in it is overlooked. */
SQL_HOT(q_rows,
	"SELECT id, CAST(admin_user_id AS CHAR) AS admin_user_id, action, entity, "
	"CAST(entity_id AS CHAR) AS entity_id, before_json, after_json, note, ip_address, request_id, "
	"created_at FROM admin_activity_log WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?");
#define SEAL_COLUMNS                                                                               \
	"SELECT first_id, last_id, rows_n, previous_hash, hash, sealed_at FROM audit_seals "
SQL_HOT(q_newest, SEAL_COLUMNS "ORDER BY first_id DESC LIMIT 1");
SQL_HOT(q_next, SEAL_COLUMNS "WHERE first_id > ? ORDER BY first_id LIMIT 1");
SQL(q_insert,
	"INSERT INTO audit_seals (first_id, last_id, rows_n, previous_hash, hash, sealed_at) "
	"VALUES (?, ?, ?, ?, ?, ?)");
SQL_HOT(q_open, "SELECT COUNT(*) AS n FROM admin_activity_log WHERE id > ?");

struct row {
	int64_t id;
	struct bytes admin_user_id, action, entity, entity_id, before_json, after_json, note,
		ip_address, request_id;
	int64_t created_at;
};
static const struct col row_cols[] = {
	COL(struct row, id), COL(struct row, admin_user_id), COL(struct row, action),
	COL(struct row, entity), COL(struct row, entity_id), COL(struct row, before_json),
	COL(struct row, after_json), COL(struct row, note), COL(struct row, ip_address),
	COL(struct row, request_id), COL_TIME(struct row, created_at),
};
static const struct col seal_cols[] = {
	COL(struct audit_seal, first_id), COL(struct audit_seal, last_id),
	COL(struct audit_seal, rows_n), COL(struct audit_seal, previous_hash),
	COL(struct audit_seal, hash), COL_TIME(struct audit_seal, sealed_at),
};
struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };

/* ---- the hash ---- */

/* With its length, so that two columns never read like one; NULL is not the empty text. */
static void
add_value(struct buf *b, struct bytes v)
{
	if (!v.data) {
		buf_str(b, "-;");
		return;
	}
	buf_fmt(b, "%zu:", v.n);
	buf_add(b, v.data, v.n);
	buf_char(b, ';');
}

static struct hash
hash_row(struct ctx *cx, struct buf *b, const struct hash *before, const struct row *r)
{
	const struct bytes values[] = {
		r->admin_user_id, r->action, r->entity, r->entity_id, r->before_json, r->after_json,
		r->note, r->ip_address, r->request_id,
	};

	b->len = 0;
	buf_add(b, before->b, HASH_BYTES);
	buf_fmt(b, "%lld;%lld;", (long long)r->id, (long long)r->created_at);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		add_value(b, values[i]);
	BUG_ON(b->full);
	return keyed_hash(cx->keys, KEY_AUDIT, b->data, b->len);
}

/* Of a seal that says everything else. */
static struct hash
hash_seal(struct ctx *cx, const struct audit_seal *s, const struct row *rows, size_t n)
{
	struct buf b = buf_in(cx->mem, ROW_BYTES);
	struct hash h;

	buf_add(&b, s->previous_hash.b, HASH_BYTES);
	buf_fmt(&b, "%lld;%lld;%d;%lld;", (long long)s->first_id, (long long)s->last_id, s->rows_n,
	        (long long)s->sealed_at);
	h = keyed_hash(cx->keys, KEY_AUDIT, b.data, b.len);
	for (size_t i = 0; i < n; i++)
		h = hash_row(cx, &b, &h, &rows[i]);
	return h;
}

/* ---- sealing ---- */

static enum err
newest(struct ctx *cx, void *arg)
{
	struct audit_seal *ret = arg;
	bool found;

	*ret = (struct audit_seal){ 0 };
	return db_maybe(cx, &q_newest, seal_cols, ret, &found);
}

enum err
audit_seal_newest(struct ctx *cx, struct audit_seal *ret)
{
	return db_reading(cx, newest, ret);
}

/* How many of them, from the first on, are old enough. */
static size_t
ripe(const struct ctx *cx, const struct row *rows, size_t n)
{
	size_t i = 0;

	while (i < n && rows[i].created_at <= cx->now - AUDIT_SEAL_AFTER_SECS)
		i++;
	return i;
}

struct sealing { int32_t max, done; };

static enum err
seal_next(struct ctx *cx, void *arg)
{
	struct sealing *to = arg;
	struct audit_seal last, s;
	struct row *rows;
	size_t n;

	to->done = 0;
	TRY(newest(cx, &last));
	TRY(db_all(cx, &q_rows, row_cols, &rows, &n, AUDIT_SEAL_ROWS, I64(last.last_id + 1),
	           I64(INT64_MAX), I32(to->max)));
	n = ripe(cx, rows, n);
	if (n == 0)
		return OK;
	s = (struct audit_seal){
		.first_id = last.last_id + 1, .last_id = rows[n - 1].id, .rows_n = (int32_t)n,
		.previous_hash = last.hash, .sealed_at = cx->now,
	};
	s.hash = hash_seal(cx, &s, rows, n);
	TRY(db_exec(cx, &q_insert, NULL, I64(s.first_id), I64(s.last_id), I32(s.rows_n),
	            HASH(&s.previous_hash), HASH(&s.hash), TIME(s.sealed_at)));
	to->done = s.rows_n;
	return OK;
}

enum err
audit_seal_step(struct ctx *cx, int32_t max, int32_t *ret)
{
	struct sealing to = { .max = max < AUDIT_SEAL_ROWS ? max : AUDIT_SEAL_ROWS };
	/* A lost COMMIT that had arrived is seen by the second run, which goes on after it. */
	enum err e = db_transaction(cx, DB_AGAIN, seal_next, &to);

	*ret = to.done;
	/* Somebody else made this one a moment ago. */
	return e == E_DUPLICATE ? OK : e;
}

/* ---- looking ---- */

static const char *
about(struct ctx *cx, int64_t first, int64_t last, const char *what)
{
	return arena_fmt(cx->mem, "rows %lld to %lld: %s", (long long)first, (long long)last, what);
}

static enum err
look(struct ctx *cx, const struct audit_seal *s, const struct audit_seal *before,
     const char **fault)
{
	struct row *rows;
	struct hash h;
	size_t n;

	/* Before the first one there is nothing, not even number 0. */
	TRY(db_all(cx, &q_rows, row_cols, &rows, &n, AUDIT_SEAL_ROWS + 1,
	           I64(before->last_id ? s->first_id : 0), I64(s->last_id),
	           I32(AUDIT_SEAL_ROWS + 1)));
	h = hash_seal(cx, s, rows, n);
	if (s->first_id != before->last_id + 1)
		*fault = about(cx, before->last_id + 1, s->first_id - 1, "their seal is gone");
	else if (!secret_equal(s->previous_hash.b, before->hash.b, HASH_BYTES))
		*fault = about(cx, s->first_id, s->last_id, "the seal is not of the one before");
	else if (n != (size_t)s->rows_n)
		*fault = about(cx, s->first_id, s->last_id, n < (size_t)s->rows_n
		               ? "some were removed" : "some were added");
	else if (!secret_equal(h.b, s->hash.b, HASH_BYTES))
		*fault = about(cx, s->first_id, s->last_id, "they or their seal were changed");
	return OK;
}

enum err
audit_check_next(struct ctx *cx, struct audit_check *c, const char **fault, bool *more)
{
	struct audit_seal s = { 0 };
	struct count open = { 0 };

	*fault = NULL;
	TRY(db_maybe(cx, &q_next, seal_cols, &s, more, I64(c->last.first_id)));
	if (!*more) {
		TRY(db_one(cx, &q_open, count_cols, &open, I64(c->last.last_id)));
		c->open = open.n;
		return OK;
	}
	TRY(look(cx, &s, &c->last, fault));
	c->seals++;
	c->rows += s.rows_n;
	c->last = s;
	return OK;
}
