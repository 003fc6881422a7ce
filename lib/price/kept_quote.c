/* SPDX-License-Identifier: MIT */
#include "price/kept_quote.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "price/proof.h"

SQL(q_add, "INSERT INTO quotes (cart_id, content_hash, facts, expires_at, created_at) "
           "VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_find, "SELECT facts FROM quotes WHERE id = ? AND cart_id = ? AND content_hash = ? "
                "AND expires_at > ?");
SQL_HOT(q_expire, "DELETE FROM quotes WHERE expires_at < ? ORDER BY expires_at LIMIT ?");

struct kept { const char *facts; };
static const struct col kept_cols[] = { COL(struct kept, facts) };

/* What is bought, where it goes and with which code; not what it costs. */
static struct hash
content_of(struct ctx *cx, const struct quote_facts *f)
{
	struct buf b = buf_in(cx->mem, PROOF_BYTES);

	buf_fmt(&b, "%lld|", (long long)f->zone_id);
	buf_json(&b, f->promo ? f->promo->code : f->code);
	for (size_t i = 0; i < f->lines_n; i++) {
		const struct line *line = &f->lines[i];

		buf_fmt(&b, "|%lld|%d", (long long)line->product_instance_id, line->quantity);
		for (size_t k = 0; k < line->flavors_n; k++)
			if (line->flavors[k].chosen)
				buf_fmt(&b, ",%lld,%d", (long long)line->flavors[k].flavor_id,
				        line->flavors[k].quantity);
	}
	BUG_ON(b.full);
	return sha256(b.data, b.len);
}

enum err
kept_quote_add(struct ctx *cx, int64_t cart_id, const struct quote_facts *facts, int32_t minutes,
               struct quote *q)
{
	struct hash content = content_of(cx, facts);

	q->expires_at = cx->now + minutes * 60;
	return db_insert(cx, &q_add, &q->id, I64(cart_id), HASH(&content),
	                 STR(proof_write(cx, facts)), TIME(q->expires_at), TIME(cx->now));
}

/* The lines as they are now, for what the proof does not have (names, what is still sold), with
 * the prices of then. */
static void
keep_prices(struct ctx *cx, const struct quote_facts *then, struct quote_facts *facts)
{
	struct line *lines = arena_array(cx->mem, struct line, facts->lines_n + 1);

	for (size_t i = 0; i < facts->lines_n; i++) {
		struct line_flavor *flavors = arena_array(cx->mem, struct line_flavor,
		                                          facts->lines[i].flavors_n + 1);

		lines[i] = facts->lines[i];
		for (size_t k = 0; k < lines[i].flavors_n; k++) {
			flavors[k] = lines[i].flavors[k];
			if (k < then->lines[i].flavors_n) {
				const struct line_flavor *old = &then->lines[i].flavors[k];

				flavors[k].price_adjustment = old->price_adjustment;
				flavors[k].category = old->category;
			}
		}
		lines[i].flavors = flavors;
		lines[i].tariff = then->lines[i].tariff;
		lines[i].type_name = then->lines[i].type_name;
	}
	facts->lines = lines;
}

enum err
kept_quote_find(struct ctx *cx, int64_t id, int64_t cart_id, struct quote_facts *facts, bool *found)
{
	struct hash content = content_of(cx, facts);
	struct quote_facts then;
	struct kept kept = { 0 };

	TRY(db_maybe(cx, &q_find, kept_cols, &kept, found, I64(id), I64(cart_id), HASH(&content),
	             TIME(cx->now)));
	if (!*found)
		return OK;
	TRY(proof_read(cx, kept.facts, &then));
	BUG_ON(then.lines_n != facts->lines_n);		/* the hash says so */
	keep_prices(cx, &then, facts);
	facts->at = then.at;
	facts->group = then.group;
	facts->fee = then.fee;
	facts->rules = then.rules;
	facts->rules_n = then.rules_n;
	facts->promo = then.promo;
	return OK;
}

enum err
kept_quote_expire(struct ctx *cx, int64_t before, int32_t max, int64_t *ret_done)
{
	return db_exec(cx, &q_expire, ret_done, TIME(before), I32(max));
}
