/* SPDX-License-Identifier: MIT */
/* Prices at the desk of who sets them. */
#include "price/price_desk.h"

#include "web/common.h"

VIEW(tier_price_view, struct tier_price,
	SHOW(id, "Price"),
	SHOW_OPT(product_id, "Of this product; null: of an instance alone"),
	SHOW_OPT(product_instance_id, "Of this instance; null: of the whole product"),
	SHOW_CHOICE(price_type, PRICE_TYPES, "Who gets it"),
	SHOW(price, "The price"),
	SHOW_TIME(start_date, "First moment"),
	SHOW_TIME_OPT(end_date, "First moment after it; null: no end"),
	SHOW(is_active, "False: switched off"),
	SHOW(version, "Names this state in an edit"));
VIEW(tier_page_view, struct tier_page,
	SHOW_LIST(items, tier_price_view, "By number, those that are over or off too"),
	SHOW_NEXT);

#define TIER_LIST_IN(F)                                                                            \
	F(QUERY, id, product_id, .optional = true, .doc = "Of this product and its instances")     \
	F(QUERY, id, product_instance_id, .optional = true, .doc = "Of this instance")             \
	PAGE_IN(F, PRICE_PAGE_MAX, 50)
INPUT(tier_list_in, TIER_LIST_IN);

static enum err
list_tier_prices(struct ctx *cx, const struct tier_list_in *in, struct tier_page *out)
{
	return price_desk_list(cx, in->product_id, in->product_instance_id, in->cursor, in->limit,
	                       out);
}
ENDPOINT(list_tier_prices, GET, "/api/v1/admin/product-prices", tier_list_in, tier_page_view,
	.auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ,
	.doc = "Prices by tier and date.");

#define TIER_ADD_IN(F)                                                                             \
	F(BODY, id, product_id, .optional = true, .doc = "The product")                            \
	F(BODY, id, product_instance_id, .optional = true,                                         \
	  .doc = "The instance whose own price it is; left out: the whole product")                \
	F(BODY, choice, price_type, .choices = PRICE_TYPES, .doc = "Who gets it")                  \
	F(BODY, money, price, .min = 0, .max = MONEY_MAX, .doc = "The price")                      \
	F(BODY, time, start_date, .optional = true, .doc = "First moment; left out: now")          \
	F(BODY, time, end_date, .optional = true, .doc = "First moment after it")
INPUT(tier_add_in, TIER_ADD_IN);

static enum err
add_tier_price(struct ctx *cx, const struct tier_add_in *in, struct tier_price *out)
{
	struct tier_price new = {
		.product_id = in->product_id, .product_instance_id = in->product_instance_id,
		.price_type = in->price_type, .price = in->price, .start_date = in->start_date,
		.end_date = in->end_date,
	};

	return price_desk_add(cx, &new, out);
}
ENDPOINT(add_tier_price, POST, "/api/v1/admin/product-prices", tier_add_in, tier_price_view,
	.auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE, .status = 201,
	.doc = "Sets a price for everybody or a group, for a time.");

#define TIER_EDIT_IN(F)                                                                            \
	F(PATH, id, id, .doc = "Which price")                                                      \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, money, price, .min = 0, .max = MONEY_MAX, .optional = true, .doc = "The price")    \
	F(BODY, time, start_date, .optional = true, .doc = "First moment")                         \
	F(BODY, time, end_date, .optional = true, .doc = "First moment after it")                  \
	F(BODY, switch, is_active, .optional = true, .doc = "False switches it off")
INPUT(tier_edit_in, TIER_EDIT_IN);

static enum err
edit_tier_price(struct ctx *cx, const struct tier_edit_in *in, struct tier_price *out)
{
	struct tier_edit edit = { in->price, in->start_date, in->end_date, in->is_active };

	return price_desk_edit(cx, in->id, in->version, &edit, out);
}
ENDPOINT(edit_tier_price, PATCH, "/api/v1/admin/product-prices/{id}", tier_edit_in,
	tier_price_view, .auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Changes what is given of a price; the history keeps what it was.");

VIEW(product_price_view, struct product_price,
	SHOW(id, "Product"),
	SHOW(base_price, "Price that sales and tiers compare to"),
	SHOW_OPT(original_price, "Shown beside a sale; null: the base price"),
	SHOW_OPT(sale_price, "While its sale is on; null: no sale"),
	SHOW_TIME_OPT(sale_start_date, "First moment of the sale"),
	SHOW_TIME_OPT(sale_end_date, "First moment after it"),
	SHOW(is_on_sale, "Flag that lists go by"),
	SHOW(current_price, "Price that lists go by"),
	SHOW(version, "Names this state in an edit"));

INPUT(product_price_in, ID_IN);

static enum err
get_product_price(struct ctx *cx, const struct product_price_in *in, struct product_price *out)
{
	return price_desk_product(cx, in->id, out);
}
ENDPOINT(get_product_price, GET, "/api/v1/admin/products/{id}/price", product_price_in,
	product_price_view, .auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "A product's own prices.");

#define BASE_IN(F)                                                                                 \
	F(PATH, id, id, .doc = "Which one")                                                        \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, money, base_price, .min = 0, .max = MONEY_MAX, .doc = "The new base price")
INPUT(base_in, BASE_IN);

static enum err
set_product_price(struct ctx *cx, const struct base_in *in, struct product_price *out)
{
	return price_desk_set_product(cx, in->id, in->version, in->base_price, out);
}
ENDPOINT(set_product_price, PATCH, "/api/v1/admin/products/{id}/price", base_in,
	product_price_view, .auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Sets what sales and tiers of a product compare to; its instances keep their own.");

#define SALE_IN(F)                                                                                 \
	F(PATH, id, id, .doc = "Which product")                                                    \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, money, sale_price, .min = 0, .max = MONEY_MAX, .optional = true,                   \
	  .doc = "Price while the sale is on; left out: there is no sale any more")                \
	F(BODY, money, original_price, .min = 0, .max = MONEY_MAX, .optional = true,               \
	  .doc = "Shown beside it; left out: the base price")                                      \
	F(BODY, time, start_at, .optional = true, .doc = "First moment")                           \
	F(BODY, time, end_at, .optional = true, .doc = "First moment after it")
INPUT(sale_in, SALE_IN);

static enum err
set_sale(struct ctx *cx, const struct sale_in *in, struct product_price *out)
{
	struct sale_wish sale = { in->sale_price, in->original_price, in->start_at, in->end_at };

	return price_desk_set_sale(cx, in->id, in->version, &sale, out);
}
ENDPOINT(set_sale, PUT, "/api/v1/admin/products/{id}/sale", sale_in, product_price_view,
	.auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Puts a product on sale, or ends it. Without dates it is on until it is ended.");

VIEW(instance_price_view, struct instance_price,
	SHOW(id, "Instance"),
	SHOW(base_price, "Price before sales, tiers and chosen flavors"),
	SHOW(version, "Names this state in an edit"));

static enum err
set_instance_price(struct ctx *cx, const struct base_in *in, struct instance_price *out)
{
	return price_desk_set_instance(cx, in->id, in->version, in->base_price, out);
}
ENDPOINT(set_instance_price, PATCH, "/api/v1/admin/product-instances/{id}/price", base_in,
	instance_price_view, .auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT), .doc = "Sets what a thing in a size costs.");

VIEW(price_as_of_view, struct price_as_of,
	SHOW(product_instance_id, "Instance"),
	SHOW_TIME(at, "The moment"),
	SHOW(price, "What one cost then, without chosen flavors"),
	SHOW(base_price, "Its base price then"),
	SHOW_OPT(original_price, "Outside the sale, if it was on sale"),
	SHOW_CHOICE(kind, "base|regular|sale|member|wholesale", "Which price that is"));

#define AS_OF_IN(F)                                                                                \
	F(PATH, id, id, .doc = "Which instance")                                                   \
	F(QUERY, time, at, .optional = true, .doc = "The moment; left out: now")                   \
	F(QUERY, str, group, .min = 1, .max = 64, .optional = true, .doc = "For this group of customers")
INPUT(as_of_in, AS_OF_IN);

static enum err
get_price_as_of(struct ctx *cx, const struct as_of_in *in, struct price_as_of *out)
{
	return price_desk_as_of(cx, in->id, in->at, in->group, out);
}
ENDPOINT(get_price_as_of, GET, "/api/v1/admin/product-instances/{id}/price", as_of_in,
	price_as_of_view, .auth = AUTH_STAFF, .perm = "price.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "What a thing cost at any moment, from the history.");

ENDPOINTS(admin_price, &list_tier_prices_endpoint, &add_tier_price_endpoint,
          &edit_tier_price_endpoint, &get_product_price_endpoint, &set_product_price_endpoint,
          &set_sale_endpoint, &set_instance_price_endpoint, &get_price_as_of_endpoint);
