/* SPDX-License-Identifier: MIT */
/* What happened to a customer's account: logins, failed ones, changes, each with address and agent.
 *
 * Owns      customer_activity_log.
 * Rules     Rows are only added; they outlive an erased person, of whom then only the number, the
 *           action and the time are left.
 *           Details are JSON without secrets and without contact data.
 *           Address and agent are the customer's; of what staff did they are not kept here.
 *           A customer sees his own, newest first.
 * See       fcgi/api/session.c, tests/http/session_test.c */
#ifndef ACCOUNT_ACTIVITY_H
#define ACCOUNT_ACTIVITY_H

#include "base/ctx.h"
#include <stddef.h>

/* "session.login", "password.changed", ...; details NULL: nothing more to say.  In the transaction
 * of what it tells about.  For an account that does not exist, or was erased, nothing is written,
 * with the same work. */
enum err activity_write(struct ctx *cx, int64_t customer_id, const char *action,
                        const char *details_json) MUST_CHECK;

struct activity {
	int64_t id, created_at;
	const char *action, *details, *ip_address, *device_name;
};

struct activity_page {
	struct activity *items;
	size_t items_n;
	const char *next_cursor;
};

/* The actor's own. */
enum err activity_list(struct ctx *cx, const char *cursor, int32_t limit,
                       struct activity_page *ret) MUST_CHECK;

/* Blanks address, agent and details of at most `max` rows; *ret_n says of how many.  For cron. */
enum err activity_forget(struct ctx *cx, int64_t customer_id, int32_t max,
                         int64_t *ret_n) MUST_CHECK;

#endif
