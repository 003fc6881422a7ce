/* SPDX-License-Identifier: MIT */
/* Tickets of customers, and of who has the link of an order: asking, reading, writing on, closing. */
#include "support/account.h"
#include "support/asker.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define DAY 86400

/* What staff do, without the desk. */
static void
stands(struct shop *s, int64_t id, const char *status)
{
	bool over = str_among(status, "resolved|closed");

	sql_do(s, "UPDATE customer_support_tickets SET status = '%s', resolved_at = %s, "
	       "closed_at = %s WHERE id = %lld", status, over ? "'2030-01-02 12:00:00'" : "NULL",
	       str_eq(status, "closed") ? "'2030-01-02 12:00:00'" : "NULL", (long long)id);
}

static void
expect_items(struct shop *s, size_t n)
{
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), n);
}

/* ---- asking ---- */

static void
a_customer_asks_about_an_own_order_and_finds_it_again(void **state)
{
	struct shop *s = *state;
	long long mona = ticket_people(s);
	struct link l = ticket_order(s, DEMO_PHONE);

	once(s, "a-broken-cookie-01");
	post(s, TICKETS, "{'subject':' Broken ','message':'Two of them.\\nSorry.','category':'delivery',"
	     "'priority':'high','order_number':'%s'}", l.number);
	expect_status(s, 201);
	int64_t id = number_at(s, "id");
	expect_text(s, "subject", "Broken");
	expect_text(s, "message", "Two of them.\nSorry.");
	expect_text(s, "order_number", l.number);
	expect_text(s, "category", "delivery");
	expect_text(s, "priority", "high");
	expect_text(s, "status", "open");
	expect_text(s, "created_at", "2030-01-02T12:00:00Z");
	assert_false(has(s, "last_reply_at"));
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customer_support_tickets WHERE "
		"customer_id = %lld AND order_id = %lld AND belongs_to = 'customer' AND "
		"last_customer_at = created_at AND last_reply_by IS NULL", mona, (long long)l.id), 1);
	/* The same once more is the same. */
	once(s, "a-broken-cookie-01");
	post(s, TICKETS, "{'subject':' Broken ','message':'Two of them.\\nSorry.','category':'delivery',"
	     "'priority':'high','order_number':'%s'}", l.number);
	expect_status(s, 201);
	expect_number(s, "id", id);
	get(s, TICKETS);
	expect_items(s, 1);
	expect_number(s, "items.0.id", id);
	assert_false(has(s, "items.0.message"));
	get(s, TICKETS "/%lld", (long long)id);
	expect_status(s, 200);
	expect_text(s, "message", "Two of them.\nSorry.");
	assert_int_equal(json_list_length(at(s, "replies")), 0);
	expect_sound(s);
}

static void
what_is_left_out_is_general_and_normal(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	ticket_ask(s, "Hello");
	expect_text(s, "category", "general");
	expect_text(s, "priority", "normal");
	assert_false(has(s, "order_number"));
}

static void
what_does_not_fit_is_refused_and_leaves_nothing(void **state)
{
	struct shop *s = *state;
	static const struct { const char *body, *field; int status; } rows[] = {
		{ "{'message':'x'}", "subject", 422 },
		{ "{'subject':'','message':'x'}", "subject", 422 },
		{ "{'subject':'a\\nb','message':'x'}", "subject", 422 },
		{ "{'subject':'a'}", "message", 422 },
		{ "{'subject':'a','message':' '}", "message", 422 },
		{ "{'subject':'a','message':'x','category':'love'}", "category", 422 },
		{ "{'subject':'a','message':'x','priority':'now'}", "priority", 422 },
		{ "{'subject':'a','message':'x','order_number':'AAAAA-AAAAA'}", "order_number", 422 },
		{ "{'subject':'a','message':'x','attachments':[999999]}", "attachments", 422 },
		{ "{'subject':'a','message':'x','attachments':[1,2,3,4]}", "attachments", 422 },
		{ "{'subject':'a','message':'x','status':'closed'}", NULL, 400 },
		{ "{'subject':'a','message':'x','assigned_admin_id':1}", NULL, 400 },
		{ "{'subject':'a','message':'x','customer_id':1}", NULL, 400 },
	};
	char long_text[5002];

	ticket_people(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		once(s, ticket_key(s));
		post(s, TICKETS, "%s", rows[i].body);
		expect_status(s, rows[i].status);
		if (rows[i].field && !strstr(s->reply.body.data, rows[i].field))
			fail_msg("%s: %s", rows[i].body, s->reply.body.data);
	}
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[5001] = '\0';
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'a','message':'%s'}", long_text);
	expect_field(s, "message", "too_long");
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'%.201s','message':'x'}", long_text);
	expect_field(s, "subject", "too_long");
	post(s, TICKETS, "{'subject':'a','message':'x'}");
	expect_error(s, 400, "idempotency_key_missing");
	expect_rows(s, 0, "SELECT 1 FROM customer_support_tickets");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

static void
about_another_s_order_nobody_asks(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	struct link l = ticket_order(s, DEMO_PHONE);
	as(s, ADEL_ASKS);
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'a','message':'x','order_number':'%s'}", l.number);
	expect_error(s, 422, "invalid");
	expect_field(s, "order_number", "invalid");
}

static void
what_is_another_s_is_not_there(void **state)
{
	struct shop *s = *state;
	static const char *const what[] = { "replies", "close", "reopen" };

	ticket_people(s);
	int64_t id = ticket_ask(s, "Mine");
	as(s, ADEL_ASKS);
	get(s, TICKETS);
	expect_items(s, 0);
	get(s, TICKETS "/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	for (size_t i = 0; i < 3; i++) {
		ticket_post(s, id, what[i], i ? "{}" : "{'message':'x'}");
		expect_error(s, 404, "not_found");
		ticket_post(s, 999999, what[i], i ? "{}" : "{'message':'x'}");
		expect_error(s, 404, "not_found");
	}
	assert_string_equal(ticket_is(s, id, "status"), "open");
	assert_string_equal(ticket_is(s, id, "version"), "1");
}

static void
ten_tickets_a_day_and_sixty_replies_an_hour_are_taken(void **state)
{
	struct shop *s = *state;
	int64_t id = 0;

	ticket_people(s);
	for (int i = 0; i < 10; i++)
		id = ticket_ask(s, "Again");
	/* A refused one was not counted. */
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'a','message':'x'}");
	expect_error(s, 429, "too_many_requests");
	assert_non_null(header(s, "Retry-After"));
	as(s, ADEL_ASKS);
	ticket_ask(s, "Another");
	as(s, MONA_ASKS);
	for (int i = 0; i < 60; i++) {
		ticket_post(s, id, "replies", "{'message':'x'}");
		expect_status(s, 201);
	}
	ticket_post(s, id, "replies", "{'message':'x'}");
	expect_error(s, 429, "too_many_requests");
	expect_rows(s, 60, "SELECT 1 FROM customer_ticket_replies");
	shop_at(shop_now() + 3600);
	ticket_post(s, id, "replies", "{'message':'x'}");
	expect_status(s, 201);
	as_customer(s, MONA_ASKS, sql_number(s, "SELECT MIN(id) FROM customers"), true);
	shop_at(shop_now() + DAY);
	ticket_ask(s, "Tomorrow");
}

/* ---- writing on ---- */

static void
who_writes_is_heard_whatever_the_status_but_closed(void **state)
{
	struct shop *s = *state;
	static const struct { const char *from, *to; } rows[] = {
		{ "open", "open" }, { "in_progress", "in_progress" }, { "awaiting_reply", "open" },
		{ "resolved", "open" },
	};

	ticket_people(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t id = ticket_ask(s, "Hello");

		stands(s, id, rows[i].from);
		shop_at(shop_now() + 60);
		ticket_post(s, id, "replies", "{'message':'Still broken.'}");
		expect_status(s, 201);
		expect_text(s, "status", rows[i].to);
		expect_text(s, "last_reply_by", "customer");
		expect_text(s, "replies.0.author_type", "customer");
		expect_text(s, "replies.0.message", "Still broken.");
		assert_false(has(s, "resolved_at"));
		assert_string_equal(text_at(s, "last_reply_at"), text_at(s, "replies.0.created_at"));
		assert_string_equal(ticket_is(s, id, "version"), "2");
		assert_string_equal(ticket_is(s, id, "last_customer_at = last_reply_at"), "1");
	}
	int64_t id = ticket_ask(s, "Hello");
	stands(s, id, "closed");
	ticket_post(s, id, "replies", "{'message':'Still broken.'}");
	expect_error(s, 409, "ticket_closed");
	assert_string_equal(ticket_is(s, id, "status"), "closed");
	expect_rows(s, 4, "SELECT 1 FROM customer_ticket_replies");
	expect_sound(s);
}

static void
a_customer_closes_and_opens_again_within_some_days(void **state)
{
	struct shop *s = *state;

	long long mona = ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	ticket_post(s, id, "reopen", "{}");
	expect_error(s, 409, "ticket_move_refused");
	ticket_post(s, id, "close", "{}");
	expect_status(s, 200);
	expect_text(s, "status", "closed");
	expect_text(s, "closed_at", "2030-01-02T12:00:00Z");
	ticket_post(s, id, "close", "{}");
	expect_error(s, 409, "ticket_move_refused");
	shop_at(shop_now() + 14 * DAY);
	as_customer(s, MONA_ASKS, mona, false);
	ticket_post(s, id, "reopen", "{}");
	expect_status(s, 200);
	expect_text(s, "status", "open");
	assert_false(has(s, "closed_at"));
	ticket_post(s, id, "close", "{}");
	shop_at(shop_now() + 14 * DAY + 1);
	as_customer(s, MONA_ASKS, mona, false);
	ticket_post(s, id, "reopen", "{}");
	expect_error(s, 409, "ticket_too_late");
	assert_string_equal(ticket_is(s, id, "status"), "closed");
	expect_sound(s);
}

static void
a_resolved_one_opens_again_or_is_closed_for_good(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	stands(s, id, "resolved");
	ticket_post(s, id, "close", "{}");
	expect_status(s, 200);
	assert_true(has(s, "resolved_at"));	/* it was, and is closed now */
	ticket_post(s, id, "reopen", "{}");
	expect_status(s, 200);
	assert_false(has(s, "resolved_at"));
	stands(s, id, "resolved");
	ticket_post(s, id, "reopen", "{}");
	expect_text(s, "status", "open");
	expect_sound(s);
}

/* ---- lists ---- */

static void
tickets_come_newest_first_by_pages_and_by_status(void **state)
{
	struct shop *s = *state;
	int64_t ids[5];

	ticket_people(s);
	for (int i = 0; i < 5; i++)
		ids[i] = ticket_ask(s, "Hello");
	stands(s, ids[1], "closed");
	get(s, TICKETS "?limit=2");
	expect_items(s, 2);
	expect_number(s, "items.0.id", ids[4]);
	get(s, TICKETS "?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_number(s, "items.0.id", ids[2]);
	get(s, TICKETS "?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_items(s, 1);
	assert_false(has(s, "next_cursor"));
	get(s, TICKETS "?status=closed");
	expect_items(s, 1);
	expect_number(s, "items.0.id", ids[1]);
	get(s, TICKETS "?status=lost");
	expect_error(s, 422, "invalid");
	get(s, TICKETS "?cursor=x");
	expect_error(s, 422, "invalid");
}

static void
replies_come_oldest_first_by_pages(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	for (int i = 0; i < 3; i++)
		ticket_post(s, id, "replies", arena_fmt(s->cx.mem, "{'message':'%d'}", i));
	get(s, TICKETS "/%lld?limit=2", (long long)id);
	expect_text(s, "replies.0.message", "0");
	expect_text(s, "replies.1.message", "1");
	get(s, TICKETS "/%lld?limit=2&cursor=%s", (long long)id, text_at(s, "next_cursor"));
	expect_text(s, "replies.0.message", "2");
	assert_false(has(s, "next_cursor"));
}

/* ---- by the link of an order ---- */

static void
who_has_the_link_of_an_order_asks_reads_writes_and_closes(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	int64_t id = ticket_ask_with(s, l, "Where is it?");
	expect_text(s, "order_number", l.number);
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "tickets?status=open", 0, ""));
	expect_items(s, 1);
	ticket_with(s, l);
	once(s, ticket_key(s));
	post(s, ticket_at(s, l, "tickets", id, "/replies"), "{'message':'Hello?'}");
	expect_status(s, 201);
	expect_text(s, "replies.0.message", "Hello?");
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies WHERE author_type = 'customer' "
	            "AND author_id = 0 AND author_name IS NULL");
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/close"), "{}");
	expect_status(s, 200);
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/close"), "{}");
	expect_error(s, 409, "ticket_move_refused");
	ticket_with(s, l);
	once(s, ticket_key(s));
	post(s, ticket_at(s, l, "tickets", id, "/replies"), "{'message':'Hello?'}");
	expect_error(s, 409, "ticket_closed");
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/reopen"), "{}");
	expect_status(s, 200);
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/reopen"), "{}");
	expect_error(s, 409, "ticket_move_refused");
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "tickets", id, ""));
	expect_status(s, 200);
	expect_text(s, "status", "open");
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/close"), "{}");
	shop_at(shop_now() + 15 * DAY);
	ticket_with(s, l);
	post(s, ticket_at(s, l, "tickets", id, "/reopen"), "{}");
	expect_error(s, 409, "ticket_too_late");
	expect_sound(s);
}

/* Everything that a link opens; id 0: also what needs no ticket. */
static void
expect_nothing(struct shop *s, struct link l, int64_t id)
{
	static const struct { const char *rest, *body; } rows[] = {
		{ "", NULL }, { "/replies", "{'message':'x'}" }, { "/close", "{}" }, { "/reopen", "{}" },
	};

	for (size_t i = 0; i < 4; i++) {
		ticket_with(s, l);
		once(s, ticket_key(s));
		request(s, rows[i].body ? "POST" : "GET",
		        ticket_at(s, l, "tickets", id ? id : 1, rows[i].rest),
		        rows[i].body ? "%s" : NULL, rows[i].body);
		expect_error(s, 404, "not_found");
	}
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "attachments", 1, ""));
	expect_error(s, 404, "not_found");
	if (id)
		return;
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "tickets", 0, ""));
	expect_error(s, 404, "not_found");
	ticket_with(s, l);
	once(s, ticket_key(s));
	post(s, ticket_at(s, l, "tickets", 0, ""), "{'subject':'a','message':'x'}");
	expect_error(s, 404, "not_found");
}

static void
without_the_secret_or_with_another_order_s_nothing_is_there(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE), other = ticket_order(s, "+201005550102");
	int64_t id = ticket_ask_with(s, l, "Mine");
	struct link wrong = { l.id, l.number, other.token };

	expect_nothing(s, wrong, 0);
	expect_nothing(s, (struct link){ l.id, l.number, "x" }, 0);
	expect_nothing(s, other, id);
	/* What an account asked about the same order is the account's. */
	as(s, MONA_ASKS);
	struct link own = ticket_order(s, DEMO_PHONE);
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'Mona','message':'x','order_number':'%s'}", own.number);
	expect_status(s, 201);
	int64_t secret = number_at(s, "id");
	as(s, GUEST_ASKS);
	expect_nothing(s, own, secret);
	ticket_with(s, own);
	get(s, "%s", ticket_at(s, own, "tickets", 0, ""));
	expect_items(s, 0);
	assert_string_equal(ticket_is(s, id, "version"), "1");
}

static void
a_reply_that_was_kept_is_not_told_to_who_lacks_the_secret(void **state)
{
	struct shop *s = *state;

	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	ticket_with(s, l);
	once(s, "asked-with-a-secret");
	post(s, ticket_at(s, l, "tickets", 0, ""), "{'subject':'a','message':'x'}");
	expect_status(s, 201);
	s->extra = "HTTP_TRACKING_TOKEN=wrong";
	once(s, "asked-with-a-secret");
	post(s, ticket_at(s, l, "tickets", 0, ""), "{'subject':'a','message':'x'}");
	expect_error(s, 422, "idempotency_key_reused");
}

static void
a_ticket_by_the_link_goes_where_its_order_goes(void **state)
{
	struct shop *s = *state;

	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	int64_t id = ticket_ask_with(s, l, "Where is it?");
	/* Mona proves the phone of that order. */
	sql_do(s, "UPDATE customers SET phone = NULL, phone_verified = 0");
	ticket_people(s);
	get(s, TICKETS);
	expect_items(s, 0);
	post(s, "/api/v1/me/claims/code", "{'phone':'" GUEST_PHONE "'}");
	post(s, "/api/v1/me/claims", "{'handle':'%s','code':'%s'}", text_at(s, "handle"),
	     digits_sent(s, GUEST_PHONE));
	expect_number(s, "claimed", 1);
	get(s, TICKETS);
	expect_items(s, 1);
	ticket_post(s, id, "replies", "{'message':'It is me.'}");
	expect_status(s, 201);
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "tickets", id, ""));
	expect_text(s, "replies.0.message", "It is me.");
	expect_sound(s);
	/* And back. */
	as_staff(s, DESK, "order_manager");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/claims/%lld/undo",
	                  (long long)sql_number(s, "SELECT MAX(id) FROM claims")), "{'note':'not hers'}");
	expect_status(s, 200);
	as(s, MONA_ASKS);
	get(s, TICKETS "/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	expect_sound(s);
}

static void
before_the_phone_is_proved_one_may_ask_but_nobody_is_written_to(void **state)
{
	struct shop *s = *state;
	char *body, *proof;

	as(s, GUEST_ASKS);
	shop_add_pack(s);
	body = shop_checkout_body(s, "x", GUEST_PHONE, "365.00", "");
	proof = strstr(body, "\"proof\":\"x\",");
	memset(proof, ' ', strlen("\"proof\":\"x\","));
	once(s, ticket_key(s));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	struct link l = { sql_number(s, "SELECT MAX(id) FROM orders"), text_at(s, "number"),
	                  text_at(s, "tracking_token") };
	int64_t id = ticket_ask_with(s, l, "Do you come?");
	assert_string_equal(ticket_is(s, id, "customer_id"), "");
	as_staff(s, DESK, "order_manager");
	ticket_desk(s, id, "answers", "{'message':'When you have proved your phone.'}");
	expect_status(s, 201);
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_sound(s);
	as(s, GUEST_ASKS);
	ticket_with(s, l);
	post(s, arena_fmt(s->cx.mem, "/api/v1/orders/%s/verify", l.number), "{'proof':'%s'}",
	     shop_proof(s, GUEST_PHONE));
	expect_status(s, 200);
	assert_string_equal(ticket_is(s, id, "customer_id"), sql_text(s, "SELECT id FROM customers"));
	expect_sound(s);
}

/* ---- who is told ---- */

static void
staff_hear_that_somebody_waits_and_nothing_of_what_was_written(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	expect_rows(s, 0, "SELECT 1 FROM outbox");	/* nobody is named */
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) "
	       "VALUES ('support_email', 'help@example.com')");
	ticket_post(s, id, "replies", "{'message':'Still broken.'}");
	const char *text = shop_message(s, "help@example.com");
	assert_non_null(strstr(text, arena_fmt(s->cx.mem, "ticket %lld ", (long long)id)));
	assert_non_null(strstr(text, arena_fmt(s->cx.mem, "/tickets/%lld", (long long)id)));
	assert_null(strstr(text, "broken"));
	assert_null(strstr(text, "Mona"));
	sql_do(s, "UPDATE customer_support_tickets SET assigned_admin_id = %lld",
	       (long long)staff_add(s, "sara", "order_manager"));
	ticket_post(s, id, "replies", "{'message':'Still broken.'}");
	assert_non_null(shop_message(s, "sara@example.com"));
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'ticket_waiting'");
	sql_do(s, "UPDATE admin_users SET is_active = 0");
	ticket_post(s, id, "replies", "{'message':'Still broken.'}");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE recipient = 'help@example.com'");
	/* Closing is no question. */
	ticket_post(s, id, "close", "{}");
	expect_rows(s, 3, "SELECT 1 FROM outbox");
}

/* ---- at once ---- */

static int64_t shared;

static bool
writes_or_closes(struct shop *s, int i)
{
	once(s, arena_fmt(s->cx.mem, "writes-at-once-%02d", i));
	post(s, arena_fmt(s->cx.mem, TICKETS "/%lld/%s", (long long)shared, i % 2 ? "close" : "replies"),
	     "%s", i % 2 ? "{}" : "{'message':'x'}");
	return s->reply.status < 300;
}

static void
writing_and_closing_at_once_leaves_a_ticket_that_is_right(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	shared = ticket_ask(s, "Hello");
	int good = shop_parallel(s, 20, writes_or_closes);
	/* One closed it; who wrote before was heard, who came later was told. */
	assert_string_equal(ticket_is(s, shared, "status"), "closed");
	assert_int_equal(good, sql_number(s, "SELECT COUNT(*) + 1 FROM customer_ticket_replies"));
	assert_int_equal(atoll(ticket_is(s, shared, "version")), good + 1);
	expect_sound(s);
}

static bool
asks_with_one_key(struct shop *s, int i)
{
	(void)i;
	once(s, "twenty-times-the-same");
	post(s, TICKETS, "{'subject':'a','message':'x'}");
	return s->reply.status == 201;
}

static void
twenty_times_the_same_question_is_one_ticket(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	assert_true(shop_parallel(s, 20, asks_with_one_key) >= 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets");
}

SHOP_TESTS(
	shop_test(a_customer_asks_about_an_own_order_and_finds_it_again),
	shop_test(what_is_left_out_is_general_and_normal),
	shop_test(what_does_not_fit_is_refused_and_leaves_nothing),
	shop_test(about_another_s_order_nobody_asks), shop_test(what_is_another_s_is_not_there),
	shop_test(ten_tickets_a_day_and_sixty_replies_an_hour_are_taken),
	shop_test(who_writes_is_heard_whatever_the_status_but_closed),
	shop_test(a_customer_closes_and_opens_again_within_some_days),
	shop_test(a_resolved_one_opens_again_or_is_closed_for_good),
	shop_test(tickets_come_newest_first_by_pages_and_by_status),
	shop_test(replies_come_oldest_first_by_pages),
	shop_test(who_has_the_link_of_an_order_asks_reads_writes_and_closes),
	shop_test(without_the_secret_or_with_another_order_s_nothing_is_there),
	shop_test(a_reply_that_was_kept_is_not_told_to_who_lacks_the_secret),
	shop_test(a_ticket_by_the_link_goes_where_its_order_goes),
	shop_test(before_the_phone_is_proved_one_may_ask_but_nobody_is_written_to),
	shop_test(staff_hear_that_somebody_waits_and_nothing_of_what_was_written),
	shop_test(writing_and_closing_at_once_leaves_a_ticket_that_is_right),
	shop_test(twenty_times_the_same_question_is_one_ticket))
