/* SPDX-License-Identifier: MIT */
/* Carts that have not become orders, for staff. */
#include "sale/cart_desk.h"

#include "api/quote_view.h"
#include "web/common.h"

VIEW(cart_row_view, struct cart_row,
	SHOW(id, "Cart"),
	SHOW_OPT(customer_id, "Whose it is; null: a guest's"),
	SHOW_OPT(customer_name, "That customer's name"),
	SHOW_OPT(promo_code, "Code that will be tried"),
	SHOW(lines, "How many lines it has"),
	SHOW(pieces, "Their quantities together"),
	SHOW_TIME(created_at, "When it was begun"),
	SHOW_TIME(updated_at, "Its last change"));
VIEW(cart_page_view, struct cart_page,
	SHOW_LIST(items, cart_row_view, "Open carts with something in them, last changed first"),
	SHOW_NEXT);

#define CART_LIST_IN(F)                                                                            \
	F(QUERY, choice, owner, .choices = CART_OWNERS, .optional = true,                          \
	  .doc = "Only customers' carts, or only guests'")                                         \
	F(QUERY, id, customer_id, .optional = true, .doc = "Only this customer's")                 \
	PAGE_IN(F, CART_PAGE_MAX, 50)
INPUT(cart_list_in, CART_LIST_IN);

static enum err
list_carts(struct ctx *cx, const struct cart_list_in *in, struct cart_page *out)
{
	return cart_desk_list(cx, in->owner, in->customer_id, in->cursor, in->limit, out);
}
ENDPOINT(list_carts, GET, "/api/v1/admin/carts", cart_list_in, cart_page_view,
	.auth = AUTH_STAFF, .perm = "cart.read", .tx = TX_READ,
	.doc = "What customers and guests are about to buy, or left.");

VIEW(cart_entry_view, struct cart_entry,
	SHOW_INSIDE(row, cart_row_view, "Whose it is, and since when"),
	SHOW_INSIDE(cart, cart_view, "What is in it, at the prices of now and of its owner"));
INPUT(admin_cart_in, ID_IN);

static enum err
get_admin_cart(struct ctx *cx, const struct admin_cart_in *in, struct cart_entry *out)
{
	return cart_desk_get(cx, in->id, out);
}
ENDPOINT(get_admin_cart, GET, "/api/v1/admin/carts/{id}", admin_cart_in, cart_entry_view,
	.auth = AUTH_STAFF, .perm = "cart.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One open cart with its lines priced.");

ENDPOINTS(admin_cart, &list_carts_endpoint, &get_admin_cart_endpoint);
