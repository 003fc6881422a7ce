/* SPDX-License-Identifier: MIT */
#include "base/bcrypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ROWS(a) (sizeof(a) / sizeof *(a))

/* Vectors that come with jBCrypt and with Openwall's crypt_blowfish. */
static void
known_hashes_match_their_password_only(void **state)
{
	static const struct { const char *plain, *stored; } rows[] = {
		{ "a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe" },
		{ "abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i" },
		{ "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
		{ "\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
	};
	(void)state;

	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_true(bcrypt_is(rows[i].stored));
		assert_true(bcrypt_matches(rows[i].stored, rows[i].plain));
		assert_false(bcrypt_matches(rows[i].stored, "another"));
		assert_false(bcrypt_matches(rows[i].stored, ""));
	}
}

static void
other_kinds_and_costs_are_none(void **state)
{
	static const char *const rows[] = {
		"", "*0", "*1", "$2y$", "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
		"$2x$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
		"$2y$03$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
		"$2y$15$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
		"$2y$31$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
		"$2y$5$$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
		"$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUl:q",
		"$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCqq",
	};
	(void)state;

	assert_false(bcrypt_is(NULL));
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_false(bcrypt_is(rows[i]));
		assert_false(bcrypt_matches(rows[i], ""));
		assert_false(bcrypt_matches(rows[i], "\xa3"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes_match_their_password_only),
		cmocka_unit_test(other_kinds_and_costs_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
