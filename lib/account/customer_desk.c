/* SPDX-License-Identifier: MIT */
#include "account/customer_desk.h"

#include "account/activity.h"
#include "account/customer.h"
#include "account/session.h"
#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"

#define ROWS                                                                                       \
	"SELECT id, full_name, email, phone, type, status, customer_group, created_at, "           \
	"last_login_at FROM customers WHERE erased_at IS NULL "
#define FITS                                                                                       \
	"AND (? IS NULL OR status = ?) AND (? IS NULL OR type = ?) "                               \
	"AND (? IS NULL OR customer_group = ?) "
#define NEWEST "AND id < ? ORDER BY id DESC LIMIT ?"
SQL_HOT(q_list, ROWS FITS NEWEST);
SQL_HOT(q_of_status, ROWS "AND status = ? " FITS NEWEST);
SQL_HOT(q_of_group, ROWS "AND customer_group = ? " FITS NEWEST);
SQL_HOT(q_phone, ROWS "AND phone = ? " FITS NEWEST);
SQL_HOT(q_email, ROWS "AND email = ? " FITS NEWEST);
SQL_HOT(q_username, ROWS "AND username = ? " FITS NEWEST);
#define LAST_LETTER "\xf4\x8f\xbf\xbd"	/* U+10FFFD: sorts behind every other */
/* From the beginning to the last letter that there is: nothing in it is a wildcard. */
SQL_HOT(q_name, ROWS FITS
	"AND full_name >= ? AND full_name < ? "
	"AND (full_name > ? OR (full_name = ? AND id > ?)) "
	"ORDER BY full_name, id LIMIT ?");

SQL_HOT(q_get,
	"SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.username, c.type, c.status, "
	"c.age_group, c.customer_group, c.preferred_language AS language, c.birth_date, "
	"c.email_verified, c.phone_verified, c.version, c.created_at, c.last_login_at, "
	"(SELECT COUNT(*) FROM orders o WHERE o.customer_id = c.id AND o.status <> 'cancelled' "
	"AND o.deleted_at IS NULL) AS orders, "
	"(SELECT MAX(o.created_at) FROM orders o WHERE o.customer_id = c.id "
	"AND o.deleted_at IS NULL) AS last_order_at, "
	"(SELECT COALESCE(SUM(s.amount), 0) FROM sales s WHERE s.customer_id = c.id) AS paid "
	"FROM customers c WHERE c.id = ? AND c.erased_at IS NULL");
SQL_HOT(q_set,
	"UPDATE customers SET status = ?, customer_group = ?, version = version + 1, updated_at = ? "
	"WHERE id = ? AND version = ? AND erased_at IS NULL");

static const struct col row_cols[] = {
	COL(struct customer_row, id), COL(struct customer_row, full_name),
	COL(struct customer_row, email), COL(struct customer_row, phone),
	COL(struct customer_row, type), COL(struct customer_row, status),
	COL(struct customer_row, customer_group), COL_TIME(struct customer_row, created_at),
	COL_TIME(struct customer_row, last_login_at),
};
static const struct col file_cols[] = {
	COL(struct customer_file, id), COL(struct customer_file, first_name),
	COL(struct customer_file, last_name), COL(struct customer_file, email),
	COL(struct customer_file, phone), COL(struct customer_file, username),
	COL(struct customer_file, type), COL(struct customer_file, status),
	COL(struct customer_file, age_group), COL(struct customer_file, customer_group),
	COL(struct customer_file, language), COL(struct customer_file, birth_date),
	COL(struct customer_file, email_verified), COL(struct customer_file, phone_verified),
	COL(struct customer_file, version), COL_TIME(struct customer_file, created_at),
	COL_TIME(struct customer_file, last_login_at), COL(struct customer_file, orders),
	COL_TIME(struct customer_file, last_order_at), COL(struct customer_file, paid),
};

/* ---- lists ---- */

#define FITS_OF(f)                                                                                 \
	STR((f)->status), STR((f)->status), STR((f)->type), STR((f)->type), STR((f)->group),       \
		STR((f)->group)

static enum err
by(struct ctx *cx, const struct sql *q, const char *value, const struct customer_filter *f,
   int64_t before, int32_t limit, struct customer_page *ret)
{
	return db_all(cx, q, row_cols, &ret->items, &ret->items_n, CUSTOMER_PAGE_MAX + 1, STR(value),
	              FITS_OF(f), I64(before), I32(limit + 1));
}

static enum err
by_name(struct ctx *cx, const struct customer_filter *f, const struct page_from *from,
        int32_t limit, struct customer_page *ret)
{
	const char *key = from->key ? from->key : "";

	TRY(db_all(cx, &q_name, row_cols, &ret->items, &ret->items_n, CUSTOMER_PAGE_MAX + 1,
	           FITS_OF(f), STR(f->q), STR(arena_fmt(cx->mem, "%s" LAST_LETTER, f->q)), STR(key), STR(key), I64(from->id),
	           I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, ret->items[limit - 1].full_name,
		                               ret->items[limit - 1].id);
	return OK;
}

static enum err
search(struct ctx *cx, const struct customer_filter *f, const struct page_from *from, int32_t limit,
       struct customer_page *ret)
{
	const char *phone = phone_normalize(cx->mem, f->q), *email = email_normalize(cx->mem, f->q);

	if (phone)
		return by(cx, &q_phone, phone, f, INT64_MAX, limit, ret);
	if (email)
		return by(cx, &q_email, email, f, INT64_MAX, limit, ret);
	TRY(by(cx, &q_username, str_lower(cx->mem, f->q), f, INT64_MAX, limit, ret));
	return ret->items_n > 0 && from->id == 0 ? OK : by_name(cx, f, from, limit, ret);
}

enum err
customer_desk_list(struct ctx *cx, const struct customer_filter *f, const char *cursor,
                   int32_t limit, struct customer_page *ret)
{
	struct page_from from;
	int64_t before;

	TRY(cursor_read(cx, cursor, &from));
	if (f->q)
		return search(cx, f, &from, limit, ret);
	before = from.id ? from.id : INT64_MAX;
	if (f->group)
		TRY(by(cx, &q_of_group, f->group, f, before, limit, ret));
	else if (f->status)
		TRY(by(cx, &q_of_status, f->status, f, before, limit, ret));
	else
		TRY(db_all(cx, &q_list, row_cols, &ret->items, &ret->items_n, CUSTOMER_PAGE_MAX + 1,
		           FITS_OF(f), I64(before), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
customer_desk_get(struct ctx *cx, int64_t id, struct customer_file *ret)
{
	struct address_list addresses = { 0 };

	TRY(db_one(cx, &q_get, file_cols, ret, I64(id)));
	TRY(address_list(cx, id, &addresses));
	ret->addresses = addresses.items;
	ret->addresses_n = addresses.items_n;
	return OK;
}

/* ---- decisions ---- */

/* Locked; somebody who was erased is as missing as nobody. */
static enum err
lock(struct ctx *cx, int64_t id, struct customer *ret)
{
	enum err e = customer_lock(cx, id, ret);

	return e == E_LOGIN_NEEDED ? fail(cx, E_NOT_FOUND, "erased") : e;
}

static const char *
as_json(struct ctx *cx, const char *status, const char *group)
{
	struct buf b = buf_in(cx->mem, 1024);

	buf_fmt(&b, "{\"status\":\"%s\",\"customer_group\":", status);
	buf_json(&b, group);
	buf_char(&b, '}');
	return b.data;
}

static const char *
activity_of(const char *status)
{
	return str_eq(status, "suspended") ? "account.suspended"
	     : str_eq(status, "inactive") ? "account.deactivated" : "account.reactivated";
}

enum err
customer_desk_set(struct ctx *cx, int64_t id, const struct customer_decision *d,
                  struct customer_file *ret)
{
	struct customer was = { 0 };
	const char *status = d->status, *group = d->group ? str_lower(cx->mem, d->group) : NULL;
	bool is_open = str_eq(status, "active");
	int64_t changed;

	TRY(lock(cx, id, &was));
	if (is_open && str_eq(was.type, "registered") && !was.email_verified)
		status = "unverified";
	TRY(db_exec(cx, &q_set, &changed, STR(status), STR(group), TIME(cx->now), I64(id),
	            I32(d->version)));
	TRY(customer_desk_get(cx, id, ret));
	if (!changed) {
		cx->detail = arena_copy(cx->mem, ret, sizeof *ret);
		return fail(cx, E_CONFLICT, "version %d, now %d", d->version, was.version);
	}
	if (!is_open)
		TRY(session_end_others(cx, id, 0, "staff"));
	if (!str_eq(status, was.status))
		TRY(activity_write(cx, id, activity_of(status), NULL));
	return audit_write(cx, "customer.set", "customers", id,
	                   as_json(cx, was.status, was.customer_group), as_json(cx, status, group),
	                   NULL);
}

enum err
customer_desk_log_out(struct ctx *cx, int64_t id)
{
	struct customer c = { 0 };

	TRY(lock(cx, id, &c));
	TRY(session_end_others(cx, id, 0, "staff"));
	TRY(activity_write(cx, id, "session.ended_by_staff", NULL));
	return audit_write(cx, "customer.log_out", "customers", id, NULL, NULL, NULL);
}
