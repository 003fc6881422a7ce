/* SPDX-License-Identifier: MIT */
#include "dispatch/kitchen.h"

#include "base/buf.h"
#include "db/db.h"
#include "ops/audit.h"
#include "place/place.h"
#include "sale/order_move.h"

#define BAKE_MAX 2000
/* A change may be told only when its transaction is done: so far each question looks back. */
#define LOOK_BACK_SECS 30

#define OF_THE_DAY                                                                                 \
	"o.delivery_date = ? AND (? IS NULL OR o.time_slot_id = ?) "                               \
	"AND o.status IN ('confirmed', 'preparing') AND o.deleted_at IS NULL "

SQL_HOT(q_bake,
	"SELECT i.product_type, f.size_name, f.flavor_id, f.flavor_name, "
	"CAST(SUM(f.quantity * i.quantity) AS SIGNED) AS quantity "
	"FROM orders o JOIN order_items i ON i.order_id = o.id "
	"AND i.edit_no = o.edit_no "
	"JOIN JSON_TABLE(i.flavor_details, '$[*]' COLUMNS ("
	"flavor_id BIGINT PATH '$.flavor_id', flavor_name VARCHAR(100) PATH '$.flavor_name', "
	"size_name VARCHAR(50) PATH '$.size_name', quantity INT PATH '$.quantity')) AS f "
	"WHERE " OF_THE_DAY
	"GROUP BY i.product_type, f.size_name, f.flavor_id, f.flavor_name "
	"ORDER BY f.size_name, f.flavor_name, i.product_type, f.flavor_id LIMIT 2000");
#define ORDER_COLUMNS                                                                              \
	"SELECT o.id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.status, "    \
	"o.gift_note, o.time_slot_id, o.delivery_time_slot_name, o.cookies, o.version, "           \
	"o.packed_at FROM orders o "
SQL_HOT(q_orders, ORDER_COLUMNS
	"WHERE " OF_THE_DAY "AND (? IS NULL OR o.updated_at >= ?) "
	"ORDER BY o.from_hour, o.id LIMIT 1001");
SQL_HOT(q_order, ORDER_COLUMNS "WHERE o.id = ?");
#define LINE_COLUMNS                                                                               \
	"SELECT i.order_id, i.product_name, i.product_type, i.pack_size, i.flavor_details, "       \
	"i.quantity, (SELECT CAST(COALESCE(SUM(r.quantity), 0) AS SIGNED) FROM refund_items r "    \
	"JOIN refunds b ON b.id = r.refund_id AND b.status <> 'failed' "                           \
	"WHERE r.order_item_id = i.id) AS refunded "                                               \
	"FROM orders o JOIN order_items i ON i.order_id = o.id "                                   \
	"AND i.edit_no = o.edit_no AND i.product_type <> 'digital' "
SQL_HOT(q_lines, LINE_COLUMNS
	"WHERE " OF_THE_DAY "AND (? IS NULL OR o.updated_at >= ?) "
	"ORDER BY o.from_hour, o.id, i.id LIMIT 50000");
SQL_HOT(q_lines_of, LINE_COLUMNS "WHERE o.id = ? ORDER BY i.id LIMIT 50");
SQL_HOT(q_present, "SELECT o.id FROM orders o WHERE " OF_THE_DAY "ORDER BY o.id LIMIT 5000");

static const struct col bake_cols[] = {
	COL(struct bake, product_type), COL(struct bake, size_name), COL(struct bake, flavor_id),
	COL(struct bake, flavor_name), COL(struct bake, quantity),
};
static const struct col order_cols[] = {
	COL(struct pack_order, id), COL(struct pack_order, number), COL(struct pack_order, status),
	COL(struct pack_order, gift_note), COL(struct pack_order, time_slot_id),
	COL(struct pack_order, delivery_time_slot_name), COL(struct pack_order, cookies),
	COL(struct pack_order, version), COL_TIME(struct pack_order, packed_at),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };
struct its_line { int64_t order_id; struct pack_line line; };
static const struct col line_cols[] = {
	COL(struct its_line, order_id),
	{ "product_name", offsetof(struct its_line, line.product_name), DB_STR },
	{ "product_type", offsetof(struct its_line, line.product_type), DB_STR },
	{ "pack_size", offsetof(struct its_line, line.pack_size), DB_STR },
	{ "flavor_details", offsetof(struct its_line, line.flavor_details), DB_STR },
	{ "quantity", offsetof(struct its_line, line.quantity), DB_I32 },
	{ "refunded", offsetof(struct its_line, line.refunded), DB_I32 },
};

/* Gives each order its lines; both lists come in the same order. */
static void
hand_out(struct ctx *cx, struct pack_order *orders, size_t orders_n, const struct its_line *lines,
         size_t n)
{
	struct pack_line *all = arena_array(cx->mem, struct pack_line, n + 1);
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		all[i] = lines[i].line;
	for (size_t i = 0; i < orders_n; i++) {
		struct pack_order *o = &orders[i];
		size_t from = at;

		/* An order may have no lines, and one that has just left the list may have some. */
		while (from < n && lines[from].order_id != o->id)
			from++;
		if (from == n)
			continue;
		o->items = all + from;
		for (at = from; at < n && lines[at].order_id == o->id; at++)
			o->items_n++;
	}
}

/* Those of a day and slot that changed since. */
static enum err
read_orders(struct ctx *cx, struct day date, int64_t slot, int64_t since, struct pack_order **ret,
            size_t *ret_n)
{
	struct its_line *lines;
	size_t n;

	TRY(db_all(cx, &q_orders, order_cols, ret, ret_n, KITCHEN_ORDERS + 1, DAY(date), ID(slot),
	           ID(slot), TIME(since), TIME(since)));
	TRY(db_all(cx, &q_lines, line_cols, &lines, &n, 50000, DAY(date), ID(slot), ID(slot),
	           TIME(since), TIME(since)));
	hand_out(cx, *ret, *ret_n, lines, n);
	return OK;
}

enum err
kitchen_bake(struct ctx *cx, struct day date, int64_t time_slot_id, struct bake **ret,
             size_t *ret_n)
{
	return db_all(cx, &q_bake, bake_cols, ret, ret_n, BAKE_MAX, DAY(date), ID(time_slot_id),
	              ID(time_slot_id));
}

enum err
kitchen_locks_at(struct ctx *cx, struct day date, int64_t time_slot_id, int64_t *ret)
{
	struct slot slot = { 0 };
	struct settings set;

	TRY(slot_get(cx, time_slot_id, &slot));
	TRY(settings_read(cx, &set));
	return slot_cutoff(cx, &set, &slot, date, ret);
}

enum err
kitchen_open(struct ctx *cx, struct day date, int64_t time_slot_id)
{
	int64_t locks_at;

	TRY(kitchen_locks_at(cx, date, time_slot_id, &locks_at));
	return cx->now < locks_at ? OK : fail(cx, E_KITCHEN_LOCKED, "since %lld",
	                                      (long long)locks_at);
}

enum err
kitchen_list(struct ctx *cx, struct day date, int64_t time_slot_id, struct kitchen *ret)
{
	struct kitchen k = { .date = date, .time_slot_id = time_slot_id };

	TRY(kitchen_bake(cx, date, time_slot_id, &k.bake, &k.bake_n));
	for (size_t i = 0; i < k.bake_n; i++)
		k.cookies += k.bake[i].quantity;
	TRY(read_orders(cx, date, time_slot_id, 0, &k.orders, &k.orders_n));
	if (k.orders_n > KITCHEN_ORDERS) {
		k.orders_n = KITCHEN_ORDERS;
		k.is_cut = true;
	}
	if (time_slot_id) {
		TRY(kitchen_locks_at(cx, date, time_slot_id, &k.locks_at));
		k.is_locked = cx->now >= k.locks_at;
		TRY(kitchen_compare(cx, date, time_slot_id, &k.bake, &k.bake_n, &k.print_no));
		TRY(tray_list(cx, date, time_slot_id, 0, &k.trays, &k.trays_n));
	}
	*ret = k;
	return OK;
}

static enum err
present(struct ctx *cx, struct day date, int64_t slot, const char **ret)
{
	struct number *ids;
	struct buf b;
	size_t n;

	TRY(db_all(cx, &q_present, number_cols, &ids, &n, 5000, DAY(date), I64(slot), I64(slot)));
	b = buf_in(cx->mem, n * 21 + 3);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%lld", i ? "," : "", (long long)ids[i].id);
	buf_char(&b, ']');
	*ret = b.data;
	return OK;
}

enum err
kitchen_changes(struct ctx *cx, struct day date, int64_t time_slot_id, int64_t since,
                struct kitchen_changes *ret)
{
	struct kitchen_changes c = { .since = cx->now - LOOK_BACK_SECS };
	struct bake *list = NULL;
	size_t n = 0;

	TRY(kitchen_compare(cx, date, time_slot_id, &list, &n, &c.print_no));
	TRY(read_orders(cx, date, time_slot_id, since, &c.orders, &c.orders_n));
	TRY(tray_list(cx, date, time_slot_id, since, &c.trays, &c.trays_n));
	TRY(present(cx, date, time_slot_id, &c.present));
	*ret = c;
	return OK;
}

enum err
kitchen_pack(struct ctx *cx, int64_t order_id, struct pack_order *ret)
{
	struct its_line *lines;
	bool now;
	size_t n;

	TRY(order_pack(cx, order_id, &now));
	TRY(db_one(cx, &q_order, order_cols, ret, I64(order_id)));
	TRY(db_all(cx, &q_lines_of, line_cols, &lines, &n, 50, I64(order_id)));
	hand_out(cx, ret, 1, lines, n);
	return now ? audit_write(cx, "order.pack", "orders", order_id, NULL, NULL, NULL) : OK;
}
