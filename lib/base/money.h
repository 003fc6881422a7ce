/* SPDX-License-Identifier: MIT */
/* Money in minor units (piastres): integers only, so that every sum is exact.
 *
 * Rounding happens in money_percent and nowhere else.  Amounts stay below 10^8 major units, the
 * width of DECIMAL(10,2); an operation that leaves that range is a bug of the caller, who has
 * limited his inputs. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

struct money { int64_t minor; };

/* What many amounts come to: may be wider than any of them, as a year's sales are. */
struct money_sum { int64_t minor; };

#define MONEY_MAX 9999999999LL		/* minor units: the widest DECIMAL(10,2) */
#define MONEY_NONE ((struct money){ INT64_MIN })	/* SQL NULL, a field left out */

static inline struct money
money_of(int64_t minor)
{
	return (struct money){ minor };
}

static inline bool money_is_none(struct money m) { return m.minor == INT64_MIN; }

struct money money_add(struct money a, struct money b);
struct money money_sub(struct money a, struct money b);
struct money money_min(struct money a, struct money b);

/* amount * hundredths / 10000, half up: hundredths is a percentage in hundredths ("12.5" is 1250).
 * For amounts >= 0. */
struct money money_percent(struct money amount, int64_t hundredths);

/* Shares of `whole` in proportion to weights[n] by the largest remainder; equal remainders go to
 * the earlier one.  The shares add up to `whole` exactly.  All weights zero: all shares zero,
 * then `whole` must be zero too.  For whole >= 0. */
void money_split(struct money whole, const int64_t *weights, size_t n, struct money *shares);

/* "149.50", "-3.00": up to 8 digits, a point and exactly two more, or no point.  False for anything
 * else: no sign but a leading minus, no blanks, no exponent, no third digit. */
bool money_parse(const char *text, struct money *ret);

#define MONEY_TEXT 24
/* Writes "149.50" and returns `to`. */
char *money_text(struct money m, char to[MONEY_TEXT]);
char *money_sum_text(struct money_sum v, char to[MONEY_TEXT]);

#endif
