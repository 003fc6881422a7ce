/* SPDX-License-Identifier: MIT */
/* Time: UTC and the shop's zone, above all where the clocks change. */
#include "base/clock.h"
#include "unit.h"

static int64_t
moment(const char *text)
{
	int64_t at = INT64_MIN;

	assert_true(clock_parse(text, &at));
	return at;
}

static struct day
day(const char *text)
{
	struct day d = DAY_NONE;

	assert_true(day_parse(text, &d));
	return d;
}

static struct hour
hour(const char *text)
{
	struct hour h = HOUR_NONE;

	assert_true(hour_parse(text, &h));
	return h;
}

static void
moments_are_written_as_they_are_read(void **state)
{
	static const struct {
		const char *text, *sql;
		int64_t at;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01 00:00:00", 0 },
		{ "1969-12-31T23:59:59Z", "1969-12-31 23:59:59", -1 },
		{ "2026-03-01T08:00:00Z", "2026-03-01 08:00:00", 1772352000 },
		{ "2000-02-29T12:34:56Z", "2000-02-29 12:34:56", 951827696 },
		{ "1900-03-01T00:00:00Z", "1900-03-01 00:00:00", -2203891200 },
		{ "2038-01-19T03:14:08Z", "2038-01-19 03:14:08", 2147483648 },
		{ "9999-12-31T23:59:59Z", "9999-12-31 23:59:59", 253402300799 },
		{ "0001-01-01T00:00:00Z", "0001-01-01 00:00:00", -62135596800 },
	}, *row;
	char text[CLOCK_TEXT];

	(void)state;
	for each (row, rows) {
		assert_string_equal(clock_text(row->at, text), row->text);
		assert_string_equal(clock_sql(row->at, text), row->sql);
		assert_int_equal(moment(row->text), row->at);
		assert_int_equal(moment(row->sql), row->at);
	}
}

static void
what_is_no_moment_is_refused(void **state)
{
	static const char *const rows[] = { "",
					    "2026-03-01",
					    "2026-03-01T08:00:00",
					    "2026-03-01 08:00:00Z",
					    "2026-03-01T08:00:00z",
					    "2026-03-01t08:00:00Z",
					    "2026-03-01T08:00:00+02:00",
					    "2026-03-01T08:00:00.5Z",
					    "2026-03-01T24:00:00Z",
					    "2026-03-01T08:60:00Z",
					    "2026-03-01T08:00:60Z",
					    "2026-3-01T08:00:00Z",
					    "2026-02-29T08:00:00Z",
					    "0000-00-00 00:00:00",
					    "2026-03-01T08:00:00Z ",
					    " 2026-03-01T08:00:00Z",
					    "2026-03-01T08:00Z",
					    "+026-03-01T08:00:00Z" };

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		int64_t at = 77;

		assert_false(clock_parse(rows[i], &at));
		assert_int_equal(at, 77);
	}
}

static void
days_follow_the_calendar(void **state)
{
	static const char *const good[] = { "2024-02-29", "2000-02-29", "2026-12-31",
					    "1970-01-01", "9999-12-31", "0001-01-01" };
	static const char *const bad[] = {
		"",	      "2026-02-30", "2026-02-29",  "1900-02-29", "2026-04-31",
		"2026-13-01", "2026-00-01", "2026-01-00",  "2026-01-32", "0000-01-01",
		"2026-1-1",   "26-01-01",   "2026-01-01 ", "2026/01/01", "10000-01-01",
		"01-01-2026"
	};
	char text[CLOCK_TEXT];

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++)
		assert_string_equal(day_text(day(good[i]), text), good[i]);
	for (size_t i = 0; i < ROWS(bad); i++) {
		struct day d = { 77 };

		assert_false(day_parse(bad[i], &d));
		assert_int_equal(d.n, 77);
	}
}

static void
each_day_of_800_years_is_written_and_read_alike(void **state)
{
	char text[CLOCK_TEXT];

	(void)state;
	for (int32_t n = day("1600-01-01").n; n <= day("2400-12-31").n; n++)
		assert_int_equal(day(day_text((struct day){ n }, text)).n, n);
}

static void
the_week_begins_on_monday(void **state)
{
	(void)state;
	assert_int_equal(day_weekday(day("2026-03-02")), 0);
	assert_int_equal(day_weekday(day("2026-03-01")), 6);
	assert_int_equal(day_weekday(day("1970-01-01")), 3);
	assert_int_equal(day_weekday(day("1969-12-31")), 2);
	assert_int_equal(day_weekday(day("1900-01-01")), 0);
}

static void
hours_go_from_midnight_to_midnight(void **state)
{
	static const struct {
		const char *text;
		int32_t minutes;
	} rows[] = {
		{ "00:00", 0 },
		{ "18:00", 1080 },
		{ "18:05:00", 1085 },
		{ "23:59", 1439 },
		{ "24:00", 1440 },
		{ "24:00:00", 1440 },
	}, *row;
	static const char *const bad[] = { "",	      "1800",  "8:00",	   "18:60",
					   "24:01",   "25:00", "18:00:30", "18:00:",
					   "18:00:0", "-1:00", "18:00 ",   "18.00" };
	char text[CLOCK_TEXT];

	(void)state;
	for each (row, rows) {
		assert_int_equal(hour(row->text).minutes, row->minutes);
		assert_memory_equal(hour_text(hour(row->text), text), row->text, 5);
		assert_int_equal(strlen(text), 5);
	}
	for (size_t i = 0; i < ROWS(bad); i++) {
		struct hour h = { 77 };

		assert_false(hour_parse(bad[i], &h));
		assert_int_equal(h.minutes, 77);
	}
}

static void
write_no_day(void *arg)
{
	char text[CLOCK_TEXT];

	day_text(*(struct day *)arg, text);
}

static void
writing_a_day_that_is_none_is_a_bug(void **state)
{
	(void)state;
	assert_true(is_bug(write_no_day, &DAY_NONE));
	assert_false(is_bug(write_no_day, &(struct day){ 0 }));
}

static void
zones_are_only_those_of_the_system(void **state)
{
	static const char *const bad[] = { "",
					   "Africa",
					   "Africa/Kairo",
					   "/etc/passwd",
					   "/usr/share/zoneinfo/UTC",
					   "../../../etc/passwd",
					   "Africa/../UTC" };
	char too_long[300];

	(void)state;
	assert_true(clock_zone("Africa/Cairo"));
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(clock_zone(bad[i]));
	memset(too_long, '/', sizeof too_long);
	memcpy(too_long, "Africa", 6);
	memcpy(too_long + sizeof too_long - 6, "Cairo", 6);
	assert_false(clock_zone(too_long));
	assert_int_equal(clock_hour(0).minutes, 120); /* still Cairo's */
	assert_true(clock_zone("Etc/UTC"));
	assert_int_equal(clock_hour(0).minutes, 0);
}

/* What the shop's clock shows at a moment. */
struct shown {
	const char *zone, *at, *day, *hour;
};

static void
a_moment_has_the_day_and_hour_of_the_shop(void **state)
{
	static const struct shown rows[] = {
		{ "Africa/Cairo", "2026-01-15T08:00:59Z", "2026-01-15", "10:00" },
		{ "Africa/Cairo", "2026-01-15T22:00:00Z", "2026-01-16", "00:00" },
		{ "Africa/Cairo", "2026-07-15T20:59:59Z", "2026-07-15", "23:59" },
		{ "Africa/Cairo", "2026-07-15T21:00:00Z", "2026-07-16", "00:00" },
		/* Friday 24 April 2026: midnight is followed by one o'clock. */
		{ "Africa/Cairo", "2026-04-23T21:59:59Z", "2026-04-23", "23:59" },
		{ "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24", "01:00" },
		/* Thursday 29 October 2026: its last hour comes twice. */
		{ "Africa/Cairo", "2026-10-29T20:59:00Z", "2026-10-29", "23:59" },
		{ "Africa/Cairo", "2026-10-29T21:00:00Z", "2026-10-29", "23:00" },
		{ "Africa/Cairo", "2026-10-29T22:00:00Z", "2026-10-30", "00:00" },
		{ "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", "03:00" },
		{ "America/New_York", "2026-01-01T02:00:00Z", "2025-12-31", "21:00" },
		{ "Asia/Kolkata", "1969-12-31T20:00:00Z", "1970-01-01", "01:30" },
		{ "Etc/UTC", "1969-12-31T23:59:59Z", "1969-12-31", "23:59" },
	}, *row;
	char text[CLOCK_TEXT];

	(void)state;
	for each (row, rows) {
		assert_true(clock_zone(row->zone));
		assert_string_equal(day_text(clock_day(moment(row->at)), text), row->day);
		assert_string_equal(hour_text(clock_hour(moment(row->at)), text), row->hour);
	}
}

static void
a_day_and_hour_of_the_shop_is_one_moment(void **state)
{
	static const struct shown rows[] = {
		{ "Africa/Cairo", "2026-01-15T16:00:00Z", "2026-01-15", "18:00" },
		{ "Africa/Cairo", "2026-07-15T15:00:00Z", "2026-07-15", "18:00" },
		{ "Africa/Cairo", "2026-07-15T21:00:00Z", "2026-07-15", "24:00" },
		{ "Africa/Cairo", "2026-04-23T21:59:00Z", "2026-04-23", "23:59" },
		/* Skipped: the first moment after. */
		{ "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-23", "24:00" },
		{ "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24", "00:00" },
		{ "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24", "00:30" },
		{ "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24", "01:00" },
		{ "Africa/Cairo", "2026-04-23T22:01:00Z", "2026-04-24", "01:01" },
		/* Twice: the first. */
		{ "Africa/Cairo", "2026-10-29T19:59:00Z", "2026-10-29", "22:59" },
		{ "Africa/Cairo", "2026-10-29T20:00:00Z", "2026-10-29", "23:00" },
		{ "Africa/Cairo", "2026-10-29T20:59:00Z", "2026-10-29", "23:59" },
		{ "Africa/Cairo", "2026-10-29T22:00:00Z", "2026-10-29", "24:00" },
		{ "Africa/Cairo", "2026-10-29T22:00:00Z", "2026-10-30", "00:00" },
		{ "Europe/Berlin", "2026-03-29T00:59:00Z", "2026-03-29", "01:59" },
		{ "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", "02:00" },
		{ "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", "02:59" },
		{ "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", "03:00" },
		{ "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25", "02:30" },
		{ "Europe/Berlin", "2026-10-25T02:00:00Z", "2026-10-25", "03:00" },
		{ "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01", "01:30" },
		{ "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04", "02:15" },
		/* A whole day that an island left out. */
		{ "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30", "12:00" },
		{ "Etc/UTC", "2026-04-24T00:00:00Z", "2026-04-24", "00:00" },
	}, *row;
	char text[CLOCK_TEXT];

	(void)state;
	for each (row, rows) {
		assert_true(clock_zone(row->zone));
		assert_string_equal(clock_text(clock_moment(day(row->day), hour(row->hour)), text),
				    row->at);
	}
}

static void
day_and_hour_lead_back_to_their_moment_but_for_the_hour_that_comes_twice(void **state)
{
	int64_t from, to;

	(void)state;
	assert_true(clock_zone("Africa/Cairo"));
	from = moment("2026-10-29T21:00:00Z");
	to = moment("2026-10-29T22:00:00Z");
	for (int64_t at = moment("2026-01-01T00:00:00Z"); at < moment("2027-01-01T00:00:00Z");
	     at += 300)
		assert_int_equal(clock_moment(clock_day(at), clock_hour(at)),
				 at >= from && at < to ? at - 3600 : at);
}

static void
the_clock_goes_on(void **state)
{
	int64_t before = clock_monotonic_us();

	(void)state;
	assert_true(clock_monotonic_us() >= before);
	assert_true(clock_now() > moment("2024-01-01T00:00:00Z"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(moments_are_written_as_they_are_read),
		TEST(what_is_no_moment_is_refused),
		TEST(days_follow_the_calendar),
		TEST(each_day_of_800_years_is_written_and_read_alike),
		TEST(the_week_begins_on_monday),
		TEST(hours_go_from_midnight_to_midnight),
		TEST(writing_a_day_that_is_none_is_a_bug),
		TEST(zones_are_only_those_of_the_system),
		TEST(a_moment_has_the_day_and_hour_of_the_shop),
		TEST(a_day_and_hour_of_the_shop_is_one_moment),
		TEST(day_and_hour_lead_back_to_their_moment_but_for_the_hour_that_comes_twice),
		TEST(the_clock_goes_on),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
