/* SPDX-License-Identifier: MIT */
#include "sale/order_move.h"

#include "account/customer.h"
#include "account/proof.h"
#include "base/config.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/amount.h"
#include "ops/message.h"
#include "ops/setting.h"
#include "place/capacity.h"
#include "price/promo.h"
#include "sale/owner.h"
#include "sale/payment.h"

#define OVERDUE_MAX 500

SQL_HOT(q_lock,
	"SELECT id, number, status, payment_status, customer_email, customer_phone, language, "
	"delivery_man_id, version, tracking_nonce, expected_delivery_date, total, delivery_date, "
	"from_hour, to_hour, (otp_verified = 0 AND verify_by IS NOT NULL) AS is_unproved "
	"FROM orders WHERE id = ? AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_move,
	"UPDATE orders SET status = ?, version = version + 1, updated_at = ? "
	"WHERE id = ? AND status = ?");
SQL(q_note_move,
	"INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, actor_id, "
	"note, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_to_bring, "SELECT i.id FROM orders o JOIN order_items i ON i.order_id = o.id "
                    "AND i.edit_no = o.edit_no WHERE o.id = ? AND i.product_type <> 'digital' "
                    "LIMIT 1");
SQL_HOT(q_pack,
	"UPDATE orders SET packed_at = ?, version = version + 1, updated_at = ? "
	"WHERE id = ? AND status = 'preparing' AND packed_at IS NULL");
SQL_HOT(q_assign,
	"UPDATE orders SET delivery_man_id = ?, version = version + 1, updated_at = ? WHERE id = ? "
	"AND status IN ('pending', 'confirmed', 'preparing', 'out_for_delivery')");

/* By who holds its secret, and by whose it is. */
SQL_HOT(q_by_token, "SELECT id FROM orders WHERE tracking_token_hash = ? AND number = ? "
                    "AND deleted_at IS NULL");
SQL_HOT(q_own, "SELECT id FROM orders WHERE number = ? AND customer_id = ? AND deleted_at IS NULL");
/* Guests who never proved their phone, and money that never came; imported orders have no key. */
SQL_HOT(q_overdue,
	"SELECT id FROM orders WHERE status = 'pending' AND verify_by < ? AND otp_verified = 0 "
	"UNION SELECT id FROM orders WHERE payment_status = 'pending' AND payment_method = 'online' "
	"AND created_at < ? AND status = 'pending' AND idempotency_key IS NOT NULL "
	"ORDER BY id LIMIT ?");
SQL_HOT(q_is_overdue,
	"SELECT id FROM orders WHERE id = ? AND status = 'pending' AND deleted_at IS NULL AND ("
	"(verify_by < ? AND otp_verified = 0) OR (payment_status = 'pending' AND "
	"payment_method = 'online' AND idempotency_key IS NOT NULL AND created_at < ?)) FOR UPDATE");
SQL_HOT(q_prove,
	"UPDATE orders SET otp_verified = 1, verify_by = NULL, updated_at = ? WHERE id = ? "
	"AND otp_verified = 0 AND status = 'pending'");

struct locked {
	int64_t id;
	const char *number, *status, *payment_status, *customer_email, *customer_phone, *language;
	int64_t delivery_man_id;
	int32_t version;
	struct bytes tracking_nonce;
	int64_t expected_delivery_date;
	struct money total;
	struct day delivery_date;
	struct hour from_hour, to_hour;
	bool is_unproved;		/* its guest has not shown the phone to be his */
};
static const struct col locked_cols[] = {
	COL(struct locked, id), COL(struct locked, number), COL(struct locked, status),
	COL(struct locked, payment_status), COL(struct locked, customer_email),
	COL(struct locked, customer_phone), COL(struct locked, language),
	COL(struct locked, delivery_man_id), COL(struct locked, version),
	COL(struct locked, tracking_nonce), COL_TIME(struct locked, expected_delivery_date),
	COL(struct locked, total), COL(struct locked, delivery_date),
	COL(struct locked, from_hour), COL(struct locked, to_hour),
	COL(struct locked, is_unproved),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

struct move {
	const char *from, *to;
	unsigned desks;			/* that may make it */
	bool reason;			/* needs a note */
	const char *topic;		/* what the customer is told; NULL: nothing */
};

static const struct move moves[] = {
	{ "pending",          "confirmed",        DESK_ORDERS | DESK_SYSTEM,    false, "order_confirmed" },
	{ "confirmed",        "preparing",        DESK_ORDERS | DESK_DELIVERY,  false, NULL },
	{ "preparing",        "out_for_delivery", DESK_ORDERS | DESK_DELIVERY | DESK_COURIER, false, "order_out_for_delivery" },
	{ "out_for_delivery", "delivered",        DESK_ORDERS | DESK_DELIVERY | DESK_COURIER, false, "order_delivered" },
	{ "pending",          "cancelled",        DESK_ORDERS | DESK_SYSTEM | DESK_CUSTOMER, true, "order_cancelled" },
	{ "confirmed",        "cancelled",        DESK_ORDERS | DESK_CUSTOMER,  true,  "order_cancelled" },
	{ "preparing",        "cancelled",        DESK_ORDERS,                  true,  "order_cancelled" },
	/* A failed delivery: another attempt, or the end of it. */
	{ "out_for_delivery", "preparing",        DESK_ORDERS | DESK_DELIVERY | DESK_COURIER, true, "order_delayed" },
	{ "out_for_delivery", "cancelled",        DESK_ORDERS,                  true,  "order_cancelled" },
	/* Digital goods alone: paid is delivered.  Their own message says so. */
	{ "pending",          "delivered",        DESK_SYSTEM,                  false, NULL },
	{ "confirmed",        "delivered",        DESK_SYSTEM,                  false, NULL },
	{ "preparing",        "delivered",        DESK_SYSTEM,                  false, NULL },
};

static const struct move *
find_move(const char *from, const char *to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (str_eq(moves[i].from, from) && str_eq(moves[i].to, to))
			return &moves[i];
	return NULL;
}

static const char *
price_text(struct ctx *cx, const struct settings *set, const char *language, struct money m)
{
	return money_is_none(m) ? "" : amount_text(cx, language, set->currency, m);
}

static const char *
slot_text(struct ctx *cx, const struct locked *o)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	return hour_is_none(o->from_hour) ? ""
	     : arena_fmt(cx->mem, "%s-%s", hour_text(o->from_hour, from), hour_text(o->to_hour, to));
}

/* Nobody hears of an order whose phone was not proved: anybody could have typed it. */
static enum err
tell(struct ctx *cx, const struct locked *o, const char *topic, const char *note,
     struct money amount)
{
	char day[CLOCK_TEXT];
	struct settings set;
	const char *number = arena_fmt(cx->mem, "%.5s-%s", o->number, o->number + 5);

	if (o->is_unproved)
		return OK;
	TRY(settings_read(cx, &set));
	BUG_ON(o->tracking_nonce.n != 16);
	const char *code = order_delivery_code(cx, o->id, o->tracking_nonce.data);
	const char *token = order_tracking_token(cx, o->number, o->tracking_nonce.data);
	struct message m = {
		.topic = topic, .language = o->language, .order_id = o->id,
		.email = set.order_mail ? o->customer_email : NULL,
		.phone = set.order_sms ? o->customer_phone : NULL,
		.is_secret = true,	/* it carries the tracking link, and perhaps the code */
	};
	struct message_value values[] = {
		{ "number", number },
		{ "code", code },
		{ "link", arena_fmt(cx->mem, "%s/%s/orders/%s#token=%s", cx->config->shop_url, o->language,
		                    number, token) },
		{ "shop", set.shop_name },
		{ "reason", note ? note : "" },
		{ "amount", price_text(cx, &set, o->language, amount) },
		{ "total", price_text(cx, &set, o->language, o->total) },
		{ "date", day_is_none(o->delivery_date) ? "" : day_text(o->delivery_date, day) },
		{ "slot", slot_text(cx, o) },
	};
	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

static const char *
actor_type(const struct ctx *cx, unsigned desks)
{
	if (desks & DESK_COURIER)
		return "courier";
	switch (cx->actor.kind) {
	case ACTOR_STAFF:    return "staff";
	case ACTOR_CUSTOMER: return "customer";
	case ACTOR_JOB:      return "system";
	default:             return "guest";
	}
}

enum err
order_move(struct ctx *cx, int64_t id, const char *to, const char *note, int32_t version,
           unsigned desks)
{
	struct locked o = { 0 };
	const struct move *m;
	int64_t changed;

	TRY(db_one(cx, &q_lock, locked_cols, &o, I64(id)));
	if (version && version != o.version)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, o.version);
	m = find_move(o.status, to);
	if (!m || (m->desks == DESK_SYSTEM && !(desks & DESK_SYSTEM)))	/* nobody's own step */
		return fail_at(cx, E_MOVE_REFUSED, "status", "%s to %s", o.status, to);
	if (!(m->desks & desks))
		return fail(cx, E_FORBIDDEN, "%s to %s from another desk", o.status, to);
	if (m->reason && !note && !(desks & (DESK_CUSTOMER | DESK_SYSTEM)))
		return fail_at(cx, E_REASON_NEEDED, "note", "%s to %s", o.status, to);
	if (o.is_unproved && str_eq(to, "confirmed"))
		return fail_at(cx, E_MOVE_REFUSED, "status", "its phone was not proved");
	if (str_eq(to, "out_for_delivery") && !o.delivery_man_id)
		return fail_at(cx, E_COURIER_NEEDED, "status", "order %lld", (long long)id);
	if (str_eq(to, "cancelled") && !str_eq(o.payment_status, "paid"))
		TRY(promo_return(cx, id));
	if (str_eq(to, "cancelled")) {
		TRY(payment_void(cx, id));
		TRY(capacity_return(cx, id));
	}
	if (str_eq(to, "confirmed"))
		TRY(capacity_use(cx, id));
	TRY(db_exec(cx, &q_move, &changed, STR(to), TIME(cx->now), I64(id), STR(o.status)));
	BUG_ON(changed != 1);	/* the row is locked */
	TRY(db_exec(cx, &q_note_move, NULL, I64(id), STR(o.status), STR(to),
	            STR(actor_type(cx, desks)),
	            ID(desks & DESK_COURIER ? o.delivery_man_id : cx->actor.id), STR(note),
	            TIME(cx->now)));
	/* A courier only takes up again what he had: the customer knows it is on its way. */
	if (desks & DESK_COURIER && str_eq(to, "out_for_delivery"))
		return OK;
	return m->topic ? tell(cx, &o, m->topic, note, MONEY_NONE) : OK;
}

enum err
order_close_digital(struct ctx *cx, int64_t id)
{
	struct number to_bring;
	bool found;

	TRY(db_maybe(cx, &q_to_bring, number_cols, &to_bring, &found, I64(id)));
	return found ? OK : order_move(cx, id, "delivered", NULL, 0, DESK_SYSTEM);
}

enum err
order_assign(struct ctx *cx, int64_t id, int64_t delivery_man_id, int32_t version)
{
	struct locked o = { 0 };
	int64_t changed;

	TRY(db_one(cx, &q_lock, locked_cols, &o, I64(id)));
	if (version && version != o.version)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, o.version);
	TRY(db_exec(cx, &q_assign, &changed, I64(delivery_man_id), TIME(cx->now), I64(id)));
	return changed ? OK : fail(cx, E_MOVE_REFUSED, "order %lld is %s", (long long)id, o.status);
}

enum err
order_pack(struct ctx *cx, int64_t id, bool *ret_now)
{
	struct locked o = { 0 };
	int64_t changed;

	TRY(db_one(cx, &q_lock, locked_cols, &o, I64(id)));
	TRY(db_exec(cx, &q_pack, &changed, TIME(cx->now), TIME(cx->now), I64(id)));
	*ret_now = changed;
	return str_eq(o.status, "preparing") ? OK : fail(cx, E_MOVE_REFUSED, "order %lld is %s",
	                                                 (long long)id, o.status);
}

/* ---- messages ---- */

static enum err
lock_and_tell(struct ctx *cx, int64_t id, const char *topic, struct money amount)
{
	struct locked o = { 0 };

	TRY(db_one(cx, &q_lock, locked_cols, &o, I64(id)));
	return tell(cx, &o, topic, NULL, amount);
}

enum err
order_tell_placed(struct ctx *cx, int64_t id)
{
	return lock_and_tell(cx, id, "order_placed", MONEY_NONE);
}

enum err
order_tell_changed(struct ctx *cx, int64_t id)
{
	return lock_and_tell(cx, id, "order_changed", MONEY_NONE);
}

enum err
order_tell_downloads(struct ctx *cx, int64_t id)
{
	return lock_and_tell(cx, id, "downloads_ready", MONEY_NONE);
}

enum err
order_tell_refund(struct ctx *cx, int64_t id, struct money amount)
{
	return lock_and_tell(cx, id, "order_refunded", amount);
}

enum err
order_tell_answer(struct ctx *cx, int64_t id)
{
	return lock_and_tell(cx, id, "order_answered", MONEY_NONE);
}

/* ---- its customer ---- */

enum err
order_find(struct ctx *cx, const struct order_key *key, int64_t *ret)
{
	const char *number = order_number(cx, key->number);
	struct hash h = token_hash(key->tracking_token ? key->tracking_token : "");
	struct number n = { 0 };

	if (key->tracking_token)
		TRY(db_one(cx, &q_by_token, number_cols, &n, HASH(&h), STR(number)));
	else
		TRY(db_one(cx, &q_own, number_cols, &n, STR(number), I64(cx->actor.id)));
	*ret = n.id;
	return OK;
}

enum err
order_cancel(struct ctx *cx, const struct order_key *key, const char *reason)
{
	struct locked o = { 0 };
	struct settings set;
	int64_t id, until;

	TRY(order_find(cx, key, &id));
	TRY(db_one(cx, &q_lock, locked_cols, &o, I64(id)));
	TRY(settings_read(cx, &set));
	if (!str_among(o.status, "pending|confirmed"))
		return fail(cx, E_MOVE_REFUSED, "it is %s", o.status);
	if (str_eq(o.payment_status, "paid") && o.total.minor > 0)
		return fail(cx, E_MOVE_REFUSED, "it is paid: staff give the money back");
	until = o.expected_delivery_date - set.cancel_hours * 3600;
	if (o.expected_delivery_date && cx->now >= until)
		return fail(cx, E_CANCEL_LATE, "until %lld", (long long)until);
	return order_move(cx, id, "cancelled", reason, 0, DESK_CUSTOMER);
}

enum err
order_prove(struct ctx *cx, const char *number, const char *tracking_token, const char *proof)
{
	struct order_key key = { number, tracking_token };
	struct order o = { 0 };
	int64_t customer_id, changed, moved;

	BUG_ON(!tracking_token);
	TRY(order_track(cx, number, tracking_token, &o));
	if (o.customer_id)
		return OK;	/* twice is once */
	TRY(customer_of_proved_phone(cx, o.customer_phone, o.customer_name, &customer_id));
	TRY(proof_take(cx, "guest_checkout", o.customer_phone, proof));
	TRY(order_find(cx, &key, &o.id));
	TRY(db_exec(cx, &q_prove, &changed, TIME(cx->now), I64(o.id)));
	if (changed != 1)
		return fail(cx, E_CONFLICT, "order %lld is %s", (long long)o.id, o.status);
	TRY(owner_hand_over(cx, &(struct owner_move){ o.id, 0, customer_id }, 1, &moved));
	return order_tell_placed(cx, o.id);
}

/* ---- overdue ones ---- */

struct expiring { int64_t id, now, unpaid_before; bool expired; };

/* Looked at again with the row locked: it may have been proved or paid a moment ago. */
static enum err
expire(struct ctx *cx, void *arg)
{
	struct expiring *e = arg;
	struct number n = { 0 };

	TRY(db_maybe(cx, &q_is_overdue, number_cols, &n, &e->expired, I64(e->id), TIME(e->now),
	             TIME(e->unpaid_before)));
	return e->expired ? order_move(cx, e->id, "cancelled", NULL, 0, DESK_SYSTEM) : OK;
}

struct overdue { int64_t unpaid_before; int32_t max; struct number *list; size_t n; };

static enum err
find_overdue(struct ctx *cx, void *arg)
{
	struct overdue *o = arg;
	struct settings set;

	TRY(settings_read(cx, &set));
	o->unpaid_before = cx->now - set.payment_minutes * 60;
	return db_all(cx, &q_overdue, number_cols, &o->list, &o->n, OVERDUE_MAX, TIME(cx->now),
	              TIME(o->unpaid_before), I32(o->max));
}

enum err
order_expire_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct overdue o = { .max = max };

	BUG_ON(max > OVERDUE_MAX);
	TRY(db_reading(cx, find_overdue, &o));
	*ret_done = 0;
	for (size_t i = 0; i < o.n; i++) {
		struct expiring e = { o.list[i].id, cx->now, o.unpaid_before, false };

		TRY(db_transaction(cx, DB_AGAIN, expire, &e));
		*ret_done += e.expired;
	}
	return OK;
}
