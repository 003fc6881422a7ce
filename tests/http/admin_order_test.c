/* SPDX-License-Identifier: MIT */
/* Orders at the desks of the shop: who sees what, and who may move what where. */
#include "support/staff.h"

#include "base/str.h"
#include "support/order.h"

#define ORDERS "/api/v1/admin/orders"

/* A pending order to Madinaty; afterwards visitor 1 is a person of that role. */
static int64_t
order_for(struct shop *s, const char *role)
{
	as(s, 0);
	s->visitors[0].cookies_n = 0;
	int64_t id = shop_order(s, DEMO_PHONE);
	as_staff(s, 1, role);
	return id;
}

static void
move_to(struct shop *s, int64_t id, const char *status, const char *note)
{
	char *path = arena_fmt(s->cx.mem, ORDERS "/%lld/status", (long long)id);

	if (note)
		post(s, path, "{'status':'%s','note':'%s'}", status, note);
	else
		post(s, path, "{'status':'%s'}", status);
}

static void
assign(struct shop *s, int64_t id, int64_t man)
{
	post(s, arena_fmt(s->cx.mem, ORDERS "/%lld/assign", (long long)id),
	     "{'delivery_man_id':%lld}", (long long)man);
}

/* The same as the owner would do it, up to that status. */
static void
bring_to(struct shop *s, int64_t id, const char *status)
{
	static const char *const steps[] = { "confirmed", "preparing", "out_for_delivery", "delivered" };
	int who = s->who;

	as_staff(s, 7, "super_admin");
	for (size_t i = 0; i < 4 && !str_eq(status, "pending"); i++) {
		if (str_eq(steps[i], "out_for_delivery")) {
			assign(s, id, 1);
			expect_status(s, 200);
		}
		move_to(s, id, steps[i], NULL);
		expect_status(s, 200);
		if (str_eq(steps[i], status))
			break;
	}
	as(s, who);
}

/* ---- seeing ---- */

static void
the_desk_sees_orders_newest_first(void **state)
{
	struct shop *s = *state;
	int64_t first = order_for(s, "order_manager"), second = order_for(s, "order_manager");

	get(s, ORDERS);
	expect_status(s, 200);
	expect_number(s, "items.0.id", second);
	expect_number(s, "items.1.id", first);
	expect_text(s, "items.0.status", "pending");
	expect_text(s, "items.0.total", "365.00");
	expect_text(s, "items.0.delivery_zone", "Madinaty");
	expect_number(s, "items.0.cookies", 6);
	assert_false(has(s, "next_cursor"));
}

static void
a_list_goes_on_where_the_page_before_ended(void **state)
{
	struct shop *s = *state;
	int64_t ids[3];

	for (int i = 0; i < 3; i++)
		ids[i] = order_for(s, "order_manager");
	get(s, ORDERS "?limit=2");
	expect_number(s, "items.1.id", ids[1]);
	get(s, ORDERS "?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_number(s, "items.0.id", ids[0]);
	assert_false(has(s, "items.1"));
	get(s, ORDERS "?cursor=nonsense");
	expect_error(s, 422, "invalid");
	get(s, ORDERS "?limit=201");
	expect_error(s, 422, "invalid");
}

static void
a_list_can_be_narrowed(void **state)
{
	struct shop *s = *state;
	int64_t a = order_for(s, "order_manager"), b = order_for(s, "order_manager");

	bring_to(s, a, "out_for_delivery");
	get(s, ORDERS "?status=pending");
	expect_number(s, "items.0.id", b);
	assert_false(has(s, "items.1"));
	get(s, ORDERS "?date=2030-01-03&status=out_for_delivery");
	expect_number(s, "items.0.id", a);
	get(s, ORDERS "?date=2030-01-04");
	assert_false(has(s, "items.0"));
	get(s, ORDERS "?delivery_man_id=1");
	expect_number(s, "items.0.id", a);
	assert_false(has(s, "items.1"));
	get(s, ORDERS "?zone_id=1&time_slot_id=3");
	assert_true(has(s, "items.1"));
	get(s, ORDERS "?zone_id=2");
	assert_false(has(s, "items.0"));
	get(s, ORDERS "?time_slot_id=1");
	assert_false(has(s, "items.0"));
	get(s, ORDERS "?status=lost");
	expect_error(s, 422, "invalid");
}

static void
the_desk_sees_all_of_an_order(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	get(s, ORDERS "/%lld", (long long)id);
	expect_status(s, 200);
	expect_text(s, "customer_email", "mona@example.com");
	expect_text(s, "customer_phone", DEMO_PHONE);
	expect_text(s, "items.0.product_type", "pack");
	expect_number(s, "items.0.flavor_details.0.quantity", 3);
	expect_text(s, "history.0.to_status", "pending");
	expect_number(s, "version", 1);
	assert_null(strstr(s->reply.body.data, "tracking"));
	get(s, ORDERS "/%lld", (long long)id + 1);
	expect_error(s, 404, "not_found");
}

static void
delivery_sees_orders_from_preparing_on_and_no_mail_address(void **state)
{
	struct shop *s = *state;
	int64_t pending = order_for(s, "delivery_manager"), out = order_for(s, "delivery_manager");
	const char *missing;

	bring_to(s, out, "preparing");
	get(s, ORDERS);
	expect_status(s, 200);
	expect_number(s, "items.0.id", out);
	assert_false(has(s, "items.1"));
	get(s, ORDERS "?status=pending");
	assert_false(has(s, "items.0"));
	get(s, ORDERS "/%lld", (long long)out);
	expect_status(s, 200);
	expect_text(s, "customer_phone", DEMO_PHONE);
	assert_false(has(s, "customer_email"));
	assert_null(strstr(s->reply.body.data, "mona@example.com"));
	/* One that is not his to see is as if it were not there. */
	get(s, ORDERS "/%lld", (long long)out + 100);
	missing = arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
	get(s, ORDERS "/%lld", (long long)pending);
	expect_error(s, 404, "not_found");
	assert_string_equal(missing, s->reply.body.data);
	move_to(s, pending, "confirmed", NULL);
	expect_error(s, 404, "not_found");
	assign(s, pending, 1);
	expect_error(s, 404, "not_found");
}

static void
an_order_is_seen_by_its_desks_only(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "product_manager");
	static const char *const others[] = { "product_manager", "system_admin" };

	for (size_t i = 0; i < 2; i++) {
		as_staff(s, 2, others[i]);
		get(s, ORDERS);
		expect_error(s, 403, "forbidden");
		get(s, ORDERS "/%lld", (long long)id);
		expect_error(s, 403, "forbidden");
		move_to(s, id, "confirmed", NULL);
		expect_error(s, 403, "forbidden");
		assign(s, id, 1);
		expect_error(s, 403, "forbidden");
	}
	as(s, 3);
	get(s, ORDERS);
	expect_error(s, 401, "login_needed");
	get(s, ORDERS "/%lld", (long long)id);
	expect_error(s, 401, "login_needed");
	move_to(s, id, "confirmed", NULL);
	expect_error(s, 401, "login_needed");
	assign(s, id, 1);
	expect_error(s, 401, "login_needed");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE status = 'pending' AND version = 1");
}

/* ---- moving ---- */

static void
an_order_goes_all_its_way(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	move_to(s, id, "confirmed", NULL);
	expect_status(s, 200);
	expect_text(s, "status", "confirmed");
	expect_number(s, "version", 2);
	move_to(s, id, "preparing", NULL);
	expect_status(s, 200);
	assign(s, id, 1);
	expect_status(s, 200);
	expect_text(s, "delivery_man_name", "Karim Fathy");
	move_to(s, id, "out_for_delivery", NULL);
	expect_status(s, 200);
	move_to(s, id, "delivered", NULL);
	expect_status(s, 200);
	expect_text(s, "history.4.to_status", "delivered");
	expect_text(s, "history.4.actor_type", "staff");
	expect_rows(s, 5, "SELECT 1 FROM order_status_history");
	/* Confirmed, on its way, delivered: by mail and by SMS. */
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'order_confirmed'");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'order_delivered'");
}

static void
each_move_is_in_the_audit(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");
	long long me = sql_number(s, "SELECT id FROM admin_users WHERE username = 'order_manager'");

	move_to(s, id, "cancelled", "out of flour");
	expect_status(s, 200);
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE action = "
		"'order.move' AND entity = 'orders' AND entity_id = %lld AND admin_user_id = %lld "
		"AND before_json = '{\"status\":\"pending\"}' AND after_json = "
		"'{\"status\":\"cancelled\"}' AND note = 'out of flour' AND request_id = "
		"'0123456789abcdef0123456789abcdef'", (long long)id, me));
	/* A refused one leaves nothing. */
	move_to(s, id, "confirmed", NULL);
	expect_error(s, 409, "move_refused");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.move'");
}

static void
an_order_skips_no_step(void **state)
{
	struct shop *s = *state;
	static const struct { const char *from, *to; } refused[] = {
		{ "pending", "pending" }, { "pending", "preparing" }, { "pending", "delivered" },
		{ "confirmed", "pending" }, { "confirmed", "delivered" },
		{ "preparing", "confirmed" }, { "delivered", "cancelled" },
		{ "delivered", "out_for_delivery" },
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int64_t id = order_for(s, "super_admin");
		bring_to(s, id, refused[i].from);
		move_to(s, id, refused[i].to, "because");
		expect_error(s, 409, "move_refused");
		assert_string_equal(refused[i].from, sql_text(s, "SELECT status FROM orders WHERE "
		                                                 "id = %lld", (long long)id));
	}
}

static void
cancelling_needs_a_reason(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	move_to(s, id, "cancelled", NULL);
	expect_error(s, 422, "reason_needed");
	expect_field(s, "note", "reason_needed");
	move_to(s, id, "cancelled", "  ");
	expect_error(s, 422, "reason_needed");
	move_to(s, id, "cancelled", "the customer called");
	expect_status(s, 200);
	/* What it held is free again. */
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE held_orders + used_orders + held_cookies > 0");
}

static void
a_failed_delivery_is_tried_again_or_ended(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "delivery_manager");

	bring_to(s, id, "out_for_delivery");
	move_to(s, id, "preparing", NULL);
	expect_error(s, 422, "reason_needed");
	move_to(s, id, "preparing", "nobody at home");
	expect_status(s, 200);
	/* To end it is not his. */
	move_to(s, id, "out_for_delivery", NULL);
	expect_status(s, 200);
	move_to(s, id, "cancelled", "nobody at home again");
	expect_error(s, 403, "forbidden");
	as_staff(s, 2, "order_manager");
	move_to(s, id, "cancelled", "nobody at home again");
	expect_status(s, 200);
}

static void
nothing_goes_out_without_a_delivery_man(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	bring_to(s, id, "preparing");
	move_to(s, id, "out_for_delivery", NULL);
	expect_error(s, 409, "courier_needed");
}

static void
a_move_of_an_older_version_is_refused(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");
	char *path = arena_fmt(s->cx.mem, ORDERS "/%lld/status", (long long)id);

	post(s, path, "{'status':'confirmed','version':1}");
	expect_status(s, 200);
	post(s, path, "{'status':'preparing','version':1}");
	expect_error(s, 409, "conflict");
	post(s, path, "{'status':'preparing','version':2}");
	expect_status(s, 200);
	post(s, arena_fmt(s->cx.mem, ORDERS "/%lld/assign", (long long)id),
	     "{'delivery_man_id':1,'version':1}");
	expect_error(s, 409, "conflict");
}

static int64_t raced;

static bool
confirm_at_once(struct shop *s, int i)
{
	(void)i;
	move_to(s, raced, "confirmed", NULL);
	return s->reply.status == 200;
}

static void
of_many_who_confirm_one_does(void **state)
{
	struct shop *s = *state;

	raced = order_for(s, "order_manager");
	assert_int_equal(1, shop_parallel(s, 16, confirm_at_once));
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE to_status = 'confirmed'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.move'");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'order_confirmed'");
}

static void
only_declared_fields_move_an_order(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "super_admin");
	char *path = arena_fmt(s->cx.mem, ORDERS "/%lld/status", (long long)id);

	post(s, path, "{'status':'confirmed','total':'0.00'}");
	expect_error(s, 400, "unknown_field");
	post(s, path, "{}");
	expect_field(s, "status", "required");
	post(s, ORDERS "/0/status", "{'status':'confirmed'}");
	expect_error(s, 404, "not_found");
	post(s, ORDERS "/x/status", "{'status':'confirmed'}");
	expect_error(s, 404, "not_found");
	post(s, ORDERS "/999999/status", "{'status':'confirmed'}");
	expect_error(s, 404, "not_found");
}

/* ---- assigning ---- */

static void
an_order_is_given_to_a_man_of_its_zone(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	/* Mahmoud serves 3, 5 and 6; the order goes to 1. */
	assign(s, id, 2);
	expect_error(s, 422, "courier_zone");
	expect_field(s, "delivery_man_id", "courier_zone");
	assign(s, id, 99);
	expect_error(s, 422, "invalid");
	assign(s, id, 1);
	expect_status(s, 200);
	expect_number(s, "delivery_man_id", 1);
	assert_int_equal(1, sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE action = "
		"'order.assign' AND entity_id = %lld AND before_json = '{\"delivery_man_id\":null}' "
		"AND after_json = '{\"delivery_man_id\":1}'", (long long)id));
	assign(s, 999999, 1);
	expect_error(s, 404, "not_found");
}

static void
a_man_who_is_off_gets_nothing(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	sql_do(s, "UPDATE delivery_men SET is_active = 0 WHERE id = 1");
	assign(s, id, 1);
	expect_error(s, 422, "courier_inactive");
	sql_do(s, "UPDATE delivery_men SET is_active = 1, zones = NULL WHERE id = 1");
	assign(s, id, 1);
	expect_error(s, 422, "courier_zone");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE delivery_man_id IS NOT NULL");
}

static void
what_is_over_is_given_to_nobody(void **state)
{
	struct shop *s = *state;
	int64_t id = order_for(s, "order_manager");

	bring_to(s, id, "delivered");
	assign(s, id, 1);
	expect_error(s, 409, "move_refused");
}

SHOP_TESTS(
	shop_test(the_desk_sees_orders_newest_first),
	shop_test(a_list_goes_on_where_the_page_before_ended),
	shop_test(a_list_can_be_narrowed),
	shop_test(the_desk_sees_all_of_an_order),
	shop_test(delivery_sees_orders_from_preparing_on_and_no_mail_address),
	shop_test(an_order_is_seen_by_its_desks_only),
	shop_test(an_order_goes_all_its_way),
	shop_test(each_move_is_in_the_audit),
	shop_test(an_order_skips_no_step),
	shop_test(cancelling_needs_a_reason),
	shop_test(a_failed_delivery_is_tried_again_or_ended),
	shop_test(nothing_goes_out_without_a_delivery_man),
	shop_test(a_move_of_an_older_version_is_refused),
	shop_test(of_many_who_confirm_one_does),
	shop_test(only_declared_fields_move_an_order),
	shop_test(an_order_is_given_to_a_man_of_its_zone),
	shop_test(a_man_who_is_off_gets_nothing),
	shop_test(what_is_over_is_given_to_nobody))
