/* SPDX-License-Identifier: MIT */
#include "price/promo.h"

#include "base/str.h"
#include "db/db.h"
#include "price/rule.h"

#define PROMO_COLUMNS                                                                              \
	"SELECT id, code, name, discount_type = 'percentage' AS is_percentage, "                   \
	"discount_value AS value, minimum_order_amount AS minimum, maximum_discount AS maximum, "  \
	"COALESCE(per_customer_limit, 0) AS per_customer_limit, "                                  \
	"usage_limit IS NOT NULL AS has_limit, "                                                   \
	"COALESCE(used_count >= usage_limit, 0) AS is_spent, is_active, valid_from, "              \
	"valid_until FROM promo_codes WHERE deleted_at IS NULL AND "
SQL_HOT(q_find, PROMO_COLUMNS "code = UPPER(?)");
SQL(q_get, PROMO_COLUMNS "id = ?");
SQL_HOT(q_use, "UPDATE promo_codes SET used_count = used_count + 1 WHERE id = ? AND is_active = 1 "
               "AND deleted_at IS NULL AND (usage_limit IS NULL OR used_count < usage_limit)");
/* Each order once, by whichever of the three it is this person's. */
SQL_HOT(q_uses_of,
	"SELECT COUNT(*) AS id FROM (SELECT order_id FROM promo_code_usage "
	"WHERE promo_code_id = ? AND customer_id = ? "
	"UNION SELECT order_id FROM promo_code_usage WHERE promo_code_id = ? AND customer_email = ? "
	"UNION SELECT u.order_id FROM orders o JOIN promo_code_usage u ON u.order_id = o.id "
	"AND u.promo_code_id = ? WHERE o.customer_phone = ? AND o.otp_verified = 1) AS used "
	"WHERE NOT EXISTS (SELECT 1 FROM promo_code_usage r WHERE r.order_id = used.order_id "
	"AND r.kind = 'return')");
SQL(q_note_use,
	"INSERT INTO promo_code_usage (promo_code_id, order_id, kind, customer_id, customer_email, "
	"discount_amount, order_amount, is_first, used_at) VALUES (?, ?, 'use', ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_used_by,
	"SELECT promo_code_id AS id FROM promo_code_usage WHERE order_id = ? AND kind = 'use'");
SQL_HOT(q_give_back, "UPDATE promo_codes SET used_count = used_count - 1 WHERE id = ?");
SQL(q_note_return,
	"INSERT INTO promo_code_usage (promo_code_id, order_id, kind, customer_id, customer_email, "
	"discount_amount, order_amount, is_first, used_at) SELECT promo_code_id, order_id, 'return', "
	"customer_id, customer_email, discount_amount, order_amount, is_first, ? FROM promo_code_usage "
	"WHERE order_id = ? AND kind = 'use'");

SQL_HOT(q_named, "SELECT u.id FROM orders o JOIN promo_code_usage u ON u.order_id = o.id "
                 "WHERE o.customer_id = ? AND u.customer_email IS NOT NULL LIMIT ?");
SQL(q_forget, "UPDATE promo_code_usage SET customer_email = NULL WHERE id = ?");

static const struct col promo_cols[] = {
	COL(struct promo, id), COL(struct promo, code), COL(struct promo, name),
	COL(struct promo, is_percentage), COL(struct promo, value), COL(struct promo, minimum),
	COL(struct promo, maximum), COL(struct promo, per_customer_limit),
	COL(struct promo, has_limit), COL(struct promo, is_spent), COL(struct promo, is_active),
	COL_TIME(struct promo, valid_from), COL_TIME(struct promo, valid_until),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

enum err
promo_find(struct ctx *cx, const char *code, struct promo *ret, bool *found)
{
	/* The server knows the case of all letters. */
	return db_maybe(cx, &q_find, promo_cols, ret, found, STR(str_trim(cx->mem, code)));
}

enum err
promo_get(struct ctx *cx, int64_t id, struct promo *ret)
{
	return db_one(cx, &q_get, promo_cols, ret, I64(id));
}

static enum err
refusal_of(const struct promo *p, int64_t now, struct money subtotal)
{
	if (!p->is_active)
		return E_PROMO_LATE;
	if (now < p->valid_from)
		return E_PROMO_EARLY;
	if (p->valid_until && now >= p->valid_until)
		return E_PROMO_LATE;
	if (p->has_limit && p->is_spent)
		return E_PROMO_SPENT;
	if (subtotal.minor < p->minimum.minor)
		return E_PROMO_MINIMUM;
	return OK;
}

void
promo_evaluate(const struct promo *p, int64_t now, struct money subtotal, struct money left,
               struct promo_result *ret)
{
	*ret = (struct promo_result){ .promo = *p, .amount = money_of(0), .needed = MONEY_NONE,
	                              .have = MONEY_NONE };
	ret->refusal = refusal_of(p, now, subtotal);
	if (ret->refusal == E_PROMO_MINIMUM) {
		ret->needed = p->minimum;
		ret->have = subtotal;
	}
	if (ret->refusal != OK)
		return;
	ret->amount = discount_of(p->is_percentage, p->value, p->maximum, left);
}

enum err
promo_use(struct ctx *cx, const struct promo *p, const struct promo_person *who)
{
	int64_t changed;
	struct number uses = { 0 };

	TRY(db_exec(cx, &q_use, &changed, I64(p->id)));
	if (changed == 0)
		return fail_at(cx, E_PROMO_SPENT, "promo_code", "promo %lld", (long long)p->id);
	if (!p->per_customer_limit)
		return OK;
	/* The code's row is locked by now: nobody uses it until we commit. */
	TRY(db_one(cx, &q_uses_of, number_cols, &uses, I64(p->id), I64(who->customer_id),
	           I64(p->id), STR(who->email), I64(p->id), STR(who->phone)));
	if (uses.id >= p->per_customer_limit)
		return fail_at(cx, E_PROMO_USED, "promo_code", "promo %lld", (long long)p->id);
	return OK;
}

enum err
promo_used_for(struct ctx *cx, const struct promo_result *r, int64_t order_id,
               const struct promo_person *who, struct money subtotal, bool is_first)
{
	return db_exec(cx, &q_note_use, NULL, I64(r->promo.id), I64(order_id),
	               ID(who->customer_id), STR(who->email), MONEY(r->amount), MONEY(subtotal),
	               FLAG(is_first), TIME(cx->now));
}

enum err
promo_return(struct ctx *cx, int64_t order_id)
{
	struct number promo = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_used_by, number_cols, &promo, &found, I64(order_id)));
	if (!found)
		return OK;
	/* The usage row's unique key (order, kind) makes a second return fail as a whole. */
	TRY(db_exec(cx, &q_give_back, NULL, I64(promo.id)));
	return db_exec(cx, &q_note_return, NULL, TIME(cx->now), I64(order_id));
}

enum err
promo_forget(struct ctx *cx, int64_t customer_id, int32_t max, int64_t *ret_n)
{
	struct number *uses;
	size_t n;

	TRY(db_all(cx, &q_named, number_cols, &uses, &n, (size_t)max, I64(customer_id), I32(max)));
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, &q_forget, NULL, I64(uses[i].id)));
	*ret_n = (int64_t)n;
	return OK;
}
