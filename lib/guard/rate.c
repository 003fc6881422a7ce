/* SPDX-License-Identifier: MIT */
/* One row for each (limit, who, window). */
#include "guard/rate.h"

#include "base/crypto.h"
#include "db/db.h"

#include <arpa/inet.h>

/* LAST_INSERT_ID(expression) hands the new count to this connection: one statement, no race. */
SQL(q_count, "INSERT INTO rate_limits (bucket, hits, expires_at) VALUES (?, 1, ?) "
             "ON DUPLICATE KEY UPDATE hits = LAST_INSERT_ID(hits + 1)");
SQL(q_begin, "INSERT INTO rate_limits (bucket, hits, expires_at) VALUES (?, 0, ?) "
             "ON DUPLICATE KEY UPDATE hits = hits");
SQL_HOT(q_spend, "UPDATE rate_limits SET hits = hits + ? WHERE bucket = ? AND hits + ? <= ?");
SQL_HOT(q_expire, "DELETE FROM rate_limits WHERE expires_at <= ? ORDER BY expires_at LIMIT ?");

const char *
rate_ip(struct ctx *cx)
{
	struct in6_addr a;
	char text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, cx->ip, &a) != 1)
		return cx->ip;
	memset(a.s6_addr + 8, 0, 8);
	return arena_str(cx->mem, inet_ntop(AF_INET6, &a, text, sizeof text));
}

/* The counter of the present window, and when that ends. */
static struct hash
bucket_of(struct ctx *cx, const struct rate *rate, const char *who, int64_t *ret_ends)
{
	int64_t window = cx->now / rate->window_secs;
	const char *key = arena_fmt(cx->mem, "%s|%d|%lld|%s", rate->name, rate->window_secs,
	                            (long long)window, who);

	*ret_ends = (window + 1) * rate->window_secs;
	return keyed_hash(cx->keys, KEY_RATE, key, strlen(key));
}

enum err
rate_spend(struct ctx *cx, const struct rate *rate, const char *who, int64_t n)
{
	int64_t ends, changed;
	struct hash bucket = bucket_of(cx, rate, who, &ends);

	TRY(db_exec(cx, &q_begin, NULL, HASH(&bucket), TIME(ends)));
	TRY(db_exec(cx, &q_spend, &changed, I64(n), HASH(&bucket), I64(n), I64(rate->limit)));
	if (changed == 1)
		return OK;
	cx->retry_after_secs = ends - cx->now;
	return fail(cx, E_TOO_MANY, "rate %s", rate->name);
}

enum err
rate_take(struct ctx *cx, const struct rate *rate, const char *who)
{
	int64_t ends, rows, hits = 1;
	struct hash bucket = bucket_of(cx, rate, who, &ends);
	enum err e = db_upsert(cx, &q_count, &rows, &hits, HASH(&bucket), TIME(ends));

	if (e == E_DB_RETRY || e == E_DB_LOCK_WAIT)
		e = db_upsert(cx, &q_count, &rows, &hits, HASH(&bucket), TIME(ends));
	if (e != OK)	/* a lost connection is db_reading's to mend: counting twice does no harm */
		return e == E_DB_LOST ? e : fail(cx, E_UNAVAILABLE, "rate %s cannot be counted",
		                                 rate->name);
	if (rows > 1 && hits > rate->limit) {
		cx->retry_after_secs = ends - cx->now;
		return fail(cx, E_TOO_MANY, "rate %s", rate->name);
	}
	return OK;
}

enum err
rate_note(struct ctx *cx, const char *name, const char *who)
{
	const char *key = arena_fmt(cx->mem, "note|%s|%s", name, who);
	struct hash bucket = keyed_hash(cx->keys, KEY_RATE, key, strlen(key));
	int64_t rows, hits;

	return db_upsert(cx, &q_count, &rows, &hits, HASH(&bucket), TIME(cx->now + 86400));
}

enum err
rate_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
