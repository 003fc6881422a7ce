/* SPDX-License-Identifier: MIT */
#include "support/customer.h"

#include "account/session.h"
#include "base/str.h"
#include "guard/password.h"
#include "support/order.h"

int64_t
customer_add(struct shop *s, const char *phone, const char *email)
{
	const char *hash;

	/* Of this process: one hash is enough for all. */
	static char kept[200];
	if (!*kept) {
		if (password_hash(&s->cx, CUSTOMER_PASSWORD, &hash) != OK)
			fail_msg("no hash: %s", s->cx.why);
		snprintf(kept, sizeof kept, "%s", hash);
	}
	sql_do(s, "INSERT INTO customers (first_name, last_name, email, phone, password_hash, pepper_id, "
	       "type, status, email_verified, phone_verified, created_at) VALUES ('Mona', 'Adel', %s, "
	       "%s, '%s', '%s', 'registered', '%s', %d, %d, '2030-01-01 12:00:00')",
	       email ? arena_fmt(s->cx.mem, "'%s'", email) : "NULL",
	       phone ? arena_fmt(s->cx.mem, "'%s'", phone) : "NULL", kept,
	       password_pepper_id(&s->cx), email ? "active" : "unverified", email != NULL,
	       phone != NULL);
	return sql_number(s, "SELECT MAX(id) FROM customers");
}

static int
find_cookie(const struct visitor *v, const char *name)
{
	size_t n = strlen(name);
	int i = 0;

	while (i < v->cookies_n && !(strncmp(v->cookie[i], name, n) == 0 && v->cookie[i][n] == '='))
		i++;
	return i;
}

const char *
cookie_of(struct shop *s, int visitor, const char *name)
{
	struct visitor *v = &s->visitors[visitor];
	int i = find_cookie(v, name);

	return i < v->cookies_n ? arena_str(s->cx.mem, v->cookie[i] + strlen(name) + 1) : NULL;
}

void
visitor_cookie(struct shop *s, int visitor, const char *name, const char *value)
{
	struct visitor *v = &s->visitors[visitor];
	int i = find_cookie(v, name);

	BUG_ON(i == 4);
	if (i == v->cookies_n)
		v->cookies_n++;
	snprintf(v->cookie[i], sizeof v->cookie[i], "%s=%s", name, value);
}

struct beginning { int64_t id; bool remember; const char *token; };

static enum err
begin(struct ctx *cx, void *arg)
{
	struct beginning *b = arg;

	return session_begin(cx, b->id, b->remember, &b->token);
}

const char *
as_customer(struct shop *s, int visitor, int64_t id, bool remember)
{
	struct beginning b = { id, remember, NULL };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	s->cx.actor = (struct actor){ 0 };
	s->cx.ip = s->ip;
	s->cx.agent = "test";
	if (db_transaction(&s->cx, DB_ONCE, begin, &b) != OK)
		fail_msg("no session: %s", s->cx.why);
	visitor_cookie(s, visitor, CUSTOMER_COOKIE, b.token);
	as(s, visitor);
	return b.token;
}

void
customer_log_in(struct shop *s, const char *name, const char *password)
{
	post(s, "/api/v1/auth/login", "{'login':'%s','password':'%s'}", name, password);
}

void
customer_log_in_with(struct shop *s, const char *name, const char *handle, const char *code)
{
	post(s, "/api/v1/auth/login", "{'login':'%s','password':'" CUSTOMER_PASSWORD "','handle':'%s','code':'%s'}",
	     name, handle, code);
}

int64_t
customer_mona(struct shop *s)
{
	int64_t id = customer_add(s, DEMO_PHONE, CUSTOMER_MAIL);

	sql_do(s, "UPDATE customers SET username = 'mona' WHERE id = %lld", (long long)id);
	return id;
}

const char *
customer_code_sent(struct shop *s, const char *to)
{
	char *text = shop_message(s, to);

	assert_non_null(text);
	for (; *text; text++)
		if (strspn(text, "0123456789") == 6)
			return arena_strn(s->cx.mem, text, 6);
	fail_msg("no code for %s", to);
	return NULL;
}

void
customer_get_to_know(struct shop *s, const char *name)
{
	customer_log_in(s, name, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	customer_log_in_with(s, name, text_at(s, "handle"), customer_code_sent(s, DEMO_PHONE));
	expect_status(s, 200);
}
