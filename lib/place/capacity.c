/* SPDX-License-Identifier: MIT */
#include "place/capacity.h"

#include "db/db.h"

#define PARTS_MAX 100		/* counters that one order has ever been in */

SQL_HOT(q_take,
	"UPDATE capacity SET id = LAST_INSERT_ID(id), held_orders = held_orders + 1, "
	"held_cookies = held_cookies + ? WHERE slot_key = ? AND day = ? "
	"AND held_orders + used_orders + 1 <= COALESCE(limit_orders, ?) "
	"AND held_cookies + used_cookies + ? <= COALESCE(limit_cookies, ?)");
SQL(q_begin_day,
	"INSERT INTO capacity (slot_key, time_slot_id, day) VALUES (?, ?, ?) "
	"ON DUPLICATE KEY UPDATE id = id");
SQL(q_hold,
	"INSERT INTO capacity_moves (capacity_id, order_id, kind, orders, cookies, created_at) "
	"VALUES (?, ?, 'hold', 1, ?, ?), (?, ?, 'hold', 1, ?, ?)");

/* What an order has in each counter now.  Its own row is locked by the caller, so nobody else moves
 * it; the counters come slot first, shop last. */
SQL_HOT(q_of_order,
	"SELECT c.id AS capacity_id, CAST(SUM(CASE m.kind WHEN 'use' THEN -m.orders "
	"WHEN 'return' THEN 0 ELSE m.orders END) AS SIGNED) AS held, "
	"CAST(SUM(IF(m.kind IN ('use', 'return'), m.orders, 0)) AS SIGNED) AS used, "
	"CAST(SUM(IF(m.kind = 'use', 0, m.cookies)) AS SIGNED) AS cookies FROM capacity_moves m "
	"JOIN capacity c ON c.id = m.capacity_id WHERE m.order_id = ? "
	"GROUP BY c.id, c.slot_key ORDER BY c.slot_key = 0, c.slot_key LIMIT 100");
SQL_HOT(q_to_used,
	"UPDATE capacity SET held_orders = held_orders - 1, used_orders = used_orders + 1, "
	"held_cookies = held_cookies - ?, used_cookies = used_cookies + ? WHERE id = ?");
SQL_HOT(q_free_held, "UPDATE capacity SET held_orders = held_orders - 1, "
                     "held_cookies = held_cookies - ? WHERE id = ?");
SQL_HOT(q_free_used, "UPDATE capacity SET used_orders = used_orders - 1, "
                     "used_cookies = used_cookies - ? WHERE id = ?");
#define SLOTS_MAX 200
SQL(q_day,
	"SELECT s.id AS time_slot_id, COALESCE(t.name, s.name) AS name, s.from_hour, s.to_hour, "
	"CAST(COALESCE(c.held_orders + c.used_orders, 0) AS SIGNED) AS orders, "
	"CAST(COALESCE(c.held_cookies + c.used_cookies, 0) AS SIGNED) AS cookies, "
	"CAST(COALESCE(c.limit_orders, s.capacity_orders, -1) AS SIGNED) AS limit_orders, "
	"CAST(COALESCE(c.limit_cookies, s.capacity_cookies, -1) AS SIGNED) AS limit_cookies "
	"FROM delivery_time_slots s LEFT JOIN capacity c ON c.slot_key = s.id AND c.day = ? "
	"LEFT JOIN translations t ON t.entity = 'time_slot' AND t.entity_id = s.id AND t.language = ? "
	"WHERE s.is_active = 1 OR c.held_orders + c.used_orders > 0 "
	"ORDER BY s.from_hour, s.id LIMIT ?");
SQL(q_day_shop,
	"SELECT 0 AS time_slot_id, NULL AS name, NULL AS from_hour, NULL AS to_hour, "
	"CAST(COALESCE(SUM(held_orders + used_orders), 0) AS SIGNED) AS orders, "
	"CAST(COALESCE(SUM(held_cookies + used_cookies), 0) AS SIGNED) AS cookies, "
	"CAST(COALESCE(MAX(limit_orders), -1) AS SIGNED) AS limit_orders, "
	"CAST(COALESCE(MAX(limit_cookies), -1) AS SIGNED) AS limit_cookies "
	"FROM capacity WHERE slot_key = 0 AND day = ?");
SQL(q_move,
	"INSERT INTO capacity_moves (capacity_id, order_id, kind, orders, cookies, created_at) "
	"VALUES (?, ?, ?, ?, ?, ?)");

static const struct col row_cols[] = {
	COL(struct capacity_row, time_slot_id), COL(struct capacity_row, name),
	COL(struct capacity_row, from_hour), COL(struct capacity_row, to_hour),
	COL(struct capacity_row, orders), COL(struct capacity_row, cookies),
	COL(struct capacity_row, limit_orders), COL(struct capacity_row, limit_cookies),
};

static enum err
take_one(struct ctx *cx, int64_t slot_id, struct day day, int64_t cookies, int64_t most_orders,
         int64_t most_cookies, int64_t *ret_id)
{
	int64_t found = 0;

	/* The day's row may not be there yet: then it is made, and asked once more. */
	for (int n = 0; n < 2 && found == 0; n++) {
		if (n == 1)
			TRY(db_exec(cx, &q_begin_day, NULL, I64(slot_id), ID(slot_id), DAY(day)));
		TRY(db_upsert(cx, &q_take, &found, ret_id, I64(cookies), I64(slot_id), DAY(day),
		              I64(most_orders), I64(cookies),
		              I64(most_cookies)));
	}
	if (found == 0)
		return fail_at(cx, E_SLOT_FULL, "time_slot_id", "slot %lld", (long long)slot_id);
	return OK;
}

enum err
capacity_take(struct ctx *cx, const struct settings *set, const struct slot *slot, struct day day,
              int64_t cookies, struct capacity_hold *ret)
{
	TRY(take_one(cx, slot->id, day, cookies, slot->capacity_orders, slot->capacity_cookies,
	             &ret->slot_capacity_id));
	TRY(take_one(cx, 0, day, cookies, CAPACITY_OF(set->day_orders),
	             CAPACITY_OF(set->day_cookies), &ret->shop_capacity_id));
	ret->cookies = cookies;
	return OK;
}

enum err
capacity_hold_for(struct ctx *cx, const struct capacity_hold *h, int64_t order_id)
{
	return db_exec(cx, &q_hold, NULL, I64(h->slot_capacity_id), I64(order_id), I64(h->cookies),
	               TIME(cx->now), I64(h->shop_capacity_id), I64(order_id), I64(h->cookies),
	               TIME(cx->now));
}

/* What an order has in a counter: it is held there, or used, once; or neither, any more. */
struct part { int64_t capacity_id, held, used, cookies; };
static const struct col part_cols[] = {
	COL(struct part, capacity_id), COL(struct part, held), COL(struct part, used),
	COL(struct part, cookies),
};

static enum err
read_parts(struct ctx *cx, int64_t order_id, struct part **ret, size_t *ret_n)
{
	return db_all(cx, &q_of_order, part_cols, ret, ret_n, PARTS_MAX, I64(order_id));
}

static enum err
note(struct ctx *cx, const struct part *p, int64_t order_id, const char *kind, int64_t sign)
{
	return db_exec(cx, &q_move, NULL, I64(p->capacity_id), I64(order_id), STR(kind), I64(sign),
	               I64(sign * p->cookies), TIME(cx->now));
}

enum err
capacity_use(struct ctx *cx, int64_t order_id)
{
	struct part *parts;
	size_t n, held = 0;

	TRY(read_parts(cx, order_id, &parts, &n));
	for (size_t i = 0; i < n; i++) {
		const struct part *p = &parts[i];

		if (p->used)
			return fail(cx, E_CONFLICT, "order %lld is used already", (long long)order_id);
		if (!p->held)
			continue;
		held++;
		TRY(db_exec(cx, &q_to_used, NULL, I64(p->cookies), I64(p->cookies),
		            I64(p->capacity_id)));
		TRY(note(cx, p, order_id, "use", 1));
	}
	return n == 0 || held > 0 ? OK
	     : fail(cx, E_CONFLICT, "order %lld does not hold capacity", (long long)order_id);
}

enum err
capacity_return(struct ctx *cx, int64_t order_id)
{
	struct part *parts;
	size_t n;

	TRY(read_parts(cx, order_id, &parts, &n));
	for (size_t i = 0; i < n; i++) {
		const struct part *p = &parts[i];

		if (!p->held && !p->used)
			continue;
		TRY(db_exec(cx, p->used ? &q_free_used : &q_free_held, NULL, I64(p->cookies),
		            I64(p->capacity_id)));
		TRY(note(cx, p, order_id, p->used ? "return" : "release", -1));
	}
	return OK;
}

enum err
capacity_change(struct ctx *cx, const struct settings *set, int64_t order_id,
                const struct slot *slot, struct day day, int64_t cookies)
{
	struct capacity_hold hold;
	struct part *parts;
	bool was_used = false;
	size_t n;

	TRY(read_parts(cx, order_id, &parts, &n));
	for (size_t i = 0; i < n; i++)
		was_used = was_used || parts[i].used;
	TRY(capacity_return(cx, order_id));
	TRY(capacity_take(cx, set, slot, day, cookies, &hold));
	TRY(capacity_hold_for(cx, &hold, order_id));
	return was_used ? capacity_use(cx, order_id) : OK;
}

enum err
capacity_of_day(struct ctx *cx, struct day day, struct capacity_day *ret)
{
	struct settings set;
	struct capacity_row shop, *slots;
	size_t n;

	TRY(settings_read(cx, &set));
	TRY(db_one(cx, &q_day_shop, row_cols, &shop, DAY(day)));
	TRY(db_all(cx, &q_day, row_cols, &slots, &n, SLOTS_MAX, DAY(day), STR(ctx_language(cx)),
	           I64(SLOTS_MAX)));
	if (shop.limit_orders < 0 && set.day_orders)
		shop.limit_orders = (int32_t)set.day_orders;
	if (shop.limit_cookies < 0 && set.day_cookies)
		shop.limit_cookies = (int32_t)set.day_cookies;
	ret->date = day;
	ret->items = arena_array(cx->mem, struct capacity_row, n + 1);
	ret->items_n = n + 1;
	ret->items[0] = shop;
	for (size_t i = 0; i < n; i++)
		ret->items[i + 1] = slots[i];
	return OK;
}
