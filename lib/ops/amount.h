/* SPDX-License-Identifier: MIT */
/* An amount as people read it: "EGP 120.00", in Arabic "120.00 ج.م."; Latin digits in both.
 *
 * See       lib/ops/message.def, lib/page/body.c, tests/http/page_test.c */
#ifndef OPS_AMOUNT_H
#define OPS_AMOUNT_H

#include "base/ctx.h"
#include "base/money.h"

/* `language` is "en" or "ar"; a currency that has no Arabic name keeps its ISO code. */
const char *amount_text(struct ctx *cx, const char *language, const char *currency, struct money m);

#endif
