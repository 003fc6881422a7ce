/* SPDX-License-Identifier: MIT */
/* Limits: fixed windows, exact however many count at once. */
#include "support/order.h"

#include "base/str.h"
#include "guard/rate.h"

#include <unistd.h>

static const struct rate five_a_minute = { "test", 5, 60, RATE_BY_IP };

static enum err
take_at(struct shop *s, int64_t at, const char *who)
{
	s->cx.db = s->db_shop;
	s->cx.now = at;
	s->cx.retry_after_secs = 0;
	return rate_take(&s->cx, &five_a_minute, who);
}

static void
past_the_limit_one_waits_for_the_window_s_end(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 5; i++)
		assert_int_equal(take_at(s, SHOP_NOON + i, "a"), OK);
	assert_int_equal(take_at(s, SHOP_NOON + 10, "a"), E_TOO_MANY);
	assert_int_equal(s->cx.retry_after_secs, 50);
	assert_int_equal(take_at(s, SHOP_NOON + 59, "a"), E_TOO_MANY);
	assert_int_equal(s->cx.retry_after_secs, 1);
	assert_int_equal(take_at(s, SHOP_NOON + 60, "a"), OK);
}

static void
each_has_a_limit_of_his_own(void **state)
{
	struct shop *s = *state;
	struct rate other = { "other", 1, 60, RATE_BY_IP };

	for (int i = 0; i < 5; i++)
		assert_int_equal(take_at(s, SHOP_NOON, "a"), OK);
	assert_int_equal(take_at(s, SHOP_NOON, "b"), OK);
	assert_int_equal(rate_take(&s->cx, &other, "a"), OK);
	assert_int_equal(rate_take(&s->cx, &other, "a"), E_TOO_MANY);
}

static void
the_table_names_nobody(void **state)
{
	struct shop *s = *state;

	assert_int_equal(take_at(s, SHOP_NOON, "+201001234567"), OK);
	expect_rows(s, 1, "SELECT 1 FROM rate_limits WHERE expires_at = '2030-01-02 12:01:00' AND hits = 1");
	expect_rows(s, 0, "SELECT 1 FROM rate_limits WHERE INSTR(bucket, '2010') > 0");
}

static void
an_ipv6_network_counts_as_one(void **state)
{
	struct shop *s = *state;

	s->cx.ip = "2001:db8:1:2:3:4:5:6";
	assert_string_equal(rate_ip(&s->cx), "2001:db8:1:2::");
	s->cx.ip = "2001:db8:1:2::1";
	assert_string_equal(rate_ip(&s->cx), "2001:db8:1:2::");
	s->cx.ip = "198.51.100.7";
	assert_string_equal(rate_ip(&s->cx), "198.51.100.7");
	s->cx.ip = "";
	assert_string_equal(rate_ip(&s->cx), "");
}

#define PROCESSES 8
#define TRIES 25
static const struct rate hundred = { "hundred", 100, 3600, RATE_BY_IP };
static int counted;		/* a pipe */

static bool
takes_many(struct shop *s, int i)
{
	(void)i;
	s->cx.db = s->db_shop;
	for (int k = 0; k < TRIES; k++) {
		enum err e = rate_take(&s->cx, &hundred, "everybody");
		if (e != OK && e != E_TOO_MANY)
			return false;
		if (e == OK && write(counted, "x", 1) != 1)
			return false;
	}
	return true;
}

static void
eight_processes_get_the_limit_and_not_one_more(void **state)
{
	struct shop *s = *state;
	int ends[2];
	char all[PROCESSES * TRIES + 1];

	assert_int_equal(pipe(ends), 0);
	counted = ends[1];
	s->cx.now = SHOP_NOON;
	assert_int_equal(shop_parallel(s, PROCESSES, takes_many), PROCESSES);
	close(ends[1]);
	assert_int_equal(read(ends[0], all, sizeof all), 100);
	close(ends[0]);
	expect_rows(s, 1, "SELECT 1 FROM rate_limits WHERE hits = 200");
}

SHOP_TESTS(shop_test(past_the_limit_one_waits_for_the_window_s_end),
           shop_test(each_has_a_limit_of_his_own), shop_test(the_table_names_nobody),
           shop_test(an_ipv6_network_counts_as_one),
           shop_test(eight_processes_get_the_limit_and_not_one_more))
