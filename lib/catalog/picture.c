/* SPDX-License-Identifier: MIT */
#include "catalog/picture.h"

#include "base/picture.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "ops/file.h"

#define PAGE_MAX 100
#define KEPT_SECS 86400
#define PURGE_MAX 200

#define PICTURE_COLUMNS                                                                            \
	"SELECT id, size_bytes, admin_user_id, created_at, storage_key, "                          \
	"CONCAT('" FILE_PICTURES "', storage_key) AS url, width, height FROM files "               \
	"WHERE purpose = 'product_image' "
SQL_HOT(q_list, PICTURE_COLUMNS "AND id < ? ORDER BY id DESC LIMIT ?");
SQL_HOT(q_lock, PICTURE_COLUMNS "AND id = ? FOR UPDATE");
SQL_HOT(q_lock_key, PICTURE_COLUMNS "AND storage_key = ? FOR UPDATE");
/* Deleted ones name it too: they can be brought back. */
SQL(q_users,
	"SELECT (SELECT COUNT(*) FROM products WHERE image_url = ?) "
	"+ (SELECT COUNT(*) FROM cookie_pack WHERE image_url = ?) "
	"+ (SELECT COUNT(*) FROM flavors WHERE image_url = ?) "
	"+ (SELECT COUNT(*) FROM flavor_images WHERE image_url = ?) AS n");
#define NAMED(table) "SELECT image_url FROM " table " WHERE image_url LIKE '" FILE_PICTURES "%' "
SQL(q_unnamed,
	"SELECT f.id FROM files f LEFT JOIN (" NAMED("products") "UNION " NAMED("cookie_pack")
	"UNION " NAMED("flavors") "UNION " NAMED("flavor_images") ") named "
	"ON named.image_url = CONCAT('" FILE_PICTURES "', f.storage_key) "
	"WHERE f.purpose = 'product_image' AND f.created_at < ? AND named.image_url IS NULL "
	"ORDER BY f.id LIMIT ?");

static const struct col picture_cols[] = {
	COL(struct picture, id), COL(struct picture, size_bytes),
	COL(struct picture, admin_user_id), COL_TIME(struct picture, created_at),
	COL(struct picture, storage_key), COL(struct picture, url), COL(struct picture, width),
	COL(struct picture, height),
};
struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };
struct unnamed { int64_t id; };
static const struct col unnamed_cols[] = { COL(struct unnamed, id) };

static const char *
as_json(struct ctx *cx, const struct picture *p)
{
	return arena_fmt(cx->mem, "{\"url\":\"%s\",\"width\":%d,\"height\":%d}", p->url, p->width,
	                 p->height);
}

static enum err
enter(struct ctx *cx, void *arg, struct file *f)
{
	struct picture p = { .url = file_picture_url(cx, f), .width = f->width, .height = f->height };
	bool is_new;

	TRY(file_enter(cx, arg, f, &is_new));
	return is_new ? audit_write(cx, "picture.add", "files", f->id, NULL, as_json(cx, &p), NULL)
	              : OK;
}

enum err
picture_add(struct ctx *cx, const char *path, struct picture *ret)
{
	struct file_new new = {
		.purpose = "product_image", .kind = FILE_PICTURE, .max_bytes = PICTURE_IN_BYTES,
		.admin_user_id = cx->actor.id,
	};
	struct file f;

	TRY(file_take_new(cx, path, &new, enter, &new, &f));
	*ret = (struct picture){
		f.id, f.size_bytes, f.admin_user_id, f.created_at, f.storage_key,
		file_picture_url(cx, &f), f.width, f.height,
	};
	return OK;
}

enum err
picture_list(struct ctx *cx, const char *cursor, int32_t limit, struct picture_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, picture_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           I64(from.id ? from.id : INT64_MAX), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
picture_check(struct ctx *cx, const char *field, const char *url)
{
	struct picture p;
	bool found;

	if (!url || !str_starts(url, FILE_PICTURES))
		return OK;
	TRY(db_maybe(cx, &q_lock_key, picture_cols, &p, &found, STR(url + strlen(FILE_PICTURES))));
	return found ? OK : fail_at(cx, E_INVALID, field, "no picture %s", url);
}

/* ---- removing ---- */

static enum err
remove_unused(struct ctx *cx, void *arg)
{
	struct picture *p = arg;
	struct count users = { 0 };

	TRY(db_one(cx, &q_lock, picture_cols, p, I64(p->id)));
	/* Nobody can begin to name it now; who did before has committed, and is counted. */
	TRY(db_one(cx, &q_users, count_cols, &users, STR(p->url), STR(p->url), STR(p->url),
	           STR(p->url)));
	if (users.n > 0)
		return fail(cx, E_IN_USE, "picture %lld", (long long)p->id);
	return file_delete(cx, p->id);
}

static enum err
remove_by_staff(struct ctx *cx, void *arg)
{
	struct picture *p = arg;

	TRY(remove_unused(cx, p));
	return audit_write(cx, "picture.remove", "files", p->id, as_json(cx, p), NULL, NULL);
}

enum err
picture_remove(struct ctx *cx, int64_t id)
{
	struct picture p = { .id = id };

	TRY(db_transaction(cx, DB_ONCE, remove_by_staff, &p));
	file_unlink(cx, FILE_PICTURE, p.storage_key);
	return OK;
}

enum err
picture_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct unnamed *list;
	size_t n;

	*ret_done = 0;
	TRY(db_all(cx, &q_unnamed, unnamed_cols, &list, &n, PURGE_MAX, TIME(cx->now - KEPT_SECS),
	           I32(max < PURGE_MAX ? max : PURGE_MAX)));
	for (size_t i = 0; i < n; i++) {
		struct picture p = { .id = list[i].id };
		enum err e = db_transaction(cx, DB_AGAIN, remove_unused, &p);

		/* Somebody named it a moment ago, or removed it. */
		if (e == E_IN_USE || e == E_NOT_FOUND)
			continue;
		TRY(e);
		file_unlink(cx, FILE_PICTURE, p.storage_key);
		++*ret_done;
	}
	return OK;
}
