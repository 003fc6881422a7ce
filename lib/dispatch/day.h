/* SPDX-License-Identifier: MIT */
/* The evening: what of a day's deliveries is still open, and closing the day.
 *
 * Owns      when a day of dispatch_days was closed.
 * Rules     A day is closed when no stop is open, every failed attempt has become something else,
 *           what was delivered is paid, nobody who drove has cash of the shop in his pocket, and
 *           each difference of his has an owner.  It lists what is in the way.
 *           A closed day gets no further runs.
 * See       fcgi/api/admin_run.c, tests/http/day_test.c */
#ifndef DISPATCH_DAY_H
#define DISPATCH_DAY_H

#include "dispatch/cash.h"
#include "dispatch/run.h"

#define OBSTACLES "open_stop|on_the_way|failed|unpaid|cash|difference"
#define OBSTACLES_MAX 200

struct obstacle {
	const char *kind, *number, *delivery_man_name, *reason;
	int64_t run_id, order_id, delivery_man_id, difference_id;
	struct money amount;
};
struct dispatch_day {
	struct day date;
	int64_t closed_at, closed_by;
	struct obstacle *obstacles;	/* OBSTACLES_MAX at most */
	size_t obstacles_n;
	struct cash_sum *cash;		/* of everybody who has some */
	size_t cash_n;
};

enum err day_get(struct ctx *cx, struct day date, struct dispatch_day *ret) MUST_CHECK;
/* E_DAY_OPEN with the day as cx->detail.  Nothing happens the second time. */
enum err day_close(struct ctx *cx, struct day date, struct dispatch_day *ret) MUST_CHECK;

#endif
