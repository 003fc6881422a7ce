/* SPDX-License-Identifier: MIT */
/* What is sold, as staff keep it. */
#include "api/record_api.h"
#include "manage/flavor.h"
#include "manage/instance.h"
#include "manage/pack.h"
#include "manage/product.h"
#include "manage/product_type.h"
#include "manage/size.h"
#include "manage/translation.h"

RECORD_ENDPOINTS_MARKED(PRODUCT_TYPE, product_type_record, product_type, product_types,
                        "/api/v1/admin/product-types", "catalog.read", "catalog.write",
                        "product_types");
RECORD_ENDPOINTS_MARKED(PRODUCT, product_record, product, products, "/api/v1/admin/products",
                        "catalog.read", "catalog.write", "products");
RECORD_ENDPOINTS_MARKED(PACK, pack_record, pack, packs, "/api/v1/admin/packs",
                        "catalog.read", "catalog.write", "products");
RECORD_ENDPOINTS_MARKED(FLAVOR, flavor_record, flavor, flavors, "/api/v1/admin/flavors",
                        "catalog.read", "catalog.write", "flavors");
RECORD_ENDPOINTS(SIZE, size_record, size, sizes, "/api/v1/admin/sizes",
                 "catalog.read", "catalog.write",
                 RECORD_UNIQUE, RECORD_HELD);
RECORD_ENDPOINTS(INSTANCE, instance_record, instance, instances,
                 "/api/v1/admin/product-instances", "catalog.read", "catalog.write",
                 RECORD_FREE, RECORD_HELD);
RECORD_ENDPOINTS(TRANSLATION, translation_record, translation, translations,
                 "/api/v1/admin/translations", "catalog.read|place.read",
                 "catalog.write|place.write",
                 RECORD_UNIQUE, RECORD_LOOSE);

/* ---- the flavors of an instance ---- */

VIEW(instance_part_view, struct instance_flavor,
	SHOW(flavor_id, "Flavor"),
	SHOW(flavor_name, "Its name"),
	SHOW_OPT(size_id, "Size of these cookies; null: that of the instance"),
	SHOW_OPT(size_name, "Its name"),
	SHOW(quantity, "Bundle: how many are inside; else 1"),
	SHOW(price_adjustment, "Added to the price for each cookie of it"));
VIEW(instance_flavors_view, struct instance_flavors,
	SHOW(id, "Instance"),
	SHOW(version, "Names this state in a change"),
	SHOW_LIST(items, instance_part_view, "What a bundle holds, what a pack allows"));

INPUT(instance_flavors_in, ID_IN);

static enum err
get_instance_flavors(struct ctx *cx, const struct instance_flavors_in *in,
                     struct instance_flavors *out)
{
	return instance_flavors_get(cx, in->id, out);
}
ENDPOINT(get_instance_flavors, GET, "/api/v1/admin/product-instances/{id}/flavors",
	instance_flavors_in, instance_flavors_view, .auth = AUTH_STAFF, .perm = "catalog.read",
	.tx = TX_READ, .errors = ERRORS(E_NOT_FOUND), .doc = "The flavors of an instance.");

#define INSTANCE_FLAVOR_IN(F)                                                                      \
	F(BODY, id, flavor_id, .doc = "Flavor")                                                    \
	F(BODY, id, size_id, .optional = true, .doc = "Size; null: that of the instance")          \
	F(BODY, i32, quantity, .min = 1, .max = 200, .def = 1, .optional = true,                   \
	  .doc = "Bundle: how many are inside; else 1")                                            \
	F(BODY, money, price_adjustment, .min = -MONEY_MAX, .max = MONEY_MAX,                      \
	  .doc = "Added to the price for each cookie of it; may be negative")
INPUT(instance_flavor_in, INSTANCE_FLAVOR_IN);
#define SET_INSTANCE_FLAVORS_IN(F)                                                                 \
	F(PATH, id, id, .doc = "Which instance")                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, list, flavors, .of = instance_flavor_in, .max = INSTANCE_FLAVORS_MAX,              \
	  .doc = "All of them")
INPUT(set_instance_flavors_in, SET_INSTANCE_FLAVORS_IN);

static enum err
set_instance_flavors(struct ctx *cx, const struct set_instance_flavors_in *in,
                     struct instance_flavors *out)
{
	const struct instance_flavor_in *from = in->flavors;
	struct instance_flavor *flavors = arena_array(cx->mem, struct instance_flavor,
	                                              in->flavors_n + 1);

	for (size_t i = 0; i < in->flavors_n; i++)
		flavors[i] = (struct instance_flavor){
			.flavor_id = from[i].flavor_id, .size_id = from[i].size_id,
			.quantity = from[i].quantity, .price_adjustment = from[i].price_adjustment,
		};
	return instance_flavors_set(cx, in->id, in->version, flavors, in->flavors_n, out);
}
ENDPOINT(set_instance_flavors, PUT, "/api/v1/admin/product-instances/{id}/flavors",
	set_instance_flavors_in, instance_flavors_view, .auth = AUTH_STAFF, .perm = "catalog.write",
	.tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Sets what a bundle holds, what a pack allows, or what a cookie is.");

ENDPOINTS(admin_catalog, RECORD_LISTED_MARKED(product_type, product_types),
          RECORD_LISTED_MARKED(product, products), RECORD_LISTED_MARKED(pack, packs),
          RECORD_LISTED_MARKED(flavor, flavors), RECORD_LISTED(size, sizes),
          RECORD_LISTED(instance, instances), RECORD_LISTED(translation, translations),
          &get_instance_flavors_endpoint, &set_instance_flavors_endpoint);
