/* SPDX-License-Identifier: MIT */
#include "dispatch/kitchen.h"

#include "db/db.h"

#define BAKE_MAX 2000

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
SQL_HOT(q_orders,
	"SELECT o.id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.status, "
	"o.gift_note, o.time_slot_id, o.delivery_time_slot_name, o.cookies FROM orders o "
	"WHERE " OF_THE_DAY "ORDER BY o.from_hour, o.id LIMIT 1001");
SQL_HOT(q_lines,
	"SELECT i.order_id, i.product_name, i.product_type, i.pack_size, i.flavor_details, "
	"i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id "
	"AND i.edit_no = o.edit_no "
	"WHERE " OF_THE_DAY "AND i.product_type <> 'digital' "
	"ORDER BY o.from_hour, o.id, i.id LIMIT 50000");

static const struct col bake_cols[] = {
	COL(struct bake, product_type), COL(struct bake, size_name), COL(struct bake, flavor_id),
	COL(struct bake, flavor_name), COL(struct bake, quantity),
};
static const struct col order_cols[] = {
	COL(struct pack_order, id), COL(struct pack_order, number), COL(struct pack_order, status),
	COL(struct pack_order, gift_note), COL(struct pack_order, time_slot_id),
	COL(struct pack_order, delivery_time_slot_name), COL(struct pack_order, cookies),
};
struct line { int64_t order_id; struct pack_line line; };
static const struct col line_cols[] = {
	COL(struct line, order_id),
	{ "product_name", offsetof(struct line, line.product_name), DB_STR },
	{ "product_type", offsetof(struct line, line.product_type), DB_STR },
	{ "pack_size", offsetof(struct line, line.pack_size), DB_STR },
	{ "flavor_details", offsetof(struct line, line.flavor_details), DB_STR },
	{ "quantity", offsetof(struct line, line.quantity), DB_I32 },
};

/* Gives each order its lines; both lists come in the same order. */
static void
hand_out(struct ctx *cx, struct kitchen *k, const struct line *lines, size_t n)
{
	struct pack_line *all = arena_array(cx->mem, struct pack_line, n + 1);
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		all[i] = lines[i].line;
	for (size_t i = 0; i < k->orders_n; i++) {
		struct pack_order *o = &k->orders[i];
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

enum err
kitchen_list(struct ctx *cx, struct day date, int64_t time_slot_id, struct kitchen *ret)
{
	struct kitchen k = { .date = date, .time_slot_id = time_slot_id };
	struct db_val slot = ID(time_slot_id);
	struct line *lines;
	size_t n;

	TRY(db_all(cx, &q_bake, bake_cols, &k.bake, &k.bake_n, BAKE_MAX, DAY(date), slot, slot));
	for (size_t i = 0; i < k.bake_n; i++)
		k.cookies += k.bake[i].quantity;
	TRY(db_all(cx, &q_orders, order_cols, &k.orders, &k.orders_n, KITCHEN_ORDERS + 1, DAY(date),
	           slot, slot));
	if (k.orders_n > KITCHEN_ORDERS) {
		k.orders_n = KITCHEN_ORDERS;
		k.is_cut = true;
	}
	TRY(db_all(cx, &q_lines, line_cols, &lines, &n, 50000, DAY(date), slot, slot));
	hand_out(cx, &k, lines, n);
	*ret = k;
	return OK;
}
