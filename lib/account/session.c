/* SPDX-License-Identifier: MIT */
#include "account/session.h"

#include "account/activity.h"
#include "base/agent.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"

#define TOUCH_SECS (5 * 60)
#define HALF 16
#define FAMILY_BYTES 16

#define ROW_COLUMNS                                                                                \
	"SELECT s.id, s.customer_id, s.is_remembered, s.created_at, s.rotated_at, s.expires_at, "  \
	"s.last_activity_at, (c.type = 'registered' AND c.status IN ('active', 'unverified') "     \
	"AND c.erased_at IS NULL) AS may_log_in "                                                  \
	"FROM customer_sessions s JOIN customers c ON c.id = s.customer_id "
SQL_HOT(q_find, ROW_COLUMNS "WHERE s.token_hash = ? AND s.is_active = 1 AND s.expires_at > ?");
SQL_HOT(q_find_previous,
	ROW_COLUMNS "WHERE s.previous_token_hash = ? AND s.is_active = 1 AND s.expires_at > ? "
	"AND s.rotated_at >= ?");
SQL_HOT(q_touch, "UPDATE customer_sessions SET last_activity_at = ?, ip_address = ? WHERE id = ? "
                 "AND last_activity_at < ?");
SQL_HOT(q_renew,
	"UPDATE customer_sessions SET previous_token_hash = token_hash, token_hash = ?, "
	"rotated_at = ? WHERE id = ? AND token_hash = ? AND is_active = 1");
SQL_HOT(q_family, "SELECT id, customer_id FROM customer_sessions WHERE family_id = ? "
                  "AND is_active = 1 AND expires_at > ?");
SQL_HOT(q_end_family,
	"UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = 'replay' "
	"WHERE id = ? AND is_active = 1");

SQL_HOT(q_lock, "SELECT id FROM customers WHERE id = ? FOR UPDATE");
SQL_HOT(q_newest,
	"SELECT id FROM customer_sessions WHERE customer_id = ? AND is_active = 1 "
	"AND expires_at > ? ORDER BY id DESC LIMIT 10");
SQL_HOT(q_end_older,
	"UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = 'limit' "
	"WHERE customer_id = ? AND is_active = 1 AND id <= ?");
SQL_HOT(q_end_former,
	"UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = 'login' "
	"WHERE id = ? AND is_active = 1");
SQL(q_insert,
	"INSERT INTO customer_sessions (customer_id, family_id, token_hash, user_agent, ip_address, "
	"device_name, is_remembered, created_at, last_activity_at, expires_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

#define LIVE                                                                                       \
	"customer_id = ? AND is_active = 1 AND expires_at > ? AND last_activity_at > "             \
	"CASE WHEN is_remembered = 1 THEN ? ELSE ? END "
SQL_HOT(q_list,
	"SELECT id, created_at, last_activity_at, expires_at, device_name, ip_address, "
	"is_remembered, (id = ?) AS is_current FROM customer_sessions WHERE " LIVE
	"AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?");
SQL_HOT(q_end,
	"UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = ? "
	"WHERE id = ? AND " LIVE);
SQL_HOT(q_end_others,
	"UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = ? "
	"WHERE customer_id = ? AND is_active = 1 AND id <> ?");
SQL_HOT(q_forget, "DELETE FROM customer_sessions WHERE customer_id = ?");

#define EXPIRE "UPDATE customer_sessions SET is_active = 0, revoked_at = ?, revoke_reason = 'expired' "
SQL_HOT(q_expire_idle, EXPIRE "WHERE is_active = 1 AND is_remembered = ? AND last_activity_at <= ? "
                              "ORDER BY last_activity_at LIMIT ?");
SQL_HOT(q_expire_old, EXPIRE "WHERE is_active = 1 AND expires_at <= ? ORDER BY expires_at LIMIT ?");
SQL_HOT(q_remove, "DELETE FROM customer_sessions WHERE revoked_at < ? ORDER BY revoked_at LIMIT ?");

struct row {
	int64_t id, customer_id;
	bool is_remembered;
	int64_t created_at, rotated_at, expires_at, last_activity_at;
	bool may_log_in;
};
static const struct col row_cols[] = {
	COL(struct row, id), COL(struct row, customer_id), COL(struct row, is_remembered),
	COL_TIME(struct row, created_at), COL_TIME(struct row, rotated_at),
	COL_TIME(struct row, expires_at), COL_TIME(struct row, last_activity_at),
	COL(struct row, may_log_in),
};
struct member { int64_t id, customer_id; };
static const struct col member_cols[] = {
	COL(struct member, id), COL(struct member, customer_id),
};
struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };
static const struct col session_cols[] = {
	COL(struct session, id), COL_TIME(struct session, created_at),
	COL_TIME(struct session, last_activity_at), COL_TIME(struct session, expires_at),
	COL(struct session, device_name), COL(struct session, ip_address),
	COL(struct session, is_remembered), COL(struct session, is_current),
};

/* ---- tokens ---- */

/* A new token: of the family of `old`, or of a new one without it. */
static const char *
new_token(struct ctx *cx, const uint8_t *old)
{
	uint8_t b[2 * HALF];

	rand_bytes(b, sizeof b);
	if (old)
		memcpy(b, old, HALF);
	return base64url_text(cx->mem, b, sizeof b);
}

/* The bytes of a token; NULL for what cannot be one. */
static const uint8_t *
bytes_of(struct ctx *cx, const char *token)
{
	size_t n = 0;
	const uint8_t *b = strlen(token) == 43 ? base64url_parse(cx->mem, token, &n) : NULL;

	return n == 2 * HALF ? b : NULL;
}

/* Who reads the table learns no token's half from it. */
static struct hash
family_of(const uint8_t *token)
{
	return sha256(token, HALF);
}

/* ---- on every request ---- */

static bool
is_idle(struct ctx *cx, const struct row *row)
{
	return row->last_activity_at <=
	       cx->now - (row->is_remembered ? SESSION_LONG_IDLE_SECS : SESSION_IDLE_SECS);
}

/* Somebody holds a token that was renewed: its owner, or who stole it.  Neither goes on. */
static enum err
replayed(struct ctx *cx, const uint8_t *token)
{
	struct hash family = family_of(token);
	struct member *members;
	int64_t changed;
	size_t n;

	TRY(db_all(cx, &q_family, member_cols, &members, &n, SESSIONS_MAX,
	           BYTES(family.b, FAMILY_BYTES), TIME(cx->now)));
	for (size_t i = 0; i < n; i++) {
		TRY(db_exec(cx, &q_end_family, &changed, TIME(cx->now), I64(members[i].id)));
		if (changed)
			TRY(activity_write(cx, members[i].customer_id, "session.replay", NULL));
	}
	return OK;
}

static enum err
renew(struct ctx *cx, const struct row *row, const uint8_t *token, const struct hash *old,
      struct session_renewal *ret)
{
	const char *made = new_token(cx, token);
	struct hash h = token_hash(made);
	int64_t changed;

	TRY(db_exec(cx, &q_renew, &changed, HASH(&h), TIME(cx->now), I64(row->id), HASH(old)));
	if (changed) {		/* else a request beside this one did it, and we have the minute */
		ret->token = made;
		ret->age_secs = row->is_remembered ? row->expires_at - cx->now : 0;
	}
	return OK;
}

enum err
session_find(struct ctx *cx, const char *token, struct session_renewal *ret)
{
	const uint8_t *bytes = bytes_of(cx, token);
	struct hash h = token_hash(token);
	struct row row = { 0 };
	bool found, is_old = false;

	*ret = (struct session_renewal){ NULL, 0 };
	if (!bytes)
		return OK;
	TRY(db_maybe(cx, &q_find, row_cols, &row, &found, HASH(&h), TIME(cx->now)));
	if (!found) {
		is_old = true;
		TRY(db_maybe(cx, &q_find_previous, row_cols, &row, &found, HASH(&h), TIME(cx->now),
		             TIME(cx->now - SESSION_GRACE_SECS)));
	}
	if (!found)
		return replayed(cx, bytes);
	if (!row.may_log_in || is_idle(cx, &row))
		return OK;
	if (row.last_activity_at <= cx->now - TOUCH_SECS)
		TRY(db_exec(cx, &q_touch, NULL, TIME(cx->now), STR(cx->ip), I64(row.id),
		            TIME(cx->now)));
	cx->actor = (struct actor){ .kind = ACTOR_CUSTOMER, .id = row.customer_id,
	                            .session_id = row.id };
	if (!is_old && (row.rotated_at ? row.rotated_at : row.created_at) <=
	               cx->now - SESSION_RENEW_SECS)
		return renew(cx, &row, bytes, &h, ret);
	return OK;
}

/* ---- begin and end ---- */

enum err
session_begin(struct ctx *cx, int64_t customer_id, bool remember, const char **ret_token)
{
	const char *token = new_token(cx, NULL);
	struct hash h = token_hash(token), family = family_of(bytes_of(cx, token));
	struct number *newest, customer = { 0 };
	int64_t id;
	size_t n;

	TRY(db_one(cx, &q_lock, number_cols, &customer, I64(customer_id)));
	if (cx->actor.kind == ACTOR_CUSTOMER)
		TRY(db_exec(cx, &q_end_former, NULL, TIME(cx->now), I64(cx->actor.session_id)));
	TRY(db_all(cx, &q_newest, number_cols, &newest, &n, SESSIONS_MAX, I64(customer_id),
	           TIME(cx->now)));
	if (n == SESSIONS_MAX)
		TRY(db_exec(cx, &q_end_older, NULL, TIME(cx->now), I64(customer_id),
		            I64(newest[n - 1].id)));
	TRY(db_insert(cx, &q_insert, &id, I64(customer_id), BYTES(family.b, FAMILY_BYTES), HASH(&h),
	              *cx->agent ? STR(cx->agent) : NIL(), *cx->ip ? STR(cx->ip) : NIL(),
	              STR(agent_name(cx, cx->agent)), FLAG(remember), TIME(cx->now),
	              TIME(cx->now),
	              TIME(cx->now + (remember ? SESSION_LONG_SECS : SESSION_SECS))));
	cx->actor = (struct actor){ .kind = ACTOR_CUSTOMER, .id = customer_id, .session_id = id,
	                            .cart_id = cx->actor.cart_id };
	*ret_token = token;
	return OK;
}

enum err
session_end(struct ctx *cx, int64_t customer_id, int64_t session_id, const char *reason)
{
	int64_t changed;

	TRY(db_exec(cx, &q_end, &changed, TIME(cx->now), STR(reason), I64(session_id),
	            I64(customer_id), TIME(cx->now), TIME(cx->now - SESSION_LONG_IDLE_SECS),
	            TIME(cx->now - SESSION_IDLE_SECS)));
	return changed ? OK : fail(cx, E_NOT_FOUND, "session %lld", (long long)session_id);
}

enum err
session_end_others(struct ctx *cx, int64_t customer_id, int64_t keep, const char *reason)
{
	return db_exec(cx, &q_end_others, NULL, TIME(cx->now), STR(reason), I64(customer_id),
	               I64(keep));
}

enum err
session_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

enum err
session_list(struct ctx *cx, int64_t customer_id, const char *cursor, int32_t limit,
             struct session_page *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, session_cols, &ret->items, &ret->items_n, SESSIONS_MAX + 1,
	           I64(cx->actor.session_id), I64(customer_id), TIME(cx->now),
	           TIME(cx->now - SESSION_LONG_IDLE_SECS), TIME(cx->now - SESSION_IDLE_SECS),
	           I64(from.id), I64(from.id), I32(limit + 1)));
	ret->next_cursor = page_cut(&ret->items_n, limit)
	                   ? cursor_text(cx, NULL, ret->items[limit - 1].id) : NULL;
	return OK;
}

enum err
session_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t idle, long_idle, old, removed;

	TRY(db_alone(cx, &q_expire_idle, &idle, TIME(cx->now), FLAG(false),
	             TIME(cx->now - SESSION_IDLE_SECS), I32(max)));
	TRY(db_alone(cx, &q_expire_idle, &long_idle, TIME(cx->now), FLAG(true),
	             TIME(cx->now - SESSION_LONG_IDLE_SECS), I32(max)));
	TRY(db_alone(cx, &q_expire_old, &old, TIME(cx->now), TIME(cx->now), I32(max)));
	TRY(db_alone(cx, &q_remove, &removed, TIME(cx->now - SESSION_KEPT_SECS), I32(max)));
	*ret = (int32_t)(idle + long_idle + old + removed);
	return OK;
}
