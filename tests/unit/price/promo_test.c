/* SPDX-License-Identifier: MIT */
/* What a code takes off, to the piastre. */
#include "price/promo.h"

#include "unit/base/unit.h"

#define NOW 1893585600

static struct promo
promo(bool percentage, int64_t value, int64_t minimum, int64_t maximum)
{
	return (struct promo){ .id = 1, .code = "CODE", .name = "Code", .is_active = true,
	                       .is_percentage = percentage, .value = { value },
	                       .minimum = { minimum },
	                       .maximum = maximum < 0 ? MONEY_NONE : money_of(maximum),
	                       .valid_from = NOW - 10 };
}

static void
the_discount_is_rounded_half_up_capped_and_never_more_than_is_left(void **state)
{
	static const struct { bool percentage; int64_t value, maximum, left, want; } rows[] = {
		{ true,  1000, -1, 33000, 3300 },
		{ true,  1000, -1, 5, 1 },		/* 0.5 piastres: up */
		{ true,  1000, -1, 4, 0 },
		{ true,  1250, -1, 10004, 1251 },	/* 1250.5 */
		{ true,  3333, -1, 10000, 3333 },
		{ true, 10000, -1, 9999, 9999 },	/* all of it */
		{ true,  1000, 2000, 33000, 2000 },	/* capped */
		{ true,  1000, 0, 33000, 0 },		/* a cap of nothing */
		{ true,     1, -1, 9999999999, 1000000 },
		{ false, 5000, -1, 33000, 5000 },
		{ false, 5000, -1, 4999, 4999 },	/* not more than there is */
		{ false, 5000, 1000, 33000, 1000 },
		{ false,    0, -1, 33000, 0 },
		{ true,  1000, -1, 0, 0 },
	};
	struct promo_result r;
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct promo p = promo(rows[i].percentage, rows[i].value, 0, rows[i].maximum);
		promo_evaluate(&p, NOW, money_of(rows[i].left), money_of(rows[i].left), &r);
		assert_int_equal(r.refusal, OK);
		assert_int_equal(r.amount.minor, rows[i].want);
	}
}

static void
dates_hold_from_their_start_until_just_before_their_end(void **state)
{
	static const struct { int64_t from, until; enum err want; } rows[] = {
		{ NOW, 0, OK }, { NOW + 1, 0, E_PROMO_EARLY }, { NOW - 1, NOW, E_PROMO_LATE },
		{ NOW - 1, NOW + 1, OK },
	};
	struct promo_result r;
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct promo p = promo(true, 1000, 0, -1);
		p.valid_from = rows[i].from;
		p.valid_until = rows[i].until;
		promo_evaluate(&p, NOW, money_of(100), money_of(100), &r);
		assert_int_equal(r.refusal, rows[i].want);
		assert_int_equal(r.amount.minor, rows[i].want == OK ? 10 : 0);
	}
}

static void
the_minimum_compares_to_the_subtotal_and_says_both_numbers(void **state)
{
	struct promo p = promo(true, 1000, 20000, -1);
	struct promo_result r;
	(void)state;

	promo_evaluate(&p, NOW, money_of(20000), money_of(15000), &r);
	assert_int_equal(r.refusal, OK);
	assert_int_equal(r.amount.minor, 1500);		/* of what is left */
	promo_evaluate(&p, NOW, money_of(19999), money_of(19999), &r);
	assert_int_equal(r.refusal, E_PROMO_MINIMUM);
	assert_int_equal(r.needed.minor, 20000);
	assert_int_equal(r.have.minor, 19999);
}

static void
a_spent_or_inactive_code_takes_nothing(void **state)
{
	struct promo p = promo(true, 1000, 0, -1);
	struct promo_result r;
	(void)state;

	p.has_limit = p.is_spent = true;
	promo_evaluate(&p, NOW, money_of(100), money_of(100), &r);
	assert_int_equal(r.refusal, E_PROMO_SPENT);
	p.is_active = false;
	promo_evaluate(&p, NOW, money_of(100), money_of(100), &r);
	assert_int_equal(r.refusal, E_PROMO_LATE);
	assert_int_equal(r.amount.minor, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_discount_is_rounded_half_up_capped_and_never_more_than_is_left),
		cmocka_unit_test(dates_hold_from_their_start_until_just_before_their_end),
		cmocka_unit_test(the_minimum_compares_to_the_subtotal_and_says_both_numbers),
		cmocka_unit_test(a_spent_or_inactive_code_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
