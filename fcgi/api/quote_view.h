/* SPDX-License-Identifier: MIT */
/* Lines and quotes as customers see them; used by the cart, by a refused checkout
 * and by the order. */
#ifndef API_QUOTE_VIEW_H
#define API_QUOTE_VIEW_H

#include "price/quote.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(line_view, struct line);
SHARED_VIEW_TYPE(quote_view, struct quote);
SHARED_VIEW_TYPE(quote_discount_view, struct quote_discount);

#endif
