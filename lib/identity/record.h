/* SPDX-License-Identifier: MIT */
/* The record: everything the shop has stored about one customer, in one piece.
 *
 * Rules     Every column that sql/personal.txt says is exported is in here.  Never in here: hashes
 *           and tokens, internal notes, the names of staff and couriers.
 *           Newest first and bounded: lists by number, and what people write by its length too, so
 *           that a reply can hold it.  What did not fit is counted in `left_out`.
 *           Orders are those of the account, as staff edited them last, with the discounts that
 *           were applied; payments, refunds and the claims that some came by stand beside them.
 * See       identity/export.h, fcgi/api/record_view.c, tests/http/privacy_test.c */
#ifndef IDENTITY_RECORD_H
#define IDENTITY_RECORD_H

#include "account/address.h"
#include "account/customer.h"
#include "base/money.h"
#include "sale/order.h"
#include "support/ticket.h"

struct record_profile {
	int64_t id;
	const char *first_name, *last_name, *full_name;
	const char *email, *pending_email;	/* the proved one; the one that waits to be */
	const char *phone, *username, *type, *status, *age_group, *customer_group, *language;
	const char *avatar_url;
	struct day birth_date;
	bool email_verified, phone_verified;
	int64_t created_at, last_login_at, password_changed_at;
};

struct record_session {
	int64_t id, created_at, last_activity_at, expires_at, revoked_at;
	const char *device_name, *device_fingerprint, *user_agent, *ip_address, *revoke_reason;
	bool is_remembered;
};

struct record_activity {
	int64_t id, created_at;
	const char *action, *details, *ip_address, *user_agent;
};

struct record_line {
	int64_t cart_id;
	const char *product_name, *flavors;	/* flavors: JSON */
	int32_t quantity;
};
struct record_cart {
	int64_t id, created_at, ordered_at;
	const char *promo_code;
	struct record_line *items;
	size_t items_n;
};

struct record_payment {
	const char *order_number, *provider, *status, *currency;
	struct money amount, refunded_amount;
	int64_t paid_at, created_at;
};

struct record_refund {
	const char *order_number, *status;
	struct money amount;
	int64_t created_at;
};

struct record_claim {
	const char *via;
	int32_t orders;
	int64_t created_at, undone_at;
};

struct record_code_use {
	int64_t id, used_at;
	const char *order_number, *code, *kind, *customer_email;
	struct money discount_amount, order_amount;
};

struct record_download {
	int64_t id, created_at, viewed_at;
	const char *order_number, *product_name;
	int32_t download_count;
};

struct record_file {
	int64_t id, created_at, size_bytes;
	const char *purpose, *original_name, *media_type;
};

struct record_waiting {
	int64_t id, created_at, notified_at;
	const char *zone_name, *phone, *email;
};

/* How many older ones there are besides those that are shown. */
struct record_left_out {
	int64_t orders, payments, refunds, claims, activity, sessions, carts, code_uses, downloads,
		tickets, replies, files, waiting;
};

struct record {
	int64_t made_at;
	struct record_profile profile;
	struct address *addresses;
	size_t addresses_n;
	struct order *orders;
	size_t orders_n;
	struct record_payment *payments;
	size_t payments_n;
	struct record_refund *refunds;
	size_t refunds_n;
	struct record_claim *claims;
	size_t claims_n;
	struct record_code_use *code_uses;
	size_t code_uses_n;
	struct record_download *downloads;
	size_t downloads_n;
	struct record_cart *carts;
	size_t carts_n;
	struct ticket *tickets;
	size_t tickets_n;
	struct record_file *files;
	size_t files_n;
	struct record_waiting *waiting;
	size_t waiting_n;
	struct record_session *sessions;
	size_t sessions_n;
	struct record_activity *activity;
	size_t activity_n;
	struct record_left_out left_out;
};

/* Of a customer whose row the caller holds, so that all of it is of one moment. */
enum err record_read(struct ctx *cx, int64_t customer_id, struct record *ret) MUST_CHECK;

#endif
