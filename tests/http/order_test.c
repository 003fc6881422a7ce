/* SPDX-License-Identifier: MIT */
/* Following an order by its secret link. */
#include "support/staff.h"

#include "support/order.h"

static const char *number, *token;

static int64_t
placed(struct shop *s)
{
	int64_t id = shop_order(s, DEMO_PHONE);

	number = text_at(s, "number");
	token = text_at(s, "tracking_token");
	return id;
}

static void
track(struct shop *s, const char *by_number, const char *by_token)
{
	if (by_token)
		s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", by_token);
	get(s, "/api/v1/orders/%s", by_number);
}

static void
who_has_the_link_sees_the_order(void **state)
{
	struct shop *s = *state;

	placed(s);
	as(s, 5);
	track(s, number, token);
	expect_status(s, 200);
	expect_text(s, "number", number);
	expect_text(s, "status", "pending");
	expect_text(s, "total", "365.00");
	expect_text(s, "items.0.product_type", "pack");
	expect_number(s, "items.0.flavor_details.0.quantity", 3);
	expect_text(s, "history.0.to_status", "pending");
	assert_string_equal(header(s, "Cache-Control"), "no-store");
}

static void
a_number_is_read_as_people_copy_it(void **state)
{
	struct shop *s = *state;
	char lower[16];
	size_t n = 0;

	placed(s);
	for (const char *c = number; *c; c++)
		if (*c != '-')
			lower[n++] = *c == '0' ? 'o' : *c >= 'A' ? (char)(*c + 32) : *c;
	lower[n] = '\0';
	track(s, lower, token);
	expect_status(s, 200);
	expect_text(s, "number", number);
}

static void
without_the_token_there_is_no_order(void **state)
{
	struct shop *s = *state;
	const char *missing, *first_number, *first_token;

	placed(s);
	first_number = number;
	first_token = token;
	s->visitors[0].cookies_n = 0;
	placed(s);
	track(s, "AAAAA-AAAAA", token);
	expect_error(s, 404, "not_found");
	missing = arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
	/* A wrong token, another order's token, and a number that does not exist look alike. */
	track(s, number, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	assert_string_equal(missing, s->reply.body.data);
	track(s, number, first_token);
	assert_string_equal(missing, s->reply.body.data);
	track(s, first_number, token);
	assert_string_equal(missing, s->reply.body.data);
	track(s, first_number, first_token);
	expect_status(s, 200);
	track(s, number, NULL);
	expect_error(s, 422, "invalid");
	expect_field(s, "tracking_token", "required");
}

static void
a_customer_sees_no_staff_and_no_internal_note(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);
	char *path = arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id);

	as_staff(s, 1, "super_admin");
	post(s, path, "{'status':'confirmed','note':'pays late, watch out'}");
	expect_status(s, 200);
	as(s, 0);
	track(s, number, token);
	expect_text(s, "status", "confirmed");
	expect_text(s, "history.1.to_status", "confirmed");
	assert_null(strstr(s->reply.body.data, "watch out"));
	assert_false(has(s, "history.1.actor_id"));
	assert_false(has(s, "id"));
	assert_false(has(s, "delivery_man_id"));
	assert_false(has(s, "version"));
}

static void
a_deleted_order_is_gone(void **state)
{
	struct shop *s = *state;

	placed(s);
	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02 12:00:00'");
	track(s, number, token);
	expect_error(s, 404, "not_found");
}

SHOP_TESTS(
	shop_test(who_has_the_link_sees_the_order),
	shop_test(a_number_is_read_as_people_copy_it),
	shop_test(without_the_token_there_is_no_order),
	shop_test(a_customer_sees_no_staff_and_no_internal_note),
	shop_test(a_deleted_order_is_gone))
