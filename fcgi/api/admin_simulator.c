/* SPDX-License-Identifier: MIT */
/* The simulator: this cart, this customer, that moment. */
#include "sale/simulator.h"

#include "api/order_line.h"
#include "api/quote_view.h"

#define SIMULATION_IN(F)                                                                           \
	F(BODY, list, items, .of = order_line_in, .max = LINES_MAX, .doc = "What is bought")       \
	F(BODY, id, customer_id, .optional = true, .doc = "Who buys it, for his group")       \
	F(BODY, str, customer_group, .min = 1, .max = 64, .optional = true,                        \
	  .doc = "Or somebody of this group")                                                      \
	F(BODY, id, zone_id, .optional = true, .doc = "Zone to deliver to")                        \
	F(BODY, str, promo_code, .min = 2, .max = 50, .optional = true, .doc = "A code")           \
	F(BODY, time, at, .optional = true, .doc = "The moment; left out: now")
INPUT(simulation_in, SIMULATION_IN);

static enum err
quote_simulation(struct ctx *cx, const struct simulation_in *in, struct quote *out)
{
	struct simulation s = {
		.lines = in->items, .lines_n = in->items_n, .customer_id = in->customer_id,
		.group = in->customer_group, .zone_id = in->zone_id,
		.promo_code = in->promo_code, .at = in->at,
	};

	return simulator_quote(cx, &s, out);
}
ENDPOINT(quote_simulation, POST, "/api/v1/admin/simulator", simulation_in, quote_view,
	.auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND, E_CART_FULL, E_NOT_SOLD, E_NO_CHOICE, E_PACK_FLAVOR,
	                 E_PACK_SUM, E_PACK_MAX, E_PACK_MIN, E_ZONE_INACTIVE, E_CITY_INACTIVE),
	.doc = "What something would cost at any moment, with every rule and code considered. "
	       "Prices of moments that are over are those of the history; rules and codes are "
	       "today's, by their dates. Nothing is changed or kept.");

ENDPOINTS(admin_simulator, &quote_simulation_endpoint);
