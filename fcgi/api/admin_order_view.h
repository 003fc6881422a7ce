/* SPDX-License-Identifier: MIT */
/* What a desk sees of an order; for orders, and for tickets about one. */
#ifndef API_ADMIN_ORDER_VIEW_H
#define API_ADMIN_ORDER_VIEW_H

#include "sale/order.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(admin_order_view, struct order);

#endif
