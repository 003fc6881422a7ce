/* SPDX-License-Identifier: MIT */
/* Lines and quotes as customers see them; used by the cart and by a refused checkout. */
#ifndef API_QUOTE_VIEW_H
#define API_QUOTE_VIEW_H

#include "price/quote.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(line_view, struct line);
SHARED_VIEW_TYPE(quote_view, struct quote);

#endif
