/* SPDX-License-Identifier: MIT */
#include "dispatch/run.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "dispatch/courier.h"
#include "dispatch/run_inside.h"
#include "ops/audit.h"
#include "place/place.h"
#include "sale/order_move.h"

#define RUN_COLUMNS                                                                                \
	"SELECT r.id, r.delivery_date, r.time_slot_id, r.delivery_man_id, r.status, r.version, "   \
	"r.token_expires_at, m.name AS delivery_man_name, m.phone AS delivery_man_phone, "         \
	"t.name AS time_slot_name, t.from_hour, t.to_hour, "                                       \
	"(SELECT COUNT(*) FROM run_stops s WHERE s.run_id = r.id AND s.status = 'open') AS open_n, " \
	"(SELECT COUNT(*) FROM run_stops s WHERE s.run_id = r.id AND s.status = 'delivered') "     \
	"AS delivered_n, "                                                                         \
	"(SELECT COUNT(*) FROM run_stops s WHERE s.run_id = r.id AND s.status = 'failed') "        \
	"AS failed_n FROM delivery_runs r JOIN delivery_men m ON m.id = r.delivery_man_id "        \
	"JOIN delivery_time_slots t ON t.id = r.time_slot_id "
SQL_HOT(q_get, RUN_COLUMNS "WHERE r.id = ?");
SQL_HOT(q_list, RUN_COLUMNS
	"WHERE r.delivery_date = ? AND r.id < ? AND (? IS NULL OR r.time_slot_id = ?) "
	"AND (? IS NULL OR r.delivery_man_id = ?) AND (? IS NULL OR r.status = ?) "
	"ORDER BY r.id DESC LIMIT ?");
SQL_HOT(q_stops,
	"SELECT s.id, s.order_id, o.zone_id, s.position, s.status, s.reason, s.note, "
	"(SELECT p.file_id FROM run_photos p WHERE p.stop_id = s.id) AS photo_id, "
	"CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.status AS order_status, "
	"o.customer_name, o.delivery_zone AS zone_name, o.total, o.payment_method, "
	"o.payment_status, o.cookies, s.wrong_codes, (o.packed_at IS NOT NULL) AS is_packed, "
	"s.result_at FROM run_stops s JOIN orders o ON o.id = s.order_id WHERE s.run_id = ? "
	"ORDER BY s.status = 'moved', s.position, s.id LIMIT 500");
SQL(q_day, "INSERT INTO dispatch_days (day, created_at) VALUES (?, ?) "
           "ON DUPLICATE KEY UPDATE day = VALUES(day)");
SQL_HOT(q_closed, "SELECT 1 AS id FROM dispatch_days WHERE day = ? AND closed_at IS NOT NULL");
SQL_HOT(q_lock, "SELECT id, delivery_date, time_slot_id, delivery_man_id, status, version "
                "FROM delivery_runs WHERE id = ? FOR UPDATE");
SQL(q_insert, "INSERT INTO delivery_runs (delivery_date, time_slot_id, delivery_man_id, "
              "created_at, updated_at) VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_touch, "UPDATE delivery_runs SET version = version + 1, updated_at = ? WHERE id = ?");
SQL_HOT(q_close, "UPDATE delivery_runs SET status = 'closed', version = version + 1, "
                 "updated_at = ? WHERE delivery_date = ? AND status <> 'closed'");
SQL_HOT(q_order, "SELECT id, status, zone_id, delivery_date, time_slot_id FROM orders "
                 "WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_live, "SELECT id, run_id, status FROM run_stops WHERE order_id = ? AND is_live = 1");
SQL_HOT(q_open, "SELECT id, order_id FROM run_stops WHERE run_id = ? AND status = 'open' "
                "ORDER BY position, id LIMIT 500");
SQL_HOT(q_leave, "UPDATE run_stops SET status = 'moved', is_live = NULL, updated_at = ? "
                 "WHERE id = ? AND status = 'open'");
SQL_HOT(q_position, "UPDATE run_stops SET position = ?, updated_at = ? WHERE id = ?");
SQL(q_add, "INSERT INTO run_stops (run_id, order_id, position, created_at, updated_at) "
           "VALUES (?, ?, ?, ?, ?)");

static const struct col run_cols[] = {
	COL(struct run, id), COL(struct run, delivery_date), COL(struct run, time_slot_id),
	COL(struct run, delivery_man_id), COL(struct run, status), COL(struct run, version),
	COL_TIME(struct run, token_expires_at), COL(struct run, delivery_man_name),
	COL(struct run, delivery_man_phone), COL(struct run, time_slot_name),
	COL(struct run, from_hour), COL(struct run, to_hour), COL(struct run, open_n),
	COL(struct run, delivered_n), COL(struct run, failed_n),
};
static const struct col lock_cols[] = {
	COL(struct run, id), COL(struct run, delivery_date), COL(struct run, time_slot_id),
	COL(struct run, delivery_man_id), COL(struct run, status), COL(struct run, version),
};
static const struct col stop_cols[] = {
	COL(struct run_stop, id), COL(struct run_stop, order_id), COL(struct run_stop, zone_id),
	COL(struct run_stop, position), COL(struct run_stop, status),
	COL(struct run_stop, reason), COL(struct run_stop, note), COL(struct run_stop, photo_id),
	COL(struct run_stop, number),
	COL(struct run_stop, order_status), COL(struct run_stop, customer_name),
	COL(struct run_stop, zone_name), COL(struct run_stop, total),
	COL(struct run_stop, payment_method), COL(struct run_stop, payment_status),
	COL(struct run_stop, cookies), COL(struct run_stop, wrong_codes),
	COL(struct run_stop, is_packed), COL_TIME(struct run_stop, result_at),
};
static const struct col order_cols[] = {
	COL(struct stop_order, id), COL(struct stop_order, status),
	COL(struct stop_order, zone_id), COL(struct stop_order, delivery_date),
	COL(struct stop_order, time_slot_id),
};
struct live { int64_t id, run_id; const char *status; };
static const struct col live_cols[] = {
	COL(struct live, id), COL(struct live, run_id), COL(struct live, status),
};
static const struct col open_cols[] = {
	COL(struct open_stop, id), COL(struct open_stop, order_id),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

/* ---- reading ---- */

enum err
run_list(struct ctx *cx, const struct run_filter *f, const char *cursor, int32_t limit,
         struct run_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, run_cols, &ret->items, &ret->items_n, RUN_PAGE_MAX + 1, DAY(f->date),
	           I64(from.id ? from.id : INT64_MAX), ID(f->time_slot_id), ID(f->time_slot_id),
	           ID(f->delivery_man_id), ID(f->delivery_man_id), STR(f->status), STR(f->status),
	           I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
run_get(struct ctx *cx, int64_t id, struct run *ret)
{
	TRY(db_one(cx, &q_get, run_cols, ret, I64(id)));
	return db_all(cx, &q_stops, stop_cols, &ret->stops, &ret->stops_n, 500, I64(id));
}

/* ---- locks ---- */

enum err
run_day_take(struct ctx *cx, struct day date)
{
	return db_exec(cx, &q_day, NULL, DAY(date), TIME(cx->now));
}

/* The same, for new runs: not of a day that is closed. */
static enum err
take_open_day(struct ctx *cx, struct day date)
{
	struct number closed;
	bool found;

	TRY(run_day_take(cx, date));
	TRY(db_maybe(cx, &q_closed, number_cols, &closed, &found, DAY(date)));
	return found ? fail(cx, E_DAY_CLOSED, "day %d", date.n) : OK;
}

static enum err
lock_one(struct ctx *cx, int64_t id, struct run *ret)
{
	return db_one(cx, &q_lock, lock_cols, ret, I64(id));
}

enum err
run_lock(struct ctx *cx, int64_t id, int32_t version, struct run *ret)
{
	TRY(db_one(cx, &q_get, run_cols, ret, I64(id)));
	TRY(run_day_take(cx, ret->delivery_date));
	TRY(lock_one(cx, id, ret));
	if (version && version != ret->version)
		return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version,
		               ret->version);
	return OK;
}

enum err
run_touch(struct ctx *cx, int64_t id)
{
	return db_exec(cx, &q_touch, NULL, TIME(cx->now), I64(id));
}

enum err
run_open_stops(struct ctx *cx, int64_t id, struct open_stop **ret, size_t *ret_n)
{
	return db_all(cx, &q_open, open_cols, ret, ret_n, 500, I64(id));
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The run and every other one that has one of these orders, by rising id. */
static enum err
lock_all(struct ctx *cx, int64_t id, const int64_t *orders, size_t n)
{
	int64_t *runs = arena_array(cx->mem, int64_t, n + 1);
	size_t runs_n = 0;

	runs[runs_n++] = id;
	for (size_t i = 0; i < n; i++) {
		struct live live = { 0 };
		bool found;

		TRY(db_maybe(cx, &q_live, live_cols, &live, &found, I64(orders[i])));
		if (found)
			runs[runs_n++] = live.run_id;
	}
	qsort(runs, runs_n, sizeof *runs, by_id);
	for (size_t i = 0; i < runs_n; i++) {
		struct run r = { 0 };

		if (i == 0 || runs[i] != runs[i - 1])
			TRY(lock_one(cx, runs[i], &r));
	}
	return OK;
}

/* ---- orders into runs ---- */

enum err
run_order_lock(struct ctx *cx, const struct run *run, int64_t order_id, const char *field,
               struct stop_order *ret)
{
	struct live live = { 0 };
	bool found, fits;

	TRY(db_maybe(cx, &q_order, order_cols, ret, &found, I64(order_id)));
	fits = found && ret->delivery_date.n == run->delivery_date.n &&
	       ret->time_slot_id == run->time_slot_id &&
	       str_among(ret->status, str_eq(run->status, "planned")
	                                  ? "preparing" : "preparing|out_for_delivery");
	if (!fits && !field)
		return E_STOP_ORDER;
	if (!fits)
		return fail_at(cx, E_STOP_ORDER, field, "order %lld is %s", (long long)order_id,
		               found ? ret->status : "not there");
	TRY(db_maybe(cx, &q_live, live_cols, &live, &found, I64(order_id)));
	ret->stop_id = live.id;
	ret->run_id = live.run_id;
	return OK;
}

/* Puts an order at that place of the run, out of whatever run it was in. */
static enum err
put(struct ctx *cx, const struct run *run, const struct stop_order *o, int32_t position)
{
	if (o->run_id == run->id)
		return db_exec(cx, &q_position, NULL, I32(position), TIME(cx->now), I64(o->stop_id));
	if (o->stop_id) {
		TRY(db_exec(cx, &q_leave, NULL, TIME(cx->now), I64(o->stop_id)));
		TRY(run_touch(cx, o->run_id));
	}
	return db_exec(cx, &q_add, NULL, I64(run->id), I64(o->id), I32(position), TIME(cx->now),
	               TIME(cx->now));
}

enum err
run_send(struct ctx *cx, const struct run *run, const struct stop_order *o)
{
	TRY(order_assign(cx, o->id, run->delivery_man_id, 0));
	return str_eq(o->status, "preparing")
	       ? order_move(cx, o->id, "out_for_delivery", NULL, 0, DESK_DELIVERY) : OK;
}

/* Locks them all, then the man: E_STOP_ORDER and E_COURIER_* naming "PREFIXorders.N". */
static enum err
check_all(struct ctx *cx, const struct run *run, const int64_t *ids, size_t n, const char *prefix,
          struct stop_order *ret)
{
	for (size_t i = 0; i < n; i++) {
		const char *field = arena_fmt(cx->mem, "%sorders.%zu", prefix, i);

		for (size_t k = 0; k < i; k++)
			if (ids[k] == ids[i])
				return fail_at(cx, E_INVALID, field, "order %lld twice",
				               (long long)ids[i]);
		TRY(run_order_lock(cx, run, ids[i], field, &ret[i]));
	}
	for (size_t i = 0; i < n; i++)
		TRY(courier_check(cx, run->delivery_man_id, ret[i].zone_id));
	return OK;
}

static const char *
orders_json(struct ctx *cx, const struct run *run, const int64_t *ids, size_t n)
{
	struct buf b = buf_in(cx->mem, 4096);

	buf_fmt(&b, "{\"delivery_man_id\":%lld,\"orders\":[", (long long)run->delivery_man_id);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%lld", i ? "," : "", (long long)ids[i]);
	buf_str(&b, "]}");
	BUG_ON(b.full);
	return b.data;
}

static enum err
save_one(struct ctx *cx, struct run *run, const struct run_wish *wish, const char *prefix)
{
	struct stop_order *orders = arena_array(cx->mem, struct stop_order, wish->orders_n + 1);

	if (wish->orders_n == 0)
		return fail_at(cx, E_INVALID, arena_fmt(cx->mem, "%sorders", prefix), "no orders");
	run->delivery_man_id = wish->delivery_man_id;
	TRY(check_all(cx, run, wish->orders, wish->orders_n, prefix, orders));
	for (size_t i = 0; i < wish->orders_n; i++)
		if (orders[i].stop_id)
			return fail_at(cx, E_STOP_ORDER, arena_fmt(cx->mem, "%sorders.%zu", prefix, i),
			               "it stands in run %lld", (long long)orders[i].run_id);
	TRY(db_insert(cx, &q_insert, &run->id, DAY(run->delivery_date), I64(run->time_slot_id),
	              I64(run->delivery_man_id), TIME(cx->now), TIME(cx->now)));
	for (size_t i = 0; i < wish->orders_n; i++)
		TRY(put(cx, run, &orders[i], (int32_t)i + 1));
	return audit_write(cx, "run.save", "delivery_runs", run->id, NULL,
	                   orders_json(cx, run, wish->orders, wish->orders_n), NULL);
}

enum err
run_save(struct ctx *cx, struct day date, int64_t time_slot_id, const struct run_wish *wishes,
         size_t n, struct run_list *ret)
{
	struct slot slot = { 0 };

	TRY(slot_get(cx, time_slot_id, &slot));
	TRY(take_open_day(cx, date));
	ret->items = arena_array(cx->mem, struct run, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct run run = { .delivery_date = date, .time_slot_id = time_slot_id,
		                   .status = "planned" };

		TRY(save_one(cx, &run, &wishes[i], arena_fmt(cx->mem, "runs.%zu.", i)));
		TRY(run_get(cx, run.id, &ret->items[ret->items_n++]));
	}
	return OK;
}

/* What is open and not wished for any more leaves the run; one on its way keeps everything. */
static enum err
drop_others(struct ctx *cx, const struct run *run, const int64_t *wish, size_t wish_n,
            const struct open_stop *open, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool stays = false;

		for (size_t k = 0; k < wish_n; k++)
			stays = stays || wish[k] == open[i].order_id;
		if (stays)
			continue;
		if (!str_eq(run->status, "planned"))
			return fail_at(cx, E_RUN_STATE, "orders", "order %lld is on its way",
			               (long long)open[i].order_id);
		TRY(db_exec(cx, &q_leave, NULL, TIME(cx->now), I64(open[i].id)));
	}
	return OK;
}

enum err
run_set_stops(struct ctx *cx, int64_t id, int32_t version, const int64_t *orders, size_t orders_n,
              struct run *ret)
{
	struct stop_order *list = arena_array(cx->mem, struct stop_order, orders_n + 1);
	struct run run = { 0 };
	struct open_stop *open;
	size_t open_n;

	TRY(db_one(cx, &q_get, run_cols, &run, I64(id)));
	TRY(run_day_take(cx, run.delivery_date));
	TRY(lock_all(cx, id, orders, orders_n));
	TRY(run_lock(cx, id, version, &run));
	if (str_eq(run.status, "closed"))
		return fail(cx, E_RUN_STATE, "run %lld is closed", (long long)id);
	TRY(check_all(cx, &run, orders, orders_n, "", list));
	TRY(run_open_stops(cx, id, &open, &open_n));
	TRY(drop_others(cx, &run, orders, orders_n, open, open_n));
	for (size_t i = 0; i < orders_n; i++) {
		TRY(put(cx, &run, &list[i], (int32_t)i + 1));
		if (str_eq(run.status, "confirmed") && list[i].run_id != id)
			TRY(run_send(cx, &run, &list[i]));
	}
	TRY(run_touch(cx, id));
	TRY(audit_write(cx, "run.stops", "delivery_runs", id, NULL,
	                orders_json(cx, &run, orders, orders_n), NULL));
	return run_get(cx, id, ret);
}

enum err
run_close_day(struct ctx *cx, struct day date)
{
	return db_exec(cx, &q_close, NULL, TIME(cx->now), DAY(date));
}
