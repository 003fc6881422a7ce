/* SPDX-License-Identifier: MIT */
/* Staff change an order that was placed: what it costs then, what stays promised, and what is moved
 * with it. */
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"
#include "sale/reckoning.h"

enum { GUEST, MANAGER, DISPATCHER };

/* A pack of six for 330.00 and two cookies at 65.00, to Madinaty tomorrow evening: 495.00. */
static int64_t
placed_with(struct shop *s, const char *code, const char *total)
{
	static int n;

	as(s, GUEST);
	shop_add_pack(s);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':2}", DEMO_CHIP_MEDIUM);
	if (code)
		post(s, "/api/v1/cart/promo", "{'promo_code':'%s'}", code);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, total, "");
	once(s, arena_fmt(s->cx.mem, "edited-order-key-%d", ++n));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	as_staff(s, MANAGER, "order_manager");
	as(s, MANAGER);
	return sql_number(s, "SELECT MAX(id) FROM orders");
}

static int64_t
placed(struct shop *s)
{
	return placed_with(s, NULL, "495.00");
}

#define PACK "{'product_instance_id':44,'quantity':1,'flavors':[{'flavor_id':1,'quantity':3}," \
             "{'flavor_id':8,'quantity':3}]}"
#define COOKIES(n) "{'product_instance_id':2,'quantity':" #n "}"

static void
look(struct shop *s, int64_t id, const char *changes)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit/quote", (long long)id),
	     "{%s'version':%lld}", changes, (long long)sql_number(s, "SELECT version FROM orders "
	     "WHERE id = %lld", (long long)id));
}

static void
edit(struct shop *s, int64_t id, const char *total, const char *changes)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit", (long long)id),
	     "{%s'version':%lld,'expected_total':'%s','reason':'The customer called'}", changes,
	     (long long)sql_number(s, "SELECT version FROM orders WHERE id = %lld", (long long)id),
	     total);
}

/* Neither looked at nor done. */
static void
refused(struct shop *s, int64_t id, const char *changes, int status, const char *code)
{
	look(s, id, changes);
	expect_error(s, status, code);
	edit(s, id, "1.00", changes);
	expect_error(s, status, code);
}

static void
expect_right(struct shop *s)
{
	struct replay r = { 0 };
	bool more;

	expect_sound(s);
	s->cx.db = s->db_jobs;
	assert_int_equal(reckoning_replay(&s->cx, 100, &r, &more), OK);
	assert_int_equal(r.differ_n, 0);
}

/* ---- what changes ---- */

static void
a_look_tells_the_difference_and_changes_nothing(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	look(s, id, "'items':[" PACK "," COOKIES(5) "],");
	expect_status(s, 200);
	expect_text(s, "total_before", "495.00");
	expect_text(s, "quote.total", "690.00");
	expect_text(s, "difference", "195.00");
	look(s, id, "'items':[" COOKIES(1) "],");
	expect_text(s, "difference", "-395.00");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE edit_no = 0 AND total = 495.00 AND version = 1");
	expect_rows(s, 1, "SELECT 1 FROM order_proofs");
}

static void
the_order_has_its_new_lines_and_keeps_the_old_ones(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	edit(s, id, "690.00", "'items':[" PACK "," COOKIES(5) "],");
	expect_status(s, 200);
	expect_text(s, "total", "690.00");
	expect_number(s, "items.1.quantity", 5);
	expect_number(s, "cookies", 11);
	assert_false(has(s, "items.2"));
	expect_rows(s, 4, "SELECT 1 FROM order_items");
	expect_rows(s, 1, "SELECT 1 FROM order_items WHERE edit_no = 0 AND quantity = 2");
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE amount = 690.00 AND status = 'cod_due'");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1 AND held_cookies = 11");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "EGP 690.00"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.edit' AND note = "
	            "'The customer called' AND before_json LIKE '%495.00%' "
	            "AND after_json LIKE '%690.00%'");
	edit(s, id, "100.00", "'items':[" COOKIES(1) "],");
	expect_status(s, 200);
	expect_right(s);
}

static void
what_stays_keeps_its_price_and_what_comes_costs_what_it_costs_today(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	sql_do(s, "UPDATE product_instance SET base_price = base_price + 10");
	sql_do(s, "UPDATE zones SET delivery_fee = 99");
	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "start_date) VALUES ('New', 'time', 'percentage', 50, '2030-01-01')");
	look(s, id, "'items':[" PACK "," COOKIES(3) ",{'product_instance_id':51,'quantity':1}],");
	expect_status(s, 200);
	expect_text(s, "quote.items.0.unit_price", "330.00");
	expect_text(s, "quote.items.1.unit_price", "65.00");
	expect_text(s, "quote.items.2.unit_price", "255.00");
	expect_text(s, "quote.delivery_fee", "35.00");
	expect_text(s, "quote.rules_discount_amount", "0.00");
	expect_text(s, "quote.total", "815.00");
	/* A pack with other flavors is another thing. */
	look(s, id, "'items':[{'product_instance_id':44,'quantity':1,'flavors':[{'flavor_id':1,"
	     "'quantity':3},{'flavor_id':2,'quantity':3}]}],");
	expect_text(s, "quote.items.0.unit_price", "340.00");
	/* And what is no longer sold stays where it was ordered. */
	sql_do(s, "UPDATE product_instance SET is_active = 0");
	look(s, id, "'items':[" PACK "],");
	expect_status(s, 200);
	refused(s, id, "'items':[{'product_instance_id':51,'quantity':1}],", 422, "not_sold");
}

static void
the_rules_of_its_day_decide_again(void **state)
{
	struct shop *s = *state;
	int64_t id;

	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "minimum_order_amount, start_date) VALUES ('Big', 'time', 'percentage', 10, 450, "
	       "'2030-01-01')");
	id = placed_with(s, NULL, "449.00");	/* 460.00 less 46.00, and 35.00 */
	sql_do(s, "DELETE FROM pricing_rules");
	look(s, id, "'items':[" PACK "," COOKIES(3) "],");
	expect_text(s, "quote.total", "507.50");	/* 525.00 less 52.50 */
	look(s, id, "'items':[" PACK "," COOKIES(1) "],");
	expect_text(s, "quote.total", "430.00");	/* below its minimum */
	expect_text(s, "quote.discounts.0.reason", "rule_minimum");
}

static void
another_zone_day_and_slot_take_their_room_and_fee(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	sql_do(s, "UPDATE zones SET delivery_fee = 50.00 WHERE id = %d", DEMO_NASR_CITY);
	sql_do(s, "UPDATE zones SET is_active = 1");
	sql_do(s, "INSERT IGNORE INTO zone_time_slots (zone_id, time_slot_id, weekdays) VALUES "
	       "(%d, %d, 127)", DEMO_NASR_CITY, DEMO_MORNING);
	edit(s, id, "510.00", "'zone_id':4,'delivery_date':'2030-01-06','time_slot_id':1,"
	     "'address':'Elsewhere 9, floor 2','gift_note':'Happy birthday',");
	expect_status(s, 200);
	expect_text(s, "delivery_date", "2030-01-06");
	expect_text(s, "delivery_address", "Elsewhere 9, floor 2");
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE day = '2030-01-03' AND held_orders > 0");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE day = '2030-01-06' AND held_orders = 1 "
	            "AND held_cookies = 8");
	expect_right(s);
	/* Confirmed, it uses its room; moved once more, it uses the new one. */
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	edit(s, id, "510.00", "'delivery_date':'2030-01-07',");
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE day = '2030-01-07' AND used_orders = 1 "
	            "AND held_orders = 0");
	edit(s, id, "510.00", "'delivery_date':'2030-01-06',");	/* and back again */
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE day = '2030-01-06' AND used_orders = 1");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'cancelled','note':'The customer called'}");
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE used_orders + held_orders > 0");
	expect_right(s);
}

/* ---- what is refused ---- */

static void
what_has_no_room_or_is_not_on_offer_is_refused_and_nothing_changes(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	sql_do(s, "INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders) VALUES "
	       "(%d, %d, '2030-01-06', 0)", DEMO_EVENING, DEMO_EVENING);
	edit(s, id, "495.00", "'delivery_date':'2030-01-06',");
	expect_error(s, 409, "slot_full");
	sql_do(s, "INSERT INTO delivery_closures (zone_key, day, reason) VALUES (0, '2030-01-07', 'Feast')");
	refused(s, id, "'delivery_date':'2030-01-07',", 422, "slot_unavailable");
	refused(s, id, "'zone_id':7,", 422, "city_inactive");
	refused(s, id, "'zone_id':4,", 422, "zone_inactive");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_cookies = 10");
	edit(s, id, "885.00", "'items':[" PACK "," COOKIES(8) "],");
	expect_error(s, 409, "slot_full");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE edit_no = 0 AND version = 1");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1 AND held_cookies = 8");
	expect_rows(s, 2, "SELECT 1 FROM capacity_moves");
	expect_right(s);
}

static void
a_choice_that_does_not_fit_is_refused(void **state)
{
	struct shop *s = *state;
	static const struct { const char *flavors, *code; int status; } rows[] = {
		{ "{'flavor_id':1,'quantity':3}", "pack_sum", 422 },
		{ "{'flavor_id':1,'quantity':4},{'flavor_id':2,'quantity':2}", "pack_max_per_flavor", 422 },
		{ "{'flavor_id':999,'quantity':3},{'flavor_id':2,'quantity':3}", "pack_flavor", 422 },
	};
	int64_t id = placed(s);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		refused(s, id, arena_fmt(s->cx.mem, "'items':[{'product_instance_id':44,'quantity':1,"
		     "'flavors':[%s]}],", rows[i].flavors), rows[i].status, rows[i].code);
	}
	refused(s, id, "'items':[{'product_instance_id':2,'quantity':1,'flavors':[{'flavor_id':1,'quantity':1}]}],", 422, "no_choice");
	sql_do(s, "UPDATE cookie_pack SET min_flavors = 3 WHERE count = 6");
	refused(s, id, "'items':[{'product_instance_id':44,'quantity':1,'flavors':[{'flavor_id':1,"
	     "'quantity':3},{'flavor_id':2,'quantity':3}]}],", 422, "pack_min_flavors");
	refused(s, id, "'items':[{'product_instance_id':999999,'quantity':1}],", 404, "not_found");
}

static void
a_code_below_its_minimum_refuses_the_edit(void **state)
{
	struct shop *s = *state;
	int64_t id = placed_with(s, "WELCOME10", "449.00");

	refused(s, id, "'items':[" COOKIES(1) "],", 422, "promo_minimum");
	edit(s, id, "332.00", "'items':[" PACK "],");
	expect_status(s, 200);
	expect_text(s, "discount_amount", "33.00");
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 1");
	expect_right(s);
}

static void
another_total_than_was_seen_is_refused_with_the_quote(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	edit(s, id, "495.00", "'items':[" PACK "],");
	expect_error(s, 409, "price_changed");
	expect_text(s, "quote.total", "365.00");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE edit_no = 0");
}

static void
what_is_prepared_takes_another_day_but_no_other_things(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	sql_do(s, "UPDATE orders SET status = 'preparing'");
	refused(s, id, "'items':[" PACK "],", 409, "move_refused");
	look(s, id, "'delivery_date':'2030-01-06',");
	expect_status(s, 200);
	sql_do(s, "UPDATE orders SET status = 'out_for_delivery'");
	refused(s, id, "'address':'Elsewhere 9',", 409, "move_refused");
	sql_do(s, "UPDATE orders SET status = 'pending'");
	sql_do(s, "DELETE FROM order_proofs");	/* as an imported one */
	refused(s, id, "'address':'Elsewhere 9',", 409, "move_refused");
}

static void
what_was_paid_keeps_its_total(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)id),
	     "{'method':'cash','amount':'495.00'}");
	expect_status(s, 201);
	refused(s, id, "'items':[" PACK "],", 409, "paid_already");
	edit(s, id, "495.00", "'delivery_date':'2030-01-06',");
	expect_status(s, 200);
	expect_right(s);
}

static void
who_saw_another_state_or_may_not_is_refused(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);
	const char *path = arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit", (long long)id);
	const char *quote = arena_fmt(s->cx.mem, "%s/quote", path);

	post(s, quote, "{'version':9}");
	expect_error(s, 409, "conflict");
	post(s, path, "{'version':9,'expected_total':'495.00','reason':'Called'}");
	expect_error(s, 409, "conflict");
	post(s, "/api/v1/admin/orders/999999/edit/quote", "{'version':1}");
	expect_error(s, 404, "not_found");
	post(s, "/api/v1/admin/orders/999999/edit",
	     "{'version':1,'expected_total':'495.00','reason':'Called'}");
	expect_error(s, 404, "not_found");
	as_staff(s, DISPATCHER, "delivery_manager");
	as(s, DISPATCHER);
	post(s, quote, "{'version':1}");
	expect_error(s, 403, "forbidden");
	post(s, path, "{'version':1,'expected_total':'495.00','reason':'Called'}");
	expect_error(s, 403, "forbidden");
	as(s, 7);
	post(s, quote, "{'version':1}");
	expect_error(s, 401, "login_needed");
	post(s, path, "{'version':1,'expected_total':'495.00','reason':'Called'}");
	expect_error(s, 401, "login_needed");
}

static int64_t contested;

static bool
edit_at_once(struct shop *s, int i)
{
	as(s, MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit", (long long)contested),
	     "{'items':[" COOKIES(1) "],'version':1,'expected_total':'100.00','reason':'Number %d'}", i);
	return s->reply.status == 200;
}

static void
of_ten_edits_at_once_one_is_made(void **state)
{
	struct shop *s = *state;

	contested = placed(s);
	assert_int_equal(shop_parallel(s, 10, edit_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE edit_no = 1 AND version = 2");
	expect_right(s);
}

SHOP_TESTS(
	shop_test(a_look_tells_the_difference_and_changes_nothing),
	shop_test(the_order_has_its_new_lines_and_keeps_the_old_ones),
	shop_test(what_stays_keeps_its_price_and_what_comes_costs_what_it_costs_today),
	shop_test(the_rules_of_its_day_decide_again),
	shop_test(another_zone_day_and_slot_take_their_room_and_fee),
	shop_test(what_has_no_room_or_is_not_on_offer_is_refused_and_nothing_changes),
	shop_test(a_choice_that_does_not_fit_is_refused),
	shop_test(a_code_below_its_minimum_refuses_the_edit),
	shop_test(another_total_than_was_seen_is_refused_with_the_quote),
	shop_test(what_is_prepared_takes_another_day_but_no_other_things),
	shop_test(what_was_paid_keeps_its_total),
	shop_test(who_saw_another_state_or_may_not_is_refused),
	shop_test(of_ten_edits_at_once_one_is_made))
