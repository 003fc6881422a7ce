/* SPDX-License-Identifier: MIT */
/* How the list of products is narrowed and ordered; the catalog's page takes the same. */
#ifndef API_PRODUCT_FILTER_H
#define API_PRODUCT_FILTER_H

#include "catalog/catalog.h"
#include "web/endpoint.h"

#define PRODUCT_FILTER_IN(F)                                                                       \
	F(QUERY, str, type, .min = 1, .max = 120, .optional = true, .doc = "Slug of a product type") \
	F(QUERY, str, flavor, .min = 1, .max = 120, .optional = true, .doc = "Slug of a flavor")   \
	F(QUERY, id, size_id, .optional = true, .doc = "Comes in this size")                       \
	F(QUERY, str, q, .min = 1, .max = 60, .optional = true, .doc = "Text within the name")     \
	F(QUERY, flag, on_sale, .optional = true, .doc = "Only what is on sale")                   \
	F(QUERY, money, min_price, .min = 0, .max = MONEY_MAX, .optional = true,                   \
	  .doc = "Costs that or more")                                                             \
	F(QUERY, money, max_price, .min = 0, .max = MONEY_MAX, .optional = true,                   \
	  .doc = "Costs that or less")                                                             \
	F(QUERY, choice, sort, .choices = "id|name|price|-price", .optional = true,                \
	  .doc = "Order of the list; by id when left out")

#define PRODUCT_FILTER(in)                                                                         \
	(struct product_filter){                                                                   \
		.type = (in)->type, .flavor = (in)->flavor, .size_id = (in)->size_id,              \
		.text = (in)->q, .sort = (in)->sort ? (in)->sort : "id", .on_sale = (in)->on_sale, \
		.least = (in)->min_price, .most = (in)->max_price,                                 \
	}

#endif
