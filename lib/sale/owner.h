/* SPDX-License-Identifier: MIT */
/* Whose an order is: finding orders by the contact they carry, and handing them over.
 *
 * Owns      customer_id of orders, sales and download_tokens from when they are there, and of the
 *           tickets that came by the link of an order.
 * Rules     An order is free while it is nobody's or a guest's and was not deleted; that of an
 *           account is nobody else's, whatever contact it carries.
 *           Contacts compare as they are stored: checkout and import write e-mails trimmed and in
 *           small letters and phones in E.164, so that the index of orders finds them.
 *           Sales, download tokens and those tickets go with their order.  Its version and the
 *           time of its last change stay: nothing that was ordered changes.
 *           Who has it is decided on locked rows, owners first, then orders, each by rising id.
 *           What is given to somebody without a proof (a backfill) has nobody yet, neither the order
 *           nor anything of it, and is taken back only from whom it was given to.
 * Does not  ask who may have it (identity/claim.h, identity/backfill.h).
 * See       tests/http/claim_test.c, tests/http/backfill_test.c */
#ifndef SALE_OWNER_H
#define SALE_OWNER_H

#include "base/ctx.h"
#include <stddef.h>

#define OWNER_MOVES_MAX 500		/* orders that change hands in one transaction */

struct owner_contact { const char *email, *phone; };	/* one of them; the other is NULL */

/* An order and the customers it goes from and to; 0 is nobody. */
struct owner_move { int64_t order_id, from_id, to_id; };

/* Free orders with that contact, oldest first, each from its present owner; at most one more than
 * may move at once.  Only a look: they may be somebody's in the next moment. */
enum err owner_find_free(struct ctx *cx, const struct owner_contact *by, struct owner_move **ret,
                         size_t *ret_n) MUST_CHECK;
/* How many there are. */
enum err owner_count_free(struct ctx *cx, const struct owner_contact *by, int64_t *ret) MUST_CHECK;

/* Locks what owner_find_free saw, and keeps in the list what is still free. */
enum err owner_lock_free(struct ctx *cx, const struct owner_contact *by, struct owner_move **list,
                         size_t *n) MUST_CHECK;

/* Hands over each order that is still from_id's, in the order of the list; *ret_n says how many. */
enum err owner_hand_over(struct ctx *cx, const struct owner_move *list, size_t n,
                         int64_t *ret_n) MUST_CHECK;

/* The list as JSON, for statements: [{"order":1,"from":2,"to":null}]. */
const char *owner_json(struct ctx *cx, const struct owner_move *list, size_t n);

/* ---- one order, to somebody who proved nothing ---- */

struct owner_given {
	bool order;			/* false: it, or a part of it, has a customer already */
	int32_t sales, tokens;		/* how many went with it */
};

/* In the caller's transaction, which holds the customer's row. */
enum err owner_give(struct ctx *cx, int64_t order_id, int64_t customer_id,
                    struct owner_given *ret) MUST_CHECK;
/* *ret is false when the order is another's by now: then nothing happens. */
enum err owner_take_back(struct ctx *cx, int64_t order_id, int64_t customer_id,
                         bool *ret) MUST_CHECK;

#endif
