/* SPDX-License-Identifier: MIT */
#include "sale/cart.h"

#include "account/customer.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "price/kept_quote.h"

SQL_HOT(q_by_token, "SELECT id FROM carts WHERE guest_session_id = ?");
SQL_HOT(q_of_customer, "SELECT id FROM carts WHERE customer_id = ? AND ordered_at IS NULL "
                       "ORDER BY id LIMIT 1");
SQL(q_begin_for, "INSERT INTO carts (customer_id, created_at, updated_at) VALUES (?, ?, ?)");
/* Locks the cart until the commit; no row if it cannot be changed any more. */
SQL_HOT(q_hold, "UPDATE carts SET updated_at = ? WHERE id = ? AND ordered_at IS NULL");
SQL(q_begin, "INSERT INTO carts (guest_session_id, created_at, updated_at) VALUES (?, ?, ?)");
SQL_HOT(q_head, "SELECT id, promo_code FROM carts WHERE id = ? AND ordered_at IS NULL");

#define THING_COLUMNS                                                                              \
	"i.id AS product_instance_id, COALESCE(p.id, 0) AS product_id, i.product_type AS type, "   \
	"pt.name AS type_name, "                                                                   \
	"COALESCE(t.name, p.name, k.name) AS name, COALESCE(p.name, k.name) AS base_name, "        \
	"COALESCE(ts.name, s.name) AS size, s.name AS base_size, "                                 \
	"COALESCE(p.image_url, k.image_url) AS image_url, "                                        \
	"COALESCE(k.count, 0) AS pack_count, COALESCE(k.max_per_flavor, 0) AS max_per_flavor, "    \
	"COALESCE(k.min_flavors, 0) AS min_flavors, "                                              \
	"(i.is_active = 1 AND (i.product_type <> 'digital' OR i.file_id IS NOT NULL) "             \
	"AND COALESCE(s.is_active, 1) = 1 AND COALESCE("                                           \
	"p.is_active = 1 AND p.deleted_at IS NULL AND pt.is_active = 1 AND pt.deleted_at IS NULL, "\
	"k.is_active = 1 AND k.deleted_at IS NULL)) AS is_sold "
#define THING_JOINS                                                                                \
	"LEFT JOIN products p ON p.id = i.product_id "                                             \
	"LEFT JOIN product_types pt ON pt.id = p.product_type_id "                                 \
	"LEFT JOIN cookie_pack k ON k.id = i.cookie_pack_id "                                      \
	"LEFT JOIN sizes s ON s.id = i.size_id "                                                   \
	"LEFT JOIN translations t ON t.entity = IF(k.id IS NULL, 'product', 'cookie_pack') "       \
	"AND t.entity_id = COALESCE(p.id, k.id) AND t.language = ? "                               \
	"LEFT JOIN translations ts ON ts.entity = 'size' AND ts.entity_id = s.id "                 \
	"AND ts.language = ? "
SQL_HOT(q_lines,
	"SELECT ci.id, ci.quantity, " THING_COLUMNS "FROM cart_items ci "
	"JOIN product_instance i ON i.id = ci.product_instance_id " THING_JOINS
	"WHERE ci.cart_id = ? ORDER BY ci.id LIMIT 50");
SQL_HOT(q_thing,
	"SELECT 0 AS id, 1 AS quantity, " THING_COLUMNS "FROM product_instance i " THING_JOINS
	"WHERE i.id = ?");

/* Chosen flavors of packs, then the fixed ones of everything else. */
SQL_HOT(q_flavors,
	"SELECT ci.id AS line_id, cf.flavor_id, COALESCE(t.name, f.name) AS name, "
	"f.name AS base_name, f.category, COALESCE(pf.size_name, cf.size_name) AS size, cf.quantity, "
	"COALESCE(pf.price_adjustment, 0) AS price_adjustment, 1 AS chosen, "
	"(pf.id IS NOT NULL AND f.is_active = 1 AND f.deleted_at IS NULL) AS allowed "
	"FROM cart_items ci JOIN cart_item_flavors cf ON cf.cart_item_id = ci.id "
	"JOIN flavors f ON f.id = cf.flavor_id "
	"LEFT JOIN product_instance_flavor pf ON pf.product_instance_id = ci.product_instance_id "
	"AND pf.flavor_id = cf.flavor_id AND pf.size_id <=> cf.size_id "
	"LEFT JOIN translations t ON t.entity = 'flavor' AND t.entity_id = f.id "
	"AND t.language = ? WHERE ci.cart_id = ? "
	"UNION ALL SELECT ci.id, pf.flavor_id, COALESCE(t.name, f.name), f.name, f.category, "
	"pf.size_name, pf.quantity, pf.price_adjustment, 0, f.is_active = 1 AND f.deleted_at IS NULL "
	"FROM cart_items ci JOIN product_instance i ON i.id = ci.product_instance_id "
	"AND i.product_type <> 'pack' "
	"JOIN product_instance_flavor pf ON pf.product_instance_id = i.id "
	"JOIN flavors f ON f.id = pf.flavor_id "
	"LEFT JOIN translations t ON t.entity = 'flavor' AND t.entity_id = f.id "
	"AND t.language = ? WHERE ci.cart_id = ? ORDER BY line_id, flavor_id LIMIT 1200");
SQL_HOT(q_allowed,
	"SELECT 0 AS line_id, pf.flavor_id, COALESCE(t.name, f.name) AS name, "
	"f.name AS base_name, f.category, pf.size_name AS size, pf.quantity, pf.price_adjustment, "
	"0 AS chosen, (f.is_active = 1 AND f.deleted_at IS NULL) AS allowed "
	"FROM product_instance_flavor pf JOIN flavors f ON f.id = pf.flavor_id "
	"LEFT JOIN translations t ON t.entity = 'flavor' AND t.entity_id = f.id "
	"AND t.language = ? WHERE pf.product_instance_id = ? ORDER BY pf.flavor_id LIMIT 200");

SQL_HOT(q_count, "SELECT COUNT(*) AS id FROM cart_items WHERE cart_id = ?");
/* An equal choice is the same line; more than the most is refused by the count of rows. */
SQL_HOT(q_add_to,
	"UPDATE cart_items SET id = LAST_INSERT_ID(id), quantity = quantity + ?, updated_at = ? "
	"WHERE cart_id = ? AND product_instance_id = ? AND choice_hash = ?");
SQL(q_insert,
	"INSERT INTO cart_items (cart_id, product_instance_id, choice_hash, quantity, created_at, "
	"updated_at) VALUES (?, ?, ?, ?, ?, ?)");
SQL(q_insert_flavors,
	"INSERT INTO cart_item_flavors (cart_item_id, flavor_id, flavor_name, size_id, size_name, "
	"quantity, created_at) SELECT ?, pf.flavor_id, f.name, pf.size_id, pf.size_name, "
	"c.quantity, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (flavor_id BIGINT PATH '$[0]', "
	"quantity INT PATH '$[1]')) AS c JOIN product_instance_flavor pf "
	"ON pf.product_instance_id = ? AND pf.flavor_id = c.flavor_id "
	"JOIN flavors f ON f.id = pf.flavor_id");
SQL_HOT(q_quantity, "SELECT quantity AS id FROM cart_items WHERE id = ?");
SQL_HOT(q_set_quantity,
	"UPDATE cart_items SET quantity = ?, updated_at = ? WHERE id = ? AND cart_id = ?");
SQL_HOT(q_remove, "DELETE FROM cart_items WHERE id = ? AND cart_id = ?");
SQL_HOT(q_set_promo, "UPDATE carts SET promo_code = ?, updated_at = ? WHERE id = ?");
/* Merging. */
SQL_HOT(q_lock_guest, "SELECT id, promo_code FROM carts WHERE id = ? AND customer_id IS NULL "
                      "AND ordered_at IS NULL FOR UPDATE");
SQL_HOT(q_hand_over, "UPDATE carts SET customer_id = ?, guest_session_id = NULL, updated_at = ? "
                     "WHERE id = ?");
SQL_HOT(q_loose_lines, "SELECT id, product_instance_id, choice_hash, quantity FROM cart_items "
                       "WHERE cart_id = ? ORDER BY id LIMIT 50");
SQL_HOT(q_move_line, "UPDATE cart_items SET cart_id = ?, updated_at = ? WHERE id = ?");
SQL_HOT(q_take_promo, "UPDATE carts SET promo_code = COALESCE(promo_code, ?), updated_at = ? "
                      "WHERE id = ?");
SQL_HOT(q_drop, "DELETE FROM carts WHERE id = ?");
SQL_HOT(q_forget, "DELETE FROM carts WHERE customer_id = ?");

/* By the index of the last change; `updated_at` of an ordered one is when it was ordered. */
SQL_HOT(q_left,
	"DELETE FROM carts WHERE updated_at < ? AND (customer_id IS NULL OR ordered_at IS NOT NULL "
	"OR updated_at < ?) ORDER BY updated_at LIMIT ?");
SQL_HOT(q_ordered, "SELECT id, promo_code FROM carts WHERE id = ?");
SQL_HOT(q_consume, "UPDATE carts SET ordered_at = ?, updated_at = ? "
                   "WHERE id = ? AND ordered_at IS NULL");

static const struct col head_cols[] = { COL(struct cart, id), COL(struct cart, promo_code) };
static const struct col line_cols[] = {
	COL(struct line, id), COL(struct line, quantity), COL(struct line, product_instance_id),
	COL(struct line, product_id), COL(struct line, type), COL(struct line, type_name), COL(struct line, name), COL(struct line, base_name),
	COL(struct line, size), COL(struct line, base_size), COL(struct line, image_url),
	COL(struct line, pack_count), COL(struct line, max_per_flavor),
	COL(struct line, min_flavors), COL(struct line, is_sold),
};
static const struct col flavor_cols[] = {
	COL(struct line_flavor, line_id), COL(struct line_flavor, flavor_id),
	COL(struct line_flavor, name), COL(struct line_flavor, base_name),
	COL(struct line_flavor, category), COL(struct line_flavor, size), COL(struct line_flavor, quantity),
	COL(struct line_flavor, price_adjustment), COL(struct line_flavor, chosen),
	COL(struct line_flavor, allowed),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };
struct loose { int64_t id, product_instance_id; struct hash choice_hash; int32_t quantity; };
static const struct col loose_cols[] = {
	COL(struct loose, id), COL(struct loose, product_instance_id),
	COL(struct loose, choice_hash), COL(struct loose, quantity),
};

enum err
cart_find_by_token(struct ctx *cx, const char *token, int64_t *ret)
{
	struct hash h = token_hash(token);
	struct number n = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_by_token, number_cols, &n, &found, HASH(&h)));
	*ret = found ? n.id : 0;
	return OK;
}

enum err
cart_find_by_customer(struct ctx *cx, int64_t customer_id, int64_t *ret)
{
	struct number n = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_of_customer, number_cols, &n, &found, I64(customer_id)));
	*ret = found ? n.id : 0;
	return OK;
}

/* A customer's open cart, locked; a new one if there is none.  With his row locked nobody makes
 * another one meanwhile. */
static enum err
open_of_customer(struct ctx *cx, int64_t customer_id, int64_t *ret_id)
{
	struct customer owner = { 0 };
	int64_t held = 0;

	TRY(customer_lock(cx, customer_id, &owner));
	TRY(cart_find_by_customer(cx, customer_id, ret_id));
	if (*ret_id)
		TRY(db_exec(cx, &q_hold, &held, TIME(cx->now), I64(*ret_id)));
	if (held)
		return OK;
	return db_insert(cx, &q_begin_for, ret_id, I64(customer_id), TIME(cx->now), TIME(cx->now));
}

enum err
cart_open(struct ctx *cx, int64_t *ret_id, const char **token)
{
	int64_t held = 0;
	struct hash h;

	*token = NULL;
	*ret_id = cx->actor.cart_id;
	if (cx->actor.cart_id)
		TRY(db_exec(cx, &q_hold, &held, TIME(cx->now), I64(cx->actor.cart_id)));
	if (held)
		return OK;
	if (cx->actor.kind == ACTOR_CUSTOMER)
		return open_of_customer(cx, cx->actor.id, ret_id);
	*token = token_new(cx->mem);
	h = token_hash(*token);
	return db_insert(cx, &q_begin, ret_id, HASH(&h), TIME(cx->now), TIME(cx->now));
}

/* The actor's cart, locked; E_NOT_FOUND if there is none that can still be changed. */
static enum err
lock_own(struct ctx *cx, int64_t *ret_id)
{
	int64_t held;

	TRY(db_exec(cx, &q_hold, &held, TIME(cx->now), I64(cx->actor.cart_id)));
	*ret_id = cx->actor.cart_id;
	return held ? OK : fail(cx, E_NOT_FOUND, "no open cart");
}

/* Prices are an account's: whoever is not logged in pays what everybody pays. */
static enum err
read_group(struct ctx *cx, const char **ret)
{
	*ret = NULL;
	return cx->actor.kind == ACTOR_CUSTOMER ? customer_group(cx, cx->actor.id, ret) : OK;
}

static enum err
read_tariffs(struct ctx *cx, struct line *lines, size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n + 1);
	struct tariff *tariffs;

	for (size_t i = 0; i < n; i++)
		ids[i] = lines[i].product_instance_id;
	TRY(tariff_read(cx, ids, n, &tariffs));
	for (size_t i = 0; i < n; i++)
		lines[i].tariff = &tariffs[i];
	return OK;
}

enum err
cart_read_lines(struct ctx *cx, int64_t cart_id, const char *group, struct cart *ret)
{
	const char *lang = ctx_language(cx);
	struct line_flavor *flavors;
	size_t flavors_n, k = 0;

	TRY(db_all(cx, &q_lines, line_cols, &ret->items, &ret->items_n, LINES_MAX, STR(lang),
	           STR(lang), I64(cart_id)));
	TRY(db_all(cx, &q_flavors, flavor_cols, &flavors, &flavors_n, LINES_MAX * CHOICES_MAX,
	           STR(lang), I64(cart_id), STR(lang), I64(cart_id)));
	ret->group = group;
	TRY(read_tariffs(cx, ret->items, ret->items_n));
	for (size_t i = 0; i < ret->items_n; i++) {	/* both are in the order of the line */
		struct line *line = &ret->items[i];
		line->flavors = flavors + k;
		for (; k < flavors_n && flavors[k].line_id == line->id; k++)
			line->flavors_n++;
		line_price(line, ret->group);
		ret->subtotal.minor += line->total.minor;
		ret->cookies += line->cookies;
	}
	/* More than a price can hold is shown as the most; quote and checkout refuse it. */
	if (ret->subtotal.minor > MONEY_MAX)
		ret->subtotal = money_of(MONEY_MAX);
	return OK;
}

/* As the actor sees it. */
static enum err
read_lines(struct ctx *cx, int64_t cart_id, struct cart *ret)
{
	const char *group;

	TRY(read_group(cx, &group));
	return cart_read_lines(cx, cart_id, group, ret);
}

static enum err
read_head(struct ctx *cx, struct cart *ret)
{
	bool found = false;

	*ret = (struct cart){ .subtotal = money_of(0) };
	if (cx->actor.cart_id)
		TRY(db_maybe(cx, &q_head, head_cols, ret, &found, I64(cx->actor.cart_id)));
	return OK;
}

enum err
cart_get_own(struct ctx *cx, struct cart *ret)
{
	struct settings set;

	TRY(settings_read(cx, &set));
	TRY(read_head(cx, ret));
	ret->currency = set.currency;
	return ret->id ? read_lines(cx, ret->id, ret) : OK;
}

static int
by_flavor(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	return x->flavor_id < y->flavor_id ? -1 : x->flavor_id > y->flavor_id;
}

/* "[[3,2],[7,4]]", sorted: equal choices are equal text. */
static const char *
canonical(struct ctx *cx, const struct choice *choices, size_t n)
{
	struct choice *sorted = arena_array(cx->mem, struct choice, n + 1);
	struct buf b = buf_in(cx->mem, 64 * (n + 1));

	for (size_t i = 0; i < n; i++)
		sorted[i] = choices[i];
	qsort(sorted, n, sizeof *sorted, by_flavor);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s[%lld,%d]", i ? "," : "", (long long)sorted[i].flavor_id,
		        sorted[i].quantity);
	buf_char(&b, ']');
	return b.data;
}

struct allowed { struct line_flavor *list; size_t n; };

/* The choice as flavors of the thing, so that it can be checked by the pack's rules. */
static enum err
match_choice(struct ctx *cx, struct line *thing, const struct choice *choices, size_t n,
             struct allowed *known)
{
	struct line_flavor *mine = arena_array(cx->mem, struct line_flavor, n + 1);

	TRY(db_all(cx, &q_allowed, flavor_cols, &known->list, &known->n, 200, STR(ctx_language(cx)),
	           I64(thing->product_instance_id)));
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		for (size_t j = 0; j < i; j++)
			if (choices[j].flavor_id == choices[i].flavor_id)
				return fail_at(cx, E_INVALID, arena_fmt(cx->mem, "flavors.%zu", i),
				               "a flavor twice");
		while (k < known->n && known->list[k].flavor_id != choices[i].flavor_id)
			k++;
		mine[i] = k < known->n ? known->list[k] : (struct line_flavor){ .allowed = false };
		mine[i].flavor_id = choices[i].flavor_id;
		mine[i].quantity = choices[i].quantity;
		mine[i].chosen = true;
	}
	thing->flavors = mine;
	thing->flavors_n = n;
	return OK;
}

static enum err
read_thing(struct ctx *cx, int64_t instance_id, int32_t quantity, struct line *ret)
{
	const char *lang = ctx_language(cx);

	TRY(db_one(cx, &q_thing, line_cols, ret, STR(lang), STR(lang), I64(instance_id)));
	ret->quantity = quantity;
	return read_tariffs(cx, ret, 1);
}

static int32_t
chosen_of(const struct line *thing, int64_t flavor_id)
{
	for (size_t i = 0; i < thing->flavors_n; i++)
		if (thing->flavors[i].flavor_id == flavor_id)
			return thing->flavors[i].quantity;
	return 0;
}

enum err
cart_look_choice(struct ctx *cx, int64_t instance_id, const struct choice *choices, size_t n,
                 struct choice_state *ret)
{
	struct line thing = { 0 };
	struct allowed known;
	struct choice_gap gap;
	const char *group;

	TRY(read_thing(cx, instance_id, 1, &thing));
	TRY(match_choice(cx, &thing, choices, n, &known));
	TRY(line_check_partial(cx, &thing, "flavors"));
	TRY(read_group(cx, &group));
	line_price(&thing, group);
	gap = line_gap(&thing);
	*ret = (struct choice_state){
		.count = thing.pack_count, .chosen = gap.chosen, .missing = gap.missing,
		.kinds_missing = gap.kinds_missing, .unit_price = thing.unit_price,
		.complete = gap.missing == 0 && gap.kinds_missing == 0,
		.may_add = arena_array(cx->mem, struct choice_may, known.n + 1),
	};
	for (size_t i = 0; i < known.n; i++) {
		const struct line_flavor *f = &known.list[i];
		int32_t most = line_may_add(&thing, chosen_of(&thing, f->flavor_id));

		if (f->allowed && most > 0)
			ret->may_add[ret->may_add_n++] = (struct choice_may){
				f->flavor_id, f->name, f->price_adjustment, most,
			};
	}
	return OK;
}

enum err
cart_make_line(struct ctx *cx, int64_t instance_id, int32_t quantity, const struct choice *choices,
               size_t n, struct line *ret)
{
	struct line thing = { 0 };
	struct allowed known;

	TRY(read_thing(cx, instance_id, quantity, &thing));
	TRY(match_choice(cx, &thing, choices, n, &known));
	TRY(line_check_choice(cx, &thing, "flavors"));
	if (!str_eq(thing.type, "pack")) {
		thing.flavors = known.list;
		thing.flavors_n = known.n;
	}
	line_price(&thing, NULL);
	if (!thing.available)
		return fail_at(cx, E_NOT_SOLD, "product_instance_id", "instance %lld",
		               (long long)instance_id);
	*ret = thing;
	return OK;
}

enum err
cart_add(struct ctx *cx, int64_t cart_id, int64_t instance_id, int32_t quantity,
         const struct choice *choices, size_t n)
{
	const char *text = canonical(cx, choices, n);
	struct line thing;
	struct number count = { 0 };
	struct hash h = sha256(text, strlen(text));
	int64_t changed, item_id;

	TRY(cart_make_line(cx, instance_id, quantity, choices, n, &thing));
	TRY(db_upsert(cx, &q_add_to, &changed, &item_id, I32(quantity), TIME(cx->now), I64(cart_id),
	              I64(instance_id), HASH(&h)));
	if (changed) {
		TRY(db_one(cx, &q_quantity, number_cols, &count, I64(item_id)));
		if (count.id > QUANTITY_MAX)
			return fail_at(cx, E_CART_FULL, "quantity", "%lld of one line",
			               (long long)count.id);
		return OK;
	}
	TRY(db_one(cx, &q_count, number_cols, &count, I64(cart_id)));
	if (count.id >= LINES_MAX)
		return fail(cx, E_CART_FULL, "%lld lines", (long long)count.id);
	TRY(db_insert(cx, &q_insert, &item_id, I64(cart_id), I64(instance_id), HASH(&h),
	              I32(quantity), TIME(cx->now), TIME(cx->now)));
	if (n > 0)
		return db_exec(cx, &q_insert_flavors, NULL, I64(item_id), TIME(cx->now), STR(text),
		               I64(instance_id));
	return OK;
}

enum err
cart_set_quantity(struct ctx *cx, int64_t item_id, int32_t quantity)
{
	int64_t cart_id, changed;

	TRY(lock_own(cx, &cart_id));
	TRY(db_exec(cx, &q_set_quantity, &changed, I32(quantity), TIME(cx->now), I64(item_id),
	            I64(cart_id)));
	return changed ? OK : fail(cx, E_NOT_FOUND, "item %lld", (long long)item_id);
}

enum err
cart_remove(struct ctx *cx, int64_t item_id)
{
	int64_t cart_id, changed;

	TRY(lock_own(cx, &cart_id));
	TRY(db_exec(cx, &q_remove, &changed, I64(item_id), I64(cart_id)));
	return changed ? OK : fail(cx, E_NOT_FOUND, "item %lld", (long long)item_id);
}

enum err
cart_set_promo(struct ctx *cx, const char *code)
{
	struct promo promo = { 0 };
	struct promo_result result;
	struct cart cart = { 0 };
	int64_t cart_id;
	bool found;

	TRY(lock_own(cx, &cart_id));
	TRY(read_lines(cx, cart_id, &cart));
	TRY(promo_find(cx, code, &promo, &found));
	if (!found)
		return fail_at(cx, E_PROMO_UNKNOWN, "promo_code", "unknown code");
	promo_evaluate(&promo, cx->now, cart.subtotal, cart.subtotal, &result);
	if (result.refusal != OK && result.refusal != E_PROMO_MINIMUM)
		return fail_at(cx, result.refusal, "promo_code", "promo %lld", (long long)promo.id);
	return db_exec(cx, &q_set_promo, NULL, STR(promo.code), TIME(cx->now), I64(cart_id));
}

enum err
cart_clear_promo(struct ctx *cx)
{
	int64_t cart_id;

	TRY(lock_own(cx, &cart_id));
	return db_exec(cx, &q_set_promo, NULL, NIL(), TIME(cx->now), I64(cart_id));
}

/* Is everything in it still on sale, and does every choice still fit its pack? */
static enum err
check_lines(struct ctx *cx, const struct cart *cart)
{
	if (cart->items_n == 0)
		return fail(cx, E_CART_EMPTY, "nothing in it");
	for (size_t i = 0; i < cart->items_n; i++) {
		const struct line *line = &cart->items[i];
		const char *field = arena_fmt(cx->mem, "items.%zu", i);

		if (!line->available)
			return fail_at(cx, E_NOT_SOLD, field, "instance %lld",
			               (long long)line->product_instance_id);
		if (str_eq(line->type, "pack"))
			TRY(line_check_choice(cx, line, arena_fmt(cx->mem, "%s.flavors", field)));
	}
	return OK;
}

enum err
cart_quote(struct ctx *cx, int64_t zone_id, struct quote *ret)
{
	struct settings set;
	struct cart cart;
	struct zone zone = { 0 };
	struct quote_facts facts;

	TRY(settings_read(cx, &set));
	TRY(read_head(cx, &cart));
	if (cart.id)
		TRY(read_lines(cx, cart.id, &cart));
	TRY(check_lines(cx, &cart));
	if (lines_are_digital(cart.items, cart.items_n))
		zone_id = 0;	/* there is nothing to bring */
	if (zone_id)
		TRY(zone_for_order(cx, zone_id, &zone));
	TRY(quote_gather(cx, cart.group, cart.items, cart.items_n, zone_id ? &zone : NULL,
	                 cart.promo_code, &facts));
	TRY(quote_compute(cx, &facts, ret));
	ret->currency = set.currency;
	return kept_quote_add(cx, cart.id, &facts, (int32_t)set.quote_minutes, ret);
}

enum err
cart_consume(struct ctx *cx, struct cart *ret)
{
	int64_t changed;

	*ret = (struct cart){ .subtotal = money_of(0) };
	if (!cx->actor.cart_id)
		return fail(cx, E_CART_EMPTY, "no cart");
	TRY(db_exec(cx, &q_consume, &changed, TIME(cx->now), TIME(cx->now), I64(cx->actor.cart_id)));
	if (changed == 0)
		return fail(cx, E_CART_ORDERED, "cart %lld", (long long)cx->actor.cart_id);
	/* The row is locked from here on: what is read cannot change before the commit. */
	TRY(db_one(cx, &q_ordered, head_cols, ret, I64(cx->actor.cart_id)));
	TRY(read_lines(cx, ret->id, ret));
	return check_lines(cx, ret);
}

/* ---- a guest becomes a customer ---- */

/* One line: added to its equal, or moved. */
static enum err
merge_line(struct ctx *cx, int64_t cart_id, const struct loose *line, int64_t *lines,
           struct cart_merge *ret)
{
	struct number have = { 0 };
	int64_t changed, id;

	TRY(db_upsert(cx, &q_add_to, &changed, &id, I32(line->quantity), TIME(cx->now),
	              I64(cart_id), I64(line->product_instance_id), HASH(&line->choice_hash)));
	if (changed) {
		TRY(db_one(cx, &q_quantity, number_cols, &have, I64(id)));
		ret->merged++;
		if (have.id <= QUANTITY_MAX)
			return OK;
		ret->capped++;
		return db_exec(cx, &q_set_quantity, NULL, I32(QUANTITY_MAX), TIME(cx->now), I64(id),
		               I64(cart_id));
	}
	if (*lines >= LINES_MAX) {
		ret->capped++;
		return OK;
	}
	++*lines;
	ret->added++;
	return db_exec(cx, &q_move_line, NULL, I64(cart_id), TIME(cx->now), I64(line->id));
}

enum err
cart_merge_guest(struct ctx *cx, int64_t customer_id, int64_t guest_cart_id,
                 struct cart_merge *ret)
{
	struct customer owner = { 0 };
	struct cart guest = { 0 };
	struct number n = { 0 };
	struct loose *lines;
	size_t lines_n;
	int64_t cart_id;
	bool found;

	*ret = (struct cart_merge){ 0 };
	TRY(customer_lock(cx, customer_id, &owner));
	TRY(cart_find_by_customer(cx, customer_id, &cart_id));
	cx->actor.cart_id = cart_id;
	TRY(db_maybe(cx, &q_lock_guest, head_cols, &guest, &found, I64(guest_cart_id)));
	if (!found)
		return OK;
	TRY(db_all(cx, &q_loose_lines, loose_cols, &lines, &lines_n, LINES_MAX, I64(guest.id)));
	if (!cart_id) {
		cx->actor.cart_id = guest.id;
		ret->added = (int32_t)lines_n;
		return db_exec(cx, &q_hand_over, NULL, I64(customer_id), TIME(cx->now),
		               I64(guest.id));
	}
	TRY(db_exec(cx, &q_take_promo, NULL, STR(guest.promo_code), TIME(cx->now), I64(cart_id)));
	TRY(db_one(cx, &q_count, number_cols, &n, I64(cart_id)));
	for (size_t i = 0; i < lines_n; i++)
		TRY(merge_line(cx, cart_id, &lines[i], &n.id, ret));
	return db_exec(cx, &q_drop, NULL, I64(guest.id));
}

enum err
cart_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

/* ---- what was left ---- */

#define DAY_SECS 86400

enum err
cart_expire_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	int64_t carts, quotes;

	TRY(kept_quote_expire(cx, cx->now - DAY_SECS, max, &quotes));
	TRY(db_exec(cx, &q_left, &carts, TIME(cx->now - 30 * DAY_SECS),
	            TIME(cx->now - 180 * DAY_SECS), I32(max)));
	*ret_done = (int32_t)(carts + quotes);
	return OK;
}
