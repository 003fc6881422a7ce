/* SPDX-License-Identifier: MIT */
/* A run on its man's phone: what he sees, and what he tells, in any order and more than once. */
#include "support/run.h"

#include "base/str.h"

#define WITH_MONEY "'delivery_code':'%s','amount':'" RUN_TOTAL "',"

static const char *
code_only(struct shop *s, const struct outing *o, int i)
{
	return arena_fmt(s->cx.mem, "'delivery_code':'%s',", run_code(s, o->orders[i]));
}

static const char *
state_of(struct shop *s, const struct outing *o, int i)
{
	return sql_text(s, "SELECT CONCAT(s.status, ' ', o.status, ' ', o.payment_status) "
	                "FROM run_stops s JOIN orders o ON o.id = s.order_id WHERE s.id = %lld",
	                (long long)o->stops[i]);
}

/* ---- the sheet ---- */

static void
he_sees_his_run_and_what_he_needs_at_the_door(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 2);
	run_look(s, &o);
	expect_status(s, 200);
	expect_number(s, "id", o.run);
	expect_text(s, "delivery_man_name", "Karim Fathy");
	expect_text(s, "stops.0.customer_phone", DEMO_PHONE);
	expect_text(s, "stops.0.amount_due", RUN_TOTAL);
	expect_number(s, "stops.1.pieces", 1);
	assert_false(has(s, "stops.0.customer_email"));
	/* Of what is done nothing personal is left. */
	run_deliver(s, &o, 0);
	run_look(s, &o);
	expect_text(s, "stops.0.status", "delivered");
	assert_false(has(s, "stops.0.customer_phone"));
	assert_false(has(s, "stops.0.address"));
	expect_text(s, "stops.1.customer_phone", DEMO_PHONE);
}

static void
a_link_opens_its_own_run_and_for_a_time(void **state)
{
	struct shop *s = *state;
	struct outing a, b, mixed;
	int64_t over;

	run_out(s, &a, 1);
	run_out(s, &b, 1);
	mixed = a;
	mixed.run = b.run;
	run_look(s, &mixed);
	expect_error(s, 404, "not_found");
	run_tell(s, &mixed, run_event(s, &b, 0, "stranger", "failed", "'reason':'refused',"));
	expect_error(s, 404, "not_found");
	/* Another run's stop is not his, even with his own link. */
	run_tell(s, &a, run_event(s, &b, 0, "another1", "failed", "'reason':'refused',"));
	expect_text(s, "items.0.code", "not_found");
	assert_string_equal("open out_for_delivery pending", state_of(s, &b, 0));
	over = sql_number(s, "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', token_expires_at) "
	                  "FROM delivery_runs WHERE id = %lld", (long long)a.run);
	shop_at(over - 1);
	run_look(s, &a);
	expect_status(s, 200);
	shop_at(over);
	run_look(s, &a);
	expect_error(s, 422, "link_over");
	run_tell(s, &a, run_event(s, &a, 0, "too-late", "failed", "'reason':'refused',"));
	expect_error(s, 422, "link_over");
}

/* ---- at the door ---- */

static void
the_customers_code_delivers_and_the_cash_is_his_to_account_for(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_deliver(s, &o, 0);
	assert_string_equal("delivered delivered paid", state_of(s, &o, 0));
	expect_rows(s, 1, "SELECT 1 FROM courier_accounts WHERE delivery_man_id = 1 "
	                  "AND expected_amount = " RUN_TOTAL);
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE to_status = 'delivered' "
	                  "AND actor_type = 'courier' AND actor_id = 1");
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE amount = " RUN_TOTAL);
	expect_sound(s);
}

static void
a_picture_shows_it_where_no_code_was_said(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_tell(s, &o, run_event(s, &o, 0, "nothing1", "delivered", ""));
	expect_error(s, 422, "invalid");
	expect_field(s, "events.0.delivery_code", "invalid");
	run_photo(s, &o, "IMG_0042");
	run_tell(s, &o, run_event(s, &o, 0, "picture1", "delivered", "'photo':'IMG_0042',"));
	expect_text(s, "items.0.outcome", "applied");
	as_dispatcher(s);
	get(s, "/api/v1/admin/runs/%lld", (long long)o.run);
	expect_number(s, "stops.0.photo_id", sql_number(s, "SELECT file_id FROM run_photos"));
	/* No money came with it: that is told later, or by staff. */
	assert_string_equal("delivered delivered pending", state_of(s, &o, 0));
	expect_sound(s);
}

static void
after_five_wrong_codes_a_stop_takes_none(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	for (int i = 0; i < 5; i++) {
		run_tell(s, &o, run_event(s, &o, 0, arena_fmt(s->cx.mem, "wrong-%d", i),
		         "delivered", arena_fmt(s->cx.mem, "'delivery_code':'%s',",
		                                run_wrong_code(s, o.orders[0]))));
		expect_status(s, 200);
		expect_text(s, "items.0.outcome", "refused");
		expect_text(s, "items.0.code", "code_wrong");
	}
	run_tell(s, &o, run_event(s, &o, 0, "the-right-one", "delivered", code_only(s, &o, 0)));
	expect_text(s, "items.0.code", "stop_code_attempts");
	assert_string_equal("open out_for_delivery pending", state_of(s, &o, 0));
	as_dispatcher(s);
	get(s, "/api/v1/admin/runs/%lld", (long long)o.run);
	expect_number(s, "stops.0.wrong_codes", 5);
	run_photo(s, &o, "IMG_0007");
	run_tell(s, &o, run_event(s, &o, 0, "picture2", "delivered", "'photo':'IMG_0007',"));
	expect_text(s, "items.0.outcome", "applied");
}

static void
money_is_what_the_order_costs_or_it_is_told(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_tell(s, &o, run_event(s, &o, 0, "too-much", "cash", "'amount':'400.00',"));
	expect_text(s, "items.0.code", "payment_amount");
	expect_text(s, "items.0.amount_due", RUN_TOTAL);
	run_tell(s, &o, run_event(s, &o, 0, "no-money", "cash", ""));
	expect_error(s, 422, "invalid");
	run_tell(s, &o, run_event(s, &o, 0, "by-card1", "cash",
	                          "'method':'card','amount':'" RUN_TOTAL "',"));
	expect_text(s, "items.0.outcome", "applied");
	/* By card it is not in his pocket; and it came once. */
	expect_rows(s, 0, "SELECT 1 FROM courier_cash");
	run_tell(s, &o, run_event(s, &o, 0, "again-01", "cash", "'amount':'" RUN_TOTAL "',"));
	expect_text(s, "items.0.outcome", "ignored");
	expect_rows(s, 0, "SELECT 1 FROM courier_cash");
	assert_string_equal("open out_for_delivery paid", state_of(s, &o, 0));
	expect_sound(s);
}

static void
what_failed_goes_back_with_its_reason_and_may_be_tried_again(void **state)
{
	struct shop *s = *state;
	struct outing o, next;

	run_out(s, &o, 1);
	run_tell(s, &o, run_event(s, &o, 0, "reasonless", "failed", ""));
	expect_error(s, 422, "invalid");
	run_tell(s, &o, run_event(s, &o, 0, "nobody-01", "failed",
	                          "'reason':'no_answer','note':'Rang twice',"));
	expect_text(s, "items.0.outcome", "applied");
	assert_string_equal("failed preparing pending", state_of(s, &o, 0));
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "again"));
	as_dispatcher(s);
	get(s, "/api/v1/admin/runs/%lld", (long long)o.run);
	expect_text(s, "stops.0.reason", "no_answer");
	expect_text(s, "stops.0.note", "Rang twice");
	/* Another attempt is another stop; by the first one nothing is delivered then. */
	post(s, "/api/v1/admin/runs", "{'date':'" RUN_DAY "','time_slot_id':3,'runs':["
	     "{'delivery_man_id':1,'orders':[%lld]}]}", (long long)o.orders[0]);
	expect_status(s, 201);
	next = o;
	next.run = number_at(s, "items.0.id");
	next.stops[0] = number_at(s, "items.0.stops.0.id");
	run_tell(s, &o, run_event(s, &o, 0, "late-door", "delivered", code_only(s, &o, 0)));
	expect_text(s, "items.0.code", "move_refused");
	as_dispatcher(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/runs/%lld/confirm", (long long)next.run),
	     "{'version':1}");
	run_link(s, &next);
	run_deliver(s, &next, 0);
	assert_string_equal("delivered delivered paid", state_of(s, &next, 0));
	expect_sound(s);
}

/* ---- again, and in any order ---- */

static void
an_event_sent_again_gets_the_same_answer_and_counts_once(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t version;

	run_out(s, &o, 1);
	run_deliver(s, &o, 0);
	version = sql_number(s, "SELECT version FROM orders");
	run_deliver(s, &o, 0);
	run_deliver(s, &o, 0);
	assert_int_equal(version, sql_number(s, "SELECT version FROM orders"));
	expect_rows(s, 1, "SELECT 1 FROM run_events");
	expect_rows(s, 1, "SELECT 1 FROM courier_cash");
	/* Twice in one batch, too; and the same name for something else is still the first event. */
	const char *e = run_event(s, &o, 0, "delivered-0", "failed", "'reason':'refused',");
	run_tell(s, &o, arena_fmt(s->cx.mem, "%s,%s", e, e));
	expect_text(s, "items.0.outcome", "applied");
	expect_text(s, "items.1.outcome", "applied");
	assert_string_equal("delivered delivered paid", state_of(s, &o, 0));
}

static struct outing shared;
static const char *shared_event;

static bool
tell_at_once(struct shop *s, int i)
{
	(void)i;
	run_tell(s, &shared, shared_event);
	expect_text(s, "items.0.outcome", "applied");
	return s->reply.status == 200;
}

static void
twenty_phones_with_one_event_are_one_delivery(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 1);
	shared_event = run_event(s, &shared, 0, "the-same", "delivered",
	                         arena_fmt(s->cx.mem, WITH_MONEY, run_code(s, shared.orders[0])));
	assert_int_equal(20, shop_parallel(s, 20, tell_at_once));
	expect_rows(s, 1, "SELECT 1 FROM courier_cash");
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE to_status = 'delivered'");
	expect_sound(s);
}

#define DAY_EVENTS 10

/* A day of four stops: delivered and paid, told twice over; failed twice; failed, then brought after
 * all; delivered with a picture, after a wrong code and a wrong amount. */
static void
events_of_a_day(struct shop *s, const struct outing *o, const char *ret[DAY_EVENTS])
{
	static const char form[] = "{'client_id':'event-%02d','stop_id':%lld,'kind':'%s',%s"
	                           "'happened_at':'2030-01-02T1%d:00:00Z'}";
	const struct { int stop; const char *kind, *more; int hour; } day[DAY_EVENTS] = {
		{ 0, "delivered", arena_fmt(s->cx.mem, WITH_MONEY, run_code(s, o->orders[0])), 0 },
		{ 0, "cash", "'amount':'" RUN_TOTAL "',", 0 },
		{ 1, "failed", "'reason':'refused','note':'Later',", 1 },
		{ 1, "failed", "'reason':'no_answer','note':'Earlier',", 0 },
		{ 2, "failed", "'reason':'no_answer','note':'Not yet there',", 0 },
		{ 2, "delivered", code_only(s, o, 2), 1 },
		{ 2, "cash", "'amount':'" RUN_TOTAL "',", 1 },
		{ 3, "delivered", arena_fmt(s->cx.mem, "'delivery_code':'%s',",
		                            run_wrong_code(s, o->orders[3])), 0 },
		{ 3, "cash", "'amount':'1.00',", 0 },
		{ 3, "delivered", "'photo':'IMG_0001',", 1 },
	};

	for (int i = 0; i < DAY_EVENTS; i++)
		ret[i] = arena_fmt(s->cx.mem, form, i, (long long)o->stops[day[i].stop], day[i].kind,
		                   day[i].more, day[i].hour);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* What there is in the end, without ids; `before` is what the account held before this run. */
static const char *
day_state(struct shop *s, const struct outing *o, int64_t before)
{
	return sql_text(s,
		"SELECT CONCAT(GROUP_CONCAT(CONCAT_WS(' ', s.position, s.status, "
		"COALESCE(s.reason, '-'), COALESCE(s.note, '-'), COALESCE(h.client_id, '-'), "
		"s.wrong_codes, s.result_at, o.status, o.payment_status, p.status) "
		"ORDER BY s.position SEPARATOR '; '), ' | ', (SELECT expected_amount - %lld "
		"FROM courier_accounts WHERE delivery_man_id = 1)) FROM run_stops s "
		"JOIN orders o ON o.id = s.order_id JOIN payments p ON p.order_id = o.id "
		"LEFT JOIN run_photos h ON h.stop_id = s.id WHERE s.run_id = %lld", (long long)before, (long long)o->run);
}

static const char *
shuffled_day(struct shop *s, uint32_t seed)
{
	const char *events[DAY_EVENTS], *queue[2 * DAY_EVENTS];
	struct outing o;
	int64_t before = sql_number(s, "SELECT COALESCE(SUM(amount), 0) FROM courier_cash");

	run_out(s, &o, 4);
	run_photo(s, &o, "IMG_0001");
	events_of_a_day(s, &o, events);
	for (int i = 0; i < 2 * DAY_EVENTS; i++)
		queue[i] = events[i % DAY_EVENTS];
	for (int i = seed ? 2 * DAY_EVENTS - 1 : 0; i > 0; i--) {
		uint32_t k = next_random(&seed) % (uint32_t)(i + 1);
		const char *at = queue[i];
		queue[i] = queue[k];
		queue[k] = at;
	}
	for (int i = 0; i < 2 * DAY_EVENTS;) {
		char *batch = arena_str(s->cx.mem, queue[i++]);
		for (uint32_t n = next_random(&seed) % 4; n > 0 && i < 2 * DAY_EVENTS; n--)
			batch = arena_fmt(s->cx.mem, "%s,%s", batch, queue[i++]);
		run_tell(s, &o, batch);
		expect_status(s, 200);
	}
	return day_state(s, &o, before);
}

static void
a_days_events_shuffled_and_doubled_end_in_the_same_state(void **state)
{
	struct shop *s = *state;
	const char *in_order = shuffled_day(s, 0);

	assert_non_null(strstr(in_order, "1 delivered - - - 0 2030-01-02 10:00:00 delivered paid "
	                                 "cod_collected; 2 failed no_answer Earlier"));
	assert_non_null(strstr(in_order, "3 delivered - - - 0 2030-01-02 11:00:00 delivered paid"));
	assert_non_null(strstr(in_order, "4 delivered - - IMG_0001"));
	assert_non_null(strstr(in_order, "| 730.00"));
	for (uint32_t seed = 1; seed <= 6; seed++)
		assert_string_equal(in_order, shuffled_day(s, seed));
	expect_sound(s);
}

static void
a_phones_clock_may_be_ahead(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_tell(s, &o, arena_fmt(s->cx.mem, "{'client_id':'ahead-01','stop_id':%lld,"
	         "'kind':'failed','reason':'other','happened_at':'2031-01-01T00:00:00Z'}",
	         (long long)o.stops[0]));
	expect_text(s, "items.0.outcome", "applied");
	expect_rows(s, 1, "SELECT 1 FROM run_stops WHERE result_at = '2030-01-02 12:00:00'");
}

SHOP_TESTS(
	shop_test(he_sees_his_run_and_what_he_needs_at_the_door),
	shop_test(a_link_opens_its_own_run_and_for_a_time),
	shop_test(the_customers_code_delivers_and_the_cash_is_his_to_account_for),
	shop_test(a_picture_shows_it_where_no_code_was_said),
	shop_test(after_five_wrong_codes_a_stop_takes_none),
	shop_test(money_is_what_the_order_costs_or_it_is_told),
	shop_test(what_failed_goes_back_with_its_reason_and_may_be_tried_again),
	shop_test(an_event_sent_again_gets_the_same_answer_and_counts_once),
	shop_test(twenty_phones_with_one_event_are_one_delivery),
	shop_test(a_days_events_shuffled_and_doubled_end_in_the_same_state),
	shop_test(a_phones_clock_may_be_ahead))
