/* SPDX-License-Identifier: MIT */
#include "price/price_desk.h"

#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "price/history.h"
#include "price/shelf.h"

#define FOLLOW_MAX 200

#define TIER_COLUMNS                                                                               \
	"SELECT t.id, COALESCE(t.product_id, 0) AS product_id, "                                   \
	"COALESCE(t.product_instance_id, 0) AS product_instance_id, t.price_type, t.price, "       \
	"t.start_date, t.end_date, t.is_active, t.version FROM product_prices t "
SQL(q_list,
	TIER_COLUMNS "WHERE t.id > ? AND (? IS NULL OR t.product_id = ? OR t.product_instance_id IN ("
	"SELECT i.id FROM product_instance i WHERE i.product_id = ?)) "
	"AND (? IS NULL OR t.product_instance_id = ?) ORDER BY t.id LIMIT ?");
SQL(q_get, TIER_COLUMNS "WHERE t.id = ?");
SQL(q_lock, TIER_COLUMNS "WHERE t.id = ? FOR UPDATE");
/* Whose price it may be: the product is there, and the instance is its own. */
SQL(q_owner,
	"SELECT COALESCE((SELECT p.id FROM products p WHERE p.id = ?), 0) AS product_id, "
	"COALESCE((SELECT i.id FROM product_instance i WHERE i.id = ? "
	"AND (? = 0 OR i.product_id = ?)), 0) AS product_instance_id");
SQL(q_add,
	"INSERT INTO product_prices (product_id, product_instance_id, price_type, price, start_date, "
	"end_date, is_active, created_by, created_at, updated_at) "
	"VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)");
SQL(q_edit,
	"UPDATE product_prices SET price = ?, start_date = ?, end_date = ?, is_active = ?, "
	"version = version + 1, updated_at = ? WHERE id = ? AND version = ?");
SQL(q_product,
	"SELECT id, base_price, original_price, sale_price, current_price, sale_start_date, "
	"sale_end_date, is_on_sale, version FROM products WHERE id = ? AND deleted_at IS NULL");
SQL(q_lock_product,
	"SELECT id, base_price, original_price, sale_price, current_price, sale_start_date, "
	"sale_end_date, is_on_sale, version FROM products WHERE id = ? AND deleted_at IS NULL "
	"FOR UPDATE");
SQL(q_set_sale,
	"UPDATE products SET sale_price = ?, original_price = ?, sale_start_date = ?, "
	"sale_end_date = ?, is_on_sale = ?, version = version + 1, updated_at = ? WHERE id = ? "
	"AND version = ?");
SQL(q_set_base, "UPDATE products SET base_price = ?, version = version + 1, updated_at = ? "
                "WHERE id = ? AND version = ?");
SQL(q_instance, "SELECT id, base_price, version FROM product_instance WHERE id = ?");
SQL(q_lock_instance, "SELECT id, base_price, version FROM product_instance WHERE id = ? FOR UPDATE");
SQL(q_set_instance, "UPDATE product_instance SET base_price = ?, version = version + 1, "
                    "updated_at = ? WHERE id = ? AND version = ?");

static const struct col tier_cols[] = {
	COL(struct tier_price, id), COL(struct tier_price, product_id),
	COL(struct tier_price, product_instance_id), COL(struct tier_price, price_type),
	COL(struct tier_price, price), COL_TIME(struct tier_price, start_date),
	COL_TIME(struct tier_price, end_date), COL(struct tier_price, is_active),
	COL(struct tier_price, version),
};
static const struct col owner_cols[] = {
	COL(struct tier_price, product_id), COL(struct tier_price, product_instance_id),
};
static const struct col product_cols[] = {
	COL(struct product_price, id), COL(struct product_price, base_price),
	COL(struct product_price, original_price), COL(struct product_price, sale_price),
	COL(struct product_price, current_price), COL_TIME(struct product_price, sale_start_date),
	COL_TIME(struct product_price, sale_end_date), COL(struct product_price, is_on_sale),
	COL(struct product_price, version),
};
static const struct col instance_cols[] = {
	COL(struct instance_price, id), COL(struct instance_price, base_price),
	COL(struct instance_price, version),
};

/* ---- what every change does besides ---- */

static const char *
amount_json(struct ctx *cx, const char *kind, struct money m)
{
	char text[MONEY_TEXT];

	return money_is_none(m) ? arena_fmt(cx->mem, "{\"%s\":null}", kind)
	                        : arena_fmt(cx->mem, "{\"%s\":\"%s\"}", kind, money_text(m, text));
}

static enum err
note(struct ctx *cx, const struct price_change *c, const char *table, struct money before)
{
	int32_t followed;

	TRY(history_note(cx, c));
	TRY(audit_write(cx, "price.set", table, c->entity_id, amount_json(cx, c->kind, before),
	                amount_json(cx, c->kind, c->amount), NULL));
	return shelf_follow_dates(cx, FOLLOW_MAX, &followed);
}

static enum err
at_version(struct ctx *cx, int32_t have, int32_t want)
{
	return have == want ? OK : fail(cx, E_CONFLICT, "version %d, now %d", want, have);
}

static enum err
check_dates(struct ctx *cx, const char *field, int64_t start, int64_t end)
{
	return !end || start < end ? OK : fail_at(cx, E_INVALID, field, "it ends before it begins");
}

/* ---- tiers ---- */

enum err
price_desk_list(struct ctx *cx, int64_t product_id, int64_t instance_id, const char *cursor,
                int32_t limit, struct tier_page *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, tier_cols, &ret->items, &ret->items_n, PRICE_PAGE_MAX + 1,
	           I64(from.id), ID(product_id), ID(product_id), ID(product_id), ID(instance_id),
	           ID(instance_id), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	return OK;
}

static enum err
check_owner(struct ctx *cx, const struct tier_price *new)
{
	struct tier_price owner = { 0 };

	if (!new->product_id && !new->product_instance_id)
		return fail_at(cx, E_INVALID, "product_id", "whose price?");
	TRY(db_one(cx, &q_owner, owner_cols, &owner, I64(new->product_id),
	           I64(new->product_instance_id), I64(new->product_id), I64(new->product_id)));
	if (new->product_id && !owner.product_id)
		return fail_at(cx, E_INVALID, "product_id", "no such product");
	if (new->product_instance_id && !owner.product_instance_id)
		return fail_at(cx, E_INVALID, "product_instance_id", "no such instance of it");
	return OK;
}

enum err
price_desk_add(struct ctx *cx, const struct tier_price *new, struct tier_price *ret)
{
	int64_t start = new->start_date ? new->start_date : cx->now, id;

	TRY(check_owner(cx, new));
	TRY(check_dates(cx, "end_date", start, new->end_date));
	TRY(db_insert(cx, &q_add, &id, ID(new->product_id), ID(new->product_instance_id),
	              STR(new->price_type), MONEY(new->price), TIME(start), TIME(new->end_date),
	              ID(cx->actor.id), TIME(cx->now), TIME(cx->now)));
	TRY(note(cx, &(struct price_change){ "product_price", id, new->price_type, new->price, start,
	                                     new->end_date }, "product_prices", MONEY_NONE));
	return db_one(cx, &q_get, tier_cols, ret, I64(id));
}

enum err
price_desk_edit(struct ctx *cx, int64_t id, int32_t version, const struct tier_edit *edit,
                struct tier_price *ret)
{
	struct tier_price old = { 0 }, t;
	struct price_change change;

	TRY(db_one(cx, &q_lock, tier_cols, &old, I64(id)));
	TRY(at_version(cx, old.version, version));
	t = old;
	t.price = money_is_none(edit->price) ? old.price : edit->price;
	t.start_date = edit->start_date ? edit->start_date : old.start_date;
	t.end_date = edit->end_date ? edit->end_date : old.end_date;
	t.is_active = edit->is_active < 0 ? old.is_active : edit->is_active > 0;
	TRY(check_dates(cx, "end_date", t.start_date, t.end_date));
	TRY(db_exec(cx, &q_edit, NULL, MONEY(t.price), TIME(t.start_date), TIME(t.end_date),
	            FLAG(t.is_active), TIME(cx->now), I64(id), I32(version)));
	change = (struct price_change){ "product_price", id, t.price_type,
	                                t.is_active ? t.price : MONEY_NONE, t.start_date,
	                                t.end_date };
	TRY(note(cx, &change, "product_prices", old.is_active ? old.price : MONEY_NONE));
	return db_one(cx, &q_get, tier_cols, ret, I64(id));
}

/* ---- products and instances ---- */

enum err
price_desk_product(struct ctx *cx, int64_t id, struct product_price *ret)
{
	return db_one(cx, &q_product, product_cols, ret, I64(id));
}

enum err
price_desk_set_sale(struct ctx *cx, int64_t id, int32_t version, const struct sale_wish *sale,
                    struct product_price *ret)
{
	struct product_price old = { 0 };
	bool is_on = !money_is_none(sale->sale_price) &&
	             tariff_sale_is_on(true, sale->start_at, sale->end_at, cx->now);

	TRY(db_one(cx, &q_lock_product, product_cols, &old, I64(id)));
	TRY(at_version(cx, old.version, version));
	TRY(check_dates(cx, "end_at", sale->start_at, sale->end_at));
	TRY(db_exec(cx, &q_set_sale, NULL, MONEY(sale->sale_price), MONEY(sale->original_price),
	            TIME(sale->start_at), TIME(sale->end_at), FLAG(is_on), TIME(cx->now), I64(id),
	            I32(version)));
	TRY(history_note(cx, &(struct price_change){ "product", id, "original",
	                                             sale->original_price, 0, 0 }));
	TRY(note(cx, &(struct price_change){ "product", id, "sale", sale->sale_price, sale->start_at,
	                                     sale->end_at }, "products", old.sale_price));
	return price_desk_product(cx, id, ret);
}

enum err
price_desk_set_product(struct ctx *cx, int64_t id, int32_t version, struct money base,
                       struct product_price *ret)
{
	struct product_price old = { 0 };

	TRY(db_one(cx, &q_lock_product, product_cols, &old, I64(id)));
	TRY(at_version(cx, old.version, version));
	TRY(db_exec(cx, &q_set_base, NULL, MONEY(base), TIME(cx->now), I64(id), I32(version)));
	TRY(note(cx, &(struct price_change){ "product", id, "base", base, 0, 0 }, "products",
	         old.base_price));
	return price_desk_product(cx, id, ret);
}

enum err
price_desk_set_instance(struct ctx *cx, int64_t id, int32_t version, struct money base,
                        struct instance_price *ret)
{
	struct instance_price old = { 0 };

	TRY(db_one(cx, &q_lock_instance, instance_cols, &old, I64(id)));
	TRY(at_version(cx, old.version, version));
	TRY(db_exec(cx, &q_set_instance, NULL, MONEY(base), TIME(cx->now), I64(id), I32(version)));
	TRY(note(cx, &(struct price_change){ "product_instance", id, "base", base, 0, 0 },
	         "product_instance", old.base_price));
	return db_one(cx, &q_instance, instance_cols, ret, I64(id));
}

enum err
price_desk_as_of(struct ctx *cx, int64_t instance_id, int64_t at, const char *group,
                 struct price_as_of *ret)
{
	struct tariff t;
	struct tariff_price p;

	if (!at)
		at = cx->now;
	TRY(history_tariff(cx, instance_id, at, &t));
	p = tariff_price(&t, group);
	*ret = (struct price_as_of){ instance_id, at, p.price, t.base, p.original, p.kind };
	return OK;
}
