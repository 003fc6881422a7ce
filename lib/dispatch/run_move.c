/* SPDX-License-Identifier: MIT */
/* A run on its way: confirmed, given to another man, and what staff do past it. */
#include "dispatch/run.h"

#include "base/config.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "dispatch/courier.h"
#include "dispatch/run_inside.h"
#include "ops/audit.h"
#include "ops/message.h"
#include "ops/setting.h"
#include "sale/order_move.h"

#define LINK_SECS (12 * 3600)		/* after the slot's end, and at least so long from now */

SQL_HOT(q_link,
	"UPDATE delivery_runs SET status = 'confirmed', token_hash = ?, token_expires_at = ?, "
	"version = version + 1, updated_at = ? WHERE id = ?");
SQL(q_begin, "INSERT INTO delivery_runs (delivery_date, time_slot_id, delivery_man_id, "
             "created_at, updated_at) VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_leave_all, "UPDATE run_stops SET status = 'moved', is_live = NULL, updated_at = ? "
                     "WHERE run_id = ? AND status = 'open'");
SQL(q_add, "INSERT INTO run_stops (run_id, order_id, position, created_at, updated_at) "
           "VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_close, "UPDATE delivery_runs SET status = 'closed', version = version + 1, "
                 "updated_at = ? WHERE id = ?");
SQL_HOT(q_result,
	"UPDATE run_stops SET status = ?, is_live = IF(? = 'delivered', 1, NULL), reason = ?, "
	"result_at = ?, updated_at = ? WHERE order_id = ? AND is_live = 1 AND status = 'open'");
SQL_HOT(q_stands, "SELECT id FROM run_stops WHERE order_id = ? AND is_live = 1 "
                  "AND status = 'open'");

struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

/* Makes the link, and tells the man. */
static enum err
give_link(struct ctx *cx, struct run *run)
{
	const char *token = token_new(cx->mem);
	struct hash h = token_hash(token);
	int64_t end = clock_moment(run->delivery_date, run->to_hour);
	char day[CLOCK_TEXT], from[CLOCK_TEXT], to[CLOCK_TEXT];
	struct settings set;

	TRY(settings_read(cx, &set));
	run->token_expires_at = (end > cx->now ? end : cx->now) + LINK_SECS;
	TRY(db_exec(cx, &q_link, NULL, HASH(&h), TIME(run->token_expires_at), TIME(cx->now),
	            I64(run->id)));
	run->link = arena_fmt(cx->mem, "%s/ar/run/%lld#token=%s", cx->config->shop_url,
	                      (long long)run->id, token);
	struct message m = {
		.topic = "run_sheet", .language = "ar", .phone = run->delivery_man_phone,
		.is_secret = true, .expires_at = run->token_expires_at,
	};
	struct message_value values[] = {
		{ "shop", set.shop_name },
		{ "link", run->link },
		{ "date", day_text(run->delivery_date, day) },
		{ "slot", arena_fmt(cx->mem, "%s-%s", hour_text(run->from_hour, from),
		                    hour_text(run->to_hour, to)) },
		{ "stops", arena_fmt(cx->mem, "%d", run->open_n) },
	};
	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

/* The run as it is now, with a link that was just made. */
static enum err
get_with_link(struct ctx *cx, int64_t id, struct run *ret)
{
	struct run run = { 0 };

	TRY(run_get(cx, id, &run));
	TRY(give_link(cx, &run));
	*ret = (struct run){ .link = run.link };
	return run_get(cx, id, ret);
}

enum err
run_confirm(struct ctx *cx, int64_t id, int32_t version, struct run *ret)
{
	struct stop_order *orders;
	struct open_stop *open;
	struct run run = { 0 };
	size_t n;

	TRY(run_lock(cx, id, version, &run));
	TRY(run_open_stops(cx, id, &open, &n));
	if (!str_eq(run.status, "planned") || n == 0)
		return fail(cx, E_RUN_STATE, "run %lld is %s, %zu stops", (long long)id, run.status, n);
	run.status = "confirmed";	/* from here on it takes what staff have sent out already */
	orders = arena_array(cx->mem, struct stop_order, n);
	for (size_t i = 0; i < n; i++)
		TRY(run_order_lock(cx, &run, open[i].order_id, arena_fmt(cx->mem, "stops.%zu", i),
		                   &orders[i]));
	for (size_t i = 0; i < n; i++)
		TRY(courier_check(cx, run.delivery_man_id, orders[i].zone_id));
	for (size_t i = 0; i < n; i++)
		TRY(run_send(cx, &run, &orders[i]));
	TRY(get_with_link(cx, id, ret));
	return audit_write(cx, "run.confirm", "delivery_runs", id, "{\"status\":\"planned\"}",
	                   "{\"status\":\"confirmed\"}", NULL);
}

/* Another run of the same day and slot, with these stops in their order. */
static enum err
begin_other(struct ctx *cx, const struct run *run, int64_t man, const struct stop_order *orders,
            size_t n, int64_t *ret_id)
{
	struct run other = *run;

	TRY(db_insert(cx, &q_begin, &other.id, DAY(run->delivery_date), I64(run->time_slot_id),
	              I64(man), TIME(cx->now), TIME(cx->now)));
	other.delivery_man_id = man;
	for (size_t i = 0; i < n; i++) {
		TRY(db_exec(cx, &q_add, NULL, I64(other.id), I64(orders[i].id), I32((int32_t)i + 1),
		            TIME(cx->now), TIME(cx->now)));
		TRY(run_send(cx, &other, &orders[i]));
	}
	*ret_id = other.id;
	return OK;
}

enum err
run_reassign(struct ctx *cx, int64_t id, int32_t version, int64_t delivery_man_id, struct run *ret)
{
	struct stop_order *orders;
	struct open_stop *open;
	struct run run = { 0 };
	int64_t other;
	size_t n;

	TRY(run_lock(cx, id, version, &run));
	TRY(run_open_stops(cx, id, &open, &n));
	if (!str_eq(run.status, "confirmed") || n == 0)
		return fail(cx, E_RUN_STATE, "run %lld is %s, %zu stops", (long long)id, run.status, n);
	orders = arena_array(cx->mem, struct stop_order, n);
	for (size_t i = 0; i < n; i++) {
		enum err e = run_order_lock(cx, &run, open[i].order_id, NULL, &orders[i]);

		/* Delivered, or moved, while we waited for it: its stop is closed by now. */
		if (e == E_STOP_ORDER)
			return E_DB_RETRY;
		TRY(e);
	}
	for (size_t i = 0; i < n; i++)
		TRY(courier_check(cx, delivery_man_id, orders[i].zone_id));
	TRY(db_exec(cx, &q_leave_all, NULL, TIME(cx->now), I64(id)));
	TRY(db_exec(cx, &q_close, NULL, TIME(cx->now), I64(id)));
	TRY(begin_other(cx, &run, delivery_man_id, orders, n, &other));
	TRY(get_with_link(cx, other, ret));
	return audit_write(cx, "run.reassign", "delivery_runs", id,
	                   arena_fmt(cx->mem, "{\"delivery_man_id\":%lld}",
	                             (long long)run.delivery_man_id),
	                   arena_fmt(cx->mem, "{\"delivery_man_id\":%lld,\"run_id\":%lld}",
	                             (long long)delivery_man_id, (long long)other), NULL);
}

enum err
run_renew_link(struct ctx *cx, int64_t id, struct run *ret)
{
	struct run run = { 0 };

	TRY(run_lock(cx, id, 0, &run));
	if (!str_eq(run.status, "confirmed"))
		return fail(cx, E_RUN_STATE, "run %lld is %s", (long long)id, run.status);
	TRY(get_with_link(cx, id, ret));
	return audit_write(cx, "run.link", "delivery_runs", id, NULL, NULL, NULL);
}

enum err
run_order_moved(struct ctx *cx, int64_t order_id, const char *from, const char *to)
{
	const char *result = str_eq(to, "delivered") ? "delivered"
	                   : str_eq(from, "out_for_delivery") ? "failed" : "moved";

	if (!str_eq(to, "delivered") && !str_among(to, "preparing|cancelled"))
		return OK;
	return db_exec(cx, &q_result, NULL, STR(result), STR(result),
	               STR(str_eq(result, "failed") ? "other" : NULL),
	               str_eq(result, "moved") ? NIL() : TIME(cx->now), TIME(cx->now),
	               I64(order_id));
}

enum err
run_order_free(struct ctx *cx, int64_t order_id)
{
	struct number stop;
	bool found;

	TRY(db_maybe(cx, &q_stands, number_cols, &stop, &found, I64(order_id)));
	return found ? fail(cx, E_IN_RUN, "stop %lld", (long long)stop.id) : OK;
}
