/* SPDX-License-Identifier: MIT */
/* The shortage desk: what there is too little of, whose orders it concerns, what they get instead. */
#include "dispatch/shortage.h"

#include "sale/order.h"
#include "web/common.h"

VIEW(shortage_flavor_view, struct shortage_flavor,
	SHOW(flavor_id, "Flavor"),
	SHOW(name, "Its name"));
VIEW(shortage_order_view, struct shortage_order,
	SHOW(order_id, "Order"),
	SHOW(number, "Its public number"),
	SHOW(customer_name, "Whose"),
	SHOW_OPT(customer_phone, "Whom to call"),
	SHOW_CHOICE(order_status, ORDER_STATUSES, "Where the order stands"),
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),
	SHOW_CHOICE(state, SHORTAGE_STATES, "open: no answer yet; served: there was enough after all"),
	SHOW(missing, "Cookies that it does not get"),
	SHOW(refunded, "Cookies that were paid back"),
	SHOW_LIST(substitutes, shortage_flavor_view, "What its packs allow at the same price"),
	SHOW_OPT(substitute_flavor_id, "What it gets instead"),
	SHOW_OPT(refund_id, "The refund"),
	SHOW_OPT(answered_by, "Who answered"),
	SHOW(version, "Names this state in an answer"));
#define SHORTAGE_MEMBERS                                                                           \
	SHOW(id, "Shortage"),                                                                      \
	SHOW(delivery_date, "Day of delivery"),                                                    \
	SHOW(time_slot_id, "Slot"),                                                                \
	SHOW(flavor_id, "Flavor"),                                                                 \
	SHOW(flavor_name, "Its name"),                                                             \
	SHOW(size_name, "Size; empty: has none"),                                                  \
	SHOW(existing, "How many cookies there are"),                                              \
	SHOW(needed, "How many were wanted when it was entered last"),                             \
	SHOW(open_n, "Orders without an answer"),                                                  \
	SHOW(version, "Names this state when it is entered anew")
VIEW(shortage_row_view, struct shortage, SHORTAGE_MEMBERS);
VIEW(shortage_view, struct shortage, SHORTAGE_MEMBERS,
	SHOW_LIST(orders, shortage_order_view, "Affected orders, the first that was placed first"));
VIEW(shortage_list_view, struct shortage_list,
	SHOW_LIST(items, shortage_row_view, "Shortages of the slot"));

#define SHORTAGES_IN(F)                                                                            \
	F(QUERY, date, date, .doc = "Day of delivery")                                             \
	F(QUERY, id, time_slot_id, .doc = "Slot")
INPUT(shortages_in, SHORTAGES_IN);

static enum err
list_shortages(struct ctx *cx, const struct shortages_in *in, struct shortage_list *out)
{
	return shortage_list(cx, in->date, in->time_slot_id, out);
}
ENDPOINT(list_shortages, GET, "/api/v1/admin/kitchen/shortages", shortages_in, shortage_list_view,
	.auth = AUTH_STAFF, .perm = "kitchen.read", .tx = TX_READ,
	.doc = "What ran short for a slot.");

#define SHORTAGE_IN(F)                                                                             \
	F(BODY, date, date, .doc = "Day of delivery")                                              \
	F(BODY, id, time_slot_id, .doc = "Slot")                                                   \
	F(BODY, id, flavor_id, .doc = "Flavor")                                                    \
	F(BODY, str, size_name, .max = 50, .optional = true, .doc = "Size, as in the bake list")   \
	F(BODY, i32, existing, .min = 0, .max = 100000,                                            \
	  .doc = "How many cookies there are, those in packed boxes too")                          \
	F(BODY, i32, version, .min = 0, .max = INT32_MAX,                                          \
	  .doc = "The version that was seen; 0: it is new")
INPUT_OF(shortage_in, struct shortage_entry, SHORTAGE_IN);

static enum err
enter_shortage(struct ctx *cx, const struct shortage_entry *in, struct shortage *out)
{
	return shortage_enter(cx, in, out);
}
ENDPOINT(enter_shortage, PUT, "/api/v1/admin/kitchen/shortages", shortage_in, shortage_view,
	.auth = AUTH_STAFF, .perm = "kitchen.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Says how many cookies there are of a flavor and size, also anew; tells which orders do "
	       "not get all: packed boxes have theirs, then who ordered first is served first.");

INPUT(one_shortage_in, ID_IN);

static enum err
get_shortage(struct ctx *cx, const struct one_shortage_in *in, struct shortage *out)
{
	return shortage_get(cx, in->id, out);
}
ENDPOINT(get_shortage, GET, "/api/v1/admin/kitchen/shortages/{id}", one_shortage_in,
	shortage_view, .auth = AUTH_STAFF, .perm = "kitchen.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "A shortage with the orders that it concerns.");

#define ANSWER_IN(F)                                                                               \
	ID_IN(F)                                                                                   \
	F(PATH, id, order_id, .doc = "An affected order")                                          \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX,                                          \
	  .doc = "The version of its row that was seen")                                           \
	F(BODY, id, flavor_id, .optional = true,                                                   \
	  .doc = "What it gets instead; left out: the pieces go, and what was paid for them")      \
	F(BODY, str, reason, .min = 3, .max = 500, .doc = "What was agreed; for the journal")
INPUT(answer_shortage_in, ANSWER_IN);

static enum err
answer_shortage(struct ctx *cx, const struct answer_shortage_in *in, struct shortage *out)
{
	struct shortage_answer answer = {
		in->id, in->order_id, in->version, in->flavor_id, in->reason,
	};

	return shortage_answer(cx, &answer, out);
}
ENDPOINT(answer_shortage, POST, "/api/v1/admin/kitchen/shortages/{id}/orders/{order_id}/answer",
	answer_shortage_in, shortage_view, .auth = AUTH_STAFF, .perm = "order.edit", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_NO_SUBSTITUTE, E_MOVE_REFUSED, E_ORDER_EMPTY,
	                 E_REFUND_TOO_MUCH),
	.doc = "What an affected order gets: another flavor that costs no more, or its pieces are left "
	       "out, and paid back if it was paid. The customer is told.");

ENDPOINTS(admin_shortage, &list_shortages_endpoint, &enter_shortage_endpoint,
          &get_shortage_endpoint, &answer_shortage_endpoint);
