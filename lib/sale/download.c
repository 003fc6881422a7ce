/* SPDX-License-Identifier: MIT */
#include "sale/download.h"

#include "base/config.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/setting.h"
#include "sale/delivery.h"

#define PURGE_SECS (30 * 86400)

SQL_HOT(q_live, "SELECT COUNT(*) AS n FROM download_tokens WHERE delivery_id = ? "
                "AND expires_at > ?");
SQL(q_insert,
	"INSERT INTO download_tokens (delivery_id, order_id, customer_id, token_hash, expires_at, "
	"max_downloads, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_find,
	"SELECT t.id, t.delivery_id, fi.storage_key, fi.media_type, fi.original_name AS file_name, "
	"fi.size_bytes, (t.expires_at > ? AND NOT " DELIVERY_IS_OVER ") AS is_open, "
	"COALESCE(t.last_download_at > ?, 0) AS is_recent FROM download_tokens t "
	"JOIN orders o ON o.id = t.order_id AND o.deleted_at IS NULL "
	"JOIN deliveries d ON d.id = t.delivery_id JOIN order_items i ON i.id = d.order_item_id "
	"JOIN files fi ON fi.id = d.file_id WHERE t.token_hash = ?");
SQL_HOT(q_count,
	"UPDATE download_tokens SET download_count = download_count + 1, last_download_at = ? "
	"WHERE id = ? AND download_count < max_downloads AND expires_at > ?");
SQL_HOT(q_purge, "DELETE FROM download_tokens WHERE expires_at < ? ORDER BY expires_at LIMIT ?");

struct number { int64_t n; };
static const struct col number_cols[] = { COL(struct number, n) };
struct found {
	int64_t id, delivery_id;
	const char *storage_key, *media_type, *file_name;
	int64_t size_bytes;
	bool is_open;			/* neither expired nor paid back */
	bool is_recent;			/* was counted within the hour */
};
static const struct col found_cols[] = {
	COL(struct found, id), COL(struct found, delivery_id), COL(struct found, storage_key),
	COL(struct found, media_type), COL(struct found, file_name),
	COL(struct found, size_bytes), COL(struct found, is_open), COL(struct found, is_recent),
};

enum err
download_offer(struct ctx *cx, const struct order_key *key, int64_t delivery_id,
               struct download_link *ret)
{
	const char *token = token_new(cx->mem);
	struct hash h = token_hash(token);
	struct delivery_hold hold = { 0 };
	struct number live = { 0 };
	struct settings set;

	TRY(delivery_lock(cx, key, delivery_id, &hold));
	TRY(db_one(cx, &q_live, number_cols, &live, I64(delivery_id), TIME(cx->now)));
	if (live.n >= DOWNLOAD_TOKENS_MAX)
		return fail(cx, E_DOWNLOAD_LINKS, "%lld for delivery %lld", (long long)live.n,
		            (long long)delivery_id);
	TRY(settings_read(cx, &set));
	ret->url = arena_fmt(cx->mem, "%s/api/v1/downloads/%s", cx->config->shop_url, token);
	ret->expires_at = cx->now + DOWNLOAD_SECS;
	ret->max_downloads = (int32_t)set.download_max;
	return db_exec(cx, &q_insert, NULL, I64(delivery_id), I64(hold.order_id),
	               ID(hold.customer_id), HASH(&h), TIME(ret->expires_at),
	               I32(ret->max_downloads), TIME(cx->now));
}

bool
download_is_rest(const char *range, int64_t size)
{
	int64_t n;

	if (!range || strncasecmp(range, "bytes=", 6) != 0)
		return false;
	range += 6 + strspn(range + 6, " ");
	size_t digits = strspn(range + (*range == '-'), "0123456789");
	if (digits == 0 || digits > 18 || strchr(range, ','))
		return false;
	n = strtoll(range, NULL, 10);
	/* "-500" are the last 500 bytes. */
	return n < 0 ? size + n > 0 : n > 0 && range[digits] == '-';
}

/* One more, if there is one left. */
static enum err
count(struct ctx *cx, const struct found *f)
{
	int64_t changed;

	TRY(db_exec(cx, &q_count, &changed, TIME(cx->now), I64(f->id), TIME(cx->now)));
	if (changed == 0)
		return fail(cx, E_DOWNLOAD_OVER, "token %lld is spent", (long long)f->id);
	return delivery_count(cx, f->delivery_id);
}

enum err
download_take(struct ctx *cx, const char *token, const char *range, struct download *ret)
{
	struct hash h = token_hash(token);
	struct found f = { 0 };

	TRY(db_one(cx, &q_find, found_cols, &f, TIME(cx->now), TIME(cx->now - DOWNLOAD_RESUME_SECS),
	           HASH(&h)));
	if (!f.is_open)
		return fail(cx, E_DOWNLOAD_OVER, "token %lld", (long long)f.id);
	if (!f.is_recent || !download_is_rest(range, f.size_bytes))
		TRY(count(cx, &f));
	*ret = (struct download){ f.storage_key, f.media_type, f.file_name };
	return OK;
}

enum err
download_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	int64_t gone;

	TRY(db_exec(cx, &q_purge, &gone, TIME(cx->now - PURGE_SECS), I32(max)));
	*ret_done = (int32_t)gone;
	return OK;
}
