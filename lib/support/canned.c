/* SPDX-License-Identifier: MIT */
#include "support/canned.h"

#include "base/buf.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"

#define COLUMNS "SELECT id, name, text_en, text_ar, is_active, version FROM ticket_canned_answers "
SQL_HOT(q_list, COLUMNS "WHERE id > ? AND (? IS NULL OR is_active = 1) ORDER BY id LIMIT ?");
SQL_HOT(q_get, COLUMNS "WHERE id = ?");
SQL_HOT(q_lock, COLUMNS "WHERE id = ? FOR UPDATE");
SQL(q_add, "INSERT INTO ticket_canned_answers (name, text_en, text_ar, created_at, updated_at) "
           "VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_edit, "UPDATE ticket_canned_answers SET name = ?, text_en = ?, text_ar = ?, "
                "is_active = ?, version = version + 1, updated_at = ? WHERE id = ?");

static const struct col canned_cols[] = {
	COL(struct canned, id), COL(struct canned, name), COL(struct canned, text_en),
	COL(struct canned, text_ar), COL(struct canned, is_active), COL(struct canned, version),
};

static const char *
as_json(struct ctx *cx, const struct canned *c)
{
	struct buf b = buf_in(cx->mem, 128 * 1024);

	buf_str(&b, "{\"name\":");
	buf_json(&b, c->name);
	buf_str(&b, ",\"text_en\":");
	buf_json(&b, c->text_en);
	buf_str(&b, ",\"text_ar\":");
	buf_json(&b, c->text_ar);
	buf_fmt(&b, ",\"is_active\":%s}", c->is_active ? "true" : "false");
	BUG_ON(b.full);
	return b.data;
}

static enum err
taken(struct ctx *cx, enum err e)
{
	return e == E_DUPLICATE ? fail_at(cx, E_CONFLICT, "name", "another one has it") : e;
}

enum err
canned_list(struct ctx *cx, bool all, const char *cursor, int32_t limit, struct canned_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, canned_cols, &ret->items, &ret->items_n, CANNED_PAGE_MAX + 1,
	           I64(from.id), all ? NIL() : I64(1), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
canned_add(struct ctx *cx, const char *name, const char *text_en, const char *text_ar,
           struct canned *ret)
{
	int64_t id;

	TRY(taken(cx, db_insert(cx, &q_add, &id, STR(name), STR(text_en), STR(text_ar),
	                        TIME(cx->now), TIME(cx->now))));
	TRY(db_one(cx, &q_get, canned_cols, ret, I64(id)));
	return audit_write(cx, "canned_answer.add", "ticket_canned_answers", id, NULL,
	                   as_json(cx, ret), NULL);
}

enum err
canned_edit(struct ctx *cx, int64_t id, int32_t version, const struct canned_edit *edit,
            struct canned *ret)
{
	struct canned before = { 0 }, c;

	TRY(db_one(cx, &q_lock, canned_cols, &before, I64(id)));
	if (before.version != version)
		return fail(cx, E_CONFLICT, "version %d, now %d", version, before.version);
	c = before;
	c.name = edit->name ? edit->name : before.name;
	c.text_en = edit->text_en ? edit->text_en : before.text_en;
	c.text_ar = edit->text_ar ? edit->text_ar : before.text_ar;
	c.is_active = edit->is_active < 0 ? before.is_active : edit->is_active > 0;
	TRY(taken(cx, db_exec(cx, &q_edit, NULL, STR(c.name), STR(c.text_en), STR(c.text_ar),
	                      FLAG(c.is_active), TIME(cx->now), I64(id))));
	TRY(db_one(cx, &q_get, canned_cols, ret, I64(id)));
	return audit_write(cx, "canned_answer.edit", "ticket_canned_answers", id,
	                   as_json(cx, &before), as_json(cx, ret), NULL);
}
