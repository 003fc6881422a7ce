/* SPDX-License-Identifier: MIT */
/* What a customer sees of an order; used by checkout, by tracking, for the own ones and by the
 * export. */
#ifndef API_ORDER_VIEW_H
#define API_ORDER_VIEW_H

#include "sale/order.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(placed_order_view, struct order);
SHARED_VIEW_TYPE(tracked_order_view, struct order);
SHARED_VIEW_TYPE(own_order_view, struct order);

#endif
