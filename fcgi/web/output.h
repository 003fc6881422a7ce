/* SPDX-License-Identifier: MIT */
/* Writes JSON straight from structs, by their views. */
#ifndef WEB_OUTPUT_H
#define WEB_OUTPUT_H

#include "base/buf.h"
#include "web/endpoint.h"

void output_write(struct buf *b, const struct shape *view, const void *from);

#endif
