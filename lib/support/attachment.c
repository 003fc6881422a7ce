/* SPDX-License-Identifier: MIT */
#include "support/attachment.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/rate.h"
#include "support/thread.h"

#define KEPT_SECS 86400
#define PURGE_MAX 500

static const struct rate rate_bytes = {
	"attachment_bytes", ATTACHMENT_DAY_BYTES, 86400, RATE_BY_ACTOR,
};

SQL(q_insert, "INSERT INTO ticket_attachments (file_id, customer_id, order_id, created_at) "
              "VALUES (?, ?, ?, ?)");
#define GIVE                                                                                       \
	"UPDATE ticket_attachments SET ticket_id = ?, reply_id = ? WHERE file_id = ? "             \
	"AND ticket_id IS NULL "
SQL_HOT(q_give_own, GIVE "AND customer_id = ?");
SQL_HOT(q_give_of, GIVE "AND order_id = ?");
#define GET                                                                                        \
	"SELECT fi.id, fi.storage_key, fi.media_type, fi.original_name, fi.size_bytes "            \
	"FROM ticket_attachments a JOIN files fi ON fi.id = a.file_id AND fi.state = 'ready' "     \
	"LEFT JOIN customer_support_tickets t ON t.id = a.ticket_id WHERE a.file_id = ? "
SQL_HOT(q_get_own, GET "AND ((a.ticket_id IS NULL AND a.customer_id = ?) OR t.customer_id = ?)");
SQL_HOT(q_get_of, GET "AND ((a.ticket_id IS NULL AND a.order_id = ?) "
                      "OR (t.order_id = ? AND t.belongs_to = 'order'))");
SQL_HOT(q_get_any, GET "AND a.ticket_id IS NOT NULL");
SQL_HOT(q_forget,
	"DELETE fi FROM orders o JOIN ticket_attachments a ON a.order_id = o.id "
	"JOIN files fi ON fi.id = a.file_id WHERE o.customer_id = ?");
SQL_HOT(q_left,
	"SELECT file_id AS id FROM ticket_attachments WHERE ticket_id IS NULL AND created_at < ? "
	"ORDER BY created_at LIMIT ?");
SQL_HOT(q_drop, "DELETE FROM ticket_attachments WHERE file_id = ? AND ticket_id IS NULL");
SQL_HOT(q_drop_file, "DELETE FROM files WHERE id = ? AND purpose = 'attachment'");

static const struct col file_cols[] = {
	COL(struct file, id), COL(struct file, storage_key), COL(struct file, media_type),
	COL(struct file, original_name), COL(struct file, size_bytes),
};
struct left { int64_t id; };
static const struct col left_cols[] = { COL(struct left, id) };

/* ---- uploading ---- */

static const struct { const char *ending, *type; } endings[] = {
	{ "jpg", "image/jpeg" }, { "jpeg", "image/jpeg" }, { "png", "image/png" },
	{ "webp", "image/webp" }, { "pdf", "application/pdf" },
};

static enum err
check_ending(struct ctx *cx, const char *name, const char *type)
{
	const char *dot = strrchr(name, '.');
	const char *ending = dot ? str_lower(cx->mem, dot + 1) : "";

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_eq(endings[i].ending, ending) && str_eq(endings[i].type, type))
			return OK;
	return fail_at(cx, E_INVALID, "name", "its ending does not say %s", type);
}

struct adding { const struct order_key *key; struct file_new new; };

static enum err
enter(struct ctx *cx, void *arg, struct file *f)
{
	struct adding *a = arg;
	struct uploader by = { .customer_id = cx->actor.id };
	int64_t ignored;
	bool is_new;

	if (a->key) {
		by.customer_id = 0;
		TRY(order_find(cx, a->key, &by.order_id));
		TRY(thread_lock_order(cx, by.order_id, &ignored));
	} else {
		TRY(thread_lock_customer(cx, by.customer_id));
	}
	a->new.customer_id = by.customer_id;
	TRY(file_enter(cx, &a->new, f, &is_new));
	if (!is_new)
		return OK;
	TRY(db_exec(cx, &q_insert, NULL, I64(f->id), ID(by.customer_id), ID(by.order_id),
	            TIME(cx->now)));
	return rate_spend(cx, &rate_bytes,
	                  by.order_id ? arena_fmt(cx->mem, "order|%lld", (long long)by.order_id)
	                              : arena_fmt(cx->mem, "customer|%lld",
	                                          (long long)by.customer_id), f->size_bytes);
}

enum err
attachment_add(struct ctx *cx, const struct order_key *key, const char *path, const char *name,
               const char *type, struct file *ret)
{
	struct adding a = {
		.key = key,
		.new = { .purpose = "attachment", .name = name, .media_type = type,
		         .max_bytes = ATTACHMENT_BYTES },
	};

	TRY(check_ending(cx, name, type));
	return file_take_new(cx, path, &a.new, enter, &a, ret);
}

/* ---- with a message ---- */

const char *
attachment_json(struct ctx *cx, const int64_t *ids, size_t n)
{
	struct buf b = buf_in(cx->mem, 256);

	if (n == 0)
		return NULL;
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%lld", i ? "," : "[", (long long)ids[i]);
	buf_char(&b, ']');
	BUG_ON(b.full);
	return b.data;
}

enum err
attachment_give(struct ctx *cx, const struct uploader *by, const int64_t *ids, size_t n,
                int64_t ticket_id, int64_t reply_id)
{
	for (size_t i = 0; i < n; i++) {
		int64_t changed;

		TRY(db_exec(cx, by->order_id ? &q_give_of : &q_give_own, &changed, I64(ticket_id),
		            ID(reply_id), I64(ids[i]),
		            I64(by->order_id ? by->order_id : by->customer_id)));
		if (changed != 1)
			return fail_at(cx, E_INVALID, "attachments", "file %lld is not there to take",
			               (long long)ids[i]);
	}
	return OK;
}

enum err
attachment_get(struct ctx *cx, const struct order_key *key, int64_t id, struct file *ret)
{
	int64_t whose = cx->actor.id;

	if (key)
		TRY(order_find(cx, key, &whose));
	return db_one(cx, key ? &q_get_of : &q_get_own, file_cols, ret, I64(id), I64(whose),
	              I64(whose));
}

enum err
attachment_get_any(struct ctx *cx, int64_t id, struct file *ret)
{
	return db_one(cx, &q_get_any, file_cols, ret, I64(id));
}

/* ---- removing ---- */

enum err
attachment_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

struct purging { int32_t max, done; };

static enum err
purge(struct ctx *cx, void *arg)
{
	struct purging *p = arg;
	struct left *list;
	size_t n;

	p->done = 0;
	TRY(db_all(cx, &q_left, left_cols, &list, &n, PURGE_MAX, TIME(cx->now - KEPT_SECS),
	           I32(p->max)));
	for (size_t i = 0; i < n; i++) {
		int64_t dropped;

		/* A message may have taken it a moment ago. */
		TRY(db_exec(cx, &q_drop, &dropped, I64(list[i].id)));
		if (dropped)
			TRY(db_exec(cx, &q_drop_file, NULL, I64(list[i].id)));
		p->done += (int32_t)dropped;
	}
	return OK;
}

enum err
attachment_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct purging p = { .max = max < PURGE_MAX ? max : PURGE_MAX };

	TRY(db_transaction(cx, DB_AGAIN, purge, &p));
	*ret_done = p.done;
	return OK;
}
