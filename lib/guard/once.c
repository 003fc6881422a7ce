/* SPDX-License-Identifier: MIT */
/* Idempotency keys. */
#include "guard/once.h"

#include "base/secret.h"
#include "db/db.h"

SQL(q_claim, "INSERT INTO idempotency_keys (scope, route, idem_key, body_hash, created_at) "
             "VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_find, "SELECT body_hash, status, reply FROM idempotency_keys "
                "WHERE scope = ? AND route = ? AND idem_key = ?");
SQL_HOT(q_keep, "UPDATE idempotency_keys SET status = ?, reply = ? "
                "WHERE scope = ? AND route = ? AND idem_key = ?");
SQL_HOT(q_expire, "DELETE FROM idempotency_keys WHERE created_at < ? ORDER BY created_at LIMIT ?");

struct row { struct hash body_hash; int32_t status; const char *reply; };
static const struct col row_cols[] = {
	COL(struct row, body_hash), COL(struct row, status), COL(struct row, reply),
};

bool
once_key_valid(const char *key)
{
	size_t n = key ? strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                             "0123456789_-") : 0;

	return n >= 16 && n <= 64 && key[n] == '\0';
}

static const char *
place_of(struct ctx *cx, const struct once *o)
{
	return arena_fmt(cx->mem, "idempotency_keys.reply|%s|%s|%s",
	                 hex_text(cx->mem, o->scope.b, HASH_BYTES), o->route, o->key);
}

enum err
once_claim(struct ctx *cx, const struct once *o, bool *found, struct once_reply *ret)
{
	struct row row = { 0 };
	enum err e = db_exec(cx, &q_claim, NULL, HASH(&o->scope), STR(o->route), STR(o->key),
	                     HASH(&o->body), TIME(cx->now));

	*found = false;
	if (e == E_DB_LOCK_WAIT) {
		cx->retry_after_secs = 2;
		return fail(cx, E_KEY_BUSY, "%s", o->route);
	}
	if (e != E_DUPLICATE)
		return e;
	TRY(db_one(cx, &q_find, row_cols, &row, HASH(&o->scope), STR(o->route), STR(o->key)));
	if (!secret_equal(row.body_hash.b, o->body.b, HASH_BYTES))
		return fail(cx, E_KEY_REUSED, "%s", o->route);
	ret->status = row.status;
	ret->body = row.reply ? unseal(cx, place_of(cx, o), row.reply, &ret->n) : NULL;
	if (!ret->body)
		return fail(cx, E_INTERNAL, "a kept reply cannot be opened");
	*found = true;
	return OK;
}

enum err
once_keep(struct ctx *cx, const struct once *o, int status, const char *body, size_t n)
{
	return db_exec(cx, &q_keep, NULL, I32(status), STR(seal(cx, place_of(cx, o), body, n)),
	               HASH(&o->scope), STR(o->route), STR(o->key));
}

enum err
once_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now - ONCE_KEPT_SECS), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
