/* SPDX-License-Identifier: MIT */
/* Time: moments are seconds UTC, days and hours are those of the shop's time zone.
 *
 * The only file that asks the system for the time or the zone's rules. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct day { int32_t n; };		/* days since 1970-01-01 */
struct hour { int32_t minutes; };	/* minutes since midnight, 0..1440 */

#define DAY_NONE ((struct day){ INT32_MIN })
#define HOUR_NONE ((struct hour){ INT32_MIN })
static inline bool day_is_none(struct day d) { return d.n == INT32_MIN; }
static inline bool hour_is_none(struct hour h) { return h.minutes == INT32_MIN; }

int64_t clock_now(void);		/* seconds UTC */
int64_t clock_monotonic_us(void);	/* for durations */

/* Sets the shop's zone ("Africa/Cairo") for the process; false if the system does not know it. */
bool clock_zone(const char *name);

/* Day and hour of the shop at a moment, and back.  An hour that a clock change skips counts as
 * the first moment after it, one that comes twice as the first. */
struct day clock_day(int64_t at);
struct hour clock_hour(int64_t at);
int64_t clock_moment(struct day day, struct hour hour);
/* The first moment of a day, or of that so many days later. */
static inline int64_t
clock_midnight(struct day day, int days)
{
	return clock_moment((struct day){ day.n + days }, (struct hour){ 0 });
}

/* 0 Monday .. 6 Sunday. */
int day_weekday(struct day d);

#define CLOCK_TEXT 24
/* "2026-03-01T08:00:00Z" (RFC 3339), "2026-03-01", "18:00".  All return `to`. */
char *clock_text(int64_t at, char to[CLOCK_TEXT]);
char *day_text(struct day d, char to[CLOCK_TEXT]);
char *hour_text(struct hour h, char to[CLOCK_TEXT]);
/* "2026-03-01 08:00:00", as SQL writes it. */
char *clock_sql(int64_t at, char to[CLOCK_TEXT]);

/* The reverse; false for what is not exactly so, or does not exist (30 February). */
bool clock_parse(const char *text, int64_t *ret);	/* RFC 3339 in UTC, or SQL's form */
bool day_parse(const char *text, struct day *ret);
bool hour_parse(const char *text, struct hour *ret);	/* "18:00", and SQL's "18:00:00" */

#endif
