/* SPDX-License-Identifier: MIT */
#include "staff/recovery_code.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/db.h"

#define CODE_BYTES 10		/* 16 letters in base 32 */
#define GROUP 4

SQL(q_insert,
	"INSERT INTO admin_recovery_codes (admin_user_id, code_hash, created_at) VALUES (?, ?, ?)");
SQL_HOT(q_use,
	"UPDATE admin_recovery_codes SET used_at = ? WHERE admin_user_id = ? AND code_hash = ? "
	"AND used_at IS NULL");
SQL_HOT(q_good,
	"SELECT COUNT(*) AS n FROM admin_recovery_codes WHERE admin_user_id = ? AND code_hash = ? "
	"AND used_at IS NULL");
SQL_HOT(q_left,
	"SELECT COUNT(*) AS n FROM admin_recovery_codes WHERE admin_user_id = ? "
	"AND used_at IS NULL");
SQL_HOT(q_forget, "DELETE FROM admin_recovery_codes WHERE admin_user_id = ?");

struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };

/* Of what was typed only letters and digits count, in whatever case. */
static struct hash
hash_of(struct ctx *cx, const char *typed)
{
	char *code = str_upper(cx->mem, typed), *to = code;
	struct hash h;

	for (const char *p = code; *p; p++)
		if ((*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9'))
			*to++ = *p;
	*to = '\0';
	h = token_hash(code);
	secret_wipe(code, strlen(code));
	return h;
}

static enum err
make_one(struct ctx *cx, int64_t admin_id, struct buf *json)
{
	uint8_t bytes[CODE_BYTES];
	struct hash h;
	char *code;

	rand_bytes(bytes, sizeof bytes);
	code = base32_text(cx->mem, bytes, sizeof bytes);
	secret_wipe(bytes, sizeof bytes);
	h = hash_of(cx, code);
	buf_str(json, json->len ? ",\"" : "[\"");
	for (size_t at = 0; code[at]; at += GROUP)
		buf_fmt(json, "%s%.*s", at ? "-" : "", GROUP, code + at);
	buf_char(json, '"');
	return db_exec(cx, &q_insert, NULL, I64(admin_id), HASH(&h), TIME(cx->now));
}

enum err
recovery_codes_make(struct ctx *cx, int64_t admin_id, const char **ret)
{
	struct buf json = buf_in(cx->mem, 1024);

	TRY(recovery_codes_forget(cx, admin_id));
	for (int i = 0; i < RECOVERY_CODES; i++)
		TRY(make_one(cx, admin_id, &json));
	buf_char(&json, ']');
	BUG_ON(json.full);
	*ret = json.data;
	return OK;
}

enum err
recovery_code_use(struct ctx *cx, int64_t admin_id, const char *typed, int64_t *left)
{
	struct hash h = hash_of(cx, typed);
	struct count count = { 0 };
	int64_t changed;

	TRY(db_exec(cx, &q_use, &changed, TIME(cx->now), I64(admin_id), HASH(&h)));
	if (changed != 1)
		return fail(cx, E_LOGIN_WRONG, "recovery code of %lld", (long long)admin_id);
	TRY(db_one(cx, &q_left, count_cols, &count, I64(admin_id)));
	*left = count.n;
	return OK;
}

enum err
recovery_code_is_good(struct ctx *cx, int64_t admin_id, const char *typed, bool *ret)
{
	struct hash h = hash_of(cx, typed);
	struct count count = { 0 };

	TRY(db_one(cx, &q_good, count_cols, &count, I64(admin_id), HASH(&h)));
	*ret = count.n == 1;
	return OK;
}

enum err
recovery_codes_forget(struct ctx *cx, int64_t admin_id)
{
	return db_exec(cx, &q_forget, NULL, I64(admin_id));
}
