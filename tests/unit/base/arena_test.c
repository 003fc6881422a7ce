/* SPDX-License-Identifier: MIT */
/* Memory of one request. */
#include "unit.h"

static void
memory_is_zeroed_even_after_a_reset(void **state)
{
	struct ctx *cx = *state;

	for (int round = 0; round < 2; round++) {
		unsigned char *p = arena_alloc(cx->mem, 5000);

		for (size_t i = 0; i < 5000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, 5000);
		arena_reset(cx->mem);
	}
}

static void
memory_is_aligned_for_any_type(void **state)
{
	struct ctx *cx = *state;

	for (size_t n = 0; n < 50; n++)
		assert_int_equal((uintptr_t)arena_alloc(cx->mem, n) % _Alignof(max_align_t), 0);
}

static void
pieces_do_not_overlap_across_chunks(void **state)
{
	struct ctx *cx = *state;
	static const size_t sizes[] = { 1, 100, 16384, 20, 65536, 70000, 3, 300000, 1 };
	unsigned char *pieces[ROWS(sizes)];

	for (size_t i = 0; i < ROWS(sizes); i++) {
		pieces[i] = arena_alloc(cx->mem, sizes[i]);
		memset(pieces[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < ROWS(sizes); i++) {
		for (size_t j = 0; j < sizes[i]; j++)
			assert_int_equal(pieces[i][j], i + 1);
	}
}

static void
a_reset_forgets_what_was_used(void **state)
{
	struct ctx *cx = *state;

	arena_alloc(cx->mem, 100);
	arena_alloc(cx->mem, 100000);
	assert_int_equal(arena_used(cx->mem), 100100);
	arena_reset(cx->mem);
	assert_int_equal(arena_used(cx->mem), 0);
}

static void
take(void *bytes)
{
	struct arena *a = arena_new(10000);

	arena_alloc(a, 4000);
	arena_alloc(a, *(size_t *)bytes);
}

static void
wanting_more_than_the_maximum_is_a_bug(void **state)
{
	(void)state;
	assert_false(is_bug(take, &(size_t){ 0 }));
	assert_false(is_bug(take, &(size_t){ 6000 }));
	assert_true(is_bug(take, &(size_t){ 6001 }));
	assert_true(is_bug(take, &(size_t){ SIZE_MAX }));
}

static void
take_too_many(void *a)
{
	(void)arena_array((struct arena *)a, int64_t, SIZE_MAX / 4);
}

static void
an_array_whose_size_overflows_is_a_bug(void **state)
{
	struct ctx *cx = *state;

	assert_true(is_bug(take_too_many, cx->mem));
}

static void
note(void *digit)
{
	static int noted;

	noted = noted * 10 + *(int *)digit;
	*(int *)digit = noted;
}

static void
deferred_calls_run_once_and_newest_first(void **state)
{
	struct ctx *cx = *state;
	int first = 1, second = 2, third = 3;

	arena_defer(cx->mem, note, &first);
	arena_defer(cx->mem, note, &second);
	arena_defer(cx->mem, note, &third);
	arena_reset(cx->mem);
	arena_reset(cx->mem);
	assert_int_equal(third, 3);
	assert_int_equal(second, 32);
	assert_int_equal(first, 321);
}

static struct arena *again_in;
static int again_left;

static void
again(void *thing)
{
	if (again_left-- > 0)
		arena_defer(again_in, again, thing);
}

static void
a_deferred_call_may_defer_another(void **state)
{
	struct ctx *cx = *state;

	again_in = cx->mem;
	again_left = 3;
	arena_defer(cx->mem, again, NULL);
	arena_reset(cx->mem);
	assert_int_equal(again_left, -1);
}

static void
text_is_copied_and_put_together(void **state)
{
	struct ctx *cx = *state;
	char long_text[3000];

	memset(long_text, 'x', sizeof long_text);
	long_text[sizeof long_text - 1] = '\0';
	assert_null(arena_str(cx->mem, NULL));
	assert_string_equal(arena_str(cx->mem, ""), "");
	assert_string_equal(arena_str(cx->mem, long_text), long_text);
	assert_string_equal(arena_strn(cx->mem, "cookies", 6), "cookie");
	assert_string_equal(arena_strn(cx->mem, NULL, 0), "");
	assert_string_equal(arena_fmt(cx->mem, "%s %d%%", "half", 50), "half 50%");
	assert_int_equal(strlen(arena_fmt(cx->mem, "<%s>", long_text)), 3001);
	assert_memory_equal(arena_copy(cx->mem, "a\0b", 3), "a\0b", 3);
	assert_non_null(arena_copy(cx->mem, NULL, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(memory_is_zeroed_even_after_a_reset),
		TEST(memory_is_aligned_for_any_type),
		TEST(pieces_do_not_overlap_across_chunks),
		TEST(a_reset_forgets_what_was_used),
		TEST(wanting_more_than_the_maximum_is_a_bug),
		TEST(an_array_whose_size_overflows_is_a_bug),
		TEST(deferred_calls_run_once_and_newest_first),
		TEST(a_deferred_call_may_defer_another),
		TEST(text_is_copied_and_put_together),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
