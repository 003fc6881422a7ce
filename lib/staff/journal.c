/* SPDX-License-Identifier: MIT */
#include "staff/journal.h"

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

enum err
journal_list(struct ctx *cx, const struct journal_filter *f, const char *cursor, int32_t limit,
             struct journal_page *ret)
{
	const struct db_val who = ID(f->admin_user_id), thing = ID(f->entity_id);
	int64_t at, id;

	TRY(cursor_read_moment(cx, cursor, FAR, &at, &id));
	TRY(db_all(cx, &q_list, entry_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           TIME(f->from ? f->from : 1), TIME(f->to ? f->to : FAR), TIME(at), TIME(at),
	           I64(id), who, who, STR(f->action), STR(f->action), STR(f->entity),
	           STR(f->entity), thing, thing, I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_moment(cx, ret->items[limit - 1].created_at,
	                                   ret->items[limit - 1].id) : NULL;
	return OK;
}
