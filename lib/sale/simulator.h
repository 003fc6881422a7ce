/* SPDX-License-Identifier: MIT */
/* The simulator: what something would cost somebody at another moment, and why.
 *
 * Rules     Changes nothing, keeps nothing, takes no lock.
 *           Of a moment that is over: prices, adjustments and the fee from the history.  Of one to
 *           come: prices as they are, by their dates.  Rules and codes are those that are there
 *           now, by their dates at that moment; how far a code is used up is as of now.
 *           What is not sold today cannot be asked for.
 * See       price/quote.h, fcgi/api/admin_simulator.c, tests/http/simulator_test.c */
#ifndef SALE_SIMULATOR_H
#define SALE_SIMULATOR_H

#include "price/quote.h"
#include "sale/order_edit.h"

struct simulation {
	const struct order_edit_line *lines;
	size_t lines_n;
	int64_t customer_id;		/* 0: nobody known */
	const char *group;		/* in place of a customer; NULL: none */
	int64_t zone_id;		/* 0: without delivery */
	const char *promo_code;		/* NULL: none */
	int64_t at;			/* 0: now */
};

/* E_NOT_FOUND for a customer, zone or thing that is not there; E_NOT_SOLD also for what had no
 * price then; otherwise as checkout_quote. */
enum err simulator_quote(struct ctx *cx, const struct simulation *in,
                         struct quote *ret) MUST_CHECK;

#endif
