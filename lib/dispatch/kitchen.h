/* SPDX-License-Identifier: MIT */
/* The kitchen's lists: what to bake for a day, and what to pack for which order.
 *
 * Owns      kitchen_prints; when an order is packed is noted by sale/order_move.h.
 * Rules     Orders that are confirmed or being prepared count.  Packs and bundles are taken apart
 *           into their cookies, as they were at order time.
 *           A list that was printed is kept as it was, and each one shows what became different
 *           since the one before.  After the cut-off, when nobody can order for that day and slot
 *           any more, staff do not change what is in its orders either (desk_edit); an order that is
 *           moved or cancelled then shows as a difference.
 *           A screen asks what has changed since it asked last; what it is told twice is the same.
 * See       fcgi/api/admin_kitchen.c, dispatch/tray.h, tests/http/kitchen_test.c */
#ifndef DISPATCH_KITCHEN_H
#define DISPATCH_KITCHEN_H

#include "base/clock.h"
#include "base/ctx.h"
#include "dispatch/tray.h"
#include <stddef.h>

/* So many cookies of one kind. */
struct bake {
	const char *product_type, *size_name, *flavor_name;
	int64_t flavor_id, quantity;
	int64_t difference;		/* to the print before */
};
/* One line of an order, to be packed. */
struct pack_line {
	const char *product_name, *product_type, *pack_size;
	const char *flavor_details;	/* of one piece, JSON as in order_items */
	int32_t quantity, refunded;	/* pieces; of these, paid back */
};
struct pack_order {
	int64_t id;
	const char *number, *status, *gift_note;
	int64_t time_slot_id;
	const char *delivery_time_slot_name;
	int32_t cookies, version;
	int64_t packed_at;		/* 0: is not */
	struct pack_line *items;
	size_t items_n;
};
struct kitchen {
	struct day date;
	int64_t time_slot_id;		/* 0: all slots; prints, trays and the cut-off are of one */
	int64_t cookies;
	int64_t locks_at;		/* the cut-off */
	bool is_locked;
	int32_t print_no;		/* of the last print; 0: none */
	struct bake *bake;		/* with what only the last print has, of which 0 are left */
	size_t bake_n;
	struct pack_order *orders;
	size_t orders_n;
	struct tray *trays;
	size_t trays_n;
	bool is_cut;			/* more orders than KITCHEN_ORDERS: ask for one slot */
};

#define KITCHEN_ORDERS 1000
#define KITCHEN_PRINTS_MAX 100

/* `time_slot_id` 0 is every slot.  E_NOT_FOUND for a slot that is not there. */
enum err kitchen_list(struct ctx *cx, struct day date, int64_t time_slot_id,
                      struct kitchen *ret) MUST_CHECK;

/* What changed of a slot since a moment that an earlier answer named (0: everything). */
struct kitchen_changes {
	int64_t since;			/* to ask with the next time */
	int32_t print_no;
	const char *present;		/* JSON: ids of all orders that are on the list */
	struct pack_order *orders;
	size_t orders_n;
	struct tray *trays;
	size_t trays_n;
};
enum err kitchen_changes(struct ctx *cx, struct day date, int64_t time_slot_id, int64_t since,
                         struct kitchen_changes *ret) MUST_CHECK;

/* Its things are all in their box.  E_NOT_FOUND, E_MOVE_REFUSED unless it is being prepared; a
 * second time nothing happens. */
enum err kitchen_pack(struct ctx *cx, int64_t order_id, struct pack_order *ret) MUST_CHECK;

/* Are the cookies of that order decided?  E_KITCHEN_LOCKED. */
enum err kitchen_open(struct ctx *cx, struct day date, int64_t time_slot_id) MUST_CHECK;

/* ---- prints ---- */

struct kitchen_print {
	int64_t id, printed_by, created_at, time_slot_id;
	struct day delivery_date;
	int32_t print_no;
	int64_t cookies;
	bool is_locked;			/* printed after the cut-off */
	struct bake *list;		/* each with its difference to the print before */
	size_t list_n;
};
struct kitchen_print_list { struct kitchen_print *items; size_t items_n; };

/* Keeps the list as it is now; `last_no` is the last print that was seen, E_CONFLICT if another one
 * was made since.  E_NOT_FOUND. */
enum err kitchen_print(struct ctx *cx, struct day date, int64_t time_slot_id, int32_t last_no,
                       struct kitchen_print *ret) MUST_CHECK;
/* Of a day and slot, newest first, KITCHEN_PRINTS_MAX at most; with their lists. */
enum err kitchen_prints(struct ctx *cx, struct day date, int64_t time_slot_id,
                        struct kitchen_print_list *ret) MUST_CHECK;

/* ---- for dispatch only ---- */

/* What to bake, in the order of sizes and flavors. */
enum err kitchen_bake(struct ctx *cx, struct day date, int64_t time_slot_id, struct bake **ret,
                      size_t *ret_n) MUST_CHECK;
/* Says how the list differs from the slot's last print, whose number is *ret_no (0: there is none,
 * and everything is new); adds lines for what only that print has. */
enum err kitchen_compare(struct ctx *cx, struct day date, int64_t time_slot_id, struct bake **list,
                         size_t *n, int32_t *ret_no) MUST_CHECK;
/* When the slot's cut-off is. */
enum err kitchen_locks_at(struct ctx *cx, struct day date, int64_t time_slot_id,
                          int64_t *ret) MUST_CHECK;

#endif
