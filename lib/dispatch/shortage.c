/* SPDX-License-Identifier: MIT */
#include "dispatch/shortage.h"

#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"

#define SUBSTITUTES_MAX 20000

#define SHORTAGE_COLUMNS                                                                           \
	"SELECT s.id, s.delivery_date, s.time_slot_id, s.flavor_id, f.name AS flavor_name, "       \
	"s.size_name, s.existing, s.needed, s.version, (SELECT COUNT(*) FROM shortage_orders o "   \
	"WHERE o.shortage_id = s.id AND o.state = 'open') AS open_n "                              \
	"FROM shortages s JOIN flavors f ON f.id = s.flavor_id "
SQL_HOT(q_get, SHORTAGE_COLUMNS "WHERE s.id = ?");
SQL_HOT(q_list, SHORTAGE_COLUMNS "WHERE s.delivery_date = ? AND s.time_slot_id = ? "
                                 "ORDER BY s.id LIMIT 200");
SQL_HOT(q_orders,
	"SELECT s.order_id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, "
	"o.customer_name, o.customer_phone, o.status AS order_status, o.payment_status, s.state, "
	"s.missing, s.refunded, s.substitute_flavor_id, s.refund_id, s.answered_by, s.version "
	"FROM shortage_orders s JOIN orders o ON o.id = s.order_id WHERE s.shortage_id = ? "
	"ORDER BY o.created_at, o.id LIMIT 5000");
/* What the packs with the flavor allow at its price, and is not short itself. */
SQL_HOT(q_substitutes,
	"SELECT s.order_id, f.id AS flavor_id, f.name FROM shortage_orders s "
	"JOIN shortages h ON h.id = s.shortage_id JOIN orders o ON o.id = s.order_id "
	"JOIN order_items i ON i.order_id = o.id AND i.edit_no = o.edit_no "
	"AND i.product_type = 'pack' "
	"JOIN product_instance_flavor a ON a.product_instance_id = i.product_instance_id "
	"AND a.flavor_id = h.flavor_id "
	"JOIN product_instance_flavor b ON b.product_instance_id = i.product_instance_id "
	"AND b.flavor_id <> h.flavor_id AND b.price_adjustment = a.price_adjustment "
	"JOIN flavors f ON f.id = b.flavor_id AND f.is_active = 1 AND f.deleted_at IS NULL "
	"LEFT JOIN shortages x ON x.delivery_date = h.delivery_date "
	"AND x.time_slot_id = h.time_slot_id AND x.flavor_id = b.flavor_id AND x.existing < x.needed "
	"WHERE s.shortage_id = ? AND s.state = 'open' AND x.id IS NULL "
	"AND JSON_CONTAINS(i.flavor_details, JSON_OBJECT('flavor_id', h.flavor_id)) "
	"GROUP BY s.order_id, f.id, f.name, o.created_at, o.id ORDER BY o.created_at, o.id, f.id "
	"LIMIT 20000");
/* Who wants it, in the order in which they are served; without what was paid back. */
SQL_HOT(q_needs,
	"SELECT o.id AS order_id, CAST(SUM(f.quantity * i.quantity) AS SIGNED) - "
	"CAST(COALESCE(MAX(s.refunded), 0) AS SIGNED) AS need FROM orders o "
	"JOIN order_items i ON i.order_id = o.id AND i.edit_no = o.edit_no "
	"JOIN JSON_TABLE(i.flavor_details, '$[*]' COLUMNS (flavor_id BIGINT PATH '$.flavor_id', "
	"size_name VARCHAR(50) PATH '$.size_name', quantity INT PATH '$.quantity')) AS f "
	"LEFT JOIN shortage_orders s ON s.order_id = o.id AND s.shortage_id = ? "
	"WHERE o.delivery_date = ? AND o.time_slot_id = ? AND o.status IN ('confirmed', 'preparing') "
	"AND o.deleted_at IS NULL AND f.flavor_id = ? AND COALESCE(f.size_name, '') = ? "
	"GROUP BY o.id, o.packed_at, o.created_at "
	"ORDER BY o.packed_at IS NULL, o.created_at, o.id LIMIT 5000");
SQL(q_add,
	"INSERT INTO shortages (delivery_date, time_slot_id, flavor_id, size_name, existing, needed, "
	"created_at, updated_at) SELECT ?, t.id, f.id, ?, ?, 0, ?, ? FROM delivery_time_slots t "
	"JOIN flavors f ON f.id = ? WHERE t.id = ?");
SQL_HOT(q_change,
	"UPDATE shortages SET existing = ?, version = version + 1, updated_at = ? "
	"WHERE delivery_date = ? AND time_slot_id = ? AND flavor_id = ? AND size_name = ? "
	"AND version = ?");
SQL_HOT(q_id, "SELECT id FROM shortages WHERE delivery_date = ? AND time_slot_id = ? "
              "AND flavor_id = ? AND size_name = ?");
SQL_HOT(q_needed, "UPDATE shortages SET needed = ? WHERE id = ?");
/* One that was answered may lack something again: then it waits for another answer. */
SQL(q_affect,
	"INSERT INTO shortage_orders (shortage_id, order_id, missing, created_at, updated_at) "
	"VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	"version = version + (state <> 'open' OR missing <> VALUES(missing)), state = 'open', "
	"missing = VALUES(missing), updated_at = VALUES(updated_at)");
SQL_HOT(q_serve, "UPDATE shortage_orders SET state = 'served', missing = 0, "
                 "version = version + 1, updated_at = ? "
                 "WHERE shortage_id = ? AND order_id = ? AND state = 'open'");

static const struct col shortage_cols[] = {
	COL(struct shortage, id), COL(struct shortage, delivery_date),
	COL(struct shortage, time_slot_id), COL(struct shortage, flavor_id),
	COL(struct shortage, flavor_name), COL(struct shortage, size_name),
	COL(struct shortage, existing), COL(struct shortage, needed),
	COL(struct shortage, version), COL(struct shortage, open_n),
};
static const struct col order_cols[] = {
	COL(struct shortage_order, order_id), COL(struct shortage_order, number),
	COL(struct shortage_order, customer_name), COL(struct shortage_order, customer_phone),
	COL(struct shortage_order, order_status), COL(struct shortage_order, payment_status),
	COL(struct shortage_order, state), COL(struct shortage_order, missing),
	COL(struct shortage_order, refunded), COL(struct shortage_order, substitute_flavor_id),
	COL(struct shortage_order, refund_id), COL(struct shortage_order, answered_by),
	COL(struct shortage_order, version),
};
static const struct col flavor_cols[] = {
	COL(struct shortage_flavor, order_id), COL(struct shortage_flavor, flavor_id),
	COL(struct shortage_flavor, name),
};
static const struct col need_cols[] = {
	COL(struct shortage_need, order_id), COL(struct shortage_need, need),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

/* ---- reading ---- */

enum err
shortage_list(struct ctx *cx, struct day date, int64_t time_slot_id, struct shortage_list *ret)
{
	return db_all(cx, &q_list, shortage_cols, &ret->items, &ret->items_n, SHORTAGES_MAX,
	              DAY(date), I64(time_slot_id));
}

enum err
shortage_get(struct ctx *cx, int64_t id, struct shortage *ret)
{
	struct shortage_flavor *flavors;
	size_t n, at = 0;

	TRY(db_one(cx, &q_get, shortage_cols, ret, I64(id)));
	TRY(db_all(cx, &q_orders, order_cols, &ret->orders, &ret->orders_n, SHORTAGE_ORDERS_MAX,
	           I64(id)));
	TRY(db_all(cx, &q_substitutes, flavor_cols, &flavors, &n, SUBSTITUTES_MAX, I64(id)));
	for (size_t i = 0; i < ret->orders_n; i++) {	/* both in the order of the orders */
		struct shortage_order *o = &ret->orders[i];

		o->substitutes = flavors + at;
		for (; at < n && flavors[at].order_id == o->order_id; at++)
			o->substitutes_n++;
	}
	return OK;
}

/* ---- entering ---- */

void
shortage_share(struct shortage_need *needs, size_t n, int32_t existing)
{
	for (size_t i = 0; i < n; i++) {
		int32_t served = needs[i].need < existing ? needs[i].need : existing;

		needs[i].missing = needs[i].need - served;
		existing -= served;
	}
}

/* Its row, with what exists now; it is locked then. */
static enum err
write_entry(struct ctx *cx, const struct shortage_entry *e, const char *size, int64_t *ret_id)
{
	int64_t changed;
	struct number row;
	enum err err;

	if (e->version == 0) {
		err = db_exec(cx, &q_add, &changed, DAY(e->date), STR(size), I32(e->existing),
		              TIME(cx->now), TIME(cx->now), I64(e->flavor_id),
		              I64(e->time_slot_id));
		if (err == E_DUPLICATE)
			return fail_at(cx, E_CONFLICT, "version", "it was entered already");
		TRY(err);
		if (changed == 0)
			return fail(cx, E_NOT_FOUND, "slot %lld, flavor %lld",
			            (long long)e->time_slot_id, (long long)e->flavor_id);
	} else {
		TRY(db_exec(cx, &q_change, &changed, I32(e->existing), TIME(cx->now),
		            DAY(e->date), I64(e->time_slot_id), I64(e->flavor_id), STR(size),
		            I32(e->version)));
		if (changed == 0)
			return fail_at(cx, E_CONFLICT, "version", "not version %d", e->version);
	}
	TRY(db_one(cx, &q_id, number_cols, &row, DAY(e->date), I64(e->time_slot_id),
	           I64(e->flavor_id), STR(size)));
	*ret_id = row.id;
	return OK;
}

/* Who lacks something is affected; who waited for an answer and gets all again, is served. */
static enum err
write_orders(struct ctx *cx, int64_t id, const struct shortage_need *needs, size_t n)
{
	struct shortage before = { 0 };

	TRY(shortage_get(cx, id, &before));
	for (size_t i = 0; i < before.orders_n; i++) {
		int64_t order_id = before.orders[i].order_id;
		bool lacks = false;

		for (size_t k = 0; k < n; k++)
			lacks = lacks || (needs[k].order_id == order_id && needs[k].missing > 0);
		if (!lacks)
			TRY(db_exec(cx, &q_serve, NULL, TIME(cx->now), I64(id), I64(order_id)));
	}
	for (size_t i = 0; i < n; i++)
		if (needs[i].missing > 0)
			TRY(db_exec(cx, &q_affect, NULL, I64(id), I64(needs[i].order_id),
			            I32(needs[i].missing), TIME(cx->now), TIME(cx->now)));
	return OK;
}

enum err
shortage_enter(struct ctx *cx, const struct shortage_entry *e, struct shortage *ret)
{
	const char *size = e->size_name ? e->size_name : "";
	struct shortage_need *needs;
	int32_t needed = 0;
	int64_t id;
	size_t n;

	TRY(write_entry(cx, e, size, &id));
	TRY(db_all(cx, &q_needs, need_cols, &needs, &n, SHORTAGE_ORDERS_MAX, I64(id), DAY(e->date),
	           I64(e->time_slot_id), I64(e->flavor_id), STR(size)));
	for (size_t i = 0; i < n; i++)
		needed += needs[i].need;
	TRY(db_exec(cx, &q_needed, NULL, I32(needed), I64(id)));
	shortage_share(needs, n, e->existing);
	TRY(write_orders(cx, id, needs, n));
	TRY(shortage_get(cx, id, ret));
	return audit_write(cx, "shortage.enter", "shortages", id, NULL,
	                   arena_fmt(cx->mem, "{\"existing\":%d,\"needed\":%d,\"open\":%d}",
	                             e->existing, needed, ret->open_n), NULL);
}
