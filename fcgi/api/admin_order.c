/* SPDX-License-Identifier: MIT */
/* Orders at the desks of the shop. */
#include "api/admin_order_view.h"

#include "api/order_line.h"
#include "api/quote_view.h"
#include "dispatch/desk.h"
#include "dispatch/photo.h"
#include "dispatch/run.h"
#include "staff/view_preference.h"
#include "web/common.h"
#include "web/sent_file.h"

VIEW(admin_order_row_view, struct order_row,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_CHOICE(status, ORDER_STATUSES, "Where it stands"),
	SHOW_CHOICE(payment_method, PAYMENT_METHODS, "How it is paid"),
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),
	SHOW(customer_name, "Who ordered"),
	SHOW_OPT(delivery_city, "City at order time"),
	SHOW_OPT(delivery_zone, "Zone at order time"),
	SHOW_OPT(delivery_date, "Day of delivery"),
	SHOW_OPT(time_slot_id, "Slot"),
	SHOW_OPT(delivery_time_slot_name, "Its name at order time"),
	SHOW_OPT(delivery_man_id, "Who brings it"),
	SHOW_OPT(delivery_man_name, "His name"),
	SHOW(cookies, "Cookies to bake"),
	SHOW(total, "What is to pay"),
	SHOW_TIME_OPT(packed_at, "When the kitchen packed it"),
	SHOW_TIME(created_at, "When it was placed"),
	SHOW_TIME_OPT(deleted_at, "When it was removed; null: it was not"));
VIEW(admin_order_list_view, struct order_list,
	SHOW_LIST(items, admin_order_row_view, "Orders, newest first"),
	SHOW_NEXT);

#define ORDER_LIST_IN(F)                                                                           \
	F(QUERY, choice, status, .choices = ORDER_STATUSES, .optional = true,                      \
	  .doc = "Only orders that stand there")                                                   \
	F(QUERY, date, date, .optional = true, .doc = "Only this day of delivery")                 \
	F(QUERY, id, time_slot_id, .optional = true, .doc = "Only this slot")                      \
	F(QUERY, id, zone_id, .optional = true, .doc = "Only this zone")                           \
	F(QUERY, id, delivery_man_id, .optional = true, .doc = "Only what he brings")              \
	F(QUERY, id, customer_id, .optional = true, .doc = "Only this customer's")                 \
	F(QUERY, date, placed_from, .optional = true, .doc = "Only placed on this day or later")   \
	F(QUERY, date, placed_to, .optional = true, .doc = "Only placed on this day or earlier")   \
	F(QUERY, switch, show_deleted, .optional = true,                                           \
	  .doc = "Removed ones too; left out: as the person's own preference says")                \
	F(QUERY, str, q, .min = 2, .max = 100, .optional = true,                                   \
	  .doc = "A number, phone or e-mail, or the beginnings of names")                          \
	PAGE_IN(F, 200, 50)
INPUT(order_list_in, ORDER_LIST_IN);

static enum err
list_admin_orders(struct ctx *cx, const struct order_list_in *in, struct order_list *out)
{
	struct order_filter f = {
		.status = in->status, .date = in->date, .time_slot_id = in->time_slot_id,
		.zone_id = in->zone_id, .delivery_man_id = in->delivery_man_id,
		.customer_id = in->customer_id,
		.placed_since = day_is_none(in->placed_from) ? 0 : clock_midnight(in->placed_from, 0),
		.placed_before = day_is_none(in->placed_to) ? 0 : clock_midnight(in->placed_to, 1),
	};

	TRY(view_deleted_too(cx, "orders", in->show_deleted, &f.deleted_too));
	return desk_list(cx, f, in->q, in->cursor, in->limit, out);
}
ENDPOINT(list_admin_orders, GET, "/api/v1/admin/orders", order_list_in, admin_order_list_view,
	.auth = AUTH_STAFF, .perm = "order.read|dispatch.read", .tx = TX_READ,
	.errors = ERRORS(E_SEARCH_WIDE), .doc = "Orders of this desk; delivery sees those from preparing on.");

VIEW(admin_order_item_view, struct order_item,
	SHOW(id, "Line"),
	SHOW(product_name, "Name at order time"),
	SHOW_CHOICE(product_type, "individual|pack|bundle|digital", "Kind at order time"),
	SHOW_OPT(pack_size, "Size at order time"),
	SHOW_JSON(flavor_details, "Flavors of one piece: an array of flavor_id, flavor_name, "
	                          "size_name, quantity, price_adjustment"),
	SHOW(quantity, "How many"),
	SHOW(unit_price, "Price of one"),
	SHOW(total, "Price of the line"),
	SHOW(rules_discount_amount, "Its share of what rules took off"),
	SHOW(discount_amount, "Its share of what the code took off"));
VIEW(admin_order_event_view, struct order_event,
	SHOW_OPT(from_status, "What it was; null: it was placed"),
	SHOW_CHOICE(to_status, ORDER_STATUSES, "What it became"),
	SHOW_CHOICE(actor_type, "customer|guest|staff|system|courier", "Who did it"),
	SHOW_OPT(actor_id, "Which one"),
	SHOW_OPT(note, "Reason that was given"),
	SHOW_TIME(at, "When"));
SHARED_VIEW(admin_order_view, struct order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW(version, "Names this state in an edit"),
	SHOW_CHOICE(status, ORDER_STATUSES, "Where it stands"),
	SHOW_CHOICE(payment_method, PAYMENT_METHODS, "How it is paid"),
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),
	SHOW_OPT(customer_id, "Customer, if known"),
	SHOW(customer_name, "Who ordered"),
	SHOW_OPT(customer_phone, "Phone as given with the order"),
	SHOW_OPT(customer_email, "E-mail as given; null for roles that may not see it"),
	SHOW(language, "Language of its messages"),
	SHOW_OPT(city_id, "City"),
	SHOW_OPT(zone_id, "Zone"),
	SHOW_OPT(delivery_city, "City at order time"),
	SHOW_OPT(delivery_zone, "Zone at order time"),
	SHOW_OPT(delivery_address, "Street address"),
	SHOW_OPT(delivery_additional_info, "Notes for the delivery"),
	SHOW_OPT(gift_note, "Text for the gift card"),
	SHOW_OPT(delivery_date, "Day of delivery"),
	SHOW_OPT(time_slot_id, "Slot"),
	SHOW_OPT(delivery_time_slot_name, "Slot at order time"),
	SHOW_OPT(from_hour, "Delivery from"),
	SHOW_OPT(to_hour, "Delivery until"),
	SHOW_TIME_OPT(expected_delivery_date, "When its slot begins"),
	SHOW_OPT(delivery_man_id, "Who brings it"),
	SHOW_OPT(delivery_man_name, "His name"),
	SHOW(cookies, "Cookies to bake"),
	SHOW(subtotal, "Sum of the lines"),
	SHOW(rules_discount_amount, "Taken off by rules"),
	SHOW(discount_amount, "Taken off by the code"),
	SHOW(delivery_fee, "Delivery"),
	SHOW(total, "What is to pay"),
	SHOW(refunded_amount, "What was paid back so far"),
	SHOW_OPT(promo_code, "Code used"),
	SHOW_TIME(created_at, "When it was placed"),
	SHOW_TIME_OPT(deleted_at, "When it was removed; null: it was not"),
	SHOW_LIST(items, admin_order_item_view, "What was ordered"),
	SHOW_LIST(discounts, quote_discount_view, "Every discount considered, in order"),
	SHOW_LIST(history, admin_order_event_view, "Every step so far"));

INPUT(admin_order_in, ID_IN);

static enum err
get_admin_order(struct ctx *cx, const struct admin_order_in *in, struct order *out)
{
	return desk_get(cx, in->id, out);
}
ENDPOINT(get_admin_order, GET, "/api/v1/admin/orders/{id}", admin_order_in, admin_order_view,
	.auth = AUTH_STAFF, .perm = "order.read|dispatch.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "One order with everything this desk may see.");

#define VERSION_IN(F)                                                                              \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .optional = true,                        \
	  .doc = "The version that was seen; another one is refused")
#define ORDER_STATUS_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, choice, status, .choices = ORDER_STATUSES, .doc = "What it shall become")          \
	F(BODY, str, note, .min = 1, .max = 500, .optional = true,                                 \
	  .doc = "The reason, told to the customer; needed to cancel and after a failed delivery") \
	VERSION_IN(F)
INPUT(order_status_in, ORDER_STATUS_IN);

static enum err
move_order(struct ctx *cx, const struct order_status_in *in, struct order *out)
{
	return desk_move(cx, in->id, in->status, in->note, in->version, out);
}
ENDPOINT(move_order, POST, "/api/v1/admin/orders/{id}/status", order_status_in, admin_order_view,
	.auth = AUTH_STAFF, .perm = "order.move|dispatch.move", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_MOVE_REFUSED, E_REASON_NEEDED, E_COURIER_NEEDED),
	.doc = "Moves an order on; which moves there are depends on its status and on the desk.");

#define ORDER_ASSIGN_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, id, delivery_man_id, .doc = "Who brings it")                                       \
	VERSION_IN(F)
INPUT(order_assign_in, ORDER_ASSIGN_IN);

static enum err
assign_order(struct ctx *cx, const struct order_assign_in *in, struct order *out)
{
	return desk_assign(cx, in->id, in->delivery_man_id, in->version, out);
}
ENDPOINT(assign_order, POST, "/api/v1/admin/orders/{id}/assign", order_assign_in,
	admin_order_view, .auth = AUTH_STAFF, .perm = "order.assign", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_MOVE_REFUSED, E_COURIER_OFF, E_COURIER_ZONE,
	                 E_IN_RUN),
	.doc = "Gives an order to an active delivery man who serves its zone.");

/* ---- changing what was ordered ---- */

#define EDIT_FIELDS(F)                                                                             \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, list, items, .of = order_line_in, .max = LINES_MAX, .optional = true,               \
	  .doc = "All that it shall have; left out: as it is")                                     \
	F(BODY, id, zone_id, .optional = true, .doc = "Another zone")                              \
	F(BODY, date, delivery_date, .optional = true, .doc = "Another day")                       \
	F(BODY, id, time_slot_id, .optional = true, .doc = "Another slot")                         \
	F(BODY, text, address, .min = 5, .max = 500, .optional = true, .doc = "Another address")   \
	F(BODY, text, additional_info, .max = 500, .optional = true,                               \
	  .doc = "Other notes for the delivery")                                                   \
	F(BODY, text, gift_note, .max = 300, .optional = true, .doc = "Another gift card")
#define EDIT_IN(F)                                                                                 \
	EDIT_FIELDS(F)                                                                             \
	F(BODY, money, expected_total, .min = 0, .max = MONEY_MAX,                                 \
	  .doc = "The new total that was seen; another one refuses the edit")                      \
	F(BODY, str, reason, .min = 3, .max = 500, .doc = "Why; for the journal")
INPUT(quote_edit_in, EDIT_FIELDS);
INPUT(edit_order_in, EDIT_IN);

#define EDIT_OF(in)                                                                                \
	{                                                                                          \
		.version = (in)->version, .lines = (in)->items, .lines_n = (in)->items_n,          \
		.zone_id = (in)->zone_id, .time_slot_id = (in)->time_slot_id,                      \
		.delivery_date = (in)->delivery_date, .address = (in)->address,                    \
		.additional_info = (in)->additional_info, .gift_note = (in)->gift_note,            \
	}
#define EDIT_ERRORS                                                                                \
	E_NOT_FOUND, E_CONFLICT, E_MOVE_REFUSED, E_PAID, E_NOT_SOLD, E_PACK_SUM, E_PACK_FLAVOR,    \
	E_PACK_MAX, E_PACK_MIN, E_NO_CHOICE, E_ZONE_INACTIVE, E_CITY_INACTIVE,                     \
	E_SLOT_UNAVAILABLE, E_PROMO_MINIMUM, E_KITCHEN_LOCKED

VIEW(edit_quote_view, struct order_edit_quote,
	SHOW_INSIDE(quote, quote_view, "What it would cost then"),
	SHOW(total_before, "What it costs now"),
	SHOW(difference, "After less before"));

static enum err
quote_order_edit(struct ctx *cx, const struct quote_edit_in *in, struct order_edit_quote *out)
{
	struct order_edit edit = EDIT_OF(in);

	return desk_quote_edit(cx, in->id, &edit, out);
}
ENDPOINT(quote_order_edit, POST, "/api/v1/admin/orders/{id}/edit/quote", quote_edit_in,
	edit_quote_view, .auth = AUTH_STAFF, .perm = "order.edit", .tx = TX_WRITE,
	.errors = ERRORS(EDIT_ERRORS),
	.doc = "What an order would cost after a change; the order stays as it is.");

static enum err
edit_order(struct ctx *cx, const struct edit_order_in *in, struct order *out)
{
	struct order_edit edit = EDIT_OF(in);

	edit.expected_total = in->expected_total;
	edit.reason = in->reason;
	return desk_edit(cx, in->id, &edit, out);
}
ENDPOINT(edit_order, POST, "/api/v1/admin/orders/{id}/edit", edit_order_in, admin_order_view,
	.auth = AUTH_STAFF, .perm = "order.edit", .tx = TX_WRITE,
	.errors = ERRORS(EDIT_ERRORS, E_SLOT_FULL, E_PRICE_CHANGED),
	.detail = quote_view, .detail_name = "quote",
	.doc = "Changes what an order has, where it goes and when; the customer is told.");

/* ---- out of the lists, and back ---- */

#define REMOVE_ORDER_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, str, reason, .min = 3, .max = 500, .doc = "Why; for the journal")
INPUT(remove_order_in, REMOVE_ORDER_IN);

static enum err
remove_order(struct ctx *cx, const struct remove_order_in *in, struct nothing *out)
{
	(void)out;
	return desk_remove(cx, in->id, in->version, in->reason);
}
ENDPOINT(remove_order, DELETE, "/api/v1/admin/orders/{id}", remove_order_in, nothing,
	.auth = AUTH_STAFF, .perm = "order.edit", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_MOVE_REFUSED),
	.doc = "Takes a cancelled order out of the lists; its money and history stay.");

static enum err
restore_order(struct ctx *cx, const struct admin_order_in *in, struct order *out)
{
	return desk_restore(cx, in->id, out);
}
ENDPOINT(restore_order, POST, "/api/v1/admin/orders/{id}/restore", admin_order_in,
	admin_order_view, .auth = AUTH_STAFF, .perm = "order.edit", .tx = TX_WRITE,
	.twice_is_once = true, .errors = ERRORS(E_NOT_FOUND), .doc = "Brings a removed order back.");

/* ---- attempts at the door ---- */

VIEW(attempt_view, struct attempt,
	SHOW(stop_id, "Stop"),
	SHOW(run_id, "Of which run"),
	SHOW(delivery_man_id, "Whose run it is"),
	SHOW(delivery_man_name, "His name"),
	SHOW_CHOICE(status, "open|delivered|failed", "What became of it"),
	SHOW_CHOICE_OPT(reason, STOP_REASONS, "Why it failed"),
	SHOW_OPT(note, "What he says about it"),
	SHOW(wrong_codes, "Wrong delivery codes so far"),
	SHOW_OPT(photo_id, "Picture of the door; null: the code showed it, or there is none"),
	SHOW_TIME_OPT(result_at, "When, by his phone"));
VIEW(attempt_list_view, struct attempt_list,
	SHOW_LIST(items, attempt_view, "Oldest first, at most a hundred"));

static enum err
list_order_attempts(struct ctx *cx, const struct admin_order_in *in, struct attempt_list *out)
{
	return desk_attempts(cx, in->id, out);
}
ENDPOINT(list_order_attempts, GET, "/api/v1/admin/orders/{id}/attempts", admin_order_in,
	attempt_list_view, .auth = AUTH_STAFF, .perm = "order.read|dispatch.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "How often somebody tried to bring an order, and what "
	"shows that it was brought.");

static enum err
get_delivery_photo(struct ctx *cx, const struct admin_order_in *in, struct sent_file *out)
{
	struct file f = { 0 };

	TRY(photo_get(cx, in->id, &f));
	*out = (struct sent_file){
		f.storage_key, f.media_type,
		arena_fmt(cx->mem, "delivery-%lld.webp", (long long)f.id),
	};
	return OK;
}
ENDPOINT(get_delivery_photo, GET, "/api/v1/admin/delivery-photos/{id}", admin_order_in, sent_file,
	.auth = AUTH_STAFF, .perm = "order.read|dispatch.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "A picture that shows a delivery.");

/* ---- messages ---- */

VIEW(order_message_view, struct outbox_item,
	SHOW(id, "Message"),
	SHOW_CHOICE(kind, "email|sms|payment", "Which way it goes"),
	SHOW(topic, "What it is about"),
	SHOW_OPT(recipient, "To whom"),
	SHOW(language, "In which language"),
	SHOW_OPT(subject, "Subject of a mail"),
	SHOW_CHOICE(state, OUTBOX_STATES, "Where it stands"),
	SHOW(attempts, "How often it was tried"),
	SHOW_OPT(last_error, "Why the last try failed"),
	SHOW_TIME(created_at, "When it was written"),
	SHOW_TIME_OPT(sent_at, "When it was handed over; null: not yet"),
	SHOW(can_repeat, "True: it was given up, and had no secret, so that it can be tried again"));
VIEW(order_message_list_view, struct outbox_list,
	SHOW_LIST(items, order_message_view, "Newest first, at most a hundred"));

static enum err
list_order_messages(struct ctx *cx, const struct admin_order_in *in, struct outbox_list *out)
{
	return desk_messages(cx, in->id, out);
}
ENDPOINT(list_order_messages, GET, "/api/v1/admin/orders/{id}/messages", admin_order_in,
	order_message_list_view, .auth = AUTH_STAFF, .perm = "order.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND),
	.doc = "What was written to whom about an order; never the text, which may carry a secret.");

#define SEND_AGAIN_IN(F)                                                                           \
	F(PATH, id, id, .doc = "Which order")                                                      \
	F(PATH, id, message, .doc = "Which message")
INPUT(send_again_in, SEND_AGAIN_IN);

static enum err
send_order_message_again(struct ctx *cx, const struct send_again_in *in, struct nothing *out)
{
	(void)out;
	return desk_send_again(cx, in->id, in->message);
}
ENDPOINT(send_order_message_again, POST, "/api/v1/admin/orders/{id}/messages/{message}/again",
	send_again_in, nothing, .auth = AUTH_STAFF, .perm = "order.move", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Tries a message again that was given up.");

ENDPOINTS(admin_order, &remove_order_endpoint, &restore_order_endpoint,
          &list_order_messages_endpoint, &send_order_message_again_endpoint,
          &list_admin_orders_endpoint, &get_admin_order_endpoint,
          &move_order_endpoint, &assign_order_endpoint, &quote_order_edit_endpoint,
          &edit_order_endpoint, &list_order_attempts_endpoint, &get_delivery_photo_endpoint);
