/* SPDX-License-Identifier: MIT */
#include "account/proof.h"

#include "base/crypto.h"
#include "db/db.h"

SQL(q_make, "INSERT INTO phone_proofs (token_hash, otp_type, phone, expires_at, created_at) "
            "VALUES (?, ?, ?, ?, ?)");
SQL_HOT(q_take, "UPDATE phone_proofs SET used_at = ? WHERE token_hash = ? AND otp_type = ? "
                "AND phone = ? AND used_at IS NULL AND expires_at > ?");
SQL_HOT(q_try, "UPDATE phone_proofs SET tries = tries + 1 WHERE token_hash = ? AND otp_type = ? "
               "AND used_at IS NULL AND expires_at > ? AND tries < ?");
SQL_HOT(q_phone, "SELECT phone FROM phone_proofs WHERE token_hash = ?");
SQL_HOT(q_forget, "DELETE FROM phone_proofs WHERE phone = ?");
SQL_HOT(q_expire, "DELETE FROM phone_proofs WHERE expires_at < ? ORDER BY expires_at LIMIT ?");

struct phone { const char *phone; };
static const struct col phone_cols[] = { COL(struct phone, phone) };

enum err
proof_make(struct ctx *cx, const char *otp_type, const char *phone, const char **token)
{
	char *made = token_new(cx->mem);
	struct hash h = token_hash(made);

	TRY(db_exec(cx, &q_make, NULL, HASH(&h), STR(otp_type), STR(phone),
	            TIME(cx->now + PROOF_SECS), TIME(cx->now)));
	*token = made;
	return OK;
}

enum err
proof_take(struct ctx *cx, const char *otp_type, const char *phone, const char *token)
{
	/* Found by its hash: nothing about a token can be learnt from how long this takes. */
	struct hash h = token_hash(token ? token : "");
	int64_t changed;

	TRY(db_exec(cx, &q_take, &changed, TIME(cx->now), HASH(&h), STR(otp_type), STR(phone),
	            TIME(cx->now)));
	return changed == 1 ? OK : fail_at(cx, E_PHONE_UNPROVED, "proof", "no such proof");
}

struct trying { const char *otp_type; struct hash token; struct phone shown; };

static enum err
count_try(struct ctx *cx, void *arg)
{
	struct trying *t = arg;
	int64_t changed;

	TRY(db_exec(cx, &q_try, &changed, HASH(&t->token), STR(t->otp_type), TIME(cx->now),
	            I32(PROOF_TRIES)));
	if (changed != 1)
		return fail_at(cx, E_PHONE_UNPROVED, "proof", "no such proof, or no try is left");
	return db_one(cx, &q_phone, phone_cols, &t->shown, HASH(&t->token));
}

enum err
proof_try(struct ctx *cx, const char *otp_type, const char *token, const char **ret_phone)
{
	struct trying t = { .otp_type = otp_type, .token = token_hash(token) };

	TRY(db_reading(cx, count_try, &t));
	*ret_phone = t.shown.phone;
	return OK;
}

enum err
proof_forget(struct ctx *cx, const char *phone)
{
	return db_exec(cx, &q_forget, NULL, STR(phone));
}

enum err
proof_expire(struct ctx *cx, int32_t max, int32_t *ret)
{
	int64_t n;

	TRY(db_alone(cx, &q_expire, &n, TIME(cx->now - PROOF_KEPT_SECS), I32(max)));
	*ret = (int32_t)n;
	return OK;
}
