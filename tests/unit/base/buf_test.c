/* SPDX-License-Identifier: MIT */
/* Text that grows. */
#include "base/buf.h"
#include "unit.h"

static void
what_is_added_stands_in_order(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 100);

	buf_str(&b, "a");
	buf_char(&b, '-');
	buf_add(&b, "bcd", 2);
	buf_int(&b, -7);
	buf_fmt(&b, "<%d:%s>", 5, "x");
	assert_string_equal(b.data, "a-bc-7<5:x>");
	assert_int_equal(b.len, strlen(b.data));
	assert_false(b.full);
}

static void
nothing_added_is_an_empty_text(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 0);

	assert_null(b.data);
	buf_str(&b, "");
	assert_string_equal(b.data, "");
	assert_false(b.full);
}

static void
a_text_grows_to_exactly_its_maximum(void **state)
{
	struct ctx *cx = *state;
	static const size_t sizes[] = { 1, 255, 256, 257, 511, 512, 1000, 65537 };

	for (size_t i = 0; i < ROWS(sizes); i++) {
		struct buf b = buf_in(cx->mem, sizes[i]);

		for (size_t n = 0; n < sizes[i]; n++)
			buf_char(&b, 'x');
		assert_false(b.full);
		assert_int_equal(b.len, sizes[i]);
		assert_int_equal(strlen(b.data), sizes[i]);
		buf_char(&b, 'x');
		assert_true(b.full);
		assert_int_equal(b.len, sizes[i]);
	}
}

static void
after_the_first_piece_that_does_not_fit_none_is_added(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 5);

	buf_str(&b, "abc");
	buf_str(&b, "def");
	buf_str(&b, "g");
	buf_fmt(&b, "%d", 1);
	assert_true(b.full);
	assert_string_equal(b.data, "abc");
}

static void
memory_of_the_caller_is_not_left(void **state)
{
	char space[8];
	struct buf b = buf_over(space, sizeof space);

	(void)state;
	assert_string_equal(space, "");
	buf_fmt(&b, "%d", 1234567);
	assert_false(b.full);
	buf_char(&b, '8');
	assert_true(b.full);
	assert_string_equal(space, "1234567");
}

static void
numbers_are_written_to_their_ends(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		int64_t v;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 9, "9" },
		{ -1, "-1" },
		{ 10, "10" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	}, *row;

	for each (row, rows) {
		struct buf b = buf_in(cx->mem, 30);

		buf_int(&b, row->v);
		assert_string_equal(b.data, row->text);
	}
}

static void
json_text_is_escaped_where_it_must_be(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *text, *json;
	} rows[] = {
		{ NULL, "null" },
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "say \"hi\"", "\"say \\\"hi\\\"\"" },
		{ "a\\b/c", "\"a\\\\b/c\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f", "\"\\u0001\\u001f\"" },
		{ "كعك", "\"كعك\"" },
		{ "\n", "\"\\n\"" },
	}, *row;

	for each (row, rows) {
		struct buf b = buf_in(cx->mem, 100);

		buf_json(&b, row->text);
		assert_string_equal(b.data, row->json);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_added_stands_in_order),
		TEST(nothing_added_is_an_empty_text),
		TEST(a_text_grows_to_exactly_its_maximum),
		TEST(after_the_first_piece_that_does_not_fit_none_is_added),
		TEST(memory_of_the_caller_is_not_left),
		TEST(numbers_are_written_to_their_ends),
		TEST(json_text_is_escaped_where_it_must_be),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
