/* SPDX-License-Identifier: MIT */
/* What is agreed with crumbled-picture, the program that makes pictures anew (fcgi/picture/main.c): it
 * reads one from its input, writes another one to its output and "WIDTH HEIGHT" to its third
 * descriptor, and ends with one of these. */
#ifndef BASE_PICTURE_H
#define BASE_PICTURE_H

#define PICTURE_TYPE "image/webp"		/* of what comes out */
#define PICTURE_IN_BYTES (10LL * 1024 * 1024)	/* as in nginx/nginx.conf.in */
#define PICTURE_OUT_BYTES (16LL * 1024 * 1024)
#define PICTURE_PIXELS 40000000			/* of what comes in */
#define PICTURE_SIDE 2000			/* of what comes out, at most */

enum picture_exit {
	PICTURE_DONE = 0,
	PICTURE_FAULT = 1,	/* ours: it could not begin, or not write */
	PICTURE_BROKEN = 10,	/* no JPEG, PNG or WebP, or damaged */
	PICTURE_ANIMATED = 11,
	PICTURE_HUGE = 12,	/* more than PICTURE_PIXELS */
};

#endif
