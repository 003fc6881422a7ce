/* SPDX-License-Identifier: MIT */
#include "catalog/instance_file.h"

#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"
#include "ops/file.h"

SQL_HOT(q_lock, "SELECT product_type, file_id, version "
                "FROM product_instance WHERE id = ? FOR UPDATE");
SQL_HOT(q_set, "UPDATE product_instance SET file_id = ?, version = version + 1, updated_at = ? "
               "WHERE id = ?");

struct row { const char *product_type; int64_t file_id; int32_t version; };
static const struct col row_cols[] = {
	COL(struct row, product_type), COL(struct row, file_id), COL(struct row, version),
};

static const char *
as_json(struct ctx *cx, int64_t file_id)
{
	return file_id ? arena_fmt(cx->mem, "{\"file_id\":%lld}", (long long)file_id)
	               : "{\"file_id\":null}";
}

enum err
instance_file_set(struct ctx *cx, int64_t instance_id, int64_t file_id, int32_t version,
                  struct instance_file *ret)
{
	struct row row = { 0 };
	struct file file;
	enum err e;

	TRY(db_one(cx, &q_lock, row_cols, &row, I64(instance_id)));
	if (version && version != row.version)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, row.version);
	if (!str_eq(row.product_type, "digital"))
		return fail_at(cx, E_INVALID, "file_id", "a %s has no file", row.product_type);
	e = file_get(cx, file_id, &file);
	if (e == OK)
		e = db_exec(cx, &q_set, NULL, I64(file_id), TIME(cx->now), I64(instance_id));
	/* Not there, or removed in this moment. */
	if (e == E_NOT_FOUND || e == E_LIMIT)
		return fail_at(cx, E_INVALID, "file_id", "no file %lld", (long long)file_id);
	TRY(e);
	TRY(audit_write(cx, "instance.file", "product_instance", instance_id,
	                as_json(cx, row.file_id), as_json(cx, file_id), NULL));
	*ret = (struct instance_file){ instance_id, file_id, row.version + 1 };
	return OK;
}
