/* SPDX-License-Identifier: MIT */
/* For sale/order.c and sale/order_search.c: orders as rows of a list. */
#ifndef SALE_ORDER_ROWS_H
#define SALE_ORDER_ROWS_H

#include "db/db.h"
#include "sale/order.h"

#define ORDER_ROWS_MAX 200		/* of a page */

#define ROW_FIELDS                                                                                 \
	"o.id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.status, "           \
	"o.payment_method, o.payment_status, o.customer_name, o.delivery_city, o.delivery_zone, "  \
	"o.delivery_time_slot_name, m.name AS delivery_man_name, o.delivery_date, o.total, "       \
	"o.cookies, o.created_at, o.deleted_at, o.delivery_man_id, o.time_slot_id, o.packed_at "
#define ROW_COLUMNS_FROM                                                                           \
	"SELECT " ROW_FIELDS "FROM orders o "                                                      \
	"LEFT JOIN delivery_men m ON m.id = o.delivery_man_id "
#define ROW_COLUMNS ROW_COLUMNS_FROM "WHERE o.id < ? "
#define ROW_WANTED                                                                                 \
	"AND (? OR o.deleted_at IS NULL) "                                                         \
	"AND (? IS NULL OR o.time_slot_id = ?) AND (? IS NULL OR o.zone_id = ?) "                  \
	"AND (? IS NULL OR o.delivery_man_id = ?) AND (? IS NULL OR o.customer_id = ?) "             \
	"AND (? = 0 OR o.status IN ('preparing', "        \
	"'out_for_delivery', 'delivered')) "
/* Where the statement has no index of its own for them. */
#define ROW_FITS                                                                                   \
	"AND (? IS NULL OR o.status = ?) AND (? IS NULL OR o.delivery_date = ?) "                  \
	"AND (? IS NULL OR o.created_at >= ?) AND (? IS NULL OR o.created_at < ?) " ROW_WANTED
#define ROW_FITS_OF(f)                                                                             \
	STR((f)->status), STR((f)->status), DAY((f)->date), DAY((f)->date),                        \
		TIME((f)->placed_since), TIME((f)->placed_since), TIME((f)->placed_before),        \
		TIME((f)->placed_before), ROW_WANTED_OF(f)
#define ROW_FILTERS ROW_WANTED "ORDER BY o.id DESC LIMIT ?"
#define ROW_WANTED_OF(f)                                                                           \
	FLAG((f)->deleted_too), ID((f)->time_slot_id), ID((f)->time_slot_id), ID((f)->zone_id),    \
		ID((f)->zone_id), ID((f)->delivery_man_id), ID((f)->delivery_man_id),              \
		ID((f)->customer_id), ID((f)->customer_id), FLAG((f)->from_preparing)
#define ROW_FILTERS_OF(f, limit) ROW_WANTED_OF(f), I32((limit) + 1)

static const struct col row_cols[] __attribute__((unused)) = {
	COL(struct order_row, id), COL(struct order_row, number), COL(struct order_row, status),
	COL(struct order_row, payment_method), COL(struct order_row, payment_status),
	COL(struct order_row, customer_name), COL(struct order_row, delivery_city),
	COL(struct order_row, delivery_zone), COL(struct order_row, delivery_time_slot_name),
	COL(struct order_row, delivery_man_name), COL(struct order_row, delivery_date),
	COL(struct order_row, total), COL(struct order_row, cookies),
	COL_TIME(struct order_row, created_at), COL_TIME(struct order_row, deleted_at),
	COL(struct order_row, delivery_man_id), COL(struct order_row, time_slot_id),
	COL_TIME(struct order_row, packed_at),
};

#endif
