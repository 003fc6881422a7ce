/* SPDX-License-Identifier: MIT */
#include "support/shop.h"

static void
it_is_alive_and_ready(void **state)
{
	struct shop *s = *state;

	get(s, "/healthz");
	expect_status(s, 200);
	expect_text(s, "status", "ok");
	get(s, "/readyz");
	expect_status(s, 200);
	expect_text(s, "status", "ok");
}

static void
the_numbers_are_for_this_machine_only(void **state)
{
	struct shop *s = *state;

	get(s, "/metrics");
	expect_error(s, 404, "not_found");
	s->ip = "127.0.0.1";
	get(s, "/metrics");
	expect_status(s, 200);
	assert_string_equal(s->reply.type, "text/plain; version=0.0.4");
}

static void
the_oldest_message_is_as_late_as_it_is_due(void **state)
{
	struct shop *s = *state;

	s->ip = "127.0.0.1";
	get(s, "/metrics");
	assert_non_null(strstr(s->reply.body.data, "\ncrumbled_outbox_oldest_seconds 0\n"));
	sql_do(s, "INSERT INTO outbox (kind, topic, next_try_at) VALUES "
	          "('sms', 'test', FROM_UNIXTIME(%lld)), ('sms', 'test', FROM_UNIXTIME(%lld))",
	       (long long)SHOP_NOON - 90, (long long)SHOP_NOON + 90);
	get(s, "/metrics");
	assert_non_null(strstr(s->reply.body.data, "\ncrumbled_outbox_oldest_seconds 90\n"));
}

static void
the_document_can_be_kept(void **state)
{
	struct shop *s = *state;
	const char *tag;

	get(s, "/api/openapi.json");
	expect_status(s, 200);
	assert_non_null(strstr(s->reply.body.data, "{\"openapi\":\"3.1.0\","));
	assert_string_equal(s->reply.type, "application/json");
	assert_string_equal(header(s, "Cache-Control"), "public, max-age=300");
	tag = header(s, "ETag");
	s->extra = arena_fmt(s->cx.mem, "HTTP_IF_NONE_MATCH=%s", tag);
	get(s, "/api/openapi.json");
	expect_status(s, 304);
	assert_int_equal(s->reply.body.len, 0);
}

SHOP_TESTS(shop_test(it_is_alive_and_ready), shop_test(the_numbers_are_for_this_machine_only),
	shop_test(the_oldest_message_is_as_late_as_it_is_due), shop_test(the_document_can_be_kept))
