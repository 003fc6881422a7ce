/* SPDX-License-Identifier: MIT */
/* Money: exact, in range, and shared out without loss. */
#include "base/money.h"
#include "base/rand.h"
#include "unit.h"
#include <inttypes.h>

#define MOST INT64_C(9999999999)

static void
text_is_read_exactly_as_it_must_be_written(void **state)
{
	static const struct {
		const char *text;
		int64_t minor;
	} rows[] = {
		{ "0", 0 },
		{ "0.00", 0 },
		{ "149.50", 14950 },
		{ "0.01", 1 },
		{ "149", 14900 },
		{ "-3.00", -300 },
		{ "-0.01", -1 },
		{ "99999999.99", MOST },
		{ "-99999999.99", -MOST },
	}, *row;

	(void)state;
	for each (row, rows) {
		struct money m = MONEY_NONE;

		assert_true(money_parse(row->text, &m));
		assert_int_equal(m.minor, row->minor);
	}
}

static void
any_other_text_is_refused(void **state)
{
	static const char *const rows[] = { "",	    "-",     ".",    "1.",	  ".5",
					    "1.5",  "1.505", "+1",   " 1",	  "1 ",
					    "--1",  "1e2",   "1,50", "100000000", "123456789.00",
					    "0x10", "1.5a",  "1.a5", "NaN",	  "1.50 ",
					    "١٢",   "1.-5" };

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct money m = money_of(77);

		assert_false(money_parse(rows[i], &m));
		assert_int_equal(m.minor, 77);
	}
}

static void
text_has_two_digits_behind_the_point(void **state)
{
	static const struct {
		int64_t minor;
		const char *text;
	} rows[] = {
		{ 0, "0.00" },
		{ 5, "0.05" },
		{ -5, "-0.05" },
		{ 14950, "149.50" },
		{ -300, "-3.00" },
		{ MOST, "99999999.99" },
		{ -MOST, "-99999999.99" },
	}, *row;
	char text[MONEY_TEXT];

	(void)state;
	for each (row, rows)
		assert_string_equal(money_text(money_of(row->minor), text), row->text);
}

static void
sums_are_exact(void **state)
{
	(void)state;
	assert_int_equal(money_add(money_of(10), money_of(20)).minor, 30);
	assert_int_equal(money_add(money_of(MOST - 1), money_of(1)).minor, MOST);
	assert_int_equal(money_sub(money_of(10), money_of(20)).minor, -10);
	assert_int_equal(money_min(money_of(-1), money_of(1)).minor, -1);
}

struct sum {
	char op;
	int64_t a, b;
};

static void
do_sum(void *arg)
{
	const struct sum *s = arg;
	struct money a = { s->a }, b = { s->b };
	char text[MONEY_TEXT];

	switch (s->op) {
	case '+':
		money_add(a, b);
		break;
	case '-':
		money_sub(a, b);
		break;
	case '%':
		money_percent(a, s->b);
		break;
	case '<':
		money_min(a, b);
		break;
	case '"':
		money_text(a, text);
		break;
	default:
		money_split(a, &s->b, 1, &b);
	}
}

static void
leaving_the_range_is_a_bug(void **state)
{
	static struct sum rows[] = {
		{ '+', MOST, 1 },      { '+', INT64_MIN, 5 },	 { '-', -MOST, 1 },
		{ '-', 0, INT64_MIN },
		{ '%', MOST, 10001 },  { '%', MOST, INT64_MAX }, { '%', -1, 100 },
		{ '%', 1, -100 },      { '<', INT64_MIN, 1 },
		{ '"', INT64_MIN, 0 }, { '/', -1, 1 },		 { '/', 1, 0 },
		{ '/', 1, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_true(is_bug(do_sum, &rows[i]));
	assert_false(is_bug(do_sum, &(struct sum){ '/', 1, 1 }));
}

static void
a_percentage_is_rounded_half_up(void **state)
{
	static const struct {
		int64_t amount, hundredths, minor;
	} rows[] = {
		{ 10000, 1250, 1250 },
		{ 100, 1400, 14 },
		{ 50, 100, 1 },	      /* 0.5 */
		{ 49, 100, 0 },	      /* 0.49 */
		{ 150, 100, 2 },      /* 1.5 */
		{ 249, 100, 2 },      /* 2.49 */
		{ 333, 3333, 111 },   /* 110.9889 */
		{ 14950, 1550, 2317 }, /* 2317.25 */
		{ 0, 9999, 0 },
		{ 7, 0, 0 },
		{ MOST, 10000, MOST },
		{ 1, 4999, 0 },
		{ 1, 5000, 1 },
	}, *row;

	(void)state;
	for each (row, rows)
		assert_int_equal(money_percent(money_of(row->amount), row->hundredths).minor,
				 row->minor);
}

static void
a_split_gives_what_is_left_to_the_largest_remainders(void **state)
{
	static const struct {
		int64_t whole, weights[4], shares[4];
	} rows[] = {
		{ 100, { 1, 1, 1, 0 }, { 34, 33, 33, 0 } },
		{ 100, { 1, 1, 1, 1 }, { 25, 25, 25, 25 } },
		{ 101, { 1, 2, 3, 4 }, { 10, 20, 30, 41 } }, /* 10.1 20.2 30.3 40.4 */
		{ 2, { 1, 1, 1, 1 }, { 1, 1, 0, 0 } },	     /* equal: the earlier ones */
		{ 3, { 5, 0, 5, 5 }, { 1, 0, 1, 1 } },
		{ 1, { 1, 1, 3, 1 }, { 0, 0, 1, 0 } },
		{ 0, { 1, 2, 3, 4 }, { 0, 0, 0, 0 } },
		{ 0, { 0, 0, 0, 0 }, { 0, 0, 0, 0 } },
		{ MOST, { INT64_MAX, 0, 0, 0 }, { MOST, 0, 0, 0 } },
		{ MOST, { INT64_MAX / 2, INT64_MAX / 2, 0, 0 }, { 5000000000, 4999999999, 0, 0 } },
	}, *row;

	(void)state;
	for each (row, rows) {
		struct money shares[4];

		money_split(money_of(row->whole), row->weights, 4, shares);
		for (int i = 0; i < 4; i++)
			assert_int_equal(shares[i].minor, row->shares[i]);
	}
	money_split(money_of(0), NULL, 0, NULL);
}

/* Small and reproducible (xorshift64). */
static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void
any_split_is_fair_and_adds_up(void **state)
{
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 0;

	(void)state;
	while (seed == 0)
		rand_bytes(&seed, sizeof seed);
	print_message("SEED=%" PRIu64 "\n", seed);
	for (int round = 0; round < 20000; round++) {
		int64_t weights[12], whole = (int64_t)(next(&seed) % (round % 2 ? 50 : MOST));
		size_t n = 1 + next(&seed) % ROWS(weights);
		int64_t most = 1 + (int64_t)(next(&seed) % (round % 3 ? 20 : 1000000)), total = 0;
		struct money shares[ROWS(weights)];
		int64_t sum = 0;

		for (size_t i = 0; i < n; i++) {
			weights[i] = (int64_t)(next(&seed) % (uint64_t)most);
			total += weights[i];
		}
		if (total == 0)
			total = weights[n - 1] = 1;
		money_split(money_of(whole), weights, n, shares);
		for (size_t i = 0; i < n; i++) {
			int64_t exact = whole * weights[i] / total; /* below 10^16 */

			assert_true(shares[i].minor >= 0);
			assert_in_range(shares[i].minor - exact, 0, 1);
			sum += shares[i].minor;
			for (size_t j = 0; j < i; j++) { /* more weight, no smaller share */
				if (weights[j] >= weights[i])
					assert_true(shares[j].minor >= shares[i].minor);
				else
					assert_true(shares[j].minor <= shares[i].minor);
			}
		}
		assert_int_equal(sum, whole);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_is_read_exactly_as_it_must_be_written),
		TEST(any_other_text_is_refused),
		TEST(text_has_two_digits_behind_the_point),
		TEST(sums_are_exact),
		TEST(leaving_the_range_is_a_bug),
		TEST(a_percentage_is_rounded_half_up),
		TEST(a_split_gives_what_is_left_to_the_largest_remainders),
		TEST(any_split_is_fair_and_adds_up),
	};

	return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
