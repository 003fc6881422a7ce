/* SPDX-License-Identifier: MIT */
#include "dispatch/run_plan.h"

#include "db/db.h"
#include "dispatch/courier.h"

#define MEN_MAX 200

SQL_HOT(q_orders,
	"SELECT o.id, o.zone_id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, "
	"o.delivery_zone AS zone_name, o.delivery_address AS address, o.cookies, "
	"(o.packed_at IS NOT NULL) AS is_packed FROM orders o "
	"LEFT JOIN run_stops s ON s.order_id = o.id AND s.is_live = 1 "
	"WHERE o.delivery_date = ? AND o.time_slot_id = ? AND o.status = 'preparing' "
	"AND o.deleted_at IS NULL AND s.id IS NULL ORDER BY o.zone_id, o.id LIMIT 501");
SQL_HOT(q_loads,
	"SELECT r.delivery_man_id AS id, CAST(COUNT(*) AS SIGNED) AS n FROM delivery_runs r "
	"JOIN run_stops s ON s.run_id = r.id AND s.status = 'open' "
	"WHERE r.delivery_date = ? AND r.time_slot_id = ? GROUP BY r.delivery_man_id LIMIT 500");

static const struct col order_cols[] = {
	COL(struct plan_order, id), COL(struct plan_order, zone_id),
	COL(struct plan_order, number), COL(struct plan_order, zone_name),
	COL(struct plan_order, address), COL(struct plan_order, cookies),
	COL(struct plan_order, is_packed),
};
struct load { int64_t id, n; };
static const struct col load_cols[] = { COL(struct load, id), COL(struct load, n) };

static struct plan_man *
least_loaded(struct plan_man *men, size_t n, size_t order)
{
	struct plan_man *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (men[i].serves[order] && men[i].load < RUN_STOPS_MAX &&
		    (!best || men[i].load < best->load))
			best = &men[i];
	return best;
}

void
run_plan(struct plan_order *orders, size_t orders_n, struct plan_man *men, size_t men_n)
{
	struct plan_man *man = NULL;

	for (size_t i = 0; i < orders_n; i++) {
		if (i == 0 || orders[i].zone_id != orders[i - 1].zone_id || !man ||
		    man->load >= RUN_STOPS_MAX)
			man = least_loaded(men, men_n, i);
		orders[i].man_id = man ? man->id : 0;
		if (man)
			man->load++;
	}
}

/* The active men, by id, with what they have and which of the orders they may bring. */
static enum err
read_men(struct ctx *cx, struct day date, int64_t slot, const struct plan_order *orders,
         size_t orders_n, struct plan_man **ret, size_t *ret_n)
{
	struct courier_list all = { 0 };
	struct plan_man *men;
	struct load *loads;
	size_t loads_n;

	TRY(courier_list(cx, NULL, MEN_MAX, &all));
	TRY(db_all(cx, &q_loads, load_cols, &loads, &loads_n, 500, DAY(date), I64(slot)));
	*ret = men = arena_array(cx->mem, struct plan_man, all.items_n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < all.items_n; i++) {
		struct plan_man *m = &men[*ret_n];
		bool *serves = arena_array(cx->mem, bool, orders_n + 1);

		if (!all.items[i].is_active)
			continue;
		*m = (struct plan_man){ all.items[i].id, all.items[i].name, 0, serves };
		for (size_t k = 0; k < loads_n; k++)
			if (loads[k].id == m->id)
				m->load = (int32_t)loads[k].n;
		for (size_t k = 0; k < orders_n; k++)
			if (k > 0 && orders[k].zone_id == orders[k - 1].zone_id)
				serves[k] = serves[k - 1];
			else
				TRY(courier_serves(cx, &all.items[i], orders[k].zone_id, &serves[k]));
		++*ret_n;
	}
	return OK;
}

/* Those of one man, or of nobody, in their order. */
static struct plan_order *
of_man(struct ctx *cx, const struct plan_order *orders, size_t n, int64_t man, size_t *ret_n)
{
	struct plan_order *mine = arena_array(cx->mem, struct plan_order, n + 1);

	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (orders[i].man_id == man)
			mine[(*ret_n)++] = orders[i];
	return mine;
}

enum err
run_propose(struct ctx *cx, struct day date, int64_t time_slot_id, struct plan *ret)
{
	struct plan_order *orders;
	struct plan_man *men;
	size_t orders_n, men_n;
	struct plan p = { 0 };

	TRY(db_all(cx, &q_orders, order_cols, &orders, &orders_n, PLAN_ORDERS + 1, DAY(date),
	           I64(time_slot_id)));
	if (orders_n > PLAN_ORDERS) {
		orders_n = PLAN_ORDERS;
		p.is_cut = true;
	}
	TRY(read_men(cx, date, time_slot_id, orders, orders_n, &men, &men_n));
	run_plan(orders, orders_n, men, men_n);
	p.runs = arena_array(cx->mem, struct plan_run, men_n + 1);
	for (size_t i = 0; i < men_n; i++) {
		struct plan_run r = { men[i].id, men[i].name, men[i].load, NULL, 0 };

		r.orders = of_man(cx, orders, orders_n, men[i].id, &r.orders_n);
		if (r.orders_n > 0)
			p.runs[p.runs_n++] = r;
	}
	p.unassigned = of_man(cx, orders, orders_n, 0, &p.unassigned_n);
	*ret = p;
	return OK;
}
