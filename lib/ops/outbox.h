/* SPDX-License-Identifier: MIT */
/* The sender: takes messages out of the outbox and hands them to the mail server and SMS gateway.
 *
 * Owns      outbox.
 * Rules     A message is claimed by one conditional update, with a lease, and its result is
 *           written by another that fits only that claim: two senders never have the same one.
 *           No transaction is open while we talk to the outside.
 *           A sender that dies in the middle leaves a lease that runs out.  Then mail is sent
 *           again, with the same Message-ID: at least once, and a second copy can be told.  SMS
 *           is sent again only if the gateway gets our id as its idempotency key (settings):
 *           once.  Else nobody knows, and it becomes `unknown` rather than reach anybody twice.
 *           Tried again after 5 s, 30 s, 2 min, 10 min, then hourly; given up after the eighth.
 *           What has expired is not sent.  A secret body is wiped when its message is at its end.
 * See       ops/message.h, ops/smtp.h, ops/sms.h, tests/http/outbox_test.c */
#ifndef OPS_OUTBOX_H
#define OPS_OUTBOX_H

#include "base/ctx.h"
#include <stddef.h>

#define OUTBOX_ATTEMPTS 8
#define OUTBOX_LEASE_SECS 60

/* Sends what is due, at most max messages and for a few seconds; *ret_sent is how many arrived.
 * Never called inside a transaction. */
enum err outbox_send_round(struct ctx *cx, int32_t max, int32_t *ret_sent) MUST_CHECK;

/* What staff see of a message: never its text, which may carry a secret. */
struct outbox_item {
	int64_t id;
	const char *kind, *topic, *recipient, *language, *subject, *state, *last_error;
	int32_t attempts;
	int64_t created_at, sent_at;	/* 0: not yet */
	bool can_repeat;		/* outbox_again would take it */
};
struct outbox_list { struct outbox_item *items; size_t items_n; };
#define OUTBOX_STATES "pending|sending|sent|failed|unknown"
#define OUTBOX_LIST_MAX 100

/* The newest about an order. */
enum err outbox_of_order(struct ctx *cx, int64_t order_id, struct outbox_list *ret) MUST_CHECK;
/* Tries one again that was given up.  E_NOT_FOUND when it is none of the order's; E_CONFLICT when it
 * has not failed, or had a secret, which is gone by then. */
enum err outbox_again(struct ctx *cx, int64_t order_id, int64_t id) MUST_CHECK;

/* Messages about a customer's orders, and messages to these addresses up to a number: what comes
 * later is for whoever has the address then. */
struct outbox_whose {
	int64_t customer_id;
	const char *const *contacts;
	size_t contacts_n;
	int64_t last_id;
};

/* The number of the newest message; 0: there is none. */
enum err outbox_last(struct ctx *cx, int64_t *ret_id) MUST_CHECK;
/* Is one of them still to be sent? */
enum err outbox_waits(struct ctx *cx, const struct outbox_whose *w, bool *ret) MUST_CHECK;
/* Removes at most `max` of them; *ret_n says how many.  For cron. */
enum err outbox_forget(struct ctx *cx, const struct outbox_whose *w, int32_t max,
                       int64_t *ret_n) MUST_CHECK;

#endif
