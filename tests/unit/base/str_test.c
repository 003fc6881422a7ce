/* SPDX-License-Identifier: MIT */
/* Text from strangers. */
#include "base/str.h"
#include "unit.h"

/* What comes in and what is made of it; NULL is a refusal. */
struct row {
	const char *in, *out;
};

static void
utf8_is_what_rfc_3629_says(void **state)
{
	static const char *const good[] = { "",
					    "a",
					    "\x7f",
					    "é",
					    "كعك",
					    "€",
					    "\xed\x9f\xbf",
					    "\xee\x80\x80",
					    "\xef\xbf\xbf",
					    "😀",
					    "\xf4\x8f\xbf\xbf" };
	static const char *const bad[] = { "\x80",
					   "\xbf",
					   "a\xff",
					   "\xfe",
					   "\xc0\x80",
					   "\xc1\xbf",
					   "\xc3",
					   "\xc3(",
					   "\xe2\x82",
					   "\xe2(\xa1",
					   "\xe0\x9f\xbf",
					   "\xed\xa0\x80",
					   "\xed\xbf\xbf",
					   "\xf0\x8f\xbf\xbf",
					   "\xf0\x9f\x98",
					   "\xf4\x90\x80\x80",
					   "\xf5\x80\x80\x80",
					   "\xf8\x88\x80\x80\x80",
					   "é\xa9" };

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_false(utf8_valid("a\0b", 3));
	assert_false(utf8_valid("é", 1)); /* goes by the length it is given */
}

static void
length_counts_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_length(""), 0);
	assert_int_equal(utf8_length("cookie"), 6);
	assert_int_equal(utf8_length("كعك"), 3);
	assert_int_equal(utf8_length("a😀é"), 3);
}

static void
blanks_go_from_both_ends_only(void **state)
{
	struct ctx *cx = *state;
	static const struct row rows[] = {
		{ "", "" },
		{ "   ", "" },
		{ "a", "a" },
		{ " \t\r\n\v\fa  b \n", "a  b" },
		{ "\u00a0\u202fa\u00a0b\u200b\ufeff", "a\u00a0b" },
		{ "\u200b\u200c\u200d\u2060\ufeff", "" },
		{ "كعك ", "كعك" },
		{ "\u3000x", "\u3000x" },
	}, *row;

	for each (row, rows)
		assert_string_equal(str_trim(cx->mem, row->in), row->out);
}

static void
case_changes_for_ascii_letters_only(void **state)
{
	struct ctx *cx = *state;

	assert_string_equal(str_lower(cx->mem, "AZaz@[`{09É"), "azaz@[`{09É");
	assert_string_equal(str_upper(cx->mem, "AZaz@[`{09é"), "AZAZ@[`{09é");
}

static void
texts_are_compared(void **state)
{
	(void)state;
	assert_true(str_eq("a", "a"));
	assert_false(str_eq("a", "A"));
	assert_false(str_eq("a", NULL));
	assert_false(str_eq(NULL, ""));
	assert_true(str_eq(NULL, NULL));
	assert_true(str_starts("order.refund", "order."));
	assert_true(str_starts("x", ""));
	assert_false(str_starts("ord", "order"));
	assert_true(str_among("cash", "card|cash|wallet"));
	assert_true(str_among("wallet", "card|cash|wallet"));
	assert_false(str_among("wall", "card|cash|wallet"));
	assert_false(str_among("card|cash", "card|cash|wallet"));
	assert_false(str_among("", "card|cash"));
	assert_false(str_among("cards", "card"));
}

static void
control_characters_are_found(void **state)
{
	static const char *const none[] = { "", "a\nb\tc", "é", "كعك", "\u00a0" };
	static const char *const some[] = { "\r",	"a\x01",    "\x1b[0m",	"\x7f",
					    "\xc2\x80", "\xc2\x9f", "é\xc2\x85" };

	(void)state;
	for (size_t i = 0; i < ROWS(none); i++)
		assert_false(str_has_control(none[i]));
	for (size_t i = 0; i < ROWS(some); i++)
		assert_true(str_has_control(some[i]));
}

static void
a_phone_number_has_one_form(void **state)
{
	struct ctx *cx = *state;
	static const struct row rows[] = {
		{ "01012345678", "+201012345678" },
		{ "01112345678", "+201112345678" },
		{ "01212345678", "+201212345678" },
		{ "01512345678", "+201512345678" },
		{ "+201012345678", "+201012345678" },
		{ "00201012345678", "+201012345678" },
		{ "201012345678", "+201012345678" },
		{ "1012345678", "+201012345678" },
		{ "+20 (0)10 1234-5678", "+201012345678" },
		{ " 010.1234.5678\n", "+201012345678" },
		{ "[010] 1234 – 5678", "+201012345678" },
		{ "٠١٠١٢٣٤٥٦٧٨", "+201012345678" },
		{ "۰۱۰۱۲۳۴۵۶۷۸", "+201012345678" },
		{ "＋２０１０１２３４５６７８", "+201012345678" },
		{ "\u202a+20 10 1234 5678\u202c", "+201012345678" },
		{ "02 2345 6789", "+20223456789" },
		{ "+20 3 487 6543", "+2034876543" },
		{ "+1 (202) 555-0143", "+12025550143" },
		{ "0044 7700 900123", "+447700900123" },
		{ "+39 06 1234567", "+39061234567" },
		{ "+966 50 123 4567", "+966501234567" },
		{ "+123456789012345", "+123456789012345" },
	}, *row;

	for each (row, rows) {
		const char *number = phone_normalize(cx->mem, row->in);

		assert_non_null(number);
		assert_string_equal(number, row->out);
		assert_string_equal(phone_normalize(cx->mem, number), number);
	}
}

static void
what_is_no_phone_number_is_refused(void **state)
{
	struct ctx *cx = *state;
	static const char *const rows[] = { "",
					    "+",
					    "0",
					    "00",
					    "+20",
					    "phone",
					    "()",
					    "+-", /* no number */
					    "01312345678",
					    "01412345678",
					    "01612345678", /* no mobile network */
					    "0101234567",
					    "010123456789",
					    "+20101234567", /* a digit less or more */
					    "012345678",
					    "1512345", /* before 2011; too short */
					    "12345678",
					    "2012345678", /* neither 0 nor +, no mobile */
					    "010l2345678",
					    "01012345678x",
					    "0101234567O", /* letters */
					    "010 1234 5678 / 011 1234 5678",
					    "01012345678 01112345678",
					    "+20+1012345678",
					    "0+1012345678",
					    "%2B201012345678",
					    "tel:+201012345678",
					    "+0201012345678",
					    "00000000000",
					    "+ 00 20 10 1234 5678",
					    "+1234567",
					    "+1234567890123456",
					    "+49 0", /* E.164: 8 to 15 digits */
					    "+210 1234 56789",
					    "+999 1234 5678", /* no such country */
					    "+881 6 1234 5678",
					    "+979 1 2345 6789", /* satellites, premium services */
					    "+201012345678\r\nBcc: x@example.com",
					    "+201012345678;1",
					    "01012345678#",
					    "+20101234567🙂" };

	for (size_t i = 0; i < ROWS(rows); i++)
		assert_null(phone_normalize(cx->mem, rows[i]));
}

static void
a_very_long_phone_number_is_refused(void **state)
{
	struct ctx *cx = *state;
	char *text = arena_alloc(cx->mem, 100001);

	memset(text, '1', 100000);
	assert_null(phone_normalize(cx->mem, text));
	memset(text, '+', 100000);
	assert_null(phone_normalize(cx->mem, text));
}

static char *
repeat(struct ctx *cx, const char *what, int times, const char *end)
{
	char *s = arena_str(cx->mem, end);

	while (times-- > 0)
		s = arena_fmt(cx->mem, "%s%s", what, s);
	return s;
}

static void
an_address_has_one_form(void **state)
{
	struct ctx *cx = *state;
	static const struct row rows[] = {
		{ "nadia@example.com", "nadia@example.com" },
		{ "  Nadia.Hassan@Example.COM\n", "nadia.hassan@example.com" },
		{ "n+cookies@sub.example.co.uk", "n+cookies@sub.example.co.uk" },
		{ "o'neil!#$%&*/=?^_`{|}~-@example.org", "o'neil!#$%&*/=?^_`{|}~-@example.org" },
		{ "1@2.example", "1@2.example" },
		{ "a@b.c", "a@b.c" },
		{ "x@a--b.example", "x@a--b.example" },
		{ "x@xn--bcher-kva.example", "x@xn--bcher-kva.example" },
		{ "نادية@example.com", "نادية@example.com" },
		{ "x@1.2.3.4a", "x@1.2.3.4a" },
	}, *row;

	for each (row, rows) {
		const char *address = email_normalize(cx->mem, row->in);

		assert_non_null(address);
		assert_string_equal(address, row->out);
	}
}

static void
what_is_no_address_is_refused(void **state)
{
	struct ctx *cx = *state;
	static const char *const rows[] = { "",
					    "@",
					    "nadia",
					    "nadia@",
					    "@example.com",
					    "nadia@localhost",
					    "a@b@example.com",
					    "nadia@@example.com",
					    ".n@example.com",
					    "n.@example.com",
					    "n..h@example.com",
					    "n h@example.com",
					    "n@exa mple.com",
					    "n@-example.com",
					    "n@example-.com",
					    "n@example.com-",
					    "n@.example.com",
					    "n@example..com",
					    "n@example.com.",
					    "n@exam_ple.com",
					    "n@127.0.0.1",
					    "n@[127.0.0.1]",
					    "n@example.123",
					    "n(c)@example.com",
					    "\"n\"@example.com",
					    "n,h@example.com",
					    "n;h@example.com",
					    "n:h@example.com",
					    "<n@example.com>",
					    "Nadia <n@example.com>",
					    "n\\h@example.com",
					    "n\n@example.com",
					    "n@example.com\nBcc: x@example.com",
					    "n\x01@example.com",
					    "n\x7f@example.com",
					    "n@пример.рф",
					    "n\u200b@example.com",
					    "n\u202eh@example.com",
					    "n＠example.com",
					    "n@example．com" };

	for (size_t i = 0; i < ROWS(rows); i++)
		assert_null(email_normalize(cx->mem, rows[i]));
}

static void
an_address_has_the_lengths_of_rfc_5321(void **state)
{
	struct ctx *cx = *state;
	const char *host = arena_fmt(cx->mem, "@%s.%s.%s", repeat(cx, "h", 63, ""),
				     repeat(cx, "h", 63, ""), repeat(cx, "h", 57, ".x"));

	assert_non_null(email_normalize(cx->mem, repeat(cx, "a", 64, "@example.com")));
	assert_null(email_normalize(cx->mem, repeat(cx, "a", 65, "@example.com")));
	assert_non_null(
	    email_normalize(cx->mem, arena_fmt(cx->mem, "a@%s.x", repeat(cx, "h", 63, ""))));
	assert_null(
	    email_normalize(cx->mem, arena_fmt(cx->mem, "a@%s.x", repeat(cx, "h", 64, ""))));
	assert_int_equal(strlen(repeat(cx, "a", 66, host)), 254);
	assert_non_null(email_normalize(cx->mem, repeat(cx, "a", 64, host)));
	host = arena_fmt(cx->mem, "%s.yy", host);
	assert_int_equal(strlen(repeat(cx, "a", 64, host)), 255);
	assert_non_null(email_normalize(cx->mem, repeat(cx, "a", 63, host)));
	assert_null(email_normalize(cx->mem, repeat(cx, "a", 64, host)));
}

static void
a_code_is_exactly_so_many_digits(void **state)
{
	struct ctx *cx = *state;
	static const struct row rows[] = {
		{ "123456", "123456" },
		{ " 123 456\n", "123456" },
		{ "123-456", "123456" },
		{ "١٢٣٤٥٦", "123456" },
		{ "۱۲۳456", "123456" },
		{ "000000", "000000" },
		{ "", NULL },
		{ "12345", NULL },
		{ "1234567", NULL },
		{ "12345a", NULL },
		{ "+123456", NULL },
		{ "12.3456", NULL },
		{ "123456;", NULL },
	}, *row;

	for each (row, rows) {
		const char *digits = digits_normalize(cx->mem, row->in, 6);

		assert_int_equal(!digits, !row->out);
		if (digits)
			assert_string_equal(digits, row->out);
	}
}

static void
a_whole_number_is_the_whole_text(void **state)
{
	static const struct {
		const char *text;
		int64_t v;
	} rows[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "42", 42 },
		{ "007", 7 },
		{ "-1", -1 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	}, *row;
	static const char *const bad[] = { "",
					   "-",
					   "+1",
					   " 1",
					   "1 ",
					   "1.0",
					   "1e3",
					   "0x10",
					   "--1",
					   "9223372036854775808",
					   "-9223372036854775809",
					   "99999999999999999999",
					   "١" };

	(void)state;
	for each (row, rows) {
		int64_t v = 77;

		assert_true(int_parse(row->text, &v));
		assert_true(v == row->v);
	}
	for (size_t i = 0; i < ROWS(bad); i++) {
		int64_t v = 77;

		assert_false(int_parse(bad[i], &v));
		assert_int_equal(v, 77);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(utf8_is_what_rfc_3629_says),
		TEST(length_counts_characters),
		TEST(blanks_go_from_both_ends_only),
		TEST(case_changes_for_ascii_letters_only),
		TEST(texts_are_compared),
		TEST(control_characters_are_found),
		TEST(a_phone_number_has_one_form),
		TEST(what_is_no_phone_number_is_refused),
		TEST(a_very_long_phone_number_is_refused),
		TEST(an_address_has_one_form),
		TEST(what_is_no_address_is_refused),
		TEST(an_address_has_the_lengths_of_rfc_5321),
		TEST(a_code_is_exactly_so_many_digits),
		TEST(a_whole_number_is_the_whole_text),
	};

	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
