/* SPDX-License-Identifier: MIT */
#include "sale/order.h"

#include "account/proof.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "sale/order_rows.h"
#include "sale/order_search.h"
#include "sale/reckoning.h"

#define ORDER_COLUMNS                                                                              \
	"SELECT o.id, CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS number, o.status, "    \
	"o.payment_method, o.payment_status, o.customer_name, o.customer_email, "                  \
	"o.customer_phone, o.language, o.customer_id, o.city_id, o.zone_id, o.time_slot_id, "      \
	"o.delivery_man_id, o.delivery_city, o.delivery_zone, o.delivery_address, "                \
	"o.delivery_additional_info, o.gift_note, o.delivery_time_slot_name, "                     \
	"m.name AS delivery_man_name, o.delivery_date, o.from_hour, o.to_hour, "                   \
	"o.expected_delivery_date, o.created_at, o.deleted_at, o.subtotal, "                       \
	"o.rules_discount_amount, "                                                                \
	"o.discount_amount, o.delivery_fee, o.total, o.refunded_amount, o.promo_code, o.cookies, " \
	"o.edit_no, o.version FROM orders o LEFT JOIN delivery_men m ON m.id = o.delivery_man_id "
SQL_HOT(q_track, ORDER_COLUMNS "WHERE o.tracking_token_hash = ? AND o.number = ? "
                               "AND o.deleted_at IS NULL");
SQL_HOT(q_find,
	"SELECT id, number, tracking_nonce FROM orders WHERE number = ? AND customer_phone = ? "
	"AND deleted_at IS NULL "
	"AND NOT (otp_verified = 0 AND verify_by IS NOT NULL)");
SQL_HOT(q_get_own, ORDER_COLUMNS "WHERE o.number = ? AND o.customer_id = ? "
                                 "AND o.deleted_at IS NULL");
SQL_HOT(q_get, ORDER_COLUMNS "WHERE o.id = ?");
/* What the places of an order are called today in another language. */
SQL_HOT(q_places,
	"SELECT z.name AS zone, c.name AS city, s.name AS slot FROM (SELECT 1) AS one "
	"LEFT JOIN translations z ON z.entity = 'zone' AND z.entity_id = ? AND z.language = ? "
	"LEFT JOIN translations c ON c.entity = 'city' AND c.entity_id = ? AND c.language = ? "
	"LEFT JOIN translations s ON s.entity = 'time_slot' AND s.entity_id = ? AND s.language = ?");
SQL_HOT(q_nonce, "SELECT tracking_nonce FROM orders WHERE id = ?");
#define ITEM_COLUMNS                                                                               \
	"SELECT i.order_id, i.id, i.product_name, i.product_type, i.pack_size, i.flavor_details, " \
	"i.translations, i.quantity, i.unit_price, i.unit_price * i.quantity AS total, i.rules_discount_amount, "  \
	"i.discount_amount "
SQL_HOT(q_items,
	ITEM_COLUMNS "FROM order_items i WHERE i.order_id = ? AND i.edit_no = ? "
	"ORDER BY i.id LIMIT 50");
#define EVENT_COLUMNS                                                                              \
	"SELECT h.order_id, h.from_status, h.to_status, h.actor_type, h.note, h.actor_id, "        \
	"h.created_at AS at "
SQL_HOT(q_history,
	EVENT_COLUMNS "FROM order_status_history h WHERE h.order_id = ? ORDER BY h.id LIMIT 200");

SQL_HOT(q_list_own, ROW_COLUMNS "AND o.deleted_at IS NULL AND o.customer_id = ? "
                                "ORDER BY o.id DESC LIMIT ?");
/* One statement for each leading index, so that none of them reads orders it does not show. */
SQL_HOT(q_list, ROW_COLUMNS ROW_FILTERS);
SQL_HOT(q_list_status, ROW_COLUMNS "AND o.status = ? " ROW_FILTERS);
SQL_HOT(q_list_date, ROW_COLUMNS "AND o.delivery_date = ? " ROW_FILTERS);
SQL_HOT(q_list_customer, ROW_COLUMNS "AND o.customer_id = ? " ROW_FILTERS);
SQL_HOT(q_list_placed,
	ROW_COLUMNS_FROM "WHERE o.created_at >= ? AND o.created_at < ? AND (o.created_at < ? OR o.id < ?) "
	ROW_FITS "ORDER BY o.created_at DESC, o.id DESC LIMIT ?");
SQL_HOT(q_list_date_status, ROW_COLUMNS "AND o.delivery_date = ? AND o.status = ? " ROW_FILTERS);

SQL_HOT(q_lock,
	"SELECT id, number, status, payment_status, customer_email, customer_phone, language, "
	"delivery_man_id, version, tracking_nonce FROM orders WHERE id = ? "
	"AND deleted_at IS NULL FOR UPDATE");
SQL_HOT(q_move,
	"UPDATE orders SET status = ?, version = version + 1, updated_at = ? "
	"WHERE id = ? AND status = ?");
SQL(q_note_move,
	"INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, actor_id, "
	"note, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_assign,
	"UPDATE orders SET delivery_man_id = ?, version = version + 1, updated_at = ? WHERE id = ? "
	"AND status IN ('pending', 'confirmed', 'preparing', 'out_for_delivery')");

/* All of a customer's, for export and erasure: also those that staff deleted. */
#define OWN_PAGE 20
#define OWN_PARTS_MAX 4000
#define OF_OWN "WHERE o.customer_id = ? AND o.id BETWEEN ? AND ? "
SQL_HOT(q_own, ORDER_COLUMNS "WHERE o.customer_id = ? AND o.id < ? ORDER BY o.id DESC LIMIT ?");
SQL_HOT(q_own_items, ITEM_COLUMNS "FROM orders o JOIN order_items i "
                     "ON i.order_id = o.id AND i.edit_no = o.edit_no " OF_OWN
                     "ORDER BY i.order_id DESC, i.id LIMIT 4000");
SQL_HOT(q_own_history, EVENT_COLUMNS
	"FROM orders o JOIN order_status_history h ON h.order_id = o.id " OF_OWN
	"ORDER BY h.order_id DESC, h.id LIMIT 4000");
SQL_HOT(q_open, "SELECT id FROM orders WHERE customer_id = ? AND deleted_at IS NULL "
                "AND status NOT IN ('delivered', 'cancelled') LIMIT 1 FOR UPDATE");
SQL_HOT(q_forget,
	"UPDATE orders SET customer_name = '', customer_email = NULL, customer_phone = NULL, "
	"delivery_address = NULL, delivery_additional_info = NULL, gift_note = NULL, "
	"updated_at = updated_at WHERE customer_id = ?");

static const struct col order_cols[] = {
	COL(struct order, id), COL(struct order, number), COL(struct order, status),
	COL(struct order, payment_method), COL(struct order, payment_status),
	COL(struct order, customer_name), COL(struct order, customer_email),
	COL(struct order, customer_phone), COL(struct order, language),
	COL(struct order, customer_id), COL(struct order, city_id), COL(struct order, zone_id),
	COL(struct order, time_slot_id), COL(struct order, delivery_man_id),
	COL(struct order, delivery_city), COL(struct order, delivery_zone),
	COL(struct order, delivery_address), COL(struct order, delivery_additional_info),
	COL(struct order, gift_note), COL(struct order, delivery_time_slot_name),
	COL(struct order, delivery_man_name), COL(struct order, delivery_date),
	COL(struct order, from_hour), COL(struct order, to_hour),
	COL_TIME(struct order, expected_delivery_date), COL_TIME(struct order, created_at),
	COL_TIME(struct order, deleted_at),
	COL(struct order, subtotal), COL(struct order, rules_discount_amount),
	COL(struct order, discount_amount), COL(struct order, delivery_fee),
	COL(struct order, total), COL(struct order, refunded_amount),
	COL(struct order, promo_code), COL(struct order, cookies), COL(struct order, edit_no),
	COL(struct order, version),
};
static const struct col item_cols[] = {
	COL(struct order_item, order_id), COL(struct order_item, id),
	COL(struct order_item, product_name),
	COL(struct order_item, product_type), COL(struct order_item, pack_size),
	COL(struct order_item, flavor_details), COL(struct order_item, translations),
	COL(struct order_item, quantity),
	COL(struct order_item, unit_price), COL(struct order_item, total),
	COL(struct order_item, rules_discount_amount), COL(struct order_item, discount_amount),
};
static const struct col event_cols[] = {
	COL(struct order_event, order_id), COL(struct order_event, from_status),
	COL(struct order_event, to_status),
	COL(struct order_event, actor_type), COL(struct order_event, note),
	COL(struct order_event, actor_id), COL_TIME(struct order_event, at),
};
/* Of those that took something off: as much as an export shows. */
static const struct col discount_cols[] = {
	COL(struct quote_discount, source), COL(struct quote_discount, name),
	COL(struct quote_discount, kind), COL(struct quote_discount, amount),
};
struct nonce { struct bytes tracking_nonce; };
static const struct col nonce_cols[] = { COL(struct nonce, tracking_nonce) };
struct places { const char *zone, *city, *slot; };
static const struct col places_cols[] = {
	COL(struct places, zone), COL(struct places, city), COL(struct places, slot),
};
struct findable { int64_t id; const char *number; struct bytes tracking_nonce; };
static const struct col findable_cols[] = {
	COL(struct findable, id), COL(struct findable, number), COL(struct findable, tracking_nonce),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

const char *
order_tracking_token(struct ctx *cx, const char *number, const uint8_t nonce[16])
{
	struct { char number[16]; uint8_t nonce[16]; } in = { 0 };
	struct hash h;

	BUG_ON(strlen(number) >= sizeof in.number);
	memcpy(in.number, number, strlen(number));
	memcpy(in.nonce, nonce, sizeof in.nonce);
	h = keyed_hash(cx->keys, KEY_TRACK, &in, sizeof in);
	return base64url_text(cx->mem, h.b, HASH_BYTES);
}

const char *
order_delivery_code(struct ctx *cx, int64_t id, const uint8_t nonce[16])
{
	const char *in = arena_fmt(cx->mem, "delivery code %lld %s", (long long)id,
	                           hex_text(cx->mem, nonce, 16));
	struct hash h = keyed_hash(cx->keys, KEY_TRACK, in, strlen(in));
	uint32_t n;

	memcpy(&n, h.b, sizeof n);
	return arena_fmt(cx->mem, "%06u", n % 1000000);
}

/* An order keeps its places' own names; its customer reads them in the language asked for. */
static enum err
translate_places(struct ctx *cx, struct order *o)
{
	struct places p = { 0 };
	const char *language = ctx_language(cx);

	if (str_eq(language, "en"))
		return OK;
	TRY(db_one(cx, &q_places, places_cols, &p, I64(o->zone_id), STR(language), I64(o->city_id),
	           STR(language), I64(o->time_slot_id), STR(language)));
	if (o->delivery_zone && p.zone)
		o->delivery_zone = p.zone;
	if (o->delivery_city && p.city)
		o->delivery_city = p.city;
	if (o->delivery_time_slot_name && p.slot)
		o->delivery_time_slot_name = p.slot;
	return OK;
}

/* Its customer, and nobody else, reads the code while somebody may ask for it. */
static enum err
show_code(struct ctx *cx, struct order *o)
{
	struct nonce n = { 0 };

	if (!str_eq(o->status, "out_for_delivery"))
		return OK;
	TRY(db_one(cx, &q_nonce, nonce_cols, &n, I64(o->id)));
	BUG_ON(n.tracking_nonce.n != 16);
	o->delivery_code = order_delivery_code(cx, o->id, n.tracking_nonce.data);
	return OK;
}

static enum err
read_parts(struct ctx *cx, struct order *o)
{
	TRY(db_all(cx, &q_items, item_cols, &o->items, &o->items_n, 50, I64(o->id),
	           I32(o->edit_no)));
	TRY(reckoning_discounts(cx, o->id, o->edit_no, &o->discounts, &o->discounts_n));
	return db_all(cx, &q_history, event_cols, &o->history, &o->history_n, 200, I64(o->id));
}

/* "7k2mq-x9f4t" as people copy it becomes what is stored: Crockford's base 32 reads o as 0 and i and
 * l as 1. */
const char *
order_number(struct ctx *cx, const char *typed)
{
	char *up = str_upper(cx->mem, typed), *to = up;

	for (const char *c = up; *c; c++)
		if (*c != '-' && *c != ' ')
			*to++ = *c == 'O' ? '0' : *c == 'I' || *c == 'L' ? '1' : *c;
	*to = '\0';
	return up;
}

enum err
order_track(struct ctx *cx, const char *number, const char *token, struct order *ret)
{
	struct hash h = token_hash(token);

	TRY(db_one(cx, &q_track, order_cols, ret, HASH(&h), STR(order_number(cx, number))));
	TRY(show_code(cx, ret));
	TRY(translate_places(cx, ret));
	return read_parts(cx, ret);
}

struct finding { const char *number, *phone; struct findable order; };

static enum err
find(struct ctx *cx, void *arg)
{
	struct finding *f = arg;

	return db_one(cx, &q_find, findable_cols, &f->order, STR(f->number), STR(f->phone));
}

enum err
order_find_by_phone(struct ctx *cx, const char *number, const char *proof, struct order_found *ret)
{
	struct finding f = { .number = order_number(cx, number) };

	TRY(proof_try(cx, "order_tracking", proof, &f.phone));
	TRY(db_reading(cx, find, &f));
	BUG_ON(f.order.tracking_nonce.n != 16);
	ret->number = arena_fmt(cx->mem, "%.5s-%s", f.order.number, f.order.number + 5);
	ret->tracking_token = order_tracking_token(cx, f.order.number, f.order.tracking_nonce.data);
	return OK;
}

enum err
order_get_own(struct ctx *cx, const char *number, struct order *ret)
{
	TRY(db_one(cx, &q_get_own, order_cols, ret, STR(order_number(cx, number)),
	           I64(cx->actor.id)));
	TRY(show_code(cx, ret));
	TRY(translate_places(cx, ret));
	return read_parts(cx, ret);
}

enum err
order_list_own(struct ctx *cx, const char *cursor, int32_t limit, struct order_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list_own, row_cols, &ret->items, &ret->items_n, 101,
	           I64(from.id ? from.id : INT64_MAX), I64(cx->actor.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
order_get(struct ctx *cx, int64_t id, struct order *ret)
{
	TRY(db_one(cx, &q_get, order_cols, ret, I64(id)));
	return read_parts(cx, ret);
}

/* By when they were placed: along that index, the number where two came in one second. */
static enum err
list_placed(struct ctx *cx, const struct order_filter *f, const char *cursor, int32_t limit,
            struct order_list *ret)
{
	int64_t since = f->placed_since ? f->placed_since : 1;
	int64_t before = f->placed_before ? f->placed_before : cx->now + 86400;
	int64_t at, id;

	TRY(cursor_read_moment(cx, cursor, before, &at, &id));
	TRY(db_all(cx, &q_list_placed, row_cols, &ret->items, &ret->items_n, ORDER_ROWS_MAX + 1,
	           TIME(since), TIME(at < before ? at + 1 : before), TIME(at), I64(id),
	           ROW_FITS_OF(f), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_moment(cx, ret->items[limit - 1].created_at,
		                                 ret->items[limit - 1].id);
	return OK;
}

enum err
order_list(struct ctx *cx, const struct order_filter *f, const char *cursor, int32_t limit,
           struct order_list *ret)
{
	struct page_from from;
	bool by_placed = f->placed_since || f->placed_before;
	bool by_date = !day_is_none(f->date), by_status = f->status != NULL;

	if (by_placed)
		return list_placed(cx, f, cursor, limit, ret);
	TRY(cursor_read(cx, cursor, &from));
	if (from.id == 0)
		from.id = INT64_MAX;
	TRY(f->customer_id && !by_date && !by_status
	        ? db_all(cx, &q_list_customer, row_cols, &ret->items, &ret->items_n, 201,
	                 I64(from.id), I64(f->customer_id), ROW_FILTERS_OF(f, limit))
	    : by_date && by_status
	        ? db_all(cx, &q_list_date_status, row_cols, &ret->items, &ret->items_n, 201,
	                 I64(from.id), DAY(f->date), STR(f->status), ROW_FILTERS_OF(f, limit))
	    : by_date ? db_all(cx, &q_list_date, row_cols, &ret->items, &ret->items_n, 201,
	                       I64(from.id), DAY(f->date), ROW_FILTERS_OF(f, limit))
	    : by_status ? db_all(cx, &q_list_status, row_cols, &ret->items, &ret->items_n, 201,
	                         I64(from.id), STR(f->status), ROW_FILTERS_OF(f, limit))
	                : db_all(cx, &q_list, row_cols, &ret->items, &ret->items_n, 201,
	                         I64(from.id), ROW_FILTERS_OF(f, limit)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

/* ---- out of the lists, and back ---- */

SQL_HOT(q_remove, "UPDATE orders SET deleted_at = ?, version = version + 1, updated_at = ? "
                  "WHERE id = ? AND version = ? AND status = 'cancelled' AND deleted_at IS NULL");
SQL_HOT(q_restore, "UPDATE orders SET deleted_at = NULL, version = version + 1, updated_at = ? "
                   "WHERE id = ? AND deleted_at IS NOT NULL");

enum err
order_remove(struct ctx *cx, int64_t id, int32_t version)
{
	struct order o = { 0 };
	int64_t changed;

	TRY(db_exec(cx, &q_remove, &changed, TIME(cx->now), TIME(cx->now), I64(id), I32(version)));
	if (changed)
		return OK;
	TRY(order_get(cx, id, &o));
	if (o.deleted_at)
		return fail(cx, E_NOT_FOUND, "removed already");
	return o.version != version ? fail(cx, E_CONFLICT, "version %d, now %d", version, o.version)
	                            : fail(cx, E_MOVE_REFUSED, "it is %s", o.status);
}

enum err
order_restore(struct ctx *cx, int64_t id)
{
	return db_exec(cx, &q_restore, NULL, TIME(cx->now), I64(id));
}

/* ---- all of one customer's ---- */

static enum err
read_page(struct ctx *cx, int64_t customer_id, int64_t before, size_t limit, struct order **ret,
          size_t *ret_n)
{
	struct order_item *items;
	struct order_event *events;
	size_t n, items_n, events_n, i = 0, e = 0;
	struct order *list;
	int64_t last, first;

	TRY(db_all(cx, &q_own, order_cols, &list, &n, OWN_PAGE, I64(customer_id), I64(before),
	           I32((int32_t)limit)));
	*ret = list;
	*ret_n = n;
	if (n == 0)
		return OK;
	first = list[0].id;
	last = list[n - 1].id;
	TRY(db_all(cx, &q_own_items, item_cols, &items, &items_n, OWN_PARTS_MAX, I64(customer_id),
	           I64(last), I64(first)));
	TRY(db_all(cx, &q_own_history, event_cols, &events, &events_n, OWN_PARTS_MAX,
	           I64(customer_id), I64(last), I64(first)));
	for (struct order *o = list; o < list + n; o++) {	/* all in the order of the orders */
		o->items = items + i;
		for (; i < items_n && items[i].order_id == o->id; i++)
			o->items_n++;
		o->history = events + e;
		for (; e < events_n && events[e].order_id == o->id; e++)
			o->history_n++;
		TRY(reckoning_applied(cx, o->id, o->edit_no, &o->discounts, &o->discounts_n));
	}
	return OK;
}

static size_t
json_bytes(const struct order *o)
{
	size_t n = db_json_bytes(order_cols, o);

	for (size_t i = 0; i < o->items_n; i++)
		n += db_json_bytes(item_cols, &o->items[i]);
	for (size_t i = 0; i < o->history_n; i++)
		n += db_json_bytes(event_cols, &o->history[i]);
	for (size_t i = 0; i < o->discounts_n; i++)
		n += db_json_bytes(discount_cols, &o->discounts[i]);
	return n;
}

enum err
order_read_all(struct ctx *cx, int64_t customer_id, size_t max, size_t bytes, struct order **ret,
               size_t *ret_n)
{
	struct order *all = arena_array(cx->mem, struct order, max + 1), *page;
	size_t n = 0, page_n = OWN_PAGE;
	int64_t before = INT64_MAX;
	bool is_full = false;

	while (page_n == OWN_PAGE && !is_full) {
		TRY(read_page(cx, customer_id, before, max - n < OWN_PAGE ? max - n : OWN_PAGE,
		              &page, &page_n));
		for (size_t i = 0; i < page_n; i++) {
			size_t more = json_bytes(&page[i]);

			if ((is_full = more > bytes))
				break;
			bytes -= more;
			before = page[i].id;
			all[n++] = page[i];
		}
	}
	*ret = all;
	*ret_n = n;
	return OK;
}

enum err
order_check_closed(struct ctx *cx, int64_t customer_id)
{
	struct number open = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_open, number_cols, &open, &found, I64(customer_id)));
	return found ? fail(cx, E_ORDERS_OPEN, "order %lld", (long long)open.id) : OK;
}

enum err
order_forget(struct ctx *cx, int64_t customer_id)
{
	TRY(order_search_forget(cx, customer_id));
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}
