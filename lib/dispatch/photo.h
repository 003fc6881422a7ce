/* SPDX-License-Identifier: MIT */
/* Pictures that delivery men take at the door, where no code was said or nobody answered.
 *
 * Owns      run_photos; the files themselves are ops/file.h's, with purpose delivery_photo.
 * Rules     Uploaded first, by the link of a run, under a name that the phone gives; sent again it
 *           is the same picture.  Named by an event then: each shows one stop of its own run, and a stop
 *           has that of the event that holds.
 *           So many for a run, counted while the run is locked.
 *           Somebody's door is personal: it lies where only staff are sent it from, goes when its
 *           customer is erased, and after a day if no event named it.
 * See       dispatch/run_sheet.h, fcgi/api/run_sheet.c, tests/http/photo_test.c,
 *           tests/e2e/dispatch.test.mjs */
#ifndef DISPATCH_PHOTO_H
#define DISPATCH_PHOTO_H

#include "ops/file.h"

#define PHOTO_BYTES (5LL * 1024 * 1024)		/* as in nginx/nginx.conf.in */
#define RUN_PHOTOS_MAX 120			/* two of each stop */

struct photo {
	const char *client_id;
	int64_t size_bytes;
	int32_t width, height;
};

/* Takes over what the web server put at that path.  E_NOT_FOUND, E_LINK_OVER; E_INVALID naming
 * "content", E_TOO_LARGE, what ops/reencode.h refuses; E_PHOTOS_FULL.  Commits by itself. */
enum err photo_add(struct ctx *cx, int64_t run_id, const char *token, const char *client_id,
                   const char *path, struct photo *ret) MUST_CHECK;

/* It shows what came of that stop, and no other one does any more; NULL: none does.  E_INVALID naming
 * `field` unless it is of that run and shows nothing else. */
enum err photo_give(struct ctx *cx, int64_t run_id, const char *client_id, int64_t stop_id,
                    const char *field) MUST_CHECK;

/* For staff, of any delivery. */
enum err photo_get(struct ctx *cx, int64_t id, struct file *ret) MUST_CHECK;

/* Those of an erased customer's deliveries go; their bytes are orphans, which the sweep finds. */
enum err photo_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

/* A step of the job `purge`: removes at most max of those that no event named within a day.
 * Commits by itself. */
enum err photo_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
