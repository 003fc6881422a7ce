/* SPDX-License-Identifier: MIT */
/* The list of tickets that staff work from.
 *
 * Rules     By when the customer last wrote, newest or oldest first, by pages.  Every filter may be
 *           joined with every other; the statement begins with the one that leaves the fewest, for
 *           which there is an index.
 * See       fcgi/api/admin_ticket.c, tests/http/ticket_desk_test.c, tests/http/explain_test.c */
#ifndef SUPPORT_TICKET_LIST_H
#define SUPPORT_TICKET_LIST_H

#include "base/ctx.h"
#include <stddef.h>

struct ticket_filter {
	bool is_mine;			/* the actor looks after it */
	bool is_unassigned;		/* nobody does */
	bool is_waiting;		/* for an answer */
	const char *status, *category, *priority;	/* NULL: all */
	int64_t customer_id, order_id;	/* 0: all */
	const char *search;		/* NULL; else the number of a ticket or an order, or how the
					 * subject begins */
	bool is_oldest_first;
};

struct ticket_row {
	int64_t id, customer_id, order_id, assigned_admin_id;
	const char *subject, *category, *priority, *status;
	const char *order_number, *customer_name, *assigned_name, *last_reply_by;
	int64_t created_at, last_reply_at, last_customer_at;
	int32_t version;
};
struct ticket_rows { struct ticket_row *items; size_t items_n; const char *next_cursor; };

/* `limit` at most TICKET_PAGE_MAX. */
enum err ticket_list_desk(struct ctx *cx, const struct ticket_filter *f, const char *cursor,
                          int32_t limit, struct ticket_rows *ret) MUST_CHECK;

#endif
