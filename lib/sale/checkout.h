/* SPDX-License-Identifier: MIT */
/* Checkout: a cart becomes an order, exactly once, at the price its buyer saw.
 *
 * Rules     Everything that is used up (proof, cart, code, capacity) is taken by one conditional
 *           statement each, in the transaction that writes the order; either all of it or nothing.
 *           With a quote that is still kept, its prices and discounts hold; limits and capacity are
 *           looked at all the same.
 *           Staff take an order from the phone by the same steps: lines instead of a cart, a customer
 *           they name instead of a proof.  They answer for it, so it does not wait for one.
 *           What is digital alone needs no place, day, slot, fee or capacity; such input is not
 *           looked at.  Anything else needs all of them.
 *           Locks in this order: idempotency key, customer, cart, code, capacity.
 * See       fcgi/api/checkout.c, tests/http/checkout_test.c, tests/e2e/parallel.test.mjs */
#ifndef SALE_CHECKOUT_H
#define SALE_CHECKOUT_H

#include "price/quote.h"
#include "sale/order_edit.h"

struct checkout {
	const char *name, *phone, *email, *proof;
	int64_t address_id;		/* one of the customer's; 0: zone_id and address say where */
	int64_t zone_id, time_slot_id;	/* 0, and DAY_NONE: not given */
	struct day delivery_date;
	const char *address, *additional_info, *gift_note;
	const char *payment_method;
	struct money expected_total;
	int64_t quote_id;		/* 0: at the prices of now */

	/* By staff only, for somebody on the phone; else the cart and the actor say it. */
	const struct order_edit_line *lines;
	size_t lines_n;
	const char *promo_code;		/* NULL: none */
	const char *language;		/* of the messages; NULL: of the request */
	int64_t customer_id;		/* 0: somebody new, who is nobody until the phone is proved */
};

/* E_NOT_FOUND for an address or customer that is not there; E_PHONE_UNPROVED, E_CART_EMPTY,
 * E_CART_ORDERED, E_CART_FULL, E_NOT_SOLD, E_NO_CHOICE, E_PACK_*, E_ZONE_INACTIVE, E_CITY_INACTIVE, E_SLOT_UNAVAILABLE, E_SLOT_FULL, E_PROMO_*, E_PAYMENT_METHOD, and E_PRICE_CHANGED
 * with the new quote as cx->detail. */
enum err checkout_place(struct ctx *cx, const struct checkout *in, struct order *ret) MUST_CHECK;

/* What it would cost just now, by staff; where and when may be left out. */
enum err checkout_quote(struct ctx *cx, const struct checkout *in, struct quote *ret) MUST_CHECK;

#endif
