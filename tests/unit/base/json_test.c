/* SPDX-License-Identifier: MIT */
/* JSON from strangers: what is refused, and what is read. */
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "unit.h"

/* A text that may have NUL characters. */
struct body {
	const char *text;
	size_t n;
};
#define BODY(s)                                                                                    \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}

/* In memory of exactly its size, so that a sanitizer sees a step too far. */
static const char *
scan(struct ctx *cx, struct body body, size_t *at)
{
	char *copy = malloc(body.n ? body.n : 1);
	const char *wrong;

	memcpy(copy, body.text, body.n);
	wrong = json_scan(cx->mem, copy, body.n, at);
	free(copy);
	return wrong;
}

static const struct json *
parse(struct ctx *cx, const char *text)
{
	const struct json *v = NULL;

	assert_int_equal(json_parse(cx, text, strlen(text), &v), OK);
	assert_non_null(v);
	return v;
}

static void
what_is_no_json_is_refused(void **state)
{
	struct ctx *cx = *state;
	static const struct body rows[] = {
		/* no value, or more than one */
		BODY(""), BODY(" \n"), BODY("\xef\xbb\xbf{}"), BODY("{} {}"), BODY("1 2"), BODY("{}x"),
		BODY("{}\0"), BODY("\0"), BODY("{}//"), BODY("/**/{}"), BODY("\f{}"), BODY("\u00a0{}"),
		/* words */
		BODY("nul"), BODY("NULL"), BODY("True"), BODY("truex"), BODY("NaN"), BODY("Infinity"),
		BODY("-Infinity"), BODY("undefined"), BODY("x"), BODY("'a'"),
		/* numbers */
		BODY("-"), BODY("+1"), BODY("01"), BODY("-01"), BODY("1."), BODY(".5"), BODY("1.e1"),
		BODY("1e"), BODY("1e+"), BODY("1E-"), BODY("0x1f"), BODY("1_000"), BODY("1,000"),
		BODY("--1"), BODY("- 1"), BODY("1e1.5"), BODY("\xd9\xa1"),
		/* texts */
		BODY("\""), BODY("\"a"), BODY("\"a\\"), BODY("\"a\\\""), BODY("\"\n\""), BODY("\"\t\""),
		BODY("\"\x1f\""), BODY("\"\0\""), BODY("\"\\x\""), BODY("\"\\0\""), BODY("\"\\'\""),
		BODY("\"\\u\""), BODY("\"\\u12\""), BODY("\"\\u12g4\""), BODY("\"\\U0041\""),
		/* surrogates that have no other half */
		BODY("\"\\ud800\""), BODY("\"\\udc00\""), BODY("\"\\ud83dx\""), BODY("\"\\ud83d\\n\""),
		BODY("\"\\ud83d\\u0041\""), BODY("\"\\ud83d\\ud83d\""), BODY("\"\\ude00\\ud83d\""),
		BODY("\"\\ude00\\ude00\""), BODY("\"\\ud83d\\ude0\""),
		/* bytes that are not UTF-8 */
		BODY("\"\xff\""), BODY("\"caf\xe9\""), BODY("\"\xc0\x80\""), BODY("\"\xed\xa0\x80\""),
		BODY("\"\xf4\x90\x80\x80\""), BODY("\"\xe2\x82\""), BODY("{\"\xff\":1}"),
		/* lists */
		BODY("["), BODY("]"), BODY("[1"), BODY("[1,"), BODY("[1,]"), BODY("[,1]"), BODY("[1 2]"),
		BODY("[1,,2]"), BODY("[1}"), BODY("[]]"), BODY("[1;2]"),
		/* objects */
		BODY("{"), BODY("}"), BODY("{\"a\""), BODY("{\"a\":"), BODY("{\"a\":1"), BODY("{\"a\":1,"),
		BODY("{\"a\":1,}"), BODY("{\"a\" 1}"), BODY("{\"a\"::1}"), BODY("{a:1}"),
		BODY("{'a':1}"), BODY("{1:1}"), BODY("{null:1}"), BODY("{\"a\":1]"), BODY("{,}"),
		BODY("{\"a\":1 \"b\":2}"), BODY("{\"a\":1,,\"b\":2}"), BODY("{\"a\"}"),
		BODY("{\"a\":}"), BODY("{[]:1}"),
	}, *row;

	for each (row, rows) {
		size_t at = SIZE_MAX;
		const struct json *v = NULL;

		assert_non_null(scan(cx, *row, &at));
		assert_true(at <= row->n);
		assert_int_equal(json_parse(cx, row->text, row->n, &v), E_BAD_JSON);
		assert_null(v);
		assert_true(str_starts(cx->why, "byte "));
	}
}

static void
what_is_json_is_read(void **state)
{
	struct ctx *cx = *state;
	static const struct body rows[] = {
		BODY("{}"),
		BODY("[]"),
		BODY(" \t\r\n{ } \n"),
		BODY("null"),
		BODY("true"),
		BODY("false"),
		BODY("0"),
		BODY("-0"),
		BODY("-1"),
		BODY("1.5"),
		BODY("10e3"),
		BODY("1E+2"),
		BODY("0.0e-0"),
		BODY("\"\""),
		BODY("\"a\""),
		BODY("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\""),
		BODY("\"\\u0000\""),
		BODY("\"\x7f\""),
		BODY("\"\xf4\x8f\xbf\xbf\""),
		BODY("[1,[2,{\"a\":[]}]]"),
		BODY("{\"\":1}"),
		BODY("{\"a\":1,\"A\":2}"),
		BODY("{\"a\":{\"a\":{}}}"),
		BODY("[1e400,-1e400,1e-400]"),
		BODY("123456789012345678901234567890"),
		BODY("[\"\u2028\"]")
	};
	const struct body *row;

	for each (row, rows) {
		size_t at = 0;
		const struct json *v = NULL;

		assert_null(scan(cx, *row, &at));
		assert_int_equal(at, row->n);
		assert_int_equal(json_parse(cx, row->text, row->n, &v), OK);
		assert_non_null(v);
	}
}

static void
a_repeated_name_is_refused_however_it_is_written(void **state)
{
	struct ctx *cx = *state;
	static const char *const rows[] = { "{'a':1,'a':1}",	   "{'a':1,'b':2,'\\u0061':3}",
					    "{'\\u00e9':1,'é':2}", "{'\\ud83d\\ude00':1,'😀':2}",
					    "{'x':{'a':1,'a':1}}", "{'\\/':1,'/':2}",
					    "{'':1,'':2}",	   "[{'\\n':1,'\\u000A':1}]" };

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *text = arena_str(cx->mem, rows[i]);
		const struct json *v = NULL;

		for (char *p = text; *p; p++)
			*p = *p == '\'' ? '"' : *p;
		assert_int_equal(json_parse(cx, text, strlen(text), &v), E_UNKNOWN_FIELD);
		assert_non_null(strstr(cx->why, "a name is repeated"));
	}
}

static void
a_name_with_a_nul_does_not_pass_for_a_shorter_one(void **state)
{
	struct ctx *cx = *state;
	static const char text[] = "{\"quantity\\u0000x\":1}";
	const struct json *v = NULL;

	assert_int_equal(json_parse(cx, text, strlen(text), &v), E_UNKNOWN_FIELD);
}

static void
levels_members_and_bytes_are_limited(void **state)
{
	struct ctx *cx = *state;
	struct buf deep = buf_in(cx->mem, 1000), deeper = buf_in(cx->mem, 1000);
	struct buf wide = buf_in(cx->mem, 10000), open = buf_in(cx->mem, 200000);
	char *big = arena_alloc(cx->mem, JSON_BYTES + 2);
	size_t at;

	for (int i = 0; i < JSON_DEPTH; i++)
		buf_str(&deep, i % 2 ? "[" : "{\"a\":");
	buf_str(&deep, "1");
	for (int i = JSON_DEPTH; i-- > 0;)
		buf_str(&deep, i % 2 ? "]" : "}");
	parse(cx, deep.data);
	buf_fmt(&deeper, "[%s]", deep.data);
	assert_string_equal(json_scan(cx->mem, deeper.data, deeper.len, &at),
			    "there are too many levels");

	for (int i = 0; i < JSON_MEMBERS; i++)
		buf_fmt(&wide, "%s\"m%d\":0", i ? "," : "{", i);
	parse(cx, arena_fmt(cx->mem, "%s}", wide.data));
	buf_str(&wide, ",\"one more\":0}");
	assert_string_equal(json_scan(cx->mem, wide.data, wide.len, &at),
			    "an object has too many members");

	memset(big, 'x', JSON_BYTES + 1);
	big[0] = big[JSON_BYTES - 1] = '"';
	assert_null(json_scan(cx->mem, big, JSON_BYTES, &at));
	big[JSON_BYTES - 1] = 'x';
	big[JSON_BYTES] = '"';
	assert_string_equal(json_scan(cx->mem, big, JSON_BYTES + 1, &at), "it is too long");

	for (int i = 0; i < 100000; i++)
		buf_char(&open, '[');
	assert_string_equal(json_scan(cx->mem, open.data, open.len, &at),
			    "there are too many levels");
}

static void
the_scan_says_where(void **state)
{
	struct ctx *cx = *state;
	const struct json *v = NULL;

	assert_int_equal(json_parse(cx, "{\"a\": nil}", 10, &v), E_BAD_JSON);
	assert_string_equal(cx->why, "byte 6: a value was expected");
}

static void
each_value_knows_its_kind(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *text;
		enum json_kind kind;
	} rows[] = {
		{ "null", JSON_NULL },
		{ "true", JSON_FLAG },
		{ "7", JSON_INT },
		{ "-0", JSON_INT },
		{ "7.0", JSON_REAL },
		{ "7e0", JSON_REAL },
		{ "1e999", JSON_REAL },
		{ "\"7\"", JSON_TEXT },
		{ "[7]", JSON_LIST },
		{ "{\"a\":7}", JSON_OBJECT },
	}, *row;

	for each (row, rows)
		assert_int_equal(json_kind(parse(cx, row->text)), row->kind);
}

static void
a_null_is_not_the_same_as_nothing(void **state)
{
	struct ctx *cx = *state;
	const struct json *v = parse(cx, "{\"a\":null,\"l\":[null]}");

	assert_null(json_member(v, "b"));
	assert_non_null(json_member(v, "a"));
	assert_int_equal(json_kind(json_member(v, "a")), JSON_NULL);
	assert_int_equal(json_kind(json_list_at(json_member(v, "l"), 0)), JSON_NULL);
}

static void
values_are_read(void **state)
{
	struct ctx *cx = *state;
	const struct json *v =
	    parse(cx, "{\"f\":true,\"t\":\"a\\u0000\\u00e9\",\"l\":[3,2,1],\"n\":-5}");
	size_t n = 0;

	assert_true(json_flag(json_member(v, "f")));
	assert_memory_equal(json_text(json_member(v, "t"), &n), "a\0é", 5);
	assert_int_equal(n, 4);
	assert_int_equal(json_list_length(json_member(v, "l")), 3);
	assert_int_equal(json_int(json_list_at(json_member(v, "l"), 2)), 1);
	assert_int_equal(json_int(json_member(v, "n")), -5);
	assert_null(json_member(v, "F"));
}

static void
a_whole_number_beyond_64_bits_is_the_nearest_end(void **state)
{
	struct ctx *cx = *state;

	assert_true(json_int(parse(cx, "9223372036854775807")) == INT64_MAX);
	assert_true(json_int(parse(cx, "9223372036854775808")) == INT64_MAX);
	assert_true(json_int(parse(cx, "18446744073709551616")) == INT64_MAX);
	assert_true(json_int(parse(cx, "999999999999999999999999")) == INT64_MAX);
	assert_true(json_int(parse(cx, "-9223372036854775808")) == INT64_MIN);
	assert_true(json_int(parse(cx, "-999999999999999999999999")) == INT64_MIN);
}

static void
note_name(void *arg, const char *name, size_t name_n, const struct json *value)
{
	struct buf *b = arg;

	assert_int_equal(name_n, strlen(name));
	buf_fmt(b, "%s=%d;", name, json_kind(value) == JSON_NULL ? -1 : (int)json_int(value));
}

static void
members_come_in_the_order_of_the_text(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 100);

	json_members(parse(cx, "{\"z\":1,\"a\":null,\"m\":3}"), note_name, &b);
	assert_string_equal(b.data, "z=1;a=-1;m=3;");
}

static void
text_as_number(void *v)
{
	json_int(v);
}

static void
nothing_as_kind(void *v)
{
	json_kind(v);
}

static void
reading_a_value_as_what_it_is_not_is_a_bug(void **state)
{
	struct ctx *cx = *state;

	assert_true(is_bug(text_as_number, (void *)(uintptr_t)parse(cx, "\"7\"")));
	assert_true(is_bug(text_as_number, (void *)(uintptr_t)parse(cx, "7.5")));
	assert_true(is_bug(text_as_number, (void *)(uintptr_t)parse(cx, "null")));
	assert_true(is_bug(nothing_as_kind, NULL));
}

static void
equal_values_have_equal_canonical_text(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *text, *canonical;
	} rows[] = {
		{ "null", "null" },
		{ " [ ] ", "[]" },
		{ "{ }", "{}" },
		{ "{\"b\": 1, \"a\": [true, null, {\"d\":1,\"c\":2}]}",
		    "{\"a\":[true,null,{\"c\":2,\"d\":1}],\"b\":1}" },
		{ "{\"\\u0061\":\"\\u00e9\\/\"}", "{\"a\":\"é/\"}" },
		{ "\"a\\u0000b\"", "\"a\\u0000b\"" },
		{ "[-0, 10, 1.50]", "[0,10,1.50]" },
		{ "{\"a\\\"\":\"\\n\"}", "{\"a\\\"\":\"\\n\"}" },
	}, *row;

	for each (row, rows) {
		const char *text = json_canonical(cx, parse(cx, row->text));

		assert_string_equal(text, row->canonical);
		assert_string_equal(json_canonical(cx, parse(cx, text)), text);
	}
	assert_string_not_equal(json_canonical(cx, parse(cx, "[1,2]")),
				json_canonical(cx, parse(cx, "[2,1]")));
	assert_string_not_equal(json_canonical(cx, parse(cx, "\"1\"")),
				json_canonical(cx, parse(cx, "1")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_json_is_refused),
		TEST(what_is_json_is_read),
		TEST(a_repeated_name_is_refused_however_it_is_written),
		TEST(a_name_with_a_nul_does_not_pass_for_a_shorter_one),
		TEST(levels_members_and_bytes_are_limited),
		TEST(the_scan_says_where),
		TEST(each_value_knows_its_kind),
		TEST(a_null_is_not_the_same_as_nothing),
		TEST(values_are_read),
		TEST(a_whole_number_beyond_64_bits_is_the_nearest_end),
		TEST(members_come_in_the_order_of_the_text),
		TEST(reading_a_value_as_what_it_is_not_is_a_bug),
		TEST(equal_values_have_equal_canonical_text),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
