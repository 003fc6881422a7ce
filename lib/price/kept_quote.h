/* SPDX-License-Identifier: MIT */
/* Kept quotes: a price that was told is a promise for a while.
 *
 * Owns      quotes.
 * Rules     A quote keeps its facts until it expires, for its own cart and only while what is in
 *           that cart, its code and the zone are the same.  An order placed with it has its prices
 *           and discounts; limits and capacity are looked at all the same.
 * Does not  keep capacity, or a code's use: only placing the order does.
 * See       price/proof.h, sale/checkout.h; tests/http/quote_test.c */
#ifndef PRICE_KEPT_QUOTE_H
#define PRICE_KEPT_QUOTE_H

#include "price/quote.h"

/* Stores the facts for a cart: fills q->id and q->expires_at. */
enum err kept_quote_add(struct ctx *cx, int64_t cart_id, const struct quote_facts *facts,
                        int32_t minutes, struct quote *q) MUST_CHECK;

/* Puts the facts of a kept quote in the place of `facts`, which say what the cart is now.  *found is
 * false, and nothing changes, when it is not this cart's, has expired, or was for something else. */
enum err kept_quote_find(struct ctx *cx, int64_t id, int64_t cart_id, struct quote_facts *facts,
                         bool *found) MUST_CHECK;

/* Removes those that expired before the moment, at most max of them. */
enum err kept_quote_expire(struct ctx *cx, int64_t before, int32_t max,
                           int64_t *ret_done) MUST_CHECK;

#endif
