/* SPDX-License-Identifier: MIT */
#include "place/place.h"

#include "base/str.h"
#include "db/db.h"
#include "db/page.h"

#define PAGE_MAX 200
#define SLOTS_MAX 50
#define CLOSURES_MAX 400

SQL_HOT(q_cities,
	"SELECT c.id, COALESCE(t.name, c.name) AS name, c.is_active FROM cities c "
	"LEFT JOIN translations t ON t.entity = 'city' AND t.entity_id = c.id AND t.language = ? "
	"WHERE c.id > ? ORDER BY c.id LIMIT ?");

#define ZONE_COLUMNS                                                                               \
	"SELECT z.id, z.city_id, COALESCE(tz.name, z.name) AS name, "                              \
	"COALESCE(tc.name, c.name) AS city_name, c.name AS city_base_name, z.delivery_fee, z.delivery_days, z.is_active, "   \
	"c.is_active AS city_is_active FROM zones z JOIN cities c ON c.id = z.city_id "            \
	"LEFT JOIN translations tz ON tz.entity = 'zone' AND tz.entity_id = z.id "                 \
	"AND tz.language = ? "                                                                     \
	"LEFT JOIN translations tc ON tc.entity = 'city' AND tc.entity_id = c.id "                 \
	"AND tc.language = ? "
SQL_HOT(q_zones, ZONE_COLUMNS "WHERE z.id > ? ORDER BY z.id LIMIT ?");
SQL_HOT(q_zones_of, ZONE_COLUMNS "WHERE z.city_id = ? AND z.id > ? ORDER BY z.id LIMIT ?");
SQL_HOT(q_zone, ZONE_COLUMNS "WHERE z.id = ?");

#define SLOT_COLUMNS                                                                               \
	"SELECT s.id, COALESCE(t.name, s.name) AS name, s.name AS base_name, s.from_hour, "        \
	"s.to_hour, zs.weekdays, COALESCE(s.capacity_orders, 4000000000) AS capacity_orders, "              \
	"COALESCE(s.capacity_cookies, 4000000000) AS capacity_cookies FROM zone_time_slots zs "             \
	"JOIN delivery_time_slots s ON s.id = zs.time_slot_id AND s.is_active = 1 "                \
	"LEFT JOIN translations t ON t.entity = 'time_slot' AND t.entity_id = s.id "               \
	"AND t.language = ? WHERE zs.zone_id = ? "
SQL_HOT(q_slots, SLOT_COLUMNS "ORDER BY s.from_hour, s.id LIMIT 50");
SQL_HOT(q_slot, SLOT_COLUMNS "AND s.id = ?");

SQL_HOT(q_any_slot,
	"SELECT s.id, s.name, s.name AS base_name, s.from_hour, s.to_hour, 0 AS weekdays, "
	"COALESCE(s.capacity_orders, 4000000000) AS capacity_orders, "
	"COALESCE(s.capacity_cookies, 4000000000) AS capacity_cookies FROM delivery_time_slots s "
	"WHERE s.id = ?");

SQL_HOT(q_closures, "SELECT day FROM delivery_closures WHERE zone_key IN (0, ?) AND day >= ? "
                    "AND day <= ? ORDER BY day LIMIT 400");

/* Days on which something is booked: few rows, so they are compared here. */
SQL_HOT(q_booked,
	"SELECT slot_key, day, held_orders + used_orders AS orders, "
	"held_cookies + used_cookies AS cookies, limit_orders IS NOT NULL AS own_orders, "
	"COALESCE(limit_orders, 0) AS limit_orders, limit_cookies IS NOT NULL AS own_cookies, "
	"COALESCE(limit_cookies, 0) AS limit_cookies FROM capacity "
	"WHERE day >= ? AND day <= ? ORDER BY day, slot_key LIMIT 5000");

SQL(q_soonest, "SELECT CAST(COALESCE(MIN(delivery_days), 0) AS SIGNED) AS days FROM zones "
               "WHERE is_active = 1");

struct soonest { int32_t days; };
static const struct col soonest_cols[] = { COL(struct soonest, days) };
static const struct col city_cols[] = {
	COL(struct city, id), COL(struct city, name), COL(struct city, is_active),
};
static const struct col zone_cols[] = {
	COL(struct zone, id), COL(struct zone, city_id), COL(struct zone, name),
	COL(struct zone, city_name), COL(struct zone, city_base_name),
	COL(struct zone, delivery_fee),
	COL(struct zone, delivery_days), COL(struct zone, is_active),
	COL(struct zone, city_is_active),
};
static const struct col slot_cols[] = {
	COL(struct slot, id), COL(struct slot, name), COL(struct slot, base_name),
	COL(struct slot, from_hour), COL(struct slot, to_hour), COL(struct slot, weekdays),
	COL(struct slot, capacity_orders), COL(struct slot, capacity_cookies),
};

struct closure { struct day day; };
static const struct col closure_cols[] = { COL(struct closure, day) };

struct booked {
	int64_t slot_key;
	struct day day;
	int64_t orders, cookies;
	bool own_orders;
	int64_t limit_orders;
	bool own_cookies;
	int64_t limit_cookies;
};
static const struct col booked_cols[] = {
	COL(struct booked, slot_key), COL(struct booked, day), COL(struct booked, orders),
	COL(struct booked, cookies), COL(struct booked, own_orders),
	COL(struct booked, limit_orders), COL(struct booked, own_cookies),
	COL(struct booked, limit_cookies),
};

enum err
city_list(struct ctx *cx, const char *cursor, int32_t limit, struct city_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_cities, city_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           STR(ctx_language(cx)), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	for (size_t i = 0; i < ret->items_n; i++)
		ret->items[i].coming_soon = !ret->items[i].is_active;
	return OK;
}

static void
finish_zone(struct zone *z)
{
	z->is_active = z->is_active && z->city_is_active;
	z->coming_soon = !z->is_active;
}

enum err
zone_list(struct ctx *cx, int64_t city_id, const char *cursor, int32_t limit, struct zone_list *ret)
{
	struct page_from from;
	const char *lang = ctx_language(cx);

	TRY(cursor_read(cx, cursor, &from));
	if (city_id)
		TRY(db_all(cx, &q_zones_of, zone_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
		           STR(lang), STR(lang), I64(city_id), I64(from.id), I32(limit + 1)));
	else
		TRY(db_all(cx, &q_zones, zone_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
		           STR(lang), STR(lang), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	for (size_t i = 0; i < ret->items_n; i++)
		finish_zone(&ret->items[i]);
	return OK;
}

enum err
zone_get(struct ctx *cx, int64_t id, struct zone *ret)
{
	TRY(db_one(cx, &q_zone, zone_cols, ret, STR(ctx_language(cx)), STR(ctx_language(cx)), I64(id)));
	finish_zone(ret);
	return OK;
}

enum err
zone_for_order(struct ctx *cx, int64_t id, struct zone *ret)
{
	TRY(zone_get(cx, id, ret));
	if (!ret->city_is_active)
		return fail_at(cx, E_CITY_INACTIVE, "zone_id", "zone %lld", (long long)id);
	if (!ret->is_active)
		return fail_at(cx, E_ZONE_INACTIVE, "zone_id", "zone %lld", (long long)id);
	return OK;
}

/* For delivery on the same day the slot's beginning may come first. */
static struct hour
cutoff_of(struct hour cutoff, int32_t delivery_days, struct hour slot_from)
{
	return delivery_days == 0 && slot_from.minutes < cutoff.minutes ? slot_from : cutoff;
}

enum err
slot_cutoff(struct ctx *cx, const struct settings *set, const struct slot *slot, struct day day,
            int64_t *ret)
{
	struct soonest s;

	TRY(db_one(cx, &q_soonest, soonest_cols, &s));
	*ret = clock_moment((struct day){ day.n - s.days },
	                    cutoff_of(set->cutoff_hour, s.days, slot->from_hour));
	return OK;
}

bool
offer_holds(const struct offer_rule *rule, int64_t now, struct day day,
            bool (*closed)(void *arg, struct day day), void *arg)
{
	struct day today = clock_day(now), first = today, last = { today.n + rule->days_ahead };
	struct hour cutoff = cutoff_of(rule->cutoff, rule->delivery_days, rule->slot_from);

	first.n += rule->delivery_days;
	if (clock_hour(now).minutes >= cutoff.minutes)
		first.n++;
	/* The first day moves past closed days; later ones are simply not on offer. */
	while (first.n <= last.n && (rule->closed_weekdays >> day_weekday(first) & 1 ||
	                             closed(arg, first)))
		first.n++;
	return day.n >= first.n && day.n <= last.n &&
	       rule->slot_weekdays >> day_weekday(day) & 1 &&
	       !(rule->closed_weekdays >> day_weekday(day) & 1) && !closed(arg, day);
}

struct closures { struct closure *list; size_t n; };

static bool
is_closed(void *arg, struct day day)
{
	const struct closures *c = arg;

	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].day.n == day.n)
			return true;
	return false;
}

static enum err
closures_read(struct ctx *cx, const struct settings *set, int64_t zone_id, struct closures *ret)
{
	struct day today = clock_day(cx->now);

	return db_all(cx, &q_closures, closure_cols, &ret->list, &ret->n, CLOSURES_MAX,
	              I64(zone_id), DAY(today),
	              DAY((struct day){ today.n + (int32_t)set->order_days_ahead }));
}

static struct offer_rule
rule_of(const struct settings *set, const struct zone *zone, const struct slot *slot)
{
	return (struct offer_rule){
		.cutoff = set->cutoff_hour,
		.closed_weekdays = (int32_t)set->closed_weekdays,
		.days_ahead = (int32_t)set->order_days_ahead,
		.delivery_days = zone->delivery_days,
		.slot_from = slot->from_hour,
		.slot_weekdays = slot->weekdays,
	};
}

/* Is there room for one more order, of one cookie at least? */
static bool
has_room(const struct booked *list, size_t n, int64_t slot_key, struct day day,
         int64_t most_orders, int64_t most_cookies)
{
	for (size_t i = 0; i < n; i++) {
		const struct booked *b = &list[i];
		if (b->slot_key != slot_key || b->day.n != day.n)
			continue;
		return b->orders < (b->own_orders ? b->limit_orders : most_orders) &&
		       b->cookies < (b->own_cookies ? b->limit_cookies : most_cookies);
	}
	return most_orders > 0 && most_cookies > 0;
}

enum err
offer_list(struct ctx *cx, const struct settings *set, const struct zone *zone,
           struct offer_list *ret)
{
	struct closures closures;
	struct booked *booked;
	struct slot *slots;
	size_t booked_n, slots_n;
	struct day today = clock_day(cx->now);
	int32_t ahead = (int32_t)set->order_days_ahead;

	*ret = (struct offer_list){ 0 };
	if (!zone->is_active)
		return OK;
	TRY(db_all(cx, &q_slots, slot_cols, &slots, &slots_n, SLOTS_MAX, STR(ctx_language(cx)),
	           I64(zone->id)));
	TRY(closures_read(cx, set, zone->id, &closures));
	TRY(db_all(cx, &q_booked, booked_cols, &booked, &booked_n, 5000, DAY(today),
	           DAY((struct day){ today.n + ahead })));
	ret->items = arena_array(cx->mem, struct offer, slots_n * (size_t)(ahead + 1) + 1);
	for (struct day day = today; day.n <= today.n + ahead; day.n++)
		for (size_t i = 0; i < slots_n; i++) {
			const struct slot *s = &slots[i];
			struct offer_rule rule = rule_of(set, zone, s);
			if (!offer_holds(&rule, cx->now, day, is_closed, &closures))
				continue;
			ret->items[ret->items_n++] = (struct offer){
				day, s->id, s->name, s->from_hour, s->to_hour,
				has_room(booked, booked_n, s->id, day, s->capacity_orders,
				         s->capacity_cookies) &&
				    has_room(booked, booked_n, 0, day, CAPACITY_OF(set->day_orders),
				             CAPACITY_OF(set->day_cookies)),
			};
		}
	return OK;
}

enum err
slot_get(struct ctx *cx, int64_t id, struct slot *ret)
{
	return db_one(cx, &q_any_slot, slot_cols, ret, I64(id));
}

enum err
slot_check(struct ctx *cx, const struct settings *set, const struct zone *zone, int64_t slot_id,
           struct day day, struct slot *ret)
{
	struct closures closures;
	bool found;

	TRY(db_maybe(cx, &q_slot, slot_cols, ret, &found, STR(ctx_language(cx)), I64(zone->id),
	             I64(slot_id)));
	if (found) {
		struct offer_rule rule = rule_of(set, zone, ret);
		TRY(closures_read(cx, set, zone->id, &closures));
		found = offer_holds(&rule, cx->now, day, is_closed, &closures);
	}
	if (!found)
		return fail_at(cx, E_SLOT_UNAVAILABLE, "time_slot_id", "zone %lld, slot %lld",
		               (long long)zone->id, (long long)slot_id);
	return OK;
}
