/* SPDX-License-Identifier: MIT */
/* A list is three statements whatever its length: the page, its instances, their flavors.  The later
 * two get the ids of the page as one JSON parameter. */
#include "catalog/catalog.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"

#define PAGE_MAX 100
#define INSTANCES_MAX 2000
#define FLAVORS_MAX 8000

#define NAMED(alias, kind)                                                                         \
	"LEFT JOIN translations t ON t.entity = '" kind "' AND t.entity_id = " alias ".id "        \
	"AND t.language = ? "

SQL_HOT(q_types,
	"SELECT p.id, p.slug, COALESCE(t.name, p.name) AS name, "
	"COALESCE(t.description, p.description) AS description FROM product_types p "
	NAMED("p", "product_type")
	"WHERE p.is_active = 1 AND p.deleted_at IS NULL ORDER BY p.id LIMIT 100");
SQL_HOT(q_sizes,
	"SELECT s.id, COALESCE(t.name, s.name) AS name, "
	"COALESCE(t.description, s.description) AS description FROM sizes s " NAMED("s", "size")
	"WHERE s.id > 0 AND s.is_active = 1 ORDER BY s.id LIMIT 100");
SQL_HOT(q_flavors,
	"SELECT f.id, f.slug, COALESCE(t.name, f.name) AS name, "
	"COALESCE(t.description, f.description) AS description, f.category, f.image_url "
	"FROM flavors f " NAMED("f", "flavor")
	"WHERE f.is_active = 1 AND f.deleted_at IS NULL AND f.id > ? ORDER BY f.id LIMIT ?");
SQL_HOT(q_images,
	"SELECT i.image_url AS url, i.is_primary, i.flavor_id FROM JSON_TABLE(?, '$[*]' "
	"COLUMNS (id BIGINT PATH '$')) AS wanted JOIN flavor_images i ON i.flavor_id = wanted.id "
	"ORDER BY i.flavor_id, i.is_primary DESC, i.id LIMIT 2000");

/* A sorted list walks the index of its order and stops at the end of the page: STRAIGHT_JOIN and the
 * hints keep the server from sorting the whole catalog instead (half the time of a page). */
#define PRODUCT_COLUMNS(index)                                                                     \
	"SELECT p.id, p.slug, COALESCE(t.name, p.name) AS name, "                                  \
	"COALESCE(t.description, p.description) AS description, pt.slug AS type, p.image_url, "    \
	"p.current_price, p.is_on_sale FROM products p " index                                     \
	"STRAIGHT_JOIN product_types pt "                                                          \
	"FORCE INDEX (PRIMARY) ON pt.id = p.product_type_id "                                      \
	"AND pt.is_active = 1 AND pt.deleted_at IS NULL " NAMED("p", "product")                    \
	"WHERE p.is_active = 1 AND p.deleted_at IS NULL "
/* Each filter is off when its parameter is NULL. */
#define PRODUCT_FILTERS                                                                            \
	"AND (? IS NULL OR pt.slug = ?) "                                                          \
	"AND (? IS NULL OR p.name LIKE ? OR t.name LIKE ?) "                                       \
	"AND (? IS NULL OR EXISTS (SELECT 1 FROM product_instance i "                              \
	"WHERE i.product_id = p.id AND i.is_active = 1 AND i.size_id = ?)) "                       \
	"AND (? IS NULL OR EXISTS (SELECT 1 FROM product_instance i "                              \
	"JOIN product_instance_flavor pf ON pf.product_instance_id = i.id "                        \
	"JOIN flavors f ON f.id = pf.flavor_id WHERE i.product_id = p.id AND i.is_active = 1 "     \
	"AND f.slug = ?)) "                                                                        \
	"AND (? = 0 OR p.is_on_sale = 1) AND (? IS NULL OR p.current_price >= ?) "                 \
	"AND (? IS NULL OR p.current_price <= ?) "
SQL_HOT(q_products, PRODUCT_COLUMNS("FORCE INDEX (PRIMARY) ") PRODUCT_FILTERS "AND p.id > ? ORDER BY p.id LIMIT ?");
SQL_HOT(q_products_by_name, PRODUCT_COLUMNS("FORCE INDEX (products_name) ") PRODUCT_FILTERS
        "AND p.name >= ? AND (p.name > ? OR p.id > ?) ORDER BY p.name, p.id LIMIT ?");
SQL_HOT(q_products_by_price, PRODUCT_COLUMNS("FORCE INDEX (products_price) ") PRODUCT_FILTERS
        "AND p.current_price >= ? AND (p.current_price > ? OR p.id > ?) "
        "ORDER BY p.current_price, p.id LIMIT ?");
SQL_HOT(q_products_by_price_down, PRODUCT_COLUMNS("FORCE INDEX (products_price) ") PRODUCT_FILTERS
        "AND p.current_price <= ? AND (p.current_price < ? OR p.id < ?) "
        "ORDER BY p.current_price DESC, p.id DESC LIMIT ?");
SQL_HOT(q_product, PRODUCT_COLUMNS("") "AND p.slug = ?");
/* The name a product is sorted by is the untranslated one, so that pages keep their order. */
SQL_HOT(q_product_name, "SELECT name AS slug FROM products WHERE id = ?");

#define PACK_COLUMNS                                                                               \
	"SELECT k.id, k.slug, COALESCE(t.name, k.name) AS name, "                                  \
	"COALESCE(t.description, k.description) AS description, k.image_url, k.count, "            \
	"COALESCE(k.max_per_flavor, 0) AS max_per_flavor, "                                        \
	"COALESCE(k.min_flavors, 0) AS min_flavors FROM cookie_pack k "                            \
	NAMED("k", "cookie_pack") "WHERE k.is_active = 1 AND k.deleted_at IS NULL "
SQL_HOT(q_packs, PACK_COLUMNS "AND k.id > ? ORDER BY k.id LIMIT ?");
SQL_HOT(q_pack, PACK_COLUMNS "AND k.id = ?");

#define CAN_BE_BOUGHT                                                                              \
	"i.is_active = 1 AND (i.product_type <> 'digital' OR i.file_id IS NOT NULL) "
#define SIZE_IS_THERE "(s.id IS NULL OR s.is_active = 1) "
#define INSTANCE_COLUMNS(owner)                                                                    \
	"SELECT i.id, i." owner " AS owner_id, COALESCE(i.size_id, 0) AS size_id, "                \
	"COALESCE(t.name, s.name) AS size, i.base_price AS price FROM "                            \
	"JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS wanted "                            \
	"JOIN product_instance i ON i." owner " = wanted.id AND " CAN_BE_BOUGHT                    \
	"LEFT JOIN sizes s ON s.id = i.size_id " NAMED("s", "size")                                \
	"WHERE " SIZE_IS_THERE "ORDER BY i." owner ", i.base_price, i.id LIMIT 2000"
SQL_HOT(q_instances_of_products, INSTANCE_COLUMNS("product_id"));
SQL_HOT(q_instances_of_packs, INSTANCE_COLUMNS("cookie_pack_id"));

/* For lists of all addresses: what has nothing to buy is left out. */
#define HAS_INSTANCE(owner, id)                                                                    \
	"AND EXISTS (SELECT 1 FROM product_instance i LEFT JOIN sizes s ON s.id = i.size_id "      \
	"WHERE i." owner " = " id " AND " CAN_BE_BOUGHT "AND " SIZE_IS_THERE ") "
SQL(q_product_addresses,
	"SELECT p.id, p.slug FROM products p JOIN product_types pt ON pt.id = p.product_type_id "
	"AND pt.is_active = 1 AND pt.deleted_at IS NULL WHERE p.is_active = 1 "
	"AND p.deleted_at IS NULL " HAS_INSTANCE("product_id", "p.id") "ORDER BY p.id LIMIT ?");
SQL(q_pack_addresses,
	"SELECT k.id, k.slug FROM cookie_pack k WHERE k.is_active = 1 AND k.deleted_at IS NULL "
	HAS_INSTANCE("cookie_pack_id", "k.id") "ORDER BY k.id LIMIT ?");
SQL_HOT(q_instance_flavors,
	"SELECT pf.product_instance_id AS instance_id, pf.flavor_id, f.slug, "
	"COALESCE(t.name, f.name) AS name, f.image_url, pf.quantity, pf.price_adjustment "
	"FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS wanted "
	"JOIN product_instance_flavor pf ON pf.product_instance_id = wanted.id "
	"JOIN flavors f ON f.id = pf.flavor_id AND f.is_active = 1 AND f.deleted_at IS NULL "
	NAMED("f", "flavor")
	"ORDER BY pf.product_instance_id, pf.id LIMIT 8000");

static const struct col type_cols[] = {
	COL(struct product_type, id), COL(struct product_type, slug),
	COL(struct product_type, name), COL(struct product_type, description),
};
static const struct col address_cols[] = {
	COL(struct catalog_address, id), COL(struct catalog_address, slug),
};
static const struct col size_cols[] = {
	COL(struct size, id), COL(struct size, name), COL(struct size, description),
};
static const struct col flavor_cols[] = {
	COL(struct flavor, id), COL(struct flavor, slug), COL(struct flavor, name),
	COL(struct flavor, description), COL(struct flavor, category), COL(struct flavor, image_url),
};
static const struct col image_cols[] = {
	COL(struct image, url), COL(struct image, is_primary), COL(struct image, flavor_id),
};
static const struct col product_cols[] = {
	COL(struct product, id), COL(struct product, slug), COL(struct product, name),
	COL(struct product, description), COL(struct product, type),
	COL(struct product, image_url), COL(struct product, current_price),
	COL(struct product, is_on_sale),
};
static const struct col name_cols[] = { COL(struct product, slug) };
static const struct col pack_cols[] = {
	COL(struct pack, id), COL(struct pack, slug), COL(struct pack, name),
	COL(struct pack, description), COL(struct pack, image_url), COL(struct pack, count),
	COL(struct pack, max_per_flavor), COL(struct pack, min_flavors),
};
static const struct col instance_cols[] = {
	COL(struct instance, id), COL(struct instance, owner_id), COL(struct instance, size_id),
	COL(struct instance, size), COL(struct instance, price),
};
static const struct col instance_flavor_cols[] = {
	COL(struct instance_flavor, instance_id), COL(struct instance_flavor, flavor_id),
	COL(struct instance_flavor, slug), COL(struct instance_flavor, name),
	COL(struct instance_flavor, image_url), COL(struct instance_flavor, quantity),
	COL(struct instance_flavor, price_adjustment),
};

/* "[3,5,8]" from the ids of n things of the same size, whose id comes first. */
static const char *
ids_of(struct ctx *cx, const void *things, size_t n, size_t size)
{
	struct buf b = buf_in(cx->mem, 24 * (n + 1));

	for (size_t i = 0; i < n; i++) {
		buf_char(&b, i ? ',' : '[');
		buf_int(&b, *(const int64_t *)((const char *)things + i * size));
	}
	buf_str(&b, n ? "]" : "[]");
	return b.data;
}

enum err
product_type_list(struct ctx *cx, struct product_type_list *ret)
{
	return db_all(cx, &q_types, type_cols, &ret->items, &ret->items_n, 100, STR(ctx_language(cx)));
}

enum err
size_list(struct ctx *cx, struct size_list *ret)
{
	return db_all(cx, &q_sizes, size_cols, &ret->items, &ret->items_n, 100, STR(ctx_language(cx)));
}

enum err
flavor_list(struct ctx *cx, const char *cursor, int32_t limit, struct flavor_list *ret)
{
	struct page_from from;
	struct image *images;
	size_t images_n, k = 0;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_flavors, flavor_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           STR(ctx_language(cx)), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	TRY(db_all(cx, &q_images, image_cols, &images, &images_n, 2000,
	           STR(ids_of(cx, ret->items, ret->items_n, sizeof *ret->items))));
	for (size_t i = 0; i < ret->items_n; i++) {	/* both are in the order of the id */
		ret->items[i].images = images + k;
		while (k < images_n && images[k].flavor_id == ret->items[i].id) {
			ret->items[i].images_n++;
			k++;
		}
	}
	return OK;
}

/* Instances of all owners, and their flavors, each in the order of its owner. */
struct stock { struct instance *list; size_t n; };

static enum err
stock_read(struct ctx *cx, const struct sql *q, const char *owner_ids, struct stock *ret)
{
	struct instance_flavor *flavors;
	size_t flavors_n, k = 0;

	TRY(db_all(cx, q, instance_cols, &ret->list, &ret->n, INSTANCES_MAX, STR(owner_ids),
	           STR(ctx_language(cx))));
	TRY(db_all(cx, &q_instance_flavors, instance_flavor_cols, &flavors, &flavors_n, FLAVORS_MAX,
	           STR(ids_of(cx, ret->list, ret->n, sizeof *ret->list)), STR(ctx_language(cx))));
	for (size_t i = 0; i < ret->n; i++) {
		struct instance *in = &ret->list[i];
		/* The flavors come by instance id, the instances by price: look for the run. */
		for (k = 0; k < flavors_n && flavors[k].instance_id != in->id; k++)
			;
		in->flavors = flavors + k;
		for (; k < flavors_n && flavors[k].instance_id == in->id; k++)
			in->flavors_n++;
	}
	return OK;
}

static void
stock_of(const struct stock *s, int64_t owner_id, struct instance **ret, size_t *ret_n)
{
	size_t k = 0;

	while (k < s->n && s->list[k].owner_id != owner_id)
		k++;
	*ret = s->list + k;
	for (*ret_n = 0; k < s->n && s->list[k].owner_id == owner_id; k++)
		++*ret_n;
}

static enum err
products_stock(struct ctx *cx, struct product *list, size_t n, struct stock *stock)
{
	TRY(stock_read(cx, &q_instances_of_products, ids_of(cx, list, n, sizeof *list), stock));
	for (size_t i = 0; i < n; i++)
		stock_of(stock, list[i].id, &list[i].instances, &list[i].instances_n);
	return OK;
}

static enum err
packs_stock(struct ctx *cx, struct pack *list, size_t n, struct stock *stock)
{
	TRY(stock_read(cx, &q_instances_of_packs, ids_of(cx, list, n, sizeof *list), stock));
	for (size_t i = 0; i < n; i++)
		stock_of(stock, list[i].id, &list[i].instances, &list[i].instances_n);
	return OK;
}

#define FILTER_ARGS(lang, f, pattern)                                                              \
	STR(lang), STR((f)->type), STR((f)->type), STR(pattern), STR(pattern), STR(pattern),       \
	ID((f)->size_id), ID((f)->size_id), STR((f)->flavor), STR((f)->flavor),           \
		FLAG((f)->on_sale), MONEY((f)->least), MONEY((f)->least), MONEY((f)->most),        \
		MONEY((f)->most)

static enum err
product_page(struct ctx *cx, const struct product_filter *f, struct page_from from, int32_t limit,
             struct product_list *ret)
{
	const char *lang = ctx_language(cx), *pattern = db_like(cx, f->text);
	struct product **to = &ret->items;
	size_t *n = &ret->items_n;
	struct money price;
	bool down = str_eq(f->sort, "-price");

	if (str_eq(f->sort, "name"))
		return db_all(cx, &q_products_by_name, product_cols, to, n, PAGE_MAX + 1,
		              FILTER_ARGS(lang, f, pattern), STR(from.key), STR(from.key),
		              I64(from.id), I32(limit + 1));
	if (!down && !str_eq(f->sort, "price"))
		return db_all(cx, &q_products, product_cols, to, n, PAGE_MAX + 1,
		              FILTER_ARGS(lang, f, pattern), I64(from.id), I32(limit + 1));
	if (from.id == 0)
		price = down ? money_of(9999999999) : money_of(-1);
	else if (!money_parse(from.key, &price))
		return fail_at(cx, E_INVALID, "cursor", "malformed cursor");
	return db_all(cx, down ? &q_products_by_price_down : &q_products_by_price, product_cols, to,
	              n, PAGE_MAX + 1, FILTER_ARGS(lang, f, pattern), MONEY(price), MONEY(price),
	              I64(from.id), I32(limit + 1));
}

static enum err
product_cursor(struct ctx *cx, const struct product_filter *f, const struct product *last,
               const char **ret)
{
	char text[MONEY_TEXT];
	struct product name = { 0 };

	if (str_eq(f->sort, "name")) {
		TRY(db_one(cx, &q_product_name, name_cols, &name, I64(last->id)));
		*ret = cursor_text(cx, name.slug, last->id);
	} else if (str_eq(f->sort, "id")) {
		*ret = cursor_text(cx, NULL, last->id);
	} else {
		*ret = cursor_text(cx, money_text(last->current_price, text), last->id);
	}
	return OK;
}

enum err
product_list(struct ctx *cx, const struct product_filter *f, const char *cursor, int32_t limit,
             struct product_list *ret)
{
	struct page_from from;
	struct stock stock;

	TRY(cursor_read(cx, cursor, &from));
	TRY(product_page(cx, f, from, limit, ret));
	if (page_cut(&ret->items_n, limit))
		TRY(product_cursor(cx, f, &ret->items[limit - 1], &ret->next_cursor));
	TRY(products_stock(cx, ret->items, ret->items_n, &stock));
	ret->stock = stock.list;
	ret->stock_n = stock.n;
	return OK;
}

enum err
product_get(struct ctx *cx, const char *slug, struct product *ret)
{
	struct stock stock;

	TRY(db_one(cx, &q_product, product_cols, ret, STR(ctx_language(cx)), STR(slug)));
	return products_stock(cx, ret, 1, &stock);
}

enum err
pack_list(struct ctx *cx, const char *cursor, int32_t limit, struct pack_list *ret)
{
	struct page_from from;
	struct stock stock;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_packs, pack_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           STR(ctx_language(cx)), I64(from.id), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	TRY(packs_stock(cx, ret->items, ret->items_n, &stock));
	ret->stock = stock.list;
	ret->stock_n = stock.n;
	return OK;
}

enum err
pack_get(struct ctx *cx, int64_t id, struct pack *ret)
{
	struct stock stock;

	TRY(db_one(cx, &q_pack, pack_cols, ret, STR(ctx_language(cx)), I64(id)));
	return packs_stock(cx, ret, 1, &stock);
}

enum err
product_addresses(struct ctx *cx, int32_t max, struct catalog_address_list *ret)
{
	return db_all(cx, &q_product_addresses, address_cols, &ret->items, &ret->items_n, (size_t)max,
	              I32(max));
}

enum err
pack_addresses(struct ctx *cx, int32_t max, struct catalog_address_list *ret)
{
	return db_all(cx, &q_pack_addresses, address_cols, &ret->items, &ret->items_n, (size_t)max,
	              I32(max));
}
