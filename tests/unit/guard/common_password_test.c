/* SPDX-License-Identifier: MIT */
/* Looking a password up in the list, at its edges and everywhere between. */
#include "guard/common_password.h"

#include "base/config.h"
#include "base/str.h"
#include "unit/base/unit.h"

static bool
listed(struct ctx *cx, const char *list, const char *word)
{
	struct config config = { .common_passwords_text = list };
	bool found;

	cx->config = &config;
	found = common_password(cx, word);
	cx->config = NULL;
	return found;
}

static void
every_line_is_found_and_nothing_else(void **state)
{
	struct ctx *cx = *state;
	static const char list[] = "aaaaaaaa\nbaseball\ndragon12\nletmein1\npassword\npassword1\nzzzzzzzz\n";
	static const char *const in[] = { "aaaaaaaa", "baseball", "dragon12", "letmein1", "password",
	                                  "password1", "zzzzzzzz", "PassWord", "BASEBALL" };
	static const char *const out[] = { "", "aaaaaaa", "aaaaaaaaa", "passwor", "password12", "b",
	                                   "zzzzzzzzz", "zzzz", "\n", "correct horse battery staple" };

	for (size_t i = 0; i < sizeof in / sizeof *in; i++)
		assert_true(listed(cx, list, in[i]));
	for (size_t i = 0; i < sizeof out / sizeof *out; i++)
		assert_false(listed(cx, list, out[i]));
}

static void
short_lists_and_none_work_too(void **state)
{
	struct ctx *cx = *state;

	assert_true(listed(cx, "onlyone1\n", "onlyone1"));
	assert_true(listed(cx, "nolinefeed", "nolinefeed"));
	assert_false(listed(cx, "onlyone1\n", "onlyone2"));
	assert_false(listed(cx, "", "password"));
	assert_false(listed(cx, NULL, "password"));
	assert_false(common_password(cx, "password"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_line_is_found_and_nothing_else, with_ctx,
		                                without_ctx),
		cmocka_unit_test_setup_teardown(short_lists_and_none_work_too, with_ctx, without_ctx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
