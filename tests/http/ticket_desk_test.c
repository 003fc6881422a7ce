/* SPDX-License-Identifier: MIT */
/* Tickets at the desk: the list, who looks after one, where it stands, notes. */
#include "support/account.h"
#include "support/asker.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define MISSING 999999

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
	int64_t id = ticket_asked_about(s, &l);

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
	/* A deleted order is shown as such. */
	sql_do(s, "UPDATE orders SET deleted_at = created_at");
	get(s, DESK_TICKETS "/%lld", (long long)id);
	expect_text(s, "order.deleted_at", "2030-01-02T12:00:00Z");
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
	int64_t id = ticket_asked(s), me = sql_number(s, "SELECT id FROM admin_users WHERE username = "
	                                       "'order_manager'");
	int64_t sara = staff_add(s, "sara", "order_manager"), omar = staff_add(s, "omar", "product_manager");

	ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)me));
	expect_status(s, 200);
	expect_text(s, "assigned_name", "order_manager");
	expect_rows(s, 0, "SELECT 1 FROM outbox");	/* who takes it knows */
	ticket_desk(s, id, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}", (long long)sara));
	expect_number(s, "assigned_admin_id", sara);
	assert_non_null(strstr(shop_message(s, "sara@example.com"), "/tickets/"));
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

static void
the_desk_sees_to_whom_a_ticket_can_be_given(void **state)
{
	struct shop *s = *state;
	int64_t me = as_staff(s, DESK, "order_manager"), sara = staff_add(s, "sara", "order_manager");
	int64_t boss = staff_add(s, "boss", "super_admin"), gone = staff_add(s, "gone", "order_manager");

	staff_add(s, "omar", "product_manager");
	staff_add(s, "adel", "delivery_manager");
	staff_add(s, "sami", "system_admin");
	sql_do(s, "UPDATE admin_users SET is_active = 0 WHERE id = %lld", (long long)gone);
	get(s, DESK_TICKETS "/assignees?limit=2");
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 2);
	expect_number(s, "items.0.id", me);
	expect_number(s, "items.1.id", sara);
	expect_text(s, "items.1.name", "sara");
	assert_false(has(s, "items.1.email"));
	get(s, DESK_TICKETS "/assignees?limit=2&cursor=%s", text_at(s, "next_cursor"));
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_number(s, "items.0.id", boss);
	assert_false(has(s, "next_cursor"));
	get(s, DESK_TICKETS "/assignees?cursor=x");
	expect_error(s, 422, "invalid");
}

/* ---- status, category, priority ---- */

static void
staff_set_status_category_and_priority(void **state)
{
	struct shop *s = *state;
	int64_t id = ticket_asked(s);

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

/* ---- notes ---- */

static void
a_note_changes_nothing_but_is_there_for_staff(void **state)
{
	struct shop *s = *state;
	int64_t id = ticket_asked(s);

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

	shared = ticket_asked(s);
	takers[0] = staff_add(s, "sara", "order_manager");
	takers[1] = staff_add(s, "nora", "super_admin");
	assert_int_equal(shop_parallel(s, 20, takes_it), 1);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'ticket_assigned'");
	expect_rows(s, 1, "SELECT 1 FROM outbox o JOIN admin_users a ON a.email = o.recipient "
	            "JOIN customer_support_tickets t ON t.assigned_admin_id = a.id");
}

SHOP_TESTS(
	shop_test(the_list_has_every_filter_alone_and_with_others),
	shop_test(it_goes_by_when_the_customer_last_wrote_either_way),
	shop_test(the_desk_sees_the_order_the_person_and_the_other_tickets),
	shop_test(what_was_asked_by_telephone_is_written_down),
	shop_test(a_ticket_is_given_to_who_may_answer_it_and_that_one_hears),
	shop_test(the_desk_sees_to_whom_a_ticket_can_be_given),
	shop_test(staff_set_status_category_and_priority),
	shop_test(a_note_changes_nothing_but_is_there_for_staff),
	shop_test(of_many_who_take_it_at_once_one_has_it))
