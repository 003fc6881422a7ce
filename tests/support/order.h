/* SPDX-License-Identifier: MIT */
/* Short ways to the state a test begins with: a proved phone, a filled cart, a placed order. */
#ifndef TESTS_SUPPORT_ORDER_H
#define TESTS_SUPPORT_ORDER_H

#include "support/shop.h"

/* The demo shop's ids (sql/demo/demo.sql). */
enum {
	DEMO_CAIRO = 1, DEMO_ALEXANDRIA = 3,
	DEMO_MADINATY = 1, DEMO_NASR_CITY = 4, DEMO_OCTOBER = 5, DEMO_SMOUHA = 7,
	DEMO_MORNING = 1, DEMO_AFTERNOON = 2, DEMO_EVENING = 3,
	DEMO_CHOCOLATE_CHIP = 1, DEMO_RED_VELVET = 3, DEMO_PISTACHIO = 5, DEMO_VANILLA = 8,
	DEMO_CHIP_MEDIUM = 2,		/* a single cookie, 65.00 */
	DEMO_PACK_OF_6 = 44,		/* medium, 330.00, at most 3 of one flavor */
	DEMO_BUNDLE = 51,		/* 245.00 */
};

#define DEMO_PHONE "+201001234567"

/* A proof for guest checkout, as if a code had just been verified. */
const char *shop_proof(struct shop *s, const char *phone);

/* Six cookies: three chocolate chip, three vanilla; 330.00. */
void shop_add_pack(struct shop *s);

/* The body of a checkout of the present cart to Madinaty, tomorrow evening; `with` is appended
 * ("'gift_note':'x',") and may be "". */
char *shop_checkout_body(struct shop *s, const char *proof, const char *phone, const char *total,
                         const char *with);

/* Fills a cart, proves the phone and places an order; the reply is in s.  Returns its id. */
int64_t shop_order(struct shop *s, const char *phone);

/* Runs fn in n processes at once, each with its own database connections, and returns how many
 * returned true. */
int shop_parallel(struct shop *s, int n, bool (*fn)(struct shop *s, int i));

/* All of sql/checks find nothing. */
void expect_sound(struct shop *s);

#endif
