/* SPDX-License-Identifier: MIT */
/* Jobs as cron starts them: who may, one at a time, and what is left behind. */
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "api/api.h"
#include "base/str.h"
#include "guard/lease.h"
#include "ops/job.h"

#include <unistd.h>

/* "expire-tokens": each of them answers alike to who may not, or comes twice. */
#define PATH "/api/v1/maintenance/"

/* Every job there is, by the declarations. */
static const char *jobs[64];
static size_t jobs_n;

static void
know_jobs(void)
{
	jobs_n = 0;
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++)
			if (str_starts((*e)->path, PATH))
				jobs[jobs_n++] = (*e)->path + strlen(PATH);
	assert_true(jobs_n >= 13);
}

static void
run_as(struct shop *s, const char *job, const char *authorization)
{
	s->extra = authorization;
	request(s, "POST", arena_fmt(s->cx.mem, "/api/v1/maintenance/%s", job), NULL);
}

static void
cron_sends_the_outbox(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	run_job(s, "outbox");
	expect_status(s, 200);
	expect_text(s, "job", "outbox");
	expect_text(s, "started_at", "2030-01-02T12:00:00Z");
	expect_text(s, "finished_at", "2030-01-02T12:00:00Z");
	expect_number(s, "done", 0);
	assert_false(json_flag(at(s, "skipped")));
	/* It tried: neither a gateway nor a mail server is set up. */
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms' AND state = 'failed'");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'email' AND state = 'pending' AND attempts = 1");
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE job = 'outbox' AND holder IS NULL "
	            "AND leased_until IS NULL AND started_at = '2030-01-02 12:00:00' "
	            "AND finished_at = '2030-01-02 12:00:00'");
	expect_rows(s, 1, "SELECT 1 FROM job_runs WHERE job = 'outbox' AND done = 0 AND error IS NULL "
	            "AND started_at = '2030-01-02 12:00:00' AND finished_at IS NOT NULL");
	shop_at(SHOP_NOON + 1);
	run_job(s, "outbox");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE started_at = '2030-01-02 12:00:01'");
}

static void
who_does_not_have_the_token_is_nobody(void **state)
{
	struct shop *s = *state;
	static const char *const wrong[] = {
		NULL, "HTTP_AUTHORIZATION=", "HTTP_AUTHORIZATION=Bearer ",
		"HTTP_AUTHORIZATION=" JOB_TOKEN, JOB_BEARER "x", JOB_BEARER " ",
		"HTTP_AUTHORIZATION=Basic " JOB_TOKEN, "HTTP_COOKIE=token=" JOB_TOKEN,
	};

	know_jobs();
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong * jobs_n; i++) {
		run_as(s, jobs[i % jobs_n], wrong[i / jobs_n]);
		expect_error(s, 401, "login_needed");
	}
	/* The hash itself opens nothing. */
	run_as(s, "outbox", arena_fmt(s->cx.mem, "HTTP_AUTHORIZATION=Bearer %s", s->config.maintenance_token_hash));
	expect_error(s, 401, "login_needed");
	expect_rows(s, 0, "SELECT 1 FROM job_leases");
}

static void
without_a_token_file_nobody_may(void **state)
{
	struct shop *s = *state;

	s->config.maintenance_token_hash = NULL;
	run_job(s, "outbox");
	expect_error(s, 401, "login_needed");
	s->config.maintenance_token_hash = "abc";
	run_job(s, "outbox");
	expect_error(s, 401, "login_needed");
}

static void
from_another_address_there_is_no_such_thing(void **state)
{
	struct shop *s = *state;

	s->config.maintenance_allow = "192.0.2.1";
	run_job(s, "outbox");
	expect_error(s, 404, "not_found");
}

static void
a_job_that_runs_is_not_started_again(void **state)
{
	struct shop *s = *state;

	know_jobs();
	for (size_t i = 0; i < jobs_n; i++) {
		shop_at(SHOP_NOON);
		sql_do(s, "DELETE FROM job_leases");
		sql_do(s, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES "
		       "('%s', 'host:1', '2030-01-02 12:00:30', '2030-01-02 11:59:30')", jobs[i]);
		run_job(s, jobs[i]);
		expect_error(s, 409, "job_running");
		expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE holder = 'host:1'");
		/* Its process is dead: the lease runs out. */
		shop_at(SHOP_NOON + 30);
		run_job(s, jobs[i]);
		expect_status(s, 200);
		expect_text(s, "job", jobs[i]);
		expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE holder IS NULL "
		            "AND finished_at IS NOT NULL");
	}
}

static void
who_comes_too_late_does_not_end_another_s_run(void **state)
{
	struct shop *s = *state;
	struct lease_end end = { SHOP_NOON, SHOP_NOON, 3, NULL };
	int64_t run, none;

	s->cx.db = s->db_jobs;
	assert_int_equal(lease_take(&s->cx, "x", 60, &run), OK);
	assert_true(run > 0);
	sql_do(s, "UPDATE job_leases SET holder = 'host:1'");
	assert_int_equal(lease_done(&s->cx, "x", run, &end), OK);
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE holder = 'host:1' AND finished_at IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM job_runs WHERE done = 3");	/* what it did, it did */
	assert_int_equal(lease_take(&s->cx, "x", 60, &none), OK);
	assert_int_equal(none, 0);
}

static bool
takes_the_lease(struct shop *s, int i)
{
	int64_t run;
	(void)i;

	s->cx.db = s->db_jobs;
	if (lease_take(&s->cx, "x", 60, &run) != OK)
		_exit(3);
	return run > 0;
}

static void
of_twenty_at_once_one_gets_the_lease(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 20, takes_the_lease), 1);	/* its first run ever */
	s->cx.now += 60;
	assert_int_equal(shop_parallel(s, 20, takes_the_lease), 1);
}

/* ---- steps ---- */

static int steps;

static enum err
three_steps(struct ctx *cx, int32_t max, int32_t *ret)
{
	(void)cx;
	*ret = ++steps <= 3 ? max : 0;
	return OK;
}

static enum err
a_step_that_fails(struct ctx *cx, int32_t max, int32_t *ret)
{
	(void)max;
	*ret = 7;
	return ++steps == 2 ? (fail)(cx, E_UNAVAILABLE, "at step %d", steps) : OK;
}

static enum err
a_step_that_needs_memory(struct ctx *cx, int32_t max, int32_t *ret)
{
	memset(arena_alloc(cx->mem, 1024 * 1024), steps, 1024 * 1024);
	(void)max;
	*ret = ++steps < 100;
	return OK;
}

static void
steps_run_until_nothing_is_left(void **state)
{
	struct shop *s = *state;
	struct job_report r = { 0 };

	s->cx.db = s->db_jobs;
	steps = 0;
	assert_int_equal(job_run(&s->cx, "x", 5, three_steps, &r), OK);
	assert_int_equal(r.done, 15);
	expect_rows(s, 1, "SELECT 1 FROM job_runs WHERE job = 'x' AND done = 15");
}

static void
a_step_that_fails_ends_the_run_and_gives_the_lease_back(void **state)
{
	struct shop *s = *state;
	struct job_report r = { 0 };

	s->cx.db = s->db_jobs;
	steps = 0;
	assert_int_equal(job_run(&s->cx, "x", 5, a_step_that_fails, &r), E_UNAVAILABLE);
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE job = 'x' AND leased_until IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM job_runs WHERE job = 'x' AND done = 7 AND error = 'unavailable'");
	assert_string_equal(s->cx.why, "at step 2");
	steps = 0;
	assert_int_equal(job_run(&s->cx, "x", 5, three_steps, &r), OK);
}

static void
steps_leave_no_memory_behind(void **state)
{
	struct shop *s = *state;
	struct job_report r = { 0 };
	size_t before;

	s->cx.db = s->db_jobs;
	steps = 0;
	before = arena_used(s->cx.mem);
	assert_int_equal(job_run(&s->cx, "x", 5, a_step_that_needs_memory, &r), OK);
	assert_int_equal(steps, 100);
	assert_true(arena_used(s->cx.mem) - before < 64 * 1024);
}

static void
a_list_of_steps_is_done_one_after_the_other(void **state)
{
	struct shop *s = *state;
	struct job_report r = { 0 };
	job_step *const list[] = { three_steps, a_step_that_needs_memory, NULL };

	s->cx.db = s->db_jobs;
	steps = 0;
	assert_int_equal(job_run_all(&s->cx, "x", 5, list, &r), OK);
	assert_int_equal(steps, 100);
	assert_int_equal(r.done, 15 + 95);
}

/* ---- ten at once ---- */

static const char *job;

static bool
starts(struct shop *s, int i)
{
	(void)i;
	run_job(s, job);
	if (s->reply.status != 200 && s->reply.status != 409)
		_exit(3);
	return s->reply.status == 200;
}

static void
whatever_is_started_ten_times_at_once_is_done_once(void **state)
{
	struct shop *s = *state;

	know_jobs();
	shop_order(s, DEMO_PHONE);
	sql_do(s, "INSERT INTO zone_waitlist (zone_id, email) VALUES (1, 'mona@example.com')");
	shop_at(SHOP_NOON + 2 * 86400);		/* and much of it was left for two days */
	for (size_t i = 0; i < jobs_n; i++) {
		int done;

		job = jobs[i];
		done = shop_parallel(s, 10, starts);
		assert_true(done >= 1);
		/* Each that ran is written down, and none beside another. */
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM job_runs WHERE job = '%s' AND "
			"finished_at IS NOT NULL AND error IS NULL", job), done);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM job_leases WHERE holder IS NOT NULL"), 0);
	}
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'zone_open'");
	expect_sound(s);
}

/* ---- what staff see ---- */

static void
who_looks_after_the_machine_sees_what_cron_did(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 3; i++) {
		shop_at(SHOP_NOON + 60 * i);
		run_job(s, "outbox");
	}
	run_job(s, "analyze");
	expect_number(s, "done", 16);
	get(s, "/api/v1/admin/jobs/runs");
	expect_error(s, 401, "login_needed");
	as_staff(s, 1, "product_manager");
	get(s, "/api/v1/admin/jobs/runs");
	expect_error(s, 403, "forbidden");
	get(s, "/api/v1/admin/jobs");
	expect_error(s, 403, "forbidden");
	as_staff(s, 2, "system_admin");
	get(s, "/api/v1/admin/jobs");
	expect_text(s, "items.0.job", "analyze");
	expect_text(s, "items.1.job", "outbox");
	expect_text(s, "items.1.started_at", "2030-01-02T12:02:00Z");
	get(s, "/api/v1/admin/jobs/runs?limit=1");
	expect_text(s, "items.0.job", "analyze");
	expect_number(s, "items.0.done", 16);
	get(s, "/api/v1/admin/jobs/runs?job=outbox&limit=2");
	expect_text(s, "items.0.started_at", "2030-01-02T12:02:00Z");
	get(s, "/api/v1/admin/jobs/runs?job=outbox&limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.started_at", "2030-01-02T12:00:00Z");
	assert_false(has(s, "items.1"));
	get(s, "/api/v1/admin/jobs/runs?job=bake");
	assert_false(has(s, "items.0"));
}

static void
reconcile_finds_a_counter_that_lies(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	run_job(s, "reconcile");
	expect_status(s, 200);
	assert_true(json_flag(at(s, "complete")));
	assert_false(has(s, "findings.0"));
	sql_do(s, "UPDATE capacity SET used_orders = used_orders + 1 LIMIT 1");
	run_job(s, "reconcile");
	expect_text(s, "findings.0.what", "capacity_counts");
}

#define job_test(fn) cmocka_unit_test_setup(fn, job_begin)
SHOP_TESTS(job_test(cron_sends_the_outbox), job_test(who_does_not_have_the_token_is_nobody),
           job_test(without_a_token_file_nobody_may),
           job_test(from_another_address_there_is_no_such_thing),
           job_test(a_job_that_runs_is_not_started_again),
           job_test(who_comes_too_late_does_not_end_another_s_run),
           job_test(of_twenty_at_once_one_gets_the_lease), job_test(steps_run_until_nothing_is_left),
           job_test(a_step_that_fails_ends_the_run_and_gives_the_lease_back),
           job_test(steps_leave_no_memory_behind),
           job_test(a_list_of_steps_is_done_one_after_the_other),
           job_test(whatever_is_started_ten_times_at_once_is_done_once),
           job_test(who_looks_after_the_machine_sees_what_cron_did),
           job_test(reconcile_finds_a_counter_that_lies))
