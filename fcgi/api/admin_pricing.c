/* SPDX-License-Identifier: MIT */
/* Pricing rules, what they look at, and promo codes, as staff keep them. */
#include "api/record_api.h"
#include "manage/category.h"
#include "manage/promo_code.h"
#include "manage/rule.h"

RECORD_ENDPOINTS(RULE, rule_record, pricing_rule, pricing_rules, "/api/v1/admin/pricing-rules",
                 "price.read", "price.write",
                 RECORD_FREE, RECORD_LOOSE);
RECORD_ENDPOINTS(CATEGORY, category_record, pricing_category, pricing_categories,
                 "/api/v1/admin/pricing-categories", "price.read", "price.write",
                 RECORD_FREE, RECORD_HELD);
RECORD_ENDPOINTS_MARKED(PROMO, promo_record, promo_code, promo_codes,
                        "/api/v1/admin/promo-codes", "price.read", "price.write", "products");

/* ---- many codes at once ---- */

struct promo_batch_wish { int32_t count; const char *prefix; struct promo_record_fields f; };
SHAPE_(promo_batch_in, struct promo_batch_wish,
	FIELD_(BODY, i32, count, .min = 1, .max = PROMO_BATCH_MAX, .doc = "How many")
	FIELD_(BODY, str, prefix, .min = 2, .max = 30, .doc = "What each begins with")
	RECORD_IN_(BODY, NEEDED, str, name, "Name as shown in quotes and orders", .min = 2, .max = 255)
	PROMO_TERMS(RECORD_IN_));
VIEW(promo_batch_view, struct promo_batch,
	SHOW_JSON(codes, "The codes, as an array of texts"));

static enum err
generate_promo_codes(struct ctx *cx, const struct promo_batch_wish *in, struct promo_batch *out)
{
	return promo_code_generate(cx, in->prefix, in->count, &in->f, out);
}
ENDPOINT(generate_promo_codes, POST, "/api/v1/admin/promo-codes/batches", promo_batch_in,
	promo_batch_view, .auth = AUTH_STAFF, .perm = "price.write", .tx = TX_WRITE, .once = true,
	.status = 201, .doc = "Makes codes of a prefix and ten random characters, all alike.");

ENDPOINTS(admin_pricing, RECORD_LISTED(pricing_rule, pricing_rules),
          RECORD_LISTED(pricing_category, pricing_categories),
          RECORD_LISTED_MARKED(promo_code, promo_codes), &generate_promo_codes_endpoint);
