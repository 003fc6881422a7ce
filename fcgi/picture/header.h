/* SPDX-License-Identifier: MIT */
/* The first look at a picture, before any decoder sees it: what it says to be, how large it would
 * become, how it was held.
 *
 * Rules     Every access is within the bytes given; what does not fit is no picture. */
#ifndef PICTURE_HEADER_H
#define PICTURE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum picture_kind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP };

struct picture_header {
	enum picture_kind kind;
	uint32_t width, height;
	bool is_animated;
	int orientation;	/* 1 to 8, as EXIF counts; 1: upright */
};

/* kind is PICTURE_NONE for everything that cannot be read. */
struct picture_header picture_header(const uint8_t *bytes, size_t n);

#endif
