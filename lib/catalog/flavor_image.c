/* SPDX-License-Identifier: MIT */
#include "catalog/flavor_image.h"

#include "base/buf.h"
#include "base/str.h"
#include "catalog/picture.h"
#include "db/db.h"
#include "ops/audit.h"

#define LISTED_MAX 1000			/* imported flavors may have more than staff can set */

SQL(q_flavor, "SELECT id, version FROM flavors WHERE id = ?");
SQL(q_there, "SELECT id, version FROM flavors WHERE id = ? AND deleted_at IS NULL");
SQL(q_touch, "UPDATE flavors SET image_url = ?, version = version + 1, updated_at = ? "
             "WHERE id = ? AND version = ? AND deleted_at IS NULL");
SQL(q_list, "SELECT image_url AS url, COALESCE(is_primary, 0) AS is_primary, flavor_id "
            "FROM flavor_images WHERE flavor_id = ? ORDER BY id LIMIT 1000");
SQL(q_clear, "DELETE FROM flavor_images WHERE flavor_id = ?");
SQL(q_add, "INSERT INTO flavor_images (flavor_id, image_url, is_primary, created_at) "
           "VALUES (?, ?, ?, ?)");

static const struct col flavor_cols[] = {
	COL(struct flavor_images, id), COL(struct flavor_images, version),
};
static const struct col image_cols[] = {
	COL(struct image, url), COL(struct image, is_primary), COL(struct image, flavor_id),
};

enum err
flavor_images_get(struct ctx *cx, int64_t id, struct flavor_images *ret)
{
	struct flavor_images f = { 0 };

	TRY(db_one(cx, &q_flavor, flavor_cols, &f, I64(id)));
	TRY(db_all(cx, &q_list, image_cols, &f.items, &f.items_n, LISTED_MAX, I64(id)));
	*ret = f;
	return OK;
}

static const char *
as_json(struct ctx *cx, const struct flavor_images *f)
{
	struct buf b = buf_in(cx->mem, 60 * 1024);

	buf_str(&b, "{\"images\":[");
	for (size_t i = 0; i < f->items_n && i < FLAVOR_IMAGES_MAX; i++) {
		buf_str(&b, i ? ",{\"url\":" : "{\"url\":");
		buf_json(&b, f->items[i].url);
		buf_fmt(&b, ",\"is_primary\":%s}", f->items[i].is_primary ? "true" : "false");
	}
	buf_str(&b, "]}");
	BUG_ON(b.full);
	return b.data;
}

/* The primary one's address; NULL: there is none. */
static enum err
check(struct ctx *cx, const struct image *images, size_t n, const char **ret_primary)
{
	*ret_primary = NULL;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			if (str_eq(images[i].url, images[k].url))
				return fail_at(cx, E_INVALID, "images", "one of them twice");
		if (!images[i].is_primary)
			continue;
		if (*ret_primary)
			return fail_at(cx, E_INVALID, "images", "two are primary");
		*ret_primary = images[i].url;
	}
	return OK;
}

enum err
flavor_images_set(struct ctx *cx, int64_t id, int32_t version, const struct image *images, size_t n,
                  struct flavor_images *ret)
{
	struct flavor_images before = { 0 };
	const char *primary;
	int64_t changed;

	TRY(check(cx, images, n, &primary));
	TRY(db_one(cx, &q_there, flavor_cols, &before, I64(id)));
	TRY(db_exec(cx, &q_touch, &changed, STR(primary), TIME(cx->now), I64(id), I32(version)));
	if (!changed)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, before.version);
	TRY(flavor_images_get(cx, id, &before));	/* with the flavor locked */
	TRY(db_exec(cx, &q_clear, NULL, I64(id)));
	for (size_t i = 0; i < n; i++) {
		TRY(picture_check(cx, "images", images[i].url));
		TRY(db_exec(cx, &q_add, NULL, I64(id), STR(images[i].url),
		            images[i].is_primary ? FLAG(true) : NIL(), TIME(cx->now)));
	}
	TRY(flavor_images_get(cx, id, ret));
	return audit_write(cx, "flavor.images", "flavors", id, as_json(cx, &before),
	                   as_json(cx, ret), NULL);
}
