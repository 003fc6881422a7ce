/* SPDX-License-Identifier: MIT */
/* Pricing rules as staff keep them.
 *
 * Owns      pricing_rules.
 * Rules     What a rule looks at is there: a product, category, flavor or zone by its number, a city or
 *           a group of customers by its name; a time rule looks at nothing but its dates.
 * See       ops/record.h, price/rule.h, fcgi/api/admin_pricing.c, tests/http/record_test.c */
#ifndef MANAGE_RULE_H
#define MANAGE_RULE_H

#include "ops/record.h"

#define RULE_TYPES "product|category|flavor|time|location|customer_group"

#define RULE_FIELDS(F)                                                                             \
	F(BODY, NEEDED, str, name, "Name as shown in quotes and orders", .min = 2, .max = 255)     \
	F(BODY, OPEN, text, description, "What it is for", .max = 5000)                            \
	F(BODY, NEEDED, choice, rule_type, "What it looks at", .choices = RULE_TYPES)              \
	F(BODY, OPEN, id, target_id, "Product, category, flavor or zone, by its type")             \
	F(BODY, OPEN, str, target_value, "City or customer group, by its type", .max = 255)        \
	F(BODY, NEEDED, choice, discount_type, "What it does",                                     \
	  .choices = "percentage|fixed_amount|free_delivery")                                      \
	F(BODY, NEEDED, money, discount_value, "Percent or amount; 0.00 for free delivery",        \
	  .min = 0, .max = MONEY_MAX)                                                              \
	F(BODY, NEEDED, money, minimum_order_amount, "Applies from this subtotal on", .min = 0,    \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, money, maximum_discount, "Most that it takes off; null: no limit", .min = 0, \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, time, start_date, "First moment; left out: now")                             \
	F(BODY, OPEN, time, end_date, "First moment after it; null: no end")                       \
	F(BODY, NEEDED, i32, priority, "Higher ones apply first", .min = -1000000, .max = 1000000) \
	F(BODY, USUAL, flag, is_active, "Off: it does nothing", .def = 1)                          \
	F(KEPT, OPEN, id, created_by, "")
#define RULE_FILTERS(F)                                                                            \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(choice, rule_type, "r.rule_type = ?", "Of this type", .choices = RULE_TYPES)             \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define RULE_SORTS(S)                                                                              \
	S(RULE, name, "r.name")                                                                    \
	S(RULE, priority, "r.priority")                                                            \
	S(RULE, start_date, "r.start_date")
RECORD(RULE, rule_record);

#endif
