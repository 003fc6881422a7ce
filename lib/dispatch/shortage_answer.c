/* SPDX-License-Identifier: MIT */
/* What becomes of an order that does not get all it wants: a changed line or a refund. */
#include "dispatch/shortage.h"

#include "base/money.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"
#include "sale/cart.h"
#include "sale/order_edit.h"
#include "sale/order_move.h"
#include "sale/refund.h"

SQL_HOT(q_order, "SELECT id, version, edit_no, payment_status, total FROM orders "
                 "WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_row,
	"SELECT h.flavor_id, h.size_name, s.state, s.missing, s.version FROM shortage_orders s "
	"JOIN shortages h ON h.id = s.shortage_id WHERE s.shortage_id = ? AND s.order_id = ? "
	"FOR UPDATE");
/* A line for each flavor of each line of the order; one for those that have none. */
SQL_HOT(q_lines,
	"SELECT i.id, i.product_instance_id AS instance_id, i.product_type, i.quantity, "
	"COALESCE(f.flavor_id, 0) AS flavor_id, COALESCE(f.size_name, '') AS size_name, "
	"COALESCE(f.quantity, 0) AS n FROM order_items i LEFT JOIN JSON_TABLE(i.flavor_details, "
	"'$[*]' COLUMNS (position FOR ORDINALITY, flavor_id BIGINT PATH '$.flavor_id', "
	"size_name VARCHAR(50) PATH '$.size_name', quantity INT PATH '$.quantity')) AS f ON TRUE "
	"WHERE i.order_id = ? AND i.edit_no = ? ORDER BY i.id, f.position LIMIT 2000");
SQL_HOT(q_write,
	"UPDATE shortage_orders SET state = ?, substitute_flavor_id = ?, edit_no = ?, "
	"refund_id = COALESCE(?, refund_id), refunded = refunded + ?, answered_by = ?, "
	"version = version + 1, updated_at = ? WHERE shortage_id = ? AND order_id = ? "
	"AND version = ? AND state = 'open'");

static const struct col order_cols[] = {
	COL(struct order, id), COL(struct order, version), COL(struct order, edit_no),
	COL(struct order, payment_status), COL(struct order, total),
};
struct row { int64_t flavor_id; const char *size_name, *state; int32_t missing, version; };
static const struct col row_cols[] = {
	COL(struct row, flavor_id), COL(struct row, size_name), COL(struct row, state),
	COL(struct row, missing), COL(struct row, version),
};
struct part {
	int64_t id, instance_id, flavor_id;
	const char *product_type, *size_name;
	int32_t quantity, n;
};
static const struct col part_cols[] = {
	COL(struct part, id), COL(struct part, instance_id), COL(struct part, product_type),
	COL(struct part, quantity), COL(struct part, flavor_id), COL(struct part, size_name),
	COL(struct part, n),
};

/* One line of the order, with its part of the short flavor; has 0: has none of it. */
struct its_line {
	int64_t id;
	struct order_edit_line line;
	int32_t has;
};
struct answering {
	const struct shortage_answer *answer;
	struct order order;
	struct row row;
	struct its_line *lines;
	size_t lines_n;
	/* What it becomes. */
	struct order_edit_line *wish;
	size_t wish_n;
	struct refund_line *refund;
	size_t refund_n;
	int32_t left;			/* cookies that are still to be replaced or left out */
	int32_t paid_back;		/* cookies of the flavor in what is paid back */
};

/* ---- what it has ---- */

static enum err
read_lines(struct ctx *cx, struct answering *a)
{
	struct part *parts;
	struct choice *choices;
	size_t n;

	TRY(db_all(cx, &q_lines, part_cols, &parts, &n, 2000, I64(a->order.id),
	           I32(a->order.edit_no)));
	a->lines = arena_array(cx->mem, struct its_line, n + 1);
	choices = arena_array(cx->mem, struct choice, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct part *p = &parts[i];
		struct its_line *line;

		if (i == 0 || p->id != parts[i - 1].id)
			a->lines[a->lines_n++] = (struct its_line){ p->id,
				{ p->instance_id, p->quantity, NULL, 0 }, 0 };
		line = &a->lines[a->lines_n - 1];
		if (p->flavor_id == a->row.flavor_id && str_eq(p->size_name, a->row.size_name))
			line->has += p->n;
		if (!str_eq(p->product_type, "pack"))
			continue;
		choices[i] = (struct choice){ p->flavor_id, p->n };
		if (!line->line.flavors)
			line->line.flavors = &choices[i];
		line->line.flavors_n++;
	}
	return OK;
}

/* ---- another flavor ---- */

/* So many cookies of one piece become the substitute. */
static struct order_edit_line
replace(struct ctx *cx, const struct answering *a, const struct order_edit_line *line,
        int32_t pieces, int32_t cookies)
{
	struct choice *list = arena_array(cx->mem, struct choice, line->flavors_n + 1);
	struct order_edit_line changed = { line->product_instance_id, pieces, list, 0 };
	bool found = false;

	for (size_t i = 0; i < line->flavors_n; i++) {
		struct choice c = line->flavors[i];

		if (c.flavor_id == a->row.flavor_id)
			c.quantity -= cookies;
		if (c.flavor_id == a->answer->flavor_id) {
			c.quantity += cookies;
			found = true;
		}
		if (c.quantity > 0)
			list[changed.flavors_n++] = c;
	}
	if (!found)
		list[changed.flavors_n++] = (struct choice){ a->answer->flavor_id, cookies };
	return changed;
}

/* As few pieces as possible change: whole ones first, then one of which a part does. */
static void
substitute(struct ctx *cx, struct answering *a, const struct its_line *l)
{
	struct order_edit_line rest = l->line;

	if (l->has > 0 && l->line.flavors_n > 0 && a->left > 0) {
		int32_t whole = a->left / l->has < rest.quantity ? a->left / l->has : rest.quantity;

		if (whole > 0)
			a->wish[a->wish_n++] = replace(cx, a, &l->line, whole, l->has);
		rest.quantity -= whole;
		a->left -= whole * l->has;
		if (rest.quantity > 0 && a->left > 0) {
			a->wish[a->wish_n++] = replace(cx, a, &l->line, 1, a->left);
			rest.quantity--;
			a->left = 0;
		}
	}
	if (rest.quantity > 0)
		a->wish[a->wish_n++] = rest;
}

/* ---- without it ---- */

/* A piece that lacks some goes as a whole. */
static void
leave_out(struct answering *a, const struct its_line *l)
{
	struct order_edit_line rest = l->line;
	int32_t pieces = 0;

	if (l->has > 0 && a->left > 0) {
		pieces = (a->left + l->has - 1) / l->has;
		if (pieces > rest.quantity)
			pieces = rest.quantity;
		a->left = a->left > pieces * l->has ? a->left - pieces * l->has : 0;
		a->refund[a->refund_n++] = (struct refund_line){ l->id, pieces };
		a->paid_back += pieces * l->has;
	}
	rest.quantity -= pieces;
	if (rest.quantity > 0)
		a->wish[a->wish_n++] = rest;
}

/* ---- doing it ---- */

/* What the order's own rules say against a substitute is one answer here. */
static enum err
refuse(struct ctx *cx, enum err err)
{
	switch (err) {
	case E_PACK_SUM: case E_PACK_FLAVOR: case E_PACK_MAX: case E_PACK_MIN: case E_NO_CHOICE:
	case E_NOT_SOLD: case E_PROMO_MINIMUM: case E_PAID:
		return fail_at(cx, E_NO_SUBSTITUTE, "flavor_id", "%s", err_info(err)->slug);
	default:
		return err;
	}
}

static enum err
edit(struct ctx *cx, const struct answering *a)
{
	struct order_edit e = {
		.version = a->order.version, .lines = a->wish, .lines_n = a->wish_n,
		.delivery_date = DAY_NONE, .reason = a->answer->reason,
	};
	struct order_edit_quote quote;
	enum err err;

	if (a->wish_n == 0)
		return fail(cx, E_ORDER_EMPTY, "order %lld", (long long)a->order.id);
	err = order_edit_quote(cx, a->order.id, &e, &quote);
	if (err != OK)
		return refuse(cx, err);
	if (quote.difference.minor > 0)
		return fail_at(cx, E_NO_SUBSTITUTE, "flavor_id", "it would cost more");
	e.expected_total = quote.quote.total;
	return order_edit(cx, a->order.id, &e);
}

static enum err
pay_back(struct ctx *cx, const struct answering *a, struct refund *ret)
{
	struct refund_wish wish = {
		.lines = a->refund, .lines_n = a->refund_n, .reason = a->answer->reason,
	};
	enum err err = refund_make(cx, a->order.id, &wish, ret);

	if (err == E_REFUND_NOTHING)		/* they were free */
		return fail(cx, E_REFUND_TOO_MUCH, "nothing was paid for them");
	TRY(err);
	return order_tell_refund(cx, a->order.id, ret->amount);
}

/* The change or the refund, and the name of what became of it. */
static enum err
act(struct ctx *cx, struct answering *a, const char **ret_state, struct refund *refund)
{
	bool replaces = a->answer->flavor_id;

	a->left = a->row.missing;
	a->wish = arena_array(cx->mem, struct order_edit_line, 3 * a->lines_n + 1);
	a->refund = arena_array(cx->mem, struct refund_line, a->lines_n + 1);
	for (size_t i = 0; i < a->lines_n; i++)
		if (replaces)
			substitute(cx, a, &a->lines[i]);
		else
			leave_out(a, &a->lines[i]);
	if (replaces && a->left > 0)
		return fail_at(cx, E_NO_SUBSTITUTE, "flavor_id", "not in a pack");
	*ret_state = replaces ? "substituted" : "left_out";
	if (replaces || !str_eq(a->order.payment_status, "paid"))
		return edit(cx, a);
	*ret_state = "refunded";
	return pay_back(cx, a, refund);
}

enum err
shortage_answer(struct ctx *cx, const struct shortage_answer *answer, struct shortage *ret)
{
	struct answering a = { .answer = answer };
	struct refund refund = { 0 };
	const char *state;
	int64_t changed;
	bool refunded;

	TRY(db_one(cx, &q_order, order_cols, &a.order, I64(answer->order_id)));
	TRY(db_one(cx, &q_row, row_cols, &a.row, I64(answer->shortage_id), I64(answer->order_id)));
	if (a.row.version != answer->version || !str_eq(a.row.state, "open"))
		return fail_at(cx, E_CONFLICT, "version", "it is %s, version %d", a.row.state,
		               a.row.version);
	TRY(read_lines(cx, &a));
	TRY(act(cx, &a, &state, &refund));
	refunded = str_eq(state, "refunded");
	TRY(db_exec(cx, &q_write, &changed, STR(state), ID(answer->flavor_id),
	            refunded ? NIL() : I32(a.order.edit_no + 1), ID(refund.id),
	            I32(refunded ? a.paid_back : 0), I64(cx->actor.id), TIME(cx->now),
	            I64(answer->shortage_id), I64(answer->order_id), I32(answer->version)));
	BUG_ON(changed != 1);		/* it is locked */
	TRY(shortage_get(cx, answer->shortage_id, ret));
	return audit_write(cx, "shortage.answer", "orders", answer->order_id, NULL,
	                   arena_fmt(cx->mem, "{\"shortage_id\":%lld,\"state\":\"%s\","
	                             "\"missing\":%d}", (long long)answer->shortage_id, state,
	                             a.row.missing), answer->reason);
}
