/* SPDX-License-Identifier: MIT */
/* The OpenAPI 3.1 document, written from the endpoint declarations. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "base/buf.h"
#include "web/hooks.h"

/* JSON with two blanks of indentation where it helps a difference to be read. */
void openapi_write(struct buf *b, struct arena *mem, const struct app *app);

#endif
