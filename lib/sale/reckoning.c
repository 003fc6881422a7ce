/* SPDX-License-Identifier: MIT */
#include "sale/reckoning.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "price/proof.h"

#define DISCOUNTS_MAX (RULES_MAX + 1)
#define REPLAY_MAX 500

/* All lines in one statement; the array has one entry for each. */
SQL(q_items,
	"INSERT INTO order_items (order_id, edit_no, product_instance_id, product_name, product_type, "
	"pack_size, flavor_details, quantity, unit_price, rules_discount_amount, discount_amount, "
	"created_at, translations) SELECT ?, ?, i.instance, i.name, i.type, i.size, i.flavors, "
	"i.quantity, i.price, i.rules, i.code, ?, JSON_OBJECT('ar', JSON_OBJECT("
	"'name', t.name, 'size', ts.name, 'flavors', (SELECT JSON_OBJECTAGG(tf.entity_id, tf.name) "
	"FROM translations tf WHERE tf.entity = 'flavor' AND tf.language = 'ar' "
	"AND JSON_CONTAINS(i.flavors, JSON_OBJECT('flavor_id', tf.entity_id))))) "
	"FROM JSON_TABLE(?, '$[*]' COLUMNS ("
	"instance BIGINT PATH '$.instance', name VARCHAR(255) PATH '$.name', "
	"type VARCHAR(20) PATH '$.type', size VARCHAR(50) PATH '$.size', "
	"flavors JSON PATH '$.flavors', quantity INT PATH '$.quantity', "
	"price DECIMAL(10,2) PATH '$.price', rules DECIMAL(10,2) PATH '$.rules', "
	"code DECIMAL(10,2) PATH '$.code')) AS i "
	"LEFT JOIN product_instance n ON n.id = i.instance "
	"LEFT JOIN translations t ON t.entity = IF(n.product_id IS NULL, 'cookie_pack', 'product') "
	"AND t.entity_id = COALESCE(n.product_id, n.cookie_pack_id) AND t.language = 'ar' "
	"LEFT JOIN translations ts ON ts.entity = 'size' AND ts.entity_id = n.size_id "
	"AND ts.language = 'ar'");
SQL(q_discounts,
	"INSERT INTO order_discounts (order_id, edit_no, position, source, pricing_rule_id, promo_code_id, "
	"name, kind, amount, created_at) SELECT ?, ?, d.position, d.source, d.rule, d.promo, d.name, "
	"d.kind, d.amount, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (position FOR ORDINALITY, "
	"source VARCHAR(10) PATH '$.source', rule BIGINT PATH '$.rule', "
	"promo BIGINT PATH '$.promo', name VARCHAR(255) PATH '$.name', "
	"kind VARCHAR(20) PATH '$.kind', amount DECIMAL(10,2) PATH '$.amount')) AS d");
SQL(q_proof, "INSERT INTO order_proofs (order_id, edit_no, facts, created_at) "
             "VALUES (?, ?, ?, ?)");
SQL_HOT(q_facts, "SELECT facts FROM order_proofs WHERE order_id = ? AND edit_no = ?");
SQL_HOT(q_applied,
	"SELECT source, name, kind, amount FROM order_discounts WHERE order_id = ? AND edit_no = ? "
	"ORDER BY position LIMIT 101");
/* The facts that hold for each order, beside what it is charged. */
SQL(q_charged,
	"SELECT o.id, o.number, o.edit_no, o.subtotal, o.rules_discount_amount, o.discount_amount, "
	"o.delivery_fee, o.total, p.facts FROM orders o LEFT JOIN order_proofs p "
	"ON p.order_id = o.id AND p.edit_no = o.edit_no WHERE o.id > ? ORDER BY o.id LIMIT ?");
SQL(q_charged_lines,
	"SELECT unit_price, rules_discount_amount AS rules_discount, discount_amount AS "
	"code_discount, quantity FROM order_items WHERE order_id = ? AND edit_no = ? "
	"ORDER BY id LIMIT 50");

struct facts_row { const char *facts; };
static const struct col facts_cols[] = { COL(struct facts_row, facts) };
static const struct col applied_cols[] = {
	COL(struct quote_discount, source), COL(struct quote_discount, name),
	COL(struct quote_discount, kind), COL(struct quote_discount, amount),
};
struct charged {
	int64_t id;
	const char *number;
	int32_t edit_no;
	struct money subtotal, rules_discount_amount, discount_amount, delivery_fee, total;
	const char *facts;
};
static const struct col charged_cols[] = {
	COL(struct charged, id), COL(struct charged, number), COL(struct charged, edit_no),
	COL(struct charged, subtotal),
	COL(struct charged, rules_discount_amount), COL(struct charged, discount_amount),
	COL(struct charged, delivery_fee), COL(struct charged, total), COL(struct charged, facts),
};
static const struct col line_cols[] = {
	COL(struct line, unit_price), COL(struct line, rules_discount),
	COL(struct line, code_discount), COL(struct line, quantity),
};

/* ---- writing ---- */

static void
write_flavors(struct buf *b, const struct line *line)
{
	char text[MONEY_TEXT];

	buf_char(b, '[');
	for (size_t i = 0; i < line->flavors_n; i++) {
		const struct line_flavor *f = &line->flavors[i];
		buf_fmt(b, "%s{\"flavor_id\":%lld,\"flavor_name\":", i ? "," : "",
		        (long long)f->flavor_id);
		buf_json(b, f->base_name);
		buf_str(b, ",\"size_name\":");
		buf_json(b, f->size ? f->size : line->base_size);
		buf_fmt(b, ",\"quantity\":%d,\"price_adjustment\":\"%s\"}", f->quantity,
		        money_text(f->chosen ? f->price_adjustment : money_of(0), text));
	}
	buf_char(b, ']');
}

static enum err
insert_items(struct ctx *cx, int64_t order_id, int32_t edit_no, const struct quote *q)
{
	struct buf b = buf_in(cx->mem, 1024 * 1024);
	char text[MONEY_TEXT];

	for (size_t i = 0; i < q->items_n; i++) {
		const struct line *line = &q->items[i];
		buf_fmt(&b, "%s{\"instance\":%lld,\"name\":", i ? "," : "[",
		        (long long)line->product_instance_id);
		buf_json(&b, line->base_name);
		buf_fmt(&b, ",\"type\":\"%s\",\"size\":",
		        str_eq(line->type, "cookie") ? "individual" : line->type);
		buf_json(&b, line->base_size);
		buf_str(&b, ",\"flavors\":");
		write_flavors(&b, line);
		buf_fmt(&b, ",\"quantity\":%d,\"price\":\"%s\"", line->quantity,
		        money_text(line->unit_price, text));
		buf_fmt(&b, ",\"rules\":\"%s\"", money_text(line->rules_discount, text));
		buf_fmt(&b, ",\"code\":\"%s\"}", money_text(line->code_discount, text));
	}
	buf_char(&b, ']');
	BUG_ON(b.full);
	return db_exec(cx, &q_items, NULL, I64(order_id), I32(edit_no), TIME(cx->now), STR(b.data));
}

/* Those that applied, in their order. */
static enum err
insert_discounts(struct ctx *cx, int64_t order_id, int32_t edit_no, const struct quote *q)
{
	struct buf b = buf_in(cx->mem, 256 * 1024);
	const char *sign = "[";
	char text[MONEY_TEXT];

	for (size_t i = 0; i < q->discounts_n; i++) {
		const struct quote_discount *d = &q->discounts[i];

		if (!d->applied)
			continue;
		buf_fmt(&b, "%s{\"source\":\"%s\",\"kind\":\"%s\",\"amount\":\"%s\",\"name\":",
		        sign, d->source, d->kind, money_text(d->amount, text));
		buf_json(&b, d->name);
		if (d->rule_id)
			buf_fmt(&b, ",\"rule\":%lld}", (long long)d->rule_id);
		else
			buf_fmt(&b, ",\"promo\":%lld}", (long long)q->promo.promo.id);
		sign = ",";
	}
	if (b.len == 0)
		return OK;
	buf_char(&b, ']');
	BUG_ON(b.full);
	return db_exec(cx, &q_discounts, NULL, I64(order_id), I32(edit_no), TIME(cx->now), STR(b.data));
}

enum err
reckoning_write(struct ctx *cx, int64_t order_id, int32_t edit_no,
                const struct quote_facts *facts, const struct quote *q)
{
	TRY(insert_items(cx, order_id, edit_no, q));
	TRY(insert_discounts(cx, order_id, edit_no, q));
	return db_exec(cx, &q_proof, NULL, I64(order_id), I32(edit_no),
	               STR(proof_write(cx, facts)), TIME(cx->now));
}

/* ---- explaining ---- */

enum err
reckoning_applied(struct ctx *cx, int64_t order_id, int32_t edit_no, struct quote_discount **ret,
                  size_t *ret_n)
{
	TRY(db_all(cx, &q_applied, applied_cols, ret, ret_n, DISCOUNTS_MAX, I64(order_id),
	           I32(edit_no)));
	for (size_t i = 0; i < *ret_n; i++) {
		(*ret)[i].applied = true;
		(*ret)[i].needed = (*ret)[i].have = MONEY_NONE;
	}
	return OK;
}

enum err
reckoning_facts(struct ctx *cx, int64_t order_id, int32_t edit_no, const char **ret)
{
	struct facts_row row = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_facts, facts_cols, &row, &found, I64(order_id), I32(edit_no)));
	*ret = row.facts;
	return OK;
}

enum err
reckoning_discounts(struct ctx *cx, int64_t order_id, int32_t edit_no,
                    struct quote_discount **ret, size_t *ret_n)
{
	const char *text;
	struct quote_facts facts;
	struct quote q;

	TRY(reckoning_facts(cx, order_id, edit_no, &text));
	if (!text)
		return reckoning_applied(cx, order_id, edit_no, ret, ret_n);
	TRY(proof_read(cx, text, &facts));
	TRY(quote_compute(cx, &facts, &q));
	*ret = q.discounts;
	*ret_n = q.discounts_n;
	return OK;
}

/* ---- proving ---- */

static bool
same_lines(const struct quote *q, const struct line *lines, size_t n)
{
	if (q->items_n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (q->items[i].unit_price.minor != lines[i].unit_price.minor ||
		    q->items[i].quantity != lines[i].quantity ||
		    q->items[i].rules_discount.minor != lines[i].rules_discount.minor ||
		    q->items[i].code_discount.minor != lines[i].code_discount.minor)
			return false;
	return true;
}

static bool
same_amounts(const struct quote *q, const struct charged *c)
{
	return q->subtotal.minor == c->subtotal.minor &&
	       q->rules_discount_amount.minor == c->rules_discount_amount.minor &&
	       q->discount_amount.minor == c->discount_amount.minor &&
	       q->delivery_fee.minor == c->delivery_fee.minor &&
	       q->total.minor == c->total.minor;
}

/* Facts that cannot be read, or give no quote, differ as well. */
static enum err
replay_one(struct ctx *cx, const struct charged *c, bool *same)
{
	struct quote_facts facts;
	struct quote q;
	struct line *lines;
	size_t lines_n;

	TRY(db_all(cx, &q_charged_lines, line_cols, &lines, &lines_n, LINES_MAX, I64(c->id),
	           I32(c->edit_no)));
	*same = proof_read(cx, c->facts, &facts) == OK && quote_compute(cx, &facts, &q) == OK &&
	        same_amounts(&q, c) && same_lines(&q, lines, lines_n);
	return OK;
}

enum err
reckoning_replay(struct ctx *cx, int32_t max, struct replay *r, bool *more)
{
	struct charged *list;
	size_t n;

	BUG_ON(max > REPLAY_MAX);
	TRY(db_all(cx, &q_charged, charged_cols, &list, &n, REPLAY_MAX, I64(r->last_id), I32(max)));
	for (size_t i = 0; i < n; i++) {
		bool same = true;

		r->orders++;
		r->last_id = list[i].id;
		if (list[i].facts)
			TRY(replay_one(cx, &list[i], &same));
		else
			r->without_facts++;
		if (!same && r->differ_n++ == 0)
			snprintf(r->first, sizeof r->first, "%s", list[i].number);
	}
	*more = n == (size_t)max;
	return OK;
}
