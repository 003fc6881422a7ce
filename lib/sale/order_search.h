/* SPDX-License-Identifier: MIT */
/* Finding orders among a million: by number, phone, e-mail, or by names as they sound.
 *
 * Owns      order_words: the words of the names on orders, folded (base/fold.h).
 * Rules     One text says what is meant: a phone number, an address with @, an order's number, else
 *           words, each of which some word of the name begins with.
 *           Every way goes along an index, newest first, so that a page costs the same among
 *           thousands and among a million.
 * Does not  decide who may search by what (dispatch/desk.h).
 * See       tests/http/order_search_test.c, tests/bench/reports.c */
#ifndef SALE_ORDER_SEARCH_H
#define SALE_ORDER_SEARCH_H

#include "sale/order.h"

/* How many words of a search count: the longest. */
#define SEARCH_WORDS 3

/* Puts down the words of a new order's name. */
enum err order_search_note(struct ctx *cx, int64_t order_id, const char *name) MUST_CHECK;
/* Forgets those of all orders of a customer. */
enum err order_search_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;
/* Is this an e-mail address, as far as a search goes? */
bool order_search_by_email(const char *q);
/* Newest first, of those that fit the filter too.  E_SEARCH_WIDE when too many different names begin
 * like that; E_INVALID at "q" when there is no letter or digit in it. */
enum err order_search(struct ctx *cx, const struct order_filter *f, const char *q,
                      const char *cursor, int32_t limit, struct order_list *ret) MUST_CHECK;

/* Puts down the words of orders that have none, beginning behind *from, which it moves on: after an
 * import.  *ret_done is 0 at the end. */
enum err order_search_fill(struct ctx *cx, int32_t max, int64_t *from, int32_t *ret_done) MUST_CHECK;

#endif
