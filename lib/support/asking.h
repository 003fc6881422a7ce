/* SPDX-License-Identifier: MIT */
/* Asking: what a customer does with tickets, or who has the link of an order with those of it.
 *
 * Rules     With a key it is the order's link; without, the actor is the customer.
 *           Ten tickets a day and sixty replies an hour, for an account or an order.
 *           Whoever writes is heard: a reply opens an answered or resolved ticket again; a closed one
 *           is reopened first, within setting ticket_reopen_days.
 *           Who looks after the ticket is told.
 * Does not  read tickets (support/ticket.h).
 * See       fcgi/api/ticket.c, tests/http/ticket_test.c */
#ifndef SUPPORT_ASKING_H
#define SUPPORT_ASKING_H

#include "support/ticket.h"

struct question {
	const char *subject, *message, *category, *priority;
	const char *order_number;	/* one of the customer's own; NULL: about none, or the key's */
	const int64_t *attachments;
	size_t attachments_n;
};

/* E_NOT_FOUND for a wrong key, E_INVALID naming "order_number" or "attachments", E_TOO_MANY,
 * E_CONFLICT when the order becomes another's at this moment. */
enum err asking_open(struct ctx *cx, const struct order_key *key, const struct question *q,
                     struct ticket *ret) MUST_CHECK;
/* E_NOT_FOUND, E_TICKET_CLOSED, and as above. */
enum err asking_reply(struct ctx *cx, const struct order_key *key, int64_t id, const char *message,
                      const int64_t *attachments, size_t attachments_n,
                      struct ticket *ret) MUST_CHECK;
/* E_NOT_FOUND, E_TICKET_MOVE when it is closed already. */
enum err asking_close(struct ctx *cx, const struct order_key *key, int64_t id,
                      struct ticket *ret) MUST_CHECK;
/* E_NOT_FOUND, E_TICKET_MOVE when it is open, E_TICKET_LATE. */
enum err asking_reopen(struct ctx *cx, const struct order_key *key, int64_t id,
                       struct ticket *ret) MUST_CHECK;

#endif
