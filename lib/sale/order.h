/* SPDX-License-Identifier: MIT */
/* Orders: what was placed and where it stands.
 *
 * Owns      orders; how they move on is sale/order_move.h's, what they cost
 *           sale/reckoning.h's.
 * Rules     Items and amounts are as at order time for ever.
 *           A guest sees an order by its secret tracking token, never by its number alone; who
 *           lost the token gets it for the number and a code sent to the order's phone.  A
 *           customer sees the own ones (sale/owner.h says how orders become somebody's).
 * See       fcgi/api/order.c, fcgi/api/admin_order.c, tests/http/order_test.c */
#ifndef SALE_ORDER_H
#define SALE_ORDER_H

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ctx.h"
#include "base/money.h"
#include "price/quote.h"

#define ORDER_STATUSES "pending|confirmed|preparing|out_for_delivery|delivered|cancelled"
#define PAYMENT_METHODS "cash|card|online"
#define PAYMENT_STATUSES "pending|paid|failed"

struct order_item {
	int64_t order_id, id;
	const char *product_name, *product_type, *pack_size;
	const char *flavor_details;	/* JSON, as it was at order time */
	const char *translations;	/* JSON: its names in other languages, as they were */
	int32_t quantity;
	struct money unit_price, total;
	struct money rules_discount_amount, discount_amount;	/* shares of the whole line */
};

struct order_event {
	const char *from_status, *to_status, *actor_type, *note;
	int64_t order_id, actor_id, at;
};

struct order {
	int64_t id;
	const char *number;		/* shown 5-5: "7K2MQ-X9F4T" */
	const char *status, *payment_method, *payment_status;
	const char *customer_name, *customer_email, *customer_phone, *language;
	int64_t customer_id, city_id, zone_id, time_slot_id, delivery_man_id;
	const char *delivery_city, *delivery_zone, *delivery_address, *delivery_additional_info;
	const char *gift_note, *delivery_time_slot_name, *delivery_man_name;
	struct day delivery_date;
	struct hour from_hour, to_hour;
	int64_t expected_delivery_date, created_at, deleted_at;
	struct money subtotal, rules_discount_amount, discount_amount, delivery_fee, total;
	struct money refunded_amount;
	const char *promo_code;
	int32_t cookies, version;
	int32_t edit_no;		/* how often staff changed what was ordered */
	const char *tracking_token;	/* only when it was just placed */
	const char *delivery_code;	/* only for its customer, while it is on its way */

	struct order_item *items;
	size_t items_n;
	struct order_event *history;
	size_t history_n;
	struct quote_discount *discounts;	/* every one considered */
	size_t discounts_n;
};

struct order_found { const char *number, *tracking_token; };

/* One row of a list. */
struct order_row {
	int64_t id;
	const char *number, *status, *payment_method, *payment_status, *customer_name;
	const char *delivery_city, *delivery_zone, *delivery_time_slot_name, *delivery_man_name;
	struct day delivery_date;
	struct money total;
	int32_t cookies;
	int64_t created_at, deleted_at, delivery_man_id, time_slot_id, packed_at;
};
struct order_list { struct order_row *items; size_t items_n; const char *next_cursor; };

struct order_filter {
	const char *status;		/* NULL: all */
	struct day date;		/* DAY_NONE: all */
	int64_t time_slot_id, zone_id, delivery_man_id, customer_id;	/* 0: all */
	int64_t placed_since, placed_before;	/* 0: all */
	bool from_preparing;		/* only what is being prepared, on its way or delivered */
	bool deleted_too;
};

/* The secret that opens an order to who holds it: derived, so that later messages can carry it too. */
const char *order_tracking_token(struct ctx *cx, const char *number, const uint8_t nonce[16]);

#define ORDER_NUMBER_CHARS 10
/* What the customer tells the courier at the door: six digits, derived alike. */
const char *order_delivery_code(struct ctx *cx, int64_t id, const uint8_t nonce[16]);

/* A number as people copy it, as it is stored. */
const char *order_number(struct ctx *cx, const char *typed);

/* By number and tracking token: E_NOT_FOUND unless both fit. */
enum err order_track(struct ctx *cx, const char *number, const char *token, struct order *ret) MUST_CHECK;
/* The link of an order for who has lost it: its tracking token, by number and a proof of its phone (for
 * order_tracking).  E_PHONE_UNPROVED for the proof; E_NOT_FOUND for another phone's order as for none, and
 * for one whose phone nobody proved.  A proof has five tries.  Commits by itself. */
enum err order_find_by_phone(struct ctx *cx, const char *number, const char *proof,
                             struct order_found *ret) MUST_CHECK;
/* The actor's own, by number: E_NOT_FOUND for anybody else's as for none. */
enum err order_get_own(struct ctx *cx, const char *number, struct order *ret) MUST_CHECK;
/* The actor's own, newest first; `limit` at most 100. */
enum err order_list_own(struct ctx *cx, const char *cursor, int32_t limit,
                        struct order_list *ret) MUST_CHECK;
/* For staff, with items, discounts and history; also a deleted one. */
enum err order_get(struct ctx *cx, int64_t id, struct order *ret) MUST_CHECK;
/* Takes a cancelled order out of the lists, or brings it back; its money and its history stay, and its
 * customer does not see it meanwhile.  E_NOT_FOUND; E_CONFLICT for another version; E_MOVE_REFUSED
 * while it is not cancelled.  Bringing back twice is once. */
enum err order_remove(struct ctx *cx, int64_t id, int32_t version) MUST_CHECK;
enum err order_restore(struct ctx *cx, int64_t id) MUST_CHECK;

/* For staff, newest first. */
enum err order_list(struct ctx *cx, const struct order_filter *f, const char *cursor, int32_t limit,
                    struct order_list *ret) MUST_CHECK;

/* All of a customer's, newest first, with everything in them, of the discounts those that were
 * applied: at most `max`, and as many as together are at most `bytes` of JSON. */
enum err order_read_all(struct ctx *cx, int64_t customer_id, size_t max, size_t bytes,
                        struct order **ret, size_t *ret_n) MUST_CHECK;
/* E_ORDERS_OPEN while one of a customer's is neither delivered nor cancelled.  With the customer's
 * row locked, so that none is placed meanwhile; it waits for whoever moves one just now. */
enum err order_check_closed(struct ctx *cx, int64_t customer_id) MUST_CHECK;
/* Takes the person out of all of a customer's orders; what was bought and paid, where to and when
 * stays as it is, to the version. */
enum err order_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
