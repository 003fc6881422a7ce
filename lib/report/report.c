/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"

#include <stdlib.h>

#define CODES_MAX 5000

SQL(q_codes,
	"SELECT c.id, c.code, c.name FROM JSON_TABLE(?, '$[*]' COLUMNS ("
	"id BIGINT UNSIGNED PATH '$')) AS wanted STRAIGHT_JOIN promo_codes c ON c.id = wanted.id "
	"ORDER BY c.id LIMIT 5000");

SQL(q_tickets,
	"SELECT COUNT(*) AS opened, CAST(COALESCE(SUM(x.first_at IS NOT NULL), 0) AS SIGNED) "
	"AS answered, CAST(COALESCE(SUM(TIMESTAMPDIFF(SECOND, x.created_at, x.first_at)), 0) "
	"AS SIGNED) AS answer_secs FROM (SELECT t.id, t.created_at, MIN(r.created_at) AS first_at "
	"FROM customer_support_tickets t LEFT JOIN customer_ticket_replies r ON r.ticket_id = t.id "
	"AND r.author_type = 'admin' AND r.is_internal = 0 "
	"WHERE t.created_at >= ? AND t.created_at < ? GROUP BY t.id, t.created_at) AS x");
SQL(q_open,
	"SELECT COUNT(*) AS open_now, CAST(COALESCE(SUM(is_waiting), 0) AS SIGNED) AS waiting_now "
	"FROM customer_support_tickets WHERE status IN ('open', 'awaiting_reply', 'in_progress')");

SQL(q_cash,
	"SELECT a.delivery_man_id, m.name AS delivery_man_name, "
	"a.expected_amount - a.differing_amount AS on_hand_amount, a.differing_amount, "
	"(SELECT MAX(h.created_at) FROM courier_handovers h "
	"WHERE h.delivery_man_id = a.delivery_man_id) AS handed_over_at "
	"FROM courier_accounts a JOIN delivery_men m ON m.id = a.delivery_man_id "
	"WHERE a.delivery_man_id > ? AND (a.expected_amount <> 0 OR a.differing_amount <> 0) "
	"ORDER BY a.delivery_man_id LIMIT ?");
SQL(q_cash_total,
	"SELECT CAST(COALESCE(SUM(expected_amount - differing_amount), 0) * 100 AS SIGNED) "
	"AS on_hand, CAST(COALESCE(SUM(differing_amount), 0) * 100 AS SIGNED) AS differing "
	"FROM courier_accounts");

struct code { int64_t id; const char *code, *name; };
static const struct col code_cols[] = {
	COL(struct code, id), COL(struct code, code), COL(struct code, name),
};
static const struct col ticket_cols[] = {
	COL(struct ticket_row, opened), COL(struct ticket_row, answered),
	COL(struct ticket_row, answer_secs),
};
static const struct col open_cols[] = {
	COL(struct ticket_report, open_now), COL(struct ticket_report, waiting_now),
};
static const struct col cash_cols[] = {
	COL(struct cash_row, delivery_man_id), COL(struct cash_row, delivery_man_name),
	COL(struct cash_row, on_hand_amount), COL(struct cash_row, differing_amount),
	COL_TIME(struct cash_row, handed_over_at),
};
struct cash_now { int64_t on_hand, differing; };
static const struct col cash_now_cols[] = {
	COL(struct cash_now, on_hand), COL(struct cash_now, differing),
};

static void
add(struct money_sum *to, int64_t minor)
{
	to->minor += minor;
}

static size_t
days_of(struct span s)
{
	return (size_t)(s.to.n - s.from.n + 1);
}

/* ---- sales ---- */

static void
add_sale(struct sales_row *to, const struct figure *f)
{
	to->sales += f->n;
	to->quantity += f->quantity;
	add(&to->amount, f->amount);
	add(&to->discount_amount, f->discount_amount);
	to->refunds += f->back_n;
	to->refunded_quantity += f->back_quantity;
	add(&to->refunded_amount, f->back_amount);
	add(&to->net_amount, f->amount - f->back_amount);
}

static int
most_first(const void *a, const void *b)
{
	const struct sales_row *x = a, *y = b;
	int c = (x->net_amount.minor < y->net_amount.minor) -
	        (x->net_amount.minor > y->net_amount.minor);

	if (c == 0)
		c = (x->quantity < y->quantity) - (x->quantity > y->quantity);
	if (c == 0)
		c = (x->id > y->id) - (x->id < y->id);
	return c ? c : strcmp(x->name, y->name);
}

static void
cut(size_t *n)
{
	if (*n > REPORT_ROWS_MAX)
		*n = REPORT_ROWS_MAX;
}

static enum err
sales_by_day(struct ctx *cx, const struct kept *kept, struct sales_report *ret)
{
	struct figures all;
	size_t n = days_of(kept->span);

	TRY(figures_by_day(cx, kept, FIGURE_method, &all));
	ret->items = arena_array(cx->mem, struct sales_row, n);
	ret->items_n = n;
	for (size_t i = 0; i < n; i++)
		ret->items[i] = (struct sales_row){ .day = { kept->span.from.n + (int32_t)i } };
	for (size_t i = 0; i < all.n; i++) {
		add_sale(&ret->items[all.list[i].day.n - kept->span.from.n], &all.list[i]);
		add_sale(&ret->total, &all.list[i]);
	}
	return OK;
}

static enum err
sales_by_name(struct ctx *cx, const struct kept *kept, enum figure_kind kind,
              struct sales_report *ret)
{
	struct figures all;

	TRY(figures_in_all(cx, kept, kind, &all));
	ret->items = arena_array(cx->mem, struct sales_row, all.n + 1);
	ret->items_n = all.n;
	for (size_t i = 0; i < all.n; i++) {
		const struct figure *f = &all.list[i];

		ret->items[i] = (struct sales_row){
			.id = f->ref_id, .name = kind == FIGURE_method ? f->part : f->name,
		};
		add_sale(&ret->items[i], f);
		add_sale(&ret->total, f);
	}
	qsort(ret->items, ret->items_n, sizeof *ret->items, most_first);
	cut(&ret->items_n);
	return OK;
}

enum err
report_sales(struct ctx *cx, struct span span, enum sales_by by, struct sales_report *ret)
{
	static const enum figure_kind kinds[] = {
		[SALES_BY_METHOD] = FIGURE_method, [SALES_BY_ZONE] = FIGURE_zone,
		[SALES_BY_PRODUCT] = FIGURE_product, [SALES_BY_FLAVOR] = FIGURE_flavor,
	};
	struct sales_report r = { 0 };
	struct figures fees;
	struct kept kept;

	TRY(figure_kept(cx, span, &kept));
	if (by == SALES_BY_DAY)
		TRY(sales_by_day(cx, &kept, &r));
	else
		TRY(sales_by_name(cx, &kept, kinds[by], &r));
	if (by == SALES_BY_PRODUCT) {
		TRY(figures_in_all(cx, &kept, FIGURE_fee, &fees));
		for (size_t i = 0; i < fees.n; i++)
			add_sale(&r.no_line, &fees.list[i]);
	}
	*ret = r;
	return OK;
}

/* ---- discounts ---- */

static void
add_discount(struct discount_report *to, struct discount_row *row, const struct figure *f)
{
	bool spared = str_eq(f->part, "free_delivery");

	*row = (struct discount_row){
		.source = f->part, .promo_code_id = f->ref_id, .name = f->name, .orders = f->n,
		.order_amount = { f->amount }, .discount_amount = { f->discount_amount },
	};
	add(spared ? &to->spared_fees : &to->discount_amount, f->discount_amount);
}

static enum err
discounts_of(struct ctx *cx, const struct kept *kept, struct discount_report *ret)
{
	struct discount_report r = { 0 };
	struct figures all;

	TRY(figures_in_all(cx, kept, FIGURE_discount, &all));
	r.items = arena_array(cx->mem, struct discount_row, all.n + 1);
	r.items_n = all.n;
	for (size_t i = 0; i < all.n; i++)
		add_discount(&r, &r.items[i], &all.list[i]);
	cut(&r.items_n);
	*ret = r;
	return OK;
}

enum err
report_discounts(struct ctx *cx, struct span span, struct discount_report *ret)
{
	struct kept kept;

	TRY(figure_kept(cx, span, &kept));
	return discounts_of(cx, &kept, ret);
}

/* ---- promo codes ---- */

/* Both lists are by id. */
static enum err
name_codes(struct ctx *cx, struct promo_report *r)
{
	struct buf ids = buf_in(cx->mem, 24 * (REPORT_ROWS_MAX + 1));
	struct code *codes;
	size_t n, at = 0;

	for (size_t i = 0; i < r->items_n; i++)
		buf_fmt(&ids, "%c%lld", i ? ',' : '[', (long long)r->items[i].id);
	buf_str(&ids, r->items_n ? "]" : "[]");
	TRY(db_all(cx, &q_codes, code_cols, &codes, &n, CODES_MAX, STR(ids.data)));
	for (size_t i = 0; i < r->items_n; i++) {
		while (at < n && codes[at].id < r->items[i].id)
			at++;
		BUG_ON(at == n || codes[at].id != r->items[i].id);	/* a foreign key says so */
		r->items[i].code = codes[at].code;
		r->items[i].name = codes[at].name;
	}
	return OK;
}

enum err
report_promos(struct ctx *cx, struct span span, struct promo_report *ret)
{
	struct promo_report r = { 0 };
	struct figures all;
	struct kept kept;

	TRY(figure_kept(cx, span, &kept));
	TRY(figures_in_all(cx, &kept, FIGURE_promo, &all));
	r.items = arena_array(cx->mem, struct promo_row, all.n + 1);
	r.items_n = all.n;
	for (size_t i = 0; i < all.n; i++) {
		const struct figure *f = &all.list[i];

		r.items[i] = (struct promo_row){
			.id = f->ref_id, .uses = f->n, .returned = f->back_n,
			.new_customers = f->quantity - f->back_quantity,
			.order_amount = { f->amount },
			.discount_amount = { f->discount_amount - f->back_amount },
		};
		r.new_customers += r.items[i].new_customers;
		r.uses += f->n;
		r.returned += f->back_n;
		add(&r.discount_amount, f->discount_amount - f->back_amount);
	}
	cut(&r.items_n);
	TRY(name_codes(cx, &r));
	*ret = r;
	return OK;
}

/* ---- deliveries ---- */

static void
add_event(struct event_row *to, const struct figure *f)
{
	bool for_good = str_eq(f->part, "failed_for_good");

	if (str_eq(f->part, "placed"))
		to->placed += f->n;
	else if (str_eq(f->part, "on_time"))
		to->on_time += f->n;
	else if (str_eq(f->part, "late"))
		to->late += f->n;
	if (str_eq(f->part, "cancelled") || for_good)
		to->cancelled += f->n;
	if (str_eq(f->part, "failed") || for_good)
		to->failed += f->n;
	to->delivered = to->on_time + to->late;
}

static enum err
events_of(struct ctx *cx, const struct kept *kept, struct event_report *ret)
{
	struct event_report r = { 0 };
	struct figures all;

	TRY(figures_by_day(cx, kept, FIGURE_event, &all));
	r.items_n = days_of(kept->span);
	r.items = arena_array(cx->mem, struct event_row, r.items_n);
	for (size_t i = 0; i < r.items_n; i++)
		r.items[i] = (struct event_row){ .day = { kept->span.from.n + (int32_t)i } };
	for (size_t i = 0; i < all.n; i++) {
		add_event(&r.items[all.list[i].day.n - kept->span.from.n], &all.list[i]);
		add_event(&r.total, &all.list[i]);
	}
	*ret = r;
	return OK;
}

enum err
report_deliveries(struct ctx *cx, struct span span, struct event_report *ret)
{
	struct kept kept;

	TRY(figure_kept(cx, span, &kept));
	return events_of(cx, &kept, ret);
}

/* ---- tickets ---- */

enum err
report_tickets(struct ctx *cx, struct span span, struct ticket_report *ret)
{
	struct ticket_report r = { 0 };
	struct kept kept;	/* checks the span, and sets the zone of days */
	int64_t secs = 0;

	TRY(figure_kept(cx, span, &kept));
	TRY(db_one(cx, &q_open, open_cols, &r));
	r.items_n = days_of(span);
	r.items = arena_array(cx->mem, struct ticket_row, r.items_n);
	for (size_t i = 0; i < r.items_n; i++) {
		struct day d = { span.from.n + (int32_t)i };
		struct ticket_row *row = &r.items[i];

		TRY(db_one(cx, &q_tickets, ticket_cols, row, TIME(figure_from(d)), TIME(figure_to(d))));
		row->day = d;
		r.total.opened += row->opened;
		r.total.answered += row->answered;
		secs += row->answer_secs;
		row->answer_secs = row->answered ? row->answer_secs / row->answered : 0;
	}
	r.total.answer_secs = r.total.answered ? secs / r.total.answered : 0;
	*ret = r;
	return OK;
}

/* ---- cash ---- */

static enum err
cash_now(struct ctx *cx, struct cash_sums *ret)
{
	struct cash_now now = { 0 };

	TRY(db_one(cx, &q_cash_total, cash_now_cols, &now));
	*ret = (struct cash_sums){ { now.on_hand }, { now.differing } };
	return OK;
}

enum err
report_cash(struct ctx *cx, const char *cursor, int32_t limit, struct cash_report *ret)
{
	struct cash_report r = { 0 };
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_cash, cash_cols, &r.items, &r.items_n, REPORT_CASH_MAX + 1, I64(from.id),
	           I32(limit + 1)));
	TRY(cash_now(cx, &r.total));
	if (page_cut(&r.items_n, limit))
		r.next_cursor = cursor_text(cx, NULL, r.items[limit - 1].delivery_man_id);
	*ret = r;
	return OK;
}

/* ---- a day at a glance ---- */

enum err
report_dashboard(struct ctx *cx, struct day day, struct dashboard *ret)
{
	struct dashboard d = { .day = day };
	struct discount_report discounts;
	struct sales_report methods = { 0 };
	struct event_report events;
	struct kept kept;

	TRY(figure_kept(cx, (struct span){ day, day }, &kept));
	TRY(events_of(cx, &kept, &events));
	TRY(sales_by_name(cx, &kept, FIGURE_method, &methods));
	TRY(discounts_of(cx, &kept, &discounts));
	TRY(cash_now(cx, &d.cash));
	d.events = events.items[0];
	d.sales = methods.total;
	d.methods = methods.items;
	d.methods_n = methods.items_n;
	d.discounts = discounts.items;
	d.discounts_n = discounts.items_n;
	*ret = d;
	return OK;
}
