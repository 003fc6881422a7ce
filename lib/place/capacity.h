/* SPDX-License-Identifier: MIT */
/* The capacity ledger: how much of a slot's day, and of the shop's day, is held and used, in orders
 * and in cookies.
 *
 * Owns      capacity, capacity_moves.
 * Rules     One conditional statement decides, so a limit is never passed however many orders
 *           arrive at once.  A pending order holds; confirming turns the hold into use; cancelling
 *           and expiring give it back.  Each movement is a row; the counters are their sums
 *           (sql/checks).
 *           Rows are locked slot first, whole shop last, so that two orders cannot wait for each
 *           other.
 * Does not  know orders: it is given their id.
 * See       tests/http/checkout_test.c, tests/http/race_test.c */
#ifndef PLACE_CAPACITY_H
#define PLACE_CAPACITY_H

#include "place/place.h"

struct capacity_hold { int64_t slot_capacity_id, shop_capacity_id; int64_t cookies; };

/* Takes room for one order of so many cookies: E_SLOT_FULL naming "time_slot_id".  Its rows are
 * written by capacity_hold_for once the order has an id. */
enum err capacity_take(struct ctx *cx, const struct settings *set, const struct slot *slot,
                       struct day day, int64_t cookies, struct capacity_hold *ret) MUST_CHECK;
enum err capacity_hold_for(struct ctx *cx, const struct capacity_hold *hold, int64_t order_id) MUST_CHECK;

/* What the order holds becomes use. */
enum err capacity_use(struct ctx *cx, int64_t order_id) MUST_CHECK;
/* The order goes elsewhere, or has another number of cookies: what it has is given back and the new
 * room taken, used if it was used before.  E_SLOT_FULL. */
enum err capacity_change(struct ctx *cx, const struct settings *set, int64_t order_id,
                         const struct slot *slot, struct day day, int64_t cookies) MUST_CHECK;
/* What the order holds or uses is free again. */
enum err capacity_return(struct ctx *cx, int64_t order_id) MUST_CHECK;

/* How full a day is: one row for each slot that is on offer or has orders, earliest first, after
 * one for the whole shop (id 0).  A limit of -1 is none. */
struct capacity_row {
	int64_t time_slot_id;
	const char *name;		/* in the request's language; NULL: the whole shop */
	struct hour from_hour, to_hour;
	int64_t orders, cookies;	/* held and used */
	int32_t limit_orders, limit_cookies;
};
struct capacity_day { struct day date; struct capacity_row *items; size_t items_n; };
enum err capacity_of_day(struct ctx *cx, struct day day, struct capacity_day *ret) MUST_CHECK;

#endif
