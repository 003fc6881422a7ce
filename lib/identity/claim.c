/* SPDX-License-Identifier: MIT */
#include "identity/claim.h"

#include "account/activity.h"
#include "account/customer.h"
#include "account/notice.h"
#include "base/buf.h"
#include "base/secret.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "sale/owner.h"

#define PURPOSE "claim"

SQL(q_insert, "INSERT INTO claims (customer_id, via, orders_n, created_at) VALUES (?, ?, ?, ?)");
SQL(q_insert_orders,
	"INSERT INTO claim_orders (claim_id, order_id, previous_customer_id) "
	"SELECT ?, i.order_id, i.from_id FROM JSON_TABLE(?, '$[*]' COLUMNS ("
	"order_id BIGINT PATH '$.order', from_id BIGINT PATH '$.from')) AS i");

#define COLUMNS "SELECT id, created_at, undone_at, undone_by, via, undo_note FROM claims "
SQL_HOT(q_newest, COLUMNS "WHERE customer_id = ? ORDER BY id DESC LIMIT ?");
SQL_HOT(q_older, COLUMNS "WHERE customer_id = ? AND id < ? ORDER BY id DESC LIMIT ?");
SQL_HOT(q_orders,
	"SELECT k.claim_id, o.id, o.customer_id, k.previous_customer_id, "
	"CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number "
	"FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS i "
	"JOIN claim_orders k ON k.claim_id = i.id JOIN orders o ON o.id = k.order_id "
	"ORDER BY k.claim_id DESC, o.id LIMIT ?");

SQL_HOT(q_claimant, "SELECT customer_id FROM claims WHERE id = ?");
SQL_HOT(q_undo, "UPDATE claims SET undone_at = ?, undone_by = ?, undo_note = ? WHERE id = ? "
                "AND undone_at IS NULL");
/* Whom an order goes back to is locked; who was erased meanwhile is nobody. */
SQL_HOT(q_back,
	"SELECT k.order_id, c.id AS to_id FROM claim_orders k LEFT JOIN customers c "
	"ON c.id = k.previous_customer_id AND c.erased_at IS NULL WHERE k.claim_id = ? "
	"ORDER BY k.order_id LIMIT ? LOCK IN SHARE MODE");

SQL_HOT(q_guests,
	"SELECT DISTINCT k.previous_customer_id AS customer_id FROM claims c "
	"JOIN claim_orders k ON k.claim_id = c.id WHERE c.customer_id = ? "
	"AND k.previous_customer_id IS NOT NULL ORDER BY k.previous_customer_id LIMIT 1000");

static const struct col claim_cols[] = {
	COL(struct claim, id), COL_TIME(struct claim, created_at),
	COL_TIME(struct claim, undone_at), COL(struct claim, undone_by), COL(struct claim, via),
	COL(struct claim, undo_note),
};
static const struct col order_cols[] = {
	COL(struct claim_order, claim_id), COL(struct claim_order, id),
	COL(struct claim_order, customer_id), COL(struct claim_order, previous_customer_id),
	COL(struct claim_order, number),
};
struct claimant { int64_t customer_id; };	/* or who had the orders before */
static const struct col claimant_cols[] = { COL(struct claimant, customer_id) };
static const struct col back_cols[] = {
	COL(struct owner_move, order_id), COL(struct owner_move, to_id),
};

/* ---- claiming ---- */

static enum err
write_journal(struct ctx *cx, int64_t customer_id, const char *via, const struct owner_move *list,
              size_t n)
{
	int64_t id;

	TRY(db_insert(cx, &q_insert, &id, I64(customer_id), STR(via), I64((int64_t)n),
	              TIME(cx->now)));
	return db_exec(cx, &q_insert_orders, NULL, I64(id), STR(owner_json(cx, list, n)));
}

static enum err
claim(struct ctx *cx, int64_t customer_id, const struct owner_contact *by, struct claimed *ret)
{
	const char *via = by->email ? "email" : "phone";
	struct owner_move *list;
	struct customer c = { 0 };
	int64_t moved;
	size_t n;
	bool more;

	TRY(owner_find_free(cx, by, &list, &n));
	if (n == 0 || customer_id == 0)
		return OK;
	more = page_cut(&n, OWNER_MOVES_MAX);
	TRY(customer_lock(cx, customer_id, &c));
	if (!customer_may_log_in(&c))
		return OK;
	TRY(owner_lock_free(cx, by, &list, &n));
	*ret = (struct claimed){ (int64_t)n, more };
	if (n == 0)
		return OK;
	for (size_t i = 0; i < n; i++)
		list[i].to_id = c.id;
	TRY(write_journal(cx, c.id, via, list, n));
	TRY(owner_hand_over(cx, list, n, &moved));
	BUG_ON(moved != (int64_t)n);	/* the rows are locked */
	TRY(notice_change(cx, &c, "orders_claimed"));
	return activity_write(cx, c.id, "orders.claimed",
	                      arena_fmt(cx->mem, "{\"orders\":%zu,\"via\":\"%s\"}", n, via));
}

enum err
claim_by_email(struct ctx *cx, int64_t customer_id, const char *email)
{
	struct claimed done = { 0 };

	return claim(cx, customer_id, &(struct owner_contact){ .email = email }, &done);
}

enum err
claim_by_phone(struct ctx *cx, int64_t customer_id, const char *phone)
{
	struct claimed done = { 0 };

	return claim(cx, customer_id, &(struct owner_contact){ .phone = phone }, &done);
}

/* ---- by a code ---- */

struct asking { const char *email, *phone, *who; struct otp otp; };

static enum err
ask(struct ctx *cx, void *arg)
{
	struct asking *a = arg;
	struct otp_order o = {
		.purpose = PURPOSE, .who = a->who, .customer_id = cx->actor.id,
		.email = a->email, .phone = a->phone,
	};
	struct customer c = { 0 };
	char *code;
	enum err e;

	TRY(customer_lock(cx, cx->actor.id, &c));
	TRY(otp_issue(cx, &o, &a->otp, &code));
	struct notice n = {
		.topic = "claim_code", .email = a->email, .phone = a->phone, .code = code,
		.expires_at = a->otp.expires_at,
	};
	e = notice_queue(cx, &c, &n);
	secret_wipe(code, strlen(code));
	return e;
}

enum err
claim_ask(struct ctx *cx, const char *email, const char *phone, struct otp *ret)
{
	struct asking a = {
		.email = email, .phone = phone,
		.who = arena_fmt(cx->mem, "customer|%lld", (long long)cx->actor.id),
	};

	if (!email == !phone)
		return fail_at(cx, E_INVALID, "email", "an e-mail or a phone");
	if (phone)
		TRY(otp_check_country(cx, phone));
	TRY(otp_allow(cx, PURPOSE, a.who, email ? email : phone, phone != NULL));
	TRY(db_transaction(cx, DB_ONCE, ask, &a));
	*ret = a.otp;
	return OK;
}

struct proving { struct otp_match match; struct claimed done; };

static enum err
prove(struct ctx *cx, void *arg)
{
	struct proving *p = arg;
	struct customer c = { 0 };

	p->done = (struct claimed){ 0 };
	TRY(customer_lock(cx, cx->actor.id, &c));
	TRY(otp_use(cx, &p->match));
	return claim(cx, c.id, &(struct owner_contact){ p->match.email, p->match.phone }, &p->done);
}

enum err
claim_prove(struct ctx *cx, const char *handle, const char *code, struct claimed *ret)
{
	struct proving p = { 0 };

	TRY(otp_check(cx, PURPOSE, handle, code, &p.match));
	if (p.match.customer_id != cx->actor.id)
		return fail(cx, E_CODE_WRONG, "another customer's");
	TRY(db_transaction(cx, DB_ONCE, prove, &p));
	*ret = p.done;
	return OK;
}

enum err
claim_forget(struct ctx *cx, int64_t customer_id)
{
	struct claimant *guests;
	size_t n;

	TRY(db_all(cx, &q_guests, claimant_cols, &guests, &n, 1000, I64(customer_id)));
	for (size_t i = 0; i < n; i++)
		TRY(customer_forget_unused(cx, guests[i].customer_id));
	return OK;
}

/* ---- what waits ---- */

static enum err
add_waiting(struct ctx *cx, struct claim_waiting_list *to, const char *via,
            const struct owner_contact *by)
{
	int64_t n;

	TRY(owner_count_free(cx, by, &n));
	if (n > 0)
		to->items[to->items_n++] = (struct claim_waiting){ via, n };
	return OK;
}

enum err
claim_list_waiting(struct ctx *cx, struct claim_waiting_list *ret)
{
	struct claim_waiting_list list = { arena_array(cx->mem, struct claim_waiting, 2), 0 };
	struct customer c = { 0 };

	TRY(customer_get(cx, cx->actor.id, &c));
	if (c.email && c.email_verified)
		TRY(add_waiting(cx, &list, "email", &(struct owner_contact){ .email = c.email }));
	if (c.phone && c.phone_verified)
		TRY(add_waiting(cx, &list, "phone", &(struct owner_contact){ .phone = c.phone }));
	*ret = list;
	return OK;
}

/* ---- for staff ---- */

/* Gives each claim of a page its orders; both go by falling id of the claim. */
static enum err
add_orders(struct ctx *cx, struct claim *claims, size_t n)
{
	struct buf ids = buf_in(cx->mem, 1024);
	struct claim_order *orders;
	size_t orders_n, at = 0;
	int32_t max = CLAIM_PAGE_MAX * OWNER_MOVES_MAX;

	for (size_t i = 0; i < n; i++)
		buf_fmt(&ids, "%s%lld", i ? "," : "[", (long long)claims[i].id);
	buf_char(&ids, ']');
	BUG_ON(ids.full);
	TRY(db_all(cx, &q_orders, order_cols, &orders, &orders_n, (size_t)max, STR(ids.data),
	           I32(max)));
	for (size_t i = 0; i < n; i++) {
		claims[i].orders = orders + at;
		for (; at < orders_n && orders[at].claim_id == claims[i].id; at++)
			claims[i].orders_n++;
	}
	return OK;
}

enum err
claim_list(struct ctx *cx, int64_t customer_id, const char *cursor, int32_t limit,
           struct claim_page *ret)
{
	struct page_from from;
	struct customer c = { 0 };

	TRY(customer_get(cx, customer_id, &c));
	TRY(cursor_read(cx, cursor, &from));
	if (from.id)
		TRY(db_all(cx, &q_older, claim_cols, &ret->items, &ret->items_n,
		           CLAIM_PAGE_MAX + 1, I64(customer_id), I64(from.id), I32(limit + 1)));
	else
		TRY(db_all(cx, &q_newest, claim_cols, &ret->items, &ret->items_n,
		           CLAIM_PAGE_MAX + 1, I64(customer_id), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	return ret->items_n ? add_orders(cx, ret->items, ret->items_n) : OK;
}

enum err
claim_undo(struct ctx *cx, int64_t id, const char *note, struct claim_undone *ret)
{
	struct claimant claimant = { 0 };
	struct customer c = { 0 };
	struct owner_move *list;
	struct claim_undone done;
	const char *counts;
	int64_t changed;
	enum err e;
	size_t n;

	TRY(db_one(cx, &q_claimant, claimant_cols, &claimant, I64(id)));
	e = customer_lock(cx, claimant.customer_id, &c);
	if (e == E_LOGIN_NEEDED)
		return fail(cx, E_CONFLICT, "the claimant was erased");
	TRY(e);
	TRY(db_exec(cx, &q_undo, &changed, TIME(cx->now), I64(cx->actor.id), STR(note), I64(id)));
	if (changed != 1)
		return fail(cx, E_CONFLICT, "claim %lld was undone", (long long)id);
	TRY(db_all(cx, &q_back, back_cols, &list, &n, OWNER_MOVES_MAX, I64(id),
	           I32(OWNER_MOVES_MAX)));
	for (size_t i = 0; i < n; i++)
		list[i].from_id = c.id;
	TRY(owner_hand_over(cx, list, n, &done.returned));
	done.kept = (int64_t)n - done.returned;
	counts = arena_fmt(cx->mem, "{\"returned\":%lld,\"kept\":%lld}", (long long)done.returned,
	                   (long long)done.kept);
	TRY(audit_write(cx, "claim.undo", "claims", id,
	                arena_fmt(cx->mem, "{\"customer_id\":%lld,\"orders\":%zu}",
	                          (long long)c.id, n), counts, note));
	TRY(activity_write(cx, c.id, "orders.claim_undone", counts));
	*ret = done;
	return OK;
}
