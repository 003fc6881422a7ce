/* SPDX-License-Identifier: MIT */
/* Reports: equal to the ledgers at any moment, with and without what cron keeps. */
#include "support/asker.h"
#include "support/digital.h"
#include "support/job.h"
#include "support/run.h"
#include "support/week.h"

#include "base/str.h"

static void
reports_equal_the_ledgers_before_and_after_cron_and_after_a_change(void **state)
{
	struct shop *s = *state;

	week(s);
	expect_reports(s);
	expect_rows(s, 0, "SELECT 1 FROM report_rows");
	run_job(s, "summaries");
	expect_status(s, 200);
	expect_rows(s, WEEK_DAYS - 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	expect_reports(s);
	expect_sound(s);
	/* A refund of an old order, and what was never paid until now. */
	for (int i = 0; i < 5; i++) {
		week_pay(s, week_any_order(s));
		week_refund(s, week_any_order(s), true);
	}
	expect_reports(s);
	expect_sound(s);
	shop_at(shop_now() + 86400);
	run_job(s, "summaries");
	expect_reports(s);
	expect_sound(s);
}

/* One order with WELCOME10, by a phone that is proved or not; its id. */
static int64_t
uses_the_code(struct shop *s, const char *phone, bool is_proved)
{
	static int n;

	as(s, 2);
	s->visitors[2].cookies_n = 0;
	s->ip = arena_fmt(s->cx.mem, "10.1.0.%d", ++n);
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	const char *body = is_proved
		? shop_checkout_body(s, shop_proof(s, phone), phone, text_at(s, "total"), "")
		: quoted(s, "{'name':'Mona Adel','phone':'%s','zone_id':%d,'address':'Street 5',"
		         "'delivery_date':'" RUN_DAY "','time_slot_id':3,'payment_method':'cash',"
		         "'expected_total':'%s'}", phone, DEMO_MADINATY, text_at(s, "total"));
	once(s, arena_fmt(s->cx.mem, "uses-the-code-%06d", n));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	return sql_number(s, "SELECT MAX(id) FROM orders");
}

static void
expect_new(struct shop *s, int uses, int returned, int new_customers)
{
	as_owner(s);
	get(s, REPORTS "promo-codes?from=2030-01-01&to=2030-01-31");
	expect_number(s, "uses", uses);
	expect_number(s, "returned", returned);
	expect_number(s, "new_customers", new_customers);
	expect_number(s, "items.0.new_customers", new_customers);
}

static void
a_code_brought_those_whose_first_order_had_it(void **state)
{
	struct shop *s = *state;

	job_allow(s);
	sql_do(s, "UPDATE promo_codes SET per_customer_limit = NULL, usage_limit = NULL");
	/* Of one phone the first, with and without a proof, and with an account. */
	uses_the_code(s, "+201005550201", false);
	expect_new(s, 1, 0, 1);
	uses_the_code(s, "+201005550201", true);
	uses_the_code(s, "+201005550201", false);
	uses_the_code(s, "+201005550201", true);
	expect_new(s, 4, 0, 1);
	/* Who ordered before without a code is not new. */
	as(s, 2);
	s->visitors[2].cookies_n = 0;
	shop_order(s, "+201005550202");
	uses_the_code(s, "+201005550202", true);
	expect_new(s, 5, 0, 1);
	/* Nor is who only came and cancelled; who comes again then is. */
	int64_t third = uses_the_code(s, "+201005550203", true);
	expect_new(s, 6, 0, 2);
	shop_at(shop_now() + 86400);
	week_move(s, third, "cancelled");
	expect_new(s, 6, 1, 1);
	as_owner(s);
	get(s, REPORTS "promo-codes?from=2030-01-03&to=2030-01-03");
	expect_number(s, "new_customers", -1);
	for (int i = 0; i < 2; i++) {
		shop_at(shop_now() + 86400);
		run_job(s, "summaries");
		expect_status(s, 200);
		expect_new(s, 6, 1, 1);
	}
	expect_sound(s);
	assert_true(sql_number(s, "SELECT COUNT(*) FROM report_rows WHERE kind = 'promo'") == 2);
}

static bool
orders_at_once(struct shop *s, int i)
{
	uses_the_code(s, "+201005550204", i % 2);
	return s->reply.status == 201;
}

static void
of_many_first_orders_at_once_one_is_the_first(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE promo_codes SET per_customer_limit = NULL, usage_limit = NULL");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	assert_int_equal(shop_parallel(s, 10, orders_at_once), 10);
	expect_new(s, 10, 0, 1);
	expect_sound(s);
}

static void
a_night_of_23_hours_has_its_own_bounds(void **state)
{
	struct shop *s = *state;

	week(s);
	run_job(s, "summaries");
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE day = '2030-04-26' AND from_at = "
	            "'2030-04-25 22:00:00' AND to_at = '2030-04-26 21:00:00' AND is_clean = 1");
	as_owner(s);
	get(s, REPORTS "sales?from=2030-04-25&to=2030-04-25");
	expect_number(s, "total.sales", sql_number(s, "SELECT COUNT(*) FROM sales WHERE refund_no = 0 "
	              "AND paid_at < '2030-04-25 22:00:00'"));
}

static void
refuses(struct shop *s, const char *query, const char *field, const char *code)
{
	get(s, REPORTS "sales?%s", query);
	expect_error(s, 422, "invalid");
	expect_field(s, field, code);
}

static void
odd_spans_are_refused(void **state)
{
	struct shop *s = *state;

	as_owner(s);
	refuses(s, "from=2030-01-02&to=2030-01-01", "to", "invalid");
	refuses(s, "from=2030-01-01&to=2033-01-05", "to", "invalid");
	refuses(s, "from=2030-01-01", "to", "required");
	refuses(s, "from=2030-02-30&to=2030-03-01", "from", "format");
	get(s, REPORTS "sales?from=2030-01-01&to=2033-01-04");
	expect_status(s, 200);
	assert_int_equal(report_items(s), 1100);
	get(s, REPORTS "tickets?from=1970-01-01&to=1970-01-01");
	expect_status(s, 200);
	get(s, REPORTS "sales?from=2030-01-01&to=2030-01-02&day=2030-01-01");
	expect_error(s, 400, "unknown_field");
}

static const char *const names[] = {
	"sales", "methods", "zones", "products", "flavors", "discounts", "promo-codes", "deliveries",
	"tickets",
};

static void
only_who_may_read_reports_reads_them(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		as(s, 4);
		get(s, REPORTS "%s?" WEEK_SPAN, names[i]);
		expect_error(s, 401, "login_needed");
		as_staff(s, 2, "delivery_manager");
		get(s, REPORTS "%s?" WEEK_SPAN, names[i]);
		expect_error(s, 403, "forbidden");
		as_staff(s, 3, "order_manager");
		week_report(s, names[i]);
	}
	as(s, 4);
	get(s, REPORTS "cash");
	expect_error(s, 401, "login_needed");
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_error(s, 401, "login_needed");
	as(s, 2);
	get(s, REPORTS "cash");
	expect_error(s, 403, "forbidden");
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_error(s, 403, "forbidden");
}

static void
a_report_is_had_as_a_table_with_arabic_names_intact(void **state)
{
	struct shop *s = *state;

	week(s);
	as_owner(s);
	get(s, REPORTS "products.csv?" WEEK_SPAN);
	expect_status(s, 200);
	assert_non_null(strstr(header(s, "Content-Disposition"), "products-2030-04-30.csv"));
	assert_ptr_equal(strstr(s->reply.body.data, "\xef\xbb\xbfid,name,sales,quantity,"),
	                 s->reply.body.data);
	assert_non_null(strstr(s->reply.body.data, "\"كوكيز 'شوكولاتة', Medium\","));
	get(s, REPORTS "sales.csv?" WEEK_SPAN);
	assert_non_null(strstr(s->reply.body.data, "\r\n2030-04-26,"));
	staff_step_down(s);
	shop_at(shop_now() + 600);
	get(s, REPORTS "sales.csv?" WEEK_SPAN);
	expect_error(s, 403, "step_up_needed");
}

static void
cash_in_pockets_is_shown_until_it_is_handed_over(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 2);
	run_deliver(s, &o, 0);
	as_owner(s);
	get(s, REPORTS "dashboard?day=2030-01-02");
	expect_text(s, "cash.on_hand_amount", RUN_TOTAL);
	expect_number(s, "events.placed", 2);
	expect_number(s, "events.on_time", 1);
	expect_text(s, "sales.amount", RUN_TOTAL);
	expect_text(s, "methods.0.name", "cash");
	get(s, REPORTS "cash?limit=1");
	expect_number(s, "items.0.delivery_man_id", DEMO_KARIM);
	expect_text(s, "items.0.on_hand_amount", RUN_TOTAL);
	assert_false(has(s, "next_cursor"));
	as_dispatcher(s);
	post(s, "/api/v1/admin/delivery-men/1/cash/handovers", "{'version':%lld,'declared':'365.00'}",
	     (long long)sql_number(s, "SELECT version FROM courier_accounts"));
	int64_t handover = number_at(s, "id");
	as_owner(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/cash/handovers/%lld/count", (long long)handover),
	     "{'version':1,'counted':'365.00'}");
	expect_status(s, 200);
	get(s, REPORTS "cash");
	assert_int_equal(report_items(s), 0);
	expect_text(s, "total.on_hand_amount", "0.00");
}

static void
what_came_after_its_slot_is_late_and_what_came_back_has_failed(void **state)
{
	struct shop *s = *state;
	int64_t late, failed;

	late = run_order(s);
	failed = run_order(s);
	week_move(s, late, "out_for_delivery");
	week_move(s, failed, "out_for_delivery");
	week_move(s, failed, "preparing");
	expect_status(s, 200);
	shop_at(sql_number(s, "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', expected_delivery_date) + "
	                   "TIME_TO_SEC(TIMEDIFF(to_hour, from_hour)) + 1 FROM orders LIMIT 1"));
	week_move(s, late, "delivered");
	expect_status(s, 200);
	get(s, REPORTS "deliveries?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.0.failed", 1);
	expect_number(s, "items.0.placed", 2);
	expect_number(s, "items.1.late", 1);
	expect_number(s, "items.1.delivered", 1);
	expect_number(s, "total.on_time", 0);
	run_job(s, "summaries");
	get(s, REPORTS "deliveries?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.failed", 1);
}

static void
tickets_count_on_the_day_they_were_opened(void **state)
{
	struct shop *s = *state;
	int64_t first, second;

	ticket_people(s);
	first = ticket_ask(s, "First");
	second = ticket_ask(s, "Second");
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message, "
	       "is_internal, created_at) VALUES (%lld, 'admin', 1, 'N', 1, '2030-01-02 12:10:00'), "
	       "(%lld, 'admin', 1, 'A', 0, '2030-01-02 12:30:00'), "
	       "(%lld, 'admin', 1, 'B', 0, '2030-01-03 12:00:00'), "
	       "(%lld, 'admin', 1, 'N', 1, '2030-01-02 12:10:00')", (long long)first,
	       (long long)first, (long long)first, (long long)second);
	as_owner(s);
	get(s, REPORTS "tickets?from=2030-01-01&to=2030-01-02");
	expect_number(s, "items.0.opened", 0);
	expect_number(s, "items.1.opened", 2);
	expect_number(s, "items.1.answered", 1);
	expect_number(s, "items.1.answer_secs", 1800);
	expect_number(s, "total.answer_secs", 1800);
	expect_number(s, "open_now", 2);
}

#define week_test(fn) digital_test(fn)
SHOP_TESTS(week_test(reports_equal_the_ledgers_before_and_after_cron_and_after_a_change),
           week_test(a_night_of_23_hours_has_its_own_bounds),
           shop_test(a_code_brought_those_whose_first_order_had_it),
           shop_test(of_many_first_orders_at_once_one_is_the_first), shop_test(odd_spans_are_refused),
           shop_test(only_who_may_read_reports_reads_them),
           week_test(a_report_is_had_as_a_table_with_arabic_names_intact),
           shop_test(cash_in_pockets_is_shown_until_it_is_handed_over),
           cmocka_unit_test_setup(what_came_after_its_slot_is_late_and_what_came_back_has_failed,
                                  job_begin),
           shop_test(tickets_count_on_the_day_they_were_opened))
