/* SPDX-License-Identifier: MIT */
/* Carts: what somebody intends to buy, before it has become an order.
 *
 * Owns      carts, cart_items, cart_item_flavors.
 * Rules     One customer or one guest token.  One line per thing and choice; putting an equal
 *           choice in again adds to its line.  Prices are computed, never stored.
 *           An ordered cart is never changed again; its owner's next item begins a new one.
 * Does not  take capacity or use up codes (sale/checkout.h).
 * See       fcgi/api/cart.c, tests/http/cart_test.c */
#ifndef SALE_CART_H
#define SALE_CART_H

#include "price/quote.h"

struct cart {
	int64_t id;			/* 0: there is none yet */
	struct line *items;
	size_t items_n;
	const char *promo_code;
	const char *group;		/* of whose it is, for prices; NULL: none */
	struct money subtotal;
	int32_t cookies;
	const char *currency;
};

/* The cart of a guest's cookie; *ret stays 0 for a token that fits none. */
enum err cart_find_by_token(struct ctx *cx, const char *token, int64_t *ret) MUST_CHECK;

/* The open cart of a customer, the same on every device; 0: none. */
enum err cart_find_by_customer(struct ctx *cx, int64_t customer_id, int64_t *ret) MUST_CHECK;

/* What a login did to the cart. */
struct cart_merge {
	int32_t added;			/* lines the customer's cart did not have */
	int32_t merged;			/* lines whose quantities were added up */
	int32_t capped;			/* lines cut, or left out: more than a cart can hold */
};

/* Moves what is in a guest's cart into the customer's, once, and makes that the actor's cart;
 * equal lines add up to QUANTITY_MAX.  The guest's cart is gone afterwards.  Inside a transaction;
 * it locks the customer's row first, so that two logins at once make one cart.  A guest cart that
 * is 0, ordered or merged already changes nothing. */
enum err cart_merge_guest(struct ctx *cx, int64_t customer_id, int64_t guest_cart_id,
                          struct cart_merge *ret) MUST_CHECK;

/* The actor's cart for change, locked; begins one if there is none or it was ordered, and then *token
 * is what the guest's cookie has to be (NULL otherwise). */
enum err cart_open(struct ctx *cx, int64_t *ret_id, const char **token) MUST_CHECK;

/* The actor's cart with its lines priced; an empty one if there is none. */
enum err cart_get_own(struct ctx *cx, struct cart *ret) MUST_CHECK;

/* The lines of any cart at the prices of a group (NULL: none), and what they add up to. */
enum err cart_read_lines(struct ctx *cx, int64_t cart_id, const char *group,
                         struct cart *ret) MUST_CHECK;

/* A choice that is being made: what it lacks, and what may still be added. */
struct choice_may { int64_t flavor_id; const char *name; struct money price_adjustment; int32_t at_most; };
struct choice_state {
	int32_t count, chosen, missing, kinds_missing;
	bool complete;
	struct money unit_price;	/* of one piece, with what was chosen so far */
	struct choice_may *may_add;
	size_t may_add_n;
};
/* E_NOT_FOUND, E_NO_CHOICE, E_PACK_FLAVOR, E_PACK_MAX; E_PACK_SUM for more than fits. */
enum err cart_look_choice(struct ctx *cx, int64_t instance_id, const struct choice *choices,
                          size_t choices_n, struct choice_state *ret) MUST_CHECK;

/* What somebody wants to buy, as a line of no cart: checked as cart_add does, with its tariff. */
enum err cart_make_line(struct ctx *cx, int64_t instance_id, int32_t quantity,
                        const struct choice *choices, size_t choices_n,
                        struct line *ret) MUST_CHECK;

/* Puts something in.  E_NOT_FOUND for no such thing, E_NOT_SOLD, E_PACK_*, E_NO_CHOICE, E_CART_FULL
 * for one line too many or more than QUANTITY_MAX in one. */
enum err cart_add(struct ctx *cx, int64_t cart_id, int64_t instance_id, int32_t quantity,
                  const struct choice *choices, size_t choices_n) MUST_CHECK;
/* Of the actor's cart; E_NOT_FOUND if it is not there. */
enum err cart_set_quantity(struct ctx *cx, int64_t item_id, int32_t quantity) MUST_CHECK;
enum err cart_remove(struct ctx *cx, int64_t item_id) MUST_CHECK;

/* Remembers a code that could apply by its dates and limits: E_PROMO_*.  Below its minimum it is
 * remembered as well, and the quote says so. */
enum err cart_set_promo(struct ctx *cx, const char *code) MUST_CHECK;
enum err cart_clear_promo(struct ctx *cx) MUST_CHECK;

/* A quote of the actor's cart, with its code, for a zone (0: none yet; not looked at when all is
 * digital), kept for a while.  E_CART_EMPTY; E_NOT_SOLD and E_PACK_* naming the line; E_CART_FULL
 * when it costs more than a price can hold. */
enum err cart_quote(struct ctx *cx, int64_t zone_id, struct quote *ret) MUST_CHECK;

/* A step of the job `expire-carts`: removes at most max carts that were left (a guest's after 30 days,
 * as long as his cookie lives; a customer's after 180), ordered ones after 30, and quotes that
 * expired a day ago. */
enum err cart_expire_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* For checkout: marks the actor's cart as ordered and gives its lines, priced, and its code.
 * E_CART_EMPTY, E_CART_ORDERED, E_NOT_SOLD, E_PACK_*. */
enum err cart_consume(struct ctx *cx, struct cart *ret) MUST_CHECK;

/* All carts of an erased customer go, the ordered ones too. */
enum err cart_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
