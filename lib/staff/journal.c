/* SPDX-License-Identifier: MIT */
#include "staff/journal.h"

#include "base/str.h"
#include "db/db.h"
#include "db/page.h"

#define PAGE_MAX 200
#define FAR 253370764800		/* 9999: after every entry */

/* Whichever filters are given, there is an index of them that is in this order. */
SQL_HOT(q_list,
	"SELECT l.id, l.created_at, l.admin_user_id, u.username, l.action, l.entity, l.entity_id, "
	"l.before_json, l.after_json, l.note, l.ip_address, l.request_id "
	"FROM admin_activity_log l LEFT JOIN admin_users u ON u.id = l.admin_user_id "
	"WHERE l.created_at >= ? AND l.created_at < ? AND l.created_at <= ? "
	"AND (l.created_at < ? OR l.id < ?) AND (? IS NULL OR l.admin_user_id = ?) "
	"AND (? IS NULL OR l.action = ?) AND (? IS NULL OR l.entity = ?) "
	"AND (? IS NULL OR l.entity_id = ?) ORDER BY l.created_at DESC, l.id DESC LIMIT ?");

static const struct col entry_cols[] = {
	COL(struct journal_entry, id), COL_TIME(struct journal_entry, created_at),
	COL(struct journal_entry, admin_user_id), COL(struct journal_entry, username),
	COL(struct journal_entry, action), COL(struct journal_entry, entity),
	COL(struct journal_entry, entity_id), COL(struct journal_entry, before_json),
	COL(struct journal_entry, after_json), COL(struct journal_entry, note),
	COL(struct journal_entry, ip_address), COL(struct journal_entry, request_id),
};

/* The moment of the last entry seen, and its number. */
static enum err
where_to_go_on(struct ctx *cx, const char *cursor, int64_t *at, int64_t *id)
{
	struct page_from from;

	*at = FAR;
	*id = INT64_MAX;
	TRY(cursor_read(cx, cursor, &from));
	if (!from.id)
		return OK;
	*id = from.id;
	if (!int_parse(from.key, at) || *at < 0 || *at > FAR)
		return fail_at(cx, E_INVALID, "cursor", "malformed cursor");
	return OK;
}

enum err
journal_list(struct ctx *cx, const struct journal_filter *f, const char *cursor, int32_t limit,
             struct journal_page *ret)
{
	const struct db_val who = ID(f->admin_user_id), thing = ID(f->entity_id);
	struct journal_entry *last;
	int64_t at, id;

	TRY(where_to_go_on(cx, cursor, &at, &id));
	TRY(db_all(cx, &q_list, entry_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           TIME(f->from ? f->from : 1), TIME(f->to ? f->to : FAR), TIME(at), TIME(at),
	           I64(id), who, who, STR(f->action), STR(f->action), STR(f->entity),
	           STR(f->entity), thing, thing, I32(limit + 1)));
	ret->next_cursor = NULL;
	if (!page_cut(&ret->items_n, limit))
		return OK;
	last = &ret->items[limit - 1];
	ret->next_cursor = cursor_text(cx, arena_fmt(cx->mem, "%lld", (long long)last->created_at),
	                               last->id);
	return OK;
}
