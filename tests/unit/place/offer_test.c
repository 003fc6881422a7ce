/* SPDX-License-Identifier: MIT */
/* The rule that says which day and slot can be ordered, from now. */
#include "place/place.h"

#include "unit/base/unit.h"

/* Wednesday 2030-01-02, Cairo (UTC+2). */
#define AT(h, m) (1893535200 + ((h) * 60 + (m)) * 60)
#define DAY_AFTER(n) ((struct day){ 21916 + (n) })	/* 2030-01-02 + n */

static bool
never(void *arg, struct day day)
{
	(void)arg;
	(void)day;
	return false;
}

static bool
closed_on(void *arg, struct day day)
{
	return day.n == *(int *)arg;
}

static struct offer_rule
rule(int days, int slot_from)
{
	return (struct offer_rule){ .cutoff = { 16 * 60 }, .days_ahead = 14, .delivery_days = days,
	                            .slot_from = { slot_from * 60 }, .slot_weekdays = 127 };
}

static void
the_cut_off_decides_the_first_day(void **state)
{
	static const struct { int days, slot, hour, minute, first; } rows[] = {
		{ 0, 18, 9, 0, 0 },	/* this evening */
		{ 0, 18, 15, 59, 0 },
		{ 0, 18, 16, 0, 1 },	/* exactly at the cut-off */
		{ 0, 10, 9, 59, 0 },	/* this morning, a minute before it begins */
		{ 0, 10, 10, 0, 1 },	/* it has begun */
		{ 1, 10, 12, 0, 1 },	/* tomorrow morning: only the shop's hour counts */
		{ 1, 10, 16, 0, 2 },
		{ 2, 18, 23, 59, 3 },
	};
	(void)state;

	assert_true(clock_zone("Africa/Cairo"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct offer_rule r = rule(rows[i].days, rows[i].slot);
		int64_t now = AT(rows[i].hour, rows[i].minute);
		for (int n = -1; n < 6; n++)
			assert_int_equal(offer_holds(&r, now, DAY_AFTER(n), never, NULL),
			                 n >= rows[i].first);
	}
}

static void
the_last_day_is_so_many_days_ahead(void **state)
{
	struct offer_rule r = rule(0, 18);
	(void)state;

	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(14), never, NULL));
	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(15), never, NULL));
}

static void
a_closed_first_day_moves_the_beginning_and_a_later_one_is_a_gap(void **state)
{
	struct offer_rule r = rule(1, 18);
	int closed = DAY_AFTER(1).n;
	(void)state;

	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(1), closed_on, &closed));
	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(2), closed_on, &closed));
	closed = DAY_AFTER(3).n;
	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(2), closed_on, &closed));
	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(3), closed_on, &closed));
	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(4), closed_on, &closed));
}

static void
weekdays_without_the_slot_and_closed_weekdays_are_not_on_offer(void **state)
{
	struct offer_rule r = rule(0, 18);
	(void)state;

	r.slot_weekdays = 127 & ~(1 << 3);	/* not on Thursdays */
	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(0), never, NULL));
	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(1), never, NULL));
	r.slot_weekdays = 127;
	r.closed_weekdays = 1 << 2;		/* the shop rests on Wednesdays */
	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(0), never, NULL));
	assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(7), never, NULL));
	assert_true(offer_holds(&r, AT(9, 0), DAY_AFTER(1), never, NULL));
}

static void
a_shop_that_is_always_closed_offers_nothing(void **state)
{
	struct offer_rule r = rule(0, 18);
	(void)state;

	r.closed_weekdays = 127;
	for (int n = 0; n < 20; n++)
		assert_false(offer_holds(&r, AT(9, 0), DAY_AFTER(n), never, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cut_off_decides_the_first_day),
		cmocka_unit_test(the_last_day_is_so_many_days_ahead),
		cmocka_unit_test(a_closed_first_day_moves_the_beginning_and_a_later_one_is_a_gap),
		cmocka_unit_test(weekdays_without_the_slot_and_closed_weekdays_are_not_on_offer),
		cmocka_unit_test(a_shop_that_is_always_closed_offers_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
