/* SPDX-License-Identifier: MIT */
/* Tickets: what customers ask, and the answers, as those see them who asked.
 *
 * Owns      customer_support_tickets, customer_ticket_replies; written by support/thread.h.
 * Rules     A customer's ticket is his alone.  One that came by the link of an order belongs to the
 *           order: who has the link sees it, and whoever the order is (sale/owner.h moves both).
 *           Customers see replies through the view customer_ticket_replies_public, which has no
 *           internal notes.
 *           Who writes one for a customer holds the customer's row (customer_lock), so that nothing
 *           is written for somebody who is being erased.
 * See       support/asking.h, support/ticket_desk.h, identity/record.h, identity/erasure.h */
#ifndef SUPPORT_TICKET_H
#define SUPPORT_TICKET_H

#include "base/ctx.h"
#include "sale/order_move.h"
#include <stddef.h>

#define TICKET_CATEGORIES "general|order|delivery|refund|technical|account"
#define TICKET_PRIORITIES "low|normal|high|urgent"
#define TICKET_STATUSES "open|awaiting_reply|in_progress|resolved|closed"
#define TICKET_SUBJECT_MAX 200
#define TICKET_MESSAGE_MAX 5000
#define TICKET_PAGE_MAX 100

struct ticket_reply {
	int64_t id, created_at;
	const char *author_type;	/* customer or admin */
	const char *message;
	const char *attachments;	/* JSON: ids of files */
	const char *files;		/* JSON: what is known of them */
	/* For staff only. */
	const char *author_name;
	int64_t author_id;
	bool is_internal;
};

struct ticket {
	int64_t id, created_at, resolved_at, closed_at, last_reply_at;
	const char *order_number;	/* NULL: about none */
	const char *subject, *message, *category, *priority, *status, *last_reply_by;
	const char *attachments;	/* JSON: ids of files */
	const char *files;		/* JSON: what is known of them */
	struct ticket_reply *replies;	/* oldest first */
	size_t replies_n;
	const char *next_cursor;	/* of the replies; NULL: these are the last */
	int64_t replies_there;		/* so many there are; for ticket_read_all only */
};
struct ticket_list { struct ticket *items; size_t items_n; const char *next_cursor; };

/* What is known of the files of a message, as JSON; `a` is a row of ticket_attachments. */
#define TICKET_FILES(which)                                                                        \
	"(SELECT JSON_ARRAYAGG(JSON_OBJECT('id', fi.id, 'name', fi.original_name, "                \
	"'media_type', fi.media_type, 'size_bytes', fi.size_bytes)) FROM ticket_attachments a "    \
	"JOIN files fi ON fi.id = a.file_id WHERE " which ") AS files"

/* The actor's own, or with a key those of an order, newest first, without their replies; `status`
 * NULL is all; `limit` at most TICKET_PAGE_MAX. */
enum err ticket_list(struct ctx *cx, const struct order_key *key, const char *status,
                     const char *cursor, int32_t limit, struct ticket_list *ret) MUST_CHECK;
/* One of them with a page of its replies. */
enum err ticket_get(struct ctx *cx, const struct order_key *key, int64_t id, const char *cursor,
                    int32_t limit, struct ticket *ret) MUST_CHECK;

/* All of a customer's, newest first, with the replies that customers see: at most `max`, and as
 * many as together are at most `bytes` of JSON. */
enum err ticket_read_all(struct ctx *cx, int64_t customer_id, size_t max, size_t bytes,
                         struct ticket **ret, size_t *ret_n) MUST_CHECK;

/* Empties all of an erased customer's tickets, whoever wrote into them; the open ones close. */
enum err ticket_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
