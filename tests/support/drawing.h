/* SPDX-License-Identifier: MIT */
/* Pictures for tests: a red, a green, a blue and a white quarter, so that one sees how it is held.
 * All in this header, since only what includes it is to be linked with libgd. */
#ifndef TESTS_SUPPORT_DRAWING_H
#define TESTS_SUPPORT_DRAWING_H

#include <gd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct drawing { uint8_t *at; size_t n; };

#define DRAWING_RED 0xff0000
#define DRAWING_GREEN 0x00ff00
#define DRAWING_BLUE 0x0000ff
#define DRAWING_WHITE 0xffffff
#define DRAWING_SECRET "30.0444N 31.2357E"	/* where the picture was taken */

static inline struct drawing
drawing_of(gdImagePtr im, const char *type)
{
	int n = 0;
	void *bytes = strcmp(type, "jpeg") == 0 ? gdImageJpegPtr(im, &n, 85)
	              : strcmp(type, "png") == 0 ? gdImagePngPtrEx(im, &n, 1)
	                                         : gdImageWebpPtrEx(im, &n, 85);
	struct drawing d = { malloc((size_t)n), (size_t)n };

	memcpy(d.at, bytes, d.n);
	gdFree(bytes);
	gdImageDestroy(im);
	return d;
}

/* "jpeg", "png" or "webp".  The caller frees what it is at. */
static inline struct drawing
drawing(const char *type, int w, int h)
{
	gdImagePtr im = gdImageCreateTrueColor(w, h);

	gdImageFilledRectangle(im, 0, 0, w / 2 - 1, h / 2 - 1, DRAWING_RED);
	gdImageFilledRectangle(im, w / 2, 0, w - 1, h / 2 - 1, DRAWING_GREEN);
	gdImageFilledRectangle(im, 0, h / 2, w / 2 - 1, h - 1, DRAWING_BLUE);
	gdImageFilledRectangle(im, w / 2, h / 2, w - 1, h - 1, DRAWING_WHITE);
	return drawing_of(im, type);
}

/* Nothing but noise: large, and slow to make anew. */
static inline struct drawing
drawing_noise(const char *type, int w, int h)
{
	gdImagePtr im = gdImageCreateTrueColor(w, h);
	uint32_t seed = 1;

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			seed = seed * 1664525 + 1013904223;
			im->tpixels[y][x] = (int)(seed >> 8);
		}
	return drawing_of(im, type);
}

/* With n bytes more, at that place. */
static inline struct drawing
drawing_with(struct drawing d, size_t at, const void *bytes, size_t n)
{
	struct drawing to = { malloc(d.n + n), d.n + n };

	memcpy(to.at, d.at, at);
	memcpy(to.at + at, bytes, n);
	memcpy(to.at + at + n, d.at + at, d.n - at);
	free(d.at);
	return to;
}

/* What a camera writes: how it was held, and where it was. */
static inline struct drawing
drawing_with_exif(struct drawing jpeg, uint8_t orientation)
{
	uint8_t exif[] = "\xff\xe1\0\0" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\2"
	                 "\x01\x12\0\x03\0\0\0\x01\0\0\0\0"			/* Orientation */
	                 "\x88\x25\0\x04\0\0\0\x01\0\0\0\x26"			/* GPSInfo */
	                 "\0\0\0\0" DRAWING_SECRET;

	exif[3] = sizeof exif - 2;
	exif[29] = orientation;
	return drawing_with(jpeg, 2, exif, sizeof exif);
}

static inline bool
drawing_has(struct drawing d, const void *what, size_t n)
{
	return memmem(d.at, d.n, what, n) != NULL;
}

/* The colour at that place, roughly: 0xff0000 and the like. */
static inline int
drawing_color(struct drawing webp, int x, int y)
{
	gdImagePtr im = gdImageCreateFromWebpPtr((int)webp.n, webp.at);
	int c, color;

	if (!im)
		return -1;
	c = gdImageGetTrueColorPixel(im, x, y);
	color = (gdTrueColorGetRed(c) > 127 ? 0xff0000 : 0) |
	        (gdTrueColorGetGreen(c) > 127 ? 0x00ff00 : 0) |
	        (gdTrueColorGetBlue(c) > 127 ? 0x0000ff : 0);
	gdImageDestroy(im);
	return color;
}

#endif
