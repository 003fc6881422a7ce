/* SPDX-License-Identifier: MIT */
/* Fewer cookies than orders want: who is affected, what they get instead, and all of it once. */
#include "support/run.h"

#include "base/str.h"

#define SHORTAGES "/api/v1/admin/kitchen/shortages"
#define SLOT "'date':'" RUN_DAY "','time_slot_id':3"

static void
as_kitchen(struct shop *s)
{
	as_staff(s, 5, "order_manager");
}

/* An empty cart, some seconds after the last order. */
static void
new_cart(struct shop *s)
{
	as(s, RUN_GUEST);
	s->visitors[RUN_GUEST].cookies_n = 0;
	shop_at(shop_now() + 10);
}

/* Orders the present cart, and confirms it. */
static int64_t
placed(struct shop *s, const char *total)
{
	static int serial;
	const char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, total, "");
	int64_t id;

	once(s, arena_fmt(s->cx.mem, "shortage-%010d", ++serial));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	id = sql_number(s, "SELECT MAX(id) FROM orders");
	as_kitchen(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	return id;
}

/* A pack of three chocolate chip and three vanilla. */
static int64_t
ordered(struct shop *s)
{
	new_cart(s);
	shop_add_pack(s);
	return placed(s, RUN_TOTAL);
}

static void
paid(struct shop *s, int64_t order)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'card','amount':'" RUN_TOTAL "'}");
	assert_in_range(s->reply.status, 200, 201);
}

/* So many vanilla there are. */
static void
enter(struct shop *s, int existing, int version)
{
	request(s, "PUT", SHORTAGES, "{" SLOT ",'flavor_id':8,'size_name':'Medium','existing':%d,"
	        "'version':%d}", existing, version);
}

static void
answer_with(struct shop *s, int64_t order, int version, const char *more)
{
	post(s, arena_fmt(s->cx.mem, SHORTAGES "/%lld/orders/%lld/answer",
	                  (long long)sql_number(s, "SELECT MIN(id) FROM shortages"),
	                  (long long)order),
	     "{'version':%d,%s'reason':'Called, agreed'}", version, more);
}

/* ---- who is affected ---- */

static void
packed_boxes_have_theirs_then_who_ordered_first(void **state)
{
	struct shop *s = *state;
	ordered(s);
	int64_t b = ordered(s), c = ordered(s), d = ordered(s);

	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)d),
	     "{'status':'preparing'}");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/kitchen/orders/%lld/packed", (long long)d), "{}");
	expect_status(s, 200);
	enter(s, 7, 0);
	expect_status(s, 200);
	expect_number(s, "needed", 12);
	expect_number(s, "open_n", 2);
	/* d has 3, the first one gets 3, b gets 1, c none. */
	expect_number(s, "orders.0.order_id", b);
	expect_number(s, "orders.0.missing", 2);
	expect_number(s, "orders.1.order_id", c);
	expect_number(s, "orders.1.missing", 3);
	expect_text(s, "orders.1.customer_phone", DEMO_PHONE);
	get(s, SHORTAGES "?date=" RUN_DAY "&time_slot_id=3");
	expect_number(s, "items.0.existing", 7);
	expect_text(s, "items.0.flavor_name", "Vanilla");
	get(s, SHORTAGES "/999999");
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'shortage.enter'");
	expect_sound(s);
}

static void
entered_anew_it_is_shared_anew(void **state)
{
	struct shop *s = *state;

	ordered(s);
	ordered(s);
	enter(s, 3, 0);
	expect_number(s, "open_n", 1);
	enter(s, 3, 0);
	expect_error(s, 409, "conflict");
	enter(s, 3, 7);
	expect_error(s, 409, "conflict");
	enter(s, 2, 1);
	expect_number(s, "open_n", 2);
	enter(s, 6, 2);
	expect_number(s, "open_n", 0);
	expect_text(s, "orders.0.state", "served");
	expect_number(s, "orders.1.missing", 0);
	request(s, "PUT", SHORTAGES, "{" SLOT ",'flavor_id':999999,'existing':1,'version':0}");
	expect_error(s, 404, "not_found");
	expect_sound(s);
}

static void
of_the_substitutes_only_what_is_enough_and_costs_the_same(void **state)
{
	struct shop *s = *state;

	ordered(s);
	enter(s, 1, 0);
	get(s, SHORTAGES "/%lld", (long long)number_at(s, "id"));
	expect_status(s, 200);
	expect_number(s, "orders.0.substitutes.0.flavor_id", DEMO_CHOCOLATE_CHIP);
	/* Red velvet costs more. */
	assert_null(strstr(s->reply.body.data, "Red velvet"));
	request(s, "PUT", SHORTAGES, "{" SLOT ",'flavor_id':1,'size_name':'Medium','existing':0,"
	        "'version':0}");
	get(s, SHORTAGES "/%lld",
	    (long long)sql_number(s, "SELECT id FROM shortages WHERE flavor_id = 8"));
	assert_null(strstr(s->reply.body.data, "Chocolate chip"));
}

/* ---- answers ---- */

/* A flavor that may stand in: not in the pack yet, at the same price. */
static int64_t
other_flavor(struct shop *s)
{
	return sql_number(s, "SELECT MIN(b.flavor_id) FROM product_instance_flavor a "
	                  "JOIN product_instance_flavor b ON b.product_instance_id = "
	                  "a.product_instance_id AND b.price_adjustment = a.price_adjustment "
	                  "WHERE a.product_instance_id = 44 AND a.flavor_id = 8 "
	                  "AND b.flavor_id NOT IN (1, 8)");
}

static void
a_substitute_changes_the_line_at_the_same_price_also_after_the_cut_off(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	paid(s, id);
	shop_at(SHOP_NOON + 27 * 3600);		/* the kitchen is at it */
	as_kitchen(s);
	enter(s, 1, 0);
	answer_with(s, id, 1, arena_fmt(s->cx.mem, "'flavor_id':%lld,", (long long)other_flavor(s)));
	expect_status(s, 200);
	expect_text(s, "orders.0.state", "substituted");
	expect_number(s, "orders.0.substitute_flavor_id", other_flavor(s));
	expect_number(s, "open_n", 0);
	get(s, "/api/v1/admin/orders/%lld", (long long)id);
	expect_text(s, "total", RUN_TOTAL);
	get(s, "/api/v1/admin/kitchen?date=" RUN_DAY "&time_slot_id=3");
	expect_number(s, "cookies", 6);
	expect_rows(s, 1, "SELECT 1 FROM shortage_orders WHERE edit_no = 1 AND refund_id IS NULL");
	/* What it has now is enough. */
	enter(s, 1, 1);
	expect_number(s, "open_n", 0);
	expect_text(s, "orders.0.state", "substituted");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'shortage.answer'");
	expect_sound(s);
}

static void
of_several_packs_as_few_as_possible_change(void **state)
{
	struct shop *s = *state;
	int64_t id;

	new_cart(s);
	for (int i = 0; i < 3; i++)
		shop_add_pack(s);
	id = placed(s, "1025.00");
	enter(s, 5, 0);
	expect_number(s, "orders.0.missing", 4);
	answer_with(s, id, 1, arena_fmt(s->cx.mem, "'flavor_id':%lld,", (long long)other_flavor(s)));
	expect_status(s, 200);
	/* One whole pack, one cookie of the second, none of the third. */
	expect_rows(s, 3, "SELECT 1 FROM order_items WHERE edit_no = 1 AND quantity = 1");
	enter(s, 5, 1);
	expect_number(s, "needed", 5);
	expect_number(s, "open_n", 0);
	expect_sound(s);
}

static void
a_substitute_that_does_not_fit_is_refused(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	enter(s, 0, 0);
	/* Red velvet costs more; and of one flavor a pack takes three. */
	answer_with(s, id, 1, "'flavor_id':3,");
	expect_error(s, 422, "no_substitute");
	answer_with(s, id, 1, "'flavor_id':1,");
	expect_error(s, 422, "no_substitute");
	answer_with(s, id, 7, "'flavor_id':1,");
	expect_error(s, 409, "conflict");
	answer_with(s, 999999, 1, "'flavor_id':1,");
	expect_error(s, 404, "not_found");
	sql_do(s, "UPDATE orders SET status = 'preparing' WHERE id = %lld", (long long)id);
	answer_with(s, id, 1, arena_fmt(s->cx.mem, "'flavor_id':%lld,", (long long)other_flavor(s)));
	expect_error(s, 409, "move_refused");
	expect_rows(s, 1, "SELECT 1 FROM shortage_orders WHERE state = 'open' AND version = 1");
}

static void
what_is_left_out_of_an_unpaid_order_costs_nothing(void **state)
{
	struct shop *s = *state;
	int64_t id;

	new_cart(s);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':2}", DEMO_CHIP_MEDIUM);
	expect_status(s, 201);
	shop_add_pack(s);
	id = placed(s, "495.00");
	enter(s, 2, 0);
	expect_number(s, "orders.0.missing", 1);
	answer_with(s, id, 1, "");
	expect_status(s, 200);
	expect_text(s, "orders.0.state", "left_out");
	get(s, "/api/v1/admin/orders/%lld", (long long)id);
	expect_text(s, "total", "165.00");	/* two cookies and the way */
	expect_number(s, "cookies", 2);
	expect_sound(s);
}

static void
an_order_of_which_nothing_is_left_is_cancelled_instead(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	enter(s, 0, 0);
	answer_with(s, id, 1, "");
	expect_error(s, 409, "order_empty");
}

static void
what_is_left_out_of_a_paid_order_is_paid_back_once(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	paid(s, id);
	enter(s, 1, 0);
	answer_with(s, id, 1, "");
	expect_status(s, 200);
	expect_text(s, "orders.0.state", "refunded");
	expect_number(s, "orders.0.refunded", 3);
	expect_rows(s, 1, "SELECT 1 FROM refunds WHERE amount = 330.00");
	get(s, "/api/v1/admin/kitchen?date=" RUN_DAY "&time_slot_id=3");
	expect_number(s, "orders.0.items.0.refunded", 1);
	answer_with(s, id, 2, "");
	expect_error(s, 409, "conflict");
	/* Entered again, with less: it wants none any more. */
	enter(s, 0, 1);
	expect_number(s, "needed", 0);
	expect_number(s, "open_n", 0);
	expect_text(s, "orders.0.state", "refunded");
	expect_rows(s, 1, "SELECT 1 FROM refunds");
	expect_sound(s);
}

static void
what_was_paid_back_before_is_not_paid_back_again(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	paid(s, id);
	enter(s, 1, 0);
	once(s, "goodwill-of-the-shop");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)id),
	     "{'whole':true,'reason':'Goodwill'}");
	assert_in_range(s->reply.status, 200, 201);
	answer_with(s, id, 1, "");
	expect_error(s, 409, "refund_too_much");
}

static const char *shared_path;

static bool
answer_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, shared_path, "{'version':1,'reason':'Called, agreed'}");
	if (s->reply.status != 200)
		expect_error(s, 409, "conflict");
	return s->reply.status == 200;
}

static void
of_twenty_answers_at_once_one_counts(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	paid(s, id);
	enter(s, 1, 0);
	shared_path = arena_fmt(s->cx.mem, SHORTAGES "/%lld/orders/%lld/answer",
	                        (long long)number_at(s, "id"), (long long)id);
	assert_int_equal(1, shop_parallel(s, 20, answer_at_once));
	expect_rows(s, 1, "SELECT 1 FROM refunds");
	expect_sound(s);
}

/* One of two desks answers for two orders, the other one enters it anew. */
static const char *shared_paths[2];

static bool
desks_at_once(struct shop *s, int i)
{
	if (i % 3 == 2)
		enter(s, i % 2, 1 + i / 12);
	else
		post(s, shared_paths[i % 3], "{'version':1,'reason':'Called, agreed'}");
	if (s->reply.status != 200)
		expect_error(s, 409, "conflict");
	return s->reply.status == 200 && i % 3 != 2;
}

static void
entered_and_answered_at_once_nobody_is_paid_twice(void **state)
{
	struct shop *s = *state;
	int64_t ids[2] = { ordered(s), 0 };

	paid(s, ids[0]);
	ids[1] = ordered(s);
	paid(s, ids[1]);
	enter(s, 0, 0);
	for (int i = 0; i < 2; i++)
		shared_paths[i] = arena_fmt(s->cx.mem, SHORTAGES "/%lld/orders/%lld/answer",
		                            (long long)number_at(s, "id"), (long long)ids[i]);
	shop_parallel(s, 36, desks_at_once);
	expect_rows(s, 0, "SELECT order_id FROM refunds GROUP BY order_id HAVING COUNT(*) > 1");
	expect_sound(s);
}

static void
the_shortage_desk_is_the_order_desks(void **state)
{
	struct shop *s = *state;
	int64_t id = ordered(s);

	enter(s, 0, 0);
	as_dispatcher(s);
	answer_with(s, id, 1, "");
	expect_error(s, 403, "forbidden");
	enter(s, 0, 1);
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(
	shop_test(packed_boxes_have_theirs_then_who_ordered_first),
	shop_test(entered_anew_it_is_shared_anew),
	shop_test(of_the_substitutes_only_what_is_enough_and_costs_the_same),
	shop_test(a_substitute_changes_the_line_at_the_same_price_also_after_the_cut_off),
	shop_test(of_several_packs_as_few_as_possible_change),
	shop_test(a_substitute_that_does_not_fit_is_refused),
	shop_test(what_is_left_out_of_an_unpaid_order_costs_nothing),
	shop_test(an_order_of_which_nothing_is_left_is_cancelled_instead),
	shop_test(what_is_left_out_of_a_paid_order_is_paid_back_once),
	shop_test(what_was_paid_back_before_is_not_paid_back_again),
	shop_test(of_twenty_answers_at_once_one_counts),
	shop_test(entered_and_answered_at_once_nobody_is_paid_twice),
	shop_test(the_shortage_desk_is_the_order_desks))
