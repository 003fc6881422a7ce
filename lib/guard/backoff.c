/* SPDX-License-Identifier: MIT */
/* A row's expires_at is its last failure plus BACKOFF_KEEP_SECS: purging expired rows suits it. */
#include "guard/backoff.h"

#include "base/crypto.h"
#include "db/db.h"

/* Makes the row if there is none, and locks it in either case. */
SQL(q_begin, "INSERT INTO rate_limits (bucket, hits, expires_at) VALUES (?, 0, ?) "
             "ON DUPLICATE KEY UPDATE hits = hits");
SQL_HOT(q_read, "SELECT hits, expires_at FROM rate_limits WHERE bucket = ? FOR UPDATE");
SQL_HOT(q_look, "SELECT hits, expires_at FROM rate_limits WHERE bucket = ?");
SQL_HOT(q_count, "UPDATE rate_limits SET hits = ?, expires_at = ? WHERE bucket = ?");
SQL_HOT(q_forget, "UPDATE rate_limits SET hits = 0 WHERE bucket = ?");

struct row { int32_t hits; int64_t expires_at; };
static const struct col row_cols[] = { COL(struct row, hits), COL_TIME(struct row, expires_at) };

static struct hash
bucket_of(struct ctx *cx, const char *what, const char *who)
{
	const char *key = arena_fmt(cx->mem, "backoff|%s|%s", what, who);

	return keyed_hash(cx->keys, KEY_RATE, key, strlen(key));
}

static int64_t
wait_after(int32_t failures)
{
	int over = failures - BACKOFF_FREE;

	if (over < 0)
		return 0;
	return over >= 9 ? BACKOFF_MOST_SECS : 2LL << over;
}

static int64_t
ends_at(const struct row *row)
{
	return row->expires_at - BACKOFF_KEEP_SECS + wait_after(row->hits);
}

static enum err
take(struct ctx *cx, void *arg)
{
	const struct hash *bucket = arg;
	struct row row = { 0 };
	int64_t until;

	TRY(db_exec(cx, &q_begin, NULL, HASH(bucket), TIME(cx->now + BACKOFF_KEEP_SECS)));
	TRY(db_one(cx, &q_read, row_cols, &row, HASH(bucket)));
	if (row.expires_at <= cx->now)
		row.hits = 0;
	until = ends_at(&row);
	if (row.hits >= BACKOFF_FREE && cx->now < until) {
		cx->retry_after_secs = until - cx->now;
		return fail(cx, E_LOGIN_LATER, "%d failures", row.hits);
	}
	return db_exec(cx, &q_count, NULL, I32(row.hits + 1), TIME(cx->now + BACKOFF_KEEP_SECS),
	               HASH(bucket));
}

enum err
backoff_take(struct ctx *cx, const char *what, const char *who)
{
	struct hash bucket = bucket_of(cx, what, who);

	/* A try that is counted twice because its COMMIT got lost does no harm. */
	return db_transaction(cx, DB_AGAIN, take, &bucket);
}

enum err
backoff_wait(struct ctx *cx, const char *what, const char *who, int64_t *ret)
{
	struct hash bucket = bucket_of(cx, what, who);
	struct row row = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_look, row_cols, &row, &found, HASH(&bucket)));
	*ret = found && row.hits >= BACKOFF_FREE && ends_at(&row) > cx->now
	       ? ends_at(&row) - cx->now : 0;
	return OK;
}

enum err
backoff_forget(struct ctx *cx, const char *what, const char *who)
{
	struct hash bucket = bucket_of(cx, what, who);

	return db_exec(cx, &q_forget, NULL, HASH(&bucket));
}
