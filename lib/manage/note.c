/* SPDX-License-Identifier: MIT */
#include "manage/note.h"

#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"

#define NOTE_COLUMNS                                                                               \
	"SELECT n.id, n.admin_user_id, u.username AS author, n.note, n.created_at "                \
	"FROM staff_notes n JOIN admin_users u ON u.id = n.admin_user_id "
SQL(q_of_customer, NOTE_COLUMNS "WHERE n.customer_id = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?");
SQL(q_of_order, NOTE_COLUMNS "WHERE n.order_id = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?");
SQL(q_get, NOTE_COLUMNS "WHERE n.id = ?");
/* Locks what it is about, so that nothing is written about somebody who is being erased. */
SQL(q_add_customer,
	"INSERT INTO staff_notes (customer_id, admin_user_id, note, created_at) "
	"SELECT c.id, ?, ?, ? FROM customers c WHERE c.id = ? AND c.erased_at IS NULL FOR UPDATE");
SQL(q_add_order,
	"INSERT INTO staff_notes (order_id, admin_user_id, note, created_at) "
	"SELECT o.id, ?, ?, ? FROM orders o LEFT JOIN customers c ON c.id = o.customer_id "
	"WHERE o.id = ? AND o.deleted_at IS NULL AND c.erased_at IS NULL FOR UPDATE");
SQL(q_forget_customer, "DELETE FROM staff_notes WHERE customer_id = ? LIMIT ?");
SQL(q_forget_orders,
	"DELETE n FROM staff_notes n JOIN orders o ON o.id = n.order_id WHERE o.customer_id = ?");

static const struct col note_cols[] = {
	COL(struct note, id), COL(struct note, admin_user_id), COL(struct note, author),
	COL(struct note, note), COL_TIME(struct note, created_at),
};

enum err
note_list(struct ctx *cx, enum note_about about, int64_t id, const char *cursor, int32_t limit,
          struct note_page *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, about == NOTE_ORDER ? &q_of_order : &q_of_customer, note_cols, &ret->items,
	           &ret->items_n, NOTE_PAGE_MAX + 1, I64(id), I64(from.id ? from.id : INT64_MAX),
	           I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
note_add(struct ctx *cx, enum note_about about, int64_t id, const char *text, struct note *ret)
{
	bool is_order = about == NOTE_ORDER;
	int64_t made, new_id;

	TRY(db_upsert(cx, is_order ? &q_add_order : &q_add_customer, &made, &new_id,
	              I64(cx->actor.id), STR(text), TIME(cx->now), I64(id)));
	if (!made)
		return fail(cx, E_NOT_FOUND, "nothing to write about");
	TRY(db_one(cx, &q_get, note_cols, ret, I64(new_id)));
	/* Its text is in the row alone, which goes with the person. */
	return audit_write(cx, "note.add", is_order ? "orders" : "customers", id, NULL,
	                   arena_fmt(cx->mem, "{\"note_id\":%lld}", (long long)new_id), NULL);
}

enum err
note_forget(struct ctx *cx, int64_t customer_id, int32_t max, int64_t *ret_n)
{
	TRY(db_exec(cx, &q_forget_orders, NULL, I64(customer_id)));
	return db_exec(cx, &q_forget_customer, ret_n, I64(customer_id), I32(max));
}
