/* SPDX-License-Identifier: MIT */
/* The shortage desk: fewer cookies of a flavor than a slot's orders want.
 *
 * Owns      shortages, shortage_orders.
 * Rules     The kitchen enters how many there are.  Packed boxes have theirs; then who ordered first
 *           is served first, so that as few customers as possible lose something they were promised
 *           early.  Entered anew, what was answered stays answered.
 *           An answer becomes a changed line or a refund, once: a substitute never costs more, and
 *           what is left out is taken from an order that is not paid, or paid back.
 * Does not  change orders or pay back by itself: sale/order_edit.h, sale/refund.h.
 * See       fcgi/api/admin_shortage.c, tests/http/shortage_test.c */
#ifndef DISPATCH_SHORTAGE_H
#define DISPATCH_SHORTAGE_H

#include "base/clock.h"
#include "base/ctx.h"
#include <stddef.h>

#define SHORTAGE_STATES "open|substituted|left_out|refunded|served"
#define SHORTAGES_MAX 200
#define SHORTAGE_ORDERS_MAX 5000

struct shortage_flavor { int64_t order_id, flavor_id; const char *name; };

struct shortage_order {
	int64_t order_id, substitute_flavor_id, refund_id, answered_by;
	const char *number, *customer_name, *customer_phone, *order_status, *payment_status, *state;
	int32_t missing, refunded, version;
	struct shortage_flavor *substitutes;	/* that its packs allow at the same price */
	size_t substitutes_n;
};
struct shortage {
	int64_t id, time_slot_id, flavor_id;
	struct day delivery_date;
	const char *flavor_name, *size_name;
	int32_t existing, needed, open_n, version;
	struct shortage_order *orders;		/* not in lists */
	size_t orders_n;
};
struct shortage_list { struct shortage *items; size_t items_n; };

struct shortage_entry {
	struct day date;
	int64_t time_slot_id, flavor_id;
	const char *size_name;			/* NULL: none */
	int32_t existing;
	int32_t version;			/* that was seen; 0: it is new */
};

/* E_NOT_FOUND for a slot or flavor that is not there, E_CONFLICT for another version. */
enum err shortage_enter(struct ctx *cx, const struct shortage_entry *entry,
                        struct shortage *ret) MUST_CHECK;
enum err shortage_list(struct ctx *cx, struct day date, int64_t time_slot_id,
                       struct shortage_list *ret) MUST_CHECK;
enum err shortage_get(struct ctx *cx, int64_t id, struct shortage *ret) MUST_CHECK;

struct shortage_answer {
	int64_t shortage_id, order_id;
	int32_t version;			/* of the affected order's row */
	int64_t flavor_id;			/* the substitute; 0: left out */
	const char *reason;
};
/* By the actor.  E_NOT_FOUND; E_CONFLICT for another version or what is answered; E_NO_SUBSTITUTE;
 * E_MOVE_REFUSED when its lines cannot change any more; E_ORDER_EMPTY when nothing would be left of
 * it; E_REFUND_TOO_MUCH. */
enum err shortage_answer(struct ctx *cx, const struct shortage_answer *answer,
                         struct shortage *ret) MUST_CHECK;

/* The fair rule: the first of the list are served first; says what each does not get. */
struct shortage_need { int64_t order_id; int32_t need, missing; };
void shortage_share(struct shortage_need *needs, size_t n, int32_t existing);

#endif
