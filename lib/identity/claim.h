/* SPDX-License-Identifier: MIT */
/* Claims: orders become an account's because their e-mail or phone was proved, and never because a
 * text matches.
 *
 * Owns      claims, claim_orders.
 * Rules     A contact is proved by a link or a code that went to it, a moment ago: as the account's
 *           own (then the claim is in the transaction of the proof) or for this alone (a code).
 *           What is free of the orders that carry it is claimed (sale/owner.h), oldest first, at
 *           most OWNER_MOVES_MAX at once.  Suspended and inactive accounts claim nothing.
 *           A claim is a row of a journal, a line in the customer's activity and a notice; one of
 *           nothing leaves no trace.
 *           Staff undo a claim, once: what is still the claimant's goes back to whose it was.  Then
 *           it can be claimed again, by proving again.  An erased claimant's is not undone.
 *           Before the proof nobody hears of orders.  Of those that came after it the account
 *           hears only how many there are; to claim them the contact is proved again.
 * See       fcgi/api/claim.c, fcgi/api/admin_claim.c, tests/http/claim_test.c */
#ifndef IDENTITY_CLAIM_H
#define IDENTITY_CLAIM_H

#include "account/otp.h"
#include <stddef.h>

#define CLAIM_VIAS "email|phone"
#define CLAIM_PAGE_MAX 20

/* What an account that proves an e-mail or phone gets besides: a proved_also of
 * account/customer.h. */
enum err claim_by_email(struct ctx *cx, int64_t customer_id, const char *email) MUST_CHECK;
enum err claim_by_phone(struct ctx *cx, int64_t customer_id, const char *phone) MUST_CHECK;

/* Sends a code to any e-mail or phone (one of them, else E_INVALID naming "email") for the actor to
 * claim by.  The same whoever has it.  E_PHONE_COUNTRY, E_CODE_SOON, E_TOO_MANY.  Commits by
 * itself. */
enum err claim_ask(struct ctx *cx, const char *email, const char *phone,
                   struct otp *ret) MUST_CHECK;

struct claimed {
	int64_t claimed;		/* orders */
	bool more_wait;			/* than fit into one claim: prove again */
};
/* Claims by that code.  E_CODE_WRONG, also when it was sent for another customer; E_CODE_SPENT.
 * Commits by itself. */
enum err claim_prove(struct ctx *cx, const char *handle, const char *code,
                     struct claimed *ret) MUST_CHECK;

struct claim_waiting { const char *via; int64_t orders; };
struct claim_waiting_list { struct claim_waiting *items; size_t items_n; };
/* How many orders the actor could claim by the own proved e-mail and phone; one that carries both is
 * in both numbers. */
enum err claim_list_waiting(struct ctx *cx, struct claim_waiting_list *ret) MUST_CHECK;

/* Takes name and contacts out of the guests that were made of nothing but an erased customer's
 * orders.  The claims stay: they name nobody. */
enum err claim_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

/* ---- for staff ---- */

struct claim_order {
	int64_t claim_id, id, customer_id, previous_customer_id;
	const char *number;
};
struct claim {
	int64_t id, created_at, undone_at, undone_by;
	const char *via, *undo_note;
	struct claim_order *orders;
	size_t orders_n;
};
struct claim_page { struct claim *items; size_t items_n; const char *next_cursor; };

/* A customer's, newest first; `limit` at most CLAIM_PAGE_MAX.  E_NOT_FOUND for no such customer. */
enum err claim_list(struct ctx *cx, int64_t customer_id, const char *cursor, int32_t limit,
                    struct claim_page *ret) MUST_CHECK;

struct claim_undone {
	int64_t returned, kept;		/* orders; kept: they were no longer the claimant's */
};
/* E_NOT_FOUND; E_CONFLICT when it was undone already, or its claimant was erased: then the orders
 * name nobody, and stay.  What was a guest's who was erased since becomes nobody's. */
enum err claim_undo(struct ctx *cx, int64_t id, const char *note,
                    struct claim_undone *ret) MUST_CHECK;

#endif
