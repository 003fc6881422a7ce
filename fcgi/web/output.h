/* SPDX-License-Identifier: MIT */
/* Writes JSON straight from structs, by their views. */
#ifndef WEB_OUTPUT_H
#define WEB_OUTPUT_H

#include "base/buf.h"
#include "web/endpoint.h"

/* Has the member no value?  JSON shows null then. */
bool output_empty(const struct field *f, const char *from);
/* A value that is there, but no list or object, without quotes: digits, text, a sum, a day. */
void output_plain(struct buf *b, const struct field *f, const char *from);

void output_write(struct buf *b, const struct shape *view, const void *from);

#endif
