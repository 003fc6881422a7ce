/* SPDX-License-Identifier: MIT */
/* Answers of the staff: who hears of them, and what goes with them, both or neither. */
#include "support/account.h"
#include "support/asker.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define MISSING 999999

static void
pay(struct shop *s, int64_t order)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'cash','amount':'365.00'}");
	expect_status(s, 201);
}

/* ---- answers ---- */

static void
an_answer_reaches_the_customer_in_the_own_language(void **state)
{
	struct shop *s = *state;
	int64_t id = ticket_asked(s);

	sql_do(s, "UPDATE customers SET preferred_language = 'ar'");
	shop_at(shop_now() + 60);
	ticket_desk(s, id, "answers", "{'message':'We are sorry.'}");
	expect_status(s, 201);
	expect_text(s, "status", "awaiting_reply");
	expect_text(s, "last_reply_by", "admin");
	expect_text(s, "last_reply_at", "2030-01-02T12:01:00Z");
	expect_text(s, "last_customer_at", "2030-01-02T12:00:00Z");
	expect_text(s, "replies.0.author_name", "order_manager");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'ticket_answered' AND language = 'ar' "
	            "AND recipient = '" CUSTOMER_MAIL "' AND subject = 'أجبنا عن سؤالك'");
	assert_non_null(strstr(shop_message(s, CUSTOMER_MAIL),
	                       arena_fmt(s->cx.mem, "https://shop.test/ar/account/questions/%lld", (long long)id)));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.answer' AND "
	            "JSON_VALUE(after_json, '$.status') = 'awaiting_reply' AND after_json NOT LIKE "
	            "'%sorry%'");
	as(s, MONA_ASKS);
	get(s, TICKETS "/%lld", (long long)id);
	expect_text(s, "replies.0.message", "We are sorry.");
	expect_text(s, "replies.0.author_type", "admin");
	assert_false(has(s, "replies.0.author_name"));
	/* Who has proved only a phone hears there. */
	sql_do(s, "UPDATE customers SET email_verified = 0, preferred_language = 'en'");
	as(s, DESK);
	ticket_desk(s, id, "answers", "{'message':'Done.','status':'resolved'}");
	expect_text(s, "status", "resolved");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "answered your question"));
	expect_sound(s);
}

static void
a_guest_is_told_with_the_link_of_the_order(void **state)
{
	struct shop *s = *state;

	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	int64_t id = ticket_ask_with(s, l, "Where is it?");
	as_staff(s, DESK, "order_manager");
	ticket_desk(s, id, "answers", "{'message':'On its way.','status':'closed'}");
	expect_status(s, 201);
	expect_text(s, "customer_phone", GUEST_PHONE);
	const char *text = shop_message(s, GUEST_PHONE);
	assert_non_null(strstr(text, "answered"));
	assert_non_null(strstr(text, l.token));
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'order_answered' AND is_secret = 1");
	expect_sound(s);
}

static void
nobody_answers_what_was_not_read_or_is_closed(void **state)
{
	struct shop *s = *state;
	int64_t id = ticket_asked(s);
	const char *path = arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/answers", (long long)id);

	as(s, MONA_ASKS);
	ticket_post(s, id, "replies", "{'message':'Never mind.'}");
	as(s, DESK);
	once(s, ticket_key(s));
	post(s, path, "{'version':1,'message':'Sorry.'}");
	expect_error(s, 409, "conflict");
	once(s, ticket_key(s));
	post(s, path, "{'message':'Sorry.'}");
	expect_field(s, "version", "required");
	as(s, MONA_ASKS);
	ticket_post(s, id, "close", "{}");
	as(s, DESK);
	ticket_desk(s, id, "answers", "{'message':'Sorry.'}");
	expect_error(s, 409, "ticket_closed");
	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%d/answers", MISSING),
	     "{'version':1,'message':'Sorry.'}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log");
}

static void
the_same_answer_twice_is_one(void **state)
{
	struct shop *s = *state;
	int64_t id = ticket_asked(s);

	for (int i = 0; i < 2; i++) {
		once(s, "the-same-answer-01");
		post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/answers", (long long)id),
		     "{'version':1,'message':'Sorry.'}");
		expect_status(s, 201);
	}
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_rows(s, 1, "SELECT 1 FROM outbox");
}

/* ---- what goes with an answer ---- */

/* Nothing of an answer is there, nor of what should have gone with it. */
static void
expect_nothing_done(struct shop *s, int64_t id)
{
	assert_string_equal(ticket_is(s, id, "version"), "1");
	assert_string_equal(ticket_is(s, id, "status"), "open");
	expect_rows(s, 0, "SELECT 1 FROM customer_ticket_replies");
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE topic IN ('ticket_answered', 'order_refunded', "
	            "'order_changed')");
	expect_rows(s, 0, "SELECT 1 FROM refunds");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE edit_no > 0");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE action IN ('ticket.answer', "
	            "'order.refund', 'order.edit')");
}

static const char *
refund_of(struct shop *s, int64_t order, int quantity, const char *more)
{
	return arena_fmt(s->cx.mem, "{'message':'Two came broken.','reason':'Broken','items':"
	                 "[{'order_item_id':%lld,'quantity':%d}]%s}",
	                 (long long)sql_number(s, "SELECT MIN(id) FROM order_items WHERE order_id = %lld",
	                                       (long long)order), quantity, more);
}

static void
a_refund_goes_with_the_answer(void **state)
{
	struct shop *s = *state;
	struct link l;
	int64_t id = ticket_asked_about(s, &l);

	pay(s, l.id);
	ticket_desk(s, id, "answers", refund_of(s, l.id, 1, ",'delivery_fee':true,'status':'resolved'"));
	expect_status(s, 201);
	expect_text(s, "status", "resolved");
	expect_text(s, "order.refunded_amount", "365.00");
	expect_rows(s, 1, "SELECT 1 FROM refunds WHERE amount = 365.00 AND reason = 'Broken'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.answer' "
	            "AND JSON_VALUE(after_json, '$.refund_no') = 1");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.refund'");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'order_refunded'");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'ticket_answered'");
	expect_sound(s);
}

static void
a_refund_that_fails_leaves_no_answer(void **state)
{
	struct shop *s = *state;
	struct link l;
	int64_t id = ticket_asked_about(s, &l);

	ticket_desk(s, id, "answers", refund_of(s, l.id, 1, ""));
	expect_error(s, 409, "not_paid");
	expect_nothing_done(s, id);
	pay(s, l.id);
	ticket_desk(s, id, "answers", refund_of(s, l.id, 2, ""));
	expect_error(s, 409, "refund_too_much");
	expect_nothing_done(s, id);
	ticket_desk(s, id, "answers", "{'message':'x','reason':'Broken','items':"
	            "[{'order_item_id':999999,'quantity':1}]}");
	expect_error(s, 422, "invalid");
	expect_nothing_done(s, id);
	ticket_desk(s, id, "answers", "{'message':'x','delivery_fee':true}");
	expect_field(s, "reason", "invalid");
	sql_do(s, "UPDATE order_items SET unit_price = 0");
	ticket_desk(s, id, "answers", refund_of(s, l.id, 1, ""));
	expect_error(s, 422, "refund_nothing");
	expect_nothing_done(s, id);
	/* About no order nothing is paid back. */
	as(s, MONA_ASKS);
	int64_t other = ticket_ask(s, "Hello");
	as(s, DESK);
	ticket_desk(s, other, "answers", refund_of(s, l.id, 1, ""));
	expect_error(s, 422, "invalid");
	expect_field(s, "items", "invalid");
	expect_nothing_done(s, other);
}

/* Another day and slot: "2030-01-05", a Saturday in the afternoon. */
static const char *
slot_of(struct shop *s, const char *day, int slot, int64_t order_version)
{
	return arena_fmt(s->cx.mem, "{'message':'It comes then.','reason':'He was out',"
	                 "'delivery_date':'%s','time_slot_id':%d,'order_version':%lld}", day, slot,
	                 (long long)order_version);
}

static void
another_slot_goes_with_the_answer(void **state)
{
	struct shop *s = *state;
	struct link l;
	int64_t id = ticket_asked_about(s, &l);

	ticket_desk(s, id, "answers", slot_of(s, "2030-01-05", DEMO_EVENING, 1));
	expect_status(s, 201);
	expect_text(s, "order.delivery_date", "2030-01-05");
	expect_text(s, "order.total", "365.00");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE edit_no = 1 AND delivery_date = '2030-01-05'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.answer' "
	            "AND JSON_VALUE(after_json, '$.edit_no') = 1");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.edit'");
	expect_sound(s);
}

static void
a_slot_that_cannot_be_leaves_no_answer(void **state)
{
	struct shop *s = *state;
	struct link l;
	int64_t id = ticket_asked_about(s, &l);
	static const struct { const char *sql, *back; int status; const char *code; } rows[] = {
		{ "UPDATE zones SET is_active = 0 WHERE id = 1", "UPDATE zones SET is_active = 1 WHERE "
		  "id = 1", 422, "zone_inactive" },
		{ "UPDATE cities SET is_active = 0 WHERE id = 1", "UPDATE cities SET is_active = 1 WHERE "
		  "id = 1", 422, "city_inactive" },
		{ "INSERT INTO delivery_closures (zone_key, day) VALUES (0, '2030-01-05')",
		  "DELETE FROM delivery_closures WHERE day = '2030-01-05'", 422, "slot_unavailable" },
		{ "INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders) VALUES "
		  "(3, 3, '2030-01-05', 0)", "DELETE FROM capacity WHERE day = '2030-01-05'", 409,
		  "slot_full" },
		{ "UPDATE orders SET status = 'delivered'", "UPDATE orders SET status = 'pending'", 409,
		  "move_refused" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sql_do(s, "%s", rows[i].sql);
		ticket_desk(s, id, "answers", slot_of(s, "2030-01-05", DEMO_EVENING, 1));
		expect_error(s, rows[i].status, rows[i].code);
		sql_do(s, "%s", rows[i].back);
		expect_nothing_done(s, id);
	}
	ticket_desk(s, id, "answers", slot_of(s, "2030-01-05", DEMO_EVENING, 2));
	expect_error(s, 409, "conflict");
	ticket_desk(s, id, "answers", "{'message':'x','reason':'He was out','time_slot_id':3}");
	expect_field(s, "order_version", "invalid");
	ticket_desk(s, id, "answers", "{'message':'x','order_version':1,'time_slot_id':3}");
	expect_field(s, "reason", "invalid");
	expect_nothing_done(s, id);
	as(s, MONA_ASKS);
	int64_t other = ticket_ask(s, "Hello");
	as(s, DESK);
	ticket_desk(s, other, "answers", slot_of(s, "2030-01-05", DEMO_EVENING, 1));
	expect_field(s, "time_slot_id", "invalid");
	expect_nothing_done(s, other);
}

/* ---- at once ---- */

static int64_t shared;

static bool
answers_at_once(struct shop *s, int i)
{
	once(s, arena_fmt(s->cx.mem, "answers-at-once-%02d", i));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/answers", (long long)shared),
	     "{'version':1,'message':'Sorry %d'}", i);
	return s->reply.status == 201;
}

static void
of_many_who_answer_at_once_one_does(void **state)
{
	struct shop *s = *state;

	shared = ticket_asked(s);
	assert_int_equal(shop_parallel(s, 20, answers_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_rows(s, 1, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log");
	expect_sound(s);
}

static bool
writes_or_is_closed(struct shop *s, int i)
{
	if (i % 2) {
		as(s, DESK);
		request(s, "PATCH", arena_fmt(s->cx.mem, DESK_TICKETS "/%lld", (long long)shared),
		        "{'version':1,'status':'closed'}");
		return s->reply.status == 200;
	}
	as(s, MONA_ASKS);
	once(s, arena_fmt(s->cx.mem, "writes-meanwhile-%d", i));
	post(s, arena_fmt(s->cx.mem, TICKETS "/%lld/replies", (long long)shared), "{'message':'x'}");
	return s->reply.status == 201;
}

static void
a_customer_who_writes_while_staff_close_is_heard_or_told(void **state)
{
	struct shop *s = *state;
	int64_t replies;

	for (int i = 0; i < 5; i++) {
		shop_begin(state);
		shared = ticket_asked(s);
		int good = shop_parallel(s, 2, writes_or_is_closed);
		/* One of them was first, and the other one has seen it. */
		assert_int_equal(good, 1);
		replies = sql_number(s, "SELECT COUNT(*) FROM customer_ticket_replies");
		assert_string_equal(ticket_is(s, shared, "status"), replies ? "open" : "closed");
		expect_sound(s);
	}
}

static const char *refund;

static bool
refunds_at_once(struct shop *s, int i)
{
	once(s, arena_fmt(s->cx.mem, "refunds-at-once-%02d", i));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/answers", (long long)shared),
	     "{'version':1,%s", refund + 1);
	return s->reply.status == 201;
}

static void
of_many_refunds_by_answer_one_is_paid(void **state)
{
	struct shop *s = *state;
	struct link l;

	shared = ticket_asked_about(s, &l);
	pay(s, l.id);
	refund = refund_of(s, l.id, 1, "");
	assert_int_equal(shop_parallel(s, 10, refunds_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM refunds");
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_sound(s);
}

SHOP_TESTS(
	shop_test(an_answer_reaches_the_customer_in_the_own_language),
	shop_test(a_guest_is_told_with_the_link_of_the_order),
	shop_test(nobody_answers_what_was_not_read_or_is_closed),
	shop_test(the_same_answer_twice_is_one),
	shop_test(a_refund_goes_with_the_answer),
	shop_test(a_refund_that_fails_leaves_no_answer),
	shop_test(another_slot_goes_with_the_answer),
	shop_test(a_slot_that_cannot_be_leaves_no_answer),
	shop_test(of_many_who_answer_at_once_one_does),
	shop_test(a_customer_who_writes_while_staff_close_is_heard_or_told),
	shop_test(of_many_refunds_by_answer_one_is_paid))
