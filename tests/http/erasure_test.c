/* SPDX-License-Identifier: MIT */
/* Leaving: when it is refused, what is over at once, and what cron finishes. */
#include "support/account.h"
#include "support/order.h"
#include "support/person.h"
#include "support/staff.h"

#include "base/str.h"
#include "identity/erasure.h"
#include "identity/export.h"

#define ME "/api/v1/me"
#define OTHER_PHONE "+201112223334"
#define OTHER_MAIL "nora@example.com"

static int64_t
as_mona(struct shop *s)
{
	int64_t id = customer_mona(s);

	as_customer(s, 0, id, false);
	return id;
}

static void
erase(struct shop *s, const char *password)
{
	request(s, "DELETE", ME, "{'password':'%s'}", password);
}

static void
erase_mona(struct shop *s)
{
	as(s, 0);
	erase(s, CUSTOMER_PASSWORD);
	expect_status(s, 204);
}

static void
status_is(struct shop *s, int64_t order, const char *status)
{
	sql_do(s, "UPDATE orders SET status = '%s' WHERE id = %lld", status, (long long)order);
}

/* ---- the story ---- */

static void
the_person_is_gone_and_the_order_stays(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	status_is(s, shop_order(s, DEMO_PHONE), "delivered");
	as_customer(s, 1, id, true);
	erase_mona(s);
	assert_non_null(strstr(s->reply.headers.data, "__Host-sid=;"));
	assert_non_null(strstr(s->reply.headers.data, "__Host-device=;"));
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE type = 'registered' AND status = 'inactive' "
	            "AND first_name IS NULL AND last_name IS NULL AND email IS NULL AND phone IS NULL "
	            "AND username IS NULL AND password_hash IS NULL AND email_verified = 0 "
	            "AND phone_verified = 0 AND erased_at = '2030-01-02 12:00:00' AND version = 2");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NOT NULL AND customer_name = '' "
	            "AND customer_email IS NULL AND customer_phone IS NULL AND total = 365");
	expect_rows(s, 0, "SELECT 1 FROM customer_sessions");
	expect_rows(s, 0, "SELECT 1 FROM carts");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'account.erased'");
	/* Sessions are dead on every device, at the very next request. */
	get(s, ME);
	expect_error(s, 401, "login_needed");
	as(s, 1);
	get(s, ME);
	expect_error(s, 401, "login_needed");
	assert_non_null(strstr(shop_message(s, MONA), "was erased just now, as you asked"));
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NULL AND contacts LIKE 'v1.%' "
	            "AND contacts NOT LIKE '%mona%'");
}

static void
the_farewell_goes_to_the_phone_where_no_email_was_proved(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_add(s, DEMO_PHONE, NULL), false);
	sql_do(s, "UPDATE customers SET preferred_language = 'ar'");
	erase_mona(s);
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "تم حذف حسابك بناءً على طلبك"));
	expect_rows(s, 1, "SELECT 1 FROM outbox");
}

static void
who_comes_back_is_a_stranger(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	status_is(s, shop_order(s, DEMO_PHONE), "delivered");
	erase_mona(s);
	as(s, 2);
	customer_log_in(s, MONA, CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_wrong");
	customer_log_in(s, "mona", CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_wrong");
	post(s, "/api/v1/auth/password/forgot", "{'login':'" MONA "','delivery_method':'email'}");
	expect_status(s, 200);
	post(s, "/api/v1/auth/otp", "{'phone':'" DEMO_PHONE "','purpose':'login'}");
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM password_reset_tokens");
	expect_rows(s, 0, "SELECT 1 FROM customer_otp_codes WHERE customer_id IS NOT NULL");
	shop_at(SHOP_NOON + 60);
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','username':'mona','password':'"
	     CUSTOMER_PASSWORD "'}", account_proof(s, DEMO_PHONE, "registration"));
	expect_status(s, 200);
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", link_sent(s, MONA, "/verify#token="));
	expect_status(s, 204);
	expect_rows(s, 2, "SELECT 1 FROM customers");
	as_customer(s, 2, sql_number(s, "SELECT id FROM customers WHERE email = '" MONA "' "
	                             "AND id > %lld", (long long)id), false);
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	post(s, "/api/v1/export", "{'token':'%s'}", link_sent(s, MONA, "/export#token="));
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "orders")), 0);
	assert_int_equal(json_list_length(at(s, "carts")), 0);
	assert_int_equal(json_list_length(at(s, "addresses")), 0);
	assert_null(strstr(s->reply.body.data, "account.erased"));
}

static void
a_guest_with_the_phone_is_another_one(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	erase_mona(s);
	as(s, 3);
	shop_order(s, DEMO_PHONE);
	assert_true(sql_number(s, "SELECT customer_id FROM orders") > id);
}

static void
links_and_codes_sent_before_are_over(void **state)
{
	struct shop *s = *state;
	const char *reset, *verify, *export, *handle, *code;

	as_mona(s);
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	export = link_sent(s, MONA, "/export#token=");
	post(s, ME "/email", "{'email':'new@example.com','password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	verify = link_sent(s, "new@example.com", "/verify#token=");
	as(s, 1);
	post(s, "/api/v1/auth/otp", "{'phone':'" DEMO_PHONE "','purpose':'login'}");
	handle = text_at(s, "handle");
	code = digits_sent(s, DEMO_PHONE);
	post(s, "/api/v1/auth/password/forgot", "{'login':'" MONA "','delivery_method':'email'}");
	reset = link_sent(s, MONA, "/reset#token=");
	erase_mona(s);
	as(s, 1);
	post(s, "/api/v1/auth/password/reset", "{'token':'%s','password':'another biscuit'}", reset);
	expect_error(s, 422, "link_over");
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", verify);
	expect_error(s, 422, "link_over");
	post(s, "/api/v1/export", "{'token':'%s'}", export);
	expect_error(s, 422, "link_over");
	post(s, "/api/v1/auth/login", "{'handle':'%s','code':'%s'}", handle, code);
	expect_error(s, 422, "code_wrong");
}

static void
tickets_lose_their_words_whoever_wrote_them(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s), other = customer_add(s, OTHER_PHONE, OTHER_MAIL);

	sql_do(s, "INSERT INTO customer_support_tickets (id, customer_id, subject, message, "
	       "attachments, status, resolved_at) VALUES (1, %lld, 'S', 'M', '[1]', 'open', NULL), "
	       "(2, %lld, 'S', 'M', NULL, 'resolved', '2029-12-01'), "
	       "(3, %lld, 'S', 'M', NULL, 'open', NULL)", (long long)id, (long long)id, (long long)other);
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, author_name, "
	       "message, attachments, is_internal) VALUES (1, 'customer', %lld, 'Mona', 'I', '[2]', 0), "
	       "(1, 'admin', 1, 'Hany', 'Dear Mona', NULL, 0), (1, 'admin', 1, 'Hany', 'She', NULL, 1), "
	       "(3, 'customer', %lld, 'Nora', 'I', '[3]', 0)", (long long)id, (long long)other);
	erase_mona(s);
	expect_rows(s, 2, "SELECT 1 FROM customer_support_tickets WHERE subject = '' AND message = '' "
	            "AND attachments IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets WHERE id = 1 AND status = 'closed' "
	            "AND closed_at = '2030-01-02 12:00:00'");
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets WHERE id = 2 AND status = 'resolved' "
	            "AND closed_at IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets WHERE id = 3 AND subject = 'S' "
	            "AND status = 'open'");
	expect_rows(s, 3, "SELECT 1 FROM customer_ticket_replies WHERE message = '' "
	            "AND attachments IS NULL");
	expect_rows(s, 2, "SELECT 1 FROM customer_ticket_replies WHERE author_name = 'Hany'");
	expect_rows(s, 1, "SELECT 1 FROM customer_ticket_replies WHERE author_name = 'Nora' "
	            "AND message = 'I'");
}

/* ---- refusals ---- */

static void
it_needs_the_password_and_a_customer(void **state)
{
	struct shop *s = *state;

	erase(s, CUSTOMER_PASSWORD);
	expect_error(s, 401, "login_needed");
	as_mona(s);
	erase(s, "wrong");
	expect_error(s, 422, "password_wrong");
	request(s, "DELETE", ME, NULL);
	expect_field(s, "password", "required");
	for (int i = 0; i < 4; i++)
		erase(s, "wrong");
	erase(s, CUSTOMER_PASSWORD);
	expect_error(s, 429, "login_later");
	/* Elsewhere too. */
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_error(s, 429, "login_later");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE erased_at IS NULL AND email = '" MONA "'");
	expect_rows(s, 0, "SELECT 1 FROM erasures");
	shop_at(SHOP_NOON + 3);
	erase_mona(s);
}

static void
it_is_refused_while_an_order_is_under_way(void **state)
{
	struct shop *s = *state;
	static const char *const open[] = {
		"pending", "confirmed", "preparing", "out_for_delivery",
	};
	int64_t order, other;

	as_mona(s);
	order = shop_order(s, DEMO_PHONE);
	as(s, 1);
	other = shop_order(s, OTHER_PHONE);	/* a guest's, of no matter here */
	as(s, 0);
	for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
		status_is(s, order, open[i]);
		erase(s, CUSTOMER_PASSWORD);
		expect_error(s, 409, "orders_open");
	}
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE username = 'mona' AND erased_at IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE topic = 'account_erased'");
	/* What staff deleted holds nobody up. */
	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02 12:00:00' WHERE id = %lld",
	       (long long)order);
	status_is(s, order, "pending");
	erase_mona(s);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders WHERE customer_name = '' "
	                            "AND id <> %lld", (long long)other), 1);
}

static void
a_cancelled_order_does_not_hold_up(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	status_is(s, shop_order(s, DEMO_PHONE), "cancelled");
	erase_mona(s);
}

/* ---- cron ---- */

static void
purging_waits_for_the_last_message(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	status_is(s, shop_order(s, DEMO_PHONE), "delivered");
	sql_do(s, "UPDATE outbox SET state = 'sent'");
	erase_mona(s);
	person_purge(s, false);
	expect_status(s, 200);
	expect_text(s, "job", "purge");
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NULL AND contacts IS NOT NULL "
	            "AND tried_at = '2030-01-02 12:00:00'");
	expect_rows(s, 3, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE ip_address IS NOT NULL");
	/* Being sent is not sent. */
	sql_do(s, "UPDATE outbox SET state = 'sending' WHERE state = 'pending'");
	shop_at(SHOP_NOON + 60);
	person_purge(s, false);
	expect_rows(s, 3, "SELECT 1 FROM outbox");
	sql_do(s, "UPDATE outbox SET state = 'sent'");
	shop_at(SHOP_NOON + 120);
	person_purge(s, false);
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'account.erased' AND "
	            "ip_address IS NULL AND user_agent IS NULL AND details IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at = '2030-01-02 12:02:00' "
	            "AND contacts IS NULL");
	/* Again, with nothing to do. */
	person_purge(s, false);
	expect_status(s, 200);
	expect_number(s, "done", 0);
}

static void
a_message_of_an_order_is_waited_for_too(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	status_is(s, shop_order(s, DEMO_PHONE), "delivered");
	sql_do(s, "UPDATE outbox SET recipient = 'aunt@example.com' WHERE kind = 'email'; "
	       "UPDATE outbox SET state = 'sent' WHERE kind = 'sms'");
	erase_mona(s);
	sql_do(s, "UPDATE outbox SET state = 'sent' WHERE topic = 'account_erased'");
	person_purge(s, false);
	expect_rows(s, 3, "SELECT 1 FROM outbox");
	shop_at(SHOP_NOON + 60);
	person_purge(s, true);
	expect_rows(s, 0, "SELECT 1 FROM outbox");
}

static void
messages_of_others_stay(void **state)
{
	struct shop *s = *state;

	customer_add(s, OTHER_PHONE, OTHER_MAIL);
	as_mona(s);
	/* She claims what is Nora's, and something that is nobody's. */
	post(s, ME "/email", "{'email':'" OTHER_MAIL "','password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	sql_do(s, "DELETE FROM customer_otp_codes");
	post(s, ME "/email", "{'email':'free@example.com','password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	erase_mona(s);
	sql_do(s, "UPDATE outbox SET state = 'sent' WHERE recipient <> '" OTHER_MAIL "'");
	/* A stranger gets the phone's next message, before cron comes by. */
	as(s, 1);
	post(s, "/api/v1/auth/otp", "{'phone':'" DEMO_PHONE "','purpose':'registration'}");
	expect_status(s, 200);
	person_purge(s, false);
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE recipient = '" OTHER_MAIL "'");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE recipient = '" DEMO_PHONE "' "
	            "AND topic = 'phone_code'");
	expect_rows(s, 2, "SELECT 1 FROM outbox");
}

static void
one_that_waits_does_not_hold_up_another(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	erase_mona(s);
	as_customer(s, 1, customer_add(s, OTHER_PHONE, OTHER_MAIL), false);
	erase(s, CUSTOMER_PASSWORD);
	expect_status(s, 204);
	sql_do(s, "UPDATE outbox SET state = 'sent' WHERE recipient = '" OTHER_MAIL "'");
	person_purge(s, false);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NULL AND tried_at IS NOT NULL");
	/* Nor does one whose key is lost; that one is told. */
	sql_do(s, "UPDATE erasures SET contacts = 'v1.lost.x.y.z' WHERE done_at IS NULL");
	as_customer(s, 2, customer_add(s, "+201200000001", NULL), false);
	erase(s, CUSTOMER_PASSWORD);
	shop_at(SHOP_NOON + 60);
	person_purge(s, true);
	expect_error(s, 500, "internal");
	expect_rows(s, 2, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM outbox");
}

static void
a_long_life_goes_in_small_pieces(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action, ip_address) SELECT %lld, 'x', "
	       "'198.51.100.7' FROM seq_1_to_950", (long long)id);
	sql_do(s, "INSERT INTO outbox (kind, topic, recipient, state, next_try_at) SELECT 'email', 'x', '"
	       MONA "', 'sent', '2030-01-01' FROM seq_1_to_650");
	erase_mona(s);
	person_purge(s, true);
	expect_status(s, 200);
	assert_true(number_at(s, "done") >= 5);
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 0, "SELECT 1 FROM customer_activity_log WHERE ip_address IS NOT NULL");
	expect_rows(s, 951, "SELECT 1 FROM customer_activity_log");
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
}

static bool
finishes(struct shop *s, int i)
{
	int32_t n;
	(void)i;

	/* Past the lease, which lets one run at a time. */
	s->cx.db = s->db_jobs;
	BUG_ON(erasure_finish(&s->cx, 50, &n) != OK);
	return n > 0;
}

static void
two_runs_at_once_finish_it_once(void **state)
{
	struct shop *s = *state;
	int64_t id = as_mona(s);

	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action, ip_address) SELECT %lld, 'x', "
	       "'198.51.100.7' FROM seq_1_to_500", (long long)id);
	erase_mona(s);
	sql_do(s, "UPDATE outbox SET state = 'sent'");
	assert_true(shop_parallel(s, 8, finishes) >= 1);
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL AND contacts IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM customer_activity_log WHERE ip_address IS NOT NULL");
	sql_do(s, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES "
	       "('purge', 'host:1', '2030-01-02 12:00:30', '2030-01-02 11:59:30')");
	person_purge(s, false);
	expect_error(s, 409, "job_running");
}

static void
links_to_an_export_are_purged_when_they_are_over(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	shop_at(SHOP_NOON + EXPORT_LINK_SECS - 1);
	person_purge(s, false);
	expect_number(s, "done", 0);
	shop_at(SHOP_NOON + EXPORT_LINK_SECS);
	person_purge(s, false);
	expect_number(s, "done", 1);
	expect_rows(s, 0, "SELECT 1 FROM export_tokens");
}

SHOP_TESTS(shop_test(the_person_is_gone_and_the_order_stays),
           shop_test(the_farewell_goes_to_the_phone_where_no_email_was_proved),
           shop_test(who_comes_back_is_a_stranger), shop_test(a_guest_with_the_phone_is_another_one),
           shop_test(links_and_codes_sent_before_are_over),
           shop_test(tickets_lose_their_words_whoever_wrote_them),
           shop_test(it_needs_the_password_and_a_customer),
           shop_test(it_is_refused_while_an_order_is_under_way),
           shop_test(a_cancelled_order_does_not_hold_up), shop_test(purging_waits_for_the_last_message),
           shop_test(a_message_of_an_order_is_waited_for_too), shop_test(messages_of_others_stay),
           shop_test(one_that_waits_does_not_hold_up_another),
           shop_test(a_long_life_goes_in_small_pieces), shop_test(two_runs_at_once_finish_it_once),
           shop_test(links_to_an_export_are_purged_when_they_are_over))
