/* SPDX-License-Identifier: MIT */
/* Downloads: tokens that fetch a digital good a few times, and the counting of it.
 *
 * Owns      download_tokens (its customer_id goes with the order: sale/owner.h).
 * Rules     A token lives DOWNLOAD_SECS and fetches as often as the setting download_max said when it
 *           was made; one conditional statement counts, however many ask at once.  What begins at
 *           byte 0 counts; a later part counts only when more than DOWNLOAD_RESUME_SECS have passed
 *           since the token was last counted, so that a download which broke off can be resumed.
 *           Several parts in one request count as all of it.
 *           A delivery has at most DOWNLOAD_TOKENS_MAX that have not expired, spent ones among them: so
 *           much of it can be fetched in a day, and no more.
 *           Whoever holds a token may use it; only its hash is stored.  With the money for the line
 *           paid back it fetches nothing any more.
 * See       sale/delivery.h, fcgi/api/download.c, tests/http/download_test.c,
 *           tests/e2e/downloads.test.mjs */
#ifndef SALE_DOWNLOAD_H
#define SALE_DOWNLOAD_H

#include "sale/order_move.h"

#define DOWNLOAD_SECS 86400
#define DOWNLOAD_RESUME_SECS 3600
#define DOWNLOAD_TOKENS_MAX 10

struct download_link {
	const char *url;		/* with the token, which is told only now */
	int64_t expires_at;
	int32_t max_downloads;
};

/* A new token for a delivery: the actor's own (key NULL), or of the order with that key.
 * E_NOT_FOUND, E_DOWNLOAD_OVER, E_DOWNLOAD_LINKS. */
enum err download_offer(struct ctx *cx, const struct order_key *key, int64_t delivery_id,
                        struct download_link *ret) MUST_CHECK;

struct download { const char *storage_key, *media_type, *file_name; };

/* What the token fetches, counted.  `range` is the request's header of that name, NULL: none.
 * E_NOT_FOUND for no such token, E_DOWNLOAD_OVER for one that is spent, expired or paid back. */
enum err download_take(struct ctx *cx, const char *token, const char *range,
                       struct download *ret) MUST_CHECK;

/* A step of the job `purge`: removes at most max tokens that expired a month ago. */
enum err download_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* Does the range begin after byte 0 of so many bytes, and is it one alone? */
bool download_is_rest(const char *range, int64_t size);

#endif
