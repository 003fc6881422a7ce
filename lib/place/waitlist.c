/* SPDX-License-Identifier: MIT */
#include "place/waitlist.h"

#include "base/config.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/message.h"
#include "ops/setting.h"

#define TELL_MAX 500

SQL_HOT(q_forget_mail, "DELETE FROM zone_waitlist WHERE email = ?");
SQL_HOT(q_forget_phone, "DELETE FROM zone_waitlist WHERE phone = ?");

/* Only for a zone that is not open yet. */
SQL(q_join,
	"INSERT INTO zone_waitlist (zone_id, email, phone, language, created_at) "
	"SELECT z.id, ?, ?, ?, ? FROM zones z JOIN cities c ON c.id = z.city_id "
	"WHERE z.id = ? AND (z.is_active = 0 OR c.is_active = 0)");
SQL(q_zone, "SELECT id FROM zones WHERE id = ?");
SQL_HOT(q_list,
	"SELECT id, email, phone, language, created_at, notified_at FROM zone_waitlist "
	"WHERE zone_id = ? AND id > ? ORDER BY id LIMIT ?");
SQL_HOT(q_count, "SELECT COUNT(*) AS waiting FROM zone_waitlist WHERE zone_id = ? "
                 "AND notified_at IS NULL");
/* Those that another run has locked are left to it. */
SQL(q_due,
	"SELECT w.id, w.email, w.phone, w.language, "
	"COALESCE((SELECT t.name FROM translations t WHERE t.entity = 'zone' "
	"AND t.entity_id = w.zone_id AND t.language = w.language), "
	"(SELECT z.name FROM zones z WHERE z.id = w.zone_id)) AS zone FROM zone_waitlist w "
	"WHERE w.notified_at IS NULL AND w.zone_id IN (SELECT z.id FROM zones z "
	"JOIN cities c ON c.id = z.city_id WHERE z.is_active = 1 AND c.is_active = 1) "
	"ORDER BY w.id LIMIT ? FOR UPDATE SKIP LOCKED");
SQL(q_told, "UPDATE zone_waitlist SET notified_at = ? WHERE id = ?");

struct zone_row { int64_t id; };
static const struct col zone_cols[] = { COL(struct zone_row, id) };
static const struct col waiting_cols[] = {
	COL(struct waiting, id), COL(struct waiting, email), COL(struct waiting, phone),
	COL(struct waiting, language), COL_TIME(struct waiting, created_at),
	COL_TIME(struct waiting, notified_at),
};
static const struct col count_cols[] = { COL(struct waiting_page, waiting) };
struct due { int64_t id; const char *email, *phone, *language, *zone; };
static const struct col due_cols[] = {
	COL(struct due, id), COL(struct due, email), COL(struct due, phone),
	COL(struct due, language), COL(struct due, zone),
};

enum err
waitlist_join(struct ctx *cx, int64_t zone_id, const char *email, const char *phone)
{
	struct zone_row z;
	int64_t joined;
	enum err e;

	TRY(db_one(cx, &q_zone, zone_cols, &z, I64(zone_id)));
	e = db_exec(cx, &q_join, &joined, STR(email), STR(phone), STR(ctx_language(cx)),
	            TIME(cx->now), I64(zone_id));
	if (e == E_DUPLICATE)
		return OK;
	TRY(e);
	return joined ? OK : fail(cx, E_CONFLICT, "zone %lld is open", (long long)zone_id);
}

enum err
waitlist_list(struct ctx *cx, int64_t zone_id, const char *cursor, int32_t limit,
              struct waiting_page *ret)
{
	struct page_from from;
	struct zone_row z;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_one(cx, &q_zone, zone_cols, &z, I64(zone_id)));
	TRY(db_one(cx, &q_count, count_cols, ret, I64(zone_id)));
	TRY(db_all(cx, &q_list, waiting_cols, &ret->items, &ret->items_n, WAITING_PAGE_MAX + 1,
	           I64(zone_id), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

struct telling { int32_t max, done; };

static enum err
tell(struct ctx *cx, void *arg)
{
	struct telling *t = arg;
	struct settings set;
	struct due *due;
	size_t n;

	TRY(settings_read(cx, &set));
	TRY(db_all(cx, &q_due, due_cols, &due, &n, TELL_MAX, I32(t->max)));
	for (size_t i = 0; i < n; i++) {
		struct message m = { .topic = "zone_open", .language = due[i].language,
		                     .email = due[i].email, .phone = due[i].phone };
		struct message_value values[] = {
			{ "shop", set.shop_name }, { "zone", due[i].zone },
			{ "link", arena_fmt(cx->mem, "%s/%s/", cx->config->shop_url, due[i].language) },
		};

		TRY(message_queue(cx, &m, values, sizeof values / sizeof *values));
		TRY(db_exec(cx, &q_told, NULL, TIME(cx->now), I64(due[i].id)));
	}
	t->done = (int32_t)n;
	return OK;
}

enum err
waitlist_tell_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct telling t = { max, 0 };

	BUG_ON(max > TELL_MAX);
	TRY(db_transaction(cx, DB_AGAIN, tell, &t));
	*ret_done = t.done;
	return OK;
}

enum err
waitlist_forget(struct ctx *cx, const char *email, const char *phone)
{
	TRY(db_exec(cx, &q_forget_mail, NULL, STR(email)));
	return db_exec(cx, &q_forget_phone, NULL, STR(phone));
}
