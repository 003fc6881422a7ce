/* SPDX-License-Identifier: MIT */
/* What is written into a ticket, and where it stands then: the one place that changes its state.
 *
 * Owns      status and times of customer_support_tickets, and the rows of customer_ticket_replies.
 * Rules     open and in_progress: the shop is next; awaiting_reply: staff answered, the customer is
 *           next; resolved; closed.  Which move who may make is one table (thread.c).
 *           resolved_at and closed_at are there while it is so; last_reply_at and _by tell of the
 *           newest reply that the customer sees.  An internal note changes nothing of the ticket.
 *           A customer is led to SHOP/ar/account/questions/ID, a guest to the page of the order, staff
 *           to ADMIN/tickets/ID.
 *           The ticket's row is locked, after the customer and the order, before codes and capacity.
 * See       support/asking.h, support/ticket_desk.h, tests/http/ticket_test.c */
#ifndef SUPPORT_THREAD_H
#define SUPPORT_THREAD_H

#include "base/ctx.h"

/* Who makes a move, by doing what. */
enum ticket_act {
	ACT_WRITES = 1,			/* the customer writes a reply */
	ACT_CLOSES = 2,			/* the customer has no further question */
	ACT_REOPENS = 4,		/* or has one again */
	ACT_ANSWERS = 8,		/* staff answer, and say where it stands then */
	ACT_SETS = 16,			/* staff set it */
};

struct thread {
	int64_t id, customer_id, order_id, assigned_admin_id, resolved_at, closed_at;
	const char *belongs_to, *category, *priority, *status;
	int32_t version;
};

/* By a plain look, for what has to be locked before it; and locked.  E_NOT_FOUND. */
enum err thread_look(struct ctx *cx, int64_t id, struct thread *ret) MUST_CHECK;
enum err thread_lock(struct ctx *cx, int64_t id, struct thread *ret) MUST_CHECK;

/* Moves a locked one; `to` NULL is where the act leads by itself.  E_TICKET_CLOSED for who writes
 * into a closed one, E_TICKET_MOVE for every other move that is not in the table. */
enum err thread_move(struct ctx *cx, struct thread *t, enum ticket_act act,
                     const char *to) MUST_CHECK;

struct thread_reply {
	const char *author_type;	/* customer or admin */
	int64_t author_id;		/* 0: who has the order's link */
	const char *author_name;	/* NULL: nobody's that is known */
	const char *message, *attachments;	/* attachments: JSON, or NULL */
	bool is_internal;
};
/* Adds it to a locked one; the state is thread_move's. */
enum err thread_add(struct ctx *cx, const struct thread *t, const struct thread_reply *r,
                    int64_t *ret_id) MUST_CHECK;

struct thread_new {
	int64_t customer_id, order_id, assigned_admin_id;
	const char *belongs_to, *subject, *message, *category, *priority, *attachments;
};
enum err thread_begin(struct ctx *cx, const struct thread_new *new, int64_t *ret_id) MUST_CHECK;

/* ---- whose it is ---- */

/* Locks the customer, if there is one, so that nothing is written for somebody who is being erased:
 * E_NOT_FOUND then. */
enum err thread_lock_customer(struct ctx *cx, int64_t customer_id) MUST_CHECK;
/* Locks an order and its customer, in that order of ours: first the customer. */
enum err thread_lock_order(struct ctx *cx, int64_t order_id, int64_t *ret_customer_id) MUST_CHECK;

/* Locks an order alone, if it is there; for who holds the customer of its ticket already. */
enum err thread_hold_order(struct ctx *cx, int64_t order_id) MUST_CHECK;

/* ---- who is told ---- */

/* The customer, that staff have answered: by the account, or by the contact of the order. */
enum err thread_tell_customer(struct ctx *cx, const struct thread *t) MUST_CHECK;
/* Who looks after it, that the customer has written; else setting support_email, if there is one. */
enum err thread_tell_staff(struct ctx *cx, int64_t ticket_id) MUST_CHECK;
/* Who looks after it from now on. */
enum err thread_tell_assigned(struct ctx *cx, int64_t ticket_id, const char *email) MUST_CHECK;

#endif
