/* SPDX-License-Identifier: MIT */
#include "sale/reorder.h"

#include "base/json.h"
#include "base/str.h"
#include "db/db.h"
#include "sale/order_move.h"

SQL_HOT(q_lines,
	"SELECT i.product_instance_id, i.product_name, i.product_type, i.flavor_details, i.quantity "
	"FROM order_items i JOIN orders o ON o.id = i.order_id AND o.edit_no = i.edit_no "
	"WHERE i.order_id = ? ORDER BY i.id LIMIT 50");

struct row {
	int64_t product_instance_id;
	const char *product_name, *product_type, *flavor_details;
	int32_t quantity;
};
static const struct col row_cols[] = {
	COL(struct row, product_instance_id), COL(struct row, product_name),
	COL(struct row, product_type), COL(struct row, flavor_details),
	COL(struct row, quantity),
};

/* The flavors that were chosen, from how they stand on the order. */
static enum err
choices_of(struct ctx *cx, const struct row *row, struct choice **ret, size_t *ret_n)
{
	const char *text = row->flavor_details ? row->flavor_details : "[]";
	const struct json *list;
	size_t n;

	TRY(json_parse(cx, text, strlen(text), &list));
	n = json_list_length(list);
	*ret = arena_array(cx->mem, struct choice, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n && *ret_n < CHOICES_MAX; i++) {
		const struct json *f = json_list_at(list, i);

		(*ret)[(*ret_n)++] = (struct choice){
			json_int(json_member(f, "flavor_id")),
			(int32_t)json_int(json_member(f, "quantity")),
		};
	}
	return OK;
}

/* Refusals that say: this cannot be had any more. */
static bool
is_lack(enum err e)
{
	return e == E_NOT_FOUND || e == E_NOT_SOLD || e == E_PACK_SUM || e == E_PACK_FLAVOR ||
	       e == E_PACK_MAX || e == E_PACK_MIN || e == E_NO_CHOICE;
}

static enum err
add_line(struct ctx *cx, int64_t cart_id, const struct row *row)
{
	struct choice *choices = NULL;
	size_t n = 0;

	if (!row->product_instance_id)
		return fail(cx, E_NOT_FOUND, "an imported line");
	if (str_eq(row->product_type, "pack"))
		TRY(choices_of(cx, row, &choices, &n));
	return cart_add(cx, cart_id, row->product_instance_id, row->quantity, choices, n);
}

enum err
reorder_own(struct ctx *cx, const char *number, struct reorder *ret)
{
	struct order_key key = { .number = number };
	struct reorder r = { 0 };
	struct row *rows;
	const char *token;
	int64_t id, cart_id;
	size_t n;

	TRY(order_find(cx, &key, &id));
	TRY(db_all(cx, &q_lines, row_cols, &rows, &n, LINES_MAX, I64(id)));
	TRY(cart_open(cx, &cart_id, &token));
	cx->actor.cart_id = cart_id;
	r.unavailable = arena_array(cx->mem, struct reorder_lack, n + 1);
	for (size_t i = 0; i < n; i++) {
		enum err e = add_line(cx, cart_id, &rows[i]);

		if (!is_lack(e)) {
			TRY(e);
			continue;
		}
		fault_forget(cx);
		r.unavailable[r.unavailable_n++] = (struct reorder_lack){
			rows[i].product_name, err_info(e)->slug, err_info(e)->text[cx->lang],
			rows[i].quantity,
		};
	}
	TRY(cart_get_own(cx, &r.cart));
	*ret = r;
	return OK;
}
