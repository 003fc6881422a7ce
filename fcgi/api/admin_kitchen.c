/* SPDX-License-Identifier: MIT */
/* The kitchen: what to bake, what was printed of it, what is ready and what is packed. */
#include "dispatch/kitchen.h"

#include "web/common.h"

VIEW(bake_view, struct bake,
	SHOW_CHOICE(product_type, "individual|pack|bundle", "What they go into"),
	SHOW_OPT(size_name, "Size"),
	SHOW_OPT(flavor_id, "Flavor; null: no longer in the catalog"),
	SHOW_OPT(flavor_name, "Its name at order time"),
	SHOW(quantity, "How many cookies"),
	SHOW(difference, "How many more than in the print before"));
VIEW(tray_view, struct tray,
	SHOW(id, "Tray"),
	SHOW(flavor_id, "Flavor"),
	SHOW(size_name, "Size; empty: has none"),
	SHOW(ready, "How many cookies are ready"),
	SHOW_TIME(updated_at, "Since when"),
	SHOW(version, "Names this state in an edit"));
VIEW(pack_line_view, struct pack_line,
	SHOW(product_name, "Name at order time"),
	SHOW_CHOICE(product_type, "individual|pack|bundle", "Kind at order time"),
	SHOW_OPT(pack_size, "Size at order time"),
	SHOW(quantity, "How many of these"),
	SHOW(refunded, "How many of them were paid back already, for instance because of a shortage"),
	SHOW_JSON(flavor_details, "What goes into one of them: an array of flavor_id, flavor_name, "
	                          "size_name, quantity, price_adjustment"));
VIEW(pack_order_view, struct pack_order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_CHOICE(status, "confirmed|preparing", "Where it stands"),
	SHOW_TIME_OPT(packed_at, "When it was packed"),
	SHOW_OPT(time_slot_id, "Slot"),
	SHOW_OPT(delivery_time_slot_name, "Slot at order time"),
	SHOW(cookies, "How many cookies it has"),
	SHOW_OPT(gift_note, "Text for the gift card"),
	SHOW(version, "Names this state of the order"),
	SHOW_LIST(items, pack_line_view, "What to pack"));
VIEW(kitchen_view, struct kitchen,
	SHOW(date, "Day of delivery"),
	SHOW_OPT(time_slot_id, "Slot; null: all of the day"),
	SHOW(cookies, "How many cookies in all"),
	SHOW_TIME_OPT(locks_at, "Cut-off: what is in these orders stays from then on; null without a slot"),
	SHOW(is_locked, "It has passed"),
	SHOW(print_no, "Number of the slot's last print; 0: none, or no slot was asked for"),
	SHOW_LIST(bake, bake_view, "What to bake, packs and bundles taken apart; at the end, with a "
	                           "quantity of 0, what only the last print had"),
	SHOW_LIST(trays, tray_view, "What is ready; of one slot"),
	SHOW_LIST(orders, pack_order_view, "What to pack, earliest slot first"),
	SHOW(is_cut, "There are more orders than are listed: ask for one slot"));

#define KITCHEN_IN(F)                                                                              \
	F(QUERY, date, date, .doc = "Day of delivery")                                             \
	F(QUERY, id, time_slot_id, .optional = true, .doc = "Only this slot")
INPUT(kitchen_in, KITCHEN_IN);

static enum err
get_kitchen(struct ctx *cx, const struct kitchen_in *in, struct kitchen *out)
{
	return kitchen_list(cx, in->date, in->time_slot_id, out);
}
ENDPOINT(get_kitchen, GET, "/api/v1/admin/kitchen", kitchen_in, kitchen_view,
	.auth = AUTH_STAFF, .perm = "kitchen.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND),
	.doc = "What to bake and pack for a day: orders that are confirmed or being prepared.");

#define SLOT_IN(F, PLACE)                                                                          \
	F(PLACE, date, date, .doc = "Day of delivery")                                             \
	F(PLACE, id, time_slot_id, .doc = "Slot")

VIEW(kitchen_changes_view, struct kitchen_changes,
	SHOW_TIME(since, "To ask with the next time"),
	SHOW(print_no, "Number of the slot's last print; 0: none"),
	SHOW_JSON(present, "Ids of all orders on the list: what is missing here has left it"),
	SHOW_LIST(orders, pack_order_view, "Orders that changed, as they are now"),
	SHOW_LIST(trays, tray_view, "Trays that changed"));

#define CHANGES_IN(F)                                                                              \
	SLOT_IN(F, QUERY)                                                                          \
	F(QUERY, time, since, .optional = true,                                                    \
	  .doc = "From the reply before; left out: everything")
INPUT(changes_in, CHANGES_IN);

static enum err
get_kitchen_changes(struct ctx *cx, const struct changes_in *in, struct kitchen_changes *out)
{
	return kitchen_changes(cx, in->date, in->time_slot_id, in->since, out);
}
ENDPOINT(get_kitchen_changes, GET, "/api/v1/admin/kitchen/changes", changes_in,
	kitchen_changes_view, .auth = AUTH_STAFF, .perm = "kitchen.read", .tx = TX_READ,
	.doc = "What has changed for a slot since a screen asked last. It looks back a little: what is "
	       "told twice is the same.");

/* ---- prints ---- */

VIEW(kitchen_print_view, struct kitchen_print,
	SHOW(id, "Print"),
	SHOW(delivery_date, "Day of delivery"),
	SHOW(time_slot_id, "Slot"),
	SHOW(print_no, "1 for the first"),
	SHOW(is_locked, "It was made after the cut-off"),
	SHOW(cookies, "How many cookies in all"),
	SHOW_LIST(list, bake_view, "The list as it was then; at the end, with a quantity of 0, what "
	                           "only the print before had"),
	SHOW(printed_by, "Who printed it"),
	SHOW_TIME(created_at, "When"));
VIEW(kitchen_print_list_view, struct kitchen_print_list,
	SHOW_LIST(items, kitchen_print_view, "Prints, newest first"));

#define PRINT_IN(F)                                                                                \
	SLOT_IN(F, BODY)                                                                           \
	F(BODY, i32, last_no, .min = 0, .max = INT32_MAX,                                          \
	  .doc = "Number of the last print that was seen; 0: none")
INPUT(print_in, PRINT_IN);

static enum err
print_kitchen(struct ctx *cx, const struct print_in *in, struct kitchen_print *out)
{
	return kitchen_print(cx, in->date, in->time_slot_id, in->last_no, out);
}
ENDPOINT(print_kitchen, POST, "/api/v1/admin/kitchen/prints", print_in, kitchen_print_view,
	.auth = AUTH_STAFF, .perm = "kitchen.write", .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Keeps the bake list of a slot as it is now, to be printed, with what became different.");

#define PRINTS_IN(F) SLOT_IN(F, QUERY)
INPUT(prints_in, PRINTS_IN);

static enum err
list_kitchen_prints(struct ctx *cx, const struct prints_in *in, struct kitchen_print_list *out)
{
	return kitchen_prints(cx, in->date, in->time_slot_id, out);
}
ENDPOINT(list_kitchen_prints, GET, "/api/v1/admin/kitchen/prints", prints_in,
	kitchen_print_list_view, .auth = AUTH_STAFF, .perm = "kitchen.read", .tx = TX_READ,
	.doc = "The last hundred prints of a slot, as they were.");

/* ---- trays and boxes ---- */

#define TRAY_IN(F)                                                                                 \
	SLOT_IN(F, BODY)                                                                           \
	F(BODY, id, flavor_id, .doc = "Flavor")                                                    \
	F(BODY, str, size_name, .max = 50, .optional = true, .doc = "Size, as in the bake list")   \
	F(BODY, i32, ready, .min = 0, .max = TRAY_READY_MAX, .doc = "How many cookies are ready")  \
	F(BODY, i32, version, .min = 0, .max = INT32_MAX,                                          \
	  .doc = "The version that was seen; 0: nothing was ready")
INPUT_OF(tray_in, struct tray_edit, TRAY_IN);

static enum err
set_tray(struct ctx *cx, const struct tray_edit *in, struct tray *out)
{
	return tray_set(cx, in, out);
}
ENDPOINT(set_tray, PUT, "/api/v1/admin/kitchen/trays", tray_in, tray_view,
	.auth = AUTH_STAFF, .perm = "kitchen.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Says how many cookies of a flavor and size are ready.");

INPUT(pack_in, ID_IN);

static enum err
pack_order(struct ctx *cx, const struct pack_in *in, struct pack_order *out)
{
	return kitchen_pack(cx, in->id, out);
}
ENDPOINT(pack_order, POST, "/api/v1/admin/kitchen/orders/{id}/packed", pack_in, pack_order_view,
	.auth = AUTH_STAFF, .perm = "kitchen.write", .tx = TX_WRITE, .twice_is_once = true,
	.errors = ERRORS(E_NOT_FOUND, E_MOVE_REFUSED),
	.doc = "An order that is being prepared is packed; a second time nothing happens.");

ENDPOINTS(admin_kitchen, &get_kitchen_endpoint, &get_kitchen_changes_endpoint,
          &print_kitchen_endpoint, &list_kitchen_prints_endpoint, &set_tray_endpoint,
          &pack_order_endpoint);
