/* SPDX-License-Identifier: MIT */
/* The log: each line is one JSON object, whatever it is given. */
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "unit.h"

static char path[] = "/tmp/log_test.XXXXXX";

static int
open_log(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	close(fd);
	return fd < 0 || !log_open(path);
}

static int
close_log(void **state)
{
	(void)state;
	return !log_open("stderr") || unlink(path) != 0;
}

/* What was logged since the last look, without the line feed of its last line. */
static char *
logged(struct ctx *cx)
{
	char *text = arena_alloc(cx->mem, 100000);
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, 99999, f);
	fclose(f);
	assert_true(n > 0 && text[n - 1] == '\n');
	text[n - 1] = '\0';
	assert_int_equal(truncate(path, 0), 0);
	return text;
}

static const struct json *
line(struct ctx *cx)
{
	const char *text = logged(cx);
	const struct json *v = NULL;

	assert_null(strchr(text, '\n'));
	assert_true(strlen(text) < 4096);
	assert_int_equal(json_parse(cx, text, strlen(text), &v), OK);
	return v;
}

static const char *
text_of(const struct json *v, const char *name)
{
	size_t n;

	assert_non_null(json_member(v, name));
	return json_text(json_member(v, name), &n);
}

static void
a_line_says_when_how_grave_and_what(void **state)
{
	struct ctx *cx = *state;
	const struct json *v;

	log_error("job.failed", LOG_STR("job", "expiry"), LOG_INT("rows", -3),
		  LOG_STR("why", NULL));
	v = line(cx);
	assert_string_equal(text_of(v, "level"), "error");
	assert_string_equal(text_of(v, "event"), "job.failed");
	assert_string_equal(text_of(v, "job"), "expiry");
	assert_int_equal(json_int(json_member(v, "rows")), -3);
	assert_null(json_member(v, "why"));
	assert_null(json_member(v, "cut"));
	assert_int_equal(strlen(text_of(v, "at")), 20);
}

static void
an_event_needs_nothing_else(void **state)
{
	struct ctx *cx = *state;

	log_info("worker.start");
	assert_string_equal(text_of(line(cx), "level"), "info");
}

static void
lines_are_added_behind_each_other(void **state)
{
	struct ctx *cx = *state;
	char *first, *second;

	log_info("one");
	assert_true(log_open(path));
	log_info("two");
	first = logged(cx);
	second = strchr(first, '\n');
	assert_non_null(second);
	assert_non_null(strstr(second, "\"two\""));
	assert_null(strchr(second + 1, '\n'));
}

static void
a_value_cannot_begin_another_line(void **state)
{
	struct ctx *cx = *state;

	log_info("x", LOG_STR("why", "a\"}\n{\"event\":\"forged\\"));
	assert_string_equal(text_of(line(cx), "why"), "a\"}\n{\"event\":\"forged\\");
}

static void
a_long_text_is_cut_between_characters(void **state)
{
	struct ctx *cx = *state;
	char text[3000];
	const char *cut;

	for (size_t shift = 0; shift < 2; shift++) {
		for (size_t i = 0; i + 2 < sizeof text; i += 2)
			memcpy(text + i, "é", 3);
		if (shift)
			memcpy(text, "ab", 2); /* and one byte less in front */
		log_info("x", LOG_STR("why", text + shift));
		cut = text_of(line(cx), "why");
		assert_in_range(strlen(cut), 1023, 1024);
		assert_memory_equal(cut, text + shift, strlen(cut));
	}
}

static void
a_line_that_is_too_long_stays_json_and_says_so(void **state)
{
	struct ctx *cx = *state;
	char text[2000];
	const struct json *v;

	memset(text, '\x01', sizeof text); /* six bytes each */
	text[sizeof text - 1] = '\0';
	log_info("x", LOG_STR("big", text), LOG_INT("rows", 7));
	v = line(cx);
	assert_null(json_member(v, "big"));
	assert_int_equal(json_int(json_member(v, "rows")), 7);
	assert_true(json_flag(json_member(v, "cut")));
}

static void
text_that_is_not_utf8_does_not_get_in(void **state)
{
	struct ctx *cx = *state;

	log_info("x", LOG_STR("why", "caf\xe9"));
	assert_string_equal(text_of(line(cx), "why"), "(not UTF-8)");
}

static void
a_log_that_cannot_be_opened_leaves_the_old_one(void **state)
{
	struct ctx *cx = *state;

	assert_false(log_open("/nonexistent/log"));
	assert_false(log_open("/"));
	log_info("still.here");
	assert_string_equal(text_of(line(cx), "event"), "still.here");
}

static void
a_full_disk_does_not_stop_the_caller(void **state)
{
	(void)state;
	assert_true(log_open("/dev/full"));
	log_error("lost", LOG_INT("n", 1));
	assert_true(log_open(path));
}

static void
an_alias_stands_for_one_person_under_one_key(void **state)
{
	struct ctx *cx = *state;
	struct keys keys = { .key[KEY_LOG] = { 1 } }, others = { .key[KEY_LOG] = { 2 } };
	const char *alias;

	cx->keys = &keys;
	alias = log_alias(cx, "+201012345678");
	assert_int_equal(strlen(alias), 16);
	assert_string_equal(log_alias(cx, "+201012345678"), alias);
	assert_string_not_equal(log_alias(cx, "+201012345679"), alias);
	assert_null(log_alias(cx, NULL));
	cx->keys = &others;
	assert_string_not_equal(log_alias(cx, "+201012345678"), alias);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_says_when_how_grave_and_what),
		TEST(an_event_needs_nothing_else),
		TEST(lines_are_added_behind_each_other),
		TEST(a_value_cannot_begin_another_line),
		TEST(a_long_text_is_cut_between_characters),
		TEST(a_line_that_is_too_long_stays_json_and_says_so),
		TEST(text_that_is_not_utf8_does_not_get_in),
		TEST(a_log_that_cannot_be_opened_leaves_the_old_one),
		TEST(a_full_disk_does_not_stop_the_caller),
		TEST(an_alias_stands_for_one_person_under_one_key),
	};

	return cmocka_run_group_tests_name("log", tests, open_log, close_log);
}
