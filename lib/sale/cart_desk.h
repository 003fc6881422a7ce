/* SPDX-License-Identifier: MIT */
/* Carts as staff see them: what people are about to buy, or left.
 *
 * Rules     Read only.  Open carts with something in them; whose cart it is, but never the cookie
 *           that opens it, nor its hash.
 * See       sale/cart.h, fcgi/api/admin_cart.c, tests/http/admin_cart_test.c */
#ifndef SALE_CART_DESK_H
#define SALE_CART_DESK_H

#include "sale/cart.h"

#define CART_PAGE_MAX 200
#define CART_OWNERS "customer|guest"

struct cart_row {
	int64_t id, customer_id;	/* 0: a guest's */
	const char *customer_name;
	const char *promo_code;
	int32_t lines, pieces;
	int64_t created_at, updated_at;
};
struct cart_page { struct cart_row *items; size_t items_n; const char *next_cursor; };

struct cart_entry { struct cart_row row; struct cart cart; };

/* By last change, newest first.  `owner` is one of CART_OWNERS or NULL, customer_id 0 for all. */
enum err cart_desk_list(struct ctx *cx, const char *owner, int64_t customer_id, const char *cursor,
                        int32_t limit, struct cart_page *ret) MUST_CHECK;
/* With its lines at the prices of now and its owner.  E_NOT_FOUND also for an ordered one. */
enum err cart_desk_get(struct ctx *cx, int64_t id, struct cart_entry *ret) MUST_CHECK;

#endif
