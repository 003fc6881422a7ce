/* SPDX-License-Identifier: MIT */
/* The cart of a visitor or customer, and what it would cost. */
#include "sale/cart.h"

#include "api/api.h"
#include "api/quote_view.h"
#include "base/str.h"
#include "web/common.h"

#define CART_COOKIE_SECS (30 * 86400)

static const struct rate rate_quote = { "quote", 600, 600, RATE_BY_IP };
static const struct rate rate_promo = { "promo", 30, 600, RATE_BY_IP };

VIEW(cart_view, struct cart,
	SHOW_LIST(items, line_view, "One per thing and choice, oldest first"),
	SHOW_OPT(promo_code, "Code that will be tried"),
	SHOW(subtotal, "Sum of the lines, before discounts and delivery"),
	SHOW(cookies, "How many cookies these are"),
	SHOW(currency, "ISO 4217 code"));

static enum err
get_cart(struct ctx *cx, const struct nothing *in, struct cart *out)
{
	(void)in;
	return cart_get_own(cx, out);
}
ENDPOINT(get_cart, GET, "/api/v1/cart", nothing, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "The visitor's cart, or the customer's on every device; empty if there is none.");

#define CHOICE_IN(F)                                                                               \
	F(BODY, id, flavor_id, .doc = "Flavor")                                                    \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "How many of it, in one pack")
INPUT_OF(flavor_choice_in, struct choice, CHOICE_IN);

#define ADD_ITEM_IN(F)                                                                             \
	F(BODY, id, product_instance_id, .doc = "What: a product or pack in a size")               \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "How many")                             \
	F(BODY, list, flavors, .of = flavor_choice_in, .max = CHOICES_MAX, .optional = true,       \
	  .doc = "A pack's choice; adds up to its count")
INPUT(add_item_in, ADD_ITEM_IN);

static enum err
add_item(struct ctx *cx, const struct add_item_in *in, struct cart *out)
{
	const char *token;
	int64_t cart_id;

	TRY(cart_open(cx, &cart_id, &token));
	TRY(cart_add(cx, cart_id, in->product_instance_id, in->quantity, in->flavors, in->flavors_n));
	if (token)
		reply_cookie(cx, CART_COOKIE, token, CART_COOKIE_SECS, false);
	cx->actor.cart_id = cart_id;
	return cart_get_own(cx, out);
}
ENDPOINT(add_item, POST, "/api/v1/cart/items", add_item_in, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_NOT_FOUND, E_NOT_SOLD, E_PACK_SUM, E_PACK_FLAVOR, E_PACK_MAX, E_PACK_MIN,
	                 E_NO_CHOICE, E_CART_FULL),
	.doc = "Puts something into the cart; an equal choice adds to its line.");

#define SET_ITEM_IN(F)                                                                             \
	F(PATH, id, id, .doc = "The cart's line")                                                  \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "How many there shall be")
INPUT(set_item_in, SET_ITEM_IN);

static enum err
set_item(struct ctx *cx, const struct set_item_in *in, struct cart *out)
{
	TRY(cart_set_quantity(cx, in->id, in->quantity));
	return cart_get_own(cx, out);
}
ENDPOINT(set_item, PATCH, "/api/v1/cart/items/{id}", set_item_in, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true,
	.errors = ERRORS(E_NOT_FOUND), .doc = "Changes how many of a line.");

#define REMOVE_ITEM_IN(F) F(PATH, id, id, .doc = "The cart's line")
INPUT(remove_item_in, REMOVE_ITEM_IN);

static enum err
remove_item(struct ctx *cx, const struct remove_item_in *in, struct cart *out)
{
	TRY(cart_remove(cx, in->id));
	return cart_get_own(cx, out);
}
ENDPOINT(remove_item, DELETE, "/api/v1/cart/items/{id}", remove_item_in, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Takes a line out of the cart.");

#define SET_PROMO_IN(F)                                                                            \
	F(BODY, str, promo_code, .min = 1, .max = 50, .doc = "The code, in any case")
INPUT(set_promo_in, SET_PROMO_IN);

static enum err
set_promo(struct ctx *cx, const struct set_promo_in *in, struct cart *out)
{
	TRY(cart_set_promo(cx, in->promo_code));
	return cart_get_own(cx, out);
}
ENDPOINT(set_promo, POST, "/api/v1/cart/promo", set_promo_in, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true,
	.rate = &rate_promo,
	.errors = ERRORS(E_NOT_FOUND, E_PROMO_UNKNOWN, E_PROMO_EARLY, E_PROMO_LATE, E_PROMO_SPENT),
	.doc = "Remembers a code for the cart; the quote says what it takes off, or why nothing yet.");

static enum err
clear_promo(struct ctx *cx, const struct nothing *in, struct cart *out)
{
	(void)in;
	TRY(cart_clear_promo(cx));
	return cart_get_own(cx, out);
}
ENDPOINT(clear_promo, DELETE, "/api/v1/cart/promo", nothing, cart_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true,
	.errors = ERRORS(E_NOT_FOUND),
	.doc = "Forgets the cart's code.");

#define QUOTE_IN(F)                                                                                \
	F(BODY, id, zone_id, .optional = true, .doc = "Zone to deliver to; without it no fee yet")
INPUT(quote_in, QUOTE_IN);

static enum err
quote_cart(struct ctx *cx, const struct quote_in *in, struct quote *out)
{
	return cart_quote(cx, in->zone_id, out);
}
ENDPOINT(quote_cart, POST, "/api/v1/cart/quote", quote_in, quote_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_quote,
	.errors = ERRORS(E_NOT_FOUND, E_CART_EMPTY, E_CART_FULL, E_NOT_SOLD, E_PACK_SUM,
	                 E_PACK_MAX, E_PACK_MIN, E_ZONE_INACTIVE, E_CITY_INACTIVE),
	.doc = "What the cart costs now: every amount, and why a rule or code does not apply. "
	       "Placing the order with the quote's id keeps its price until it expires.");

ENDPOINTS(cart, &get_cart_endpoint, &add_item_endpoint, &set_item_endpoint,
          &remove_item_endpoint, &set_promo_endpoint, &clear_promo_endpoint,
          &quote_cart_endpoint);
