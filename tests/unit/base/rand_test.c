/* SPDX-License-Identifier: MIT */
/* Random numbers and secrets. */
#include "base/rand.h"
#include "base/secret.h"
#include "unit.h"

static void
bytes_differ_from_call_to_call(void **state)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	rand_bytes(a, sizeof a);
	rand_bytes(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
	rand_bytes(a, 0);
}

static void
numbers_stay_below_and_come_equally_often(void **state)
{
	int seen[6] = { 0 };

	(void)state;
	for (int i = 0; i < 60000; i++) {
		uint32_t v = rand_below(6);

		assert_true(v < 6);
		seen[v]++;
	}
	/* 10000 each; the standard deviation is 91. */
	for (int i = 0; i < 6; i++)
		assert_in_range(seen[i], 9300, 10700);
	assert_int_equal(rand_below(1), 0);
}

static void
no_bias_where_the_range_does_not_divide(void **state)
{
	int low = 0;

	(void)state;
	/* A bare remainder would give the lowest third twice as often: 5 of 8 instead of half. */
	for (int i = 0; i < 30000; i++)
		low += rand_below(UINT32_C(3) << 30) < UINT32_C(3) << 29;
	assert_in_range(low, 14300, 15700);
}

static void
below_nothing(void *arg)
{
	(void)arg;
	rand_below(0);
}

static void
a_number_below_zero_is_a_bug(void **state)
{
	(void)state;
	assert_true(is_bug(below_nothing, NULL));
}

static void
secrets_are_compared_by_all_their_bytes(void **state)
{
	(void)state;
	assert_true(secret_equal("abcd", "abcd", 4));
	assert_true(secret_equal("a\0b", "a\0b", 3));
	assert_true(secret_equal("x", "y", 0));
	assert_false(secret_equal("abcd", "abce", 4));
	assert_false(secret_equal("bbcd", "abcd", 4));
	assert_false(secret_equal("a\0b", "a\0c", 3));
}

static void
a_wiped_secret_is_zero_and_nothing_else(void **state)
{
	char text[] = "secret!";

	(void)state;
	secret_wipe(text, 6);
	assert_memory_equal(text, "\0\0\0\0\0\0!", 8);
	secret_wipe(NULL, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_differ_from_call_to_call),
		TEST(numbers_stay_below_and_come_equally_often),
		TEST(no_bias_where_the_range_does_not_divide),
		TEST(a_number_below_zero_is_a_bug),
		TEST(secrets_are_compared_by_all_their_bytes),
		TEST(a_wiped_secret_is_zero_and_nothing_else),
	};

	return cmocka_run_group_tests_name("rand", tests, NULL, NULL);
}
