/* SPDX-License-Identifier: MIT */
#include "support/ticket_desk.h"

#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "staff/role.h"
#include "support/thread.h"

#define REPLIES_SHOWN 50

SQL_HOT(q_get,
	"SELECT t.id, t.customer_id, t.order_id, t.assigned_admin_id, t.version, t.belongs_to, "
	"t.subject, t.message, t.category, t.priority, t.status, "
	TICKET_FILES("a.ticket_id = t.id AND a.reply_id IS NULL") ", "
	"COALESCE(c.full_name, o.customer_name) AS customer_name, "
	"COALESCE(c.email, o.customer_email) AS customer_email, "
	"COALESCE(c.phone, o.customer_phone) AS customer_phone, u.username AS assigned_name, "
	"t.last_reply_by, t.created_at, t.resolved_at, t.closed_at, t.last_reply_at, "
	"t.last_customer_at FROM customer_support_tickets t "
	"LEFT JOIN customers c ON c.id = t.customer_id LEFT JOIN orders o ON o.id = t.order_id "
	"LEFT JOIN admin_users u ON u.id = t.assigned_admin_id WHERE t.id = ?");
SQL_HOT(q_replies,
	"SELECT r.id, r.author_type, r.author_id, r.author_name, r.message, "
	TICKET_FILES("a.reply_id = r.id") ", r.is_internal, r.created_at "
	"FROM customer_ticket_replies r WHERE r.ticket_id = ? AND r.id > ? ORDER BY r.id LIMIT ?");
#define OTHERS                                                                                     \
	"SELECT id, created_at, subject, status FROM customer_support_tickets WHERE id <> ? "
SQL_HOT(q_others_customer, OTHERS "AND customer_id = ? ORDER BY id DESC LIMIT 10");
SQL_HOT(q_others_order, OTHERS "AND order_id = ? ORDER BY id DESC LIMIT 10");
/* Nobody is switched off meanwhile. */
SQL_HOT(q_staff, "SELECT id, role, email FROM admin_users WHERE id = ? AND is_active = 1 "
                 "LOCK IN SHARE MODE");
SQL_HOT(q_assignees, "SELECT id, username AS name FROM admin_users WHERE id > ? AND is_active = 1 "
                     "AND FIND_IN_SET(role, ?) ORDER BY id LIMIT ?");
SQL_HOT(q_assign, "UPDATE customer_support_tickets SET assigned_admin_id = ?, "
                  "version = version + 1, updated_at = ? WHERE id = ?");
SQL_HOT(q_sort, "UPDATE customer_support_tickets SET category = ?, priority = ?, "
                "version = version + 1, updated_at = ? WHERE id = ?");

static const struct col desk_cols[] = {
	COL(struct desk_ticket, id), COL(struct desk_ticket, customer_id),
	COL(struct desk_ticket, order_id), COL(struct desk_ticket, assigned_admin_id),
	COL(struct desk_ticket, version), COL(struct desk_ticket, belongs_to),
	COL(struct desk_ticket, subject), COL(struct desk_ticket, message),
	COL(struct desk_ticket, category), COL(struct desk_ticket, priority),
	COL(struct desk_ticket, status), COL(struct desk_ticket, files),
	COL(struct desk_ticket, customer_name), COL(struct desk_ticket, customer_email),
	COL(struct desk_ticket, customer_phone), COL(struct desk_ticket, assigned_name),
	COL(struct desk_ticket, last_reply_by), COL_TIME(struct desk_ticket, created_at),
	COL_TIME(struct desk_ticket, resolved_at), COL_TIME(struct desk_ticket, closed_at),
	COL_TIME(struct desk_ticket, last_reply_at), COL_TIME(struct desk_ticket, last_customer_at),
};
static const struct col reply_cols[] = {
	COL(struct ticket_reply, id), COL(struct ticket_reply, author_type),
	COL(struct ticket_reply, author_id), COL(struct ticket_reply, author_name),
	COL(struct ticket_reply, message), COL(struct ticket_reply, files),
	COL(struct ticket_reply, is_internal), COL_TIME(struct ticket_reply, created_at),
};
static const struct col other_cols[] = {
	COL(struct ticket_other, id), COL_TIME(struct ticket_other, created_at),
	COL(struct ticket_other, subject), COL(struct ticket_other, status),
};
static const struct col assignee_cols[] = {
	COL(struct ticket_assignee, id), COL(struct ticket_assignee, name),
};
struct member { int64_t id; const char *role, *email; };
static const struct col member_cols[] = {
	COL(struct member, id), COL(struct member, role), COL(struct member, email),
};

/* ---- reading ---- */

static enum err
read_others(struct ctx *cx, struct desk_ticket *t)
{
	if (!t->customer_id && !t->order_id)
		return OK;
	return db_all(cx, t->customer_id ? &q_others_customer : &q_others_order, other_cols,
	              &t->others, &t->others_n, TICKET_OTHERS_MAX, I64(t->id),
	              I64(t->customer_id ? t->customer_id : t->order_id));
}

enum err
ticket_desk_get(struct ctx *cx, int64_t id, const char *cursor, int32_t limit,
                struct desk_ticket *ret)
{
	struct page_from from;
	enum err e;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_one(cx, &q_get, desk_cols, ret, I64(id)));
	if (!role_may(cx->actor.role, "customer.contact"))
		ret->customer_email = NULL;
	TRY(db_all(cx, &q_replies, reply_cols, &ret->replies, &ret->replies_n, TICKET_PAGE_MAX + 1,
	           I64(id), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->replies_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->replies[limit - 1].id);
	TRY(read_others(cx, ret));
	if (!ret->order_id)
		return OK;
	ret->order = arena_new_of(cx->mem, struct order);
	e = desk_get(cx, ret->order_id, ret->order);
	if (e == E_NOT_FOUND)		/* a deleted order is nothing to look at */
		ret->order = NULL;
	return e == E_NOT_FOUND ? OK : e;
}

enum err
ticket_desk_assignees(struct ctx *cx, const char *cursor, int32_t limit,
                      struct ticket_assignees *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_assignees, assignee_cols, &ret->items, &ret->items_n,
	           TICKET_ASSIGNEES_MAX + 1, I64(from.id), STR(role_who_may(cx, "ticket.write")),
	           I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

static enum err
show(struct ctx *cx, int64_t id, struct desk_ticket *ret)
{
	return ticket_desk_get(cx, id, NULL, REPLIES_SHOWN, ret);
}

/* ---- changing ---- */

/* With what stands before it in the order of locks; the order too, where something happens to it. */
static enum err
lock(struct ctx *cx, int64_t id, bool with_order, struct thread *ret)
{
	struct thread seen = { 0 };

	TRY(thread_look(cx, id, &seen));
	TRY(thread_lock_customer(cx, seen.customer_id));
	if (with_order)
		TRY(thread_hold_order(cx, seen.order_id));
	TRY(thread_lock(cx, id, ret));
	if (ret->customer_id != seen.customer_id)
		return fail(cx, E_CONFLICT, "it has just become another's");
	return OK;
}

static enum err
lock_at(struct ctx *cx, int64_t id, int32_t version, bool with_order, struct thread *ret)
{
	TRY(lock(cx, id, with_order, ret));
	return ret->version == version ? OK : fail(cx, E_CONFLICT, "version %d, now %d", version,
	                                           ret->version);
}

static enum err
audit(struct ctx *cx, const char *action, int64_t id, const char *before, const char *after)
{
	return audit_write(cx, action, "customer_support_tickets", id, before, after, NULL);
}

static enum err
owner_of(struct ctx *cx, const struct desk_question *q, struct thread_new *new)
{
	enum err e;

	if (!q->customer_id == !q->order_id)
		return fail_at(cx, E_INVALID, "customer_id", "a customer or an order");
	if (q->customer_id) {
		e = thread_lock_customer(cx, q->customer_id);
		new->customer_id = q->customer_id;
		new->belongs_to = "customer";
	} else {
		e = thread_lock_order(cx, q->order_id, &new->customer_id);
		new->order_id = q->order_id;
		new->belongs_to = "order";
	}
	return e == E_NOT_FOUND ? fail_at(cx, E_INVALID, q->order_id ? "order_id" : "customer_id",
	                                  "none of that number") : e;
}

enum err
ticket_desk_open(struct ctx *cx, const struct desk_question *q, struct desk_ticket *ret)
{
	struct thread_new new = {
		.subject = q->subject, .message = q->message, .category = q->category,
		.priority = q->priority, .assigned_admin_id = cx->actor.id,
	};
	int64_t id;

	TRY(owner_of(cx, q, &new));
	TRY(thread_begin(cx, &new, &id));
	TRY(audit(cx, "ticket.open", id, NULL,
	          arena_fmt(cx->mem, "{\"customer_id\":%lld,\"order_id\":%lld}",
	                    (long long)new.customer_id, (long long)new.order_id)));
	return show(cx, id, ret);
}

static const char *
assigned_json(struct ctx *cx, int64_t id)
{
	return id ? arena_fmt(cx->mem, "{\"assigned_admin_id\":%lld}", (long long)id)
	          : "{\"assigned_admin_id\":null}";
}

enum err
ticket_desk_assign(struct ctx *cx, int64_t id, int32_t version, int64_t admin_user_id,
                   struct desk_ticket *ret)
{
	struct thread t = { 0 };
	struct member m = { 0 };
	bool found = false;

	TRY(lock_at(cx, id, version, false, &t));
	if (admin_user_id)
		TRY(db_maybe(cx, &q_staff, member_cols, &m, &found, I64(admin_user_id)));
	if (admin_user_id && (!found || !role_may(m.role, "ticket.write")))
		return fail_at(cx, E_INVALID, "admin_user_id", "nobody who answers tickets");
	TRY(db_exec(cx, &q_assign, NULL, ID(admin_user_id), TIME(cx->now), I64(id)));
	TRY(audit(cx, "ticket.assign", id, assigned_json(cx, t.assigned_admin_id),
	          assigned_json(cx, admin_user_id)));
	if (found && m.id != t.assigned_admin_id && m.id != cx->actor.id)
		TRY(thread_tell_assigned(cx, id, m.email));
	return show(cx, id, ret);
}

static const char *
state_json(struct ctx *cx, const struct thread *t)
{
	return arena_fmt(cx->mem, "{\"status\":\"%s\",\"category\":\"%s\",\"priority\":\"%s\"}",
	                 t->status, t->category, t->priority);
}

enum err
ticket_desk_set(struct ctx *cx, int64_t id, int32_t version, const struct desk_state *to,
                struct desk_ticket *ret)
{
	struct thread t = { 0 }, before;

	TRY(lock_at(cx, id, version, false, &t));
	before = t;
	if (to->status && !str_eq(to->status, t.status))
		TRY(thread_move(cx, &t, ACT_SETS, to->status));
	if (to->category || to->priority) {
		t.category = to->category ? to->category : t.category;
		t.priority = to->priority ? to->priority : t.priority;
		TRY(db_exec(cx, &q_sort, NULL, STR(t.category), STR(t.priority), TIME(cx->now),
		            I64(id)));
	}
	TRY(audit(cx, "ticket.set", id, state_json(cx, &before), state_json(cx, &t)));
	return show(cx, id, ret);
}

/* ---- answering ---- */

static enum err
may_act(struct ctx *cx, const struct desk_answer *a, const struct thread *t)
{
	if (a->refund && !role_may(cx->actor.role, "order.refund"))
		return fail(cx, E_FORBIDDEN, "%s may not refund", cx->actor.role);
	if (a->slot && !role_may(cx->actor.role, "order.edit"))
		return fail(cx, E_FORBIDDEN, "%s may not edit orders", cx->actor.role);
	if (!t->order_id && (a->refund || a->slot))
		return fail_at(cx, E_INVALID, a->refund ? "items" : "time_slot_id",
		               "the ticket is about no order");
	return OK;
}

/* An order costs the same on another day; one that would not is edited by itself. */
static enum err
move_order(struct ctx *cx, int64_t order_id, const struct desk_slot *slot, const char **ret)
{
	struct order before = { 0 }, after = { 0 };
	enum err e;

	TRY(desk_get(cx, order_id, &before));
	struct order_edit edit = {
		.version = slot->version, .delivery_date = slot->delivery_date,
		.time_slot_id = slot->time_slot_id, .expected_total = before.total,
		.reason = slot->reason,
	};
	e = desk_edit(cx, order_id, &edit, &after);
	if (e == E_PRICE_CHANGED || e == E_PAID || e == E_PROMO_MINIMUM)
		return fail(cx, E_CONFLICT, "order %lld would cost something else",
		            (long long)order_id);
	TRY(e);
	*ret = arena_fmt(cx->mem, ",\"edit_no\":%d", after.edit_no);
	return OK;
}

/* What goes with the answer; *ret is its part of the journal's entry. */
static enum err
act(struct ctx *cx, const struct desk_answer *a, int64_t order_id, const char **ret)
{
	struct refund refund = { 0 };

	*ret = "";
	if (a->slot)
		TRY(move_order(cx, order_id, a->slot, ret));
	if (!a->refund)
		return OK;
	TRY(desk_refund(cx, order_id, a->refund, &refund));
	*ret = arena_fmt(cx->mem, "%s,\"refund_no\":%d", *ret, refund.refund_no);
	return OK;
}

enum err
ticket_desk_answer(struct ctx *cx, int64_t id, const struct desk_answer *a, struct desk_ticket *ret)
{
	struct thread t = { 0 };
	const char *before, *done;
	int64_t reply_id;

	/* The order too: it is told by its contact, and something may happen to it. */
	TRY(lock_at(cx, id, a->version, true, &t));
	TRY(may_act(cx, a, &t));
	before = arena_fmt(cx->mem, "{\"status\":\"%s\"}", t.status);
	TRY(thread_move(cx, &t, ACT_ANSWERS, a->status ? a->status : "awaiting_reply"));
	struct thread_reply r = {
		.author_type = "admin", .author_id = cx->actor.id, .author_name = cx->actor.name,
		.message = a->message,
	};
	TRY(thread_add(cx, &t, &r, &reply_id));
	TRY(act(cx, a, t.order_id, &done));
	TRY(thread_tell_customer(cx, &t));
	TRY(audit(cx, "ticket.answer", id, before,
	          arena_fmt(cx->mem, "{\"status\":\"%s\",\"reply_id\":%lld%s}", t.status,
	                    (long long)reply_id, done)));
	return show(cx, id, ret);
}

enum err
ticket_desk_note(struct ctx *cx, int64_t id, const char *message, struct desk_ticket *ret)
{
	struct thread t = { 0 };
	struct thread_reply r = {
		.author_type = "admin", .author_id = cx->actor.id, .author_name = cx->actor.name,
		.message = message, .is_internal = true,
	};
	int64_t note_id;

	TRY(lock(cx, id, false, &t));
	TRY(thread_add(cx, &t, &r, &note_id));
	TRY(audit(cx, "ticket.note", id, NULL,
	          arena_fmt(cx->mem, "{\"reply_id\":%lld}", (long long)note_id)));
	return show(cx, id, ret);
}
