/* SPDX-License-Identifier: MIT */
/* Tickets at the desk of the staff: what waits, who looks after it, answers, and what goes with them.
 *
 * Rules     Staff see everything of a ticket: internal notes, its order, its customer's other ones.
 *           An edit and an answer name the version they saw; a reply of the customer is a change, so
 *           nobody answers what he has not read.
 *           An answer may carry a refund of the order and another day and slot for it, by the rules
 *           and with the rights of those (dispatch/desk.h): all of it happens, or nothing.
 *           Whoever looks after a ticket is active and may answer tickets.
 *           Everything that staff do is in the audit, in its own transaction.
 * See       support/thread.h, support/ticket_list.h, fcgi/api/admin_ticket.c,
 *           tests/http/ticket_{desk,answer}_test.c */
#ifndef SUPPORT_TICKET_DESK_H
#define SUPPORT_TICKET_DESK_H

#include "dispatch/desk.h"
#include "support/ticket.h"

#define TICKET_OTHERS_MAX 10
#define TICKET_ASSIGNEES_MAX 200

/* Another ticket of the same customer or order. */
struct ticket_other { int64_t id, created_at; const char *subject, *status; };

struct desk_ticket {
	int64_t id, customer_id, order_id, assigned_admin_id;
	int32_t version;
	const char *belongs_to, *subject, *message, *category, *priority, *status, *files;
	const char *customer_name, *customer_email, *customer_phone, *assigned_name, *last_reply_by;
	int64_t created_at, resolved_at, closed_at, last_reply_at, last_customer_at;
	struct ticket_reply *replies;	/* with internal notes, oldest first */
	size_t replies_n;
	const char *next_cursor;	/* of the replies */
	struct order *order;		/* NULL: about none */
	struct ticket_other *others;	/* newest first, at most TICKET_OTHERS_MAX */
	size_t others_n;
};

enum err ticket_desk_get(struct ctx *cx, int64_t id, const char *cursor, int32_t limit,
                         struct desk_ticket *ret) MUST_CHECK;

/* What somebody asked by telephone: for a customer, for an order, or for a customer's order. */
struct desk_question {
	int64_t customer_id, order_id;	/* 0: none; not both */
	const char *subject, *message, *category, *priority;
};
/* The actor looks after it.  E_INVALID naming "customer_id" or "order_id". */
enum err ticket_desk_open(struct ctx *cx, const struct desk_question *q,
                          struct desk_ticket *ret) MUST_CHECK;

/* admin_user_id 0 is nobody; who gets it from somebody else is told.  E_NOT_FOUND, E_CONFLICT,
 * E_INVALID naming "admin_user_id". */
enum err ticket_desk_assign(struct ctx *cx, int64_t id, int32_t version, int64_t admin_user_id,
                            struct desk_ticket *ret) MUST_CHECK;

/* Who may look after one: active, and answers tickets. */
struct ticket_assignee { int64_t id; const char *name; };
struct ticket_assignees { struct ticket_assignee *items; size_t items_n; const char *next_cursor; };
/* By id; `limit` at most TICKET_ASSIGNEES_MAX. */
enum err ticket_desk_assignees(struct ctx *cx, const char *cursor, int32_t limit,
                               struct ticket_assignees *ret) MUST_CHECK;

struct desk_state { const char *status, *category, *priority; };	/* NULL: as it is */
/* E_NOT_FOUND, E_CONFLICT, E_TICKET_MOVE. */
enum err ticket_desk_set(struct ctx *cx, int64_t id, int32_t version, const struct desk_state *to,
                         struct desk_ticket *ret) MUST_CHECK;

/* Another day or slot for the order, or both. */
struct desk_slot {
	int32_t version;		/* of the order that was seen */
	struct day delivery_date;	/* NONE: as it is */
	int64_t time_slot_id;		/* 0: as it is */
	const char *reason;
};
struct desk_answer {
	const char *message;
	const char *status;		/* where it stands then; NULL: awaiting_reply */
	int32_t version;
	const struct refund_wish *refund;	/* NULL: none */
	const struct desk_slot *slot;	/* NULL: as it is */
};
/* E_NOT_FOUND, E_CONFLICT, E_TICKET_CLOSED; E_INVALID naming "items" or "time_slot_id" when it
 * is about no order; what refund_make refuses with; E_MOVE_REFUSED, E_ZONE_INACTIVE,
 * E_CITY_INACTIVE, E_SLOT_UNAVAILABLE and E_SLOT_FULL for the slot. */
enum err ticket_desk_answer(struct ctx *cx, int64_t id, const struct desk_answer *a,
                            struct desk_ticket *ret) MUST_CHECK;

/* For staff alone.  E_NOT_FOUND. */
enum err ticket_desk_note(struct ctx *cx, int64_t id, const char *message,
                          struct desk_ticket *ret) MUST_CHECK;

#endif
