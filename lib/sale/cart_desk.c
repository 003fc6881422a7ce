/* SPDX-License-Identifier: MIT */
#include "sale/cart_desk.h"

#include "account/customer.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/setting.h"

#define FAR 253370764800		/* 9999: after every change */

#define COLUMNS                                                                                    \
	"SELECT c.id, COALESCE(c.customer_id, 0) AS customer_id, u.full_name AS customer_name, "   \
	"c.promo_code, (SELECT COUNT(*) FROM cart_items i WHERE i.cart_id = c.id) AS `lines`, "    \
	"(SELECT COALESCE(SUM(i.quantity), 0) FROM cart_items i WHERE i.cart_id = c.id) "          \
	"AS pieces, c.created_at, c.updated_at FROM carts c "                                      \
	"LEFT JOIN customers u ON u.id = c.customer_id WHERE c.ordered_at IS NULL "
#define FILLED "AND EXISTS (SELECT 1 FROM cart_items x WHERE x.cart_id = c.id) "
#define PAGE                                                                                       \
	"AND c.updated_at <= ? AND (c.updated_at < ? OR c.id < ?) "                                \
	"ORDER BY c.updated_at DESC, c.id DESC LIMIT ?"
/* In the order of the index of the last change; somebody's own by the index of customers. */
SQL_HOT(q_list, COLUMNS FILLED "AND (? IS NULL OR (c.customer_id IS NULL) = ?) " PAGE);
SQL_HOT(q_of_customer, COLUMNS FILLED "AND c.customer_id = ? " PAGE);
SQL_HOT(q_get, COLUMNS "AND c.id = ?");

static const struct col row_cols[] = {
	COL(struct cart_row, id), COL(struct cart_row, customer_id),
	COL(struct cart_row, customer_name), COL(struct cart_row, promo_code),
	COL(struct cart_row, lines), COL(struct cart_row, pieces),
	COL_TIME(struct cart_row, created_at), COL_TIME(struct cart_row, updated_at),
};

/* The last cart seen: when it changed, and its number. */
static enum err
where_to_go_on(struct ctx *cx, const char *cursor, int64_t *at, int64_t *id)
{
	struct page_from from;

	*at = FAR;
	*id = INT64_MAX;
	TRY(cursor_read(cx, cursor, &from));
	if (!from.id)
		return OK;
	*id = from.id;
	if (!int_parse(from.key, at) || *at < 1 || *at > FAR)
		return fail_at(cx, E_INVALID, "cursor", "malformed cursor");
	return OK;
}

enum err
cart_desk_list(struct ctx *cx, const char *owner, int64_t customer_id, const char *cursor,
               int32_t limit, struct cart_page *ret)
{
	struct db_val guest = owner ? FLAG(str_eq(owner, "guest")) : NIL();
	struct cart_row *last;
	int64_t at, id;

	if (customer_id && owner && str_eq(owner, "guest"))
		return fail_at(cx, E_INVALID, "owner", "a guest is no customer");
	TRY(where_to_go_on(cx, cursor, &at, &id));
	if (customer_id)
		TRY(db_all(cx, &q_of_customer, row_cols, &ret->items, &ret->items_n,
		           CART_PAGE_MAX + 1, I64(customer_id), TIME(at), TIME(at), I64(id),
		           I32(limit + 1)));
	else
		TRY(db_all(cx, &q_list, row_cols, &ret->items, &ret->items_n, CART_PAGE_MAX + 1,
		           guest, guest, TIME(at), TIME(at), I64(id), I32(limit + 1)));
	ret->next_cursor = NULL;
	if (!page_cut(&ret->items_n, limit))
		return OK;
	last = &ret->items[limit - 1];
	ret->next_cursor = cursor_text(cx, arena_fmt(cx->mem, "%lld", (long long)last->updated_at),
	                               last->id);
	return OK;
}

enum err
cart_desk_get(struct ctx *cx, int64_t id, struct cart_entry *ret)
{
	struct cart_entry e = { .cart.subtotal = money_of(0) };
	const char *group = NULL;
	struct settings set;

	TRY(settings_read(cx, &set));
	TRY(db_one(cx, &q_get, row_cols, &e.row, I64(id)));
	if (e.row.customer_id)
		TRY(customer_group(cx, e.row.customer_id, &group));
	TRY(cart_read_lines(cx, id, group, &e.cart));
	e.cart.promo_code = e.row.promo_code;
	e.cart.currency = set.currency;
	*ret = e;
	return OK;
}
