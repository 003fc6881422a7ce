/* SPDX-License-Identifier: MIT */
#include "support/asking.h"

#include "account/customer.h"
#include "base/str.h"
#include "guard/rate.h"
#include "ops/setting.h"
#include "support/attachment.h"
#include "support/thread.h"

#define DAY_SECS 86400
#define REPLIES_SHOWN 20

static const struct rate rate_tickets = { "ticket", 10, DAY_SECS, RATE_BY_ACTOR };
static const struct rate rate_replies = { "ticket_reply", 60, 3600, RATE_BY_ACTOR };

/* Who asks, with everything locked that says so. */
struct asker {
	struct uploader by;
	int64_t customer_id;		/* of the account or the order; 0: of nobody */
	const char *name;		/* NULL: who has the link */
	const char *who;		/* for limits */
};

static enum err
enter(struct ctx *cx, const struct order_key *key, struct asker *ret)
{
	struct customer c = { 0 };

	*ret = (struct asker){ 0 };
	if (!key) {
		TRY(customer_lock(cx, cx->actor.id, &c));
		ret->by.customer_id = ret->customer_id = c.id;
		ret->name = c.full_name;
		ret->who = arena_fmt(cx->mem, "customer|%lld", (long long)c.id);
		return OK;
	}
	TRY(order_find(cx, key, &ret->by.order_id));
	ret->who = arena_fmt(cx->mem, "order|%lld", (long long)ret->by.order_id);
	return thread_lock_order(cx, ret->by.order_id, &ret->customer_id);
}

/* One that the asker may see, locked. */
static enum err
lock_own(struct ctx *cx, const struct asker *a, int64_t id, struct thread *ret)
{
	bool is_own;

	TRY(thread_lock(cx, id, ret));
	is_own = a->by.order_id
	         ? str_eq(ret->belongs_to, "order") && ret->order_id == a->by.order_id
	         : ret->customer_id == a->customer_id;
	return is_own ? OK : fail(cx, E_NOT_FOUND, "ticket %lld is another's", (long long)id);
}

static enum err
own_order(struct ctx *cx, const char *number, int64_t *ret)
{
	enum err e = order_find(cx, &(struct order_key){ number, NULL }, ret);

	return e == E_NOT_FOUND ? fail_at(cx, E_INVALID, "order_number", "no order of this customer")
	                        : e;
}

enum err
asking_open(struct ctx *cx, const struct order_key *key, const struct question *q,
            struct ticket *ret)
{
	struct asker a;
	int64_t id;

	TRY(enter(cx, key, &a));
	struct thread_new new = {
		.customer_id = a.customer_id, .order_id = a.by.order_id,
		.belongs_to = key ? "order" : "customer", .subject = q->subject,
		.message = q->message, .category = q->category, .priority = q->priority,
		.attachments = attachment_json(cx, q->attachments, q->attachments_n),
	};
	if (q->order_number)
		TRY(own_order(cx, q->order_number, &new.order_id));
	TRY(rate_spend(cx, &rate_tickets, a.who, 1));
	TRY(thread_begin(cx, &new, &id));
	TRY(attachment_give(cx, &a.by, q->attachments, q->attachments_n, id, 0));
	TRY(thread_tell_staff(cx, id));
	return ticket_get(cx, key, id, NULL, REPLIES_SHOWN, ret);
}

enum err
asking_reply(struct ctx *cx, const struct order_key *key, int64_t id, const char *message,
             const int64_t *attachments, size_t attachments_n, struct ticket *ret)
{
	struct thread t = { 0 };
	struct asker a;
	int64_t reply_id;

	TRY(enter(cx, key, &a));
	TRY(lock_own(cx, &a, id, &t));
	TRY(rate_spend(cx, &rate_replies, a.who, 1));
	TRY(thread_move(cx, &t, ACT_WRITES, NULL));
	struct thread_reply r = {
		.author_type = "customer", .author_id = a.by.customer_id, .author_name = a.name,
		.message = message,
		.attachments = attachment_json(cx, attachments, attachments_n),
	};
	TRY(thread_add(cx, &t, &r, &reply_id));
	TRY(attachment_give(cx, &a.by, attachments, attachments_n, id, reply_id));
	TRY(thread_tell_staff(cx, id));
	return ticket_get(cx, key, id, NULL, REPLIES_SHOWN, ret);
}

enum err
asking_close(struct ctx *cx, const struct order_key *key, int64_t id, struct ticket *ret)
{
	struct thread t = { 0 };
	struct asker a;

	TRY(enter(cx, key, &a));
	TRY(lock_own(cx, &a, id, &t));
	TRY(thread_move(cx, &t, ACT_CLOSES, NULL));
	return ticket_get(cx, key, id, NULL, REPLIES_SHOWN, ret);
}

enum err
asking_reopen(struct ctx *cx, const struct order_key *key, int64_t id, struct ticket *ret)
{
	struct thread t = { 0 };
	struct settings set;
	struct asker a;

	TRY(enter(cx, key, &a));
	TRY(settings_read(cx, &set));
	TRY(lock_own(cx, &a, id, &t));
	if (t.closed_at && cx->now > t.closed_at + set.ticket_reopen_days * DAY_SECS)
		return fail(cx, E_TICKET_LATE, "closed at %lld", (long long)t.closed_at);
	TRY(thread_move(cx, &t, ACT_REOPENS, NULL));
	TRY(thread_tell_staff(cx, id));
	return ticket_get(cx, key, id, NULL, REPLIES_SHOWN, ret);
}
