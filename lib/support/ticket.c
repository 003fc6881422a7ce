/* SPDX-License-Identifier: MIT */
#include "support/ticket.h"

#include "db/db.h"
#include "db/page.h"

#define PAGE 20				/* rows read at a time, each with a long text */

#define ORDER_NUMBER "CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS order_number"
#define TICKETS                                                                                    \
	"FROM customer_support_tickets t LEFT JOIN orders o ON o.id = t.order_id WHERE "
#define ROW                                                                                        \
	"SELECT t.id, " ORDER_NUMBER ", t.subject, t.category, t.priority, t.status, "             \
	"t.created_at, t.resolved_at, t.closed_at, t.last_reply_at, t.last_reply_by " TICKETS
#define PAGE_BELOW "AND t.id < ? AND (? IS NULL OR t.status = ?) ORDER BY t.id DESC LIMIT ?"
#define ONE                                                                                        \
	"SELECT t.id, " ORDER_NUMBER ", t.subject, t.message, t.category, t.priority, t.status, "  \
	TICKET_FILES("a.ticket_id = t.id AND a.reply_id IS NULL") ", t.created_at, "               \
	"t.resolved_at, t.closed_at, t.last_reply_at, t.last_reply_by " TICKETS
SQL_HOT(q_list_own, ROW "t.customer_id = ? " PAGE_BELOW);
SQL_HOT(q_list_of, ROW "t.order_id = ? AND t.belongs_to = 'order' " PAGE_BELOW);
SQL_HOT(q_get_own, ONE "t.customer_id = ? AND t.id = ?");
SQL_HOT(q_get_of, ONE "t.order_id = ? AND t.belongs_to = 'order' AND t.id = ?");
SQL_HOT(q_all,
	"SELECT t.id, " ORDER_NUMBER ", t.subject, t.message, t.category, t.priority, t.status, "
	"t.attachments, " TICKET_FILES("a.ticket_id = t.id AND a.reply_id IS NULL") ", t.created_at, "
	"t.resolved_at, t.closed_at, (SELECT COUNT(*) FROM customer_ticket_replies_public r "
	"WHERE r.ticket_id = t.id) AS replies_there " TICKETS "t.customer_id = ? AND t.id < ? "
	"ORDER BY t.id DESC LIMIT ?");
SQL_HOT(q_replies,
	"SELECT r.id, r.author_type, r.message, r.attachments, " TICKET_FILES("a.reply_id = r.id")
	", r.created_at FROM customer_ticket_replies_public r WHERE r.ticket_id = ? AND r.id > ? "
	"ORDER BY r.id LIMIT ?");
SQL_HOT(q_forget,
	"UPDATE customer_support_tickets SET subject = '', message = '', attachments = NULL, "
	"closed_at = CASE WHEN status IN ('resolved', 'closed') THEN closed_at ELSE ? END, "
	"status = CASE WHEN status = 'resolved' THEN status ELSE 'closed' END, "
	"version = version + 1, updated_at = updated_at WHERE customer_id = ?");
SQL_HOT(q_forget_replies,
	"UPDATE customer_support_tickets t JOIN customer_ticket_replies r ON r.ticket_id = t.id "
	"SET r.message = '', r.attachments = NULL WHERE t.customer_id = ?");
/* The names of staff are the staff's. */
SQL_HOT(q_forget_names,
	"UPDATE customer_ticket_replies SET author_name = NULL "
	"WHERE author_type = 'customer' AND author_id = ?");

static const struct col row_cols[] = {
	COL(struct ticket, id), COL(struct ticket, order_number), COL(struct ticket, subject),
	COL(struct ticket, category), COL(struct ticket, priority), COL(struct ticket, status),
	COL_TIME(struct ticket, created_at), COL_TIME(struct ticket, resolved_at),
	COL_TIME(struct ticket, closed_at), COL_TIME(struct ticket, last_reply_at),
	COL(struct ticket, last_reply_by),
};
static const struct col one_cols[] = {
	COL(struct ticket, id), COL(struct ticket, order_number), COL(struct ticket, subject),
	COL(struct ticket, message), COL(struct ticket, category), COL(struct ticket, priority),
	COL(struct ticket, status), COL(struct ticket, files), COL_TIME(struct ticket, created_at),
	COL_TIME(struct ticket, resolved_at), COL_TIME(struct ticket, closed_at),
	COL_TIME(struct ticket, last_reply_at), COL(struct ticket, last_reply_by),
};
static const struct col all_cols[] = {
	COL(struct ticket, id), COL(struct ticket, order_number), COL(struct ticket, subject),
	COL(struct ticket, message), COL(struct ticket, category), COL(struct ticket, priority),
	COL(struct ticket, status), COL(struct ticket, attachments), COL(struct ticket, files),
	COL_TIME(struct ticket, created_at), COL_TIME(struct ticket, resolved_at),
	COL_TIME(struct ticket, closed_at), COL(struct ticket, replies_there),
};
static const struct col reply_cols[] = {
	COL(struct ticket_reply, id), COL(struct ticket_reply, author_type),
	COL(struct ticket_reply, message), COL(struct ticket_reply, attachments),
	COL(struct ticket_reply, files), COL_TIME(struct ticket_reply, created_at),
};

/* ---- for who asked ---- */

enum err
ticket_list(struct ctx *cx, const struct order_key *key, const char *status, const char *cursor,
            int32_t limit, struct ticket_list *ret)
{
	int64_t whose = cx->actor.id;
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	if (key)
		TRY(order_find(cx, key, &whose));
	TRY(db_all(cx, key ? &q_list_of : &q_list_own, row_cols, &ret->items, &ret->items_n,
	           TICKET_PAGE_MAX + 1, I64(whose), I64(from.id ? from.id : INT64_MAX), STR(status),
	           STR(status), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
ticket_get(struct ctx *cx, const struct order_key *key, int64_t id, const char *cursor,
           int32_t limit, struct ticket *ret)
{
	int64_t whose = cx->actor.id;
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	if (key)
		TRY(order_find(cx, key, &whose));
	TRY(db_one(cx, key ? &q_get_of : &q_get_own, one_cols, ret, I64(whose), I64(id)));
	TRY(db_all(cx, &q_replies, reply_cols, &ret->replies, &ret->replies_n, TICKET_PAGE_MAX + 1,
	           I64(id), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->replies_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->replies[limit - 1].id);
	return OK;
}

/* ---- for the export ---- */

/* As many replies as there is room for. */
static enum err
read_replies(struct ctx *cx, struct ticket *t, size_t *bytes)
{
	struct ticket_reply *page;
	size_t page_n = PAGE;
	int64_t after = 0;

	t->replies = arena_array(cx->mem, struct ticket_reply, (size_t)t->replies_there + 1);
	while (page_n == PAGE) {
		TRY(db_all(cx, &q_replies, reply_cols, &page, &page_n, PAGE, I64(t->id), I64(after),
		           I32(PAGE)));
		for (size_t i = 0; i < page_n; i++) {
			size_t more = db_json_bytes(reply_cols, &page[i]);

			if (more > *bytes || t->replies_n == (size_t)t->replies_there) {
				*bytes = 0;	/* nothing behind it either: all stays in order */
				return OK;
			}
			*bytes -= more;
			after = page[i].id;
			t->replies[t->replies_n++] = page[i];
		}
	}
	return OK;
}

static enum err
read_page(struct ctx *cx, int64_t customer_id, int64_t before, size_t limit, struct ticket **ret,
          size_t *ret_n)
{
	return db_all(cx, &q_all, all_cols, ret, ret_n, PAGE, I64(customer_id), I64(before),
	              I32((int32_t)limit));
}

enum err
ticket_read_all(struct ctx *cx, int64_t customer_id, size_t max, size_t bytes,
                struct ticket **ret, size_t *ret_n)
{
	struct ticket *all = arena_array(cx->mem, struct ticket, max + 1), *page;
	size_t n = 0, page_n = PAGE;
	int64_t before = INT64_MAX;
	bool is_full = false;

	while (page_n == PAGE && !is_full) {
		TRY(read_page(cx, customer_id, before, max - n < PAGE ? max - n : PAGE, &page,
		              &page_n));
		for (size_t i = 0; i < page_n; i++) {
			size_t more = db_json_bytes(all_cols, &page[i]);

			if ((is_full = more > bytes))
				break;
			bytes -= more;
			before = page[i].id;
			all[n] = page[i];
			TRY(read_replies(cx, &all[n++], &bytes));
		}
	}
	*ret = all;
	*ret_n = n;
	return OK;
}

/* ---- for an erasure ---- */

enum err
ticket_forget(struct ctx *cx, int64_t customer_id)
{
	TRY(db_exec(cx, &q_forget, NULL, TIME(cx->now), I64(customer_id)));
	TRY(db_exec(cx, &q_forget_replies, NULL, I64(customer_id)));
	return db_exec(cx, &q_forget_names, NULL, I64(customer_id));
}
