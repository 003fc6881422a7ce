/* SPDX-License-Identifier: MIT */
/* Who gets what of too few. */
#include "dispatch/shortage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
the_first_are_served_first(void **state)
{
	static const struct { int32_t existing, need[4], missing[4]; } rows[] = {
		{ 12, { 3, 3, 3, 3 }, { 0, 0, 0, 0 } },
		{ 20, { 3, 3, 3, 3 }, { 0, 0, 0, 0 } },
		{ 7,  { 3, 3, 3, 3 }, { 0, 0, 2, 3 } },
		{ 0,  { 1, 2, 3, 4 }, { 1, 2, 3, 4 } },
		{ 5,  { 6, 1, 1, 1 }, { 1, 1, 1, 1 } },
		{ 4,  { 0, 4, 0, 2 }, { 0, 0, 0, 2 } },
	};

	(void)state;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct shortage_need needs[4] = { 0 };

		for (int i = 0; i < 4; i++)
			needs[i].need = rows[r].need[i];
		shortage_share(needs, 4, rows[r].existing);
		for (int i = 0; i < 4; i++)
			assert_int_equal(needs[i].missing, rows[r].missing[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_first_are_served_first) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
