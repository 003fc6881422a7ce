/* SPDX-License-Identifier: MIT */
#include "account/activity.h"

#include "base/agent.h"
#include "db/db.h"
#include "db/page.h"

#define PAGE_MAX 100

SQL(q_write,
	"INSERT INTO customer_activity_log (customer_id, action, details, ip_address, user_agent, "
	"created_at) SELECT id, ?, ?, ?, ?, ? FROM customers WHERE id = ? AND erased_at IS NULL "
	"LOCK IN SHARE MODE");	/* which the foreign key would take a moment later */
SQL_HOT(q_newest,
	"SELECT id, created_at, action, details, ip_address, user_agent AS device_name "
	"FROM customer_activity_log WHERE customer_id = ? ORDER BY id DESC LIMIT ?");
SQL_HOT(q_older,
	"SELECT id, created_at, action, details, ip_address, user_agent AS device_name "
	"FROM customer_activity_log WHERE customer_id = ? AND id < ? ORDER BY id DESC LIMIT ?");

SQL_HOT(q_forget,
	"UPDATE customer_activity_log SET details = NULL, ip_address = NULL, user_agent = NULL "
	"WHERE customer_id = ? AND (details IS NOT NULL OR ip_address IS NOT NULL "
	"OR user_agent IS NOT NULL) LIMIT ?");

static const struct col activity_cols[] = {
	COL(struct activity, id), COL_TIME(struct activity, created_at),
	COL(struct activity, action), COL(struct activity, details),
	COL(struct activity, ip_address), COL(struct activity, device_name),
};

static struct db_val
filled(const char *s)
{
	return s && *s ? STR(s) : NIL();
}

enum err
activity_write(struct ctx *cx, int64_t customer_id, const char *action, const char *details_json)
{
	bool by_staff = cx->actor.kind == ACTOR_STAFF;

	return db_exec(cx, &q_write, NULL, STR(action), STR(details_json),
	               by_staff ? NIL() : filled(cx->ip), by_staff ? NIL() : filled(cx->agent),
	               TIME(cx->now), I64(customer_id));
}

enum err
activity_list(struct ctx *cx, const char *cursor, int32_t limit, struct activity_page *ret)
{
	int64_t who = cx->actor.id;
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	if (from.id)
		TRY(db_all(cx, &q_older, activity_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
		           I64(who), I64(from.id), I32(limit + 1)));
	else
		TRY(db_all(cx, &q_newest, activity_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
		           I64(who), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	/* The agent in full is for staff; its owner knows the device by name. */
	for (size_t i = 0; i < ret->items_n; i++)
		ret->items[i].device_name = agent_name(cx, ret->items[i].device_name);
	return OK;
}

enum err
activity_forget(struct ctx *cx, int64_t customer_id, int32_t max, int64_t *ret_n)
{
	return db_exec(cx, &q_forget, ret_n, I64(customer_id), I32(max));
}
