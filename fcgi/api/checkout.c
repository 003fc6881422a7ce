/* SPDX-License-Identifier: MIT */
/* From the cart to the order. */
#include "sale/checkout.h"

#include "api/order_view.h"
#include "api/quote_view.h"
#include "guard/rate.h"

static const struct rate rate_checkout = { "checkout", 600, 600, RATE_BY_IP };

#define CHECKOUT_IN(F)                                                                             \
	F(BODY, str, name, .min = 2, .max = 120, .doc = "Who receives the order")                  \
	F(BODY, phone, phone, .doc = "Phone number, proved by a code")                             \
	F(BODY, str, proof, .min = 43, .max = 43, .optional = true,                                \
	  .doc = "Proof from /auth/otp/verify, purpose guest_checkout; a customer's own phone "    \
	         "needs none")                                                                     \
	F(BODY, email, email, .optional = true, .doc = "For the confirmation by mail")             \
	F(BODY, id, zone_id, .doc = "Zone to deliver to")                                          \
	F(BODY, text, address, .min = 5, .max = 500, .doc = "Street, house, floor")                \
	F(BODY, text, additional_info, .max = 500, .optional = true, .doc = "Notes for the delivery") \
	F(BODY, text, gift_note, .max = 300, .optional = true, .doc = "Text for a gift card")      \
	F(BODY, date, delivery_date, .doc = "A day of /time-slots")                                \
	F(BODY, id, time_slot_id, .doc = "A slot of that day")                                     \
	F(BODY, choice, payment_method, .choices = PAYMENT_METHODS,                                \
	  .doc = "cash and card are paid at the door")                                             \
	F(BODY, id, quote_id, .optional = true,                                                    \
	  .doc = "The quote that was agreed to; its price holds until it expires")                 \
	F(BODY, money, expected_total, .min = 0, .max = MONEY_MAX,                                 \
	  .doc = "The total the customer saw; another one refuses the order")
INPUT(checkout_in, CHECKOUT_IN);

static enum err
place_order(struct ctx *cx, const struct checkout_in *in, struct order *out)
{
	struct checkout c = {
		.name = in->name, .phone = in->phone, .email = in->email, .proof = in->proof,
		.zone_id = in->zone_id, .time_slot_id = in->time_slot_id,
		.delivery_date = in->delivery_date, .address = in->address,
		.additional_info = in->additional_info, .gift_note = in->gift_note,
		.payment_method = in->payment_method, .expected_total = in->expected_total,
		.quote_id = in->quote_id,
	};

	return checkout_place(cx, &c, out);
}
ENDPOINT(place_order, POST, "/api/v1/checkout", checkout_in, placed_order_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_WRITE, .once = true, .status = 201,
	.rate = &rate_checkout,
	.errors = ERRORS(E_NOT_FOUND, E_PHONE_UNPROVED, E_CART_EMPTY, E_CART_ORDERED, E_CART_FULL,
	                 E_NOT_SOLD, E_PACK_SUM, E_PACK_MAX, E_PACK_MIN,
	                 E_ZONE_INACTIVE, E_CITY_INACTIVE, E_SLOT_UNAVAILABLE, E_SLOT_FULL,
	                 E_PROMO_UNKNOWN, E_PROMO_EARLY, E_PROMO_LATE, E_PROMO_SPENT, E_PROMO_USED,
	                 E_PROMO_MINIMUM, E_PAYMENT_METHOD, E_PRICE_CHANGED),
	.detail = quote_view, .detail_name = "quote",
	.doc = "Places the cart as an order, once for each Idempotency-Key.");

ENDPOINTS(checkout, &place_order_endpoint);
