/* SPDX-License-Identifier: MIT */
/* Tickets at the desk: the list, who looks after one, answers and what goes with them, notes. */
#include "support/account.h"
#include "support/asker.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define MISSING 999999

/* Mona has asked "Hello"; the desk is next.  Returns the ticket. */
static int64_t
asked(struct shop *s)
{
	ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	as_staff(s, DESK, "order_manager");
	return id;
}

/* The same about an order of hers, the last one. */
static int64_t
asked_about(struct shop *s, struct link *ret)
{
	ticket_people(s);
	*ret = ticket_order(s, DEMO_PHONE);
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'Hello','message':'Two of them.','order_number':'%s'}",
	     ret->number);
	expect_status(s, 201);
	int64_t id = number_at(s, "id");
	as_staff(s, DESK, "order_manager");
	return id;
}

static void
pay(struct shop *s, int64_t order)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'cash','amount':'365.00'}");
	expect_status(s, 201);
}

static void
expect_only(struct shop *s, const char *query, int64_t id)
{
	get(s, DESK_TICKETS "%s", query);
	expect_status(s, 200);
	if (json_list_length(at(s, "items")) != 1)
		fail_msg("%s: %s", query, s->reply.body.data);
	expect_number(s, "items.0.id", id);
}

static void
expect_none(struct shop *s, const char *query)
{
	get(s, DESK_TICKETS "%s", query);
	expect_status(s, 200);
	if (json_list_length(at(s, "items")) != 0)
		fail_msg("%s: %s", query, s->reply.body.data);
}

/* ---- the list ---- */

static void
the_list_has_every_filter_alone_and_with_others(void **state)
{
	struct shop *s = *state;
	long long mona = ticket_people(s);
	struct link l = ticket_order(s, DEMO_PHONE);
	int64_t mine, ordered, closed;

	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'100%% broken','message':'x','category':'refund'}");
	mine = number_at(s, "id");
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'Late','message':'x','priority':'urgent','order_number':'%s'}",
	     l.number);
	ordered = number_at(s, "id");
	as(s, ADEL_ASKS);
	closed = ticket_ask(s, "Lateness");
	ticket_post(s, closed, "close", "{}");
	int64_t me = as_staff(s, DESK, "order_manager");
	ticket_desk(s, mine, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)me));
	expect_status(s, 200);
	ticket_desk(s, mine, "answers", "{'message':'Sorry.'}");
	expect_status(s, 201);

	get(s, DESK_TICKETS);
	assert_int_equal(json_list_length(at(s, "items")), 3);
	expect_only(s, "?mine=true", mine);
	expect_only(s, "?unassigned=true&status=closed", closed);
	expect_only(s, "?waiting=true", ordered);
	expect_only(s, "?unassigned=true&waiting=true", ordered);
	expect_only(s, "?status=awaiting_reply", mine);
	expect_only(s, "?category=refund", mine);
	expect_only(s, "?priority=urgent", ordered);
	expect_only(s, "?priority=urgent&sort=oldest", ordered);
	expect_only(s, arena_fmt(s->cx.mem, "?customer_id=%lld&waiting=true", mona), ordered);
	expect_only(s, arena_fmt(s->cx.mem, "?order_id=%lld", (long long)l.id), ordered);
	expect_only(s, arena_fmt(s->cx.mem, "?search=%s", l.number), ordered);
	expect_only(s, arena_fmt(s->cx.mem, "?search=%%23%lld", (long long)closed), closed);
	expect_only(s, "?search=lateness", closed);
	expect_only(s, "?search=late&status=closed", closed);
	expect_only(s, "?search=100%25", mine);
	expect_text(s, "items.0.customer_name", "Mona Adel");
	expect_text(s, "items.0.assigned_name", "order_manager");
	expect_text(s, "items.0.last_reply_by", "admin");
	assert_false(has(s, "items.0.message"));
	expect_none(s, "?mine=true&unassigned=true");
	expect_none(s, "?mine=true&waiting=true");
	expect_none(s, "?search=_ate");
	expect_none(s, "?search=%25");
	expect_none(s, "?search=987654321");
	expect_none(s, arena_fmt(s->cx.mem, "?search=%s&order_id=%d", l.number, MISSING));
	expect_none(s, arena_fmt(s->cx.mem, "?customer_id=%d", MISSING));
	get(s, DESK_TICKETS "?status=lost");
	expect_error(s, 422, "invalid");
}

/* Reads the whole list by pages of two, and compares. */
static void
expect_order(struct shop *s, const char *query, const int64_t *ids, size_t n)
{
	const char *cursor = "";
	size_t i = 0;

	while (cursor) {
		get(s, DESK_TICKETS "?limit=2%s%s%s", query, *cursor ? "&cursor=" : "", cursor);
		expect_status(s, 200);
		for (size_t k = 0; k < json_list_length(at(s, "items")); k++) {
			assert_true(i < n);
			expect_number(s, arena_fmt(s->cx.mem, "items.%zu.id", k), ids[i++]);
		}
		cursor = has(s, "next_cursor") ? text_at(s, "next_cursor") : NULL;
	}
	assert_int_equal(i, n);
}

static void
it_goes_by_when_the_customer_last_wrote_either_way(void **state)
{
	struct shop *s = *state;
	int64_t ids[5];

	ticket_people(s);
	for (int i = 0; i < 5; i++)
		ids[i] = ticket_ask(s, "Hello");	/* all in one second */
	shop_at(shop_now() + 60);
	ticket_post(s, ids[1], "replies", "{'message':'Hello?'}");
	as_staff(s, DESK, "order_manager");
	shop_at(shop_now() + 60);
	ticket_desk(s, ids[0], "answers", "{'message':'Hello.','status':'in_progress'}");
	expect_status(s, 201);
	const int64_t newest[] = { ids[1], ids[4], ids[3], ids[2], ids[0] };
	const int64_t oldest[] = { ids[0], ids[2], ids[3], ids[4], ids[1] };
	expect_order(s, "", newest, 5);
	expect_order(s, "&sort=oldest", oldest, 5);
	expect_order(s, "&sort=oldest&waiting=true&unassigned=true", oldest, 5);
	expect_order(s, "&search=hel", newest, 5);
	get(s, DESK_TICKETS "?cursor=x");
	expect_error(s, 422, "invalid");
}

/* ---- one ---- */

static void
the_desk_sees_the_order_the_person_and_the_other_tickets(void **state)
{
	struct shop *s = *state;
	struct link l;
	int64_t id = asked_about(s, &l);

	as(s, MONA_ASKS);
	int64_t other = ticket_ask(s, "Another");
	ticket_post(s, id, "replies", "{'message':'Please.'}");
	as(s, DESK);
	get(s, DESK_TICKETS "/%lld", (long long)id);
	expect_status(s, 200);
	expect_text(s, "customer_email", CUSTOMER_MAIL);
	expect_text(s, "customer_phone", DEMO_PHONE);
	expect_text(s, "order.number", l.number);
	expect_text(s, "order.history.0.to_status", "pending");
	expect_number(s, "others.0.id", other);
	expect_text(s, "replies.0.author_name", "Mona Adel");
	expect_number(s, "version", 2);
	get(s, DESK_TICKETS "/%d", MISSING);
	expect_error(s, 404, "not_found");
	/* A deleted order is nothing to look at. */
	sql_do(s, "UPDATE orders SET deleted_at = created_at");
	get(s, DESK_TICKETS "/%lld", (long long)id);
	expect_status(s, 200);
	assert_false(has(s, "order"));
}

static void
what_was_asked_by_telephone_is_written_down(void **state)
{
	struct shop *s = *state;
	long long mona = ticket_people(s);

	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	int64_t me = as_staff(s, DESK, "order_manager");
	once(s, ticket_key(s));
	post(s, DESK_TICKETS, "{'customer_id':%lld,'subject':'Called','message':'Two broken.'}", mona);
	expect_status(s, 201);
	expect_number(s, "assigned_admin_id", me);
	int64_t id = number_at(s, "id");
	once(s, ticket_key(s));
	post(s, DESK_TICKETS, "{'order_id':%lld,'subject':'Called','message':'Where?'}",
	     (long long)l.id);
	expect_status(s, 201);
	expect_text(s, "belongs_to", "order");
	int64_t guest = number_at(s, "id");
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.open'");
	as(s, MONA_ASKS);
	get(s, TICKETS "/%lld", (long long)id);
	expect_text(s, "message", "Two broken.");
	as(s, GUEST_ASKS);
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "tickets", guest, ""));
	expect_text(s, "message", "Where?");

	static const char *const bad[] = {
		"", "'customer_id':1,'order_id':1,", "'customer_id':999999,", "'order_id':999999,",
	};
	as(s, DESK);
	for (size_t i = 0; i < 4; i++) {
		once(s, ticket_key(s));
		post(s, DESK_TICKETS, "{%s'subject':'a','message':'x'}", bad[i]);
		expect_error(s, 422, "invalid");
	}
	expect_rows(s, 2, "SELECT 1 FROM customer_support_tickets");
	expect_sound(s);
}

/* ---- who looks after it ---- */

static void
a_ticket_is_given_to_who_may_answer_it_and_that_one_hears(void **state)
{
	struct shop *s = *state;
	int64_t id = asked(s), me = sql_number(s, "SELECT id FROM admin_users WHERE username = "
	                                       "'order_manager'");
	int64_t sara = staff_add(s, "sara", "order_manager"), omar = staff_add(s, "omar", "product_manager");

	ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)me));
	expect_status(s, 200);
	expect_text(s, "assigned_name", "order_manager");
	expect_rows(s, 0, "SELECT 1 FROM outbox");	/* who takes it knows */
	ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)sara));
	expect_number(s, "assigned_admin_id", sara);
	assert_non_null(strstr(shop_message(s, "sara@example.com"), "/#ticket="));
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'ticket_assigned'");
	const int64_t no[] = { omar, MISSING };
	for (int i = 0; i < 2; i++) {
		ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}",
		                                       (long long)no[i]));
		expect_error(s, 422, "invalid");
		expect_field(s, "admin_user_id", "invalid");
	}
	ticket_desk(s, id, "assign", "{'admin_user_id':null}");
	expect_status(s, 200);
	assert_false(has(s, "assigned_admin_id"));
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE id = %lld", (long long)sara);
	ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)sara));
	expect_error(s, 422, "invalid");
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/assign", (long long)id), "{'version':1}");
	expect_error(s, 409, "conflict");
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%d/assign", MISSING), "{'version':1}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 3, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.assign'");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.assign' "
	            "AND after_json = '{\"assigned_admin_id\":null}'");
}

/* ---- status, category, priority ---- */

static void
staff_set_status_category_and_priority(void **state)
{
	struct shop *s = *state;
	int64_t id = asked(s);

	ticket_desk(s, id, "", "{'category':'delivery','priority':'high'}");
	expect_status(s, 200);
	expect_text(s, "category", "delivery");
	expect_text(s, "priority", "high");
	expect_text(s, "status", "open");
	expect_number(s, "version", 2);
	ticket_desk(s, id, "", "{'status':'resolved','priority':'low'}");
	expect_text(s, "resolved_at", "2030-01-02T12:00:00Z");
	shop_at(shop_now() + 60);
	ticket_desk(s, id, "", "{'status':'closed'}");
	expect_text(s, "closed_at", "2030-01-02T12:01:00Z");
	expect_text(s, "resolved_at", "2030-01-02T12:00:00Z");
	ticket_desk(s, id, "", "{'status':'resolved'}");
	expect_error(s, 409, "ticket_move_refused");
	ticket_desk(s, id, "", "{'status':'awaiting_reply'}");
	expect_error(s, 409, "ticket_move_refused");
	ticket_desk(s, id, "", "{'status':'in_progress'}");
	expect_status(s, 200);
	assert_false(has(s, "closed_at"));
	assert_false(has(s, "resolved_at"));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.set' AND before_json "
	            "= '{\"status\":\"open\",\"category\":\"delivery\",\"priority\":\"high\"}' AND "
	            "after_json = '{\"status\":\"resolved\",\"category\":\"delivery\",\"priority\":\"low\"}'");
	request(s, "PATCH", arena_fmt(s->cx.mem, DESK_TICKETS "/%lld", (long long)id),
	        "{'version':1,'status':'open'}");
	expect_error(s, 409, "conflict");
	request(s, "PATCH", arena_fmt(s->cx.mem, DESK_TICKETS "/%d", MISSING),
	        "{'version':1,'status':'open'}");
	expect_error(s, 404, "not_found");
	/* What staff set is no reply. */
	assert_string_equal(ticket_is(s, id, "last_reply_by"), "");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_sound(s);
}

/* ---- answers ---- */

static void
an_answer_reaches_the_customer_in_the_own_language(void **state)
{
	struct shop *s = *state;
	int64_t id = asked(s);

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
	                       arena_fmt(s->cx.mem, "/#ticket=%lld", (long long)id)));
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
	int64_t id = asked(s);
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
	int64_t id = asked(s);

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
	int64_t id = asked_about(s, &l);

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
	int64_t id = asked_about(s, &l);

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
	int64_t id = asked_about(s, &l);

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
	int64_t id = asked_about(s, &l);
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

/* ---- notes ---- */

static void
a_note_changes_nothing_but_is_there_for_staff(void **state)
{
	struct shop *s = *state;
	int64_t id = asked(s);

	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/notes", (long long)id),
	     "{'message':'She is right.'}");
	expect_status(s, 201);
	expect_text(s, "replies.0.message", "She is right.");
	assert_true(json_flag(at(s, "replies.0.is_internal")));
	expect_number(s, "version", 1);
	assert_false(has(s, "last_reply_by"));
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'ticket.note' "
	            "AND after_json NOT LIKE '%right%'");
	as(s, MONA_ASKS);
	get(s, TICKETS "/%lld", (long long)id);
	assert_int_equal(json_list_length(at(s, "replies")), 0);
	/* Also of a closed one. */
	ticket_post(s, id, "close", "{}");
	as(s, DESK);
	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/notes", (long long)id), "{'message':'Done.'}");
	expect_status(s, 201);
	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%d/notes", MISSING), "{'message':'Done.'}");
	expect_error(s, 404, "not_found");
	expect_sound(s);
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

	shared = asked(s);
	assert_int_equal(shop_parallel(s, 20, answers_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_rows(s, 1, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log");
	expect_sound(s);
}

static int64_t takers[2];

static bool
takes_it(struct shop *s, int i)
{
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/assign", (long long)shared),
	     "{'version':1,'admin_user_id':%lld}", (long long)takers[i % 2]);
	return s->reply.status == 200;
}

static void
of_many_who_take_it_at_once_one_has_it(void **state)
{
	struct shop *s = *state;

	shared = asked(s);
	takers[0] = staff_add(s, "sara", "order_manager");
	takers[1] = staff_add(s, "nora", "super_admin");
	assert_int_equal(shop_parallel(s, 20, takes_it), 1);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'ticket_assigned'");
	expect_rows(s, 1, "SELECT 1 FROM outbox o JOIN admin_users a ON a.email = o.recipient "
	            "JOIN customer_support_tickets t ON t.assigned_admin_id = a.id");
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
		shared = asked(s);
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

	shared = asked_about(s, &l);
	pay(s, l.id);
	refund = refund_of(s, l.id, 1, "");
	assert_int_equal(shop_parallel(s, 10, refunds_at_once), 1);
	expect_rows(s, 1, "SELECT 1 FROM refunds");
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies");
	expect_sound(s);
}

SHOP_TESTS(
	shop_test(the_list_has_every_filter_alone_and_with_others),
	shop_test(it_goes_by_when_the_customer_last_wrote_either_way),
	shop_test(the_desk_sees_the_order_the_person_and_the_other_tickets),
	shop_test(what_was_asked_by_telephone_is_written_down),
	shop_test(a_ticket_is_given_to_who_may_answer_it_and_that_one_hears),
	shop_test(staff_set_status_category_and_priority),
	shop_test(an_answer_reaches_the_customer_in_the_own_language),
	shop_test(a_guest_is_told_with_the_link_of_the_order),
	shop_test(nobody_answers_what_was_not_read_or_is_closed),
	shop_test(the_same_answer_twice_is_one), shop_test(a_refund_goes_with_the_answer),
	shop_test(a_refund_that_fails_leaves_no_answer), shop_test(another_slot_goes_with_the_answer),
	shop_test(a_slot_that_cannot_be_leaves_no_answer),
	shop_test(a_note_changes_nothing_but_is_there_for_staff),
	shop_test(of_many_who_answer_at_once_one_does),
	shop_test(of_many_who_take_it_at_once_one_has_it),
	shop_test(a_customer_who_writes_while_staff_close_is_heard_or_told),
	shop_test(of_many_refunds_by_answer_one_is_paid))
