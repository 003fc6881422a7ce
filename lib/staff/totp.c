/* SPDX-License-Identifier: MIT */
#include "staff/totp.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/secret.h"
#include "db/db.h"

#define STEP_SECS 30

SQL_HOT(q_use,
	"UPDATE admin_users SET totp_last_step = ?, updated_at = updated_at WHERE id = ? "
	"AND is_active = 1 AND totp_secret = ? AND (totp_last_step IS NULL OR totp_last_step < ?)");

int64_t
totp_step(struct ctx *cx, const uint8_t *seed, size_t n, const char *code)
{
	int64_t now = cx->now / STEP_SECS, found = 0;

	for (int64_t step = now - 1; step <= now + 1; step++)
		if (secret_equal(arena_fmt(cx->mem, "%06u", totp_code(seed, n, step)), code, 6))
			found = step;
	return found;
}

int64_t
totp_step_of(struct ctx *cx, const struct admin_user *u, const char *code)
{
	size_t n;
	char *seed = unseal(cx, admin_user_totp_place(cx, u->id), u->totp_secret, &n);
	int64_t step = seed && code ? totp_step(cx, (const uint8_t *)seed, n, code) : 0;

	if (seed)
		secret_wipe(seed, n);
	return step;
}

enum err
totp_use(struct ctx *cx, const struct admin_user *u, int64_t step)
{
	int64_t changed;

	TRY(db_exec(cx, &q_use, &changed, I64(step), I64(u->id), STR(u->totp_secret), I64(step)));
	return changed == 1 ? OK : fail(cx, E_LOGIN_WRONG, "the code was used");
}

static const char *
percent(struct ctx *cx, const char *s)
{
	struct buf b = buf_in(cx->mem, 4096);

	for (; *s; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9'))
			buf_char(&b, *s);
		else
			buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)*s);
	return b.data ? b.data : "";
}

const char *
totp_uri(struct ctx *cx, const char *shop, const char *username, const char *secret)
{
	const char *issuer = percent(cx, shop);

	return arena_fmt(cx->mem, "otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer,
	                 percent(cx, username), secret, issuer);
}
