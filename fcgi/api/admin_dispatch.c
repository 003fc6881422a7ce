/* SPDX-License-Identifier: MIT */
/* The delivery men. */
#include "dispatch/courier.h"

#include "web/common.h"

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

ENDPOINTS(admin_dispatch, &list_couriers_endpoint, &add_courier_endpoint, &edit_courier_endpoint);
