/* SPDX-License-Identifier: MIT */
#include "price/shelf.h"

#include "base/str.h"
#include "db/db.h"

/* What flag and price should be now, beside what they are. */
#define SALE_DATES "p.sale_start_date IS NULL AND p.sale_end_date IS NULL"
#define SALE_IS_ON                                                                                 \
	"IF(" SALE_DATES ", p.is_on_sale, (p.sale_start_date IS NULL OR p.sale_start_date <= ?) "  \
	"AND (p.sale_end_date IS NULL OR p.sale_end_date > ?))"
SQL(q_stale,
	"SELECT id, is_on, price FROM (SELECT p.id, p.is_on_sale, p.current_price, "
	SALE_IS_ON " AS is_on, LEAST(COALESCE(t.regular, p.base_price), "
	"COALESCE(IF(" SALE_IS_ON ", p.sale_price, NULL), t.regular, p.base_price), "
	"COALESCE(t.sale, t.regular, p.base_price)) AS price FROM products p LEFT JOIN ("
	"SELECT product_id, MIN(IF(price_type = 'regular', price, NULL)) AS regular, "
	"MIN(IF(price_type = 'sale', price, NULL)) AS sale FROM product_prices "
	"WHERE product_instance_id IS NULL AND is_active = 1 AND start_date <= ? "
	"AND (end_date IS NULL OR end_date > ?) GROUP BY product_id) AS t ON t.product_id = p.id) "
	"AS wanted WHERE is_on_sale <> is_on OR current_price <> price ORDER BY id LIMIT ?");
SQL(q_follow, "UPDATE products SET is_on_sale = ?, current_price = ?, updated_at = ? WHERE id = ?");

struct stale { int64_t id; bool is_on; struct money price; };
static const struct col stale_cols[] = {
	COL(struct stale, id), COL(struct stale, is_on), COL(struct stale, price),
};

enum err
shelf_price(struct ctx *cx, struct instance *list, size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n + 1);
	struct tariff *tariffs;

	for (size_t i = 0; i < n; i++)
		ids[i] = list[i].id;
	TRY(tariff_read(cx, ids, n, &tariffs));
	for (size_t i = 0; i < n; i++) {
		struct tariff_price price = tariff_price(&tariffs[i], NULL);

		list[i].price = price.price;
		list[i].original_price = price.original;
		list[i].on_sale = str_eq(price.kind, "sale");
		list[i].sale_ends_at = list[i].on_sale ? price.until : 0;
	}
	return OK;
}

enum err
shelf_follow_dates(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct db_val now = TIME(cx->now);
	struct stale *list;
	size_t n;

	TRY(db_all(cx, &q_stale, stale_cols, &list, &n, (size_t)max, now, now, now, now, now, now,
	           I32(max)));
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, &q_follow, NULL, FLAG(list[i].is_on), MONEY(list[i].price), now,
		            I64(list[i].id)));
	*ret_done = (int32_t)n;
	return OK;
}
