/* SPDX-License-Identifier: MIT */
/* The evening: what is still open of a day, and closing it when nothing is. */
#include "support/run.h"

#include "base/str.h"

#define DAY "/api/v1/admin/dispatch/days/" RUN_DAY

static void
look(struct shop *s)
{
	as(s, RUN_MANAGER);
	get(s, DAY);
	expect_status(s, 200);
}

static void
is_in_the_way(struct shop *s, const char *kind)
{
	look(s);
	expect_text(s, "obstacles.0.kind", kind);
	post(s, DAY "/close", "{}");
	expect_error(s, 409, "day_open");
	expect_text(s, "day.obstacles.0.kind", kind);
}

static void
a_day_is_closed_when_each_thing_is_settled_or_owned(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t handover, difference;

	run_out(s, &o, 3);
	is_in_the_way(s, "open_stop");
	run_deliver(s, &o, 0);
	run_photo(s, &o, "IMG_0001");
	run_tell(s, &o, run_event(s, &o, 1, "picture1", "delivered", "'photo':'IMG_0001',"));
	run_tell(s, &o, run_event(s, &o, 2, "nobody-1", "failed", "'reason':'no_answer',"));
	is_in_the_way(s, "failed");
	expect_text(s, "day.obstacles.0.reason", "no_answer");
	as(s, RUN_MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)o.orders[2]),
	     "{'status':'cancelled','note':'Nobody there'}");
	expect_status(s, 200);
	is_in_the_way(s, "unpaid");
	expect_number(s, "day.obstacles.0.order_id", o.orders[1]);
	run_tell(s, &o, run_event(s, &o, 1, "late-cash", "cash", "'amount':'" RUN_TOTAL "',"));
	is_in_the_way(s, "cash");
	expect_text(s, "day.cash.0.on_hand_amount", "730.00");
	as_dispatcher(s);
	post(s, "/api/v1/admin/delivery-men/1/cash/handovers", "{'version':%lld,'declared':'700.00'}",
	     (long long)sql_number(s, "SELECT version FROM courier_accounts"));
	handover = number_at(s, "id");
	as(s, RUN_MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/cash/handovers/%lld/count",
	                  (long long)handover), "{'version':1,'counted':'700.00'}");
	difference = number_at(s, "difference.id");
	is_in_the_way(s, "difference");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/cash/differences/%lld/own",
	                  (long long)difference), "{'version':1,'note':'He pays on Thursday'}");
	expect_status(s, 200);
	post(s, DAY "/close", "{}");
	expect_status(s, 200);
	assert_true(has(s, "closed_at"));
	expect_text(s, "cash.0.differing_amount", "30.00");
	expect_rows(s, 1, "SELECT 1 FROM delivery_runs WHERE status = 'closed'");
	/* A second time nothing happens; and there are no further runs. */
	post(s, DAY "/close", "{}");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'day.close'");
	int64_t more = run_order(s);
	post(s, "/api/v1/admin/runs", "{'date':'" RUN_DAY "','time_slot_id':3,'runs':["
	     "{'delivery_man_id':1,'orders':[%lld]}]}", (long long)more);
	expect_error(s, 409, "day_closed");
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/runs/%lld/stops", (long long)o.run),
	        "{'version':%lld,'orders':[%lld]}", (long long)run_version(s, o.run),
	        (long long)more);
	expect_error(s, 409, "run_state");
	expect_sound(s);
}

static void
what_went_out_without_a_run_is_in_the_way_too(void **state)
{
	struct shop *s = *state;
	int64_t id = run_order(s);

	as(s, RUN_MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/assign", (long long)id),
	     "{'delivery_man_id':1}");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'out_for_delivery'}");
	expect_status(s, 200);
	is_in_the_way(s, "on_the_way");
}

static void
a_day_on_which_nothing_was_sent_is_closed_at_once(void **state)
{
	struct shop *s = *state;

	as_dispatcher(s);
	post(s, "/api/v1/admin/dispatch/days/2030-02-01/close", "{}");
	expect_status(s, 200);
	expect_text(s, "date", "2030-02-01");
	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/dispatch/days/2030-02-01");
	assert_true(has(s, "closed_by"));
	post(s, DAY "/close", "{}");
	expect_error(s, 403, "forbidden");
}

static bool
close_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, DAY "/close", "{}");
	return s->reply.status == 200;
}

static void
a_day_is_closed_once(void **state)
{
	struct shop *s = *state;

	as_dispatcher(s);
	assert_int_equal(20, shop_parallel(s, 20, close_at_once));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'day.close'");
}

SHOP_TESTS(
	shop_test(a_day_is_closed_when_each_thing_is_settled_or_owned),
	shop_test(what_went_out_without_a_run_is_in_the_way_too),
	shop_test(a_day_on_which_nothing_was_sent_is_closed_at_once),
	shop_test(a_day_is_closed_once))
