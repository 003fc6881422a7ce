/* SPDX-License-Identifier: MIT */
/* Customers as the order desk sees and changes them.
 *
 * Owns      status and customer_group of customers, as far as staff decide them (customer.h).
 * Rules     Somebody who was erased is not there.
 *           Whoever is made inactive or suspended is out on the next request: all sessions end in the
 *           same transaction.  Back again, an account whose e-mail was never proved is unverified.
 *           Groups are kept in small letters; member and wholesale open those price tiers.
 *           Each change is in the audit, and in the person's own journal.
 *           A search goes along one index: phone, e-mail or user name, else the beginning of the
 *           whole name, and then sorted by it.
 * Does not  change what a person says about himself (account/profile.h).
 * See       fcgi/api/admin_customer.c, tests/http/admin_customer_test.c */
#ifndef ACCOUNT_CUSTOMER_DESK_H
#define ACCOUNT_CUSTOMER_DESK_H

#include "account/address.h"
#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"

#define CUSTOMER_TYPES "guest|registered"
#define CUSTOMER_STATUSES "active|inactive|suspended|unverified"
#define CUSTOMER_PAGE_MAX 200

struct customer_filter {
	const char *q, *status, *type, *group;	/* NULL: all */
};
struct customer_row {
	int64_t id;
	const char *full_name, *email, *phone, *type, *status, *customer_group;
	int64_t created_at, last_login_at;	/* 0: never */
};
struct customer_page { struct customer_row *items; size_t items_n; const char *next_cursor; };

struct customer_file {
	int64_t id;
	const char *first_name, *last_name, *email, *phone, *username, *type, *status, *age_group,
		*customer_group, *language;
	struct day birth_date;
	bool email_verified, phone_verified;
	int32_t version;
	int64_t created_at, last_login_at, last_order_at;
	int64_t orders;			/* placed and not cancelled */
	struct money paid;		/* sales less refunds */
	struct address *addresses;
	size_t addresses_n;
};

/* Newest first; with q by name. */
enum err customer_desk_list(struct ctx *cx, const struct customer_filter *f, const char *cursor,
                            int32_t limit, struct customer_page *ret) MUST_CHECK;
enum err customer_desk_get(struct ctx *cx, int64_t id, struct customer_file *ret) MUST_CHECK;

struct customer_decision {
	int32_t version;
	const char *status;		/* active, inactive or suspended */
	const char *group;		/* NULL: none */
};
/* E_NOT_FOUND; E_CONFLICT with what is there now as cx->detail. */
enum err customer_desk_set(struct ctx *cx, int64_t id, const struct customer_decision *d,
                           struct customer_file *ret) MUST_CHECK;

/* All of somebody's sessions end now.  E_NOT_FOUND. */
enum err customer_desk_log_out(struct ctx *cx, int64_t id) MUST_CHECK;

#endif
