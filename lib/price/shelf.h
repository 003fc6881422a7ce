/* SPDX-License-Identifier: MIT */
/* The shelf: what everybody pays for the things of the catalog, as it is shown there.
 *
 * Rules     A shown price is worked out when it is read, to the second; groups see theirs in the
 *           cart.
 *           products.is_on_sale and products.current_price are what lists filter and sort by.  They
 *           follow the dates when the job `sales` runs, some minutes late at most.
 * See       price/tariff.h, fcgi/api/catalog.c, tests/http/catalog_test.c */
#ifndef PRICE_SHELF_H
#define PRICE_SHELF_H

#include "catalog/catalog.h"
#include "price/tariff.h"

/* Fills in what n instances cost. */
enum err shelf_price(struct ctx *cx, struct instance *list, size_t n) MUST_CHECK;

/* A step of the job `sales`: brings flag and list price of at most max products up to cx->now. */
enum err shelf_follow_dates(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
