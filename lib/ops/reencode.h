/* SPDX-License-Identifier: MIT */
/* Makes a picture anew: what a stranger sent goes through a process of its own, and only pixels come
 * out (fcgi/picture/main.c).
 *
 * Rules     The process has three descriptors, no environment, no database, and a deadline; it ends
 *           with the worker that waits for it.  Whatever goes wrong in it is the picture's fault.
 * See       ops/file.h, tests/unit/ops/reencode_test.c */
#ifndef OPS_REENCODE_H
#define OPS_REENCODE_H

#include "base/ctx.h"

#define REENCODE_SECS 10

struct picture_size { int32_t width, height; };

/* From one open file to another, as PICTURE_TYPE.  E_PICTURE_BROKEN, E_PICTURE_ANIMATED,
 * E_PICTURE_HUGE; then the output is without meaning. */
enum err reencode(struct ctx *cx, int in, int out, struct picture_size *ret) MUST_CHECK;

#endif
