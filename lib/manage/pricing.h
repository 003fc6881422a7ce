/* SPDX-License-Identifier: MIT */
/* What a new base price of a record brings with it.
 *
 * See       price/history.h, price/shelf.h */
#ifndef MANAGE_PRICING_H
#define MANAGE_PRICING_H

#include "base/ctx.h"
#include "base/money.h"

/* Notes in the history what a thing costs from now on, if that is something else than before, and
 * brings the prices that lists go by up to it.  `before` is NONE for a new one. */
enum err pricing_base(struct ctx *cx, const char *entity, int64_t id, struct money before,
                      struct money now) MUST_CHECK;

#endif
