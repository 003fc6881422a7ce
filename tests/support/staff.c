/* SPDX-License-Identifier: MIT */
#include "support/staff.h"

#include "api/api.h"
#include "staff/admin_user.h"

static const uint8_t seed[20] = "12345678901234567890";

struct making { const char *username, *email, *role; int64_t id; };

static enum err
make(struct ctx *cx, void *arg)
{
	struct making *m = arg;

	return admin_user_create(cx, m->username, m->email, m->role, STAFF_PASSWORD, &m->id);
}

int64_t
staff_add(struct shop *s, const char *username, const char *role)
{
	struct making m = { username, arena_fmt(s->cx.mem, "%s@example.com", username), role, 0 };

	s->cx.db = s->db_admin;
	s->cx.now = shop_now();
	s->cx.actor = (struct actor){ 0 };
	if (db_transaction(&s->cx, DB_ONCE, make, &m) != OK)
		fail_msg("no account: %s", s->cx.why);
	return m.id;
}

void
staff_totp_is(struct shop *s, const char *value)
{
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) VALUES ('staff_totp', '%s')",
	       value);
}

void
staff_enrol(struct shop *s, int64_t id)
{
	const char *sealed = seal(&s->cx, admin_user_totp_place(&s->cx, id), seed, sizeof seed);

	sql_do(s, "UPDATE admin_users SET totp_secret = '%s' WHERE id = %lld", sealed, (long long)id);
}

const char *
staff_code(struct shop *s, int steps)
{
	return arena_fmt(s->cx.mem, "%06u", totp_code(seed, sizeof seed, shop_now() / 30 + steps));
}

const char *
staff_app_code(struct shop *s, const char *secret, int steps)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint8_t own[20] = { 0 };

	assert_int_equal(strlen(secret), 32);
	for (int bit = 0; bit < 160; bit++) {
		const char *letter = strchr(letters, secret[bit / 5]);
		assert_non_null(letter);
		if ((letter - letters) >> (4 - bit % 5) & 1)
			own[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	return arena_fmt(s->cx.mem, "%06u", totp_code(own, sizeof own, shop_now() / 30 + steps));
}

void
staff_cookie(struct shop *s, int visitor, const char *token)
{
	struct visitor *v = &s->visitors[visitor];
	size_t n = strlen(STAFF_COOKIE);
	int i = 0;

	while (i < v->cookies_n && strncmp(v->cookie[i], STAFF_COOKIE "=", n + 1) != 0)
		i++;
	BUG_ON(i == 4);
	if (i == v->cookies_n)
		v->cookies_n++;
	snprintf(v->cookie[i], sizeof v->cookie[i], "%s=%s", STAFF_COOKIE, token);
}

void
staff_step_down(struct shop *s)
{
	sql_do(s, "UPDATE admin_sessions SET step_up_at = NULL");
}

int64_t
as_staff(struct shop *s, int visitor, const char *role)
{
	char now[CLOCK_TEXT], end[CLOCK_TEXT];
	const char *token = token_new(s->cx.mem);
	struct hash h = token_hash(token);

	sql_do(s, "INSERT IGNORE INTO admin_users (username, email, role) "
	          "VALUES ('%s', '%s@example.com', '%s')", role, role, role);
	int64_t id = sql_number(s, "SELECT id FROM admin_users WHERE username = '%s'", role);
	clock_sql(shop_now(), now);
	clock_sql(shop_now() + 12 * 3600, end);
	sql_do(s, "INSERT INTO admin_sessions (admin_user_id, token_hash, created_at, "
	          "last_activity_at, expires_at, step_up_at) VALUES "
	          "(%lld, UNHEX('%s'), '%s', '%s', '%s', '%s')",
	       (long long)id, hex_text(s->cx.mem, h.b, HASH_BYTES), now, now, end, end);
	staff_cookie(s, visitor, token);
	as(s, visitor);
	return id;
}
