/* SPDX-License-Identifier: MIT */
#include "support/thread.h"

#include "account/customer.h"
#include "account/notice.h"
#include "base/config.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/message.h"
#include "ops/setting.h"
#include "sale/order_move.h"

#define THREAD                                                                                     \
	"SELECT id, customer_id, order_id, assigned_admin_id, resolved_at, closed_at, belongs_to, " \
	"category, priority, status, version FROM customer_support_tickets WHERE id = ?"
SQL_HOT(q_look, THREAD);
SQL_HOT(q_lock, THREAD " FOR UPDATE");
SQL_HOT(q_move,
	"UPDATE customer_support_tickets SET status = ?, resolved_at = ?, closed_at = ?, "
	"last_reply_at = COALESCE(?, last_reply_at), last_reply_by = COALESCE(?, last_reply_by), "
	"last_customer_at = COALESCE(?, last_customer_at), version = version + 1, updated_at = ? "
	"WHERE id = ?");
SQL(q_add,
	"INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, author_name, "
	"message, attachments, is_internal, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
SQL(q_begin,
	"INSERT INTO customer_support_tickets (customer_id, belongs_to, order_id, subject, message, "
	"category, priority, attachments, assigned_admin_id, created_at, updated_at, "
	"last_customer_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_order, "SELECT customer_id AS id FROM orders WHERE id = ? AND deleted_at IS NULL");
SQL_HOT(q_lock_order,
	"SELECT customer_id AS id FROM orders WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_assignee, "SELECT email FROM ticket_assignees WHERE ticket_id = ?");

static const struct col thread_cols[] = {
	COL(struct thread, id), COL(struct thread, customer_id), COL(struct thread, order_id),
	COL(struct thread, assigned_admin_id), COL_TIME(struct thread, resolved_at),
	COL_TIME(struct thread, closed_at), COL(struct thread, belongs_to),
	COL(struct thread, category), COL(struct thread, priority), COL(struct thread, status),
	COL(struct thread, version),
};
struct owner { int64_t id; };
static const struct col owner_cols[] = { COL(struct owner, id) };
struct assignee { const char *email; };
static const struct col assignee_cols[] = { COL(struct assignee, email) };

enum err
thread_look(struct ctx *cx, int64_t id, struct thread *ret)
{
	return db_one(cx, &q_look, thread_cols, ret, I64(id));
}

enum err
thread_lock(struct ctx *cx, int64_t id, struct thread *ret)
{
	return db_one(cx, &q_lock, thread_cols, ret, I64(id));
}

/* ---- where it stands ---- */

struct move { const char *from, *to; unsigned acts; };

/* Every move there is.  Of those of one act and one status the first is where it leads by itself. */
static const struct move moves[] = {
	{ "open",           "open",           ACT_WRITES },
	{ "open",           "awaiting_reply", ACT_ANSWERS | ACT_SETS },
	{ "open",           "in_progress",    ACT_ANSWERS | ACT_SETS },
	{ "open",           "resolved",       ACT_ANSWERS | ACT_SETS },
	{ "open",           "closed",         ACT_CLOSES | ACT_ANSWERS | ACT_SETS },

	{ "in_progress",    "in_progress",    ACT_WRITES },
	{ "in_progress",    "open",           ACT_SETS },
	{ "in_progress",    "awaiting_reply", ACT_ANSWERS | ACT_SETS },
	{ "in_progress",    "in_progress",    ACT_ANSWERS },
	{ "in_progress",    "resolved",       ACT_ANSWERS | ACT_SETS },
	{ "in_progress",    "closed",         ACT_CLOSES | ACT_ANSWERS | ACT_SETS },

	{ "awaiting_reply", "open",           ACT_WRITES | ACT_SETS },
	{ "awaiting_reply", "awaiting_reply", ACT_ANSWERS },
	{ "awaiting_reply", "in_progress",    ACT_ANSWERS | ACT_SETS },
	{ "awaiting_reply", "resolved",       ACT_ANSWERS | ACT_SETS },
	{ "awaiting_reply", "closed",         ACT_CLOSES | ACT_ANSWERS | ACT_SETS },

	{ "resolved",       "open",           ACT_WRITES | ACT_REOPENS | ACT_SETS },
	{ "resolved",       "awaiting_reply", ACT_ANSWERS },
	{ "resolved",       "in_progress",    ACT_ANSWERS | ACT_SETS },
	{ "resolved",       "resolved",       ACT_ANSWERS },
	{ "resolved",       "closed",         ACT_CLOSES | ACT_ANSWERS | ACT_SETS },

	/* Nobody writes into a closed one: it is opened again first. */
	{ "closed",         "open",           ACT_REOPENS | ACT_SETS },
	{ "closed",         "in_progress",    ACT_SETS },
};

static const struct move *
find_move(const char *from, enum ticket_act act, const char *to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if ((moves[i].acts & act) && str_eq(moves[i].from, from) &&
		    (!to || str_eq(moves[i].to, to)))
			return &moves[i];
	return NULL;
}

enum err
thread_move(struct ctx *cx, struct thread *t, enum ticket_act act, const char *to)
{
	const struct move *m = find_move(t->status, act, to);
	const char *by = act == ACT_WRITES ? "customer" : act == ACT_ANSWERS ? "admin" : NULL;
	int64_t changed;

	if (!m && str_eq(t->status, "closed") && (act & (ACT_WRITES | ACT_ANSWERS)))
		return fail(cx, E_TICKET_CLOSED, "ticket %lld", (long long)t->id);
	if (!m)
		return fail_at(cx, E_TICKET_MOVE, "status", "%s to %s", t->status, to ? to : "-");
	if (str_eq(m->to, "resolved"))
		t->resolved_at = cx->now;
	else if (!str_eq(m->to, "closed"))
		t->resolved_at = 0;
	t->closed_at = str_eq(m->to, "closed") ? cx->now : 0;
	t->status = m->to;
	t->version++;
	TRY(db_exec(cx, &q_move, &changed, STR(t->status), TIME(t->resolved_at), TIME(t->closed_at),
	            by ? TIME(cx->now) : NIL(), STR(by),
	            act == ACT_WRITES ? TIME(cx->now) : NIL(), TIME(cx->now), I64(t->id)));
	BUG_ON(changed != 1);	/* the row is locked */
	return OK;
}

/* ---- what is written ---- */

enum err
thread_add(struct ctx *cx, const struct thread *t, const struct thread_reply *r, int64_t *ret_id)
{
	return db_insert(cx, &q_add, ret_id, I64(t->id), STR(r->author_type), I64(r->author_id),
	                 STR(r->author_name), STR(r->message), STR(r->attachments),
	                 FLAG(r->is_internal), TIME(cx->now));
}

enum err
thread_begin(struct ctx *cx, const struct thread_new *new, int64_t *ret_id)
{
	return db_insert(cx, &q_begin, ret_id, ID(new->customer_id), STR(new->belongs_to),
	                 ID(new->order_id), STR(new->subject), STR(new->message),
	                 STR(new->category ? new->category : "general"),
	                 STR(new->priority ? new->priority : "normal"), STR(new->attachments),
	                 ID(new->assigned_admin_id), TIME(cx->now), TIME(cx->now), TIME(cx->now));
}

/* ---- whose it is ---- */

enum err
thread_lock_customer(struct ctx *cx, int64_t customer_id)
{
	struct customer c = { 0 };
	enum err e = customer_id ? customer_lock(cx, customer_id, &c) : OK;

	return e == E_LOGIN_NEEDED ? fail(cx, E_NOT_FOUND, "its customer was erased") : e;
}

enum err
thread_lock_order(struct ctx *cx, int64_t order_id, int64_t *ret_customer_id)
{
	struct owner seen = { 0 }, locked = { 0 };

	TRY(db_one(cx, &q_order, owner_cols, &seen, I64(order_id)));
	TRY(thread_lock_customer(cx, seen.id));
	TRY(db_one(cx, &q_lock_order, owner_cols, &locked, I64(order_id)));
	if (locked.id != seen.id)
		return fail(cx, E_CONFLICT, "the order has just become another's");
	*ret_customer_id = locked.id;
	return OK;
}

enum err
thread_hold_order(struct ctx *cx, int64_t order_id)
{
	struct owner locked;
	bool found;

	return order_id ? db_maybe(cx, &q_lock_order, owner_cols, &locked, &found, I64(order_id))
	                : OK;
}

/* ---- who is told ---- */

enum err
thread_tell_customer(struct ctx *cx, const struct thread *t)
{
	struct customer c = { 0 };
	struct notice n = {
		.topic = "ticket_answered",
		.link = arena_fmt(cx->mem, "account/questions/%lld", (long long)t->id),
	};

	if (str_eq(t->belongs_to, "order"))
		return t->order_id ? order_tell_answer(cx, t->order_id) : OK;
	TRY(customer_get(cx, t->customer_id, &c));
	if (c.email_verified)
		n.email = c.email;
	else if (c.phone_verified)
		n.phone = c.phone;
	return n.email || n.phone ? notice_queue(cx, &c, &n) : OK;
}

/* Nothing of what the customer wrote: messages to staff stay when a customer is erased. */
static enum err
tell_staff(struct ctx *cx, const char *topic, const char *email, const struct settings *set,
           int64_t ticket_id)
{
	struct message m = { .topic = topic, .language = "en", .email = email };
	struct message_value values[] = {
		{ "shop", set->shop_name },
		{ "number", arena_fmt(cx->mem, "%lld", (long long)ticket_id) },
		{ "link", arena_fmt(cx->mem, "%s/tickets/%lld", cx->config->admin_url,
		                    (long long)ticket_id) },
	};

	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

enum err
thread_tell_staff(struct ctx *cx, int64_t ticket_id)
{
	struct assignee to = { 0 };
	struct settings set;
	bool found;

	TRY(settings_read(cx, &set));
	TRY(db_maybe(cx, &q_assignee, assignee_cols, &to, &found, I64(ticket_id)));
	if (!found)
		to.email = set.support_email;
	return *to.email ? tell_staff(cx, "ticket_waiting", to.email, &set, ticket_id) : OK;
}

enum err
thread_tell_assigned(struct ctx *cx, int64_t ticket_id, const char *email)
{
	struct settings set;

	TRY(settings_read(cx, &set));
	return tell_staff(cx, "ticket_assigned", email, &set, ticket_id);
}
