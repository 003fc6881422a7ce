/* SPDX-License-Identifier: MIT */
/* Replies that no cache may store have a tag all the same: who still holds the last one in memory is
 * told that nothing changed.  Public ones: catalog_test.c, status_test.c. */
#include "support/staff.h"

#include "base/str.h"
#include "support/order.h"

#define BOARD "/api/v1/admin/orders?limit=50"

static void
ask_again(struct shop *s, const char *path, const char *tag)
{
	s->extra = arena_fmt(s->cx.mem, "HTTP_IF_NONE_MATCH=%s", tag);
	get(s, "%s", path);
}

static void
a_board_that_did_not_change_is_not_sent_again(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE);

	as_staff(s, 1, "order_manager");
	get(s, BOARD);
	expect_status(s, 200);
	const char *tag = header(s, "ETag");
	assert_non_null(tag);
	assert_string_equal(header(s, "Cache-Control"), "no-store");

	ask_again(s, BOARD, tag);
	expect_status(s, 304);
	assert_int_equal(s->reply.body.len, 0);
	assert_string_equal(header(s, "ETag"), tag);
	assert_string_equal(header(s, "Cache-Control"), "no-store");

	ask_again(s, BOARD, "\"000000000000000000000000\"");
	expect_status(s, 200);
	assert_string_equal(header(s, "ETag"), tag);
	assert_true(s->reply.body.len > 0);

	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	assert_null(header(s, "ETag"));
	ask_again(s, BOARD, tag);
	expect_status(s, 200);
	expect_text(s, "items.0.status", "confirmed");
	assert_string_not_equal(header(s, "ETag"), tag);
}

/* The tag is of the reply: who gets another one gets all of it, who may not have it gets a refusal. */
static void
a_tag_opens_nothing(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	as_staff(s, 1, "super_admin");
	get(s, "/api/v1/admin/auth/me");
	const char *me = header(s, "ETag");
	get(s, BOARD);
	const char *board = header(s, "ETag");

	as_staff(s, 2, "product_manager");
	ask_again(s, "/api/v1/admin/auth/me", me);
	expect_status(s, 200);
	expect_text(s, "role", "product_manager");
	ask_again(s, BOARD, board);
	expect_error(s, 403, "forbidden");
	assert_null(header(s, "ETag"));
	as(s, 0);
	ask_again(s, BOARD, "*");
	expect_error(s, 401, "login_needed");
	assert_null(header(s, "ETag"));
}

SHOP_TESTS(shop_test(a_board_that_did_not_change_is_not_sent_again), shop_test(a_tag_opens_nothing))
