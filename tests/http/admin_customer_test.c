/* SPDX-License-Identifier: MIT */
/* Customers at the order desk, and what staff write down about them and their orders. */
#include "support/customer.h"
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define CUSTOMERS "/api/v1/admin/customers"

static const char *
of(struct shop *s, int64_t id, const char *rest)
{
	return arena_fmt(s->cx.mem, CUSTOMERS "/%lld%s", (long long)id, rest);
}

static void
decide(struct shop *s, int64_t id, int version, const char *status, const char *more)
{
	request(s, "PUT", of(s, id, ""), "{'version':%d,'status':'%s'%s}", version, status, more);
}

static void
people(struct shop *s)
{
	static const char *const names[][2] = {
		{ "Mona", "Adel" }, { "Mona", "Hassan" }, { "monica", "Adel" }, { "Ali", "Mona" },
		{ "أحمد", "منى" }, { "100%", "Sugar" },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		sql_do(s, "INSERT INTO customers (first_name, last_name, email, phone, username, type, "
		       "customer_group) VALUES ('%s', '%s', 'p%zu@example.com', '+20100000000%zu', 'user%zu', "
		       "'%s', %s)", names[i][0], names[i][1], i, i, i, i % 2 ? "guest" : "registered",
		       i == 3 ? "'wholesale'" : "NULL");
}

static const char *
found(struct shop *s, const char *query)
{
	get(s, CUSTOMERS "?%s", query);
	expect_status(s, 200);
	return column(s, "full_name");
}

static void
people_are_found_by_what_they_say_on_the_phone(void **state)
{
	struct shop *s = *state;
	static const struct { const char *query, *found; } rows[] = {
		{ "q=mon", "Mona Adel|Mona Hassan|monica Adel" }, { "q=MONA%20H", "Mona Hassan" },
		{ "q=01000000001", "Mona Hassan" }, { "q=P1@example.com", "Mona Hassan" },
		{ "q=User3", "Ali Mona" }, { "q=%D8%A3%D8%AD%D9%85%D8%AF", "أحمد منى" },
		{ "q=nobody", "" },
		{ "q=100%25", "100% Sugar" }, { "q=1%25", "" }, { "q=mon&type=guest", "Mona Hassan" },
		{ "customer_group=wholesale", "Ali Mona" }, { "q=mon&status=suspended", "" },
		{ "type=registered", "أحمد منى|monica Adel|Mona Adel" },
		{ "status=active&type=guest", "100% Sugar|Ali Mona|Mona Hassan" },
	};

	people(s);
	as_staff(s, 1, "order_manager");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(found(s, rows[i].query), rows[i].found);
	get(s, CUSTOMERS "?q=m");
	expect_error(s, 422, "invalid");
}

static void
pages_go_on_by_name_and_by_age(void **state)
{
	struct shop *s = *state;

	people(s);
	as_staff(s, 1, "order_manager");
	get(s, CUSTOMERS "?q=mon&limit=2");
	expect_text(s, "items.1.full_name", "Mona Hassan");
	get(s, CUSTOMERS "?q=mon&limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.full_name", "monica Adel");
	assert_false(has(s, "items.1"));
	get(s, CUSTOMERS "?limit=4");
	get(s, CUSTOMERS "?limit=4&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.1.full_name", "Mona Adel");
	assert_false(has(s, "items.2"));
}

static void
the_file_tells_what_was_ordered_and_paid(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	shop_order(s, DEMO_PHONE);
	sql_do(s, "UPDATE orders SET customer_id = %lld", (long long)mona);
	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, mona, ""));
	expect_status(s, 200);
	expect_text(s, "email", CUSTOMER_MAIL);
	expect_number(s, "orders", 1);
	expect_text(s, "paid", "0.00");
	expect_text(s, "last_order_at", "2030-01-02T12:00:00Z");
	assert_false(has(s, "password_hash"));
	get(s, CUSTOMERS "/999");
	expect_error(s, 404, "not_found");
}

static void
who_is_suspended_is_out_on_the_next_request(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	as_customer(s, 2, mona, true);
	get(s, "/api/v1/me");
	expect_status(s, 200);
	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, mona, "/sessions"));
	assert_true(has(s, "items.0"));
	decide(s, mona, 1, "suspended", "");
	expect_status(s, 200);
	expect_text(s, "status", "suspended");
	as(s, 2);
	get(s, "/api/v1/me");
	expect_error(s, 401, "login_needed");
	customer_log_in(s, CUSTOMER_MAIL, CUSTOMER_PASSWORD);
	assert_true(s->reply.status >= 400);
	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, mona, "/sessions"));
	assert_false(has(s, "items.0"));
	/* Back again: as the e-mail was proved. */
	decide(s, mona, 2, "active", "");
	expect_text(s, "status", "active");
	sql_do(s, "UPDATE customers SET email_verified = 0 WHERE id = %lld", (long long)mona);
	decide(s, mona, 3, "inactive", "");
	decide(s, mona, 4, "active", "");
	expect_text(s, "status", "unverified");
	expect_rows(s, 4, "SELECT 1 FROM admin_activity_log WHERE action = 'customer.set' AND "
	            "entity = 'customers' AND before_json IS NOT NULL");
	expect_rows(s, 4, "SELECT 1 FROM customer_activity_log WHERE action LIKE 'account.%activated' "
	            "OR action = 'account.suspended'");
	decide(s, mona, 5, "unverified", "");
	expect_error(s, 422, "invalid");
}

static void
groups_open_prices_and_are_kept_in_small_letters(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	as_staff(s, 1, "order_manager");
	decide(s, mona, 1, "active", ",'customer_group':' WholeSale '");
	expect_status(s, 200);
	expect_text(s, "customer_group", "wholesale");
	decide(s, mona, 2, "active", "");
	expect_rows(s, 0, "SELECT 1 FROM customers WHERE customer_group IS NOT NULL");
}

static void
two_who_decide_at_once_do_not_overwrite_each_other(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	as_staff(s, 1, "order_manager");
	decide(s, mona, 1, "active", ",'customer_group':'member'");
	expect_status(s, 200);
	decide(s, mona, 1, "suspended", "");
	expect_error(s, 409, "conflict");
	expect_text(s, "current.customer_group", "member");
	expect_number(s, "current.version", 2);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE status = 'active'");
	decide(s, 999, 1, "active", "");
	expect_error(s, 404, "not_found");
}

static void
all_sessions_can_be_ended(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	as_customer(s, 2, mona, true);
	as_customer(s, 3, mona, false);
	as_staff(s, 1, "order_manager");
	request(s, "DELETE", of(s, mona, "/sessions"), NULL);
	expect_status(s, 204);
	for (int who = 2; who <= 3; who++) {
		as(s, who);
		get(s, "/api/v1/me");
		expect_error(s, 401, "login_needed");
	}
	as_staff(s, 1, "order_manager");
	request(s, "DELETE", CUSTOMERS "/999/sessions", NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'customer.log_out'");
}

static void
only_the_order_desk_sees_customers(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);
	static const char *const roles[] = { "product_manager", "delivery_manager", "system_admin" };

	for (size_t i = 0; i < 3; i++) {
		as_staff(s, (int)i + 1, roles[i]);
		get(s, CUSTOMERS "?q=mona");
		expect_error(s, 403, "forbidden");
		get(s, "%s", of(s, mona, ""));
		expect_error(s, 403, "forbidden");
		get(s, "%s", of(s, mona, "/notes"));
		expect_error(s, 403, "forbidden");
		decide(s, mona, 1, "suspended", "");
		expect_error(s, 403, "forbidden");
	}
	as_customer(s, 4, mona, true);
	get(s, "%s", of(s, mona, ""));
	expect_error(s, 401, "login_needed");
}

/* ---- notes ---- */

static void
notes_stay_among_colleagues(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s), order = shop_order(s, DEMO_PHONE);
	const char *notes = arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/notes", (long long)order);

	as_staff(s, 1, "order_manager");
	post(s, notes, "{'note':'Rings twice.\\nCANARY'}");
	expect_status(s, 201);
	expect_text(s, "author", "order_manager");
	post(s, of(s, mona, "/notes"), "{'note':'Likes CANARY yellow'}");
	expect_status(s, 201);
	post(s, of(s, mona, "/notes"), "{'note':'Second'}");
	get(s, "%s?limit=1", of(s, mona, "/notes"));
	expect_text(s, "items.0.note", "Second");
	get(s, "%s?limit=1&cursor=%s", of(s, mona, "/notes"), text_at(s, "next_cursor"));
	expect_text(s, "items.0.note", "Likes CANARY yellow");
	get(s, "%s", notes);
	expect_text(s, "items.0.note", "Rings twice.\nCANARY");
	post(s, of(s, 999, "/notes"), "{'note':'x'}");
	expect_error(s, 404, "not_found");
	post(s, "/api/v1/admin/orders/999/notes", "{'note':'x'}");
	expect_error(s, 404, "not_found");
	post(s, notes, "{'note':'  '}");
	expect_error(s, 422, "invalid");
	/* Not in the audit's text either, which outlives the person. */
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE after_json LIKE '%CANARY%'");
	sql_do(s, "UPDATE orders SET customer_id = %lld", (long long)mona);
	as_customer(s, 2, mona, true);
	post(s, "/api/v1/me/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	get(s, "/api/v1/me/orders");
	assert_null(strstr(s->reply.body.data, "CANARY"));
}

static void
notes_go_with_the_person(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	as_staff(s, 1, "order_manager");
	post(s, of(s, mona, "/notes"), "{'note':'Likes yellow'}");
	as_customer(s, 2, mona, true);
	request(s, "DELETE", "/api/v1/me", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	as_staff(s, 1, "order_manager");
	get(s, "%s", of(s, mona, ""));
	expect_error(s, 404, "not_found");
	post(s, of(s, mona, "/notes"), "{'note':'Was here'}");
	expect_error(s, 404, "not_found");
	decide(s, mona, 2, "active", "");
	expect_error(s, 404, "not_found");
	sql_do(s, "UPDATE outbox SET state = 'sent', sent_at = '2030-01-02'");
	job_allow(s);
	run_job(s, "purge");
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM staff_notes");
}

SHOP_TESTS(shop_test(people_are_found_by_what_they_say_on_the_phone),
           shop_test(pages_go_on_by_name_and_by_age),
           shop_test(the_file_tells_what_was_ordered_and_paid),
           shop_test(who_is_suspended_is_out_on_the_next_request),
           shop_test(groups_open_prices_and_are_kept_in_small_letters),
           shop_test(two_who_decide_at_once_do_not_overwrite_each_other),
           shop_test(all_sessions_can_be_ended), shop_test(only_the_order_desk_sees_customers),
           shop_test(notes_stay_among_colleagues), shop_test(notes_go_with_the_person))
