/* SPDX-License-Identifier: MIT */
#include "staff/admin_session.h"

#include "base/agent.h"
#include "db/db.h"
#include "db/page.h"
#include "staff/admin_step_up.h"

#define TOUCH_SECS (5 * 60)

SQL_HOT(q_find,
	"SELECT s.id, s.last_activity_at, s.step_up_at, u.id AS admin_id, u.username, u.role "
	"FROM admin_sessions s JOIN admin_users u ON u.id = s.admin_user_id AND u.is_active = 1 "
	"WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ? "
	"AND s.last_activity_at > ?");
SQL_HOT(q_touch, "UPDATE admin_sessions SET last_activity_at = ? WHERE id = ? "
                 "AND last_activity_at < ?");
SQL_HOT(q_newest,
	"SELECT id FROM admin_sessions WHERE admin_user_id = ? AND revoked_at IS NULL "
	"AND expires_at > ? AND last_activity_at > ? ORDER BY id DESC LIMIT 3");
SQL_HOT(q_end_older,
	"UPDATE admin_sessions SET revoked_at = ?, revoke_reason = 'limit' "
	"WHERE admin_user_id = ? AND revoked_at IS NULL AND id <= ?");
SQL(q_insert,
	"INSERT INTO admin_sessions (admin_user_id, token_hash, ip_address, user_agent, created_at, "
	"last_activity_at, expires_at, mfa_at, step_up_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_end, "UPDATE admin_sessions SET revoked_at = ?, revoke_reason = 'logout' "
               "WHERE id = ? AND admin_user_id = ? AND revoked_at IS NULL");
SQL_HOT(q_end_one, "UPDATE admin_sessions SET revoked_at = ?, revoke_reason = ? "
                   "WHERE id = ? AND admin_user_id = ? AND revoked_at IS NULL");
SQL_HOT(q_end_others, "UPDATE admin_sessions SET revoked_at = ?, revoke_reason = ? "
                      "WHERE admin_user_id = ? AND revoked_at IS NULL AND id <> ?");
SQL_HOT(q_step_up, "UPDATE admin_sessions SET step_up_at = ? WHERE id = ? AND admin_user_id = ? "
                   "AND revoked_at IS NULL");
SQL_HOT(q_list,
	"SELECT id, created_at, last_activity_at, expires_at, user_agent AS device_name, ip_address, "
	"id = ? AS is_current FROM admin_sessions WHERE admin_user_id = ? AND revoked_at IS NULL "
	"AND expires_at > ? AND last_activity_at > ? AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?");
SQL_HOT(q_expire,
	"UPDATE admin_sessions SET revoked_at = ?, revoke_reason = 'expired' WHERE revoked_at IS NULL "
	"AND (expires_at <= ? OR last_activity_at <= ?) ORDER BY id LIMIT ?");
SQL_HOT(q_remove, "DELETE FROM admin_sessions WHERE revoked_at < ? ORDER BY revoked_at LIMIT ?");

struct row { int64_t id, last_activity_at, step_up_at, admin_id; const char *username, *role; };
static const struct col row_cols[] = {
	COL(struct row, id), COL_TIME(struct row, last_activity_at),
	COL_TIME(struct row, step_up_at), COL(struct row, admin_id), COL(struct row, username),
	COL(struct row, role),
};
static const struct col session_cols[] = {
	COL(struct admin_session, id), COL_TIME(struct admin_session, created_at),
	COL_TIME(struct admin_session, last_activity_at),
	COL_TIME(struct admin_session, expires_at), COL(struct admin_session, device_name),
	COL(struct admin_session, ip_address), COL(struct admin_session, is_current),
};
struct newest { int64_t id; };
static const struct col newest_cols[] = { COL(struct newest, id) };

static enum err
admit(struct ctx *cx, void *arg)
{
	struct hash h = token_hash(arg);
	struct row row = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_find, row_cols, &row, &found, HASH(&h), TIME(cx->now),
	             TIME(cx->now - ADMIN_IDLE_SECS)));
	if (!found)
		return OK;
	if (row.last_activity_at <= cx->now - TOUCH_SECS)
		TRY(db_exec(cx, &q_touch, NULL, TIME(cx->now), I64(row.id), TIME(cx->now)));
	cx->actor = (struct actor){
		.kind = ACTOR_STAFF, .id = row.admin_id, .session_id = row.id,
		.role = row.role, .name = row.username,
		.stepped_up = row.step_up_at > cx->now - STEP_UP_SECS,
	};
	return OK;
}

enum err
admin_session_admit(struct ctx *cx, const char *token)
{
	return db_reading(cx, admit, (void *)(uintptr_t)token);
}

enum err
admin_session_open(struct ctx *cx, int64_t admin_id, bool mfa, const char **ret_token)
{
	const char *token = token_new(cx->mem);
	struct hash h = token_hash(token);
	struct newest *newest;
	size_t n;

	TRY(db_all(cx, &q_newest, newest_cols, &newest, &n, ADMIN_SESSIONS, I64(admin_id),
	           TIME(cx->now), TIME(cx->now - ADMIN_IDLE_SECS)));
	if (n == ADMIN_SESSIONS)
		TRY(db_exec(cx, &q_end_older, NULL, TIME(cx->now), I64(admin_id),
		            I64(newest[n - 1].id)));
	TRY(db_exec(cx, &q_insert, NULL, I64(admin_id), HASH(&h), STR(cx->ip), STR(cx->agent),
	            TIME(cx->now), TIME(cx->now), TIME(cx->now + ADMIN_SESSION_SECS),
	            TIME(mfa ? cx->now : 0), TIME(cx->now)));
	*ret_token = token;
	return OK;
}

enum err
admin_session_step_up(struct ctx *cx)
{
	int64_t changed;

	TRY(db_exec(cx, &q_step_up, &changed, TIME(cx->now), I64(cx->actor.session_id),
	            I64(cx->actor.id)));
	return changed ? OK : fail(cx, E_LOGIN_NEEDED, "the session ended a moment ago");
}

enum err
admin_session_list(struct ctx *cx, int64_t admin_id, const char *cursor, int32_t limit,
                   struct admin_session_page *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, session_cols, &ret->items, &ret->items_n, ADMIN_SESSIONS + 1,
	           I64(cx->actor.session_id), I64(admin_id), TIME(cx->now),
	           TIME(cx->now - ADMIN_IDLE_SECS), I64(from.id), I64(from.id), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	for (size_t i = 0; i < ret->items_n; i++)
		ret->items[i].device_name = agent_name(cx, ret->items[i].device_name);
	return OK;
}

enum err
admin_session_end(struct ctx *cx, int64_t admin_id, int64_t session_id, const char *reason)
{
	int64_t changed;

	TRY(db_exec(cx, &q_end_one, &changed, TIME(cx->now), STR(reason), I64(session_id),
	            I64(admin_id)));
	return changed ? OK : fail(cx, E_NOT_FOUND, "session %lld", (long long)session_id);
}

enum err
admin_session_end_others(struct ctx *cx, int64_t admin_id, int64_t keep, const char *reason)
{
	return db_exec(cx, &q_end_others, NULL, TIME(cx->now), STR(reason), I64(admin_id),
	               I64(keep));
}

enum err
admin_session_end_own(struct ctx *cx)
{
	return db_exec(cx, &q_end, NULL, TIME(cx->now), I64(cx->actor.session_id),
	               I64(cx->actor.id));
}

enum err
admin_session_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t ended, removed;

	TRY(db_alone(cx, &q_expire, &ended, TIME(cx->now), TIME(cx->now),
	             TIME(cx->now - ADMIN_IDLE_SECS), I32(max)));
	TRY(db_alone(cx, &q_remove, &removed, TIME(cx->now - ADMIN_SESSION_KEPT_SECS), I32(max)));
	*ret = (int32_t)(ended + removed);
	return OK;
}
