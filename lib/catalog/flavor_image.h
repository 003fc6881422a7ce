/* SPDX-License-Identifier: MIT */
/* The pictures of a flavor, as staff keep them.
 *
 * Owns      flavor_images; flavors.image_url when they change.
 * Rules     They are set as a whole, in their order: so one is added, moved, made the primary one or
 *           taken away by the same call, and an edit of an older state is refused.
 *           At most one is primary; it becomes the flavor's main picture.
 * See       catalog/picture.h, fcgi/api/admin_picture.c, tests/http/picture_test.c */
#ifndef CATALOG_FLAVOR_IMAGE_H
#define CATALOG_FLAVOR_IMAGE_H

#include "catalog/catalog.h"

#define FLAVOR_IMAGES_MAX 20

struct flavor_images { int64_t id; int32_t version; struct image *items; size_t items_n; };

/* E_NOT_FOUND. */
enum err flavor_images_get(struct ctx *cx, int64_t id, struct flavor_images *ret) MUST_CHECK;
/* E_INVALID naming "images", E_CONFLICT for another version.  In the caller's transaction. */
enum err flavor_images_set(struct ctx *cx, int64_t id, int32_t version, const struct image *images,
                           size_t n, struct flavor_images *ret) MUST_CHECK;

#endif
