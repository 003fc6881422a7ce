/* SPDX-License-Identifier: MIT */
#include "sale/owner.h"

#include "base/buf.h"
#include "db/db.h"

#include <stdlib.h>

#define FREE                                                                                       \
	"FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE o.deleted_at IS NULL "  \
	"AND (o.customer_id IS NULL OR c.type = 'guest') "
#define LOOK "SELECT o.id AS order_id, o.customer_id AS from_id " FREE
SQL_HOT(q_find_email, LOOK "AND o.customer_email = ? ORDER BY o.id LIMIT ?");
SQL_HOT(q_find_phone, LOOK "AND o.customer_phone = ? ORDER BY o.id LIMIT ?");
SQL_HOT(q_count_email, "SELECT COUNT(*) AS n " FREE "AND o.customer_email = ?");
SQL_HOT(q_count_phone, "SELECT COUNT(*) AS n " FREE "AND o.customer_phone = ?");

/* Rows are locked as they are read: STRAIGHT_JOIN reads them in the order of the list. */
SQL_HOT(q_lock_guests,
	"SELECT c.id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS i "
	"STRAIGHT_JOIN customers c ON c.id = i.id WHERE c.type = 'guest' ORDER BY c.id "
	"FOR UPDATE");
SQL_HOT(q_lock_orders,
	"SELECT o.id AS order_id, o.customer_id AS from_id "
	"FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$.order')) AS i "
	"STRAIGHT_JOIN orders o ON o.id = i.id WHERE o.deleted_at IS NULL "
	"AND (o.customer_email = ? OR o.customer_phone = ?) FOR UPDATE");

SQL_HOT(q_orders,
	"UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$.order', "
	"from_id BIGINT PATH '$.from', to_id BIGINT PATH '$.to')) AS i "
	"STRAIGHT_JOIN orders o ON o.id = i.id "
	"SET o.customer_id = i.to_id, o.updated_at = o.updated_at "
	"WHERE o.customer_id <=> i.from_id");
SQL_HOT(q_sales,
	"UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$.order')) AS i "
	"STRAIGHT_JOIN orders o ON o.id = i.id STRAIGHT_JOIN sales s ON s.order_id = o.id "
	"SET s.customer_id = o.customer_id");
SQL_HOT(q_tokens,
	"UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$.order')) AS i "
	"STRAIGHT_JOIN orders o ON o.id = i.id STRAIGHT_JOIN download_tokens t ON t.order_id = o.id "
	"SET t.customer_id = o.customer_id");

/* Those that came by the order's link. */
SQL_HOT(q_tickets,
	"UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$.order')) AS i "
	"STRAIGHT_JOIN orders o ON o.id = i.id "
	"STRAIGHT_JOIN customer_support_tickets t ON t.order_id = o.id "
	"SET t.customer_id = o.customer_id, t.updated_at = t.updated_at "
	"WHERE t.belongs_to = 'order'");

static const struct col move_cols[] = {
	COL(struct owner_move, order_id), COL(struct owner_move, from_id),
};
struct number { int64_t n; };
static const struct col number_cols[] = { COL(struct number, n) };
struct guest { int64_t id; };
static const struct col guest_cols[] = { COL(struct guest, id) };

static void
write_id(struct buf *b, int64_t id)
{
	if (id)
		buf_int(b, id);
	else
		buf_str(b, "null");
}

const char *
owner_json(struct ctx *cx, const struct owner_move *list, size_t n)
{
	struct buf b = buf_in(cx->mem, 256 * 1024);

	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? ",{\"order\":" : "{\"order\":");
		buf_int(&b, list[i].order_id);
		buf_str(&b, ",\"from\":");
		write_id(&b, list[i].from_id);
		buf_str(&b, ",\"to\":");
		write_id(&b, list[i].to_id);
		buf_char(&b, '}');
	}
	buf_char(&b, ']');
	BUG_ON(b.full);
	return b.data;
}

enum err
owner_find_free(struct ctx *cx, const struct owner_contact *by, struct owner_move **ret,
                size_t *ret_n)
{
	return db_all(cx, by->email ? &q_find_email : &q_find_phone, move_cols, ret, ret_n,
	              OWNER_MOVES_MAX + 1, STR(by->email ? by->email : by->phone),
	              I32(OWNER_MOVES_MAX + 1));
}

enum err
owner_count_free(struct ctx *cx, const struct owner_contact *by, int64_t *ret)
{
	struct number count = { 0 };

	TRY(db_one(cx, by->email ? &q_count_email : &q_count_phone, number_cols, &count,
	           STR(by->email ? by->email : by->phone)));
	*ret = count.n;
	return OK;
}

/* ---- locking ---- */

static int
compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The present owners that are guests still, locked and by rising id. */
static enum err
lock_guests(struct ctx *cx, const struct owner_move *list, size_t n, struct guest **ret,
            size_t *ret_n)
{
	struct buf b = buf_in(cx->mem, 64 * 1024);
	int64_t *ids = arena_array(cx->mem, int64_t, n);

	for (size_t i = 0; i < n; i++)
		ids[i] = list[i].from_id;
	qsort(ids, n, sizeof *ids, compare_ids);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++)
		if (ids[i] && (i == 0 || ids[i] != ids[i - 1]))
			buf_fmt(&b, "%s%lld", b.len > 1 ? "," : "", (long long)ids[i]);
	buf_char(&b, ']');
	BUG_ON(b.full);
	return db_all(cx, &q_lock_guests, guest_cols, ret, ret_n, n, STR(b.data));
}

enum err
owner_lock_free(struct ctx *cx, const struct owner_contact *by, struct owner_move **list, size_t *n)
{
	struct guest *guests;
	struct owner_move *locked;
	size_t guests_n, locked_n, kept = 0;

	TRY(lock_guests(cx, *list, *n, &guests, &guests_n));
	TRY(db_all(cx, &q_lock_orders, move_cols, &locked, &locked_n, *n,
	           STR(owner_json(cx, *list, *n)), STR(by->email), STR(by->phone)));
	/* An owner that was not locked came in between, or has become an account. */
	for (size_t i = 0; i < locked_n; i++)
		if (!locked[i].from_id ||
		    bsearch(&locked[i].from_id, guests, guests_n, sizeof *guests, compare_ids))
			locked[kept++] = locked[i];
	*list = locked;
	*n = kept;
	return OK;
}

/* ---- handing over ---- */

enum err
owner_hand_over(struct ctx *cx, const struct owner_move *list, size_t n, int64_t *ret_n)
{
	const char *json = owner_json(cx, list, n);

	TRY(db_exec(cx, &q_orders, ret_n, STR(json)));
	TRY(db_exec(cx, &q_sales, NULL, STR(json)));
	TRY(db_exec(cx, &q_tokens, NULL, STR(json)));
	return db_exec(cx, &q_tickets, NULL, STR(json));
}

/* ---- one order, to somebody who proved nothing ---- */

SQL_HOT(q_give,
	"UPDATE orders SET customer_id = ?, updated_at = updated_at "
	"WHERE id = ? AND customer_id IS NULL "
	"AND NOT EXISTS (SELECT 1 FROM sales s "
	"WHERE s.order_id = orders.id AND s.customer_id IS NOT NULL) "
	"AND NOT EXISTS (SELECT 1 FROM download_tokens d "
	"WHERE d.order_id = orders.id AND d.customer_id IS NOT NULL)");
SQL_HOT(q_give_sales, "UPDATE sales SET customer_id = ? WHERE order_id = ? AND customer_id IS NULL");
SQL_HOT(q_give_tokens,
	"UPDATE download_tokens SET customer_id = ? WHERE order_id = ? AND customer_id IS NULL");
SQL_HOT(q_follow,
	"UPDATE customer_support_tickets SET customer_id = ?, updated_at = updated_at "
	"WHERE order_id = ? AND belongs_to = 'order'");
SQL_HOT(q_take, "UPDATE orders SET customer_id = NULL, updated_at = updated_at "
                "WHERE id = ? AND customer_id = ?");
SQL_HOT(q_take_sales, "UPDATE sales SET customer_id = NULL WHERE order_id = ? AND customer_id = ?");
SQL_HOT(q_take_tokens,
	"UPDATE download_tokens SET customer_id = NULL WHERE order_id = ? AND customer_id = ?");

enum err
owner_give(struct ctx *cx, int64_t order_id, int64_t customer_id, struct owner_given *ret)
{
	int64_t orders, sales = 0, tokens = 0;

	TRY(db_exec(cx, &q_give, &orders, I64(customer_id), I64(order_id)));
	if (orders == 1) {
		TRY(db_exec(cx, &q_give_sales, &sales, I64(customer_id), I64(order_id)));
		TRY(db_exec(cx, &q_give_tokens, &tokens, I64(customer_id), I64(order_id)));
		TRY(db_exec(cx, &q_follow, NULL, I64(customer_id), I64(order_id)));
	}
	*ret = (struct owner_given){ orders == 1, (int32_t)sales, (int32_t)tokens };
	return OK;
}

enum err
owner_take_back(struct ctx *cx, int64_t order_id, int64_t customer_id, bool *ret)
{
	int64_t orders;

	TRY(db_exec(cx, &q_take, &orders, I64(order_id), I64(customer_id)));
	if (orders == 1) {
		TRY(db_exec(cx, &q_take_sales, NULL, I64(order_id), I64(customer_id)));
		TRY(db_exec(cx, &q_take_tokens, NULL, I64(order_id), I64(customer_id)));
		TRY(db_exec(cx, &q_follow, NULL, NIL(), I64(order_id)));
	}
	*ret = orders == 1;
	return OK;
}
