/* SPDX-License-Identifier: MIT */
#include "sale/dry_run.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/setting.h"
#include "price/proof.h"

#define BATCH 100
#define BATCH_BYTES (256UL * 1024 * 1024)
#define RUN_US (10 * 1000000LL)		/* no batch is begun after this */
#define NEW_RULE INT64_MAX		/* stands last among equals, as the newest */

SQL(q_orders,
	"SELECT o.id, o.created_at, p.facts FROM orders o LEFT JOIN order_proofs p "
	"ON p.order_id = o.id AND p.edit_no = o.edit_no WHERE o.created_at >= ? "
	"AND o.created_at < ? AND (o.created_at > ? OR o.id > ?) AND o.status <> 'cancelled' "
	"AND o.deleted_at IS NULL ORDER BY o.created_at, o.id LIMIT ?");

struct order_row { int64_t id, created_at; const char *facts; };
static const struct col order_cols[] = {
	COL(struct order_row, id), COL_TIME(struct order_row, created_at),
	COL(struct order_row, facts),
};

struct running {
	struct rule rule;
	int32_t priority;
	const struct promo *promo;	/* NULL: the rule is asked about */
	struct rule_place *places;
	size_t places_n;
	int64_t at, until, last_id;	/* where to go on, and the end */
	struct dry_run run;
};

/* ---- one order, with and without ---- */

static int32_t
priority_of(const struct running *r, int64_t id, int32_t otherwise)
{
	for (size_t i = 0; i < r->places_n; i++)
		if (r->places[i].id == id)
			return r->places[i].priority;
	return otherwise;
}

/* Does the candidate come before this rule?  One that is there no more keeps its place. */
static bool
is_before(const struct running *r, const struct rule *other)
{
	int32_t p = priority_of(r, other->id, INT32_MAX);

	return r->priority > p || (r->priority == p && r->rule.id < other->id);
}

static void
place_rule(struct ctx *cx, const struct running *r, const struct quote_facts *f,
           struct quote_facts *without, struct quote_facts *with)
{
	struct rule *others = arena_array(cx->mem, struct rule, f->rules_n + 1);
	struct rule *all = arena_array(cx->mem, struct rule, f->rules_n + 2);
	size_t n = 0, at = SIZE_MAX;

	for (size_t i = 0; i < f->rules_n; i++)
		if (f->rules[i].id == r->rule.id)
			at = n;		/* where it really was */
		else
			others[n++] = f->rules[i];
	for (size_t i = 0; at == SIZE_MAX && i < n; i++)
		if (is_before(r, &others[i]))
			at = i;
	if (at == SIZE_MAX)
		at = n;
	for (size_t i = 0; i <= n; i++)
		all[i] = i < at ? others[i] : i == at ? r->rule : others[i - 1];
	without->rules = others;
	without->rules_n = n;
	with->rules = all;
	with->rules_n = n + 1;
}

static void
place_code(const struct running *r, struct quote_facts *without, struct quote_facts *with)
{
	without->code = NULL;
	without->promo = NULL;
	with->code = r->promo->code;
	with->promo = r->promo;
}

/* Did another code take something off this order? */
static bool
used_another(const struct running *r, const struct quote_facts *f)
{
	return r->promo && f->promo && f->promo->id != r->promo->id;
}

/* What it took off; false if it did not apply. */
static bool
find_discount(const struct running *r, const struct quote *q, struct money *ret)
{
	for (size_t i = 0; i < q->discounts_n; i++) {
		const struct quote_discount *d = &q->discounts[i];

		bool is_it = r->promo ? str_eq(d->source, "code") : d->rule_id == r->rule.id;

		if (d->applied && is_it) {
			*ret = d->amount;
			return true;
		}
	}
	return false;
}

static enum err
try_order(struct ctx *cx, struct running *r, const struct quote_facts *f, struct dry_day *day)
{
	struct quote_facts without = *f, with = *f;
	struct quote before, after;
	struct money amount;

	if (used_another(r, f)) {
		r->run.other_code++;
		return OK;
	}
	if (r->promo)
		place_code(r, &without, &with);
	else
		place_rule(cx, r, f, &without, &with);
	TRY(quote_compute(cx, &without, &before));
	TRY(quote_compute(cx, &with, &after));
	if (!find_discount(r, &after, &amount))
		return OK;
	day->applied++;
	day->discount.minor += amount.minor;
	day->difference.minor += before.total.minor - after.total.minor;
	return OK;
}

/* ---- all of them ---- */

struct batch { struct running *r; size_t n; };

/* Where the clock is put forward at midnight, the day's first moment may be the one before's. */
static struct dry_day *
day_of(struct dry_run *run, int64_t at)
{
	int32_t place = clock_day(at).n - run->days[0].day.n, last = (int32_t)run->days_n - 1;

	return &run->days[place < 0 ? 0 : place > last ? last : place];
}

static enum err
read_and_try(struct ctx *cx, struct batch *b)
{
	struct running *r = b->r;
	int64_t left = DRY_RUN_ORDERS - r->run.orders;
	int32_t max = left < BATCH ? (int32_t)left : BATCH;
	struct order_row *rows;

	TRY(db_all(cx, &q_orders, order_cols, &rows, &b->n, BATCH, TIME(r->at), TIME(r->until),
	           TIME(r->at), I64(r->last_id), I32(max)));
	for (size_t i = 0; i < b->n; i++) {
		struct dry_day *day = day_of(&r->run, rows[i].created_at);
		struct quote_facts facts;

		day->orders++;
		r->run.orders++;
		r->at = rows[i].created_at;
		r->last_id = rows[i].id;
		if (!rows[i].facts) {
			r->run.without_facts++;
			continue;
		}
		TRY(proof_read(cx, rows[i].facts, &facts));
		TRY(try_order(cx, r, &facts, day));
	}
	return OK;
}

static void
add_up(struct dry_run *run)
{
	for (size_t i = 0; i < run->days_n; i++) {
		run->applied += run->days[i].applied;
		run->discount.minor += run->days[i].discount.minor;
		run->difference.minor += run->days[i].difference.minor;
	}
}

/* Batch after batch, each in the memory of the one before. */
static enum err
run_all(struct ctx *cx, struct running *r)
{
	struct arena *whole = cx->mem, *own = arena_new(BATCH_BYTES);
	int64_t end = clock_monotonic_us() + RUN_US;
	struct batch b = { r, BATCH };
	enum err e = OK;

	/* What a refusal says lies in it. */
	arena_defer(whole, (void (*)(void *))arena_free, own);
	while (e == OK && b.n == BATCH) {
		if (r->run.orders == DRY_RUN_ORDERS || clock_monotonic_us() > end) {
			r->run.is_cut = true;
			break;
		}
		arena_reset(own);
		cx->mem = own;
		e = read_and_try(cx, &b);
		cx->mem = whole;
	}
	add_up(&r->run);
	return e;
}

static enum err
begin(struct ctx *cx, const struct candidate *c, struct running *r)
{
	struct settings set;
	int32_t n = c->to.n - c->from.n + 1;

	TRY(settings_read(cx, &set));	/* for the shop's time zone */
	if (n < 1 || n > DRY_RUN_DAYS)
		return fail_at(cx, E_INVALID, "to", "%d days", n);
	r->at = clock_moment(c->from, (struct hour){ 0 });
	r->until = clock_moment((struct day){ c->to.n + 1 }, (struct hour){ 0 });
	r->run.days_n = (size_t)n;
	r->run.days = arena_array(cx->mem, struct dry_day, r->run.days_n);
	for (int32_t i = 0; i < n; i++)
		r->run.days[i].day = (struct day){ c->from.n + i };
	return OK;
}

/* ---- what is asked about ---- */

static enum err
check_discount(struct ctx *cx, bool is_percentage, struct money value)
{
	if (is_percentage && (value.minor < 1 || value.minor > 10000))
		return fail_at(cx, E_INVALID, "discount_value", "a percentage");
	return OK;
}

static enum err
know_rule(struct ctx *cx, const struct candidate *c, struct running *r)
{
	r->rule = c->rule;
	r->rule.id = NEW_RULE;
	r->rule.name = "-";
	r->priority = c->priority;
	TRY(rule_places(cx, &r->places, &r->places_n));
	if (c->id) {
		TRY(rule_get(cx, c->id, &r->rule));
		r->priority = priority_of(r, c->id, 0);
		return OK;
	}
	TRY(rule_check_target(cx, r->rule.type, r->rule.target_id, r->rule.target_value));
	TRY(check_discount(cx, str_eq(r->rule.kind, "percentage"), r->rule.value));
	TRY(rule_know_category(cx, &r->rule));
	if (str_eq(r->rule.type, "category") && !r->rule.category_type)
		return fail_at(cx, E_INVALID, "target_id", "no such category that is on");
	return OK;
}

enum err
dry_run_rule(struct ctx *cx, const struct candidate *c, struct dry_run *ret)
{
	struct running r = { 0 };

	TRY(begin(cx, c, &r));
	TRY(know_rule(cx, c, &r));
	TRY(run_all(cx, &r));
	*ret = r.run;
	return OK;
}

enum err
dry_run_code(struct ctx *cx, const struct candidate *c, struct dry_run *ret)
{
	struct running r = { 0 };
	struct promo promo = c->promo;

	TRY(begin(cx, c, &r));
	if (c->id)
		TRY(promo_get(cx, c->id, &promo));
	else
		TRY(check_discount(cx, promo.is_percentage, promo.value));
	promo.code = promo.code ? promo.code : "-";
	promo.name = promo.name ? promo.name : "-";
	promo.is_active = true;
	promo.has_limit = promo.is_spent = false;
	promo.valid_from = promo.valid_until = 0;
	r.promo = &promo;
	TRY(run_all(cx, &r));
	*ret = r.run;
	return OK;
}
