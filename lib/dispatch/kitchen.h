/* SPDX-License-Identifier: MIT */
/* The kitchen's list: what to bake for a day, and what to pack for which order.
 *
 * Rules     Orders that are confirmed or being prepared count.  Packs and bundles are taken apart
 *           into their cookies, as they were at order time.
 * See       fcgi/api/admin_dispatch.c, tests/http/admin_dispatch_test.c */
#ifndef DISPATCH_KITCHEN_H
#define DISPATCH_KITCHEN_H

#include "base/clock.h"
#include "base/ctx.h"
#include <stddef.h>

/* So many cookies of one kind. */
struct bake {
	const char *product_type, *size_name, *flavor_name;
	int64_t flavor_id, quantity;
};
/* One line of an order, to be packed. */
struct pack_line {
	const char *product_name, *product_type, *pack_size;
	const char *flavor_details;	/* of one piece, JSON as in order_items */
	int32_t quantity;
};
struct pack_order {
	int64_t id;
	const char *number, *status, *gift_note;
	int64_t time_slot_id;
	const char *delivery_time_slot_name;
	int32_t cookies;
	struct pack_line *items;
	size_t items_n;
};
struct kitchen {
	struct day date;
	int64_t time_slot_id;		/* 0: all slots */
	int64_t cookies;
	struct bake *bake;
	size_t bake_n;
	struct pack_order *orders;
	size_t orders_n;
	bool is_cut;			/* more orders than KITCHEN_ORDERS: ask for one slot */
};

#define KITCHEN_ORDERS 1000

/* `time_slot_id` 0 is every slot. */
enum err kitchen_list(struct ctx *cx, struct day date, int64_t time_slot_id,
                      struct kitchen *ret) MUST_CHECK;

#endif
