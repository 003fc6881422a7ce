/* SPDX-License-Identifier: MIT */
/* The job that keeps what past days came to: once, wherever it is broken off, and again when a day
 * changed. */
#include "support/digital.h"
#include "support/job.h"
#include "support/order.h"
#include "support/week.h"

#include "report/summary.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
starts_the_job(struct shop *s, int i)
{
	(void)i;
	run_job(s, "summaries");
	if (s->reply.status != 200 && s->reply.status != 409)
		_exit(3);
	return s->reply.status == 200;
}

static void
ten_starts_at_once_do_the_work_once(void **state)
{
	struct shop *s = *state;

	week(s);
	shop_at(shop_now() + WEEK_SETTLED);
	assert_true(shop_parallel(s, 10, starts_the_job) >= 1);
	assert_int_equal(sql_number(s, "SELECT SUM(done) FROM job_runs WHERE job = 'summaries'"),
	                 sql_number(s, "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM "
	                               "report_days WHERE is_clean = 1)"));
	expect_reports(s);
	expect_sound(s);
	run_job(s, "summaries");
	expect_number(s, "done", 0);
}

/* A worker that dies in the middle of a day: some kinds are worked out, others not. */
static void
die_in_the_middle(struct shop *s)
{
	int32_t done;

	db_drop(s->db_jobs);
	pid_t pid = fork();
	if (pid == 0) {
		s->cx.db = s->db_jobs;
		s->cx.now = shop_now();
		if (summary_mark_step(&s->cx, 7, &done) != OK || done < 7)
			_exit(1);
		if (summary_mark_step(&s->cx, SUMMARY_BATCH, &done) != OK ||
		    summary_make_step(&s->cx, 1, &done) != OK || done != 1)
			_exit(2);
		raise(SIGKILL);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
killed_half_way_it_goes_on(void **state)
{
	struct shop *s = *state;

	week(s);
	shop_at(shop_now() + WEEK_SETTLED);
	die_in_the_middle(s);
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	expect_reports(s);
	expect_sound(s);
	run_job(s, "summaries");
	expect_number(s, "done", WEEK_DAYS - 2);	/* only days; the orders were followed already */
	expect_reports(s);
	expect_sound(s);
}

static void
days_without_cron_are_caught_up(void **state)
{
	struct shop *s = *state;

	week_begin(s);
	run_job(s, "summaries");
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	week_go_on(s);
	expect_reports(s);
	expect_sound(s);
	shop_at(shop_now() + 2 * 86400);
	run_job(s, "summaries");
	expect_rows(s, WEEK_DAYS - 1, "SELECT 1 FROM report_days WHERE is_clean = 1");
	expect_rows(s, 0, "SELECT 1 FROM report_days WHERE is_clean = 0");
	expect_reports(s);
	expect_sound(s);
}

static void
a_change_to_an_old_day_is_noticed(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE);

	job_allow(s);
	week_pay(s, id);
	shop_at(SHOP_NOON + 86400);
	run_job(s, "summaries");
	as_owner(s);
	get(s, REPORTS "zones?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.id", DEMO_MADINATY);
	/* Somebody mends the zone of a paid order. */
	sql_do(s, "UPDATE orders SET zone_id = 2, delivery_zone = 'Elsewhere', updated_at = "
	       "'2030-01-03 12:00:00'");
	get(s, REPORTS "zones?from=2030-01-02&to=2030-01-02");
	expect_number(s, "items.0.id", 2);
	assert_int_equal(report_items(s), 1);
	expect_sound(s);
	expect_rows(s, 1, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 1");
	shop_at(shop_now() + WEEK_SETTLED);
	run_job(s, "summaries");
	expect_number(s, "done", 2);		/* the order, and its one day that is over */
	expect_rows(s, 1, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 2");
	expect_rows(s, 0, "SELECT 1 FROM report_rows WHERE kind = 'zone' AND ref_id = 1");
	expect_sound(s);
}

static void
another_time_zone_makes_other_days(void **state)
{
	struct shop *s = *state;

	job_allow(s);
	week_pay(s, shop_order(s, DEMO_PHONE));	/* at 14:00 in Cairo */
	shop_at(SHOP_NOON + 86400);
	run_job(s, "summaries");
	as_owner(s);
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) VALUES "
	       "('timezone', 'Pacific/Auckland')");
	get(s, REPORTS "sales?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.0.sales", 0);
	expect_number(s, "items.1.sales", 1);
	shop_at(SHOP_NOON + 2 * 86400);
	run_job(s, "summaries");
	as_owner(s);
	get(s, REPORTS "sales?from=2030-01-02&to=2030-01-03");
	expect_number(s, "items.1.sales", 1);
	expect_rows(s, 1, "SELECT 1 FROM report_days WHERE day = '2030-01-03' AND is_clean = 1");
	expect_rows(s, 1, "SELECT 1 FROM report_seen WHERE timezone = 'Pacific/Auckland'");
	expect_sound(s);
}

static void
a_summary_that_lies_is_found(void **state)
{
	struct shop *s = *state;
	static const char *const lies[] = {
		"UPDATE report_rows SET amount = amount + 1 WHERE kind = 'method' LIMIT 1",
		"UPDATE report_rows SET back_n = back_n + 1 WHERE kind = 'zone' LIMIT 1",
		"UPDATE report_rows SET amount = amount - 1 WHERE kind = 'product' LIMIT 1",
		"UPDATE report_rows SET n = n + 1 WHERE kind = 'event' LIMIT 1",
	};

	job_allow(s);
	week_pay(s, shop_order(s, DEMO_PHONE));
	shop_at(SHOP_NOON + 86400);
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		sql_do(s, "DELETE FROM report_seen");
		run_job(s, "summaries");
		run_job(s, "integrity");
		assert_false(has(s, "findings.0"));
		sql_do(s, "%s", lies[i]);
		run_job(s, "integrity");
		expect_text(s, "findings.0.what", "summaries");
		expect_number(s, "findings.0.id", 20300102);
	}
}

SHOP_TESTS(digital_test(ten_starts_at_once_do_the_work_once),
           digital_test(killed_half_way_it_goes_on), digital_test(days_without_cron_are_caught_up),
           shop_test(a_change_to_an_old_day_is_noticed),
           shop_test(another_time_zone_makes_other_days), shop_test(a_summary_that_lies_is_found))
