/* SPDX-License-Identifier: MIT */
#include "account/avatar.h"

#include "account/activity.h"
#include "account/profile.h"
#include "db/db.h"
#include "ops/file.h"

SQL_HOT(q_set, "UPDATE customers SET avatar_url = ?, version = version + 1, updated_at = ? "
               "WHERE id = ?");
SQL_HOT(q_before, "SELECT id, storage_key FROM files WHERE customer_id = ? AND purpose = 'avatar' "
                  "AND id <> ? LIMIT 1");

static const struct col before_cols[] = { COL(struct file, id), COL(struct file, storage_key) };

struct changing {
	struct file_new new;
	struct customer c;
	const char *before;		/* the name of the bytes that nobody needs any more */
};

/* With the customer locked: the one before goes, file_id (0: none) stays. */
static enum err
replace(struct ctx *cx, struct changing *g, int64_t file_id, const char *url)
{
	struct file before = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_before, before_cols, &before, &found, I64(g->c.id), I64(file_id)));
	if (found)
		TRY(file_delete(cx, before.id));
	g->before = before.storage_key;
	TRY(db_exec(cx, &q_set, NULL, STR(url), TIME(cx->now), I64(g->c.id)));
	return activity_write(cx, g->c.id, url ? "avatar.changed" : "avatar.removed", NULL);
}

static enum err
enter(struct ctx *cx, void *arg, struct file *f)
{
	struct changing *g = arg;
	bool is_new;

	TRY(customer_lock(cx, cx->actor.id, &g->c));
	TRY(file_enter(cx, &g->new, f, &is_new));
	if (is_new)
		TRY(replace(cx, g, f->id, file_picture_url(cx, f)));
	return profile_get(cx, &g->c);
}

static void
forget_before(struct ctx *cx, const struct changing *g)
{
	if (g->before)
		file_unlink(cx, FILE_PICTURE, g->before);
}

enum err
avatar_set(struct ctx *cx, const char *path, struct customer *ret)
{
	struct changing g = {
		.new = { .purpose = "avatar", .kind = FILE_PICTURE, .max_bytes = AVATAR_BYTES,
		         .customer_id = cx->actor.id },
	};
	struct file f;

	TRY(file_take_new(cx, path, &g.new, enter, &g, &f));
	forget_before(cx, &g);
	*ret = g.c;
	return OK;
}

static enum err
take_away(struct ctx *cx, void *arg)
{
	struct changing *g = arg;

	TRY(customer_lock(cx, cx->actor.id, &g->c));
	return g->c.avatar_url ? replace(cx, g, 0, NULL) : OK;
}

enum err
avatar_remove(struct ctx *cx)
{
	struct changing g = { 0 };

	TRY(db_transaction(cx, DB_AGAIN, take_away, &g));
	forget_before(cx, &g);
	return OK;
}
