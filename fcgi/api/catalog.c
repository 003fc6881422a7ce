/* SPDX-License-Identifier: MIT */
/* The public catalog. */
#include "price/shelf.h"

#include "api/product_filter.h"
#include "web/common.h"

#define PUBLIC_READ .auth = AUTH_ANYONE, .tx = TX_READ, .cache_secs = 10

VIEW(product_type_view, struct product_type,
	SHOW(id, "Product type"),
	SHOW(slug, "Name in addresses and filters"),
	SHOW(name, "Name in the language asked for"),
	SHOW_OPT(description, "Description in the language asked for"));
VIEW(product_type_list_view, struct product_type_list,
	SHOW_LIST(items, product_type_view, "All active types"));

static enum err
list_product_types(struct ctx *cx, const struct nothing *in, struct product_type_list *out)
{
	(void)in;
	return product_type_list(cx, out);
}
ENDPOINT(list_product_types, GET, "/api/v1/product-types", nothing, product_type_list_view,
	PUBLIC_READ, .doc = "Kinds of products.");

VIEW(size_view, struct size,
	SHOW(id, "Size"),
	SHOW(name, "Name in the language asked for"),
	SHOW_OPT(description, "Description in the language asked for"));
VIEW(size_list_view, struct size_list, SHOW_LIST(items, size_view, "All active sizes"));

static enum err
list_sizes(struct ctx *cx, const struct nothing *in, struct size_list *out)
{
	(void)in;
	return size_list(cx, out);
}
ENDPOINT(list_sizes, GET, "/api/v1/sizes", nothing, size_list_view, PUBLIC_READ,
	.doc = "Sizes of cookies.");

#define FLAVOR_LIST_IN(F) PAGE_IN(F, 100, 50)
INPUT(flavor_list_in, FLAVOR_LIST_IN);
VIEW(image_view, struct image,
	SHOW(url, "Address of the picture"),
	SHOW(is_primary, "The one to show first"));
VIEW(flavor_view, struct flavor,
	SHOW(id, "Flavor"),
	SHOW(slug, "Name in addresses and filters"),
	SHOW(name, "Name in the language asked for"),
	SHOW_OPT(description, "Description in the language asked for"),
	SHOW_OPT(category, "Group of flavors, e.g. Chocolate"),
	SHOW_OPT(image_url, "Main picture"),
	SHOW_LIST(images, image_view, "All pictures"));
VIEW(flavor_list_view, struct flavor_list,
	SHOW_LIST(items, flavor_view, "Active flavors"),
	SHOW_NEXT);

static enum err
list_flavors(struct ctx *cx, const struct flavor_list_in *in, struct flavor_list *out)
{
	return flavor_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_flavors, GET, "/api/v1/flavors", flavor_list_in, flavor_list_view, PUBLIC_READ,
	.doc = "Flavors with their pictures.");

VIEW(instance_flavor_view, struct instance_flavor,
	SHOW(flavor_id, "Flavor"),
	SHOW(slug, "Its name in addresses"),
	SHOW(name, "Its name in the language asked for"),
	SHOW_OPT(image_url, "Its main picture"),
	SHOW(quantity, "How many of it are in a bundle; 1 elsewhere"),
	SHOW(price_adjustment, "Added to a pack's price for each piece chosen"));
VIEW(instance_view, struct instance,
	SHOW(id, "What goes into a cart"),
	SHOW_OPT(size_id, "Size; null when there is only one"),
	SHOW_OPT(size, "Name of the size"),
	SHOW(price, "Price of one for everybody, before adjustments and discounts"),
	SHOW(on_sale, "Whether that is a sale's"),
	SHOW_OPT(original_price, "What it costs outside the sale"),
	SHOW_TIME_OPT(sale_ends_at, "First moment after the sale, if it has an end"),
	SHOW_LIST(flavors, instance_flavor_view,
	          "What it consists of; of a pack: what can be chosen"));
VIEW(product_view, struct product,
	SHOW(id, "Product"),
	SHOW(slug, "Name in addresses"),
	SHOW(name, "Name in the language asked for"),
	SHOW_OPT(description, "Description in the language asked for"),
	SHOW(type, "Slug of its product type"),
	SHOW_OPT(image_url, "Main picture"),
	SHOW(current_price, "Price that lists are filtered and sorted by; follows sales within minutes"),
	SHOW(is_on_sale, "Flag that lists are filtered by"),
	SHOW_LIST(instances, instance_view, "Sizes that can be bought, cheapest first"));
VIEW(product_list_view, struct product_list,
	SHOW_LIST(items, product_view, "Products that match"),
	SHOW_NEXT);

#define PRODUCT_LIST_IN(F)                                                                         \
	PRODUCT_FILTER_IN(F)                                                                       \
	PAGE_IN(F, 100, 24)
INPUT(product_list_in, PRODUCT_LIST_IN);

static enum err
list_products(struct ctx *cx, const struct product_list_in *in, struct product_list *out)
{
	struct product_filter filter = PRODUCT_FILTER(in);

	TRY(product_list(cx, &filter, in->cursor, in->limit, out));
	return shelf_price(cx, out->stock, out->stock_n);
}
ENDPOINT(list_products, GET, "/api/v1/products", product_list_in, product_list_view, PUBLIC_READ,
	.doc = "Products with what can be bought of them; filtered, sorted, paged.");

#define PRODUCT_GET_IN(F) F(PATH, str, slug, .min = 1, .max = 120, .doc = "The product's slug")
INPUT(product_get_in, PRODUCT_GET_IN);

static enum err
get_product(struct ctx *cx, const struct product_get_in *in, struct product *out)
{
	TRY(product_get(cx, in->slug, out));
	return shelf_price(cx, out->instances, out->instances_n);
}
ENDPOINT(get_product, GET, "/api/v1/products/{slug}", product_get_in, product_view, PUBLIC_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "One product.");

#define PACK_LIST_IN(F) PAGE_IN(F, 100, 24)
INPUT(pack_list_in, PACK_LIST_IN);
VIEW(pack_view, struct pack,
	SHOW(id, "Pack"),
	SHOW(slug, "Name in addresses"),
	SHOW(name, "Name in the language asked for"),
	SHOW_OPT(description, "Description in the language asked for"),
	SHOW_OPT(image_url, "Main picture"),
	SHOW(count, "How many cookies have to be chosen"),
	SHOW_OPT(max_per_flavor, "Most of one flavor; null: no such rule"),
	SHOW_OPT(min_flavors, "Least number of different flavors; null: no such rule"),
	SHOW_LIST(instances, instance_view, "Sizes that can be bought, with the flavors to choose"));
VIEW(pack_list_view, struct pack_list, SHOW_LIST(items, pack_view, "Active packs"), SHOW_NEXT);

static enum err
list_packs(struct ctx *cx, const struct pack_list_in *in, struct pack_list *out)
{
	TRY(pack_list(cx, in->cursor, in->limit, out));
	return shelf_price(cx, out->stock, out->stock_n);
}
ENDPOINT(list_packs, GET, "/api/v1/packs", pack_list_in, pack_list_view, PUBLIC_READ,
	.doc = "Packs whose flavors the customer chooses.");

INPUT(pack_get_in, ID_IN);

static enum err
get_pack(struct ctx *cx, const struct pack_get_in *in, struct pack *out)
{
	TRY(pack_get(cx, in->id, out));
	return shelf_price(cx, out->instances, out->instances_n);
}
ENDPOINT(get_pack, GET, "/api/v1/packs/{id}", pack_get_in, pack_view, PUBLIC_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "One pack.");

ENDPOINTS(catalog, &list_product_types_endpoint, &list_sizes_endpoint, &list_flavors_endpoint,
          &list_products_endpoint, &get_product_endpoint, &list_packs_endpoint,
          &get_pack_endpoint);
