/* SPDX-License-Identifier: MIT */
/* Text that grows, up to a stated maximum. */
#include "base/buf.h"
#include "base/err.h"

struct buf
buf_in(struct arena *mem, size_t max)
{
	BUG_ON(max == SIZE_MAX);
	return (struct buf){ .mem = mem, .max = max };
}

struct buf
buf_over(char *space, size_t size)
{
	BUG_ON(size == 0);
	space[0] = '\0';
	return (struct buf){ .data = space, .cap = size, .max = size - 1 };
}

/* Makes room for n more bytes and the NUL; false if that is more than the maximum. */
static bool
make_room(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;
	char *data;

	if (b->full || n > b->max - b->len) {
		b->full = true;
		return false;
	}
	if (b->data && b->len + n < b->cap)
		return true;
	while (cap <= b->len + n)
		cap = cap > b->max / 2 ? b->max + 1 : cap * 2;
	data = arena_alloc(b->mem, cap);
	if (b->len)
		memcpy(data, b->data, b->len);
	b->data = data;
	b->cap = cap;
	return true;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (!make_room(b, n))
		return;
	if (n)
		memcpy(b->data + b->len, bytes, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t v)
{
	char digits[20], *p = digits + sizeof digits;
	uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		*--p = (char)('0' + left % 10);
	} while (left /= 10);
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0);
	if (!make_room(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

/* The letter of the short escape of c; 0 if it has none. */
static char
escape_letter(unsigned char c)
{
	switch (c) {
	case '"':
	case '\\':
		return (char)c;
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

void
buf_json(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	const char *plain = s;

	if (!s) {
		buf_str(b, "null");
		return;
	}
	buf_char(b, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		char letter;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, plain, (size_t)(s - plain));
		plain = s + 1;
		letter = escape_letter(c);
		if (letter)
			buf_add(b, (char[]){ '\\', letter }, 2);
		else
			buf_add(b, (char[]){ '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] }, 6);
	}
	buf_add(b, plain, (size_t)(s - plain));
	buf_char(b, '"');
}
