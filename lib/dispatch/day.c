/* SPDX-License-Identifier: MIT */
#include "dispatch/day.h"

#include "db/db.h"
#include "ops/audit.h"

#define NUMBER "CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5))"
SQL_HOT(q_obstacles,
	"(SELECT 'open_stop' AS kind, r.id AS run_id, o.id AS order_id, " NUMBER " AS number, "
	"m.id AS delivery_man_id, m.name AS delivery_man_name, NULL AS reason, "
	"NULL AS difference_id, NULL AS amount FROM delivery_runs r "
	"JOIN run_stops s ON s.run_id = r.id AND s.status = 'open' JOIN orders o ON o.id = s.order_id "
	"JOIN delivery_men m ON m.id = r.delivery_man_id WHERE r.delivery_date = ? "
	"ORDER BY s.id LIMIT 200) "
	"UNION ALL (SELECT 'on_the_way', NULL, o.id, " NUMBER ", m.id, m.name, NULL, NULL, NULL "
	"FROM orders o LEFT JOIN delivery_men m ON m.id = o.delivery_man_id "
	"LEFT JOIN run_stops s ON s.order_id = o.id AND s.is_live = 1 "
	"WHERE o.delivery_date = ? AND o.status = 'out_for_delivery' AND o.deleted_at IS NULL "
	"AND s.id IS NULL ORDER BY o.id LIMIT 200) "
	"UNION ALL (SELECT 'failed', r.id, o.id, " NUMBER ", m.id, m.name, s.reason, NULL, NULL "
	"FROM delivery_runs r JOIN run_stops s ON s.run_id = r.id AND s.status = 'failed' "
	"JOIN orders o ON o.id = s.order_id AND o.status = 'preparing' "
	"AND o.delivery_date = r.delivery_date "
	"JOIN delivery_men m ON m.id = r.delivery_man_id "
	"LEFT JOIN run_stops n ON n.order_id = o.id AND n.id > s.id AND n.status <> 'moved' "
	"WHERE r.delivery_date = ? AND n.id IS NULL ORDER BY s.id LIMIT 200) "
	"UNION ALL (SELECT 'unpaid', s.run_id, o.id, " NUMBER ", m.id, m.name, NULL, NULL, o.total "
	"FROM orders o JOIN payments p ON p.order_id = o.id AND p.status = 'cod_due' "
	"LEFT JOIN delivery_men m ON m.id = o.delivery_man_id "
	"LEFT JOIN run_stops s ON s.order_id = o.id AND s.is_live = 1 "
	"WHERE o.delivery_date = ? AND o.status = 'delivered' AND o.deleted_at IS NULL "
	"ORDER BY o.id LIMIT 200) "
	"UNION ALL (SELECT DISTINCT 'cash', NULL, NULL, NULL, m.id, m.name, NULL, NULL, "
	"a.expected_amount - a.differing_amount FROM delivery_runs r "
	"JOIN courier_accounts a ON a.delivery_man_id = r.delivery_man_id "
	"AND a.expected_amount <> a.differing_amount "
	"JOIN delivery_men m ON m.id = r.delivery_man_id WHERE r.delivery_date = ? LIMIT 200) "
	"UNION ALL (SELECT DISTINCT 'difference', NULL, NULL, NULL, m.id, m.name, NULL, d.id, d.amount "
	"FROM delivery_runs r JOIN courier_differences d ON d.delivery_man_id = r.delivery_man_id "
	"AND d.status = 'open' AND d.owner_id IS NULL "
	"JOIN delivery_men m ON m.id = r.delivery_man_id WHERE r.delivery_date = ? LIMIT 200) "
	"LIMIT 200");
SQL_HOT(q_closed, "SELECT day AS date, closed_at, closed_by FROM dispatch_days WHERE day = ?");
SQL_HOT(q_close, "UPDATE dispatch_days SET closed_at = ?, closed_by = ? "
                 "WHERE day = ? AND closed_at IS NULL");

static const struct col obstacle_cols[] = {
	COL(struct obstacle, kind), COL(struct obstacle, run_id), COL(struct obstacle, order_id),
	COL(struct obstacle, number), COL(struct obstacle, delivery_man_id),
	COL(struct obstacle, delivery_man_name), COL(struct obstacle, reason),
	COL(struct obstacle, difference_id), COL(struct obstacle, amount),
};
static const struct col day_cols[] = {
	COL(struct dispatch_day, date), COL_TIME(struct dispatch_day, closed_at),
	COL(struct dispatch_day, closed_by),
};

enum err
day_get(struct ctx *cx, struct day date, struct dispatch_day *ret)
{
	struct dispatch_day d = { .date = date };
	bool found;

	TRY(db_maybe(cx, &q_closed, day_cols, &d, &found, DAY(date)));
	TRY(db_all(cx, &q_obstacles, obstacle_cols, &d.obstacles, &d.obstacles_n, OBSTACLES_MAX,
	           DAY(date), DAY(date), DAY(date), DAY(date), DAY(date), DAY(date)));
	TRY(cash_outstanding(cx, &d.cash, &d.cash_n));
	*ret = d;
	return OK;
}

enum err
day_close(struct ctx *cx, struct day date, struct dispatch_day *ret)
{
	char text[CLOCK_TEXT];
	int64_t changed;

	TRY(run_day_take(cx, date));
	TRY(day_get(cx, date, ret));
	if (ret->closed_at)
		return OK;
	if (ret->obstacles_n > 0) {
		cx->detail = arena_copy(cx->mem, ret, sizeof *ret);
		return fail(cx, E_DAY_OPEN, "%zu in the way", ret->obstacles_n);
	}
	TRY(db_exec(cx, &q_close, &changed, TIME(cx->now), ID(cx->actor.id), DAY(date)));
	BUG_ON(changed != 1);	/* it is locked */
	TRY(run_close_day(cx, date));
	TRY(audit_write(cx, "day.close", "dispatch_days", 0, NULL,
	                arena_fmt(cx->mem, "{\"day\":\"%s\"}", day_text(date, text)), NULL));
	return day_get(cx, date, ret);
}
