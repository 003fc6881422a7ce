/* SPDX-License-Identifier: MIT */
/* Names in the form they are searched by. */
#include "base/fold.h"
#include "base/str.h"
#include "unit.h"

static const char *
folded(struct arena *mem, const char *text)
{
	const char *words[FOLD_WORDS];
	size_t n = fold_words(mem, text, words);
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = arena_fmt(mem, "%s%s%s", all, i ? " " : "", words[i]);
	return all;
}

static void
one_name_has_one_form_however_it_is_written(void **state)
{
	static const struct { const char *in, *out; } rows[] = {
		{ "Mona Hassan", "mona hassan" },
		{ "  MONA,\tel-Hassan. ", "mona el hassan" },
		{ "Zoë Åström-Łukasz", "zoe astrom lukasz" },
		{ "Zoe\xcc\x88", "zoe" },			/* a combining mark */
		{ "أحمد", "احمد" }, { "إيمان", "ايمان" }, { "آمال", "امال" }, { "ٱحمد", "احمد" },
		{ "منى", "مني" }, { "فاطمة", "فاطمه" }, { "فؤاد", "فواد" }, { "عائشة", "عايشه" },
		{ "مُحَمَّد", "محمد" }, { "محـــمد", "محمد" }, { "کریم", "كريم" },
		{ "شقة ١٢، شارع ۵", "شقه 12 شارع 5" },
		{ "\xe2\x80\x8fمنى\xe2\x80\x8f", "مني" },	/* marks of direction */
		{ "mona Mona MONA", "mona" },
		{ "O'Neil (Jr.)", "o neil jr" },
		{ "李 小龙", "李 小龙" },
		{ "", "" }, { " -- ،؛؟ × ", "" }, { "ًٌ", "" },
	};
	struct arena *mem = arena_new(1 << 20);
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(folded(mem, rows[i].in), rows[i].out);
	arena_free(mem);
}

static void
what_is_too_long_is_cut_between_letters(void **state)
{
	struct arena *mem = arena_new(1 << 20);
	const char *words[FOLD_WORDS];
	char text[4096] = "";
	(void)state;

	for (int i = 0; i < 100; i++)
		strcat(text, "é😀");
	assert_int_equal(fold_words(mem, text, words), 1);
	assert_int_equal(utf8_length(words[0]), FOLD_CHARS);
	assert_true(utf8_valid(words[0], strlen(words[0])));
	assert_int_equal(fold_words(mem, "a b c d e f g h i j k l m", words), FOLD_WORDS);
	arena_free(mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_name_has_one_form_however_it_is_written),
		cmocka_unit_test(what_is_too_long_is_cut_between_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
