/* SPDX-License-Identifier: MIT */
/* Text that grows, up to a stated maximum.  Past it nothing more is added and `full` is set, so
 * that the writer can go on and the owner looks once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

struct buf {
	struct arena *mem;
	char *data;			/* always NUL-terminated once something was added */
	size_t len, cap, max;
	bool full;
};

struct buf buf_in(struct arena *mem, size_t max);
/* In memory of the caller, for what has no arena: at most size - 1 bytes. */
struct buf buf_over(char *space, size_t size);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes (RFC 8259, section 7); NULL is written as null. */
void buf_json(struct buf *b, const char *s);

#endif
