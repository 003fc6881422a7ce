/* SPDX-License-Identifier: MIT */
/* Tickets: what customers ask, and the answers.
 *
 * Owns      customer_support_tickets, customer_ticket_replies.
 * Rules     Customers see replies through the view customer_ticket_replies_public, which has no
 *           internal notes.
 *           Who writes one for a customer holds the customer's row (customer_lock), so that nothing
 *           is written for somebody who is being erased.
 * See       identity/record.h, identity/erasure.h */
#ifndef SUPPORT_TICKET_H
#define SUPPORT_TICKET_H

#include "base/ctx.h"
#include <stddef.h>

#define TICKET_CATEGORIES "general|order|delivery|refund|technical|account"
#define TICKET_PRIORITIES "low|normal|high|urgent"
#define TICKET_STATUSES "open|awaiting_reply|in_progress|resolved|closed"

struct ticket_reply {
	int64_t id, created_at;
	const char *author_type;	/* customer or admin */
	const char *message, *attachments;
};

struct ticket {
	int64_t id, created_at, resolved_at, closed_at;
	const char *order_number;	/* NULL: about none */
	const char *subject, *message, *category, *priority, *status;
	const char *attachments;	/* JSON: ids of files */
	struct ticket_reply *replies;	/* oldest first */
	size_t replies_n;
	int64_t replies_there;		/* so many there are */
};

/* All of a customer's, newest first, with the replies that customers see: at most `max`, and as
 * many as together are at most `bytes` of JSON. */
enum err ticket_read_all(struct ctx *cx, int64_t customer_id, size_t max, size_t bytes,
                         struct ticket **ret, size_t *ret_n) MUST_CHECK;

/* Empties all of an erased customer's tickets, whoever wrote into them; the open ones close. */
enum err ticket_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
