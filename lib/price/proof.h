/* SPDX-License-Identifier: MIT */
/* Proofs of price: the facts of a quote as text, so that what was charged can be worked out again
 * and explained on any later day, whatever prices, rules and names are by then.
 *
 * Rules     proof_read gives back what proof_write got: the same quote follows, to the minor unit.
 *           The names of things are not in it: they are on the order's own lines.
 * See       price/quote.h; tests/unit/price/proof_test.c, `crumbled replay-orders` */
#ifndef PRICE_PROOF_H
#define PRICE_PROOF_H

#include "price/quote.h"

#define PROOF_BYTES (256 * 1024)

/* JSON text. */
const char *proof_write(struct ctx *cx, const struct quote_facts *facts);

/* E_INTERNAL for text that proof_write never wrote. */
enum err proof_read(struct ctx *cx, const char *text, struct quote_facts *ret) MUST_CHECK;

#endif
