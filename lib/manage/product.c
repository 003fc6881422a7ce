/* SPDX-License-Identifier: MIT */
#include "manage/product.h"

#include "catalog/picture.h"
#include "manage/pricing.h"

#define PRODUCT_TABLE "products"
#define PRODUCT_DELETED RECORD_MARKED

static const struct record_blame blames[] = {
	{ "products_slug", "slug" }, { "products_product_type_fk", "product_type_id" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct product_record_fields *f = fields;
	(void)old;

	TRY(picture_check(cx, "image_url", f->image_url));
	return record_check_slug(cx, f->slug);
}

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct product_record_fields *was = old, *is = fields;

	return is ? pricing_base(cx, "product", id, was ? was->base_price : MONEY_NONE, is->base_price)
	          : OK;
}

RECORD_STAYS(PRODUCT, product_record, .blames = blames, .check = check, .changed = changed);
