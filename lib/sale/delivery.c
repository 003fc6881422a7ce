/* SPDX-License-Identifier: MIT */
#include "sale/delivery.h"

#include "db/db.h"
#include "db/page.h"

#define PAGE_MAX 100

SQL_HOT(q_make,
	"INSERT INTO deliveries (order_id, order_item_id, file_id, created_at) "
	"SELECT o.id, i.id, pi.file_id, ? FROM orders o "
	"JOIN order_items i ON i.order_id = o.id AND i.edit_no = o.edit_no "
	"JOIN product_instance pi ON pi.id = i.product_instance_id "
	"WHERE o.id = ? AND i.product_type = 'digital'");
#define DELIVERY_COLUMNS                                                                           \
	"SELECT d.id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS order_number, "        \
	"i.product_name, fi.original_name AS file_name, fi.media_type, fi.size_bytes, "            \
	"d.customer_viewed_at, d.customer_download_count, " DELIVERY_IS_OVER " AS is_over, "       \
	"d.created_at FROM orders o JOIN deliveries d ON d.order_id = o.id "                       \
	"JOIN order_items i ON i.id = d.order_item_id JOIN files fi ON fi.id = d.file_id "         \
	"WHERE o.deleted_at IS NULL "
SQL_HOT(q_list_own, DELIVERY_COLUMNS "AND o.customer_id = ? AND d.id < ? "
                                     "ORDER BY d.id DESC LIMIT ?");
SQL_HOT(q_list_of, DELIVERY_COLUMNS "AND o.id = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?");
SQL_HOT(q_get_own, DELIVERY_COLUMNS "AND d.id = ? AND o.customer_id = ?");
SQL_HOT(q_view_own,
	"UPDATE orders o JOIN deliveries d ON d.order_id = o.id "
	"SET d.customer_viewed_at = COALESCE(d.customer_viewed_at, ?) "
	"WHERE d.id = ? AND o.customer_id = ? AND o.deleted_at IS NULL");
/* With the order locked, refunds of it and changes of its owner wait. */
#define LOCK                                                                                       \
	"SELECT id AS order_id, customer_id FROM orders "                                          \
	"WHERE id = (SELECT order_id FROM deliveries WHERE id = ?) AND deleted_at IS NULL "
SQL_HOT(q_lock_own, LOCK "AND customer_id = ? FOR UPDATE");
SQL_HOT(q_lock_of, LOCK "AND id = ? FOR UPDATE");
SQL_HOT(q_is_over, "SELECT " DELIVERY_IS_OVER " AS is_over FROM deliveries d "
                   "JOIN order_items i ON i.id = d.order_item_id WHERE d.id = ?");
SQL_HOT(q_count, "UPDATE deliveries SET customer_download_count = customer_download_count + 1 "
                 "WHERE id = ?");

static const struct col delivery_cols[] = {
	COL(struct delivery, id), COL(struct delivery, order_number),
	COL(struct delivery, product_name), COL(struct delivery, file_name),
	COL(struct delivery, media_type), COL(struct delivery, size_bytes),
	COL_TIME(struct delivery, customer_viewed_at),
	COL(struct delivery, customer_download_count), COL(struct delivery, is_over),
	COL_TIME(struct delivery, created_at),
};
static const struct col hold_cols[] = {
	COL(struct delivery_hold, order_id), COL(struct delivery_hold, customer_id),
};
struct over { bool is_over; };
static const struct col over_cols[] = { COL(struct over, is_over) };

enum err
delivery_make(struct ctx *cx, int64_t order_id)
{
	int64_t made;

	TRY(db_exec(cx, &q_make, &made, TIME(cx->now), I64(order_id)));
	if (!made)
		return OK;
	TRY(order_close_digital(cx, order_id));
	return order_tell_downloads(cx, order_id);
}

/* Of the customer or order `id`, as the statement goes. */
static enum err
list(struct ctx *cx, const struct sql *q, int64_t id, const char *cursor, int32_t limit,
     struct delivery_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, q, delivery_cols, &ret->items, &ret->items_n, PAGE_MAX + 1, I64(id),
	           I64(from.id ? from.id : INT64_MAX), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
delivery_list_own(struct ctx *cx, const char *cursor, int32_t limit, struct delivery_list *ret)
{
	return list(cx, &q_list_own, cx->actor.id, cursor, limit, ret);
}

enum err
delivery_list_of(struct ctx *cx, const struct order_key *key, const char *cursor, int32_t limit,
                 struct delivery_list *ret)
{
	int64_t order_id;

	TRY(order_find(cx, key, &order_id));
	return list(cx, &q_list_of, order_id, cursor, limit, ret);
}

enum err
delivery_view_own(struct ctx *cx, int64_t id, struct delivery *ret)
{
	int64_t found;

	TRY(db_exec(cx, &q_view_own, &found, TIME(cx->now), I64(id), I64(cx->actor.id)));
	if (!found)
		return fail(cx, E_NOT_FOUND, "delivery %lld", (long long)id);
	return db_one(cx, &q_get_own, delivery_cols, ret, I64(id), I64(cx->actor.id));
}

enum err
delivery_lock(struct ctx *cx, const struct order_key *key, int64_t id, struct delivery_hold *ret)
{
	struct over over = { false };
	int64_t order_id;

	if (key) {
		TRY(order_find(cx, key, &order_id));
		TRY(db_one(cx, &q_lock_of, hold_cols, ret, I64(id), I64(order_id)));
	} else {
		TRY(db_one(cx, &q_lock_own, hold_cols, ret, I64(id), I64(cx->actor.id)));
	}
	TRY(db_one(cx, &q_is_over, over_cols, &over, I64(id)));
	if (over.is_over)
		return fail(cx, E_DOWNLOAD_OVER, "delivery %lld was paid back", (long long)id);
	return OK;
}

enum err
delivery_count(struct ctx *cx, int64_t id)
{
	return db_exec(cx, &q_count, NULL, I64(id));
}
