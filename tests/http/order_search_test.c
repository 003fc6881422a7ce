/* SPDX-License-Identifier: MIT */
/* Staff find an order by what they were told on the phone. */
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"
#include "sale/order_search.h"

#define ORDERS "/api/v1/admin/orders"

static int64_t
order_named(struct shop *s, int i, const char *name)
{
	int64_t id;

	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_phone, customer_email, payment_method, subtotal, total, status, delivery_date, "
	       "time_slot_id, zone_id, city_id) VALUES ('%010d', UNHEX(MD5(%d)), "
	       "UNHEX(SHA2(%d, 256)), '%s', '+2010000%05d', 'c%d@example.com', 'cash', 100, 100, "
	       "'%s', '2030-01-03', 3, 1, 1)", i, i, i, name, i, i,
	       i % 2 ? "pending" : "preparing");
	id = sql_number(s, "SELECT MAX(id) FROM orders");
	s->cx.db = s->db_admin;
	assert_int_equal(order_search_note(&s->cx, id, name), OK);
	return id;
}

static const char *const names[] = {
	"Mona Hassan", "Mona Adel", "Monica Hassan", "منى حسن", "مُنَى عادل", "Zoë Åberg", "Ali Hassanein",
	"Mohamed Ali", "Ahmed Mona", "-",
};
#define NAMES_N (sizeof names / sizeof *names)

static void
begin(struct shop *s)
{
	for (size_t i = 0; i < NAMES_N; i++)
		order_named(s, (int)i + 1, names[i]);
	as_staff(s, 1, "order_manager");
}

/* Which of the names are found, as they stand in the list. */
static const char *
found(struct shop *s, const char *q)
{
	get(s, ORDERS "?q=%s", q);
	expect_status(s, 200);
	return column(s, "customer_name");
}

static void
by_the_beginnings_of_names_newest_first(void **state)
{
	struct shop *s = *state;
	static const struct { const char *q, *found; } rows[] = {
		{ "mona", "Ahmed Mona|Mona Adel|Mona Hassan" },
		{ "MON", "Ahmed Mona|Monica Hassan|Mona Adel|Mona Hassan" },
		{ "mona%20has", "Mona Hassan" }, { "hassan%20mona", "Mona Hassan" },
		{ "hassan%20ali", "Ali Hassanein" }, { "ali", "Mohamed Ali|Ali Hassanein" },
		{ "%D9%85%D9%86%D9%8A", "مُنَى عادل|منى حسن" },		/* منى written with a ya */
		{ "zoe", "Zoë Åberg" }, { "%C3%85berg", "Zoë Åberg" }, { "nobody", "" },
		{ "mona%20zoe", "" },
	};

	begin(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(found(s, rows[i].q), rows[i].found);
}

static void
by_phone_e_mail_or_number_as_they_are_said(void **state)
{
	struct shop *s = *state;
	static const struct { const char *q, *found; } rows[] = {
		{ "%2B201000000002", "Mona Adel" }, { "0100%20000%200002", "Mona Adel" },
		{ "01000000002", "Mona Adel" },
		{ "C2@Example.com", "Mona Adel" }, { "00000-00002", "Mona Adel" },
		{ "oooooo00o2", "Mona Adel" }, { "01000000099", "" }, { "c99@example.com", "" },
	};

	begin(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(found(s, rows[i].q), rows[i].found);
}

static void
filters_hold_in_a_search_too_and_pages_go_on(void **state)
{
	struct shop *s = *state;

	begin(s);
	assert_string_equal(found(s, "mona&status=preparing"), "Mona Adel");
	assert_string_equal(found(s, "mona&date=2030-01-04"), "");
	assert_string_equal(found(s, "mona&zone_id=2"), "");
	assert_string_equal(found(s, "01000000002&status=pending"), "");
	get(s, ORDERS "?q=mon&limit=2");
	expect_text(s, "items.1.customer_name", "Monica Hassan");
	get(s, ORDERS "?q=mon&limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.customer_name", "Mona Adel");
	expect_text(s, "items.1.customer_name", "Mona Hassan");
	assert_false(has(s, "next_cursor") && json_kind(at(s, "next_cursor")) == JSON_TEXT);
}

static void
what_is_too_little_to_go_by_is_refused(void **state)
{
	struct shop *s = *state;

	begin(s);
	get(s, ORDERS "?q=m");
	expect_error(s, 422, "invalid");
	get(s, ORDERS "?q=%%2D%%2D%%2D");
	expect_error(s, 422, "invalid");
	expect_field(s, "q", "invalid");
	get(s, ORDERS "?q=a@");
	expect_error(s, 422, "invalid");
	sql_do(s, "INSERT INTO order_words (word, order_id) SELECT CONCAT('ka', seq), "
	       "(SELECT MIN(id) FROM orders) FROM seq_1_to_101");
	get(s, ORDERS "?q=ka");
	expect_error(s, 422, "search_wide");
	get(s, ORDERS "?q=ka10");
	expect_status(s, 200);
	/* Nothing in a search is a wildcard, or a statement. */
	assert_string_equal(found(s, "mo%25na"), "");
	assert_string_equal(found(s, "mona%27%20OR%201=1"), "");
}

static void
delivery_finds_what_is_its_own_and_no_e_mail(void **state)
{
	struct shop *s = *state;

	begin(s);
	as_staff(s, 2, "delivery_manager");
	assert_string_equal(found(s, "mona"), "Mona Adel");
	assert_string_equal(found(s, "01000000001"), "");
	get(s, ORDERS "?q=c2@example.com");
	expect_error(s, 403, "forbidden");
	as_staff(s, 3, "product_manager");
	get(s, ORDERS "?q=mona");
	expect_error(s, 403, "forbidden");
}

static void
an_order_of_the_shop_is_found_and_a_forgotten_person_is_not(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	expect_rows(s, 2, "SELECT 1 FROM order_words");
	as_staff(s, 1, "order_manager");
	assert_string_equal(found(s, "MONA"), "Mona Adel");
	sql_do(s, "INSERT INTO customers (first_name, phone) VALUES ('Mona', '+201009999999')");
	sql_do(s, "UPDATE orders SET customer_id = (SELECT MAX(id) FROM customers)");
	s->cx.db = s->db_jobs;
	assert_int_equal(order_search_forget(&s->cx, sql_number(s, "SELECT MAX(id) FROM customers")), OK);
	as_staff(s, 1, "order_manager");
	assert_string_equal(found(s, "MONA"), "");
}

static void
imported_orders_get_their_words_later(void **state)
{
	struct shop *s = *state;
	int64_t from = 0;
	int32_t done = 1, rounds = 0;

	begin(s);
	sql_do(s, "DELETE FROM order_words");
	s->cx.db = s->db_jobs;
	for (; done > 0; rounds++)
		assert_int_equal(order_search_fill(&s->cx, 4, &from, &done), OK);
	assert_int_equal(rounds, 4);
	as_staff(s, 1, "order_manager");
	assert_string_equal(found(s, "mona%20has"), "Mona Hassan");
}

SHOP_TESTS(shop_test(by_the_beginnings_of_names_newest_first),
           shop_test(by_phone_e_mail_or_number_as_they_are_said),
           shop_test(filters_hold_in_a_search_too_and_pages_go_on),
           shop_test(what_is_too_little_to_go_by_is_refused),
           shop_test(delivery_finds_what_is_its_own_and_no_e_mail),
           shop_test(an_order_of_the_shop_is_found_and_a_forgotten_person_is_not),
           shop_test(imported_orders_get_their_words_later))
