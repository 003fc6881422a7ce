/* SPDX-License-Identifier: MIT */
#include "guard/reset_token.h"

#include "base/crypto.h"
#include "db/db.h"

SQL_HOT(q_void, "UPDATE password_reset_tokens SET used_at = ? WHERE user_id = ? AND user_type = ? "
                "AND used_at IS NULL");
SQL(q_make,
	"INSERT INTO password_reset_tokens (user_type, user_id, token_hash, expires_at, "
	"ip_address, user_agent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
SQL_HOT(q_nothing, "UPDATE password_reset_tokens SET used_at = used_at WHERE token_hash = ?");
SQL_HOT(q_look, "SELECT user_id FROM password_reset_tokens WHERE token_hash = ? AND user_type = ? "
                "AND used_at IS NULL AND expires_at > ?");
SQL_HOT(q_use, "UPDATE password_reset_tokens SET used_at = ? WHERE token_hash = ? "
               "AND user_type = ? AND user_id = ? AND used_at IS NULL AND expires_at > ?");
SQL_HOT(q_expire, "DELETE FROM password_reset_tokens WHERE expires_at < ? ORDER BY expires_at "
                  "LIMIT ?");
SQL_HOT(q_forget, "DELETE FROM password_reset_tokens WHERE user_id = ? AND user_type = ?");

struct owner { int64_t user_id; };
static const struct col owner_cols[] = { COL(struct owner, user_id) };

enum err
reset_token_void(struct ctx *cx, const char *user_type, int64_t user_id)
{
	return db_exec(cx, &q_void, NULL, TIME(cx->now), I64(user_id), STR(user_type));
}

enum err
reset_token_make(struct ctx *cx, const char *user_type, int64_t user_id, const char **token)
{
	char *made = token_new(cx->mem);
	struct hash h = token_hash(made);

	TRY(reset_token_void(cx, user_type, user_id));
	if (user_id)
		TRY(db_exec(cx, &q_make, NULL, STR(user_type), I64(user_id), HASH(&h),
		            TIME(cx->now + RESET_TOKEN_SECS), STR(cx->ip), STR(cx->agent),
		            TIME(cx->now)));
	else
		TRY(db_exec(cx, &q_nothing, NULL, HASH(&h)));
	*token = made;
	return OK;
}

enum err
reset_token_look(struct ctx *cx, const char *user_type, const char *token, int64_t *ret_user_id)
{
	struct hash h = token_hash(token);
	struct owner owner = { 0 };
	bool found;

	TRY(db_maybe(cx, &q_look, owner_cols, &owner, &found, HASH(&h), STR(user_type),
	             TIME(cx->now)));
	if (!found)
		return fail(cx, E_LINK_OVER, "unknown, used, replaced or too old");
	*ret_user_id = owner.user_id;
	return OK;
}

enum err
reset_token_use(struct ctx *cx, const char *user_type, int64_t user_id, const char *token)
{
	struct hash h = token_hash(token);
	int64_t changed;

	TRY(db_exec(cx, &q_use, &changed, TIME(cx->now), HASH(&h), STR(user_type), I64(user_id),
	            TIME(cx->now)));
	if (changed != 1)
		return fail(cx, E_LINK_OVER, "used, replaced or too old");
	return reset_token_void(cx, user_type, user_id);
}

enum err
reset_token_forget(struct ctx *cx, const char *user_type, int64_t user_id)
{
	return db_exec(cx, &q_forget, NULL, I64(user_id), STR(user_type));
}

enum err
reset_token_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now - RESET_TOKEN_KEPT_SECS), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
