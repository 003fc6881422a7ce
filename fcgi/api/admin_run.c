/* SPDX-License-Identifier: MIT */
/* Runs of delivery men at the dispatcher's desk, from the proposal to the closed day. */
#include "dispatch/day.h"
#include "dispatch/run.h"
#include "dispatch/run_plan.h"

#include "sale/order.h"
#include "web/common.h"

VIEW(run_stop_view, struct run_stop,
	SHOW(id, "Stop"),
	SHOW(position, "1 for the first"),
	SHOW_CHOICE(status, STOP_STATES, "moved: it left this run without a try"),
	SHOW_CHOICE_OPT(reason, STOP_REASONS, "Why it failed"),
	SHOW_OPT(note, "What he says about it"),
	SHOW_OPT(photo_id, "Picture of the door; null: the code showed it, or there is none"),
	SHOW_TIME_OPT(result_at, "When, by his phone"),
	SHOW(wrong_codes, "Wrong delivery codes so far"),
	SHOW(order_id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_CHOICE(order_status, ORDER_STATUSES, "Where the order stands"),
	SHOW(customer_name, "Who waits"),
	SHOW_OPT(zone_id, "Zone"),
	SHOW_OPT(zone_name, "Zone at order time"),
	SHOW(total, "What the order costs"),
	SHOW_CHOICE(payment_method, PAYMENT_METHODS, "How it is paid"),
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),
	SHOW(cookies, "Cookies in it"),
	SHOW(is_packed, "The kitchen has packed it"));
#define RUN_MEMBERS                                                                                \
	SHOW(id, "Run"),                                                                           \
	SHOW_CHOICE(status, RUN_STATES, "Where it stands"),                                        \
	SHOW(delivery_date, "Day"),                                                                \
	SHOW(time_slot_id, "Slot"),                                                                \
	SHOW(time_slot_name, "Its name"),                                                          \
	SHOW(delivery_man_id, "Who drives it"),                                                    \
	SHOW(delivery_man_name, "His name"),                                                       \
	SHOW(open_n, "Stops that are open"),                                                       \
	SHOW(delivered_n, "Delivered ones"),                                                       \
	SHOW(failed_n, "Failed ones"),                                                             \
	SHOW_TIME_OPT(token_expires_at, "Until when his link is good"),                            \
	SHOW(version, "Names this state in an edit")
VIEW(run_row_view, struct run, RUN_MEMBERS);
VIEW(run_view, struct run, RUN_MEMBERS,
	SHOW_OPT(link, "His link, told only when it was just made; he gets it by SMS"),
	SHOW_LIST(stops, run_stop_view, "Stops, in order; last those that left it"));
VIEW(run_list_view, struct run_list,
	SHOW_LIST(items, run_row_view, "Runs, newest first"),
	SHOW_NEXT);
VIEW(run_saved_view, struct run_list,
	SHOW_LIST(items, run_view, "The runs that were made"));

/* ---- a proposal ---- */

VIEW(plan_order_view, struct plan_order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW(zone_id, "Zone"),
	SHOW_OPT(zone_name, "Zone at order time"),
	SHOW_OPT(address, "Street address"),
	SHOW(cookies, "Cookies in it"),
	SHOW(is_packed, "The kitchen has packed it"));
VIEW(plan_run_view, struct plan_run,
	SHOW(delivery_man_id, "Who could bring them"),
	SHOW(delivery_man_name, "His name"),
	SHOW(load, "Stops he would have then, with those he has"),
	SHOW_LIST(orders, plan_order_view, "What he would bring, by zone"));
VIEW(plan_view, struct plan,
	SHOW_LIST(runs, plan_run_view, "Proposed runs"),
	SHOW_LIST(unassigned, plan_order_view, "What nobody serves, or has room for"),
	SHOW(is_cut, "There are more orders than were looked at: save these first"));

#define PROPOSE_IN(F)                                                                              \
	F(BODY, date, date, .doc = "Day of delivery")                                              \
	F(BODY, id, time_slot_id, .doc = "Slot")
INPUT(propose_in, PROPOSE_IN);

static enum err
propose_runs(struct ctx *cx, const struct propose_in *in, struct plan *out)
{
	return run_propose(cx, in->date, in->time_slot_id, out);
}
ENDPOINT(propose_runs, POST, "/api/v1/admin/runs/propose", propose_in, plan_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_READ,
	.doc = "Who could bring what is being prepared for a slot, by zones and load; changes nothing.");

#define WISH_IN(F)                                                                                 \
	F(BODY, id, delivery_man_id, .doc = "Who brings them")                                     \
	F(BODY, ids, orders, .max = RUN_STOPS_MAX, .doc = "Orders, in the order of the stops")
INPUT_OF(wish_in, struct run_wish, WISH_IN);
#define RUN_SAVE_IN(F)                                                                             \
	PROPOSE_IN(F)                                                                              \
	F(BODY, list, runs, .of = wish_in, .max = RUN_SAVES_MAX, .doc = "The runs")
INPUT(run_save_in, RUN_SAVE_IN);

static enum err
save_runs(struct ctx *cx, const struct run_save_in *in, struct run_list *out)
{
	return run_save(cx, in->date, in->time_slot_id, in->runs, in->runs_n, out);
}
ENDPOINT(save_runs, POST, "/api/v1/admin/runs", run_save_in, run_saved_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_NOT_FOUND, E_DAY_CLOSED, E_STOP_ORDER, E_COURIER_OFF, E_COURIER_ZONE),
	.doc = "Makes planned runs, from a proposal or otherwise.");

/* ---- runs ---- */

#define RUN_LIST_IN(F)                                                                             \
	F(QUERY, date, date, .doc = "Day of delivery")                                             \
	F(QUERY, id, time_slot_id, .optional = true, .doc = "Only this slot")                      \
	F(QUERY, id, delivery_man_id, .optional = true, .doc = "Only his")                         \
	F(QUERY, choice, status, .choices = RUN_STATES, .optional = true,                          \
	  .doc = "Only runs that stand there")                                                     \
	PAGE_IN(F, RUN_PAGE_MAX, 50)
INPUT(run_list_in, RUN_LIST_IN);

static enum err
list_runs(struct ctx *cx, const struct run_list_in *in, struct run_list *out)
{
	struct run_filter f = { in->date, in->time_slot_id, in->delivery_man_id, in->status };

	return run_list(cx, &f, in->cursor, in->limit, out);
}
ENDPOINT(list_runs, GET, "/api/v1/admin/runs", run_list_in, run_list_view,
	.auth = AUTH_STAFF, .perm = "run.read", .tx = TX_READ, .doc = "Runs of a day.");

INPUT(run_in, ID_IN);

static enum err
get_run(struct ctx *cx, const struct run_in *in, struct run *out)
{
	return run_get(cx, in->id, out);
}
ENDPOINT(get_run, GET, "/api/v1/admin/runs/{id}", run_in, run_view,
	.auth = AUTH_STAFF, .perm = "run.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "A run with its stops and what became of them.");

#define RUN_VERSION_IN(F)                                                                          \
	ID_IN(F)                                                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")
#define RUN_STOPS_IN(F)                                                                            \
	RUN_VERSION_IN(F)                                                                          \
	F(BODY, ids, orders, .max = RUN_STOPS_MAX, .doc = "Orders of its open stops, in order")
INPUT(run_stops_in, RUN_STOPS_IN);

static enum err
set_run_stops(struct ctx *cx, const struct run_stops_in *in, struct run *out)
{
	return run_set_stops(cx, in->id, in->version, in->orders, in->orders_n, out);
}
ENDPOINT(set_run_stops, PUT, "/api/v1/admin/runs/{id}/stops", run_stops_in, run_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_RUN_STATE, E_STOP_ORDER, E_COURIER_OFF,
	                 E_COURIER_ZONE),
	.doc = "Says which orders a run brings, and in which order: adds them, takes them from other "
	       "runs, and lets go of what is left out of a planned one.");

INPUT(run_version_in, RUN_VERSION_IN);

static enum err
confirm_run(struct ctx *cx, const struct run_version_in *in, struct run *out)
{
	return run_confirm(cx, in->id, in->version, out);
}
ENDPOINT(confirm_run, POST, "/api/v1/admin/runs/{id}/confirm", run_version_in, run_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_RUN_STATE, E_STOP_ORDER, E_COURIER_OFF,
	                 E_COURIER_ZONE),
	.doc = "Sends a planned run out: its orders are on their way, their customers are told, and "
	       "the delivery man gets his link.");

#define REASSIGN_IN(F)                                                                             \
	RUN_VERSION_IN(F)                                                                          \
	F(BODY, id, delivery_man_id, .doc = "Who takes over")
INPUT(reassign_in, REASSIGN_IN);

static enum err
reassign_run(struct ctx *cx, const struct reassign_in *in, struct run *out)
{
	return run_reassign(cx, in->id, in->version, in->delivery_man_id, out);
}
ENDPOINT(reassign_run, POST, "/api/v1/admin/runs/{id}/reassign", reassign_in, run_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_RUN_STATE, E_COURIER_OFF, E_COURIER_ZONE),
	.doc = "Gives all open stops of a run that is on its way to another man, in a run of their own.");

static enum err
renew_run_link(struct ctx *cx, const struct run_in *in, struct run *out)
{
	return run_renew_link(cx, in->id, out);
}
ENDPOINT(renew_run_link, POST, "/api/v1/admin/runs/{id}/link", run_in, run_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_RUN_STATE),
	.doc = "Sends the man of a run another link; the one before ends.");

/* ---- the evening ---- */

VIEW(obstacle_view, struct obstacle,
	SHOW_CHOICE(kind, OBSTACLES,
	            "open_stop: not tried yet; on_the_way: out without a stop; failed: nothing came of "
	            "it yet; unpaid: delivered, its money did not come; cash: in his pocket; "
	            "difference: nobody owns it"),
	SHOW_OPT(run_id, "Run"),
	SHOW_OPT(order_id, "Order"),
	SHOW_OPT(number, "Its public number"),
	SHOW_OPT(delivery_man_id, "Delivery man"),
	SHOW_OPT(delivery_man_name, "His name"),
	SHOW_CHOICE_OPT(reason, STOP_REASONS, "Why it failed"),
	SHOW_OPT(difference_id, "Difference"),
	SHOW_OPT(amount, "Money it is about"));
VIEW(cash_sum_view, struct cash_sum,
	SHOW(delivery_man_id, "Delivery man"),
	SHOW(delivery_man_name, "His name"),
	SHOW(expected_amount, "What he has to account for"),
	SHOW(differing_amount, "What of it is in open differences"),
	SHOW(on_hand_amount, "The rest, which he has with him"));
VIEW(day_view, struct dispatch_day,
	SHOW(date, "Day"),
	SHOW_TIME_OPT(closed_at, "When it was closed"),
	SHOW_OPT(closed_by, "By whom"),
	SHOW_LIST(obstacles, obstacle_view, "What is in the way of closing it"),
	SHOW_LIST(cash, cash_sum_view, "Cash of the shop with delivery men"));

#define DAY_IN(F) F(PATH, date, date, .doc = "Day of delivery")
INPUT(day_in, DAY_IN);

static enum err
get_dispatch_day(struct ctx *cx, const struct day_in *in, struct dispatch_day *out)
{
	return day_get(cx, in->date, out);
}
ENDPOINT(get_dispatch_day, GET, "/api/v1/admin/dispatch/days/{date}", day_in, day_view,
	.auth = AUTH_STAFF, .perm = "run.read", .tx = TX_READ,
	.doc = "What is still open of a day's deliveries, and who has how much cash.");

static enum err
close_dispatch_day(struct ctx *cx, const struct day_in *in, struct dispatch_day *out)
{
	return day_close(cx, in->date, out);
}
ENDPOINT(close_dispatch_day, POST, "/api/v1/admin/dispatch/days/{date}/close", day_in, day_view,
	.auth = AUTH_STAFF, .perm = "run.write", .tx = TX_WRITE, .twice_is_once = true,
	.errors = ERRORS(E_DAY_OPEN), .detail = day_view, .detail_name = "day",
	.doc = "Closes a day, once nothing of it is open; it gets no further runs.");

ENDPOINTS(admin_run, &propose_runs_endpoint, &save_runs_endpoint, &list_runs_endpoint,
          &get_run_endpoint, &set_run_stops_endpoint, &confirm_run_endpoint,
          &reassign_run_endpoint, &renew_run_link_endpoint, &get_dispatch_day_endpoint,
          &close_dispatch_day_endpoint);
