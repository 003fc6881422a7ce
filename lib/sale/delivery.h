/* SPDX-License-Identifier: MIT */
/* Deliveries: the digital goods of paid orders, and who may have them.
 *
 * Owns      deliveries.
 * Rules     One for each digital line, made in the transaction that makes the order paid, with the
 *           file that the thing had at that moment.
 *           It is its order's: the customer's whose order it is, or of whoever holds the order's
 *           secret.  A line that was paid back with all its pieces is theirs no longer: the row
 *           stays, nothing can be fetched with it.
 * Does not  hand out tokens or count fetching (sale/download.h).
 * See       fcgi/api/download.c, tests/http/download_test.c, sql/checks/digital.sql */
#ifndef SALE_DELIVERY_H
#define SALE_DELIVERY_H

#include "sale/order_move.h"

/* For an order that was just paid, locked by the caller; tells the customer if there is something. */
enum err delivery_make(struct ctx *cx, int64_t order_id) MUST_CHECK;

struct delivery {
	int64_t id;
	const char *order_number, *product_name;	/* as at order time */
	const char *file_name, *media_type;
	int64_t size_bytes;
	int64_t customer_viewed_at;	/* 0: not yet */
	int32_t customer_download_count;
	bool is_over;			/* paid back */
	int64_t created_at;
};
struct delivery_list { struct delivery *items; size_t items_n; const char *next_cursor; };

/* Newest first; `limit` at most 100.  Of the actor; or of the order with that key: E_NOT_FOUND. */
enum err delivery_list_own(struct ctx *cx, const char *cursor, int32_t limit,
                           struct delivery_list *ret) MUST_CHECK;
enum err delivery_list_of(struct ctx *cx, const struct order_key *key, const char *cursor,
                          int32_t limit, struct delivery_list *ret) MUST_CHECK;

/* The actor has seen it: noted the first time.  E_NOT_FOUND. */
enum err delivery_view_own(struct ctx *cx, int64_t id, struct delivery *ret) MUST_CHECK;

/* Locks its order, so that a token can be given out: the actor's own (key NULL), or of the order with
 * that key.  E_NOT_FOUND; E_DOWNLOAD_OVER when it was paid back. */
struct delivery_hold { int64_t order_id, customer_id; };	/* customer 0: nobody's */
enum err delivery_lock(struct ctx *cx, const struct order_key *key, int64_t id,
                       struct delivery_hold *ret) MUST_CHECK;

/* It was fetched once more. */
enum err delivery_count(struct ctx *cx, int64_t id) MUST_CHECK;

/* For statements with a line `i`: were all its pieces paid back? */
#define DELIVERY_IS_OVER                                                                           \
	"(i.quantity <= (SELECT COALESCE(SUM(ri.quantity), 0) FROM refund_items ri "               \
	"JOIN refunds r ON r.id = ri.refund_id AND r.status <> 'failed' "                          \
	"WHERE ri.order_item_id = i.id))"

#endif
