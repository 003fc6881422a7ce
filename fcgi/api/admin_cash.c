/* SPDX-License-Identifier: MIT */
/* Cash that delivery men took at the doors: what they have, hand over, and lack. */
#include "dispatch/cash.h"

#include "web/common.h"

VIEW(cash_entry_view, struct cash_entry,
	SHOW(id, "Entry"),
	SHOW_CHOICE(kind, "collected|handed_over|settled", "What happened"),
	SHOW(amount, "What it adds to what he has to account for"),
	SHOW_OPT(order_id, "Order that was paid"),
	SHOW_OPT(number, "Its public number"),
	SHOW_OPT(handover_id, "Handover"),
	SHOW_OPT(difference_id, "Difference that was settled"),
	SHOW_TIME(created_at, "When"));
VIEW(cash_difference_view, struct cash_difference,
	SHOW(id, "Difference"),
	SHOW(delivery_man_id, "Delivery man"),
	SHOW(delivery_man_name, "His name"),
	SHOW(handover_id, "Handover at which it was found"),
	SHOW(amount, "What was missing; negative: there was too much"),
	SHOW_CHOICE(status, "open|settled", "Where it stands"),
	SHOW_OPT(owner_id, "Who sees to it"),
	SHOW_OPT(owner_name, "That person's user name"),
	SHOW_OPT(note, "What the owner says"),
	SHOW_TIME(created_at, "When it was found"),
	SHOW_TIME_OPT(settled_at, "When it was settled"),
	SHOW(version, "Names this state in an edit"));
VIEW(cash_difference_list_view, struct cash_difference_list,
	SHOW_LIST(items, cash_difference_view, "Differences, newest first"),
	SHOW_NEXT);
VIEW(cash_handover_view, struct cash_handover,
	SHOW(id, "Handover"),
	SHOW(delivery_man_id, "Who handed over"),
	SHOW(expected_amount, "What he had to have with him"),
	SHOW(declared_amount, "What he said it was"),
	SHOW(declared_by, "Who took it"),
	SHOW_OPT(counted_amount, "What was counted; null: not yet"),
	SHOW_OPT(counted_by, "Who counted: somebody else"),
	SHOW_TIME_OPT(counted_at, "When"),
	SHOW_OPT(note, "What was said about it"),
	SHOW_OBJECT(difference, cash_difference_view, "What was missing; null: nothing"),
	SHOW_TIME(created_at, "When it was handed over"),
	SHOW(version, "Names this state for who counts"));
VIEW(cash_account_view, struct cash_account,
	SHOW(delivery_man_id, "Delivery man"),
	SHOW(delivery_man_name, "His name"),
	SHOW(expected_amount, "Collected less handed over less settled"),
	SHOW(differing_amount, "What of it is in open differences"),
	SHOW(on_hand_amount, "The rest, which he has with him"),
	SHOW(version, "Names this state in a handover"),
	SHOW_OBJECT(handover, cash_handover_view, "What waits to be counted; null: nothing"),
	SHOW_LIST(items, cash_entry_view, "The ledger, newest first"),
	SHOW_NEXT);

#define CASH_IN(F)                                                                                 \
	ID_IN(F)                                                                                   \
	PAGE_IN(F, CASH_PAGE_MAX, 50)
INPUT(cash_in, CASH_IN);

static enum err
get_courier_cash(struct ctx *cx, const struct cash_in *in, struct cash_account *out)
{
	return cash_get(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(get_courier_cash, GET, "/api/v1/admin/delivery-men/{id}/cash", cash_in,
	cash_account_view, .auth = AUTH_STAFF, .perm = "cash.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "A delivery man's account with the shop.");

#define DECLARE_IN(F)                                                                              \
	ID_IN(F)                                                                                   \
	F(BODY, i32, version, .min = 0, .max = INT32_MAX,                                          \
	  .doc = "The version of his account that was seen")                                       \
	F(BODY, money, declared, .min = 0, .max = MONEY_MAX, .doc = "What he says it is")
INPUT(declare_in, DECLARE_IN);

static enum err
hand_over_cash(struct ctx *cx, const struct declare_in *in, struct cash_handover *out)
{
	return cash_declare(cx, in->id, in->version, in->declared, out);
}
ENDPOINT(hand_over_cash, POST, "/api/v1/admin/delivery-men/{id}/cash/handovers", declare_in,
	cash_handover_view, .auth = AUTH_STAFF, .perm = "cash.write", .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Takes a delivery man's cash, all of it, as he says it is; somebody else counts it. "
	       "Until then it may be said again.");

#define COUNT_IN(F)                                                                                \
	ID_IN(F)                                                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, money, counted, .min = 0, .max = MONEY_MAX, .doc = "What you counted")             \
	F(BODY, str, note, .max = 500, .optional = true, .doc = "What was said about it")
INPUT(count_in, COUNT_IN);

static enum err
count_cash(struct ctx *cx, const struct count_in *in, struct cash_handover *out)
{
	return cash_count(cx, in->id, in->version, in->counted, in->note, out);
}
ENDPOINT(count_cash, POST, "/api/v1/admin/cash/handovers/{id}/count", count_in,
	cash_handover_view, .auth = AUTH_STAFF, .perm = "cash.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_SAME_PERSON),
	.doc = "Counts what was handed over: whoever is logged in, but not who took it. What is "
	       "missing or too much becomes a difference.");

#define DIFFERENCES_IN(F)                                                                          \
	F(QUERY, choice, status, .choices = "open|settled", .optional = true,                      \
	  .doc = "Only those that stand there")                                                    \
	F(QUERY, id, delivery_man_id, .optional = true, .doc = "Only his")                         \
	PAGE_IN(F, CASH_PAGE_MAX, 50)
INPUT(differences_in, DIFFERENCES_IN);

static enum err
list_cash_differences(struct ctx *cx, const struct differences_in *in,
                      struct cash_difference_list *out)
{
	return cash_list_differences(cx, in->status, in->delivery_man_id, in->cursor, in->limit,
	                             out);
}
ENDPOINT(list_cash_differences, GET, "/api/v1/admin/cash/differences", differences_in,
	cash_difference_list_view, .auth = AUTH_STAFF, .perm = "cash.read", .tx = TX_READ,
	.doc = "What was missing or too much when cash was counted.");

#define DIFFERENCE_IN(F)                                                                           \
	ID_IN(F)                                                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, str, note, .min = 3, .max = 500, .doc = "What is or was done about it")
INPUT(difference_in, DIFFERENCE_IN);

static enum err
own_cash_difference(struct ctx *cx, const struct difference_in *in, struct cash_difference *out)
{
	return cash_own(cx, in->id, in->version, in->note, out);
}
ENDPOINT(own_cash_difference, POST, "/api/v1/admin/cash/differences/{id}/own", difference_in,
	cash_difference_view, .auth = AUTH_STAFF, .perm = "cash.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Whoever is logged in sees to a difference from now on.");

static enum err
settle_cash_difference(struct ctx *cx, const struct difference_in *in,
                       struct cash_difference *out)
{
	return cash_settle(cx, in->id, in->version, in->note, out);
}
ENDPOINT(settle_cash_difference, POST, "/api/v1/admin/cash/differences/{id}/settle",
	difference_in, cash_difference_view, .auth = AUTH_STAFF, .perm = "cash.write",
	.tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_NOT_OWNER),
	.doc = "Its owner takes a difference off the delivery man's account.");

ENDPOINTS(admin_cash, &get_courier_cash_endpoint, &hand_over_cash_endpoint,
          &count_cash_endpoint, &list_cash_differences_endpoint,
          &own_cash_difference_endpoint, &settle_cash_difference_endpoint);
