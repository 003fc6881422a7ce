/* SPDX-License-Identifier: MIT */
/* The kitchen's list and the delivery men. */
#include "dispatch/courier.h"
#include "dispatch/kitchen.h"

#include "web/common.h"

VIEW(bake_view, struct bake,
	SHOW_CHOICE(product_type, "individual|pack|bundle", "What they go into"),
	SHOW_OPT(size_name, "Size"),
	SHOW_OPT(flavor_id, "Flavor; null: no longer in the catalog"),
	SHOW_OPT(flavor_name, "Its name at order time"),
	SHOW(quantity, "How many cookies"));
VIEW(pack_line_view, struct pack_line,
	SHOW(product_name, "Name at order time"),
	SHOW_CHOICE(product_type, "individual|pack|bundle", "Kind at order time"),
	SHOW_OPT(pack_size, "Size at order time"),
	SHOW(quantity, "How many of these"),
	SHOW_JSON(flavor_details, "What goes into one of them: an array of flavor_id, flavor_name, "
	                          "size_name, quantity, price_adjustment"));
VIEW(pack_order_view, struct pack_order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_CHOICE(status, "confirmed|preparing", "Where it stands"),
	SHOW_OPT(time_slot_id, "Slot"),
	SHOW_OPT(delivery_time_slot_name, "Slot at order time"),
	SHOW(cookies, "How many cookies it has"),
	SHOW_OPT(gift_note, "Text for the gift card"),
	SHOW_LIST(items, pack_line_view, "What to pack"));
VIEW(kitchen_view, struct kitchen,
	SHOW(date, "Day of delivery"),
	SHOW_OPT(time_slot_id, "Slot; null: all of the day"),
	SHOW(cookies, "How many cookies in all"),
	SHOW_LIST(bake, bake_view, "What to bake, packs and bundles taken apart"),
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
	.doc = "What to bake and pack for a day: orders that are confirmed or being prepared.");

VIEW(courier_view, struct courier,
	SHOW(id, "Delivery man"),
	SHOW(name, "Name"),
	SHOW(phone, "Phone"),
	SHOW_OPT(email, "E-mail address"),
	SHOW_JSON(zones, "Zones he serves: an array of zone ids"),
	SHOW(is_active, "Whether he gets orders"),
	SHOW(version, "Names this state in an edit"));
VIEW(courier_list_view, struct courier_list,
	SHOW_LIST(items, courier_view, "Delivery men, the inactive ones too"),
	SHOW_NEXT);

#define COURIER_LIST_IN(F) PAGE_IN(F, 200, 100)
INPUT(courier_list_in, COURIER_LIST_IN);

static enum err
list_couriers(struct ctx *cx, const struct courier_list_in *in, struct courier_list *out)
{
	return courier_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_couriers, GET, "/api/v1/admin/delivery-men", courier_list_in, courier_list_view,
	.auth = AUTH_STAFF, .perm = "courier.read", .tx = TX_READ, .doc = "All delivery men.");

#define COURIER_ADD_IN(F)                                                                          \
	F(BODY, str, name, .min = 2, .max = 100, .doc = "Name")                                    \
	F(BODY, phone, phone, .doc = "Phone")                                                      \
	F(BODY, email, email, .optional = true, .doc = "E-mail address")                           \
	F(BODY, ids, zones, .max = COURIER_ZONES_MAX, .optional = true, .doc = "Zones he serves")  \
	F(BODY, switch, is_active, .optional = true, .doc = "Gets orders; true if left out")
INPUT(courier_add_in, COURIER_ADD_IN);

static enum err
add_courier(struct ctx *cx, const struct courier_add_in *in, struct courier *out)
{
	struct courier_edit edit = {
		.name = in->name, .phone = in->phone, .email = in->email, .zones = in->zones,
		.zones_n = in->zones_n, .is_active = in->is_active,
	};

	return courier_add(cx, &edit, out);
}
ENDPOINT(add_courier, POST, "/api/v1/admin/delivery-men", courier_add_in, courier_view,
	.auth = AUTH_STAFF, .perm = "courier.write", .tx = TX_WRITE, .status = 201,
	.doc = "Adds a delivery man.");

#define COURIER_EDIT_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Which one")                                                        \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, str, name, .min = 2, .max = 100, .optional = true, .doc = "Name")                  \
	F(BODY, phone, phone, .optional = true, .doc = "Phone")                                    \
	F(BODY, email, email, .optional = true, .doc = "E-mail address")                           \
	F(BODY, ids, zones, .max = COURIER_ZONES_MAX, .optional = true, .doc = "All his zones")    \
	F(BODY, switch, is_active, .optional = true, .doc = "Whether he gets orders")
INPUT(courier_edit_in, COURIER_EDIT_IN);

static enum err
edit_courier(struct ctx *cx, const struct courier_edit_in *in, struct courier *out)
{
	struct courier_edit edit = {
		.name = in->name, .phone = in->phone, .email = in->email, .zones = in->zones,
		.zones_n = in->zones_n, .is_active = in->is_active,
	};

	return courier_edit(cx, in->id, in->version, &edit, out);
}
ENDPOINT(edit_courier, PATCH, "/api/v1/admin/delivery-men/{id}", courier_edit_in, courier_view,
	.auth = AUTH_STAFF, .perm = "courier.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Changes what is given of a delivery man; what is left out stays.");

ENDPOINTS(admin_dispatch, &get_kitchen_endpoint, &list_couriers_endpoint, &add_courier_endpoint,
          &edit_courier_endpoint);
