/* SPDX-License-Identifier: MIT */
#include "picture/header.h"

#include <string.h>

struct part { const uint8_t *at; size_t n; };

static uint32_t
big(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static uint32_t
little(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	for (size_t i = n; i > 0; i--)
		v = v << 8 | p[i - 1];
	return v;
}

static bool
begins(struct part p, const void *with, size_t n)
{
	return p.n >= n && memcmp(p.at, with, n) == 0;
}
#define BEGINS(p, text) begins(p, text, sizeof(text) - 1)

static struct part
after(struct part p, size_t n)
{
	return n <= p.n ? (struct part){ p.at + n, p.n - n } : (struct part){ p.at, 0 };
}

/* ---- EXIF: of all that it may tell, the orientation ---- */

#define EXIF_ENTRY 12
#define EXIF_ORIENTATION 0x0112
#define EXIF_SHORT 3

static int
exif_orientation(struct part tiff)
{
	bool is_big = BEGINS(tiff, "MM\0*");
	uint32_t (*number)(const uint8_t *, size_t) = is_big ? big : little;
	struct part entries;
	uint32_t count;

	if (tiff.n < 8 || (!is_big && !BEGINS(tiff, "II*\0")))
		return 1;
	entries = after(tiff, number(tiff.at + 4, 4));
	if (entries.n < 2)
		return 1;
	count = number(entries.at, 2);
	entries = after(entries, 2);
	for (uint32_t i = 0; i < count && entries.n >= EXIF_ENTRY; i++) {
		uint32_t value = number(entries.at + 8, 2);

		if (number(entries.at, 2) == EXIF_ORIENTATION &&
		    number(entries.at + 2, 2) == EXIF_SHORT)
			return value >= 1 && value <= 8 ? (int)value : 1;
		entries = after(entries, EXIF_ENTRY);
	}
	return 1;
}

/* ---- JPEG: segments up to the one with the size ---- */

static bool
is_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
look_at_jpeg(struct part p, struct picture_header *h)
{
	p = after(p, 2);
	while (p.n >= 4 && p.at[0] == 0xff) {
		uint8_t marker = p.at[1];
		size_t length;

		if (marker == 0xff) {			/* padding */
			p = after(p, 1);
			continue;
		}
		length = big(p.at + 2, 2);
		p = after(p, 2);
		if (length < 2 || length > p.n || marker == 0xda || marker == 0xd9)
			return;
		if (is_frame(marker)) {
			if (length < 8)
				return;
			h->kind = PICTURE_JPEG;
			h->height = big(p.at + 3, 2);
			h->width = big(p.at + 5, 2);
			return;
		}
		if (marker == 0xe1 && length > 8 && memcmp(p.at + 2, "Exif\0\0", 6) == 0)
			h->orientation = exif_orientation((struct part){ p.at + 8, length - 8 });
		p = after(p, length);
	}
}

/* ---- PNG: chunks up to the first with pixels ---- */

#define PNG_MARK "\x89PNG\r\n\x1a\n"

static void
look_at_png(struct part p, struct picture_header *h)
{
	p = after(p, sizeof(PNG_MARK) - 1);
	if (p.n < 25 || big(p.at, 4) != 13 || memcmp(p.at + 4, "IHDR", 4) != 0)
		return;
	h->width = big(p.at + 8, 4);
	h->height = big(p.at + 12, 4);
	while (p.n >= 12) {
		size_t length = big(p.at, 4);

		if (length > p.n - 12)
			return;
		if (memcmp(p.at + 4, "acTL", 4) == 0)
			h->is_animated = true;
		if (memcmp(p.at + 4, "eXIf", 4) == 0)
			h->orientation = exif_orientation((struct part){ p.at + 8, length });
		if (memcmp(p.at + 4, "IDAT", 4) == 0) {
			h->kind = PICTURE_PNG;
			return;
		}
		p = after(p, length + 12);
	}
}

/* ---- WebP: all chunks; the largest of the sizes they name ---- */

static void
at_least(struct picture_header *h, uint32_t width, uint32_t height)
{
	if (h->width < width)
		h->width = width;
	if (h->height < height)
		h->height = height;
}

static void
look_at_chunk(const uint8_t *name, struct part c, struct picture_header *h)
{
	if (memcmp(name, "VP8 ", 4) == 0 && c.n >= 10 && memcmp(c.at + 3, "\x9d\x01\x2a", 3) == 0) {
		h->kind = PICTURE_WEBP;
		at_least(h, little(c.at + 6, 2) & 0x3fff, little(c.at + 8, 2) & 0x3fff);
	} else if (memcmp(name, "VP8L", 4) == 0 && c.n >= 5 && c.at[0] == 0x2f) {
		uint32_t sizes = little(c.at + 1, 4);

		h->kind = PICTURE_WEBP;
		at_least(h, (sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1);
	} else if (memcmp(name, "VP8X", 4) == 0 && c.n >= 10) {
		h->is_animated |= (c.at[0] & 2) != 0;
		at_least(h, little(c.at + 4, 3) + 1, little(c.at + 7, 3) + 1);
	} else if (memcmp(name, "ANIM", 4) == 0 || memcmp(name, "ANMF", 4) == 0) {
		h->is_animated = true;
	} else if (memcmp(name, "EXIF", 4) == 0) {
		if (BEGINS(c, "Exif\0\0"))	/* not in the format, yet some write it */
			c = after(c, 6);
		h->orientation = exif_orientation(c);
	}
}

static void
look_at_webp(struct part p, struct picture_header *h)
{
	p = after(p, 12);
	while (p.n >= 8) {
		const uint8_t *name = p.at;
		size_t length = little(p.at + 4, 4);

		p = after(p, 8);
		if (length > p.n)
			return;
		look_at_chunk(name, (struct part){ p.at, length }, h);
		p = after(p, length + (length & 1));
	}
}

struct picture_header
picture_header(const uint8_t *bytes, size_t n)
{
	struct picture_header h = { .kind = PICTURE_NONE, .orientation = 1 };
	struct part p = { bytes, n };

	if (BEGINS(p, "\xff\xd8\xff"))
		look_at_jpeg(p, &h);
	else if (BEGINS(p, PNG_MARK))
		look_at_png(p, &h);
	else if (BEGINS(p, "RIFF") && n >= 12 && memcmp(bytes + 8, "WEBP", 4) == 0)
		look_at_webp(p, &h);
	/* An animated WebP has its pixels in the frames. */
	if (h.is_animated && h.kind == PICTURE_NONE)
		h.kind = PICTURE_WEBP;
	if (h.width == 0 || h.height == 0)
		h.kind = PICTURE_NONE;
	return h;
}
