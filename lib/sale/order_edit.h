/* SPDX-License-Identifier: MIT */
/* Editing an order that was placed: what is in it, where it goes, when.
 *
 * Rules     By staff, with a reason, who have seen the new total before.  Things change until the
 *           order is prepared; address, zone, day and slot until it goes out.
 *           An order keeps what it was promised: lines that stay keep their price, and the rules and
 *           the code of its day decide again about the whole.  What is added costs what it costs
 *           today, a new zone has today's fee.
 *           Room is taken anew where day, slot or number of cookies change; a code that would not
 *           apply any more refuses the edit; what was paid keeps its total.
 *           The lines are written anew under the next edit_no; those before stay.
 * See       sale/reckoning.h, fcgi/api/admin_order.c, tests/http/order_edit_test.c */
#ifndef SALE_ORDER_EDIT_H
#define SALE_ORDER_EDIT_H

#include "price/quote.h"
#include "sale/order.h"

struct order_edit_line {
	int64_t product_instance_id;
	int32_t quantity;
	const struct choice *flavors;
	size_t flavors_n;
};

struct order_edit {
	int32_t version;		/* of the order that was seen */
	const struct order_edit_line *lines;	/* all that it shall have; none: as they are */
	size_t lines_n;
	int64_t zone_id, time_slot_id;	/* 0: as it is */
	struct day delivery_date;	/* NONE: as it is */
	const char *address, *additional_info, *gift_note;	/* NULL: as they are */
	struct money expected_total;	/* for order_edit only */
	const char *reason;		/* the same */
};

struct order_edit_quote {
	struct quote quote;
	struct money total_before, difference;	/* difference: after less before */
};

/* What the edit would cost; changes nothing.  Errors as below. */
enum err order_edit_quote(struct ctx *cx, int64_t id, const struct order_edit *edit,
                          struct order_edit_quote *ret) MUST_CHECK;

/* Does it, in the caller's transaction.  E_NOT_FOUND, E_CONFLICT for another version, E_MOVE_REFUSED
 * when it is too late or the order was imported, E_PAID when a paid order's total would change,
 * E_PRICE_CHANGED with the quote as cx->detail; E_NOT_SOLD and E_PACK_* naming the line,
 * E_ZONE_INACTIVE, E_CITY_INACTIVE, E_SLOT_UNAVAILABLE, E_SLOT_FULL, E_PROMO_MINIMUM, E_CART_FULL. */
enum err order_edit(struct ctx *cx, int64_t id, const struct order_edit *edit) MUST_CHECK;

#endif
