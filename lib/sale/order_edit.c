/* SPDX-License-Identifier: MIT */
#include "sale/order_edit.h"

#include "base/json.h"
#include "base/str.h"
#include "db/db.h"
#include "place/capacity.h"
#include "price/proof.h"
#include "sale/cart.h"
#include "sale/order_move.h"
#include "sale/payment.h"
#include "sale/reckoning.h"

SQL_HOT(q_lock,
	"SELECT o.id, o.status, o.payment_status, o.version, o.edit_no, o.cookies, o.zone_id, "
	"o.time_slot_id, o.delivery_date, o.delivery_address, o.delivery_additional_info, "
	"o.gift_note, o.total FROM orders o WHERE o.id = ? AND o.deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_names,
	"SELECT product_name, pack_size, flavor_details FROM order_items WHERE order_id = ? "
	"AND edit_no = ? ORDER BY id LIMIT 50");
SQL(q_change,
	"UPDATE orders o JOIN zones z ON z.id = ? JOIN cities c ON c.id = z.city_id "
	"SET o.edit_no = o.edit_no + 1, o.version = o.version + 1, o.updated_at = ?, "
	"o.subtotal = ?, o.rules_discount_amount = ?, o.discount_amount = ?, o.delivery_fee = ?, "
	"o.total = ?, o.cookies = ?, o.zone_id = z.id, o.city_id = c.id, o.delivery_zone = z.name, "
	"o.delivery_city = c.name, o.delivery_address = ?, o.delivery_additional_info = ?, "
	"o.gift_note = ?, o.delivery_date = ?, o.expected_delivery_date = ?, o.time_slot_id = ?, "
	"o.delivery_time_slot_name = ?, o.from_hour = ?, o.to_hour = ?, "
	/* Another man may serve another zone. */
	"o.delivery_man_id = IF(? = 1, NULL, o.delivery_man_id) WHERE o.id = ? AND o.version = ?");

static const struct col lock_cols[] = {
	COL(struct order, id), COL(struct order, status), COL(struct order, payment_status),
	COL(struct order, version), COL(struct order, edit_no), COL(struct order, cookies),
	COL(struct order, zone_id), COL(struct order, time_slot_id),
	COL(struct order, delivery_date), COL(struct order, delivery_address),
	COL(struct order, delivery_additional_info), COL(struct order, gift_note),
	COL(struct order, total),
};
struct names { const char *product_name, *pack_size, *flavor_details; };
static const struct col names_cols[] = {
	COL(struct names, product_name), COL(struct names, pack_size),
	COL(struct names, flavor_details),
};

struct editing {
	const struct order_edit *edit;
	struct settings set;
	struct order order;
	struct quote_facts facts;	/* of the order as it is, then as it shall be */
	struct zone zone;
	struct slot slot;
	struct day date;
	struct quote quote;
	bool moves;			/* to another zone, day or slot */
};

/* ---- what it has ---- */

/* The facts have no names; the order's lines do. */
static enum err
name_line(struct ctx *cx, const struct names *names, struct line *line)
{
	struct line_flavor *flavors = arena_array(cx->mem, struct line_flavor,
	                                          line->flavors_n + 1);
	const char *text = names->flavor_details ? names->flavor_details : "[]";
	const struct json *list;
	size_t n;

	line->name = line->base_name = names->product_name;
	line->size = line->base_size;
	TRY(json_parse(cx, text, strlen(text), &list));
	for (size_t i = 0; i < line->flavors_n; i++) {
		const struct json *f = json_list_at(list, i);

		flavors[i] = line->flavors[i];
		flavors[i].allowed = true;
		flavors[i].name = flavors[i].base_name = json_text(json_member(f, "flavor_name"), &n);
		if (json_kind(json_member(f, "size_name")) == JSON_TEXT)
			flavors[i].size = json_text(json_member(f, "size_name"), &n);
	}
	line->flavors = flavors;
	line->is_sold = true;
	return OK;
}

static enum err
read_lines(struct ctx *cx, struct editing *g)
{
	struct line *lines;
	struct names *names;
	size_t n;

	TRY(db_all(cx, &q_names, names_cols, &names, &n, LINES_MAX, I64(g->order.id),
	           I32(g->order.edit_no)));
	BUG_ON(n != g->facts.lines_n);		/* both were written at once */
	lines = arena_array(cx->mem, struct line, n + 1);
	for (size_t i = 0; i < n; i++) {
		lines[i] = g->facts.lines[i];
		TRY(name_line(cx, &names[i], &lines[i]));
	}
	g->facts.lines = lines;
	return OK;
}

static enum err
read_order(struct ctx *cx, int64_t id, struct editing *g)
{
	const char *facts;

	TRY(db_one(cx, &q_lock, lock_cols, &g->order, I64(id)));
	if (g->order.version != g->edit->version)
		return fail(cx, E_CONFLICT, "version %d, now %d", g->edit->version,
		            g->order.version);
	if (!str_among(g->order.status, g->edit->lines_n ? "pending|confirmed"
	                                                 : "pending|confirmed|preparing"))
		return fail(cx, E_MOVE_REFUSED, "it is %s", g->order.status);
	TRY(reckoning_facts(cx, id, g->order.edit_no, &facts));
	if (!facts || !g->order.zone_id)
		return fail(cx, E_MOVE_REFUSED, "an imported order, or nothing to deliver");
	TRY(proof_read(cx, facts, &g->facts));
	TRY(settings_read(cx, &g->set));
	return read_lines(cx, g);
}

/* ---- what it shall have ---- */

static bool
same_choice(const struct line *line, const struct order_edit_line *want)
{
	size_t chosen = 0, found = 0;

	for (size_t i = 0; i < line->flavors_n; i++) {
		chosen += line->flavors[i].chosen;
		for (size_t k = 0; k < want->flavors_n; k++)
			found += line->flavors[i].chosen &&
			         want->flavors[k].flavor_id == line->flavors[i].flavor_id &&
			         want->flavors[k].quantity == line->flavors[i].quantity;
	}
	return found == chosen && chosen == want->flavors_n;
}

/* As it was promised, if it had that already; else as it is sold today. */
static enum err
choose_line(struct ctx *cx, const struct editing *g, const struct order_edit_line *want,
            struct line *ret)
{
	for (size_t i = 0; i < g->facts.lines_n; i++) {
		const struct line *line = &g->facts.lines[i];

		if (line->product_instance_id == want->product_instance_id &&
		    same_choice(line, want)) {
			*ret = *line;
			ret->quantity = want->quantity;
			return OK;
		}
	}
	return cart_make_line(cx, want->product_instance_id, want->quantity, want->flavors,
	                      want->flavors_n, ret);
}

static enum err
choose_lines(struct ctx *cx, struct editing *g)
{
	struct line *lines = arena_array(cx->mem, struct line, g->edit->lines_n + 1);

	if (g->edit->lines_n == 0)
		return OK;
	for (size_t i = 0; i < g->edit->lines_n; i++)
		TRY(choose_line(cx, g, &g->edit->lines[i], &lines[i]));
	g->facts.lines = lines;
	g->facts.lines_n = g->edit->lines_n;
	return OK;
}

static enum err
choose_delivery(struct ctx *cx, struct editing *g)
{
	const struct order_edit *e = g->edit;
	int64_t zone_id = e->zone_id ? e->zone_id : g->order.zone_id;
	int64_t slot_id = e->time_slot_id ? e->time_slot_id : g->order.time_slot_id;

	g->date = day_is_none(e->delivery_date) ? g->order.delivery_date : e->delivery_date;
	g->moves = zone_id != g->order.zone_id || slot_id != g->order.time_slot_id ||
	           g->date.n != g->order.delivery_date.n;
	if (!g->moves) {
		TRY(zone_get(cx, zone_id, &g->zone));
		return slot_get(cx, slot_id, &g->slot);
	}
	TRY(zone_for_order(cx, zone_id, &g->zone));
	TRY(slot_check(cx, &g->set, &g->zone, slot_id, g->date, &g->slot));
	if (zone_id != g->order.zone_id) {
		g->facts.zone_id = zone_id;
		g->facts.city = g->zone.city_base_name;
		g->facts.fee = g->zone.delivery_fee;
	}
	return OK;
}

static enum err
work_out(struct ctx *cx, int64_t id, struct editing *g)
{
	TRY(read_order(cx, id, g));
	TRY(choose_lines(cx, g));
	TRY(choose_delivery(cx, g));
	TRY(quote_compute(cx, &g->facts, &g->quote));
	g->quote.currency = g->set.currency;
	if (g->facts.code && g->quote.promo.refusal != OK)
		return fail_at(cx, g->quote.promo.refusal, "items", "its code would not apply");
	if (str_eq(g->order.payment_status, "paid") &&
	    g->quote.total.minor != g->order.total.minor)
		return fail(cx, E_PAID, "order %lld", (long long)id);
	return OK;
}

enum err
order_edit_quote(struct ctx *cx, int64_t id, const struct order_edit *edit,
                 struct order_edit_quote *ret)
{
	struct editing g = { .edit = edit };

	TRY(work_out(cx, id, &g));
	*ret = (struct order_edit_quote){
		.quote = g.quote, .total_before = g.order.total,
		.difference = money_sub(g.quote.total, g.order.total),
	};
	return OK;
}

/* ---- doing it ---- */

static const char *
or_old(const char *chosen, const char *old)
{
	return chosen ? chosen : old;
}

static enum err
write_order(struct ctx *cx, const struct editing *g)
{
	const struct order *o = &g->order;
	const struct order_edit *e = g->edit;
	const struct quote *q = &g->quote;
	int64_t changed;

	TRY(db_exec(cx, &q_change, &changed, I64(g->zone.id), TIME(cx->now), MONEY(q->subtotal),
	            MONEY(q->rules_discount_amount), MONEY(q->discount_amount),
	            MONEY(q->delivery_fee), MONEY(q->total), I32(q->cookies),
	            STR(or_old(e->address, o->delivery_address)),
	            STR(or_old(e->additional_info, o->delivery_additional_info)),
	            STR(or_old(e->gift_note, o->gift_note)), DAY(g->date),
	            TIME(clock_moment(g->date, g->slot.from_hour)), I64(g->slot.id),
	            STR(g->slot.base_name), HOUR(g->slot.from_hour), HOUR(g->slot.to_hour),
	            FLAG(g->zone.id != o->zone_id), I64(o->id), I32(o->version)));
	BUG_ON(changed != 1);	/* it is locked at this version */
	return OK;
}

enum err
order_edit(struct ctx *cx, int64_t id, const struct order_edit *edit)
{
	struct editing g = { .edit = edit };

	TRY(work_out(cx, id, &g));
	if (g.quote.total.minor != edit->expected_total.minor) {
		cx->detail = arena_copy(cx->mem, &g.quote, sizeof g.quote);
		return fail_at(cx, E_PRICE_CHANGED, "expected_total", "another total");
	}
	TRY(write_order(cx, &g));
	TRY(reckoning_write(cx, id, g.order.edit_no + 1, &g.facts, &g.quote));
	TRY(payment_change(cx, id, g.quote.total));
	if (g.moves || g.quote.cookies != g.order.cookies)
		TRY(capacity_change(cx, &g.set, id, &g.slot, g.date, g.quote.cookies));
	return order_tell_changed(cx, id);
}
