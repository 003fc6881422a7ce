/* SPDX-License-Identifier: MIT */
#include "support/ticket_list.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "sale/order.h"
#include "support/ticket.h"

#define LAST_MOMENT 253402300799LL	/* the year 9999 ends */

#define ROW                                                                                        \
	"SELECT t.id, t.customer_id, t.order_id, t.assigned_admin_id, t.subject, t.category, "     \
	"t.priority, t.status, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS order_number, " \
	"COALESCE(cu.full_name, o.customer_name) AS customer_name, u.username AS assigned_name, "  \
	"t.last_reply_by, t.created_at, t.last_reply_at, t.last_customer_at, t.version "           \
	"FROM customer_support_tickets t LEFT JOIN orders o ON o.id = t.order_id "                 \
	"LEFT JOIN customers cu ON cu.id = t.customer_id "                                         \
	"LEFT JOIN admin_users u ON u.id = t.assigned_admin_id WHERE "
#define FILTERS                                                                                    \
	"AND (? IS NULL OR t.status = ?) AND (? IS NULL OR t.category = ?) "                       \
	"AND (? IS NULL OR t.priority = ?) AND (? IS NULL OR t.assigned_admin_id = ?) "            \
	"AND (? IS NULL OR t.assigned_admin_id IS NULL) AND (? IS NULL OR t.is_waiting = 1) "      \
	"AND (? IS NULL OR t.customer_id = ?) AND (? IS NULL OR t.order_id = ?) "                  \
	"AND (? IS NULL OR t.id = ?) AND (? IS NULL OR t.subject LIKE ?) "
#define NEWEST                                                                                     \
	"AND t.last_customer_at <= ? AND (t.last_customer_at < ? OR t.id < ?) "                    \
	"ORDER BY t.last_customer_at DESC, t.id DESC LIMIT ?"
#define OLDEST                                                                                     \
	"AND t.last_customer_at >= ? AND (t.last_customer_at > ? OR t.id > ?) "                    \
	"ORDER BY t.last_customer_at, t.id LIMIT ?"
#define LIST(name, by)                                                                             \
	SQL_HOT(q_##name##_newest, ROW by FILTERS NEWEST);                                         \
	SQL_HOT(q_##name##_oldest, ROW by FILTERS OLDEST)
LIST(all, "1 = 1 ");
LIST(id, "t.id = ? ");
LIST(order, "t.order_id = ? ");
LIST(customer, "t.customer_id = ? ");
LIST(subject, "t.subject LIKE ? ");
LIST(assigned, "t.assigned_admin_id = ? ");
LIST(unassigned, "t.assigned_admin_id IS NULL ");
LIST(waiting, "t.is_waiting = 1 ");
LIST(status, "t.status = ? ");
SQL_HOT(q_order_of, "SELECT id FROM orders WHERE number = ?");

static const struct col row_cols[] = {
	COL(struct ticket_row, id), COL(struct ticket_row, customer_id),
	COL(struct ticket_row, order_id), COL(struct ticket_row, assigned_admin_id),
	COL(struct ticket_row, subject), COL(struct ticket_row, category),
	COL(struct ticket_row, priority), COL(struct ticket_row, status),
	COL(struct ticket_row, order_number), COL(struct ticket_row, customer_name),
	COL(struct ticket_row, assigned_name), COL(struct ticket_row, last_reply_by),
	COL_TIME(struct ticket_row, created_at), COL_TIME(struct ticket_row, last_reply_at),
	COL_TIME(struct ticket_row, last_customer_at), COL(struct ticket_row, version),
};
struct found { int64_t id; };
static const struct col found_cols[] = { COL(struct found, id) };

/* What is looked for, besides the filter's own. */
struct wanted {
	int64_t ticket_id, order_id, assigned;
	const char *subject;		/* a pattern */
	bool nothing;			/* two filters that leave nothing */
};

/* The letters that LIKE would read otherwise stand for themselves. */
static const char *
prefix_pattern(struct ctx *cx, const char *text)
{
	struct buf b = buf_in(cx->mem, 2 * TICKET_SUBJECT_MAX * 4 + 2);

	for (; *text; text++) {
		if (strchr("\\%_", *text))
			buf_char(&b, '\\');
		buf_char(&b, *text);
	}
	buf_char(&b, '%');
	BUG_ON(b.full);
	return b.data;
}

static enum err
read_search(struct ctx *cx, const struct ticket_filter *f, struct wanted *w)
{
	const char *text = f->search && *f->search == '#' ? f->search + 1 : f->search;
	struct found order = { 0 };
	bool found;

	*w = (struct wanted){ .order_id = f->order_id, .assigned = f->is_mine ? cx->actor.id : 0 };
	if (!text)
		return OK;
	if (strlen(text) < 10 && int_parse(text, &w->ticket_id) && w->ticket_id > 0)
		return OK;
	w->ticket_id = 0;
	TRY(db_maybe(cx, &q_order_of, found_cols, &order, &found, STR(order_number(cx, text))));
	if (!found) {
		w->subject = prefix_pattern(cx, text);
	} else {
		w->nothing = f->order_id && f->order_id != order.id;
		w->order_id = order.id;
	}
	return OK;
}

/* Which of the pairs fits, the one that leaves the fewest first, and what it begins with. */
#define PAIR(name) (f->is_oldest_first ? &q_##name##_oldest : &q_##name##_newest)
static const struct sql *
choose(const struct ticket_filter *f, const struct wanted *w, struct db_val *first, size_t *first_n)
{
	*first_n = 1;
	if (w->ticket_id) {
		*first = I64(w->ticket_id);
		return PAIR(id);
	}
	if (w->order_id) {
		*first = I64(w->order_id);
		return PAIR(order);
	}
	if (f->customer_id) {
		*first = I64(f->customer_id);
		return PAIR(customer);
	}
	if (w->subject) {
		*first = STR(w->subject);
		return PAIR(subject);
	}
	if (w->assigned) {
		*first = I64(w->assigned);
		return PAIR(assigned);
	}
	if (f->status) {
		*first = STR(f->status);
		return PAIR(status);
	}
	*first_n = 0;
	return f->is_waiting ? PAIR(waiting) : f->is_unassigned ? PAIR(unassigned) : PAIR(all);
}

static struct db_val
if_set(bool set)
{
	return set ? I64(1) : NIL();
}

static enum err
read_page(struct ctx *cx, const struct ticket_filter *f, const struct wanted *w, int64_t at,
          int64_t id, int32_t limit, struct ticket_rows *ret)
{
	struct db_val args[32], first;
	size_t n = 0;
	const struct sql *q = choose(f, w, &first, &n);
	const struct db_val rest[] = {
		STR(f->status), STR(f->status), STR(f->category), STR(f->category), STR(f->priority),
		STR(f->priority), ID(w->assigned), ID(w->assigned), if_set(f->is_unassigned),
		if_set(f->is_waiting), ID(f->customer_id), ID(f->customer_id), ID(w->order_id),
		ID(w->order_id), ID(w->ticket_id), ID(w->ticket_id), STR(w->subject),
		STR(w->subject), TIME(at), TIME(at), I64(id), I32(limit + 1),
	};

	if (n)
		args[0] = first;
	memcpy(args + n, rest, sizeof rest);
	return db_all_(cx, q, DB_COLS_(row_cols), (void **)&ret->items, sizeof *ret->items,
	               &ret->items_n, TICKET_PAGE_MAX + 1, args, n + sizeof rest / sizeof *rest);
}

enum err
ticket_list_desk(struct ctx *cx, const struct ticket_filter *f, const char *cursor, int32_t limit,
                 struct ticket_rows *ret)
{
	int64_t at = f->is_oldest_first ? 1 : LAST_MOMENT;
	struct page_from from;
	struct wanted w;

	TRY(cursor_read(cx, cursor, &from));
	if (from.id && (!from.key || !int_parse(from.key, &at) || at < 1 || at > LAST_MOMENT))
		return fail_at(cx, E_INVALID, "cursor", "of another list");
	TRY(read_search(cx, f, &w));
	if (w.nothing)
		return OK;
	TRY(read_page(cx, f, &w, at, from.id ? from.id : f->is_oldest_first ? 0 : INT64_MAX, limit,
	              ret));
	if (page_cut(&ret->items_n, limit)) {
		const struct ticket_row *last = &ret->items[limit - 1];
		long long key = last->last_customer_at;

		ret->next_cursor = cursor_text(cx, arena_fmt(cx->mem, "%lld", key), last->id);
	}
	return OK;
}
