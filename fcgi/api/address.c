/* SPDX-License-Identifier: MIT */
/* The customer's addresses. */
#include "account/address.h"

#include "web/common.h"

static const struct rate rate_address = { "me_address", 60, 300, RATE_BY_ACTOR };

VIEW(address_view, struct address,
	SHOW(id, "Address"),
	SHOW(city_id, "City"),
	SHOW(city_name, "Its name in the language asked for"),
	SHOW(zone_id, "Zone"),
	SHOW(zone_name, "Its name in the language asked for"),
	SHOW(street_address, "Street, building, flat"),
	SHOW_OPT(additional_info, "What helps to find it"),
	SHOW(is_default, "The one to begin with"),
	SHOW_CHOICE(coverage, COVERAGES, "Whether it can be delivered to"),
	SHOW(version, "Goes back with an edit"));
VIEW(address_list_view, struct address_list,
	SHOW_LIST(items, address_view, "All of them, the default first"));

static enum err
list_addresses(struct ctx *cx, const struct nothing *in, struct address_list *out)
{
	(void)in;
	return address_list(cx, cx->actor.id, out);
}
ENDPOINT(list_addresses, GET, "/api/v1/me/addresses", nothing, address_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .doc = "The customer's addresses, at most 20.");

#define ADD_ADDRESS_IN(F)                                                                          \
	F(BODY, id, city_id, .doc = "City")                                                        \
	F(BODY, id, zone_id, .doc = "Zone, which lies in that city")                               \
	F(BODY, str, street_address, .min = 3, .max = 500, .doc = "Street, building, flat")        \
	F(BODY, str, additional_info, .max = 500, .optional = true, .doc = "Floor, landmark")      \
	F(BODY, switch, is_default, .optional = true,                                              \
	  .doc = "Makes it the one to begin with; the first one always is")
INPUT_OF(add_address_in, struct address_edit, ADD_ADDRESS_IN);

static enum err
add_address(struct ctx *cx, const struct address_edit *in, struct address *out)
{
	int64_t id;

	TRY(address_add_own(cx, in, &id));
	return address_get_own(cx, id, out);
}
ENDPOINT(add_address, POST, "/api/v1/me/addresses", add_address_in, address_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .status = 201, .rate = &rate_address,
	.errors = ERRORS(E_ZONE_CITY, E_ADDRESSES_FULL),
	.doc = "Adds an address; it may be where the shop does not deliver yet.");

#define EDIT_ADDRESS_IN(F)                                                                         \
	ID_IN(F)                                                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, id, city_id, .optional = true, .doc = "City")                                      \
	F(BODY, id, zone_id, .optional = true, .doc = "Zone, which lies in that city")             \
	F(BODY, str, street_address, .min = 3, .max = 500, .optional = true,                       \
	  .doc = "Street, building, flat")                                                         \
	F(BODY, str, additional_info, .max = 500, .optional = true, .doc = "Floor, landmark")      \
	F(BODY, switch, is_default, .optional = true, .doc = "Makes it the one to begin with")
INPUT(edit_address_in, EDIT_ADDRESS_IN);

static enum err
edit_address(struct ctx *cx, const struct edit_address_in *in, struct address *out)
{
	struct address_edit edit = {
		.city_id = in->city_id, .zone_id = in->zone_id,
		.street_address = in->street_address, .additional_info = in->additional_info,
		.is_default = in->is_default,
	};

	TRY(address_edit_own(cx, in->id, in->version, &edit));
	return address_get_own(cx, in->id, out);
}
ENDPOINT(edit_address, PATCH, "/api/v1/me/addresses/{id}", edit_address_in, address_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_address,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_ZONE_CITY),
	.doc = "Changes what was given and keeps the rest.");

INPUT(remove_address_in, ID_IN);

static enum err
remove_address(struct ctx *cx, const struct remove_address_in *in, struct nothing *out)
{
	(void)out;
	return address_remove_own(cx, in->id);
}
ENDPOINT(remove_address, DELETE, "/api/v1/me/addresses/{id}", remove_address_in, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_address, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Removes an address; when it was the default, the oldest left becomes it.");

ENDPOINTS(address, &list_addresses_endpoint, &add_address_endpoint, &edit_address_endpoint,
          &remove_address_endpoint);
