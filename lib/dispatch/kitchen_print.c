/* SPDX-License-Identifier: MIT */
/* Bake lists that were printed, and what became different since. */
#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "dispatch/kitchen.h"
#include "ops/audit.h"

#define BAKE_MAX 2000
#define LIST_BYTES (512 * 1024)

#define PRINT_COLUMNS                                                                              \
	"SELECT id, delivery_date, time_slot_id, print_no, is_locked, cookies, printed_by, "       \
	"created_at FROM kitchen_prints "
SQL_HOT(q_last, PRINT_COLUMNS "WHERE delivery_date = ? AND time_slot_id = ? "
                              "ORDER BY print_no DESC LIMIT 1");
SQL_HOT(q_prints, PRINT_COLUMNS "WHERE delivery_date = ? AND time_slot_id = ? "
                                "ORDER BY print_no DESC LIMIT 100");
SQL_HOT(q_list,
	"SELECT l.product_type, l.size_name, l.flavor_id, l.flavor_name, l.quantity "
	"FROM kitchen_prints p JOIN JSON_TABLE(p.list, '$[*]' COLUMNS (position FOR ORDINALITY, "
	"product_type VARCHAR(20) PATH '$.product_type', size_name VARCHAR(50) PATH '$.size_name', "
	"flavor_id BIGINT PATH '$.flavor_id', flavor_name VARCHAR(100) PATH '$.flavor_name', "
	"quantity BIGINT PATH '$.quantity')) AS l WHERE p.delivery_date = ? AND p.time_slot_id = ? "
	"AND p.print_no = ? ORDER BY l.position LIMIT 2000");
SQL(q_insert,
	"INSERT INTO kitchen_prints (delivery_date, time_slot_id, print_no, is_locked, cookies, list, "
	"printed_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

static const struct col print_cols[] = {
	COL(struct kitchen_print, id), COL(struct kitchen_print, delivery_date),
	COL(struct kitchen_print, time_slot_id), COL(struct kitchen_print, print_no),
	COL(struct kitchen_print, is_locked), COL(struct kitchen_print, cookies),
	COL(struct kitchen_print, printed_by), COL_TIME(struct kitchen_print, created_at),
};
static const struct col bake_cols[] = {
	COL(struct bake, product_type), COL(struct bake, size_name), COL(struct bake, flavor_id),
	COL(struct bake, flavor_name), COL(struct bake, quantity),
};

/* ---- differences ---- */

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && str_eq(a, b));
}

static bool
same_kind(const struct bake *a, const struct bake *b)
{
	return a->flavor_id == b->flavor_id && same_text(a->product_type, b->product_type) &&
	       same_text(a->size_name, b->size_name) && same_text(a->flavor_name, b->flavor_name);
}

/* What `now` has more or less than `before`; what is gone follows at the end, with none left. */
static void
compare(struct ctx *cx, struct bake **now, size_t *now_n, const struct bake *before,
        size_t before_n)
{
	struct bake *all = arena_array(cx->mem, struct bake, *now_n + before_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < *now_n; i++) {
		all[n] = (*now)[i];
		all[n].difference = all[n].quantity;
		for (size_t k = 0; k < before_n; k++)
			if (same_kind(&all[n], &before[k]))
				all[n].difference -= before[k].quantity;
		n++;
	}
	for (size_t k = 0; k < before_n; k++) {
		bool found = false;

		for (size_t i = 0; i < *now_n && !found; i++)
			found = same_kind(&(*now)[i], &before[k]);
		if (found)
			continue;
		all[n] = before[k];
		all[n].quantity = 0;
		all[n++].difference = -before[k].quantity;
	}
	*now = all;
	*now_n = n;
}

static enum err
read_list(struct ctx *cx, struct day date, int64_t slot, int32_t no, struct bake **ret,
          size_t *ret_n)
{
	return db_all(cx, &q_list, bake_cols, ret, ret_n, BAKE_MAX, DAY(date), I64(slot), I32(no));
}

enum err
kitchen_compare(struct ctx *cx, struct day date, int64_t time_slot_id, struct bake **list,
                size_t *n, int32_t *ret_no)
{
	struct kitchen_print last = { 0 };
	struct bake *before = NULL;
	size_t before_n = 0;
	bool found;

	TRY(db_maybe(cx, &q_last, print_cols, &last, &found, DAY(date), I64(time_slot_id)));
	if (found)
		TRY(read_list(cx, date, time_slot_id, last.print_no, &before, &before_n));
	compare(cx, list, n, before, before_n);
	*ret_no = last.print_no;
	return OK;
}

/* ---- printing ---- */

static const char *
list_json(struct ctx *cx, const struct bake *list, size_t n)
{
	struct buf b = buf_in(cx->mem, LIST_BYTES);

	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "%s{\"product_type\":\"%s\",\"size_name\":", i ? "," : "",
		        list[i].product_type);
		buf_json(&b, list[i].size_name);
		if (list[i].flavor_id)
			buf_fmt(&b, ",\"flavor_id\":%lld", (long long)list[i].flavor_id);
		buf_str(&b, ",\"flavor_name\":");
		buf_json(&b, list[i].flavor_name);
		buf_fmt(&b, ",\"quantity\":%lld}", (long long)list[i].quantity);
	}
	buf_char(&b, ']');
	BUG_ON(b.full);		/* so many flavors there are not */
	return b.data;
}

/* Its list, with the differences to the one before. */
static enum err
complete(struct ctx *cx, struct kitchen_print *p)
{
	struct bake *before = NULL;
	size_t before_n = 0;

	TRY(read_list(cx, p->delivery_date, p->time_slot_id, p->print_no, &p->list, &p->list_n));
	if (p->print_no > 1)
		TRY(read_list(cx, p->delivery_date, p->time_slot_id, p->print_no - 1, &before,
		              &before_n));
	compare(cx, &p->list, &p->list_n, before, before_n);
	return OK;
}

enum err
kitchen_print(struct ctx *cx, struct day date, int64_t time_slot_id, int32_t last_no,
              struct kitchen_print *ret)
{
	struct kitchen_print last = { 0 };
	struct bake *list;
	int64_t locks_at, cookies = 0, id;
	size_t n;
	bool found;
	enum err err;

	TRY(kitchen_locks_at(cx, date, time_slot_id, &locks_at));
	TRY(db_maybe(cx, &q_last, print_cols, &last, &found, DAY(date), I64(time_slot_id)));
	if (last.print_no != last_no)
		return fail_at(cx, E_CONFLICT, "last_no", "%d, now %d", last_no, last.print_no);
	TRY(kitchen_bake(cx, date, time_slot_id, &list, &n));
	for (size_t i = 0; i < n; i++)
		cookies += list[i].quantity;
	err = db_insert(cx, &q_insert, &id, DAY(date), I64(time_slot_id), I32(last_no + 1),
	                FLAG(cx->now >= locks_at), I64(cookies), STR(list_json(cx, list, n)),
	                I64(cx->actor.id), TIME(cx->now));
	if (err == E_DUPLICATE)
		return fail_at(cx, E_CONFLICT, "last_no", "somebody prints at the same moment");
	TRY(err);
	TRY(db_one(cx, &q_last, print_cols, ret, DAY(date), I64(time_slot_id)));
	TRY(complete(cx, ret));
	return audit_write(cx, "kitchen.print", "kitchen_prints", id, NULL,
	                   arena_fmt(cx->mem, "{\"print_no\":%d,\"cookies\":%lld}", ret->print_no,
	                             (long long)cookies), NULL);
}

enum err
kitchen_prints(struct ctx *cx, struct day date, int64_t time_slot_id,
               struct kitchen_print_list *ret)
{
	TRY(db_all(cx, &q_prints, print_cols, &ret->items, &ret->items_n, KITCHEN_PRINTS_MAX,
	           DAY(date), I64(time_slot_id)));
	for (size_t i = 0; i < ret->items_n; i++)
		TRY(complete(cx, &ret->items[i]));
	return OK;
}
