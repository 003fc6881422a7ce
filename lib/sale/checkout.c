/* SPDX-License-Identifier: MIT */
/* In the order of the locks; each step is one function, checkout_place at the end says which. */
#include "sale/checkout.h"

#include "account/address.h"
#include "account/customer.h"
#include "account/proof.h"
#include "base/rand.h"
#include "base/str.h"
#include "db/db.h"
#include "place/capacity.h"
#include "price/kept_quote.h"
#include "sale/cart.h"
#include "sale/order_move.h"
#include "sale/order_search.h"
#include "sale/payment.h"
#include "sale/reckoning.h"

/* Without a zone where nothing is brought; for one that has just gone there is no row. */
SQL(q_order,
	"INSERT INTO orders (number, tracking_nonce, tracking_token_hash, idempotency_scope, "
	"idempotency_key, cart_id, customer_id, customer_name, customer_email, customer_phone, "
	"language, status, payment_method, payment_status, subtotal, rules_discount_amount, "
	"discount_amount, delivery_fee, total, promo_code_id, promo_code, cookies, city_id, zone_id, "
	"delivery_city, delivery_zone, delivery_address, delivery_additional_info, gift_note, "
	"delivery_days, delivery_date, expected_delivery_date, time_slot_id, "
	"delivery_time_slot_name, from_hour, to_hour, otp_verified, verify_by, created_at, "
	"updated_at) "
	"SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, "
	"c.id, z.id, c.name, z.name, ?, ?, ?, z.delivery_days, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
	"FROM (SELECT CAST(? AS UNSIGNED) AS zone_id) AS p LEFT JOIN zones z ON z.id = p.zone_id "
	"LEFT JOIN cities c ON c.id = z.city_id WHERE z.id <=> p.zone_id");
#define ANOTHER "SELECT id FROM orders WHERE id <> ? AND status <> 'cancelled' AND "
SQL_HOT(q_other_of, ANOTHER "customer_id = ? LIMIT 1");
SQL_HOT(q_other_by, ANOTHER "customer_phone = ? AND (customer_id IS NULL OR ?) LIMIT 1");
SQL(q_history,
	"INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, actor_id, "
	"created_at) VALUES (?, NULL, 'pending', ?, ?, ?)");

struct other { int64_t id; };
static const struct col other_cols[] = { COL(struct other, id) };

struct placing {
	const struct checkout *in;
	struct settings set;
	struct address to;
	struct zone zone;
	struct slot slot;
	struct cart cart;
	struct quote_facts facts;
	struct quote quote;
	struct capacity_hold hold;
	bool is_digital;		/* all of it: nothing is brought */
	bool is_proved;			/* the phone is the customer's */
	int64_t customer_id, order_id;
	struct promo_person person;
	const char *number;		/* ten characters, unspaced */
	const char *token;
	uint8_t nonce[16];
};

/* Ten characters of Crockford's base 32: 50 bits, without I, L, O and U. */
static const char *
new_number(struct ctx *cx)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char *number = arena_alloc(cx->mem, 11);

	for (int i = 0; i < 10; i++)
		number[i] = digits[rand_below(32)];
	return number;
}

/* An account's order is its own; its phone was proved when it got there, another one is now. */
static enum err
prove_account_phone(struct ctx *cx, struct placing *p)
{
	struct customer customer;

	TRY(customer_lock(cx, cx->actor.id, &customer));
	p->customer_id = customer.id;
	p->person.email = customer.email_verified ? customer.email : NULL;
	p->is_proved = true;
	if (customer.phone_verified && customer.phone && str_eq(customer.phone, p->in->phone))
		return OK;
	return proof_take(cx, "guest_checkout", p->in->phone, p->in->proof);
}

/* Whom staff name.  Somebody may order with another's phone, which is no proof of it. */
static enum err
know_customer(struct ctx *cx, struct placing *p)
{
	struct customer customer;
	enum err e;

	if (!p->in->customer_id)
		return OK;
	e = customer_lock(cx, p->in->customer_id, &customer);
	if (e == E_NOT_FOUND || e == E_LOGIN_NEEDED)	/* the person was erased */
		return fail_at(cx, E_NOT_FOUND, "customer_id", "no such customer");
	TRY(e);
	p->customer_id = customer.id;
	p->cart.group = customer.customer_group;
	p->person.email = customer.email_verified ? customer.email : NULL;
	p->is_proved = p->in->phone && customer.phone_verified && str_eq(customer.phone, p->in->phone);
	return OK;
}

static enum err
prove_customer(struct ctx *cx, struct placing *p)
{
	if (cx->actor.kind == ACTOR_STAFF)
		return know_customer(cx, p);
	if (cx->actor.kind == ACTOR_CUSTOMER)
		return prove_account_phone(cx, p);
	if (!p->in->proof)
		return OK;	/* nobody's, until the phone is proved */
	p->is_proved = true;
	TRY(customer_of_proved_phone(cx, p->in->phone, p->in->name, &p->customer_id));
	return proof_take(cx, "guest_checkout", p->in->phone, p->in->proof);
}

/* What is bought: the cart, which is used up by it, or what staff were told. */
static enum err
take_lines(struct ctx *cx, struct placing *p)
{
	const struct checkout *in = p->in;

	if (cx->actor.kind != ACTOR_STAFF)
		return cart_consume(cx, &p->cart);
	if (in->lines_n == 0)
		return fail_at(cx, E_INVALID, "items", "nothing is ordered");
	p->cart.promo_code = in->promo_code;
	p->cart.items = arena_array(cx->mem, struct line, in->lines_n + 1);
	for (size_t i = 0; i < in->lines_n; i++) {
		const struct order_edit_line *want = &in->lines[i];

		TRY(cart_make_line(cx, want->product_instance_id, want->quantity, want->flavors,
		                   want->flavors_n, &p->cart.items[i]));
		line_price(&p->cart.items[i], p->cart.group);
	}
	p->cart.items_n = in->lines_n;
	return OK;
}

/* What is brought needs a place, a day and a slot. */
static enum err
check_delivery(struct ctx *cx, const struct checkout *in)
{
	const char *lacks = !in->address_id && !in->zone_id ? "zone_id"
	                  : !in->address_id && !in->address ? "address"
	                  : day_is_none(in->delivery_date) ? "delivery_date"
	                  : !in->time_slot_id ? "time_slot_id" : NULL;

	if (!lacks)
		return OK;
	fault_add(cx, lacks, "required", NULL);
	return fail(cx, E_INVALID, "%s is needed for what is brought", lacks);
}

/* One of the customer's own, or as it was typed. */
static enum err
choose_address(struct ctx *cx, struct placing *p)
{
	const struct checkout *in = p->in;
	struct address a = { 0 };

	p->to.zone_id = in->zone_id;
	p->to.street_address = in->address;
	p->to.additional_info = in->additional_info;
	if (!in->address_id)
		return OK;
	TRY(address_get_own(cx, in->address_id, &a));
	if (in->additional_info)
		a.additional_info = in->additional_info;
	p->to = a;
	return OK;
}

static enum err
choose_delivery(struct ctx *cx, struct placing *p)
{
	TRY(settings_read(cx, &p->set));
	p->is_digital = lines_are_digital(p->cart.items, p->cart.items_n);
	if (p->is_digital) {
		p->slot.from_hour = p->slot.to_hour = HOUR_NONE;
		return OK;
	}
	TRY(check_delivery(cx, p->in));
	TRY(choose_address(cx, p));
	TRY(zone_for_order(cx, p->to.zone_id, &p->zone));
	return slot_check(cx, &p->set, &p->zone, p->in->time_slot_id, p->in->delivery_date, &p->slot);
}

/* The price the customer agreed to, or the new one to look at. */
static enum err
agree_on_price(struct ctx *cx, struct placing *p)
{
	const char *code = p->cart.promo_code;
	struct quote *q = &p->quote;
	bool is_kept;

	TRY(quote_gather(cx, p->cart.group, p->cart.items, p->cart.items_n,
	                 p->is_digital ? NULL : &p->zone, code, &p->facts));
	if (p->in->quote_id)
		TRY(kept_quote_find(cx, p->in->quote_id, p->cart.id, &p->facts, &is_kept));
	TRY(quote_compute(cx, &p->facts, q));
	q->currency = p->set.currency;
	/* A code that does not apply is no order at another price, but a refusal that says why. */
	if (code && q->promo.refusal != OK)
		return fail_at(cx, q->promo.refusal, "promo_code", "code refused");
	if (q->total.minor != p->in->expected_total.minor) {
		cx->detail = arena_copy(cx->mem, q, sizeof *q);
		return fail_at(cx, E_PRICE_CHANGED, "expected_total", "another total");
	}
	return OK;
}

static enum err
insert_order(struct ctx *cx, struct placing *p)
{
	const struct checkout *in = p->in;
	const struct quote *q = &p->quote;
	struct day day = p->is_digital ? DAY_NONE : in->delivery_date;
	struct hash token_h;
	enum err e;

	p->number = new_number(cx);
	rand_bytes(p->nonce, sizeof p->nonce);
	p->token = order_tracking_token(cx, p->number, p->nonce);
	token_h = token_hash(p->token);
	e = db_insert(cx, &q_order, &p->order_id,
		STR(p->number), BYTES(p->nonce, sizeof p->nonce), HASH(&token_h),
		cx->once_scope ? HASH(cx->once_scope) : NIL(), STR(cx->once_key), ID(p->cart.id),
		ID(p->customer_id), STR(in->name), STR(in->email), STR(in->phone),
		STR(in->language ? in->language : ctx_language(cx)), STR(in->payment_method), MONEY(q->subtotal),
		MONEY(q->rules_discount_amount), MONEY(q->discount_amount), MONEY(q->delivery_fee),
		MONEY(q->total), ID(q->promo.promo.id), STR(q->promo.promo.code), I32(q->cookies),
		STR(p->to.street_address), STR(p->to.additional_info), STR(in->gift_note),
		DAY(day), TIME(p->is_digital ? 0 : clock_moment(day, p->slot.from_hour)),
		ID(p->slot.id),
		STR(p->slot.base_name), HOUR(p->slot.from_hour), HOUR(p->slot.to_hour),
		FLAG(p->is_proved),
		TIME(p->customer_id || cx->actor.kind == ACTOR_STAFF
		     ? 0 : cx->now + p->set.guest_verify_minutes * 60),
		TIME(cx->now), TIME(cx->now), ID(p->zone.id));
	/* One number in 2^50 is taken: begin again with another. */
	if (e == E_DUPLICATE && db_duplicate_of(cx->db, "orders_number"))
		return E_DB_RETRY;
	return e;
}

/* What costs nothing is paid with that. */
static enum err
begin_payment(struct ctx *cx, const struct placing *p)
{
	struct money total = p->quote.total;

	TRY(payment_begin(cx, p->order_id, p->in->payment_method, total, p->set.currency));
	return total.minor == 0 ? payment_collect(cx, p->order_id, p->in->payment_method, total) : OK;
}

/* A limit for each person needs to know who it is. */
static enum err
use_code(struct ctx *cx, const struct placing *p)
{
	const struct promo *promo = &p->quote.promo.promo;

	if (!promo->id)
		return OK;
	if (promo->per_customer_limit && !p->customer_id)
		return fail_at(cx, E_PHONE_UNPROVED, "proof", "a code with a limit for each");
	return promo_use(cx, promo, &p->person);
}

/* Is it new to the shop who orders?  Another order, but a cancelled one, is the same person's when it
 * has the same customer or, where one of the two has none, the same phone.  Of two that use one code
 * at once the second sees the first: the code is locked. */
static enum err
is_first_order(struct ctx *cx, const struct placing *p, bool *ret)
{
	struct other other;
	bool found = false;

	if (p->customer_id)
		TRY(db_maybe(cx, &q_other_of, other_cols, &other, &found, I64(p->order_id),
		             I64(p->customer_id)));
	if (!found)
		TRY(db_maybe(cx, &q_other_by, other_cols, &other, &found, I64(p->order_id),
		             STR(p->in->phone), FLAG(!p->customer_id)));
	*ret = !found;
	return OK;
}

/* For its counter, and for the reports. */
static enum err
note_code(struct ctx *cx, const struct placing *p)
{
	bool is_first;

	if (!p->quote.promo.promo.id)
		return OK;
	TRY(is_first_order(cx, p, &is_first));
	return promo_used_for(cx, &p->quote.promo, p->order_id, &p->person, p->quote.subtotal,
	                      is_first);
}

static const char *
actor_name(enum actor_kind kind)
{
	return kind == ACTOR_CUSTOMER ? "customer" : kind == ACTOR_STAFF ? "staff" : "guest";
}

enum err
checkout_quote(struct ctx *cx, const struct checkout *in, struct quote *ret)
{
	struct placing p = { .in = in };

	TRY(settings_read(cx, &p.set));
	TRY(know_customer(cx, &p));
	TRY(take_lines(cx, &p));
	p.is_digital = lines_are_digital(p.cart.items, p.cart.items_n);
	if (in->zone_id && !p.is_digital)
		TRY(zone_for_order(cx, in->zone_id, &p.zone));
	TRY(quote_gather(cx, p.cart.group, p.cart.items, p.cart.items_n,
	                 p.zone.id ? &p.zone : NULL, p.cart.promo_code, &p.facts));
	TRY(quote_compute(cx, &p.facts, ret));
	ret->currency = p.set.currency;
	return OK;
}

enum err
checkout_place(struct ctx *cx, const struct checkout *in, struct order *ret)
{
	struct placing p = { .in = in };

	if (str_eq(in->payment_method, "online"))
		return fail_at(cx, E_PAYMENT_METHOD, "payment_method", "no gateway is configured");
	TRY(prove_customer(cx, &p));
	p.person.customer_id = p.customer_id;
	p.person.phone = p.is_proved ? in->phone : NULL;
	TRY(take_lines(cx, &p));
	TRY(choose_delivery(cx, &p));
	TRY(agree_on_price(cx, &p));
	TRY(use_code(cx, &p));
	if (!p.is_digital)
		TRY(capacity_take(cx, &p.set, &p.slot, in->delivery_date, p.quote.cookies, &p.hold));
	TRY(insert_order(cx, &p));
	TRY(order_search_note(cx, p.order_id, in->name));
	if (!p.is_digital)
		TRY(capacity_hold_for(cx, &p.hold, p.order_id));
	TRY(reckoning_write(cx, p.order_id, 0, &p.facts, &p.quote));
	TRY(db_exec(cx, &q_history, NULL, I64(p.order_id), STR(actor_name(cx->actor.kind)),
	            ID(cx->actor.kind == ACTOR_STAFF ? cx->actor.id : p.customer_id), TIME(cx->now)));
	TRY(begin_payment(cx, &p));	/* what costs nothing is paid, and delivered by its lines */
	TRY(note_code(cx, &p));
	TRY(order_tell_placed(cx, p.order_id));
	TRY(order_get(cx, p.order_id, ret));
	ret->tracking_token = p.token;
	return OK;
}
