/* SPDX-License-Identifier: MIT */
#include "manage/pricing.h"

#include "price/history.h"
#include "price/shelf.h"

#define FOLLOW_MAX 200

enum err
pricing_base(struct ctx *cx, const char *entity, int64_t id, struct money before, struct money now)
{
	int32_t followed;

	if (!money_is_none(before) && before.minor == now.minor)
		return OK;
	TRY(history_note(cx, &(struct price_change){ entity, id, "base", now, 0, 0 }));
	return shelf_follow_dates(cx, FOLLOW_MAX, &followed);
}
