/* SPDX-License-Identifier: MIT */
/* Pictures of what is sold.
 *
 * Owns      nothing: the files are ops/file.h's, with purpose product_image; this is who may name one.
 * Rules     A picture is uploaded first; then products, packs and flavors name its address, as many as
 *           want to (manage/product.h, pack.h, flavor.h, catalog/flavor_image.h).
 *           Whoever names one locks its row, and whoever removes one locks it before looking who names
 *           it: so none is named that is gone.  One that nobody names within a day goes.
 * See       fcgi/api/admin_picture.c, tests/http/picture_test.c */
#ifndef CATALOG_PICTURE_H
#define CATALOG_PICTURE_H

#include "base/ctx.h"

struct picture {
	int64_t id, size_bytes, admin_user_id, created_at;
	const char *storage_key, *url;
	int32_t width, height;
};
struct picture_list { struct picture *items; size_t items_n; const char *next_cursor; };

/* Takes over what the web server put at that path.  E_INVALID naming "content", E_TOO_LARGE, and what
 * ops/reencode.h refuses.  Commits by itself. */
enum err picture_add(struct ctx *cx, const char *path, struct picture *ret) MUST_CHECK;
/* Newest first; `limit` at most 100. */
enum err picture_list(struct ctx *cx, const char *cursor, int32_t limit,
                      struct picture_list *ret) MUST_CHECK;
/* E_IN_USE while something names it.  Commits by itself. */
enum err picture_remove(struct ctx *cx, int64_t id) MUST_CHECK;

/* Somebody is about to name this address, in the caller's transaction: E_INVALID naming `field` when
 * it should be a picture's and there is none.  Other addresses, and NULL, are anybody's business. */
enum err picture_check(struct ctx *cx, const char *field, const char *url) MUST_CHECK;

/* A step of the job `purge`: removes at most max that nobody names.  Commits by itself. */
enum err picture_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
