/* SPDX-License-Identifier: MIT */
/* Orders that staff take for somebody on the phone. */
#include "api/admin_order_view.h"
#include "api/order_line.h"
#include "api/quote_view.h"
#include "dispatch/desk.h"
#include "web/endpoint.h"

#define PHONE_QUOTE_IN(F)                                                                          \
	F(BODY, list, items, .of = order_line_in, .max = LINES_MAX, .doc = "What is ordered")      \
	F(BODY, id, customer_id, .optional = true,                                                 \
	  .doc = "Who orders, if known: the order is his, at his prices")                          \
	F(BODY, id, zone_id, .optional = true, .doc = "Zone to deliver to")                        \
	F(BODY, str, promo_code, .min = 2, .max = 50, .optional = true, .doc = "A code he names")
#define PHONE_ORDER_IN(F)                                                                          \
	PHONE_QUOTE_IN(F)                                                                          \
	F(BODY, str, name, .min = 2, .max = 120, .doc = "Who receives the order")                  \
	F(BODY, phone, phone, .doc = "Phone number of who receives it")                            \
	F(BODY, email, email, .optional = true, .doc = "For the confirmation by mail")             \
	F(BODY, text, address, .min = 5, .max = 500, .optional = true,                             \
	  .doc = "Street, house, floor; not needed when everything is digital")                    \
	F(BODY, text, additional_info, .max = 500, .optional = true, .doc = "Notes for the delivery") \
	F(BODY, text, gift_note, .max = 300, .optional = true, .doc = "Text for a gift card")      \
	F(BODY, date, delivery_date, .optional = true, .doc = "A day of /time-slots")              \
	F(BODY, id, time_slot_id, .optional = true, .doc = "A slot of that day")                   \
	F(BODY, choice, payment_method, .choices = PAYMENT_METHODS,                                \
	  .doc = "cash and card are paid at the door")                                             \
	F(BODY, choice, language, .choices = "en|ar", .optional = true,                            \
	  .doc = "Language of the messages; left out: of this request")                            \
	F(BODY, money, expected_total, .min = 0, .max = MONEY_MAX,                                 \
	  .doc = "The total he was told; another one refuses the order")
INPUT(phone_quote_in, PHONE_QUOTE_IN);
INPUT(phone_order_in, PHONE_ORDER_IN);

#define PHONE_ERRORS                                                                               \
	E_NOT_FOUND, E_CART_FULL, E_NOT_SOLD, E_NO_CHOICE, E_PACK_FLAVOR, E_PACK_SUM, E_PACK_MAX,  \
	E_PACK_MIN, E_ZONE_INACTIVE, E_CITY_INACTIVE

static enum err
quote_phone_order(struct ctx *cx, const struct phone_quote_in *in, struct quote *out)
{
	struct checkout c = {
		.lines = in->items, .lines_n = in->items_n, .customer_id = in->customer_id,
		.zone_id = in->zone_id, .promo_code = in->promo_code,
	};

	return checkout_quote(cx, &c, out);
}
ENDPOINT(quote_phone_order, POST, "/api/v1/admin/orders/quote", phone_quote_in, quote_view,
	.auth = AUTH_STAFF, .perm = "order.take", .tx = TX_READ, .errors = ERRORS(PHONE_ERRORS),
	.doc = "What an order from the phone would cost just now, and why.");

static enum err
take_phone_order(struct ctx *cx, const struct phone_order_in *in, struct order *out)
{
	struct checkout c = {
		.lines = in->items, .lines_n = in->items_n, .customer_id = in->customer_id,
		.promo_code = in->promo_code, .language = in->language,
		.name = in->name, .phone = in->phone, .email = in->email,
		.zone_id = in->zone_id, .time_slot_id = in->time_slot_id,
		.delivery_date = in->delivery_date, .address = in->address,
		.additional_info = in->additional_info, .gift_note = in->gift_note,
		.payment_method = in->payment_method, .expected_total = in->expected_total,
	};

	return desk_take(cx, &c, out);
}
ENDPOINT(take_phone_order, POST, "/api/v1/admin/orders", phone_order_in, admin_order_view,
	.auth = AUTH_STAFF, .perm = "order.take", .tx = TX_WRITE, .once = true, .status = 201,
	.errors = ERRORS(PHONE_ERRORS, E_PHONE_UNPROVED, E_SLOT_UNAVAILABLE, E_SLOT_FULL,
	                 E_PROMO_UNKNOWN, E_PROMO_EARLY, E_PROMO_LATE, E_PROMO_SPENT, E_PROMO_USED,
	                 E_PROMO_MINIMUM, E_PAYMENT_METHOD, E_PRICE_CHANGED),
	.detail = quote_view, .detail_name = "quote",
	.doc = "Takes an order for somebody on the phone, once for each Idempotency-Key; the same "
	       "checks as the shop's.");

ENDPOINTS(admin_phone_order, &quote_phone_order_endpoint, &take_phone_order_endpoint);
