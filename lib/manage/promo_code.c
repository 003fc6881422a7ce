/* SPDX-License-Identifier: MIT */
#include "manage/promo_code.h"

#include "base/buf.h"
#include "base/rand.h"
#include "base/str.h"

#define PROMO_TABLE "promo_codes"
#define PROMO_DELETED RECORD_MARKED

static const struct record_blame blames[] = {
	{ "promo_codes_code", "code" }, { "promo_codes_code_check", "code" },
	{ "promo_codes_value_check", "discount_value" },
	{ "promo_codes_used_count_check", "usage_limit" },
	{ "promo_codes_dates_check", "valid_until" }, { 0 },
};

static enum err
check(struct ctx *cx, const void *old, void *fields)
{
	const struct promo_record_fields *was = old;
	struct promo_record_fields *f = fields;

	f->code = str_upper(cx->mem, f->code);
	f->created_by = was ? was->created_by : cx->actor.id;
	if (!f->valid_from)
		f->valid_from = was ? was->valid_from : cx->now;
	return record_check_dates(cx, "valid_until", f->valid_from, f->valid_until);
}

RECORD_STAYS(PROMO, promo_record, .blames = blames, .check = check);

/* Letters and digits that nobody takes for another. */
static const char *
random_code(struct ctx *cx, const char *prefix)
{
	static const char letters[] = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
	char tail[11] = "";

	for (int i = 0; i < 10; i++)
		tail[i] = letters[rand_below(sizeof letters - 1)];
	return arena_fmt(cx->mem, "%s%s", str_upper(cx->mem, prefix), tail);
}

enum err
promo_code_generate(struct ctx *cx, const char *prefix, int32_t n,
                    const struct promo_record_fields *like, struct promo_batch *ret)
{
	struct buf b = buf_in(cx->mem, 64 * 1024);

	buf_char(&b, '[');
	for (int32_t i = 0; i < n; i++) {
		struct promo_record_fields f = *like;
		struct promo_record made = { 0 };

		f.code = random_code(cx, prefix);
		TRY(record_add(cx, &promo_record_kind, &f, &made));
		buf_fmt(&b, "%s\"%s\"", i ? "," : "", made.f.code);
	}
	buf_char(&b, ']');
	ret->codes = b.data;
	return OK;
}
