/* SPDX-License-Identifier: MIT */
/* The document of an export: everything that is stored about a customer. */
#ifndef API_RECORD_VIEW_H
#define API_RECORD_VIEW_H

#include "identity/record.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(record_view, struct record);

#endif
