/* SPDX-License-Identifier: MIT */
/* The shop's cash in the hands of delivery men.
 *
 * Owns      courier_accounts, courier_cash, courier_handovers, courier_differences.
 * Rules     expected = collected - handed over - settled differences, for any order of events: a
 *           ledger to which rows are only added, and a counter that is its sum (sql/checks).
 *           A payment, a handover and a difference stand in it once each (unique keys).
 *           A handover empties his pockets: one person takes it and writes down what he says it is,
 *           another one counts, and what is expected and not counted becomes a difference at once.
 *           What he took after the first step is the next handover's.  Both steps name the version
 *           that was seen, so that two at once never count twice.
 *           A difference is a record with an owner and a note, never an edit; settling it takes it
 *           off the account.
 * See       fcgi/api/admin_cash.c, tests/http/cash_test.c */
#ifndef DISPATCH_CASH_H
#define DISPATCH_CASH_H

#include "base/ctx.h"
#include "base/money.h"
#include <stddef.h>

#define CASH_PAGE_MAX 100

/* He took this payment at the door, in cash.  E_CONFLICT if it stands in somebody's account. */
enum err cash_collected(struct ctx *cx, int64_t delivery_man_id, int64_t payment_id,
                        struct money amount) MUST_CHECK;

struct cash_entry {
	int64_t id, created_at, order_id, handover_id, difference_id;
	const char *kind, *number;	/* the order's, of what was collected */
	struct money amount;
};
struct cash_difference {
	int64_t id, delivery_man_id, handover_id, owner_id, settled_at, created_at;
	const char *delivery_man_name, *status, *owner_name, *note;
	struct money amount;		/* negative: there was too much */
	int32_t version;
};
struct cash_handover {
	int64_t id, delivery_man_id, declared_by, counted_by, counted_at, created_at;
	struct money expected_amount, declared_amount, counted_amount;
	const char *note;
	int32_t version;
	struct cash_difference *difference;	/* NULL: it was exact, or is not counted */
};
struct cash_account {
	int64_t delivery_man_id;
	const char *delivery_man_name;
	struct money expected_amount, differing_amount, on_hand_amount;
	int32_t version;
	struct cash_handover *handover;	/* that is to be counted; NULL: none */
	struct cash_entry *items;	/* newest first */
	size_t items_n;
	const char *next_cursor;
};
/* E_NOT_FOUND for no such man; one who never had cash has an empty account of version 0. */
enum err cash_get(struct ctx *cx, int64_t delivery_man_id, const char *cursor, int32_t limit,
                  struct cash_account *ret) MUST_CHECK;

/* The actor takes what he has; said again, it replaces what was said before, until it is counted.
 * E_NOT_FOUND; E_CONFLICT when something happened to the account since that version. */
enum err cash_declare(struct ctx *cx, int64_t delivery_man_id, int32_t version,
                      struct money declared, struct cash_handover *ret) MUST_CHECK;
/* The actor counts it.  E_NOT_FOUND, E_CONFLICT for another version or a counted one,
 * E_SAME_PERSON for who took it. */
enum err cash_count(struct ctx *cx, int64_t handover_id, int32_t version, struct money counted,
                    const char *note, struct cash_handover *ret) MUST_CHECK;

struct cash_difference_list {
	struct cash_difference *items;
	size_t items_n;
	const char *next_cursor;
};

/* Newest first; `status` "open", "settled" or NULL; of one man or of all (0). */
enum err cash_list_differences(struct ctx *cx, const char *status, int64_t delivery_man_id,
                               const char *cursor, int32_t limit,
                               struct cash_difference_list *ret) MUST_CHECK;
/* The actor sees to it from now on; or it is settled, by whoever owns it.  E_NOT_FOUND, E_CONFLICT
 * for another version or a settled one; E_NOT_OWNER. */
enum err cash_own(struct ctx *cx, int64_t id, int32_t version, const char *note,
                  struct cash_difference *ret) MUST_CHECK;
enum err cash_settle(struct ctx *cx, int64_t id, int32_t version, const char *note,
                     struct cash_difference *ret) MUST_CHECK;

/* Men who have cash of the shop or differences of theirs, for reports; by id. */
struct cash_sum {
	int64_t delivery_man_id;
	const char *delivery_man_name;
	struct money expected_amount, differing_amount, on_hand_amount;
};
#define CASH_SUMS_MAX 500
enum err cash_outstanding(struct ctx *cx, struct cash_sum **ret, size_t *ret_n) MUST_CHECK;

#endif
