/* SPDX-License-Identifier: MIT */
/* Who could bring what: orders to men by zone and load. */
#include "dispatch/run_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ORDERS 200

/* A row: the zones of the orders, the zones and load of men 1 to 3, and who gets each order. */
struct row { const char *zones, *serves[3]; int32_t load[3]; const char *want; };

static void
orders_go_by_zone_and_load(void **state)
{
	static const struct row rows[] = {
		{ "aaa",  { "a", "", "" },     { 0, 0, 0 }, "111" },
		{ "aabb", { "a", "b", "" },    { 0, 0, 0 }, "1122" },
		/* The less loaded one; the lower id of equals; a zone stays together. */
		{ "aabb", { "ab", "ab", "" },  { 0, 0, 0 }, "1122" },
		{ "aabb", { "ab", "ab", "" },  { 5, 0, 0 }, "2222" },
		{ "abc",  { "abc", "abc", "abc" }, { 0, 0, 0 }, "123" },
		/* Nobody serves it. */
		{ "ax",   { "a", "", "" },     { 0, 0, 0 }, "10" },
		{ "xa",   { "a", "", "" },     { 0, 0, 0 }, "01" },
		/* Full: the rest goes to the next one, or to nobody. */
		{ "aaaa", { "a", "a", "" },    { 58, 59, 0 }, "1120" },
		{ "a",    { "a", "", "" },     { 60, 0, 0 }, "0" },
	};

	(void)state;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct plan_order orders[ORDERS] = { 0 };
		struct plan_man men[3] = { 0 };
		bool serves[3][ORDERS];
		char got[ORDERS] = "";
		size_t n = strlen(rows[r].zones);

		for (size_t i = 0; i < n; i++)
			orders[i].zone_id = rows[r].zones[i];
		for (int m = 0; m < 3; m++) {
			men[m] = (struct plan_man){ m + 1, "", rows[r].load[m], serves[m] };
			for (size_t i = 0; i < n; i++)
				serves[m][i] = strchr(rows[r].serves[m], rows[r].zones[i]) != NULL;
		}
		run_plan(orders, n, men, 3);
		for (size_t i = 0; i < n; i++)
			got[i] = (char)('0' + orders[i].man_id);
		assert_string_equal(rows[r].want, got);
	}
}

static void
nobody_gets_more_than_a_run_holds(void **state)
{
	struct plan_order orders[ORDERS] = { 0 };
	bool all[ORDERS];
	struct plan_man men[2] = { { 1, "", 0, all }, { 2, "", 0, all } };
	int unassigned = 0;

	(void)state;
	for (int i = 0; i < ORDERS; i++) {
		orders[i].zone_id = i / 50 + 1;
		all[i] = true;
	}
	run_plan(orders, ORDERS, men, 2);
	for (int i = 0; i < ORDERS; i++)
		unassigned += orders[i].man_id == 0;
	assert_int_equal(men[0].load, RUN_STOPS_MAX);
	assert_int_equal(men[1].load, RUN_STOPS_MAX);
	assert_int_equal(unassigned, ORDERS - 2 * RUN_STOPS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_go_by_zone_and_load),
		cmocka_unit_test(nobody_gets_more_than_a_run_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
