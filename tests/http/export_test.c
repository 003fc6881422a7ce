/* SPDX-License-Identifier: MIT */
/* Taking the own data along: who gets the link, what it opens, and how often. */
#include "support/account.h"
#include "support/order.h"
#include "support/person.h"

#include "base/str.h"

#include <mysql.h>

#define ASK "/api/v1/me/export"
#define TAKE "/api/v1/export"
#define REQUEST_BYTES (16 * 1024 * 1024)	/* as fcgi/start.h has it */
#define REPLY_BYTES (4 * 1024 * 1024)

static int64_t
as_mona(struct shop *s)
{
	int64_t id = customer_add(s, DEMO_PHONE, MONA);

	as_customer(s, 0, id, false);
	return id;
}

static void
ask(struct shop *s, const char *password)
{
	post(s, ASK, "{'password':'%s'}", password);
}

static void
take(struct shop *s, const char *token)
{
	post(s, TAKE, "{'token':'%s'}", token);
}

/* Asks as whoever is logged in, and returns the token that was sent there. */
static const char *
token_sent_to(struct shop *s, const char *recipient)
{
	ask(s, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	return link_sent(s, recipient, "https://shop.test/en/export#token=");
}

/* ---- the story ---- */

static void
a_link_brings_everything_once(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	shop_order(s, DEMO_PHONE);
	post(s, "/api/v1/me/addresses", "{'city_id':%d,'zone_id':%d,'street_address':'Street 5'}",
	     DEMO_CAIRO, DEMO_MADINATY);
	shop_add_pack(s);
	const char *token = token_sent_to(s, MONA);
	expect_text(s, "method", "email");
	expect_text(s, "expires_at", "2030-01-03T12:00:00Z");
	assert_null(strstr(s->reply.body.data, token));
	as(s, 1);	/* whoever has it: the browser of the mail need not be logged in */
	take(s, token);
	expect_status(s, 200);
	assert_string_equal(header(s, "Cache-Control"), "no-store");
	expect_number(s, "profile.id", id);
	expect_text(s, "profile.full_name", "Mona Adel");
	expect_text(s, "addresses.0.street_address", "Street 5");
	expect_text(s, "addresses.0.city_name", "Cairo");
	expect_text(s, "orders.0.customer_phone", DEMO_PHONE);
	expect_text(s, "orders.0.total", "365.00");
	expect_text(s, "orders.0.items.0.product_name", "6 pieces pack");
	expect_number(s, "orders.0.items.0.flavor_details.0.quantity", 3);
	expect_text(s, "orders.0.history.0.to_status", "pending");
	expect_number(s, "carts.0.items.0.quantity", 1);
	expect_number(s, "carts.0.items.0.flavors.0.quantity", 3);
	expect_text(s, "sessions.0.ip_address", "198.51.100.7");
	expect_text(s, "activity.0.action", "export.taken");
	expect_text(s, "activity.1.action", "export.asked");
	expect_number(s, "left_out.orders", 0);
	expect_number(s, "left_out.activity", 0);
	expect_rows(s, 0, "SELECT 1 FROM export_tokens");
	take(s, token);
	expect_error(s, 422, "link_over");
}

static void
who_has_no_proved_email_gets_it_by_sms(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_add(s, DEMO_PHONE, NULL), false);
	/* One that was only claimed is somebody's, perhaps not the customer's. */
	sql_do(s, "UPDATE customers SET email = '" MONA "', email_verified = 0");
	const char *token = token_sent_to(s, DEMO_PHONE);
	expect_text(s, "method", "sms");
	assert_null(shop_message(s, MONA));
	take(s, token);
	expect_status(s, 200);
	assert_false(has(s, "profile.email"));
	expect_text(s, "profile.pending_email", MONA);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'export_link' AND is_secret = 1 "
	            "AND kind = 'sms' AND expires_at = '2030-01-03 12:00:00'");
}

static void
who_reads_arabic_is_written_to_in_arabic(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	sql_do(s, "UPDATE customers SET preferred_language = 'ar'");
	ask(s, CUSTOMER_PASSWORD);
	assert_non_null(strstr(shop_message(s, MONA), "تنزيل كل ما يحتفظ به"));
}

/* ---- refusals ---- */

static void
asking_needs_the_password_and_a_customer(void **state)
{
	struct shop *s = *state;

	ask(s, CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_needed");
	as_mona(s);
	ask(s, "wrong");
	expect_error(s, 422, "password_wrong");
	post(s, ASK, "{}");
	expect_field(s, "password", "required");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 0, "SELECT 1 FROM export_tokens");
}

static void
wrong_passwords_slow_down_wherever_they_are_asked_for(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	for (int i = 0; i < 3; i++)
		ask(s, "wrong");
	for (int i = 0; i < 2; i++)
		post(s, "/api/v1/me/password", "{'password':'wrong','new_password':'another biscuit'}");
	expect_error(s, 422, "password_wrong");
	ask(s, CUSTOMER_PASSWORD);
	expect_error(s, 429, "login_later");
	shop_at(SHOP_NOON + 3);
	ask(s, CUSTOMER_PASSWORD);
	expect_status(s, 200);
}

static void
without_a_proved_address_there_is_nowhere_to_send_it(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	sql_do(s, "UPDATE customers SET email_verified = 0, phone_verified = 0");
	ask(s, CUSTOMER_PASSWORD);
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

static void
links_are_not_sent_without_end(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	for (int i = 0; i < 5; i++) {
		ask(s, CUSTOMER_PASSWORD);
		expect_status(s, 200);
	}
	ask(s, CUSTOMER_PASSWORD);
	expect_error(s, 429, "too_many_requests");
	expect_rows(s, 5, "SELECT 1 FROM outbox");
}

static void
only_the_newest_link_works_and_for_a_day(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	const char *first = token_sent_to(s, MONA), *second = token_sent_to(s, MONA);
	expect_rows(s, 1, "SELECT 1 FROM export_tokens");
	take(s, first);
	expect_error(s, 422, "link_over");
	take(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	expect_error(s, 422, "link_over");
	shop_at(SHOP_NOON + 86400);
	take(s, second);
	expect_error(s, 422, "link_over");
	shop_at(SHOP_NOON + 86400 - 1);
	take(s, second);
	expect_status(s, 200);
}

static void
a_link_is_void_when_the_account_was_changed_since(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	const char *token = token_sent_to(s, MONA);
	post(s, "/api/v1/me/password", "{'password':'" CUSTOMER_PASSWORD "','new_password':"
	     "'another biscuit'}");
	expect_status(s, 204);
	take(s, token);
	expect_error(s, 422, "link_over");
}

static void
a_closed_account_gives_nothing(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	const char *token = token_sent_to(s, MONA);
	sql_do(s, "UPDATE customers SET status = 'suspended'");
	take(s, token);
	expect_error(s, 422, "link_over");
	sql_do(s, "UPDATE customers SET status = 'active', erased_at = '2030-01-02 12:00:00'");
	take(s, token);
	expect_error(s, 422, "link_over");
	/* Neither of them spent it. */
	sql_do(s, "UPDATE customers SET erased_at = NULL");
	take(s, token);
	expect_status(s, 200);
}

static const char *the_token;

static bool
takes(struct shop *s, int i)
{
	(void)i;
	take(s, the_token);
	BUG_ON(s->reply.status != 200 && s->reply.err != E_LINK_OVER);
	return s->reply.status == 200;
}

static void
of_twenty_at_once_one_gets_it(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	the_token = token_sent_to(s, MONA);
	assert_int_equal(shop_parallel(s, 20, takes), 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'export.taken'");
}

static bool
asks(struct shop *s, int i)
{
	(void)i;
	ask(s, CUSTOMER_PASSWORD);
	return s->reply.status == 200;
}

static void
asked_for_at_once_one_link_works(void **state)
{
	struct shop *s = *state;
	int works = 0;

	as_mona(s);
	assert_true(shop_parallel(s, 4, asks) >= 1);
	expect_rows(s, 1, "SELECT 1 FROM export_tokens");
	for (int64_t id = sql_number(s, "SELECT MIN(id) FROM outbox");
	     id <= sql_number(s, "SELECT MAX(id) FROM outbox"); id++) {
		size_t n;
		char *sealed = sql_text(s, "SELECT body FROM outbox WHERE id = %lld", (long long)id);
		char *text = sealed ? unseal(&s->cx, "outbox.body", sealed, &n) : NULL;

		if (!text)
			continue;
		text = strstr(text, "/export#token=") + strlen("/export#token=");
		take(s, arena_strn(s->cx.mem, text, strcspn(text, "\n")));
		works += s->reply.status == 200;
	}
	assert_int_equal(works, 1);
}

/* ---- what is in it ---- */

static void
nothing_secret_and_nobody_else_is_in_it(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s), other = customer_add(s, "+201112223334", "nora@example.com");
	const char *const never[] = {
		"argon2", "hash", "token", "nonce", "Between us", "Hany", "nora@example.com", "For Nora",
		"+201112223334",
	};

	sql_do(s, "INSERT INTO customer_support_tickets (id, customer_id, subject, message) VALUES "
	       "(1, %lld, 'Broken', 'Two of six'), (2, %lld, 'For Nora', 'x')", (long long)id,
	       (long long)other);
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, author_name, "
	       "message, is_internal) VALUES (1, 'admin', 1, 'Hany', 'We are sorry', 0), "
	       "(1, 'admin', 1, 'Hany', 'Between us', 1), (1, 'customer', %lld, 'Mona', 'Thanks', 0)",
	       (long long)id);
	sql_do(s, "INSERT INTO zone_waitlist (zone_id, email) VALUES (%d, 'nora@example.com')",
	       DEMO_OCTOBER);
	shop_order(s, DEMO_PHONE);
	sql_do(s, "INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, note) "
	       "SELECT id, 'pending', 'confirmed', 'staff', 'Between us' FROM orders");
	take(s, token_sent_to(s, MONA));
	expect_status(s, 200);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(s->reply.body.data, never[i]))
			fail_msg("%s in %s", never[i], s->reply.body.data);
	assert_int_equal(json_list_length(at(s, "tickets")), 1);
	assert_int_equal(json_list_length(at(s, "tickets.0.replies")), 2);
	expect_text(s, "tickets.0.replies.0.message", "We are sorry");
	expect_text(s, "tickets.0.replies.0.author_type", "admin");
	expect_text(s, "tickets.0.replies.1.message", "Thanks");
	assert_int_equal(json_list_length(at(s, "waiting")), 0);
}

static void
what_staff_deleted_is_still_stored_and_shown(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	shop_order(s, DEMO_PHONE);
	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02 12:00:00'");
	take(s, token_sent_to(s, MONA));
	assert_int_equal(json_list_length(at(s, "orders")), 1);
}

static void
an_order_is_shown_as_it_was_edited_last_with_its_money(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s), order = shop_order(s, DEMO_PHONE);

	/* Staff took a cookie out, for which a rule applies; the other rule does not. */
	sql_do(s, "INSERT INTO order_items (order_id, edit_no, product_name, product_type, quantity, "
	       "unit_price, rules_discount_amount) VALUES (%lld, 1, 'Cookie', 'individual', 5, 55, 5)",
	       (long long)order);
	sql_do(s, "INSERT INTO order_discounts (order_id, edit_no, position, source, name, kind, "
	       "amount) VALUES (%lld, 0, 1, 'rule', 'Of then', 'fixed_amount', 1), "
	       "(%lld, 1, 1, 'rule', 'Five', 'fixed_amount', 5)", (long long)order, (long long)order);
	sql_do(s, "UPDATE orders SET edit_no = 1, subtotal = 275, rules_discount_amount = 5, total = 305, "
	       "refunded_amount = 60");
	sql_do(s, "UPDATE payments SET status = 'part_refunded', amount = 305, refunded_amount = 60, "
	       "paid_at = '2030-01-03 10:00:00'");
	sql_do(s, "INSERT INTO refunds (order_id, payment_id, refund_no, amount, status, reason, "
	       "created_at) SELECT order_id, id, 1, 60, 'succeeded', 'Between us', "
	       "'2030-01-04 10:00:00' FROM payments");
	sql_do(s, "INSERT INTO claims (customer_id, via, orders_n, created_at) VALUES "
	       "(%lld, 'phone', 7, '2029-12-24 10:00:00')", (long long)id);
	take(s, token_sent_to(s, MONA));
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "orders.0.items")), 1);
	expect_text(s, "orders.0.items.0.product_name", "Cookie");
	expect_text(s, "orders.0.items.0.rules_discount_amount", "5.00");
	expect_text(s, "orders.0.refunded_amount", "60.00");
	assert_int_equal(json_list_length(at(s, "orders.0.discounts")), 1);
	expect_text(s, "orders.0.discounts.0.name", "Five");
	expect_text(s, "orders.0.discounts.0.amount", "5.00");
	expect_text(s, "payments.0.order_number", text_at(s, "orders.0.number"));
	expect_text(s, "payments.0.provider", "cash");
	expect_text(s, "payments.0.status", "part_refunded");
	expect_text(s, "payments.0.amount", "305.00");
	expect_text(s, "payments.0.paid_at", "2030-01-03T10:00:00Z");
	expect_text(s, "refunds.0.order_number", text_at(s, "orders.0.number"));
	expect_text(s, "refunds.0.amount", "60.00");
	expect_text(s, "refunds.0.status", "succeeded");
	expect_text(s, "refunds.0.created_at", "2030-01-04T10:00:00Z");
	expect_text(s, "claims.0.via", "phone");
	expect_number(s, "claims.0.orders", 7);
	expect_text(s, "claims.0.created_at", "2029-12-24T10:00:00Z");
	assert_false(has(s, "claims.0.undone_at"));
	assert_null(strstr(s->reply.body.data, "Between us"));
}

/* Orders of a customer, each with so many items of so many characters of JSON. */
static void
add_orders(struct shop *s, int64_t id, int n, int items, int chars)
{
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_id, "
	       "customer_name, payment_method, subtotal, total, status, delivery_address) "
	       "SELECT LPAD(seq, 10, '0'), UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), %lld, 'Mona', "
	       "'cash', 65, 65, 'delivered', 'Street \"5\"' FROM seq_1_to_%d", (long long)id, n);
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price, "
	       "flavor_details) SELECT o.id, 'Pack', 'pack', 1, 65, CONCAT('[\"', REPEAT('x', %d), '\"]') "
	       "FROM orders o JOIN seq_1_to_%d s", chars, items);
	sql_do(s, "INSERT INTO order_status_history (order_id, to_status, actor_type) "
	       "SELECT id, 'delivered', 'system' FROM orders");
	sql_do(s, "INSERT INTO payments (order_id, provider, status, amount, paid_at) "
	       "SELECT id, 'cash', 'cod_collected', 65, '2030-01-01' FROM orders");
}

/* Takes the export, which has to fit into a request.  Our own parser reads no text of that length,
 * so the server's does. */
static void
take_within_limits(struct shop *s)
{
	const char *token = token_sent_to(s, MONA);
	size_t before = arena_used(s->cx.mem), n;
	char *escaped;

	take(s, token);
	expect_status(s, 200);
	assert_true(arena_used(s->cx.mem) - before < REQUEST_BYTES);
	n = s->reply.body.len;
	assert_true(n > JSON_BYTES && n < REPLY_BYTES);
	escaped = arena_alloc(s->cx.mem, 2 * n + 1);
	mysql_real_escape_string(s->root, escaped, s->reply.body.data, n);
	sql_do(s, "SET @doc = '%s'", escaped);
	assert_int_equal(sql_number(s, "SELECT JSON_VALID(@doc)"), 1);
}

static int64_t
length_of(struct shop *s, const char *list)
{
	return sql_number(s, "SELECT JSON_LENGTH(@doc, '$.%s')", list);
}

static int64_t
left_out(struct shop *s, const char *list)
{
	return sql_number(s, "SELECT JSON_VALUE(@doc, '$.left_out.%s')", list);
}

static void
expect_in_doc(struct shop *s, const char *path, const char *want)
{
	assert_string_equal(sql_text(s, "SELECT JSON_VALUE(@doc, '$.%s')", path), want);
}

static void
a_thousand_orders_and_no_more(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	add_orders(s, id, 1003, 1, 50);
	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action, ip_address, user_agent) "
	       "SELECT %lld, 'session.login', '198.51.100.7', REPEAT('u', 200) FROM seq_1_to_2100",
	       (long long)id);
	take_within_limits(s);
	assert_int_equal(length_of(s, "orders"), 1000);
	assert_int_equal(left_out(s, "orders"), 3);
	expect_in_doc(s, "orders[0].number", "00000-01003");
	expect_in_doc(s, "orders[999].number", "00000-00004");
	expect_in_doc(s, "orders[999].items[0].product_name", "Pack");
	assert_int_equal(length_of(s, "orders[999].items"), 1);
	assert_int_equal(length_of(s, "activity"), 2000);
	assert_int_equal(left_out(s, "activity"), 102);
	expect_in_doc(s, "activity[0].action", "export.taken");
	assert_int_equal(length_of(s, "payments") + left_out(s, "payments"), 1003);
	assert_true(length_of(s, "payments") > 150);
}

static void
as_many_as_there_is_room_for(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s), shown, most;

	/* Together some ten times as much as a reply can hold. */
	add_orders(s, id, 1000, 12, 2000);
	sql_do(s, "INSERT INTO customer_support_tickets (customer_id, subject, message) SELECT %lld, 's', "
	       "REPEAT('\"', 5000) FROM seq_1_to_300", (long long)id);
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message) "
	       "SELECT t.id, 'customer', %lld, REPEAT('\\n', 5000) FROM customer_support_tickets t "
	       "JOIN seq_1_to_4 q", (long long)id);
	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action, user_agent) "
	       "SELECT %lld, 'x', REPEAT('\"', 250) FROM seq_1_to_2000", (long long)id);
	sql_do(s, "INSERT INTO customer_sessions (customer_id, family_id, token_hash, user_agent, "
	       "expires_at) SELECT %lld, UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), REPEAT('\"', 250), "
	       "'2031-01-01' FROM seq_1_to_500", (long long)id);
	take_within_limits(s);
	most = sql_number(s, "SELECT COUNT(*) FROM customer_activity_log");
	shown = length_of(s, "orders");
	assert_true(shown > 50 && shown < 1000);
	assert_int_equal(left_out(s, "orders"), 1000 - shown);
	shown = length_of(s, "tickets");
	assert_true(shown > 5 && shown < 300);
	assert_int_equal(left_out(s, "tickets"), 300 - shown);
	assert_true(left_out(s, "replies") > 1000);
	shown = length_of(s, "activity");
	assert_true(shown > 500 && shown < 2000);
	assert_int_equal(left_out(s, "activity"), most - shown);
	assert_int_equal(left_out(s, "sessions"), 501 - length_of(s, "sessions"));
}

static void
tickets_of_many_words_are_shown_in_part(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s), shown;

	/* Replies as long as the column lets them be, forty to each ticket. */
	sql_do(s, "INSERT INTO customer_support_tickets (customer_id, subject, message) SELECT %lld, 's', "
	       "'m' FROM seq_1_to_30", (long long)id);
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message) "
	       "SELECT t.id, 'customer', %lld, REPEAT('x', 60000) FROM customer_support_tickets t "
	       "JOIN seq_1_to_40 q", (long long)id);
	take_within_limits(s);
	shown = length_of(s, "tickets[0].replies");
	assert_true(shown > 5 && shown < 40);
	assert_int_equal(left_out(s, "replies"), 30 * 40 - shown);
	assert_int_equal(left_out(s, "tickets"), 29);
}

SHOP_TESTS(shop_test(a_link_brings_everything_once),
           shop_test(who_has_no_proved_email_gets_it_by_sms),
           shop_test(who_reads_arabic_is_written_to_in_arabic),
           shop_test(asking_needs_the_password_and_a_customer),
           shop_test(wrong_passwords_slow_down_wherever_they_are_asked_for),
           shop_test(without_a_proved_address_there_is_nowhere_to_send_it),
           shop_test(links_are_not_sent_without_end),
           shop_test(only_the_newest_link_works_and_for_a_day),
           shop_test(a_link_is_void_when_the_account_was_changed_since),
           shop_test(a_closed_account_gives_nothing), shop_test(of_twenty_at_once_one_gets_it),
           shop_test(asked_for_at_once_one_link_works),
           shop_test(nothing_secret_and_nobody_else_is_in_it),
           shop_test(what_staff_deleted_is_still_stored_and_shown),
           shop_test(an_order_is_shown_as_it_was_edited_last_with_its_money),
           shop_test(a_thousand_orders_and_no_more), shop_test(as_many_as_there_is_room_for),
           shop_test(tickets_of_many_words_are_shown_in_part))
