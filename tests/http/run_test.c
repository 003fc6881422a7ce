/* SPDX-License-Identifier: MIT */
/* Runs at the dispatcher's desk: proposed, saved, changed, sent out, given to another man. */
#include "support/run.h"

#include "base/str.h"

#define RUNS "/api/v1/admin/runs"
#define SLOT "'date':'" RUN_DAY "','time_slot_id':3"

static char *
path(struct shop *s, int64_t run, const char *what)
{
	return arena_fmt(s->cx.mem, RUNS "/%lld%s", (long long)run, what);
}

/* Mahmoud may bring the first man's orders, too. */
static void
mahmoud_serves_madinaty(struct shop *s)
{
	sql_do(s, "UPDATE delivery_men SET zones = '[1, 3, 5, 6]' WHERE id = 2");
}

static void
save(struct shop *s, int64_t man, const char *orders)
{
	post(s, RUNS, "{" SLOT ",'runs':[{'delivery_man_id':%lld,'orders':[%s]}]}", (long long)man,
	     orders);
}

static void
set_stops(struct shop *s, int64_t run, const char *orders)
{
	request(s, "PUT", path(s, run, "/stops"), "{'version':%lld,'orders':[%s]}",
	        (long long)run_version(s, run), orders);
}

static const char *
ids(struct shop *s, int64_t a, int64_t b, int64_t c)
{
	return arena_fmt(s->cx.mem, c ? "%lld,%lld,%lld" : b ? "%lld,%lld" : "%lld", (long long)a,
	                 (long long)b, (long long)c);
}

/* ---- a proposal ---- */

static void
a_proposal_goes_by_zones_and_load_and_changes_nothing(void **state)
{
	struct shop *s = *state;
	int64_t a = run_order(s), b = run_order(s), c = run_order(s), d = run_order(s);

	sql_do(s, "UPDATE orders SET zone_id = 3 WHERE id = %lld", (long long)b);
	sql_do(s, "UPDATE orders SET zone_id = 4 WHERE id = %lld", (long long)c);
	sql_do(s, "UPDATE orders SET zone_id = 5 WHERE id = %lld", (long long)d);
	post(s, RUNS "/propose", "{" SLOT "}");
	expect_status(s, 200);
	expect_number(s, "runs.0.delivery_man_id", DEMO_KARIM);
	expect_number(s, "runs.0.orders.0.id", a);
	assert_false(has(s, "runs.0.orders.1"));
	/* Both serve zone 3; Mahmoud has less. */
	expect_number(s, "runs.1.delivery_man_id", DEMO_MAHMOUD);
	expect_number(s, "runs.1.orders.0.id", b);
	expect_number(s, "runs.1.orders.1.id", d);
	expect_number(s, "runs.1.load", 2);
	expect_number(s, "unassigned.0.id", c);
	assert_false(has(s, "unassigned.1"));
	expect_rows(s, 0, "SELECT 1 FROM delivery_runs");
	/* Who is off gets nothing; other slots are others' matter. */
	sql_do(s, "UPDATE delivery_men SET is_active = 0 WHERE id = 1");
	post(s, RUNS "/propose", "{" SLOT "}");
	expect_number(s, "runs.0.delivery_man_id", DEMO_MAHMOUD);
	expect_number(s, "unassigned.0.id", a);
	post(s, RUNS "/propose", "{'date':'" RUN_DAY "','time_slot_id':2}");
	assert_false(has(s, "runs.0"));
}

static void
what_stands_in_a_run_is_not_proposed_again(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t next;

	run_planned(s, &o, 2);
	next = run_order(s);
	post(s, RUNS "/propose", "{" SLOT "}");
	expect_number(s, "runs.0.orders.0.id", next);
	assert_false(has(s, "runs.0.orders.1"));
	expect_number(s, "runs.0.load", 3);
}

/* ---- saving ---- */

static void
a_saved_run_is_planned_and_noted(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 2);
	expect_text(s, "items.0.status", "planned");
	expect_number(s, "items.0.open_n", 2);
	assert_false(has(s, "items.0.link"));
	get(s, RUNS "/%lld", (long long)o.run);
	expect_status(s, 200);
	expect_number(s, "stops.1.order_id", o.orders[1]);
	expect_text(s, "stops.1.order_status", "preparing");
	expect_text(s, "delivery_man_name", "Karim Fathy");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'run.save'");
	get(s, RUNS "/999999");
	expect_error(s, 404, "not_found");
}

static void
an_order_stands_in_one_run(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 1);
	save(s, DEMO_KARIM, ids(s, o.orders[0], 0, 0));
	expect_error(s, 409, "stop_order");
	expect_field(s, "runs.0.orders.0", "stop_order");
	save(s, DEMO_KARIM, "77");
	expect_error(s, 409, "stop_order");
	int64_t a = run_order(s);
	save(s, DEMO_KARIM, ids(s, a, a, 0));
	expect_error(s, 422, "invalid");
	save(s, DEMO_KARIM, "");
	expect_error(s, 422, "invalid");
	/* Of another day or slot, or not prepared. */
	sql_do(s, "UPDATE orders SET time_slot_id = 2 WHERE id = %lld", (long long)a);
	save(s, DEMO_KARIM, ids(s, a, 0, 0));
	expect_error(s, 409, "stop_order");
	sql_do(s, "UPDATE orders SET time_slot_id = 3, status = 'confirmed' WHERE id = %lld",
	       (long long)a);
	save(s, DEMO_KARIM, ids(s, a, 0, 0));
	expect_error(s, 409, "stop_order");
	expect_rows(s, 1, "SELECT 1 FROM delivery_runs");
	post(s, RUNS, "{'date':'" RUN_DAY "','time_slot_id':77,'runs':[]}");
	expect_error(s, 404, "not_found");
}

static void
a_man_gets_only_his_zones_and_only_while_he_works(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t a = run_order(s), b;

	save(s, DEMO_MAHMOUD, ids(s, a, 0, 0));
	expect_error(s, 422, "courier_zone");
	sql_do(s, "UPDATE delivery_men SET is_active = 0 WHERE id = 1");
	save(s, DEMO_KARIM, ids(s, a, 0, 0));
	expect_error(s, 422, "courier_inactive");
	save(s, 77, ids(s, a, 0, 0));
	expect_error(s, 422, "invalid");
	sql_do(s, "UPDATE delivery_men SET is_active = 1");
	run_planned(s, &o, 1);
	b = run_order(s);
	sql_do(s, "UPDATE orders SET zone_id = 5 WHERE id = %lld", (long long)b);
	set_stops(s, o.run, ids(s, o.orders[0], b, 0));
	expect_error(s, 422, "courier_zone");
	sql_do(s, "UPDATE delivery_men SET is_active = 0 WHERE id = 1");
	set_stops(s, o.run, ids(s, o.orders[0], 0, 0));
	expect_error(s, 422, "courier_inactive");
	post(s, path(s, o.run, "/confirm"), "{'version':1}");
	expect_error(s, 422, "courier_inactive");
	sql_do(s, "UPDATE delivery_men SET is_active = 1, zones = '[2]' WHERE id = 1");
	post(s, path(s, o.run, "/confirm"), "{'version':1}");
	expect_error(s, 422, "courier_zone");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE status = 'out_for_delivery'");
}

static int64_t wanted;

static bool
save_at_once(struct shop *s, int i)
{
	(void)i;
	save(s, DEMO_KARIM, ids(s, wanted, 0, 0));
	if (s->reply.status != 201)
		expect_error(s, 409, "stop_order");
	return s->reply.status == 201;
}

static void
of_twenty_who_save_the_same_order_one_does(void **state)
{
	struct shop *s = *state;

	wanted = run_order(s);
	assert_int_equal(1, shop_parallel(s, 20, save_at_once));
	expect_rows(s, 1, "SELECT 1 FROM run_stops");
	expect_rows(s, 1, "SELECT 1 FROM delivery_runs");
}

/* ---- changing ---- */

static void
stops_change_their_place_leave_and_come(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t more;

	run_planned(s, &o, 3);
	more = run_order(s);
	set_stops(s, o.run, ids(s, more, o.orders[2], o.orders[0]));
	expect_status(s, 200);
	expect_number(s, "version", 2);
	expect_number(s, "open_n", 3);
	expect_number(s, "stops.0.order_id", more);
	expect_rows(s, 1, "SELECT 1 FROM run_stops WHERE status = 'moved' AND is_live IS NULL");
	expect_number(s, "stops.1.order_id", o.orders[2]);
	/* What has left may come again, as another stop. */
	set_stops(s, o.run, ids(s, o.orders[1], 0, 0));
	expect_number(s, "open_n", 1);
	expect_rows(s, 5, "SELECT 1 FROM run_stops");
	expect_sound(s);
}

static void
a_stop_moves_from_run_to_run(void **state)
{
	struct shop *s = *state;
	struct outing from, to;

	run_planned(s, &from, 2);
	run_planned(s, &to, 1);
	set_stops(s, to.run, ids(s, from.orders[0], to.orders[0], 0));
	expect_status(s, 200);
	expect_number(s, "stops.0.order_id", from.orders[0]);
	get(s, RUNS "/%lld", (long long)from.run);
	expect_number(s, "open_n", 1);
	expect_number(s, "version", 2);
	expect_text(s, "stops.1.status", "moved");
	expect_sound(s);
}

static void
an_edit_of_a_run_names_the_version_it_saw(void **state)
{
	struct shop *s = *state;
	struct outing o;
	const char *bodies[] = { "'orders':[1]", "", "'delivery_man_id':2" };
	const char *what[] = { "/stops", "/confirm", "/reassign" };

	run_planned(s, &o, 1);
	for (int i = 0; i < 3; i++) {
		const char *body = arena_fmt(s->cx.mem, "{%s%s'version':7}", bodies[i],
		                             *bodies[i] ? "," : "");

		request(s, i ? "POST" : "PUT", path(s, o.run, what[i]), "%s", body);
		expect_error(s, 409, "conflict");
		request(s, i ? "POST" : "PUT", path(s, 999999, what[i]), "%s", body);
		expect_error(s, 404, "not_found");
	}
	post(s, path(s, 999999, "/link"), "{}");
	expect_error(s, 404, "not_found");
}

static void
a_run_on_its_way_takes_more_but_lets_nothing_go(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t more;

	run_out(s, &o, 1);
	more = run_order(s);
	set_stops(s, o.run, ids(s, more, 0, 0));
	expect_error(s, 409, "run_state");
	set_stops(s, o.run, ids(s, more, o.orders[0], 0));
	expect_status(s, 200);
	expect_number(s, "stops.0.order_id", more);
	expect_text(s, "stops.0.order_status", "out_for_delivery");
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE delivery_man_id = 1");
	/* Back into a plan it does not go. */
	struct outing plan;
	run_planned(s, &plan, 1);
	set_stops(s, plan.run, ids(s, plan.orders[0], more, 0));
	expect_error(s, 409, "stop_order");
	expect_sound(s);
}

/* ---- on its way ---- */

static void
a_confirmed_run_sends_its_orders_out(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 2);
	expect_text(s, "status", "confirmed");
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE status = 'out_for_delivery' "
	                  "AND delivery_man_id = 1");
	/* The customers hear of it, with the code for the door. */
	const char *sms = shop_message(s, DEMO_PHONE);
	assert_non_null(strstr(sms, run_code(s, o.orders[1])));
	assert_non_null(strstr(sms, "on its way (18:00-21:00)"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'run.confirm'");
	/* He gets his link, and only its hash is kept. */
	assert_non_null(strstr(shop_message(s, "+201000000101"),
	                       arena_fmt(s->cx.mem, "https://shop.test/ar/run/%lld#token=%s",
	                                 (long long)o.run, o.token)));
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM delivery_runs WHERE token_hash = "
	                               "UNHEX(SHA2('%s', 256))", o.token));
	get(s, RUNS "/%lld", (long long)o.run);
	assert_false(has(s, "link"));
	post(s, path(s, o.run, "/confirm"), "{'version':%lld}", (long long)run_version(s, o.run));
	expect_error(s, 409, "run_state");
	expect_sound(s);
}

static void
a_run_is_sent_out_as_it_was_planned_or_not_at_all(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 2);
	sql_do(s, "UPDATE orders SET time_slot_id = 2 WHERE id = %lld", (long long)o.orders[1]);
	post(s, path(s, o.run, "/confirm"), "{'version':1}");
	expect_error(s, 409, "stop_order");
	expect_field(s, "stops.1", "stop_order");
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE status = 'preparing'");
	set_stops(s, o.run, "");
	expect_status(s, 200);
	post(s, path(s, o.run, "/confirm"), "{'version':2}");
	expect_error(s, 409, "run_state");
}

static struct outing shared;

static bool
confirm_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, path(s, shared.run, "/confirm"), "{'version':1}");
	return s->reply.status == 200;
}

static void
of_twenty_who_confirm_one_does(void **state)
{
	struct shop *s = *state;

	run_planned(s, &shared, 2);
	assert_int_equal(1, shop_parallel(s, 20, confirm_at_once));
	expect_rows(s, 2, "SELECT 1 FROM order_status_history WHERE to_status = 'out_for_delivery'");
	expect_sound(s);
}

static void
what_is_left_of_a_run_goes_to_another_man_at_once(void **state)
{
	struct shop *s = *state;
	struct outing o, next = { 0 };

	run_out(s, &o, 3);
	run_deliver(s, &o, 0);
	mahmoud_serves_madinaty(s);
	as_dispatcher(s);
	post(s, path(s, o.run, "/reassign"), "{'version':%lld,'delivery_man_id':2}",
	     (long long)run_version(s, o.run));
	expect_status(s, 200);
	expect_number(s, "delivery_man_id", DEMO_MAHMOUD);
	expect_text(s, "status", "confirmed");
	expect_number(s, "open_n", 2);
	run_link(s, &next);
	next.stops[1] = number_at(s, "stops.0.id");
	next.orders[1] = o.orders[1];
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE delivery_man_id = 2 "
	                  "AND status = 'out_for_delivery'");
	expect_sound(s);
	/* The first man's late word about them is refused; the second one delivers them. */
	run_tell(s, &o, run_event(s, &o, 1, "late-0001", "failed", "'reason':'no_answer',"));
	expect_text(s, "items.0.outcome", "refused");
	expect_text(s, "items.0.code", "stop_moved");
	run_deliver(s, &next, 1);
	run_tell(s, &o, run_event(s, &o, 1, "late-0002", "delivered", arena_fmt(s->cx.mem,
	         "'delivery_code':'%s',", run_code(s, o.orders[1]))));
	expect_text(s, "items.0.code", "stop_moved");
	expect_rows(s, 2, "SELECT 1 FROM order_status_history WHERE to_status = 'delivered'");
	/* His sheet has what he did, and nothing else. */
	run_look(s, &o);
	expect_status(s, 200);
	expect_text(s, "stops.0.status", "delivered");
	assert_false(has(s, "stops.1"));
	expect_sound(s);
}

static void
only_a_run_on_its_way_is_reassigned(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 1);
	post(s, path(s, o.run, "/reassign"), "{'version':1,'delivery_man_id':2}");
	expect_error(s, 409, "run_state");
	post(s, path(s, o.run, "/link"), "{}");
	expect_error(s, 409, "run_state");
	post(s, path(s, o.run, "/confirm"), "{'version':1}");
	post(s, path(s, o.run, "/reassign"), "{'version':%lld,'delivery_man_id':2}",
	     (long long)run_version(s, o.run));
	expect_error(s, 422, "courier_zone");
	mahmoud_serves_madinaty(s);
	sql_do(s, "UPDATE delivery_men SET is_active = 0 WHERE id = 2");
	post(s, path(s, o.run, "/reassign"), "{'version':%lld,'delivery_man_id':2}",
	     (long long)run_version(s, o.run));
	expect_error(s, 422, "courier_inactive");
}

static bool
reassign_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, path(s, shared.run, "/reassign"), "{'version':2,'delivery_man_id':2}");
	return s->reply.status == 200;
}

static void
a_run_is_reassigned_once(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 2);
	mahmoud_serves_madinaty(s);
	as_dispatcher(s);
	assert_int_equal(1, shop_parallel(s, 20, reassign_at_once));
	expect_rows(s, 2, "SELECT 1 FROM delivery_runs");
	expect_sound(s);
}

static const char *shared_events[2];

/* The phone tells two deliveries, staff deliver one past it, the dispatcher gives the run away. */
static bool
all_at_once(struct shop *s, int i)
{
	if (i % 4 < 2) {
		run_tell(s, &shared, shared_events[i % 4]);
		return s->reply.status == 200 && strstr(s->reply.body.data, "applied");
	}
	as(s, i % 4 == 2 ? RUN_DISPATCHER : RUN_MANAGER);
	if (i % 4 == 2)
		post(s, path(s, shared.run, "/reassign"), "{'version':2,'delivery_man_id':2}");
	else
		post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status",
		                  (long long)shared.orders[0]), "{'status':'delivered'}");
	if (s->reply.status != 200)
		assert_int_equal(s->reply.status, 409);
	return false;
}

static void
whoever_is_first_each_order_is_delivered_once(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 3);
	mahmoud_serves_madinaty(s);
	for (int i = 0; i < 2; i++)
		shared_events[i] = run_event(s, &shared, i, i ? "second-1" : "first-01", "delivered",
			arena_fmt(s->cx.mem, "'delivery_code':'%s','amount':'" RUN_TOTAL "',",
			          run_code(s, shared.orders[i])));
	shop_parallel(s, 40, all_at_once);
	expect_rows(s, 0, "SELECT order_id FROM order_status_history WHERE to_status = 'delivered' "
	                  "GROUP BY order_id HAVING COUNT(*) > 1");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE status = 'delivered' AND id = "
	                  "(SELECT MIN(order_id) FROM run_stops)");
	expect_rows(s, 0, "SELECT payment_id FROM courier_cash GROUP BY payment_id "
	                  "HAVING COUNT(*) > 1");
	expect_sound(s);
}

static void
a_new_link_ends_the_one_before(void **state)
{
	struct shop *s = *state;
	struct outing o, next = { 0 };

	run_out(s, &o, 1);
	post(s, path(s, o.run, "/link"), "{}");
	expect_status(s, 200);
	run_link(s, &next);
	run_look(s, &o);
	expect_error(s, 404, "not_found");
	run_look(s, &next);
	expect_status(s, 200);
}

/* ---- past the run ---- */

static void
staff_move_an_order_and_its_stop_follows(void **state)
{
	struct shop *s = *state;
	struct outing o;
	const char *to[] = { "{'status':'delivered'}", "{'status':'preparing','note':'Nobody there'}",
	                     "{'status':'cancelled','note':'Changed their mind'}" };
	const char *became[] = { "delivered", "failed", "failed" };

	run_out(s, &o, 3);
	as(s, RUN_MANAGER);
	for (int i = 0; i < 3; i++) {
		post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status",
		                  (long long)o.orders[i]), "%s", to[i]);
		expect_status(s, 200);
	}
	get(s, RUNS "/%lld", (long long)o.run);
	for (int i = 0; i < 3; i++)
		expect_text(s, arena_fmt(s->cx.mem, "stops.%d.status", i), became[i]);
	/* One that had not left yet leaves its plan. */
	run_planned(s, &o, 1);
	as(s, RUN_MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)o.orders[0]),
	     "%s", to[2]);
	get(s, RUNS "/%lld", (long long)o.run);
	expect_text(s, "stops.0.status", "moved");
	expect_sound(s);
}

static void
who_brings_an_order_of_a_run_is_said_by_the_run(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 1);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/assign", (long long)o.orders[0]),
	     "{'delivery_man_id':1}");
	expect_error(s, 409, "in_run");
}

/* ---- the list ---- */

static void
runs_of_a_day_are_listed_page_by_page(void **state)
{
	struct shop *s = *state;
	struct outing a, b;

	run_planned(s, &a, 1);
	run_out(s, &b, 1);
	get(s, RUNS "?date=" RUN_DAY "&limit=1");
	expect_status(s, 200);
	expect_number(s, "items.0.id", b.run);
	get(s, RUNS "?date=" RUN_DAY "&limit=1&cursor=%s", text_at(s, "next_cursor"));
	expect_number(s, "items.0.id", a.run);
	assert_false(has(s, "next_cursor"));
	get(s, RUNS "?date=" RUN_DAY "&status=confirmed&time_slot_id=3&delivery_man_id=1");
	expect_number(s, "items.0.id", b.run);
	assert_false(has(s, "items.1"));
	get(s, RUNS "?date=2030-01-04");
	assert_false(has(s, "items.0"));
	as_staff(s, RUN_MANAGER, "order_manager");
	get(s, RUNS "?date=" RUN_DAY);
	expect_number(s, "items.1.id", a.run);
	post(s, path(s, a.run, "/confirm"), "{'version':1}");
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(
	shop_test(a_proposal_goes_by_zones_and_load_and_changes_nothing),
	shop_test(what_stands_in_a_run_is_not_proposed_again),
	shop_test(a_saved_run_is_planned_and_noted),
	shop_test(an_order_stands_in_one_run),
	shop_test(a_man_gets_only_his_zones_and_only_while_he_works),
	shop_test(of_twenty_who_save_the_same_order_one_does),
	shop_test(stops_change_their_place_leave_and_come),
	shop_test(a_stop_moves_from_run_to_run),
	shop_test(an_edit_of_a_run_names_the_version_it_saw),
	shop_test(a_run_on_its_way_takes_more_but_lets_nothing_go),
	shop_test(a_confirmed_run_sends_its_orders_out),
	shop_test(a_run_is_sent_out_as_it_was_planned_or_not_at_all),
	shop_test(of_twenty_who_confirm_one_does),
	shop_test(what_is_left_of_a_run_goes_to_another_man_at_once),
	shop_test(only_a_run_on_its_way_is_reassigned),
	shop_test(a_run_is_reassigned_once),
	shop_test(whoever_is_first_each_order_is_delivered_once),
	shop_test(a_new_link_ends_the_one_before),
	shop_test(staff_move_an_order_and_its_stop_follows),
	shop_test(who_brings_an_order_of_a_run_is_said_by_the_run),
	shop_test(runs_of_a_day_are_listed_page_by_page))
