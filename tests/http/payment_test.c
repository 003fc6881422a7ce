/* SPDX-License-Identifier: MIT */
/* Money at the door: what makes an order paid, and what goes back. */
#include "support/order.h"
#include "support/staff.h"

#include "base/rand.h"
#include "base/str.h"
#include "sale/refund.h"

enum { CUSTOMER, MANAGER, DISPATCHER, BAKER };

static int64_t
placed(struct shop *s)
{
	as(s, CUSTOMER);
	int64_t id = shop_order(s, DEMO_PHONE);

	as_staff(s, MANAGER, "order_manager");
	as(s, MANAGER);
	return id;
}

static void
collect(struct shop *s, int64_t order, const char *method, const char *amount)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'%s','amount':'%s'}", method, amount);
}

static int64_t
paid(struct shop *s)
{
	int64_t id = placed(s);

	collect(s, id, "cash", "365.00");
	expect_status(s, 201);
	return id;
}

static void
refund(struct shop *s, int64_t order, const char *what)
{
	static int n;

	once(s, arena_fmt(s->cx.mem, "refund-key-%08d", ++n));
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)order),
	     "{%s'reason':'Broken in the box'}", what);
}

static int64_t
line_of(struct shop *s, int64_t order)
{
	return sql_number(s, "SELECT MIN(id) FROM order_items WHERE order_id = %lld",
	                  (long long)order);
}

static void
expect_books(struct shop *s)
{
	expect_rows(s, 0, "SELECT 1 FROM orders o WHERE o.refunded_amount <> (SELECT COALESCE(SUM("
	            "-amount), 0) FROM sales WHERE order_id = o.id AND refund_no > 0) OR "
	            "(o.payment_status = 'paid') <> EXISTS (SELECT 1 FROM sales WHERE order_id = o.id "
	            "AND refund_no = 0 AND amount = o.total)");
	expect_rows(s, 0, "SELECT 1 FROM payments p WHERE p.refunded_amount <> (SELECT COALESCE(SUM("
	            "amount), 0) FROM refunds WHERE payment_id = p.id)");
	expect_rows(s, 0, "SELECT 1 FROM refunds r WHERE r.amount <> r.delivery_fee_amount + (SELECT "
	            "COALESCE(SUM(amount), 0) FROM refund_items WHERE refund_id = r.id)");
}

/* ---- what comes ---- */

static void
an_order_has_its_payment_from_the_beginning(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	get(s, "/api/v1/admin/orders/%lld/payments", (long long)id);
	expect_status(s, 200);
	expect_text(s, "payments.0.provider", "cash");
	expect_text(s, "payments.0.status", "cod_due");
	expect_text(s, "payments.0.amount", "365.00");
	assert_false(has(s, "payments.1"));
	assert_false(has(s, "refunds.0"));
	expect_rows(s, 0, "SELECT 1 FROM sales");
}

static void
money_at_the_door_makes_it_paid_once(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	collect(s, id, "card", "365.00");	/* it was ordered with cash */
	expect_status(s, 201);
	expect_text(s, "payment_status", "paid");
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE refund_no = 0 AND amount = 365.00 "
	            "AND customer_id IS NOT NULL AND paid_at = '2030-01-02 12:00:00'");
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE status = 'cod_collected' AND is_counted = 1 "
	            "AND provider = 'card'");
	expect_rows(s, 1, "SELECT 1 FROM payment_events WHERE kind = 'captured' AND source = 'staff' "
	            "AND outcome = 'applied'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.pay'");
	collect(s, id, "card", "365.00");
	expect_error(s, 409, "paid_already");
	expect_rows(s, 1, "SELECT 1 FROM sales");
	expect_books(s);
}

static void
another_amount_than_it_costs_is_refused(void **state)
{
	struct shop *s = *state;
	static const char *const amounts[] = { "364.99", "365.01", "0.00", "99999999.99" };
	int64_t id = placed(s);

	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		collect(s, id, "cash", amounts[i]);
		expect_error(s, 422, "payment_amount");
		expect_field(s, "amount", "payment_amount");
	}
	expect_rows(s, 0, "SELECT 1 FROM sales");
	expect_rows(s, 0, "SELECT 1 FROM payment_events");
}

static void
a_cancelled_order_takes_no_money(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'cancelled','note':'Out of flour'}");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE status = 'voided'");
	collect(s, id, "cash", "365.00");
	expect_error(s, 409, "move_refused");
	expect_books(s);
}

static void
what_costs_nothing_is_paid_with_its_order(void **state)
{
	struct shop *s = *state;
	char *body;

	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "priority, start_date) VALUES ('All', 'time', 'percentage', 100, 2, '2030-01-01'), "
	       "('Fee', 'time', 'free_delivery', 0, 1, '2030-01-01')");
	shop_add_pack(s);
	body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "0.00", "");
	once(s, "key-of-free-order");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE payment_status = 'paid' AND total = 0");
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE amount = 0 AND refund_no = 0");
	as_staff(s, MANAGER, "order_manager");
	as(s, MANAGER);
	refund(s, sql_number(s, "SELECT MAX(id) FROM orders"), "'whole':true,");
	expect_error(s, 422, "refund_nothing");
	expect_books(s);
}

static int64_t contested;	/* the children may not use the parent's own connection */

static bool
collect_at_once(struct shop *s, int i)
{
	(void)i;
	as(s, MANAGER);
	collect(s, contested, "cash", "365.00");
	return s->reply.status == 201;
}

static void
twenty_who_collect_at_once_collect_once(void **state)
{
	struct shop *s = *state;

	contested = placed(s);
	assert_int_equal(shop_parallel(s, 20, collect_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM sales");
	expect_rows(s, 1, "SELECT 1 FROM payment_events WHERE outcome = 'applied'");
	expect_books(s);
}

static void
who_may_take_money_and_who_may_give_it_back(void **state)
{
	struct shop *s = *state;
	int64_t id = placed(s);

	as_staff(s, BAKER, "product_manager");
	as(s, BAKER);
	collect(s, id, "cash", "365.00");
	expect_error(s, 403, "forbidden");
	get(s, "/api/v1/admin/orders/%lld/payments", (long long)id);
	expect_error(s, 403, "forbidden");
	refund(s, id, "'whole':true,");
	expect_error(s, 403, "forbidden");
	as_staff(s, DISPATCHER, "delivery_manager");
	as(s, DISPATCHER);
	collect(s, id, "cash", "365.00");	/* not on his desk yet */
	expect_error(s, 404, "not_found");
	sql_do(s, "UPDATE orders SET status = 'delivered'");
	collect(s, id, "cash", "365.00");
	expect_status(s, 201);
	refund(s, id, "'whole':true,");
	expect_error(s, 403, "forbidden");
	as(s, 7);
	collect(s, id, "cash", "365.00");
	expect_error(s, 401, "login_needed");
	get(s, "/api/v1/admin/orders/%lld/payments", (long long)id);
	expect_error(s, 401, "login_needed");
	refund(s, id, "'whole':true,");
	expect_error(s, 401, "login_needed");
	as(s, MANAGER);
	collect(s, 999999, "cash", "365.00");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/orders/999999/payments");
	expect_error(s, 404, "not_found");
	refund(s, 999999, "'whole':true,");
	expect_error(s, 404, "not_found");
}

/* ---- what goes back ---- */

static void
a_whole_order_goes_back_with_its_fee(void **state)
{
	struct shop *s = *state;
	int64_t id = paid(s);

	refund(s, id, "'whole':true,");
	expect_status(s, 201);
	expect_text(s, "amount", "365.00");
	expect_text(s, "delivery_fee_amount", "35.00");
	expect_text(s, "items.0.amount", "330.00");
	expect_number(s, "refund_no", 1);
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE refund_no = 1 AND amount = -365.00");
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE status = 'refunded' AND refunded_amount = 365");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE refunded_amount = 365.00 "
	            "AND payment_status = 'paid'");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "EGP 365.00"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.refund' "
	            "AND note = 'Broken in the box'");
	refund(s, id, "'whole':true,");
	expect_error(s, 422, "refund_nothing");
	refund(s, id, "'delivery_fee':true,");
	expect_error(s, 409, "refund_too_much");
	expect_field(s, "delivery_fee", "refund_too_much");
	get(s, "/api/v1/admin/orders/%lld/payments", (long long)id);
	expect_text(s, "refunds.0.items.0.amount", "330.00");
	expect_books(s);
}

static void
lines_go_back_piece_by_piece_and_never_more_than_there_were(void **state)
{
	struct shop *s = *state;
	int64_t id, line;

	as(s, CUSTOMER);
	sql_do(s, "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value, "
	       "start_date) VALUES ('Cents', 'time', 'fixed_amount', 0.01, '2030-01-01')");
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':3}", DEMO_CHIP_MEDIUM);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "229.99", "");
	once(s, "key-of-three-cookies");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	id = sql_number(s, "SELECT MAX(id) FROM orders");
	line = line_of(s, id);
	as_staff(s, MANAGER, "order_manager");
	as(s, MANAGER);
	collect(s, id, "cash", "229.99");
	expect_status(s, 201);
	refund(s, id, quoted(s, "'items':[{'order_item_id':%lld,'quantity':4}],", (long long)line));
	expect_error(s, 409, "refund_too_much");
	expect_field(s, "items.0.quantity", "refund_too_much");
	static const char *const amounts[] = { "65.00", "65.00", "64.99" };
	for (int i = 0; i < 3; i++) {
		refund(s, id, quoted(s, "'items':[{'order_item_id':%lld,'quantity':1}],",
		                     (long long)line));
		expect_status(s, 201);
		expect_text(s, "amount", amounts[i]);
		expect_number(s, "refund_no", i + 1);
	}
	refund(s, id, quoted(s, "'items':[{'order_item_id':%lld,'quantity':1}],", (long long)line));
	expect_error(s, 409, "refund_too_much");
	refund(s, id, "'whole':true,");		/* only the fee is left */
	expect_text(s, "amount", "35.00");
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE status = 'refunded'");
	expect_books(s);
}

static void
a_refund_says_what_and_of_which_order(void **state)
{
	struct shop *s = *state;
	int64_t id = paid(s), other, line = line_of(s, id);
	const char *cases[] = {
		"", "'whole':true,'delivery_fee':true,", "'whole':false,", "'items':[],",
		quoted(s, "'whole':true,'items':[{'order_item_id':%lld,'quantity':1}],",
		       (long long)line),
		quoted(s, "'items':[{'order_item_id':%lld,'quantity':1},{'order_item_id':%lld,"
		       "'quantity':1}],", (long long)line, (long long)line),
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		refund(s, id, cases[i]);
		expect_error(s, 422, "invalid");
	}
	other = placed(s);
	refund(s, other, "'whole':true,");
	expect_error(s, 409, "not_paid");
	refund(s, id, quoted(s, "'items':[{'order_item_id':%lld,'quantity':1}],",
	                     (long long)line_of(s, other)));
	expect_error(s, 422, "invalid");
	expect_field(s, "items.0.order_item_id", "invalid");
	expect_rows(s, 0, "SELECT 1 FROM refunds");
}

static void
a_refund_sent_twice_is_made_once(void **state)
{
	struct shop *s = *state;
	int64_t id = paid(s);
	const char *path = arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)id);

	for (int i = 0; i < 2; i++) {
		once(s, "refund-key-of-one-press");
		post(s, path, "{'delivery_fee':true,'reason':'Late'}");
		expect_status(s, 201);
	}
	expect_rows(s, 1, "SELECT 1 FROM refunds");
	post(s, path, "{'whole':true,'reason':'Late'}");
	expect_error(s, 400, "idempotency_key_missing");
}

static bool
refund_at_once(struct shop *s, int i)
{
	as(s, MANAGER);
	once(s, arena_fmt(s->cx.mem, "refund-at-once-%08d", i));
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)contested),
	     i % 2 ? "{'whole':true,'reason':'Late'}" : "{'delivery_fee':true,'reason':'Late'}");
	return s->reply.status == 201;
}

static void
thirty_who_refund_at_once_never_give_back_more_than_was_paid(void **state)
{
	struct shop *s = *state;

	contested = paid(s);
	assert_in_range(shop_parallel(s, 30, refund_at_once), 1, 2);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE refunded_amount = 365.00");
	expect_books(s);
}

/* Every way of taking a line back, a few pieces at a time, ends at exactly what was paid. */
static void
pieces_of_random_lines_add_up_in_any_steps(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 10000; i++) {
		struct money whole = money_of(rand_below(i % 7 ? 1000000 : 20));
		int32_t quantity = 1 + (int32_t)rand_below(99), from = 0;
		int64_t sum = 0;

		while (from < quantity) {
			int32_t n = 1 + (int32_t)rand_below((uint32_t)(quantity - from));

			sum += refund_pieces(&s->cx, whole, quantity, from, n).minor;
			from += n;
		}
		assert_int_equal(sum, whole.minor);
		if (i % 100 == 0)
			arena_reset(s->cx.mem);
	}
}

SHOP_TESTS(
	shop_test(an_order_has_its_payment_from_the_beginning),
	shop_test(money_at_the_door_makes_it_paid_once),
	shop_test(another_amount_than_it_costs_is_refused),
	shop_test(a_cancelled_order_takes_no_money),
	shop_test(what_costs_nothing_is_paid_with_its_order),
	shop_test(twenty_who_collect_at_once_collect_once),
	shop_test(who_may_take_money_and_who_may_give_it_back),
	shop_test(a_whole_order_goes_back_with_its_fee),
	shop_test(lines_go_back_piece_by_piece_and_never_more_than_there_were),
	shop_test(a_refund_says_what_and_of_which_order),
	shop_test(a_refund_sent_twice_is_made_once),
	shop_test(thirty_who_refund_at_once_never_give_back_more_than_was_paid),
	shop_test(pieces_of_random_lines_add_up_in_any_steps))
