/* SPDX-License-Identifier: MIT */
#include "dispatch/photo.h"

#include "base/str.h"
#include "db/db.h"
#include "dispatch/run_sheet.h"

#define KEPT_SECS 86400
#define PURGE_MAX 200

SQL_HOT(q_same,
	"SELECT p.client_id, fi.size_bytes, fi.width, fi.height, fi.storage_key FROM run_photos p "
	"JOIN files fi ON fi.id = p.file_id WHERE p.run_id = ? AND p.client_id = ?");
SQL_HOT(q_count, "SELECT COUNT(*) AS n FROM run_photos WHERE run_id = ?");
SQL(q_insert, "INSERT INTO run_photos (file_id, run_id, client_id, created_at) "
              "VALUES (?, ?, ?, ?)");
SQL_HOT(q_free, "UPDATE run_photos SET stop_id = NULL WHERE stop_id = ?");
SQL_HOT(q_give, "UPDATE run_photos SET stop_id = ? WHERE run_id = ? AND client_id = ? "
                "AND stop_id IS NULL");
SQL_HOT(q_get,
	"SELECT fi.id, fi.storage_key, fi.media_type FROM run_photos p "
	"JOIN files fi ON fi.id = p.file_id AND fi.state = 'ready' "
	"WHERE p.file_id = ? AND p.stop_id IS NOT NULL");
SQL_HOT(q_forget,
	"DELETE fi FROM orders o JOIN run_stops s ON s.order_id = o.id "
	"JOIN run_photos p ON p.stop_id = s.id JOIN files fi ON fi.id = p.file_id "
	"WHERE o.customer_id = ?");
SQL_HOT(q_left, "SELECT file_id AS n FROM run_photos WHERE stop_id IS NULL AND created_at < ? "
                "ORDER BY created_at LIMIT ?");
SQL_HOT(q_drop, "DELETE FROM run_photos WHERE file_id = ? AND stop_id IS NULL");

struct same { struct photo photo; const char *storage_key; };
static const struct col same_cols[] = {
	{ "client_id", offsetof(struct same, photo.client_id), DB_STR },
	{ "size_bytes", offsetof(struct same, photo.size_bytes), DB_I64 },
	{ "width", offsetof(struct same, photo.width), DB_I32 },
	{ "height", offsetof(struct same, photo.height), DB_I32 },
	COL(struct same, storage_key),
};
static const struct col file_cols[] = {
	COL(struct file, id), COL(struct file, storage_key), COL(struct file, media_type),
};
struct number { int64_t n; };
static const struct col number_cols[] = { COL(struct number, n) };

/* ---- uploading ---- */

struct adding {
	int64_t run_id;
	const char *token, *client_id;
	struct file_new new;
	struct same same;
	bool is_there;			/* under that name */
};

static enum err
look(struct ctx *cx, void *arg)
{
	struct adding *a = arg;

	TRY(sheet_check(cx, a->run_id, a->token));
	return db_maybe(cx, &q_same, same_cols, &a->same, &a->is_there, I64(a->run_id),
	                STR(a->client_id));
}

/* With the run locked: no other picture of it comes between. */
static enum err
enter(struct ctx *cx, void *arg, struct file *f)
{
	struct adding *a = arg;
	struct number n = { 0 };
	bool is_new;

	TRY(sheet_lock(cx, a->run_id, a->token));
	TRY(look(cx, a));
	if (a->is_there)
		return OK;
	TRY(db_one(cx, &q_count, number_cols, &n, I64(a->run_id)));
	if (n.n >= RUN_PHOTOS_MAX)
		return fail(cx, E_PHOTOS_FULL, "run %lld", (long long)a->run_id);
	TRY(file_enter(cx, &a->new, f, &is_new));
	return db_exec(cx, &q_insert, NULL, I64(f->id), I64(a->run_id), STR(a->client_id),
	               TIME(cx->now));
}

enum err
photo_add(struct ctx *cx, int64_t run_id, const char *token, const char *client_id,
          const char *path, struct photo *ret)
{
	struct adding a = {
		.run_id = run_id, .token = token, .client_id = client_id,
		.new = { .purpose = "delivery_photo", .kind = FILE_PRIVATE_PICTURE,
		         .max_bytes = PHOTO_BYTES },
	};
	struct file f;

	/* A phone that did not hear the answer, and strangers, cost no decoding. */
	TRY(db_reading(cx, look, &a));
	if (a.is_there) {
		*ret = a.same.photo;
		return OK;
	}
	TRY(file_take_new(cx, path, &a.new, enter, &a, &f));
	*ret = (struct photo){ client_id, f.size_bytes, f.width, f.height };
	/* There already is another upload of it, or this one, of which no answer to COMMIT came. */
	if (a.is_there && !str_eq(a.same.storage_key, f.storage_key)) {
		file_unlink(cx, a.new.kind, f.storage_key);
		*ret = a.same.photo;
	}
	return OK;
}

/* ---- with an event ---- */

enum err
photo_give(struct ctx *cx, int64_t run_id, const char *client_id, int64_t stop_id,
           const char *field)
{
	int64_t changed;

	TRY(db_exec(cx, &q_free, NULL, I64(stop_id)));
	if (!client_id)
		return OK;
	TRY(db_exec(cx, &q_give, &changed, I64(stop_id), I64(run_id), STR(client_id)));
	return changed == 1 ? OK : fail_at(cx, E_INVALID, field, "no picture %s to take",
	                                   client_id);
}

enum err
photo_get(struct ctx *cx, int64_t id, struct file *ret)
{
	return db_one(cx, &q_get, file_cols, ret, I64(id));
}

/* ---- removing ---- */

enum err
photo_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

struct purging { int32_t max, done; };

static enum err
purge(struct ctx *cx, void *arg)
{
	struct purging *p = arg;
	struct number *list;
	size_t n;

	p->done = 0;
	TRY(db_all(cx, &q_left, number_cols, &list, &n, PURGE_MAX, TIME(cx->now - KEPT_SECS),
	           I32(p->max)));
	for (size_t i = 0; i < n; i++) {
		int64_t dropped;

		/* An event may have named it a moment ago. */
		TRY(db_exec(cx, &q_drop, &dropped, I64(list[i].n)));
		if (dropped)
			TRY(file_delete(cx, list[i].n));
		p->done += (int32_t)dropped;
	}
	return OK;
}

enum err
photo_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct purging p = { .max = max < PURGE_MAX ? max : PURGE_MAX };

	TRY(db_transaction(cx, DB_AGAIN, purge, &p));
	*ret_done = p.done;
	return OK;
}
