/* SPDX-License-Identifier: MIT */
/* Idempotency keys: the same request again gets the same reply, and nothing happens twice.  Through
 * an endpoint: checkout_test.c. */
#include "support/order.h"

#include "base/str.h"
#include "guard/once.h"

#include <unistd.h>

struct claiming {
	const char *scope, *route, *key, *body;
	const char *reply;		/* kept, unless NULL */
	enum err then;			/* what the work ends with */
	bool found;
	struct once_reply kept;
};

static enum err
work(struct ctx *cx, void *arg)
{
	struct claiming *c = arg;
	struct once o = {
		.scope = sha256(c->scope, strlen(c->scope)), .route = c->route, .key = c->key,
		.body = sha256(c->body, strlen(c->body)),
	};

	TRY(once_claim(cx, &o, &c->found, &c->kept));
	if (!c->found && c->reply)
		TRY(once_keep(cx, &o, 201, c->reply, strlen(c->reply)));
	return c->then;
}

#define KEY "key-0123456789abc"

static enum err
claim(struct shop *s, struct claiming *c)
{
	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	return db_transaction(&s->cx, DB_AGAIN, work, c);
}

static void
a_key_is_16_to_64_plain_letters(void **state)
{
	static const struct { const char *key; bool good; } rows[] = {
		{ NULL, false }, { "", false }, { "123456789012345", false }, { "1234567890123456", true },
		{ "abcDEF-_901234567", true }, { "abc DEF-901234567", false }, { "abcdefghijklmno\xd9\x85", false },
		{ "0123456789012345678901234567890123456789012345678901234567890123", true },
		{ "01234567890123456789012345678901234567890123456789012345678901234", false },
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(once_key_valid(rows[i].key), rows[i].good);
}

static void
the_second_time_the_first_reply_comes_back(void **state)
{
	struct shop *s = *state;
	struct claiming c = { "me", "route", KEY, "body", "{\"token\":\"secret\"}", OK, false, { 0 } };

	assert_int_equal(claim(s, &c), OK);
	assert_false(c.found);
	assert_int_equal(claim(s, &c), OK);
	assert_true(c.found);
	assert_int_equal(c.kept.status, 201);
	assert_string_equal(arena_strn(s->cx.mem, c.kept.body, c.kept.n), "{\"token\":\"secret\"}");
	expect_rows(s, 0, "SELECT 1 FROM idempotency_keys WHERE INSTR(reply, 'secret') > 0");
}

static void
another_request_with_the_key_is_refused(void **state)
{
	struct shop *s = *state;
	struct claiming c = { "me", "route", KEY, "body", "{}", OK, false, { 0 } };

	assert_int_equal(claim(s, &c), OK);
	c.body = "another";
	assert_int_equal(claim(s, &c), E_KEY_REUSED);
}

static void
keys_of_others_and_of_other_routes_are_other_keys(void **state)
{
	struct shop *s = *state;
	struct claiming c = { "me", "route", KEY, "body", "{}", OK, false, { 0 } };

	assert_int_equal(claim(s, &c), OK);
	c.scope = "you";
	assert_int_equal(claim(s, &c), OK);
	assert_false(c.found);
	c.route = "other";
	assert_int_equal(claim(s, &c), OK);
	assert_false(c.found);
	expect_rows(s, 3, "SELECT 1 FROM idempotency_keys");
}

static void
a_refusal_is_not_kept(void **state)
{
	struct shop *s = *state;
	struct claiming c = { "me", "route", KEY, "body", "{}", E_SLOT_FULL, false, { 0 } };

	assert_int_equal(claim(s, &c), E_SLOT_FULL);
	expect_rows(s, 0, "SELECT 1 FROM idempotency_keys");
	c.then = OK;
	assert_int_equal(claim(s, &c), OK);
	assert_false(c.found);
}

static void
a_kept_reply_opens_only_in_its_place(void **state)
{
	struct shop *s = *state;
	struct claiming c = { "me", "route", KEY, "body", "{}", OK, false, { 0 } };

	assert_int_equal(claim(s, &c), OK);
	c.key = "other-0123456789abc";
	assert_int_equal(claim(s, &c), OK);
	sql_do(s, "UPDATE idempotency_keys a JOIN idempotency_keys b ON b.idem_key = '%s' "
	       "SET a.reply = b.reply WHERE a.idem_key = '%s'", KEY, c.key);
	assert_int_equal(claim(s, &c), E_INTERNAL);
}

static bool
does_the_work(struct shop *s, int i)
{
	struct claiming c = { "me", "route", KEY, "body", "{}", OK, false, { 0 } };
	(void)i;

	if (claim(s, &c) != OK)
		_exit(3);
	return !c.found;
}

static void
of_thirty_at_once_one_does_the_work(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 30, does_the_work), 1);
	expect_rows(s, 1, "SELECT 1 FROM idempotency_keys WHERE reply IS NOT NULL");
}

SHOP_TESTS(shop_test(a_key_is_16_to_64_plain_letters),
           shop_test(the_second_time_the_first_reply_comes_back),
           shop_test(another_request_with_the_key_is_refused),
           shop_test(keys_of_others_and_of_other_routes_are_other_keys),
           shop_test(a_refusal_is_not_kept), shop_test(a_kept_reply_opens_only_in_its_place),
           shop_test(of_thirty_at_once_one_does_the_work))
