/* SPDX-License-Identifier: MIT */
/* Text with {{name}} in it, for messages and for the SMS gateway's headers and body. */
#ifndef OPS_TEMPLATE_H
#define OPS_TEMPLATE_H

#include "base/buf.h"
#include "ops/message.h"

enum template_end {
	TEMPLATE_FULL,		/* every name had a text */
	TEMPLATE_EMPTY,		/* one of them was "" */
	TEMPLATE_UNKNOWN,	/* a name that has no value; it stays as it is */
};

/* Adds the first n bytes of text, each {{name}} as put(value).  What a value holds is never read
 * as a name. */
enum template_end template_fill(struct buf *b, const char *text, size_t n,
                                const struct message_value *values, size_t values_n,
                                void (*put)(struct buf *, const char *));

/* Ways to put a value: as it is, inside a JSON string, inside a form (RFC 3986 unreserved). */
void template_plain(struct buf *b, const char *value);
void template_json(struct buf *b, const char *value);
void template_url(struct buf *b, const char *value);

#endif
