/* SPDX-License-Identifier: MIT */
#include "dispatch/cash.h"

#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"

SQL(q_begin, "INSERT INTO courier_accounts (delivery_man_id, version, updated_at) "
             "VALUES (?, 0, ?) ON DUPLICATE KEY UPDATE version = version");
SQL_HOT(q_lock, "SELECT delivery_man_id, expected_amount, differing_amount, version "
                "FROM courier_accounts WHERE delivery_man_id = ? FOR UPDATE");
SQL_HOT(q_account,
	"UPDATE courier_accounts SET expected_amount = expected_amount + CAST(? AS DECIMAL(10,2)), "
	"differing_amount = differing_amount + CAST(? AS DECIMAL(10,2)), version = version + 1, "
	"updated_at = ? WHERE delivery_man_id = ?");
SQL(q_entry,
	"INSERT INTO courier_cash (delivery_man_id, kind, amount, payment_id, handover_id, "
	"difference_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_get,
	"SELECT m.id AS delivery_man_id, m.name AS delivery_man_name, "
	"COALESCE(a.expected_amount, 0.00) AS expected_amount, "
	"COALESCE(a.differing_amount, 0.00) AS differing_amount, COALESCE(a.version, 0) AS version "
	"FROM delivery_men m LEFT JOIN courier_accounts a ON a.delivery_man_id = m.id "
	"WHERE m.id = ?");
SQL_HOT(q_entries,
	"SELECT c.id, c.kind, c.amount, c.handover_id, c.difference_id, c.created_at, o.id AS order_id, "
	"CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number FROM courier_cash c "
	"LEFT JOIN payments p ON p.id = c.payment_id LEFT JOIN orders o ON o.id = p.order_id "
	"WHERE c.delivery_man_id = ? AND c.id < ? ORDER BY c.id DESC LIMIT ?");
SQL(q_declare,
	"INSERT INTO courier_handovers (delivery_man_id, expected_amount, declared_amount, "
	"declared_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	"expected_amount = VALUES(expected_amount), declared_amount = VALUES(declared_amount), "
	"declared_by = VALUES(declared_by), version = version + 1, updated_at = VALUES(updated_at)");
#define HANDOVER_COLUMNS                                                                           \
	"SELECT id, delivery_man_id, expected_amount, declared_amount, declared_by, "              \
	"counted_amount, counted_by, counted_at, note, version, created_at FROM courier_handovers "
SQL_HOT(q_handover, HANDOVER_COLUMNS "WHERE id = ?");
SQL_HOT(q_open, HANDOVER_COLUMNS "WHERE delivery_man_id = ? AND is_open = 1");
SQL_HOT(q_count,
	"UPDATE courier_handovers SET counted_amount = ?, counted_by = ?, counted_at = ?, note = ?, "
	"is_open = NULL, updated_at = ? WHERE id = ? AND version = ? AND is_open = 1");
SQL(q_differs,
	"INSERT INTO courier_differences (delivery_man_id, handover_id, amount, created_at, "
	"updated_at) VALUES (?, ?, ?, ?, ?)");

#define DIFFERENCE_COLUMNS                                                                         \
	"SELECT d.id, d.delivery_man_id, m.name AS delivery_man_name, d.handover_id, d.amount, "   \
	"d.status, d.owner_id, u.username AS owner_name, d.note, d.settled_at, d.created_at, "     \
	"d.version FROM courier_differences d JOIN delivery_men m ON m.id = d.delivery_man_id "    \
	"LEFT JOIN admin_users u ON u.id = d.owner_id "
SQL_HOT(q_difference, DIFFERENCE_COLUMNS "WHERE d.id = ?");
SQL_HOT(q_differences, DIFFERENCE_COLUMNS
	"WHERE d.id < ? AND (? IS NULL OR d.status = ?) AND (? IS NULL OR d.delivery_man_id = ?) "
	"ORDER BY d.id DESC LIMIT ?");
SQL_HOT(q_own, "UPDATE courier_differences SET owner_id = ?, note = ?, version = version + 1, "
               "updated_at = ? WHERE id = ? AND version = ? AND status = 'open'");
SQL_HOT(q_settle,
	"UPDATE courier_differences SET status = 'settled', settled_at = ?, note = ?, "
	"version = version + 1, updated_at = ? WHERE id = ? AND version = ? AND status = 'open' "
	"AND owner_id = ?");
SQL(q_sums,
	"SELECT a.delivery_man_id, m.name AS delivery_man_name, a.expected_amount, "
	"a.differing_amount FROM courier_accounts a JOIN delivery_men m ON m.id = a.delivery_man_id "
	"WHERE a.expected_amount <> 0 OR a.differing_amount <> 0 "
	"ORDER BY a.delivery_man_id LIMIT 500");

static const struct col lock_cols[] = {
	COL(struct cash_account, delivery_man_id), COL(struct cash_account, expected_amount),
	COL(struct cash_account, differing_amount), COL(struct cash_account, version),
};
static const struct col account_cols[] = {
	COL(struct cash_account, delivery_man_id), COL(struct cash_account, delivery_man_name),
	COL(struct cash_account, expected_amount), COL(struct cash_account, differing_amount),
	COL(struct cash_account, version),
};
static const struct col entry_cols[] = {
	COL(struct cash_entry, id), COL(struct cash_entry, kind), COL(struct cash_entry, amount),
	COL(struct cash_entry, handover_id), COL(struct cash_entry, difference_id),
	COL_TIME(struct cash_entry, created_at), COL(struct cash_entry, order_id),
	COL(struct cash_entry, number),
};
static const struct col handover_cols[] = {
	COL(struct cash_handover, id), COL(struct cash_handover, delivery_man_id),
	COL(struct cash_handover, expected_amount), COL(struct cash_handover, declared_amount),
	COL(struct cash_handover, declared_by), COL(struct cash_handover, counted_amount),
	COL(struct cash_handover, counted_by), COL_TIME(struct cash_handover, counted_at),
	COL(struct cash_handover, note), COL(struct cash_handover, version),
	COL_TIME(struct cash_handover, created_at),
};
static const struct col difference_cols[] = {
	COL(struct cash_difference, id), COL(struct cash_difference, delivery_man_id),
	COL(struct cash_difference, delivery_man_name), COL(struct cash_difference, handover_id),
	COL(struct cash_difference, amount), COL(struct cash_difference, status),
	COL(struct cash_difference, owner_id), COL(struct cash_difference, owner_name),
	COL(struct cash_difference, note), COL_TIME(struct cash_difference, settled_at),
	COL_TIME(struct cash_difference, created_at), COL(struct cash_difference, version),
};
static const struct col sum_cols[] = {
	COL(struct cash_sum, delivery_man_id), COL(struct cash_sum, delivery_man_name),
	COL(struct cash_sum, expected_amount), COL(struct cash_sum, differing_amount),
};

/* ---- the account ---- */

/* His account, begun if need be, and locked. */
static enum err
lock(struct ctx *cx, int64_t man, struct cash_account *ret)
{
	TRY(db_exec(cx, &q_begin, NULL, I64(man), TIME(cx->now)));
	return db_one(cx, &q_lock, lock_cols, ret, I64(man));
}

struct entry {
	const char *kind;
	struct money amount, differs;
	int64_t payment, handover, difference;
};

/* One row of the ledger, and the counter with it. */
static enum err
write_entry(struct ctx *cx, int64_t man, const struct entry *e)
{
	enum err err = db_exec(cx, &q_entry, NULL, I64(man), STR(e->kind), MONEY(e->amount),
	                       ID(e->payment), ID(e->handover), ID(e->difference), TIME(cx->now));

	if (err == E_DUPLICATE)
		return fail(cx, E_CONFLICT, "%s twice", e->kind);
	TRY(err);
	return db_exec(cx, &q_account, NULL, MONEY(e->amount), MONEY(e->differs), TIME(cx->now),
	               I64(man));
}

enum err
cash_collected(struct ctx *cx, int64_t delivery_man_id, int64_t payment_id, struct money amount)
{
	struct cash_account a = { 0 };
	struct entry e = { "collected", amount, money_of(0), payment_id, 0, 0 };

	TRY(lock(cx, delivery_man_id, &a));
	return write_entry(cx, delivery_man_id, &e);
}

enum err
cash_get(struct ctx *cx, int64_t delivery_man_id, const char *cursor, int32_t limit,
         struct cash_account *ret)
{
	struct cash_handover open = { 0 };
	struct page_from from;
	bool found;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_one(cx, &q_get, account_cols, ret, I64(delivery_man_id)));
	TRY(db_maybe(cx, &q_open, handover_cols, &open, &found, I64(delivery_man_id)));
	ret->handover = found ? arena_copy(cx->mem, &open, sizeof open) : NULL;
	ret->on_hand_amount = money_sub(ret->expected_amount, ret->differing_amount);
	TRY(db_all(cx, &q_entries, entry_cols, &ret->items, &ret->items_n, CASH_PAGE_MAX + 1,
	           I64(delivery_man_id), I64(from.id ? from.id : INT64_MAX), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
cash_outstanding(struct ctx *cx, struct cash_sum **ret, size_t *ret_n)
{
	TRY(db_all(cx, &q_sums, sum_cols, ret, ret_n, CASH_SUMS_MAX));
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i].on_hand_amount = money_sub((*ret)[i].expected_amount,
		                                     (*ret)[i].differing_amount);
	return OK;
}

/* ---- handovers ---- */

static enum err
note_difference(struct ctx *cx, int64_t man, int64_t handover, struct money missing,
                struct cash_difference **ret)
{
	int64_t id;

	*ret = NULL;
	if (missing.minor == 0)
		return OK;
	TRY(db_insert(cx, &q_differs, &id, I64(man), I64(handover), MONEY(missing), TIME(cx->now),
	              TIME(cx->now)));
	*ret = arena_new_of(cx->mem, struct cash_difference);
	return db_one(cx, &q_difference, difference_cols, *ret, I64(id));
}

static const char *
handover_json(struct ctx *cx, const struct cash_handover *h)
{
	char expected[MONEY_TEXT], declared[MONEY_TEXT], counted[MONEY_TEXT];

	return arena_fmt(cx->mem, "{\"delivery_man_id\":%lld,\"expected\":\"%s\",\"declared\":\"%s\","
	                 "\"counted\":%s}", (long long)h->delivery_man_id,
	                 money_text(h->expected_amount, expected),
	                 money_text(h->declared_amount, declared),
	                 money_is_none(h->counted_amount) ? "null"
	                 : arena_fmt(cx->mem, "\"%s\"", money_text(h->counted_amount, counted)));
}

enum err
cash_declare(struct ctx *cx, int64_t delivery_man_id, int32_t version, struct money declared,
             struct cash_handover *ret)
{
	struct cash_account a = { 0 };
	struct money expected;

	TRY(db_one(cx, &q_get, account_cols, &a, I64(delivery_man_id)));
	TRY(lock(cx, delivery_man_id, &a));
	if (a.version != version)
		return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, a.version);
	expected = money_sub(a.expected_amount, a.differing_amount);
	TRY(db_exec(cx, &q_declare, NULL, I64(delivery_man_id), MONEY(expected), MONEY(declared),
	            I64(cx->actor.id), TIME(cx->now), TIME(cx->now)));
	TRY(db_exec(cx, &q_account, NULL, MONEY(money_of(0)), MONEY(money_of(0)), TIME(cx->now),
	            I64(delivery_man_id)));
	TRY(db_one(cx, &q_open, handover_cols, ret, I64(delivery_man_id)));
	return audit_write(cx, "cash.declare", "courier_handovers", ret->id, NULL,
	                   handover_json(cx, ret), NULL);
}

enum err
cash_count(struct ctx *cx, int64_t handover_id, int32_t version, struct money counted,
           const char *note, struct cash_handover *ret)
{
	struct cash_handover h = { 0 };
	struct cash_account a = { 0 };
	struct money missing;
	int64_t changed;

	TRY(db_one(cx, &q_handover, handover_cols, &h, I64(handover_id)));
	TRY(lock(cx, h.delivery_man_id, &a));
	TRY(db_one(cx, &q_handover, handover_cols, &h, I64(handover_id)));	/* as it is now */
	if (h.declared_by == cx->actor.id)
		return fail(cx, E_SAME_PERSON, "handover %lld", (long long)handover_id);
	TRY(db_exec(cx, &q_count, &changed, MONEY(counted), I64(cx->actor.id), TIME(cx->now),
	            STR(note), TIME(cx->now), I64(handover_id), I32(version)));
	if (changed == 0)
		return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, h.version);
	missing = money_sub(h.expected_amount, counted);
	TRY(db_one(cx, &q_handover, handover_cols, ret, I64(handover_id)));
	TRY(note_difference(cx, h.delivery_man_id, handover_id, missing, &ret->difference));
	struct entry e = { "handed_over", money_sub(money_of(0), counted), missing, 0, handover_id,
	                   0 };
	TRY(write_entry(cx, h.delivery_man_id, &e));
	return audit_write(cx, "cash.count", "courier_handovers", handover_id,
	                   handover_json(cx, &h), handover_json(cx, ret), note);
}

/* ---- differences ---- */

enum err
cash_list_differences(struct ctx *cx, const char *status, int64_t delivery_man_id,
                      const char *cursor, int32_t limit, struct cash_difference_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_differences, difference_cols, &ret->items, &ret->items_n,
	           CASH_PAGE_MAX + 1, I64(from.id ? from.id : INT64_MAX), STR(status), STR(status),
	           ID(delivery_man_id), ID(delivery_man_id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

static const char *
owner_json(struct ctx *cx, const struct cash_difference *d)
{
	return d->owner_id ? arena_fmt(cx->mem, "{\"status\":\"%s\",\"owner_id\":%lld}", d->status,
	                               (long long)d->owner_id)
	                   : arena_fmt(cx->mem, "{\"status\":\"%s\",\"owner_id\":null}", d->status);
}

enum err
cash_own(struct ctx *cx, int64_t id, int32_t version, const char *note,
         struct cash_difference *ret)
{
	struct cash_difference before = { 0 };
	int64_t changed;

	TRY(db_one(cx, &q_difference, difference_cols, &before, I64(id)));
	TRY(db_exec(cx, &q_own, &changed, I64(cx->actor.id), STR(note), TIME(cx->now), I64(id),
	            I32(version)));
	if (changed == 0)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, before.version);
	TRY(db_one(cx, &q_difference, difference_cols, ret, I64(id)));
	return audit_write(cx, "cash.own", "courier_differences", id, owner_json(cx, &before),
	                   owner_json(cx, ret), note);
}

enum err
cash_settle(struct ctx *cx, int64_t id, int32_t version, const char *note,
            struct cash_difference *ret)
{
	struct cash_difference d = { 0 };
	struct cash_account a = { 0 };
	int64_t changed;

	TRY(db_one(cx, &q_difference, difference_cols, &d, I64(id)));
	TRY(lock(cx, d.delivery_man_id, &a));
	if (str_eq(d.status, "open") && d.owner_id != cx->actor.id)
		return fail(cx, E_NOT_OWNER, "difference %lld", (long long)id);
	TRY(db_exec(cx, &q_settle, &changed, TIME(cx->now), STR(note), TIME(cx->now), I64(id),
	            I32(version), I64(cx->actor.id)));
	if (changed == 0)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, d.version);
	struct entry e = { "settled", money_sub(money_of(0), d.amount),
	                   money_sub(money_of(0), d.amount), 0, 0, id };
	TRY(write_entry(cx, d.delivery_man_id, &e));
	TRY(db_one(cx, &q_difference, difference_cols, ret, I64(id)));
	return audit_write(cx, "cash.settle", "courier_differences", id, owner_json(cx, &d),
	                   owner_json(cx, ret), note);
}
