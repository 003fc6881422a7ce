/* SPDX-License-Identifier: MIT */
/* Time: UTC by arithmetic (Hinnant's days_from_civil), the zone by the system's tables. */
#include "base/clock.h"
#include "base/err.h"
#include <sys/stat.h>
#include <time.h>

#define DAY_SECS INT64_C(86400)

struct date {
	int64_t year;
	int month, day;
};

int64_t
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

int64_t
clock_monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

bool
clock_zone(const char *name)
{
	char path[128];
	struct stat st;
	int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);

	if (!name[0] || name[0] == '/' || strstr(name, "..") || n < 0 || (size_t)n >= sizeof path)
		return false;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	if (setenv("TZ", path, 1) != 0)
		return false;
	tzset();
	return true;
}

static struct tm
local(int64_t at)
{
	time_t t = at;
	struct tm tm;

	BUG_ON(!localtime_r(&t, &tm));
	return tm;
}

static int64_t
offset(int64_t at)
{
	return local(at).tm_gmtoff;
}

/* Years begin in March here, so that the leap day is the last of its year. */
static int64_t
days_of(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - 719468;
}

static struct date
date_of(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
	    day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct date d = {
		.year = year_of_era + era * 400 + (month >= 10),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
	};

	return d;
}

struct day
clock_day(int64_t at)
{
	int64_t wall = at + offset(at);

	return (
	    struct day){ (int32_t)((wall - (wall % DAY_SECS + DAY_SECS) % DAY_SECS) / DAY_SECS) };
}

struct hour
clock_hour(int64_t at)
{
	int64_t wall = at + offset(at);

	return (struct hour){ (int32_t)((wall % DAY_SECS + DAY_SECS) % DAY_SECS / 60) };
}

int64_t
clock_moment(struct day day, struct hour hour)
{
	int64_t wall = day.n * DAY_SECS + hour.minutes * 60;
	int64_t before, after, skipped, reached;

	BUG_ON(day_is_none(day) || hour.minutes < 0 || hour.minutes > 1440);
	/* No zone changes its clocks twice within two days. */
	before = offset(wall - DAY_SECS);
	after = offset(wall + DAY_SECS);
	if (offset(wall - before) == before)
		return wall - before; /* of two, the first */
	if (offset(wall - after) == after)
		return wall - after;
	/* The hour is skipped: the change is somewhere between these two. */
	skipped = wall - after;
	reached = wall - before;
	while (reached - skipped > 1) {
		int64_t middle = skipped + (reached - skipped) / 2;

		if (offset(middle) == after)
			reached = middle;
		else
			skipped = middle;
	}
	return reached;
}

int
day_weekday(struct day d)
{
	return (int)((d.n % INT64_C(7) + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
}

/* Writes n digits of v and then `end`; where to go on. */
static char *
put(char *to, int64_t v, int n, char end)
{
	for (int i = n; i-- > 0; v /= 10)
		to[i] = (char)('0' + v % 10);
	to[n] = end;
	return to + n + 1;
}

static char *
put_day(char *to, int64_t days, char end)
{
	struct date d = date_of(days);

	BUG_ON(d.year < 0 || d.year > 9999);
	to = put(to, d.year, 4, '-');
	to = put(to, d.month, 2, '-');
	return put(to, d.day, 2, end);
}

static void
put_moment(char *to, int64_t at, char between, char end)
{
	int64_t second = (at % DAY_SECS + DAY_SECS) % DAY_SECS;

	to = put_day(to, (at - second) / DAY_SECS, between);
	to = put(to, second / 3600, 2, ':');
	to = put(to, second / 60 % 60, 2, ':');
	to = put(to, second % 60, 2, end);
	*to = '\0';
}

char *
clock_text(int64_t at, char to[CLOCK_TEXT])
{
	put_moment(to, at, 'T', 'Z');
	return to;
}

char *
clock_sql(int64_t at, char to[CLOCK_TEXT])
{
	put_moment(to, at, ' ', '\0');
	return to;
}

char *
day_text(struct day d, char to[CLOCK_TEXT])
{
	put_day(to, d.n, '\0');
	return to;
}

char *
hour_text(struct hour h, char to[CLOCK_TEXT])
{
	BUG_ON(h.minutes < 0 || h.minutes > 1440);
	put(put(to, h.minutes / 60, 2, ':'), h.minutes % 60, 2, '\0');
	return to;
}

/* Reads exactly n digits and then `end` (which may be the NUL); where to go on, NULL if not so. */
static const char *
take(const char *s, int n, char end, int *ret)
{
	int v = 0;

	if (!s)
		return NULL;
	for (int i = 0; i < n; i++, s++) {
		if (*s < '0' || *s > '9')
			return NULL;
		v = v * 10 + (*s - '0');
	}
	*ret = v;
	return *s == end ? s + 1 : NULL;
}

static const char *
take_day(const char *s, char end, int64_t *days)
{
	struct date d, same;
	int year, month, day;

	s = take(s, 4, '-', &year);
	s = take(s, 2, '-', &month);
	s = take(s, 2, end, &day);
	if (!s || year == 0 || month < 1 || month > 12 || day < 1 || day > 31)
		return NULL;
	d = (struct date){ year, month, day };
	*days = days_of(d);
	same = date_of(*days);
	return same.month == month ? s : NULL; /* 30 February is in March */
}

bool
clock_parse(const char *text, int64_t *ret)
{
	bool sql = strlen(text) == strlen("2026-03-01 08:00:00");
	int hour, minute, second;
	int64_t days = 0;
	const char *s = take_day(text, sql ? ' ' : 'T', &days);

	s = take(s, 2, ':', &hour);
	s = take(s, 2, ':', &minute);
	s = take(s, 2, sql ? '\0' : 'Z', &second);
	if (!s || hour > 23 || minute > 59 || second > 59 || (!sql && *s))
		return false;
	*ret = days * DAY_SECS + hour * 3600 + minute * 60 + second;
	return true;
}

bool
day_parse(const char *text, struct day *ret)
{
	int64_t days = 0;

	if (!take_day(text, '\0', &days))
		return false;
	*ret = (struct day){ (int32_t)days };
	return true;
}

bool
hour_parse(const char *text, struct hour *ret)
{
	bool sql = strlen(text) == strlen("18:00:00");
	int hour, minute, second = 0;
	const char *s = take(text, 2, ':', &hour);

	s = take(s, 2, sql ? ':' : '\0', &minute);
	if (sql)
		s = take(s, 2, '\0', &second);
	if (!s || minute > 59 || second != 0 || hour * 60 + minute > 1440)
		return false;
	*ret = (struct hour){ hour * 60 + minute };
	return true;
}
