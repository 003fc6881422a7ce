/* SPDX-License-Identifier: MIT */
/* A morning in the kitchen: the list and its prints, the cut-off, trays, boxes, and a screen that asks
 * what is new. */
#include "support/run.h"

#include "base/str.h"

#define KITCHEN "/api/v1/admin/kitchen"
#define SLOT "date=" RUN_DAY "&time_slot_id=3"
#define SLOT_BODY "'date':'" RUN_DAY "','time_slot_id':3"
#define CUT_OFF (SHOP_NOON + 26 * 3600)	/* 16:00 in Cairo on RUN_DAY */

static void
as_kitchen(struct shop *s)
{
	as_staff(s, 5, "order_manager");
}

static void
move(struct shop *s, int64_t order, const char *body)
{
	as_kitchen(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)order), "%s",
	     body);
	expect_status(s, 200);
}

/* A pack of three chocolate chip and three vanilla for RUN_DAY in the evening. */
static int64_t
confirmed(struct shop *s)
{
	as(s, RUN_GUEST);
	s->visitors[RUN_GUEST].cookies_n = 0;
	int64_t id = shop_order(s, DEMO_PHONE);

	move(s, id, "{'status':'confirmed'}");
	return id;
}

static void
print(struct shop *s, int last_no)
{
	as_kitchen(s);
	post(s, KITCHEN "/prints", "{" SLOT_BODY ",'last_no':%d}", last_no);
}

/* Two of each instead, red velvet too, which costs 10.00 more. */
static void
edit(struct shop *s, int64_t order, const char *what)
{
	as_kitchen(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit%s", (long long)order, what),
	     "{'version':%lld,%s'items':[{'product_instance_id':44,'quantity':1,'flavors':["
	     "{'flavor_id':1,'quantity':2},{'flavor_id':8,'quantity':2},"
	     "{'flavor_id':3,'quantity':2}]}]}",
	     (long long)sql_number(s, "SELECT version FROM orders WHERE id = %lld",
	                           (long long)order),
	     *what ? "" : "'expected_total':'375.00','reason':'By phone',");
}

/* ---- prints ---- */

static void
a_print_is_kept_and_the_next_one_shows_what_changed(void **state)
{
	struct shop *s = *state;
	int64_t a = confirmed(s), b;

	get(s, KITCHEN "?" SLOT);
	expect_number(s, "print_no", 0);
	print(s, 0);
	expect_status(s, 201);
	expect_number(s, "print_no", 1);
	expect_number(s, "cookies", 6);
	expect_number(s, "list.0.difference", 3);
	b = confirmed(s);
	get(s, KITCHEN "?" SLOT);
	expect_number(s, "print_no", 1);
	expect_text(s, "bake.0.flavor_name", "Chocolate chip");
	expect_number(s, "bake.0.quantity", 6);
	expect_number(s, "bake.0.difference", 3);
	print(s, 1);
	expect_number(s, "cookies", 12);
	expect_number(s, "list.1.difference", 3);
	/* All gone: the next one says so, the first ones stay. */
	move(s, a, "{'status':'cancelled','note':'By phone'}");
	move(s, b, "{'status':'cancelled','note':'By phone'}");
	print(s, 2);
	expect_number(s, "cookies", 0);
	expect_number(s, "list.0.quantity", 0);
	expect_number(s, "list.0.difference", -6);
	get(s, KITCHEN "/prints?" SLOT);
	expect_status(s, 200);
	expect_number(s, "items.0.print_no", 3);
	expect_number(s, "items.2.cookies", 6);
	expect_number(s, "items.2.list.0.quantity", 3);
	expect_rows(s, 3, "SELECT 1 FROM admin_activity_log WHERE action = 'kitchen.print'");
	expect_sound(s);
}

static void
a_print_names_the_last_one_that_was_seen(void **state)
{
	struct shop *s = *state;

	confirmed(s);
	print(s, 1);
	expect_error(s, 409, "conflict");
	print(s, 0);
	expect_status(s, 201);
	print(s, 0);
	expect_error(s, 409, "conflict");
	post(s, KITCHEN "/prints", "{'date':'" RUN_DAY "','time_slot_id':77,'last_no':0}");
	expect_error(s, 404, "not_found");
	get(s, KITCHEN "?date=" RUN_DAY "&time_slot_id=77");
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM kitchen_prints");
}

static bool
print_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, KITCHEN "/prints", "{" SLOT_BODY ",'last_no':0}");
	return s->reply.status == 201;
}

static void
of_twenty_who_print_one_does(void **state)
{
	struct shop *s = *state;

	confirmed(s);
	assert_int_equal(1, shop_parallel(s, 20, print_at_once));
	expect_rows(s, 1, "SELECT 1 FROM kitchen_prints");
}

/* ---- the cut-off ---- */

static void
after_the_cut_off_what_is_in_an_order_stays(void **state)
{
	struct shop *s = *state;
	int64_t id = confirmed(s);

	get(s, KITCHEN "?" SLOT);
	assert_false(json_flag(at(s, "is_locked")));
	expect_text(s, "locks_at", "2030-01-03T14:00:00Z");
	print(s, 0);
	assert_false(json_flag(at(s, "is_locked")));
	shop_at(CUT_OFF - 1);
	edit(s, id, "/quote");
	expect_status(s, 200);
	shop_at(CUT_OFF);
	edit(s, id, "/quote");
	expect_error(s, 409, "kitchen_locked");
	edit(s, id, "");
	expect_error(s, 409, "kitchen_locked");
	get(s, KITCHEN "?" SLOT);
	assert_true(json_flag(at(s, "is_locked")));
	/* The address may still change, and an order may be cancelled: that is a difference. */
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit", (long long)id),
	     "{'version':%lld,'address':'Street 6, Building 1','expected_total':'365.00',"
	     "'reason':'By phone'}",
	     (long long)sql_number(s, "SELECT version FROM orders WHERE id = %lld", (long long)id));
	expect_status(s, 200);
	move(s, id, "{'status':'cancelled','note':'By phone'}");
	print(s, 1);
	assert_true(json_flag(at(s, "is_locked")));
	expect_number(s, "list.0.difference", -3);
	expect_sound(s);
}

static void
before_the_cut_off_an_edit_is_a_difference(void **state)
{
	struct shop *s = *state;
	int64_t id = confirmed(s);

	print(s, 0);
	edit(s, id, "");
	expect_status(s, 200);
	print(s, 1);
	expect_text(s, "list.0.flavor_name", "Chocolate chip");
	expect_number(s, "list.0.difference", -1);
	expect_text(s, "list.1.flavor_name", "Red velvet");
	expect_number(s, "list.1.difference", 2);
	expect_number(s, "cookies", 6);
}

/* An order that leaves its day leaves the plan of its run, too. */
static void
an_order_that_moves_to_another_day_leaves_its_planned_run(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_planned(s, &o, 2);
	as_kitchen(s);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/edit", (long long)o.orders[0]),
	     "{'version':%lld,'delivery_date':'2030-01-04','expected_total':'365.00',"
	     "'reason':'By phone'}", (long long)sql_number(s, "SELECT version FROM orders "
	     "WHERE id = %lld", (long long)o.orders[0]));
	expect_status(s, 200);
	get(s, "/api/v1/admin/runs/%lld", (long long)o.run);
	expect_number(s, "open_n", 1);
	expect_sound(s);
}

/* ---- trays ---- */

static void
tray(struct shop *s, int flavor, int ready, int version)
{
	as_kitchen(s);
	request(s, "PUT", KITCHEN "/trays", "{" SLOT_BODY ",'flavor_id':%d,'size_name':'Medium',"
	        "'ready':%d,'version':%d}", flavor, ready, version);
}

static void
trays_say_what_is_ready(void **state)
{
	struct shop *s = *state;

	confirmed(s);
	tray(s, DEMO_VANILLA, 2, 0);
	expect_status(s, 200);
	expect_number(s, "version", 1);
	tray(s, DEMO_VANILLA, 3, 0);
	expect_error(s, 409, "conflict");
	tray(s, DEMO_VANILLA, 3, 7);
	expect_error(s, 409, "conflict");
	tray(s, DEMO_VANILLA, 3, 1);
	expect_number(s, "ready", 3);
	tray(s, 999999, 3, 0);
	expect_error(s, 404, "not_found");
	get(s, KITCHEN "?" SLOT);
	expect_number(s, "trays.0.ready", 3);
	expect_number(s, "trays.0.flavor_id", DEMO_VANILLA);
	assert_false(has(s, "trays.1"));
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action = 'kitchen.tray'");
}

/* ---- boxes ---- */

static void
pack(struct shop *s, int64_t order)
{
	as_kitchen(s);
	post(s, arena_fmt(s->cx.mem, KITCHEN "/orders/%lld/packed", (long long)order), "{}");
}

static void
an_order_that_is_prepared_is_packed_once(void **state)
{
	struct shop *s = *state;
	int64_t id = confirmed(s);

	pack(s, id);
	expect_error(s, 409, "move_refused");
	move(s, id, "{'status':'preparing'}");
	pack(s, id);
	expect_status(s, 200);
	expect_text(s, "packed_at", "2030-01-02T12:00:00Z");
	expect_number(s, "items.0.flavor_details.0.quantity", 3);
	shop_at(SHOP_NOON + 60);
	pack(s, id);
	expect_status(s, 200);
	expect_text(s, "packed_at", "2030-01-02T12:00:00Z");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.pack'");
	/* The dispatcher sees it. */
	as_dispatcher(s);
	post(s, "/api/v1/admin/runs/propose", "{" SLOT_BODY "}");
	assert_true(json_flag(at(s, "runs.0.orders.0.is_packed")));
	pack(s, 999999);
	expect_error(s, 404, "not_found");
	as_dispatcher(s);
	post(s, arena_fmt(s->cx.mem, KITCHEN "/orders/%lld/packed", (long long)id), "{}");
	expect_error(s, 403, "forbidden");
	expect_sound(s);
}

static const char *shared_path;

static bool
pack_at_once(struct shop *s, int i)
{
	(void)i;
	post(s, shared_path, "{}");
	return s->reply.status == 200;
}

static void
two_who_pack_at_once_pack_one_box(void **state)
{
	struct shop *s = *state;
	int64_t id = confirmed(s);

	move(s, id, "{'status':'preparing'}");
	shared_path = arena_fmt(s->cx.mem, KITCHEN "/orders/%lld/packed", (long long)id);
	assert_int_equal(20, shop_parallel(s, 20, pack_at_once));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.pack'");
}

/* ---- a screen ---- */

static const char *
since(struct shop *s)
{
	return arena_fmt(s->cx.mem, KITCHEN "/changes?" SLOT "&since=%s", text_at(s, "since"));
}

static void
a_screen_asks_what_is_new_and_loses_nothing(void **state)
{
	struct shop *s = *state;
	int64_t a = confirmed(s), b;
	const char *missed;

	get(s, KITCHEN "/changes?" SLOT);
	expect_status(s, 200);
	expect_number(s, "orders.0.id", a);
	shop_at(SHOP_NOON + 60);
	get(s, "%s", since(s));
	/* It looks back a little. */
	expect_number(s, "orders.0.id", a);
	shop_at(SHOP_NOON + 120);
	get(s, "%s", since(s));
	assert_false(has(s, "orders.0"));
	expect_number(s, "present.0", a);
	missed = since(s);
	/* Ten minutes without network. */
	shop_at(SHOP_NOON + 300);
	b = confirmed(s);
	tray(s, DEMO_VANILLA, 3, 0);
	move(s, a, "{'status':'cancelled','note':'By phone'}");
	print(s, 0);
	shop_at(SHOP_NOON + 720);
	get(s, "%s", missed);
	expect_number(s, "orders.0.id", b);
	assert_false(has(s, "orders.1"));
	expect_number(s, "orders.0.items.0.quantity", 1);
	expect_number(s, "present.0", b);
	assert_false(has(s, "present.1"));
	expect_number(s, "trays.0.ready", 3);
	expect_number(s, "print_no", 1);
	get(s, KITCHEN "/changes?date=" RUN_DAY "&time_slot_id=3&since=yesterday");
	expect_error(s, 422, "invalid");
}

static void
the_kitchen_is_the_order_desks(void **state)
{
	struct shop *s = *state;

	as_dispatcher(s);
	get(s, KITCHEN "/changes?" SLOT);
	expect_error(s, 403, "forbidden");
	get(s, KITCHEN "/prints?" SLOT);
	expect_error(s, 403, "forbidden");
	post(s, KITCHEN "/prints", "{" SLOT_BODY ",'last_no':0}");
	expect_error(s, 403, "forbidden");
}

SHOP_TESTS(
	shop_test(a_print_is_kept_and_the_next_one_shows_what_changed),
	shop_test(a_print_names_the_last_one_that_was_seen),
	shop_test(of_twenty_who_print_one_does),
	shop_test(after_the_cut_off_what_is_in_an_order_stays),
	shop_test(before_the_cut_off_an_edit_is_a_difference),
	shop_test(an_order_that_moves_to_another_day_leaves_its_planned_run),
	shop_test(trays_say_what_is_ready),
	shop_test(an_order_that_is_prepared_is_packed_once),
	shop_test(two_who_pack_at_once_pack_one_box),
	shop_test(a_screen_asks_what_is_new_and_loses_nothing),
	shop_test(the_kitchen_is_the_order_desks))
