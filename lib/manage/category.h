/* SPDX-License-Identifier: MIT */
/* Pricing categories as staff keep them: named groups of things that category rules look at.
 *
 * Owns      pricing_categories.
 * Rules     What it names is there: a product type or kind, a size, a group of flavors; a group of
 *           customers may come later.  One that a rule looks at stays.
 * See       ops/record.h, price/rule.h, fcgi/api/admin_pricing.c, tests/http/record_test.c */
#ifndef MANAGE_CATEGORY_H
#define MANAGE_CATEGORY_H

#include "ops/record.h"

#define CATEGORY_TYPES "product_type|flavor_category|size_category|customer_group"

#define CATEGORY_FIELDS(F)                                                                         \
	F(BODY, NEEDED, str, name, "Name, such as Premium flavors", .min = 2, .max = 255)          \
	F(BODY, OPEN, text, description, "What it is for", .max = 5000)                            \
	F(BODY, NEEDED, choice, category_type, "What it is a group of", .choices = CATEGORY_TYPES) \
	F(BODY, NEEDED, str, target_value, "English name of type, flavor category, size or group", \
	  .min = 1, .max = 255)                                                                    \
	F(BODY, USUAL, flag, is_active, "Off: rules on it do nothing", .def = 1)
#define CATEGORY_FILTERS(F)                                                                        \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(choice, category_type, "r.category_type = ?", "Of this kind", .choices = CATEGORY_TYPES) \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define CATEGORY_SORTS(S) S(CATEGORY, name, "r.name")
RECORD(CATEGORY, category_record);

#endif
