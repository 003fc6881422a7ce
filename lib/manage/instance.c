/* SPDX-License-Identifier: MIT */
#include "manage/instance.h"

#include "base/buf.h"
#include "base/str.h"
#include "manage/pricing.h"
#include "ops/audit.h"
#include "price/history.h"

#define INSTANCE_TABLE "product_instance"
#define INSTANCE_DELETED RECORD_GONE

SQL(q_flavors,
	"SELECT f.id, f.flavor_id, COALESCE(f.size_id, 0) AS size_id, f.flavor_name, f.size_name, "
	"f.quantity, f.price_adjustment FROM product_instance_flavor f "
	"WHERE f.product_instance_id = ? ORDER BY f.flavor_id, f.id LIMIT 200");
SQL(q_flavor_add,
	"INSERT INTO product_instance_flavor (product_instance_id, flavor_id, flavor_name, size_id, "
	"size_name, quantity, price_adjustment, created_at) SELECT ?, f.id, f.name, s.id, s.name, ?, "
	"?, ? FROM flavors f LEFT JOIN sizes s ON s.id = ? "
	"WHERE f.id = ? AND f.deleted_at IS NULL AND (s.id IS NOT NULL OR ? IS NULL)");
SQL(q_flavor_set, "UPDATE product_instance_flavor SET quantity = ?, price_adjustment = ? "
                  "WHERE id = ?");
SQL(q_flavor_drop, "DELETE FROM product_instance_flavor WHERE id = ?");
SQL(q_touch, "UPDATE product_instance SET version = version + 1, updated_at = ? WHERE id = ? "
             "AND version = ?");

struct row { int64_t id; struct instance_flavor f; };
static const struct col row_cols[] = {
	COL(struct row, id), { "flavor_id", offsetof(struct row, f.flavor_id), DB_I64 },
	{ "size_id", offsetof(struct row, f.size_id), DB_I64 },
	{ "flavor_name", offsetof(struct row, f.flavor_name), DB_STR },
	{ "size_name", offsetof(struct row, f.size_name), DB_STR },
	{ "quantity", offsetof(struct row, f.quantity), DB_I32 },
	{ "price_adjustment", offsetof(struct row, f.price_adjustment), DB_MONEY },
};
struct rows { struct row *list; size_t n; };

static const struct record_blame blames[] = {
	{ "product_instance_product_fk", "product_id" },
	{ "product_instance_pack_fk", "cookie_pack_id" },
	{ "product_instance_size_fk", "size_id" },
	{ "product_instance_owner_check", "product_type" },
	{ "product_instance_file_check", "product_type" }, { 0 },
};

static enum err
read_flavors(struct ctx *cx, int64_t id, struct rows *ret)
{
	return db_all(cx, &q_flavors, row_cols, &ret->list, &ret->n, 2 * INSTANCE_FLAVORS_MAX,
	              I64(id));
}

static enum err
note_adjustment(struct ctx *cx, int64_t row_id, struct money amount)
{
	return history_note(cx, &(struct price_change){ "product_instance_flavor", row_id,
	                                                "adjustment", amount, 0, 0 });
}

static enum err
changed(struct ctx *cx, int64_t id, const void *old, const void *fields)
{
	const struct instance_record_fields *was = old, *is = fields;

	return is ? pricing_base(cx, "product_instance", id, was ? was->base_price : MONEY_NONE,
	                         is->base_price)
	          : OK;
}

RECORD_GOES(INSTANCE, instance_record, .blames = blames, .changed = changed);

/* ---- its flavors ---- */

enum err
instance_flavors_get(struct ctx *cx, int64_t id, struct instance_flavors *ret)
{
	struct instance_record r = { 0 };
	struct rows rows;

	TRY(record_get(cx, &instance_record_kind, id, &r));
	TRY(read_flavors(cx, id, &rows));
	*ret = (struct instance_flavors){ .id = id, .version = r.version, .items_n = rows.n };
	ret->items = arena_array(cx->mem, struct instance_flavor, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		ret->items[i] = rows.list[i].f;
	return OK;
}

static const char *
flavors_json(struct ctx *cx, const struct instance_flavors *f)
{
	struct buf b = buf_in(cx->mem, 60 * 1024);
	char text[MONEY_TEXT];

	buf_str(&b, "{\"flavors\":[");
	for (size_t i = 0; i < f->items_n; i++)
		buf_fmt(&b, "%s{\"flavor_id\":%lld,\"size_id\":%lld,\"quantity\":%d,"
		        "\"price_adjustment\":\"%s\"}", i ? "," : "",
		        (long long)f->items[i].flavor_id, (long long)f->items[i].size_id,
		        f->items[i].quantity, money_text(f->items[i].price_adjustment, text));
	buf_str(&b, "]}");
	return b.data;
}

static bool
is_same(const struct instance_flavor *a, const struct instance_flavor *b)
{
	return a->flavor_id == b->flavor_id && a->size_id == b->size_id;
}

static enum err
refuse_twice(struct ctx *cx, const struct instance_flavor *flavors, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (is_same(&flavors[i], &flavors[k]))
				return fail_at(cx, E_INVALID, "flavors", "one of them twice");
	return OK;
}

/* One that is there keeps its row, so that the history of its adjustment goes on. */
static enum err
put_flavor(struct ctx *cx, int64_t id, const struct instance_flavor *f, struct rows *old)
{
	int64_t added, row_id;

	for (size_t i = 0; i < old->n; i++) {
		struct row *r = &old->list[i];
		if (!is_same(&r->f, f))
			continue;
		TRY(db_exec(cx, &q_flavor_set, NULL, I32(f->quantity), MONEY(f->price_adjustment),
		            I64(r->id)));
		row_id = r->id;
		r->id = 0;	/* stays */
		return r->f.price_adjustment.minor == f->price_adjustment.minor
		       ? OK : note_adjustment(cx, row_id, f->price_adjustment);
	}
	TRY(db_upsert(cx, &q_flavor_add, &added, &row_id, I64(id), I32(f->quantity),
	              MONEY(f->price_adjustment), TIME(cx->now), ID(f->size_id), I64(f->flavor_id),
	              ID(f->size_id)));
	if (!added)
		return fail_at(cx, E_INVALID, "flavors", "no flavor %lld or size %lld",
		               (long long)f->flavor_id, (long long)f->size_id);
	return note_adjustment(cx, row_id, f->price_adjustment);
}

enum err
instance_flavors_set(struct ctx *cx, int64_t id, int32_t version,
                     const struct instance_flavor *flavors, size_t n, struct instance_flavors *ret)
{
	struct instance_flavors before;
	struct rows old;
	int64_t changed;

	TRY(refuse_twice(cx, flavors, n));
	TRY(instance_flavors_get(cx, id, &before));
	TRY(db_exec(cx, &q_touch, &changed, TIME(cx->now), I64(id), I32(version)));
	if (!changed)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, before.version);
	TRY(read_flavors(cx, id, &old));	/* with the instance locked */
	for (size_t i = 0; i < n; i++)
		TRY(put_flavor(cx, id, &flavors[i], &old));
	for (size_t i = 0; i < old.n; i++) {
		if (!old.list[i].id)
			continue;
		TRY(db_exec(cx, &q_flavor_drop, NULL, I64(old.list[i].id)));
		TRY(note_adjustment(cx, old.list[i].id, MONEY_NONE));
	}
	TRY(instance_flavors_get(cx, id, ret));
	return audit_write(cx, "product_instance.flavors", "product_instance", id,
	                   flavors_json(cx, &before), flavors_json(cx, ret), NULL);
}
