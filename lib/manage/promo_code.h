/* SPDX-License-Identifier: MIT */
/* Promo codes as staff keep them, one by one or many at once.
 *
 * Owns      promo_codes apart from used_count (price/promo.h).
 * Rules     A code is trimmed and upper-cased, there once for ever: a removed one keeps it.  The limit is
 *           never set below what is used already.
 * See       ops/record.h, price/promo.h, fcgi/api/admin_pricing.c, tests/http/record_test.c */
#ifndef MANAGE_PROMO_CODE_H
#define MANAGE_PROMO_CODE_H

#include "ops/record.h"

#define PROMO_TERMS(F)                                                                             \
	F(BODY, NEEDED, choice, discount_type, "What it does",                                     \
	  .choices = "percentage|fixed_amount")                                                    \
	F(BODY, NEEDED, money, discount_value, "Percent or amount", .min = 0, .max = MONEY_MAX)    \
	F(BODY, NEEDED, money, minimum_order_amount, "Applies from this subtotal on", .min = 0,    \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, money, maximum_discount, "Most that it takes off; null: no limit", .min = 0, \
	  .max = MONEY_MAX)                                                                        \
	F(BODY, OPEN, limit, usage_limit, "How many orders may use it; null: no limit, 0: none",   \
	  .min = 0, .max = INT32_MAX)                                                              \
	F(BODY, OPEN, limit, per_customer_limit, "How many orders of one person; null: no limit",  \
	  .min = 0, .max = 1000000)                                                                \
	F(BODY, OPEN, time, valid_from, "First moment; left out: now")                             \
	F(BODY, OPEN, time, valid_until, "First moment after it; null: no end")                    \
	F(BODY, USUAL, flag, is_active, "Off: nobody can use it", .def = 1)
#define PROMO_FIELDS(F)                                                                            \
	F(BODY, NEEDED, str, code, "What customers type", .min = 3, .max = 50)                     \
	F(BODY, NEEDED, str, name, "Name as shown in quotes and orders", .min = 2, .max = 255)     \
	F(BODY, OPEN, text, description, "What it is for", .max = 5000)                            \
	PROMO_TERMS(F)                                                                             \
	F(SHOWN, NEEDED, i32, used_count, "How many orders use it")                                \
	F(KEPT, OPEN, id, created_by, "")
#define PROMO_FILTERS(F)                                                                           \
	F(search, q, "CONCAT(r.code, ' ', r.name) LIKE ?", "Part of code or name", .max = 100)     \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define PROMO_SORTS(S)                                                                             \
	S(PROMO, code, "r.code")                                                                   \
	S(PROMO, used_count, "r.used_count")                                                       \
	S(PROMO, valid_from, "r.valid_from")
RECORD(PROMO, promo_record);

#define PROMO_BATCH_MAX 1000

/* Makes n codes of a prefix and ten random characters, each with the name and
 * terms of `like`. */
struct promo_batch { const char *codes; };	/* JSON array of texts */
enum err promo_code_generate(struct ctx *cx, const char *prefix, int32_t n,
                             const struct promo_record_fields *like,
                             struct promo_batch *ret) MUST_CHECK;

#endif
