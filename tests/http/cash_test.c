/* SPDX-License-Identifier: MIT */
/* Cash in the hands of delivery men: collected, handed over, counted by somebody else, differing. */
#include "support/run.h"

#include "base/str.h"

#define KARIM "/api/v1/admin/delivery-men/1/cash"
#define HANDOVERS "/api/v1/admin/cash/handovers"
#define DIFFERENCES "/api/v1/admin/cash/differences"
#define RUN_TWICE "730.00"		/* two orders */

/* Karim has the cash of n orders; the dispatcher asks next. */
static void
collected(struct shop *s, int n)
{
	struct outing o;

	run_out(s, &o, n);
	for (int i = 0; i < n; i++)
		run_deliver(s, &o, i);
	as_dispatcher(s);
}

static int64_t
account_version(struct shop *s)
{
	return sql_number(s, "SELECT version FROM courier_accounts WHERE delivery_man_id = 1");
}

static void
declare(struct shop *s, const char *amount)
{
	post(s, KARIM "/handovers", "{'version':%lld,'declared':'%s'}", (long long)account_version(s),
	     amount);
}

/* The manager counts what the dispatcher took. */
static void
count(struct shop *s, int64_t handover, int version, const char *amount)
{
	as(s, RUN_MANAGER);
	post(s, arena_fmt(s->cx.mem, HANDOVERS "/%lld/count", (long long)handover),
	     "{'version':%d,'counted':'%s','note':'In the evening'}", version, amount);
}

/* 35.00 are missing, of 730.00. */
static int64_t
a_difference(struct shop *s)
{
	collected(s, 2);
	declare(s, "695.00");
	expect_status(s, 201);
	count(s, number_at(s, "id"), 1, "695.00");
	expect_status(s, 200);
	return number_at(s, "difference.id");
}

static char *
difference(struct shop *s, int64_t id, const char *what)
{
	return arena_fmt(s->cx.mem, DIFFERENCES "/%lld/%s", (long long)id, what);
}

/* ---- the account ---- */

static void
the_account_is_what_was_taken_at_the_doors(void **state)
{
	struct shop *s = *state;

	as_dispatcher(s);
	get(s, KARIM);
	expect_status(s, 200);
	expect_text(s, "expected_amount", "0.00");
	expect_number(s, "version", 0);
	collected(s, 2);
	get(s, KARIM "?limit=1");
	expect_text(s, "expected_amount", RUN_TWICE);
	expect_text(s, "on_hand_amount", RUN_TWICE);
	expect_text(s, "items.0.kind", "collected");
	expect_text(s, "items.0.amount", RUN_TOTAL);
	assert_true(has(s, "items.0.number"));
	get(s, KARIM "?limit=1&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.amount", RUN_TOTAL);
	assert_false(has(s, "next_cursor"));
	get(s, "/api/v1/admin/delivery-men/77/cash");
	expect_error(s, 404, "not_found");
	expect_sound(s);
}

static void
cash_that_staff_note_is_his_who_brought_it(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 2);
	for (int i = 0; i < 2; i++) {
		post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments",
		                  (long long)o.orders[i]),
		     "{'method':'%s','amount':'" RUN_TOTAL "'}", i ? "card" : "cash");
		assert_in_range(s->reply.status, 200, 201);
	}
	get(s, KARIM);
	expect_text(s, "expected_amount", RUN_TOTAL);
	expect_sound(s);
}

static void
a_refused_delivery_moves_no_cash(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_tell(s, &o, run_event(s, &o, 0, "refused1", "failed", "'reason':'refused',"));
	expect_text(s, "items.0.outcome", "applied");
	expect_rows(s, 0, "SELECT 1 FROM courier_cash");
}

/* ---- handovers ---- */

static void
one_takes_it_and_another_counts(void **state)
{
	struct shop *s = *state;
	int64_t id;

	collected(s, 2);
	declare(s, RUN_TWICE);
	expect_status(s, 201);
	id = number_at(s, "id");
	expect_text(s, "expected_amount", RUN_TWICE);
	assert_false(has(s, "counted_amount"));
	/* It is still his, and waits. */
	get(s, KARIM);
	expect_text(s, "on_hand_amount", RUN_TWICE);
	expect_number(s, "handover.id", id);
	post(s, arena_fmt(s->cx.mem, HANDOVERS "/%lld/count", (long long)id),
	     "{'version':1,'counted':'" RUN_TWICE "'}");
	expect_error(s, 409, "same_person");
	count(s, id, 2, RUN_TWICE);
	expect_error(s, 409, "conflict");
	count(s, 999999, 1, RUN_TWICE);
	expect_error(s, 404, "not_found");
	count(s, id, 1, RUN_TWICE);
	expect_status(s, 200);
	expect_text(s, "counted_amount", RUN_TWICE);
	assert_false(has(s, "difference.id"));
	count(s, id, 1, RUN_TWICE);
	expect_error(s, 409, "conflict");
	get(s, KARIM);
	expect_text(s, "expected_amount", "0.00");
	assert_false(has(s, "handover.id"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'cash.declare'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'cash.count'");
	expect_sound(s);
}

static void
what_was_taken_may_be_said_again_until_it_is_counted(void **state)
{
	struct shop *s = *state;

	collected(s, 1);
	declare(s, "300.00");
	declare(s, RUN_TOTAL);
	expect_status(s, 201);
	expect_number(s, "version", 2);
	expect_text(s, "declared_amount", RUN_TOTAL);
	expect_rows(s, 1, "SELECT 1 FROM courier_handovers");
	post(s, KARIM "/handovers", "{'version':1,'declared':'1.00'}");
	expect_error(s, 409, "conflict");
	post(s, "/api/v1/admin/delivery-men/77/cash/handovers", "{'version':0,'declared':'1.00'}");
	expect_error(s, 404, "not_found");
	count(s, sql_number(s, "SELECT id FROM courier_handovers"), 1, RUN_TOTAL);
	expect_error(s, 409, "conflict");
}

static void
what_comes_after_it_was_said_is_the_next_handovers(void **state)
{
	struct shop *s = *state;
	struct outing o;
	int64_t id;

	run_out(s, &o, 2);
	run_deliver(s, &o, 0);
	as_dispatcher(s);
	declare(s, RUN_TOTAL);
	id = number_at(s, "id");
	run_deliver(s, &o, 1);	/* told late, when he has signal again */
	count(s, id, 1, RUN_TOTAL);
	expect_status(s, 200);
	assert_false(has(s, "difference.id"));
	get(s, KARIM);
	expect_text(s, "on_hand_amount", RUN_TOTAL);
	expect_sound(s);
}

static int64_t seen_version, seen_handover;

static bool
declare_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, KARIM "/handovers", "{'version':%lld,'declared':'" RUN_TWICE "'}",
	     (long long)seen_version);
	if (s->reply.status != 201)
		expect_error(s, 409, "conflict");
	return s->reply.status == 201;
}

static bool
count_at_once(struct shop *s, int i)
{
	(void)i;
	count(s, seen_handover, 1, RUN_TWICE);
	if (s->reply.status != 200)
		expect_error(s, 409, "conflict");
	return s->reply.status == 200;
}

static void
two_handovers_at_once_never_count_twice(void **state)
{
	struct shop *s = *state;

	collected(s, 2);
	seen_version = account_version(s);
	assert_int_equal(1, shop_parallel(s, 30, declare_at_once));
	seen_handover = sql_number(s, "SELECT id FROM courier_handovers");
	assert_int_equal(1, shop_parallel(s, 30, count_at_once));
	expect_rows(s, 1, "SELECT 1 FROM courier_handovers WHERE counted_amount = " RUN_TWICE);
	expect_rows(s, 1, "SELECT 1 FROM courier_cash WHERE kind = 'handed_over'");
	expect_rows(s, 1, "SELECT 1 FROM courier_accounts WHERE expected_amount = 0");
	expect_sound(s);
}

/* Collected, handed over and settled in many orders: expected is always the sum. */
static void
expected_is_collected_less_handed_over_in_any_order(void **state)
{
	struct shop *s = *state;
	struct outing o;
	static const char *const counts[] = { "300.00", "400.00", "365.00", "0.00" };

	run_out(s, &o, 4);
	for (int i = 0; i < 4; i++) {
		run_deliver(s, &o, (i * 3 + 1) % 4);
		as_dispatcher(s);
		declare(s, counts[i]);
		expect_status(s, 201);
		count(s, number_at(s, "id"), 1, counts[i]);
		expect_status(s, 200);
		get(s, KARIM);
		expect_text(s, "on_hand_amount", "0.00");
		expect_sound(s);
	}
	/* 4 x 365 - 1065. */
	expect_text(s, "expected_amount", "395.00");
	expect_text(s, "differing_amount", "395.00");
	expect_rows(s, 3, "SELECT 1 FROM courier_differences");
	expect_rows(s, 1, "SELECT 1 FROM courier_differences WHERE amount = -35.00");
}

/* ---- differences ---- */

static void
what_is_missing_is_a_record_that_somebody_owns_and_settles(void **state)
{
	struct shop *s = *state;
	int64_t id = a_difference(s);

	expect_text(s, "difference.amount", "35.00");
	expect_text(s, "difference.status", "open");
	get(s, KARIM);
	expect_text(s, "expected_amount", "35.00");
	expect_text(s, "on_hand_amount", "0.00");
	/* Nobody owns it yet. */
	post(s, difference(s, id, "settle"), "{'version':1,'note':'From his wages'}");
	expect_error(s, 409, "not_owner");
	post(s, difference(s, id, "own"), "{'version':1,'note':'He will look for it'}");
	expect_status(s, 200);
	expect_number(s, "version", 2);
	as_dispatcher(s);
	post(s, difference(s, id, "settle"), "{'version':2,'note':'From his wages'}");
	expect_error(s, 409, "not_owner");
	as(s, RUN_MANAGER);
	post(s, difference(s, id, "settle"), "{'version':1,'note':'From his wages'}");
	expect_error(s, 409, "conflict");
	post(s, difference(s, id, "settle"), "{'version':2,'note':'From his wages'}");
	expect_status(s, 200);
	expect_text(s, "status", "settled");
	expect_text(s, "note", "From his wages");
	post(s, difference(s, id, "settle"), "{'version':3,'note':'From his wages'}");
	expect_error(s, 409, "conflict");
	get(s, KARIM);
	expect_text(s, "expected_amount", "0.00");
	expect_text(s, "items.0.kind", "settled");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'cash.settle'");
	expect_sound(s);
}

static void
an_edit_of_a_difference_names_what_it_saw(void **state)
{
	struct shop *s = *state;
	int64_t id = a_difference(s);

	post(s, difference(s, id, "own"), "{'version':7,'note':'Mine'}");
	expect_error(s, 409, "conflict");
	post(s, difference(s, 999999, "own"), "{'version':1,'note':'Mine'}");
	expect_error(s, 404, "not_found");
	post(s, difference(s, 999999, "settle"), "{'version':1,'note':'Mine'}");
	expect_error(s, 404, "not_found");
	/* Somebody else may take it over. */
	post(s, difference(s, id, "own"), "{'version':1,'note':'Mine'}");
	as_dispatcher(s);
	post(s, difference(s, id, "own"), "{'version':2,'note':'No, mine'}");
	expect_status(s, 200);
	expect_text(s, "note", "No, mine");
}

static int64_t shared_difference;

static bool
settle_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, difference(s, shared_difference, "settle"), "{'version':2,'note':'From wages'}");
	return s->reply.status == 200;
}

static void
a_difference_is_settled_once(void **state)
{
	struct shop *s = *state;

	shared_difference = a_difference(s);
	post(s, difference(s, shared_difference, "own"), "{'version':1,'note':'Mine'}");
	assert_int_equal(1, shop_parallel(s, 20, settle_at_once));
	expect_rows(s, 1, "SELECT 1 FROM courier_cash WHERE kind = 'settled' AND amount = -35.00");
	expect_sound(s);
}

static void
differences_are_listed_by_state_and_man(void **state)
{
	struct shop *s = *state;
	int64_t id = a_difference(s);

	get(s, DIFFERENCES "?status=open&delivery_man_id=1&limit=1");
	expect_status(s, 200);
	expect_number(s, "items.0.id", id);
	expect_text(s, "items.0.delivery_man_name", "Karim Fathy");
	assert_false(has(s, "next_cursor"));
	get(s, DIFFERENCES "?status=settled");
	assert_false(has(s, "items.0"));
	get(s, DIFFERENCES "?delivery_man_id=2");
	assert_false(has(s, "items.0"));
	/* The order desk reads, and does not count. */
	as_staff(s, 1, "order_manager");
	get(s, DIFFERENCES);
	expect_number(s, "items.0.id", id);
	post(s, KARIM "/handovers", "{'version':1,'declared':'0.00'}");
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(
	shop_test(the_account_is_what_was_taken_at_the_doors),
	shop_test(cash_that_staff_note_is_his_who_brought_it),
	shop_test(a_refused_delivery_moves_no_cash),
	shop_test(one_takes_it_and_another_counts),
	shop_test(what_was_taken_may_be_said_again_until_it_is_counted),
	shop_test(what_comes_after_it_was_said_is_the_next_handovers),
	shop_test(two_handovers_at_once_never_count_twice),
	shop_test(expected_is_collected_less_handed_over_in_any_order),
	shop_test(what_is_missing_is_a_record_that_somebody_owns_and_settles),
	shop_test(an_edit_of_a_difference_names_what_it_saw),
	shop_test(a_difference_is_settled_once),
	shop_test(differences_are_listed_by_state_and_man))
