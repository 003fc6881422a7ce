/* SPDX-License-Identifier: MIT */
/* More of an order at its desk: out of the lists and back, and what was written about it. */
#include "support/customer.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define ORDERS "/api/v1/admin/orders"

static const char *
of(struct shop *s, int64_t id, const char *rest)
{
	return arena_fmt(s->cx.mem, ORDERS "/%lld%s", (long long)id, rest);
}

static void
cancel(struct shop *s, int64_t id)
{
	post(s, of(s, id, "/status"), "{'status':'cancelled','note':'Nobody knows of it'}");
	expect_status(s, 200);
}

static void
take_out(struct shop *s, int64_t id, int64_t version)
{
	request(s, "DELETE", of(s, id, ""), "{'version':%lld,'reason':'A test order'}",
	        (long long)version);
}

static int
listed(struct shop *s, const char *query)
{
	get(s, ORDERS "%s", query);
	expect_status(s, 200);
	return (int)json_list_length(at(s, "items"));
}

static void
a_cancelled_order_leaves_the_lists_and_comes_back(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE), version;

	as_staff(s, 1, "order_manager");
	cancel(s, id);
	version = number_at(s, "version");
	take_out(s, id, version);
	expect_status(s, 204);
	assert_int_equal(listed(s, ""), 0);
	assert_int_equal(listed(s, "?q=mona"), 0);
	assert_int_equal(listed(s, "?show_deleted=true"), 1);
	get(s, "%s", of(s, id, ""));
	expect_text(s, "deleted_at", "2030-01-02T12:00:00Z");
	take_out(s, id, version + 1);
	expect_error(s, 404, "not_found");
	for (int i = 0; i < 2; i++) {		/* twice is once */
		request(s, "POST", of(s, id, "/restore"), NULL);
		expect_status(s, 200);
		assert_false(has(s, "deleted_at") && json_kind(at(s, "deleted_at")) == JSON_TEXT);
	}
	assert_int_equal(listed(s, ""), 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.remove' "
	            "AND note = 'A test order'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.restore'");
	expect_sound(s);
}

static void
only_what_is_cancelled_can_be_taken_out(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE), version;

	as_staff(s, 1, "order_manager");
	take_out(s, id, 1);
	expect_error(s, 409, "move_refused");
	cancel(s, id);
	version = number_at(s, "version");
	take_out(s, id, version - 1);
	expect_error(s, 409, "conflict");
	take_out(s, 999, 1);
	expect_error(s, 404, "not_found");
	request(s, "POST", of(s, 999, "/restore"), NULL);
	expect_error(s, 404, "not_found");
	request(s, "DELETE", of(s, id, ""), "{'version':%lld}", (long long)version);
	expect_error(s, 422, "invalid");
	as_staff(s, 2, "delivery_manager");
	take_out(s, id, version);
	expect_error(s, 403, "forbidden");
	request(s, "POST", of(s, id, "/restore"), NULL);
	expect_error(s, 403, "forbidden");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE deleted_at IS NOT NULL");
}

static void
orders_of_one_customer_are_listed(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	shop_order(s, "+201007654321");
	shop_order(s, DEMO_PHONE);
	sql_do(s, "UPDATE orders SET customer_id = %lld WHERE customer_phone = '" DEMO_PHONE "'",
	       (long long)mona);
	as_staff(s, 1, "order_manager");
	assert_int_equal(listed(s, ""), 2);
	assert_int_equal(listed(s, arena_fmt(s->cx.mem, "?customer_id=%lld", (long long)mona)), 1);
	assert_int_equal(listed(s, arena_fmt(s->cx.mem, "?customer_id=%lld&status=delivered",
	                                     (long long)mona)), 0);
	assert_int_equal(listed(s, arena_fmt(s->cx.mem, "?customer_id=%lld&date=2030-01-03",
	                                     (long long)mona)), 1);
	assert_int_equal(listed(s, "?customer_id=999"), 0);
}

/* ---- messages ---- */

static void
staff_see_what_was_written_but_not_what_it_says(void **state)
{
	struct shop *s = *state;
	int64_t id = shop_order(s, DEMO_PHONE), message;

	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, id, "/messages"));
	expect_status(s, 200);
	assert_true(has(s, "items.0"));
	expect_text(s, "items.0.state", "pending");
	assert_null(strstr(s->reply.body.data, "token"));
	message = number_at(s, "items.0.id");
	request(s, "POST", of(s, id, arena_fmt(s->cx.mem, "/messages/%lld/again", (long long)message)), NULL);
	expect_error(s, 409, "conflict");
	sql_do(s, "UPDATE outbox SET state = 'failed', attempts = 8, is_secret = 0, "
	       "next_try_at = '2031-01-01' WHERE id = %lld", (long long)message);
	get(s, "%s", of(s, id, "/messages"));
	assert_non_null(strstr(s->reply.body.data, "\"can_repeat\":true"));
	request(s, "POST", of(s, id, arena_fmt(s->cx.mem, "/messages/%lld/again", (long long)message)), NULL);
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE state = 'pending' AND attempts = 0 "
	            "AND next_try_at = '2030-01-02 12:00:00' AND is_secret = 0");
	/* What had a secret is gone with it. */
	sql_do(s, "UPDATE outbox SET state = 'failed', is_secret = 1");
	get(s, "%s", of(s, id, "/messages"));
	assert_null(strstr(s->reply.body.data, "\"can_repeat\":true"));
	request(s, "POST", of(s, id, arena_fmt(s->cx.mem, "/messages/%lld/again", (long long)message)), NULL);
	expect_error(s, 409, "conflict");
}

static void
a_message_of_another_order_is_not_there(void **state)
{
	struct shop *s = *state;
	int64_t one = shop_order(s, DEMO_PHONE), other = shop_order(s, "+201007654321"), message;

	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, one, "/messages"));
	message = number_at(s, "items.0.id");
	sql_do(s, "UPDATE outbox SET state = 'failed', is_secret = 0");
	request(s, "POST", of(s, other, arena_fmt(s->cx.mem, "/messages/%lld/again", (long long)message)), NULL);
	expect_error(s, 404, "not_found");
	get(s, ORDERS "/999/messages");
	expect_error(s, 404, "not_found");
	as_staff(s, 2, "delivery_manager");
	get(s, "%s", of(s, one, "/messages"));
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(shop_test(a_cancelled_order_leaves_the_lists_and_comes_back),
           shop_test(only_what_is_cancelled_can_be_taken_out),
           shop_test(orders_of_one_customer_are_listed),
           shop_test(staff_see_what_was_written_but_not_what_it_says),
           shop_test(a_message_of_another_order_is_not_there))
