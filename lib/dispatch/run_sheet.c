/* SPDX-License-Identifier: MIT */
#include "dispatch/run_sheet.h"

#include "base/crypto.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "dispatch/cash.h"
#include "dispatch/photo.h"
#include "sale/order.h"
#include "sale/order_move.h"
#include "sale/payment.h"

#define SHEET                                                                                      \
	"SELECT r.id, r.delivery_man_id, r.token_expires_at AS expires_at, r.delivery_date, "      \
	"m.name AS delivery_man_name, t.name AS time_slot_name, t.from_hour, t.to_hour "           \
	"FROM delivery_runs r JOIN delivery_men m ON m.id = r.delivery_man_id "                    \
	"JOIN delivery_time_slots t ON t.id = r.time_slot_id "                                     \
	"WHERE r.id = ? AND r.token_hash = ? "
SQL_HOT(q_sheet, SHEET);
/* Of the shop's account, which may lock a run but not change it: no other phone's batch of this run
 * at the same time. */
SQL_HOT(q_lock, "SELECT id FROM delivery_runs WHERE id = ? FOR UPDATE");
SQL_HOT(q_stops,
	"SELECT s.id, s.position, s.status, s.reason, s.result_at, o.cookies, "
	"CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.customer_name, "
	"o.customer_phone, o.delivery_city AS city, o.delivery_zone AS zone, "
	"o.delivery_address AS address, o.delivery_additional_info AS additional_info, "
	"o.gift_note, o.payment_method, "
	"IF(p.status = 'cod_due', p.amount, 0.00) AS amount_due, "
	"(SELECT CAST(COALESCE(SUM(i.quantity), 0) AS SIGNED) FROM order_items i "
	"WHERE i.order_id = o.id AND i.edit_no = o.edit_no AND i.product_type <> 'digital') AS pieces "
	"FROM run_stops s JOIN orders o ON o.id = s.order_id "
	"LEFT JOIN payments p ON p.order_id = o.id AND p.attempt = (SELECT MAX(l.attempt) "
	"FROM payments l WHERE l.order_id = o.id) "
	"WHERE s.run_id = ? AND s.status <> 'moved' ORDER BY s.position, s.id LIMIT 500");

SQL_HOT(q_seen, "SELECT outcome, refusal, due_amount FROM run_events "
                "WHERE run_id = ? AND client_id = ?");
SQL(q_note,
	"INSERT INTO run_events (run_id, client_id, stop_id, kind, reason, method, amount, "
	"happened_at, outcome, refusal, due_amount, created_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_stop_order, "SELECT order_id AS id FROM run_stops WHERE id = ? AND run_id = ?");
SQL_HOT(q_order, "SELECT id, status, language, delivery_man_id, tracking_nonce FROM orders "
                 "WHERE id = ? FOR UPDATE");
SQL_HOT(q_stop, "SELECT id, status, wrong_codes FROM run_stops WHERE id = ? FOR UPDATE");
SQL_HOT(q_elsewhere, "SELECT id FROM run_stops WHERE order_id = ? AND is_live = 1 AND id <> ?");
SQL_HOT(q_wrong, "UPDATE run_stops SET wrong_codes = wrong_codes + 1, updated_at = ? WHERE id = ?");
SQL_HOT(q_deliver,
	"UPDATE run_stops SET status = 'delivered', is_live = 1, reason = NULL, note = NULL, "
	"result_at = ?, updated_at = ? WHERE id = ? AND status IN ('open', 'failed')");
SQL_HOT(q_fail,
	"UPDATE run_stops SET status = 'failed', is_live = NULL, reason = ?, note = ?, "
	"result_at = ?, updated_at = ? WHERE id = ? AND status = 'open'");
/* Of several failures the earliest counts, whichever came first. */
SQL_HOT(q_earlier,
	"UPDATE run_stops SET reason = ?, note = ?, result_at = ?, updated_at = ? WHERE id = ? "
	"AND status = 'failed' AND (result_at > ? OR (result_at = ? AND reason > ?))");

struct run_row { struct sheet sheet; int64_t delivery_man_id; };
static const struct col sheet_cols[] = {
	{ "id", offsetof(struct run_row, sheet.id), DB_I64 },
	COL(struct run_row, delivery_man_id),
	{ "expires_at", offsetof(struct run_row, sheet.expires_at), DB_TIME },
	{ "delivery_date", offsetof(struct run_row, sheet.delivery_date), DB_DAY },
	{ "delivery_man_name", offsetof(struct run_row, sheet.delivery_man_name), DB_STR },
	{ "time_slot_name", offsetof(struct run_row, sheet.time_slot_name), DB_STR },
	{ "from_hour", offsetof(struct run_row, sheet.from_hour), DB_HOUR },
	{ "to_hour", offsetof(struct run_row, sheet.to_hour), DB_HOUR },
};
static const struct col stop_cols[] = {
	COL(struct sheet_stop, id), COL(struct sheet_stop, position),
	COL(struct sheet_stop, status), COL(struct sheet_stop, reason),
	COL_TIME(struct sheet_stop, result_at), COL(struct sheet_stop, cookies),
	COL(struct sheet_stop, number), COL(struct sheet_stop, customer_name),
	COL(struct sheet_stop, customer_phone), COL(struct sheet_stop, city),
	COL(struct sheet_stop, zone), COL(struct sheet_stop, address),
	COL(struct sheet_stop, additional_info), COL(struct sheet_stop, gift_note),
	COL(struct sheet_stop, payment_method), COL(struct sheet_stop, amount_due),
	COL(struct sheet_stop, pieces),
};
struct seen { const char *outcome, *refusal; struct money due_amount; };
static const struct col seen_cols[] = {
	COL(struct seen, outcome), COL(struct seen, refusal), COL(struct seen, due_amount),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

struct door_order {
	int64_t id, delivery_man_id;
	const char *status, *language;
	struct bytes tracking_nonce;
};
static const struct col order_cols[] = {
	COL(struct door_order, id), COL(struct door_order, status), COL(struct door_order, language),
	COL(struct door_order, delivery_man_id), COL(struct door_order, tracking_nonce),
};
struct stop_row { int64_t id; const char *status; int32_t wrong_codes; };
static const struct col stop_row_cols[] = {
	COL(struct stop_row, id), COL(struct stop_row, status), COL(struct stop_row, wrong_codes),
};

static enum err
open_sheet(struct ctx *cx, int64_t run_id, const char *token, struct run_row *ret)
{
	struct hash h = token_hash(token);

	TRY(db_one(cx, &q_sheet, sheet_cols, ret, I64(run_id), HASH(&h)));
	return ret->sheet.expires_at > cx->now ? OK : fail(cx, E_LINK_OVER, "run %lld",
	                                                   (long long)run_id);
}

static enum err
lock_run(struct ctx *cx, int64_t run_id)
{
	struct number locked;

	return db_one(cx, &q_lock, number_cols, &locked, I64(run_id));
}

enum err
sheet_check(struct ctx *cx, int64_t run_id, const char *token)
{
	struct run_row run = { 0 };

	return open_sheet(cx, run_id, token, &run);
}

enum err
sheet_lock(struct ctx *cx, int64_t run_id, const char *token)
{
	TRY(sheet_check(cx, run_id, token));
	return lock_run(cx, run_id);
}

enum err
sheet_get(struct ctx *cx, int64_t run_id, const char *token, struct sheet *ret)
{
	struct run_row run = { 0 };
	struct sheet *sheet = &run.sheet;

	TRY(open_sheet(cx, run_id, token, &run));
	TRY(db_all(cx, &q_stops, stop_cols, &sheet->stops, &sheet->stops_n, 500, I64(run_id)));
	for (struct sheet_stop *s = sheet->stops; s < sheet->stops + sheet->stops_n; s++)
		if (!str_eq(s->status, "open"))
			*s = (struct sheet_stop){
				.id = s->id, .position = s->position, .status = s->status,
				.reason = s->reason, .number = s->number, .result_at = s->result_at,
				.cookies = s->cookies, .pieces = s->pieces,
				.payment_method = s->payment_method, .amount_due = s->amount_due,
			};
	*ret = *sheet;
	return OK;
}

/* ---- events ---- */

/* One event at hand, and what came of it. */
struct at_stop {
	const struct sheet_event *e;
	size_t i;			/* which one of the batch */
	const struct run_row *run;
	struct door_order order;
	struct stop_row stop;
	struct payment payment;
	bool at_the_door;		/* its money is, or was, to take there */
	struct money due;		/* what is to take there; 0: nothing */
	const char *outcome;
	enum err refusal;
	int64_t at;
};

static enum err
refuse(struct at_stop *a, enum err why)
{
	a->outcome = "refused";
	a->refusal = why;
	return OK;
}

static enum err
say(struct at_stop *a, const char *outcome)
{
	a->outcome = outcome;
	return OK;
}

static enum err
read_money(struct ctx *cx, struct at_stop *a)
{
	bool found;

	TRY(payment_lock(cx, a->order.id, &a->payment, &found));
	a->at_the_door = found && str_among(a->payment.provider, "cash|card") &&
	                 !str_eq(a->payment.status, "voided");
	a->due = a->at_the_door ? a->payment.amount : money_of(0);
	return OK;
}

/* The money of the order, once; in cash it is in his pocket from now on. */
static enum err
take_money(struct ctx *cx, struct at_stop *a)
{
	const char *method = a->e->method ? a->e->method : a->payment.provider;

	TRY(payment_collect(cx, a->order.id, method, a->e->amount));
	return str_eq(method, "cash") ? cash_collected(cx, a->run->delivery_man_id, a->payment.id,
	                                               a->e->amount) : OK;
}

static bool
is_right_code(struct ctx *cx, const struct at_stop *a)
{
	const char *code = order_delivery_code(cx, a->order.id, a->order.tracking_nonce.data);

	return secret_equal(code, a->e->delivery_code, strlen(code));
}

/* Is the order still his to deliver by this stop?  After a failure it waits in the shop: he may have
 * come back to the door, unless it stands in another run by now. */
static enum err
is_his(struct ctx *cx, const struct at_stop *a, bool *ret)
{
	struct number other;
	bool found;

	TRY(db_maybe(cx, &q_elsewhere, number_cols, &other, &found, I64(a->order.id),
	             I64(a->stop.id)));
	*ret = !found && a->order.delivery_man_id == a->run->delivery_man_id &&
	       str_among(a->order.status, str_eq(a->stop.status, "open")
	                                      ? "out_for_delivery" : "out_for_delivery|preparing");
	return OK;
}

/* What holds at the stop is shown by this picture, or by none. */
static enum err
show(struct ctx *cx, const struct at_stop *a, const char *photo)
{
	return photo_give(cx, a->run->sheet.id, photo, a->stop.id,
	                  arena_fmt(cx->mem, "events.%zu.photo", a->i));
}

static enum err
delivered(struct ctx *cx, struct at_stop *a)
{
	bool his;

	if (a->e->delivery_code && a->stop.wrong_codes >= CODE_TRIES_MAX)
		return refuse(a, E_STOP_CODE);
	if (a->e->delivery_code && !is_right_code(cx, a)) {
		TRY(db_exec(cx, &q_wrong, NULL, TIME(cx->now), I64(a->stop.id)));
		return refuse(a, E_CODE_WRONG);
	}
	if (str_eq(a->stop.status, "delivered"))
		return say(a, "ignored");
	if (!money_is_none(a->e->amount) && a->e->amount.minor != a->due.minor)
		return refuse(a, E_PAYMENT_AMOUNT);
	TRY(is_his(cx, a, &his));
	if (!his)
		return refuse(a, E_MOVE_REFUSED);
	TRY(show(cx, a, a->e->delivery_code ? NULL : a->e->photo));
	TRY(db_exec(cx, &q_deliver, NULL, TIME(a->at), TIME(cx->now), I64(a->stop.id)));
	if (!money_is_none(a->e->amount) && str_eq(a->payment.status, "cod_due"))
		TRY(take_money(cx, a));
	if (str_eq(a->order.status, "preparing"))
		TRY(order_move(cx, a->order.id, "out_for_delivery", NULL, 0, DESK_COURIER));
	TRY(order_move(cx, a->order.id, "delivered", NULL, 0, DESK_COURIER));
	return say(a, "applied");
}

static const char *
reason_text(const char *reason, const char *language)
{
	static const struct { const char *reason, *en, *ar; } texts[] = {
		{ "no_answer", "nobody answered at the door", "لم يُجب أحد عند الباب" },
		{ "refused", "the delivery was refused", "رُفض استلام الطلب" },
		{ "wrong_address", "the address was not found", "لم نعثر على العنوان" },
		{ "damaged", "it was damaged on the way", "تضرر الطلب في الطريق" },
		{ "other", "a problem on the way", "مشكلة في الطريق" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (str_eq(texts[i].reason, reason))
			return str_eq(language, "ar") ? texts[i].ar : texts[i].en;
	BUG_ON(true);
}

static enum err
failed(struct ctx *cx, struct at_stop *a)
{
	const struct sheet_event *e = a->e;
	int64_t is_earlier = 0;

	if (str_eq(a->stop.status, "failed"))
		TRY(db_exec(cx, &q_earlier, &is_earlier, STR(e->reason), STR(e->note), TIME(a->at),
		            TIME(cx->now), I64(a->stop.id), TIME(a->at), TIME(a->at),
		            STR(e->reason)));
	if (is_earlier)
		TRY(show(cx, a, e->photo));
	if (!str_eq(a->stop.status, "open"))
		return say(a, "ignored");
	if (!str_eq(a->order.status, "out_for_delivery"))
		return refuse(a, E_MOVE_REFUSED);
	TRY(show(cx, a, e->photo));
	TRY(db_exec(cx, &q_fail, NULL, STR(e->reason), STR(e->note), TIME(a->at), TIME(cx->now),
	            I64(a->stop.id)));
	TRY(order_move(cx, a->order.id, "preparing", reason_text(e->reason, a->order.language), 0,
	               DESK_COURIER));
	return say(a, "applied");
}

static enum err
cash(struct ctx *cx, struct at_stop *a)
{
	if (a->e->amount.minor != a->due.minor || !a->at_the_door)
		return refuse(a, E_PAYMENT_AMOUNT);
	if (!str_eq(a->payment.status, "cod_due"))
		return say(a, "ignored");
	TRY(take_money(cx, a));
	return say(a, "applied");
}

static enum err
apply(struct ctx *cx, struct at_stop *a)
{
	if (str_eq(a->stop.status, "moved"))
		return refuse(a, E_STOP_MOVED);
	if (str_eq(a->e->kind, "delivered"))
		return delivered(cx, a);
	return str_eq(a->e->kind, "failed") ? failed(cx, a) : cash(cx, a);
}

static struct sheet_result
answer(const struct ctx *cx, const struct sheet_event *e, const char *outcome, const char *refusal,
       struct money due)
{
	struct sheet_result r = { .client_id = e->client_id, .outcome = outcome, .code = refusal,
	                          .amount_due = due };

	for (int i = OK + 1; refusal && i < E__COUNT; i++)
		if (str_eq(err_info((enum err)i)->slug, refusal))
			r.message = err_info((enum err)i)->text[cx->lang];
	return r;
}

static enum err
apply_new(struct ctx *cx, const struct run_row *run, const struct sheet_event *events, size_t i,
          struct sheet_result *ret)
{
	const struct sheet_event *e = &events[i];
	struct at_stop a = { .e = e, .i = i, .run = run, .outcome = "refused",
	                     .at = e->happened_at < cx->now ? e->happened_at : cx->now };
	struct money due = MONEY_NONE;
	struct number order = { 0 };
	const char *refusal;
	bool found;

	TRY(db_maybe(cx, &q_stop_order, number_cols, &order, &found, I64(e->stop_id),
	             I64(run->sheet.id)));
	if (!found) {
		*ret = answer(cx, e, "refused", err_info(E_NOT_FOUND)->slug, due);
		return OK;
	}
	TRY(db_one(cx, &q_order, order_cols, &a.order, I64(order.id)));
	TRY(db_one(cx, &q_stop, stop_row_cols, &a.stop, I64(e->stop_id)));
	TRY(read_money(cx, &a));
	TRY(apply(cx, &a));
	refusal = a.refusal ? err_info(a.refusal)->slug : NULL;
	if (a.refusal == E_PAYMENT_AMOUNT)
		due = a.due;
	*ret = answer(cx, e, a.outcome, refusal, due);
	return db_exec(cx, &q_note, NULL, I64(run->sheet.id), STR(e->client_id), I64(e->stop_id),
	               STR(e->kind), STR(str_eq(e->kind, "failed") ? e->reason : NULL),
	               STR(e->method), MONEY(e->amount), TIME(a.at), STR(a.outcome), STR(refusal),
	               MONEY(due), TIME(cx->now));
}

/* What an event of its kind has to say. */
static enum err
check(struct ctx *cx, const struct sheet_event *e, size_t i)
{
	const char *lacks = str_eq(e->kind, "delivered") && !e->delivery_code && !e->photo
	                    ? "delivery_code"
	                  : str_eq(e->kind, "failed") && !e->reason ? "reason"
	                  : str_eq(e->kind, "cash") && money_is_none(e->amount) ? "amount" : NULL;

	return lacks ? fail_at(cx, E_INVALID, arena_fmt(cx->mem, "events.%zu.%s", i, lacks),
	                       "a %s event", e->kind) : OK;
}

enum err
sheet_apply(struct ctx *cx, int64_t run_id, const char *token, const struct sheet_event *events,
            size_t n, struct sheet_results *ret)
{
	struct run_row run = { 0 };

	TRY(open_sheet(cx, run_id, token, &run));
	for (size_t i = 0; i < n; i++)
		TRY(check(cx, &events[i], i));
	TRY(lock_run(cx, run_id));
	ret->items = arena_array(cx->mem, struct sheet_result, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct seen seen = { 0 };
		bool found;

		TRY(db_maybe(cx, &q_seen, seen_cols, &seen, &found, I64(run_id),
		             STR(events[i].client_id)));
		if (found)
			ret->items[i] = answer(cx, &events[i], seen.outcome, seen.refusal,
			                       seen.due_amount);
		else
			TRY(apply_new(cx, &run, events, i, &ret->items[i]));
	}
	ret->items_n = n;
	return OK;
}
