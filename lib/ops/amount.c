/* SPDX-License-Identifier: MIT */
#include "ops/amount.h"

#include "base/str.h"

const char *
amount_text(struct ctx *cx, const char *language, const char *currency, struct money m)
{
	char text[MONEY_TEXT];

	money_text(m, text);
	if (!str_eq(language, "ar"))
		return arena_fmt(cx->mem, "%s %s", currency, text);
	return arena_fmt(cx->mem, "%s %s", text, str_eq(currency, "EGP") ? "ج.م." : currency);
}
