/* SPDX-License-Identifier: MIT */
/* Customers made from orders: who gets which orders, what is left alone, and that an undo leaves
 * nothing behind.  With thousands of orders: tests/process/upkeep_test.c. */
#include "support/cutter.h"
#include "support/customer.h"
#include "support/dump.h"
#include "support/job.h"
#include "support/order.h"
#include "support/person.h"

#include "base/buf.h"
#include "base/str.h"
#include "identity/backfill.h"

#include <mysql.h>
#include <unistd.h>

#define OLD_PHONE "+201110000001"

/* ---- orders of another time ---- */

/* The values of a row's columns, as SQL writes them; what is left out has the first one's. */
struct old_order { const char *email, *name, *phone, *at; };

static int64_t
add_order(struct shop *s, struct old_order o)
{
	static int serial;
	int n = ++serial;

	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_email, customer_phone, payment_method, payment_status, subtotal, total, version, "
	       "created_at, updated_at) VALUES (LPAD(%d, 10, '0'), UNHEX(MD5(%d)), "
	       "UNHEX(SHA2(%d, 256)), %s, %s, %s, 'cash', 'paid', 50, 50, 3, %s, "
	       "'2020-05-05 05:05:05')", n, n, n, o.name ? o.name : "'Mona Adel'",
	       o.email ? o.email : "'mona@example.com'", o.phone ? o.phone : "NULL",
	       o.at ? o.at : "'2019-01-01 10:00:00'");
	return sql_number(s, "SELECT MAX(id) FROM orders");
}
#define old_order(s, ...) add_order(s, (struct old_order){ __VA_ARGS__ })

/* A sale, and two tokens for a digital good. */
static void
add_sale_and_tokens(struct shop *s, int64_t order)
{
	long long id = (long long)order;

	sql_do(s, "INSERT INTO sales (order_id, amount, paid_at) VALUES (%lld, 50, '2019-01-01')", id);
	sql_do(s, "INSERT IGNORE INTO files (id, purpose, storage_key, sha256, size_bytes, media_type) "
	       "VALUES (1, 'digital_good', 'x', UNHEX(SHA2('x', 256)), 1, 'text/plain')");
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price) "
	       "VALUES (%lld, 'Recipe', 'digital', 1, 50)", id);
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) SELECT order_id, id, 1 "
	       "FROM order_items WHERE order_id = %lld", id);
	sql_do(s, "INSERT INTO download_tokens (delivery_id, order_id, token_hash, expires_at) SELECT "
	       "id, order_id, UNHEX(SHA2(CONCAT(id, '-', seq), 256)), '2019-02-01' FROM deliveries, "
	       "seq_1_to_2 WHERE order_id = %lld", id);
}

static int64_t
owner_of(struct shop *s, int64_t order)
{
	return sql_number(s, "SELECT COALESCE(customer_id, 0) FROM orders WHERE id = %lld",
	                  (long long)order);
}

static int64_t
customer_of(struct shop *s, const char *email)
{
	return sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM customers WHERE email = '%s'", email);
}

/* ---- runs ---- */

static void
as_jobs(struct shop *s)
{
	s->cx.db = s->db_jobs;
	s->cx.now = shop_now();
}

/* Batches of two, so that each story has several; to the end of the open run or a new one. */
static struct backfill_run
run(struct shop *s)
{
	struct backfill_run r = { 0 };
	int32_t n;

	as_jobs(s);
	do
		if (backfill_step(&s->cx, 2, &r, &n) != OK)
			fail_msg("backfill: %s", s->cx.why);
	while (n > 0);
	assert_int_equal(r.scanned, r.linked + r.blank + r.invalid + r.owned);
	expect_rows(s, 0, "SELECT 1 FROM backfill_emails");
	expect_rows(s, 0, "SELECT 1 FROM backfill_runs WHERE is_open = 1");
	return r;
}

/* Two orders for a first batch, which is done when run_until returns. */
static void
first_batch(struct shop *s)
{
	old_order(s, .email = "'first@example.com'");
	old_order(s, .email = "'second@example.com'");
}

/* Until the first batch in that state. */
static void
run_until(struct shop *s, const char *state)
{
	struct backfill_run r = { 0 };
	int32_t n;

	as_jobs(s);
	while (!r.state || !str_eq(r.state, state))
		if (backfill_step(&s->cx, 2, &r, &n) != OK)
			fail_msg("backfill: %s", s->cx.why);
}

static struct backfill_run
undo(struct shop *s, int64_t id)
{
	struct backfill_run r = { .id = id };
	int32_t n;

	as_jobs(s);
	if (backfill_undo(&s->cx, id) != OK)
		fail_msg("undo: %s", s->cx.why);
	do
		if (backfill_step(&s->cx, 2, &r, &n) != OK)
			fail_msg("undo: %s", s->cx.why);
	while (n > 0);
	assert_string_equal(r.state, "undone");
	return r;
}

/* All that a backfill may touch. */
static char *
everything(struct shop *s)
{
	static const char *const tables[] = { "orders", "sales", "download_tokens", "customers" };
	struct buf b = buf_in(s->cx.mem, 4 * 1024 * 1024);

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		buf_str(&b, dump_table(s->root, s->cx.mem, tables[i]));
	return b.data;
}

/* ---- who is made ---- */

static void
one_customer_is_made_for_each_email(void **state)
{
	struct shop *s = *state;
	int64_t middle = old_order(s, .email = "'mona@example.com'", .name = "'Mona'",
	                           .at = "'2019-03-01 10:00:00'");
	int64_t first = old_order(s, .email = "' Mona@EXAMPLE.com'", .at = "'2018-02-03 04:05:06'",
	                          .phone = "'" OLD_PHONE "'");
	int64_t last = old_order(s, .email = "'MONA@example.com'", .name = "'Mona el Masry'",
	                         .at = "'2019-04-01 10:00:00'");
	int64_t other = old_order(s, .email = "'omar@example.com'", .name = "'Omar'");

	add_sale_and_tokens(s, first);
	struct backfill_run r = run(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = 'mona@example.com' AND type = 'guest' "
	            "AND status = 'active' AND password_hash IS NULL AND username IS NULL "
	            "AND email_verified = 1 AND phone_verified = 0 AND phone = '" OLD_PHONE "' "
	            "AND first_name = 'Mona' AND last_name = 'el Masry' "
	            "AND created_at = '2018-02-03 04:05:06' AND last_login_at IS NULL");
	expect_rows(s, 2, "SELECT 1 FROM customers");
	assert_int_equal(owner_of(s, first), customer_of(s, "mona@example.com"));
	assert_int_equal(owner_of(s, middle), customer_of(s, "mona@example.com"));
	assert_int_equal(owner_of(s, last), customer_of(s, "mona@example.com"));
	assert_int_equal(owner_of(s, other), customer_of(s, "omar@example.com"));
	expect_rows(s, 1, "SELECT 1 FROM sales s JOIN orders o ON o.id = s.order_id "
	            "WHERE s.customer_id = o.customer_id");
	expect_rows(s, 2, "SELECT 1 FROM download_tokens d JOIN orders o ON o.id = d.order_id "
	            "WHERE d.customer_id = o.customer_id");
	/* It is nobody's edit. */
	expect_rows(s, 4, "SELECT 1 FROM orders WHERE version = 3 "
	            "AND updated_at = '2020-05-05 05:05:05'");
	assert_int_equal(r.scanned, 4);
	assert_int_equal(r.linked, 4);
	assert_int_equal(r.customers_made, 2);
	assert_int_equal(r.sales_linked, 1);
	assert_int_equal(r.tokens_linked, 2);
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs WHERE state = 'done' AND is_open IS NULL "
	            "AND scanned = 4 AND linked = 4 AND customers_made = 2 AND sales_linked = 1 "
	            "AND tokens_linked = 2 AND started_at = '2030-01-02 12:00:00' "
	            "AND finished_at = '2030-01-02 12:00:00' AND undone_at IS NULL");
	expect_rows(s, 4, "SELECT 1 FROM backfill_orders");
	expect_rows(s, 2, "SELECT 1 FROM backfill_customers");
}

static void
the_newest_name_and_phone_that_are_there_count(void **state)
{
	struct shop *s = *state;

	old_order(s, .name = "'Mona Adel'", .phone = "'01110000002'", .at = "'2019-02-01 10:00:00'");
	old_order(s, .name = "'M. Adel'", .phone = "'n/a'", .at = "'2019-03-01 10:00:00'");
	old_order(s, .name = "'  '", .phone = "''", .at = "'2019-04-01 10:00:00'");
	old_order(s, .name = "'Older'", .phone = "'" OLD_PHONE "'", .at = "'2018-01-01 10:00:00'");
	run(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE full_name = 'M. Adel' "
	            "AND phone = '+201110000002' AND created_at = '2018-01-01 10:00:00'");
}

static void
of_two_orders_at_one_moment_the_later_row_counts(void **state)
{
	struct shop *s = *state;

	old_order(s, .name = "'One'");
	old_order(s, .name = "'Two'");
	old_order(s, .name = "'Three'");
	run(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE full_name = 'Three'");
}

static void
who_gave_no_name_and_no_phone_has_none(void **state)
{
	struct shop *s = *state;

	old_order(s, .name = "''");
	run(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name IS NULL AND last_name IS NULL "
	            "AND phone IS NULL");
}

static void
a_name_is_cut_where_the_columns_end(void **state)
{
	struct shop *s = *state;

	old_order(s, .name = "REPEAT('\u0645', 256)");
	old_order(s, .email = "'b@example.com'", .name = "CONCAT('A ', REPEAT('b', 254))");
	run(s);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE CHAR_LENGTH(first_name) = 100 "
	            "AND CHAR_LENGTH(last_name) = 155");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name = 'A' "
	            "AND last_name = REPEAT('b', 155)");
}

/* ---- who is not ---- */

static void
what_is_no_email_makes_nobody(void **state)
{
	struct shop *s = *state;
	static const char *const blank[] = { "NULL", "''", "'   '", "'\u00a0'", "'\t'" };
	static const char *const invalid[] = {
		"'n/a'", "'mona'", "'mona@'", "'@example.com'", "'a b@example.com'", "'a@b@c.com'",
		"'mona@example'", "'mona@1.2.3.4'", "'-'",
	};
	struct backfill_run r;

	for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
		old_order(s, .email = blank[i]);
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
		old_order(s, .email = invalid[i]);
	old_order(s);
	r = run(s);
	assert_int_equal(r.blank, sizeof blank / sizeof *blank);
	assert_int_equal(r.invalid, sizeof invalid / sizeof *invalid);
	assert_int_equal(r.linked, 1);
	expect_rows(s, 1, "SELECT 1 FROM customers");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NOT NULL");
}

static void
accented_addresses_are_different_people(void **state)
{
	struct shop *s = *state;
	int64_t plain = old_order(s, .email = "'Jose@example.com'");
	int64_t accented = old_order(s, .email = "'jos\u00e9@example.com'");

	assert_int_equal(run(s).customers_made, 2);
	assert_int_not_equal(owner_of(s, plain), owner_of(s, accented));
}

static void
an_order_that_waits_for_its_guest_is_no_history(void **state)
{
	struct shop *s = *state;
	int64_t waits = old_order(s), proved = old_order(s), deleted = old_order(s);

	sql_do(s, "UPDATE orders SET verify_by = '2030-01-02 12:30:00' WHERE id IN (%lld, %lld)",
	       (long long)waits, (long long)proved);
	sql_do(s, "UPDATE orders SET otp_verified = 1 WHERE id = %lld", (long long)proved);
	sql_do(s, "UPDATE orders SET deleted_at = '2020-01-01' WHERE id = %lld", (long long)deleted);
	assert_int_equal(run(s).scanned, 1);
	assert_int_not_equal(owner_of(s, proved), 0);
	assert_int_equal(owner_of(s, waits), 0);
	assert_int_equal(owner_of(s, deleted), 0);
}

static void
a_phone_that_somebody_has_is_left_out(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;

	customer_add(s, OLD_PHONE, "owner@example.com");
	old_order(s, .email = "'a@example.com'", .phone = "'" OLD_PHONE "'");
	old_order(s, .email = "'b@example.com'", .phone = "'01110000002'");
	old_order(s, .email = "'c@example.com'", .phone = "'+20 111 000 0002'");
	r = run(s);
	assert_int_equal(r.customers_made, 3);
	assert_int_equal(r.phones_left_out, 2);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = 'a@example.com' AND phone IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = 'b@example.com' "
	            "AND phone = '+201110000002' AND phone_verified = 0");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = 'c@example.com' AND phone IS NULL");
}

static void
an_email_that_somebody_has_waits_to_be_claimed(void **state)
{
	struct shop *s = *state;
	char *before;
	struct backfill_run r;

	customer_add(s, DEMO_PHONE, "mona@example.com");
	/* Also one that was only claimed so far, and a guest whom no backfill made. */
	sql_do(s, "INSERT INTO customers (email, type, status) VALUES "
	       "('omar@example.com', 'registered', 'unverified')");
	sql_do(s, "INSERT INTO customers (email, phone, phone_verified) VALUES "
	       "('lina@example.com', '" OLD_PHONE "', 1)");
	old_order(s, .email = "'Mona@example.com'");
	old_order(s, .email = "'omar@example.com'");
	old_order(s, .email = "'lina@example.com'");
	before = everything(s);
	r = run(s);
	assert_int_equal(r.owned, 3);
	assert_int_equal(r.linked, 0);
	assert_string_equal(everything(s), before);
}

/* Mona Adel's account, which goes; what is left of it. */
static int64_t
erased_account(struct shop *s)
{
	int64_t id = customer_add(s, OLD_PHONE, CUSTOMER_MAIL);

	as_customer(s, 0, id, false);
	request(s, "DELETE", "/api/v1/me", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	return id;
}

static void
nobody_who_was_erased_is_given_an_order(void **state)
{
	struct shop *s = *state;
	int64_t erased = erased_account(s), order = old_order(s);
	struct backfill_run r = run(s);

	assert_int_equal(r.customers_made, 1);
	assert_int_equal(owner_of(s, order), customer_of(s, CUSTOMER_MAIL));
	assert_true(owner_of(s, order) != erased);
	undo(s, r.id);
	assert_int_equal(owner_of(s, order), 0);
	assert_int_equal(sql_number(s, "SELECT MAX(id) FROM customers"), erased);
}

static void
what_was_gathered_of_an_erased_person_s_email_goes(void **state)
{
	struct shop *s = *state;
	int64_t order;

	first_batch(s);
	order = old_order(s);
	old_order(s, .email = "'third@example.com'");
	run_until(s, "customers");
	expect_rows(s, 1, "SELECT 1 FROM backfill_emails WHERE email = '" CUSTOMER_MAIL "'");
	erased_account(s);
	person_purge(s, true);
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM backfill_emails WHERE email = '" CUSTOMER_MAIL "'");
	expect_rows(s, 1, "SELECT 1 FROM backfill_emails WHERE email = 'third@example.com'");
	/* The order is not hers, and waits for the next run. */
	assert_int_equal(run(s).linked, 3);
	assert_int_equal(owner_of(s, order), 0);
	assert_int_equal(run(s).linked, 1);
}

static void
links_that_are_there_are_never_changed(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_add(s, DEMO_PHONE, "mona@example.com");
	int64_t hers = old_order(s, .email = "'omar@example.com'");
	int64_t sold = old_order(s, .email = "'omar@example.com'");
	int64_t fetched = old_order(s, .email = "'omar@example.com'");
	int64_t free_one = old_order(s, .email = "'omar@example.com'");
	struct backfill_run r;

	add_sale_and_tokens(s, sold);
	add_sale_and_tokens(s, fetched);
	sql_do(s, "UPDATE orders SET customer_id = %lld WHERE id = %lld", (long long)mona,
	       (long long)hers);
	/* Of these only a part has an owner, who may have the rest, but nobody else. */
	sql_do(s, "UPDATE sales SET customer_id = %lld WHERE order_id = %lld", (long long)mona,
	       (long long)sold);
	sql_do(s, "UPDATE download_tokens SET customer_id = %lld WHERE order_id = %lld LIMIT 1",
	       (long long)mona, (long long)fetched);
	r = run(s);
	assert_int_equal(r.linked, 1);
	assert_int_equal(r.owned, 2);
	assert_int_equal(r.sales_linked, 0);
	assert_int_equal(owner_of(s, hers), mona);
	assert_int_equal(owner_of(s, sold), 0);
	assert_int_equal(owner_of(s, fetched), 0);
	assert_int_equal(owner_of(s, free_one), customer_of(s, "omar@example.com"));
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE customer_id IS NULL");
	expect_rows(s, 3, "SELECT 1 FROM download_tokens WHERE customer_id IS NULL");
}

/* ---- again, and later ---- */

static void
a_second_run_changes_nothing_and_leaves_no_row(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;
	char *before;

	old_order(s);
	old_order(s, .email = "'n/a'");
	run(s);
	before = everything(s);
	shop_at(SHOP_NOON + 3600);
	r = run(s);
	assert_int_equal(r.id, 0);
	assert_int_equal(r.invalid, 1);
	assert_string_equal(everything(s), before);
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs");
}

static void
a_shop_without_orders_is_left_alone(void **state)
{
	struct shop *s = *state;

	assert_int_equal(run(s).scanned, 0);
	expect_rows(s, 0, "SELECT 1 FROM backfill_runs");
	expect_rows(s, 0, "SELECT 1 FROM customers");
}

static void
later_orders_go_to_a_guest_whom_nobody_has_used(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;
	char *guest;
	int64_t later;

	old_order(s, .name = "'Mona Adel'");
	run(s);
	guest = dump_table(s->root, s->cx.mem, "customers");
	later = old_order(s, .name = "'Another Name'", .phone = "'" OLD_PHONE "'");
	add_sale_and_tokens(s, later);
	r = run(s);
	assert_int_equal(r.linked, 1);
	assert_int_equal(r.customers_made, 0);
	assert_int_equal(r.sales_linked, 1);
	assert_int_equal(owner_of(s, later), customer_of(s, "mona@example.com"));
	assert_string_equal(dump_table(s->root, s->cx.mem, "customers"), guest);
}

static void
later_orders_of_a_guest_who_was_here_wait(void **state)
{
	struct shop *s = *state;
	static const char *const used[] = {
		"phone = '" OLD_PHONE "', phone_verified = 1", "type = 'registered'",
		"last_login_at = '2029-01-01'", "erased_at = '2029-01-01'",
	};

	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		shop_begin(state);
		old_order(s);
		run(s);
		sql_do(s, "UPDATE customers SET %s", used[i]);
		int64_t later = old_order(s);
		assert_int_equal(run(s).owned, 1);
		assert_int_equal(owner_of(s, later), 0);
		expect_rows(s, 1, "SELECT 1 FROM backfill_runs");
	}
}

/* ---- what happens meanwhile ---- */

static void
an_email_taken_before_its_customer_is_made_is_owned(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;

	first_batch(s);
	old_order(s);
	run_until(s, "customers");
	customer_add(s, DEMO_PHONE, "mona@example.com");
	r = run(s);
	assert_int_equal(r.owned, 1);
	assert_int_equal(r.linked, 2);
	assert_int_equal(r.customers_made, 2);
}

static void
an_email_taken_before_its_orders_are_linked_is_owned(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;

	first_batch(s);
	old_order(s);
	run_until(s, "linking");
	/* Somebody proves the address: it moves. */
	sql_do(s, "UPDATE customers SET email = NULL, email_verified = 0 "
	       "WHERE email = 'mona@example.com'");
	customer_add(s, DEMO_PHONE, "mona@example.com");
	r = run(s);
	assert_int_equal(r.owned, 1);
	assert_int_equal(r.customers_made, 3);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL");
	/* Whom it made for nothing, its undo removes. */
	assert_int_equal(undo(s, r.id).customers_removed, 3);
}

static void
a_run_that_only_made_somebody_can_be_undone_too(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;

	first_batch(s);
	old_order(s);
	run_until(s, "customers");
	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02'");
	r = run(s);
	assert_int_equal(r.scanned, 0);
	assert_int_equal(r.customers_made, 3);
	assert_int_equal(undo(s, r.id).customers_removed, 3);
}

static void
an_order_linked_by_somebody_else_is_not_counted(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_add(s, DEMO_PHONE, NULL), order;

	first_batch(s);
	order = old_order(s);
	old_order(s);
	run_until(s, "linking");
	sql_do(s, "UPDATE orders SET customer_id = %lld WHERE id = %lld", (long long)mona,
	       (long long)order);
	assert_int_equal(run(s).scanned, 3);
	assert_int_equal(owner_of(s, order), mona);
}

static void
orders_that_come_too_late_are_the_next_run_s(void **state)
{
	struct shop *s = *state;
	int64_t before, same, other;

	first_batch(s);
	before = old_order(s);
	old_order(s);
	run_until(s, "linking");
	same = old_order(s);
	other = old_order(s, .email = "'omar@example.com'");
	/* One that was placed before, but is seen only now. */
	sql_do(s, "UPDATE orders SET customer_email = 'lina@example.com' WHERE id = %lld",
	       (long long)before);
	assert_int_equal(run(s).scanned, 3);
	assert_int_equal(owner_of(s, before), 0);
	assert_int_equal(owner_of(s, same), 0);
	assert_int_equal(owner_of(s, other), 0);
	assert_int_equal(run(s).linked, 3);
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE customer_id IS NULL");
}

/* ---- undo ---- */

static void
fill(struct shop *s)
{
	add_sale_and_tokens(s, old_order(s, .phone = "'" OLD_PHONE "'"));
	add_sale_and_tokens(s, old_order(s, .email = "'MONA@example.com'", .name = "'Mona'"));
	add_sale_and_tokens(s, old_order(s, .email = "'omar@example.com'"));
	add_sale_and_tokens(s, old_order(s, .email = "'lina@example.com'"));
	old_order(s, .email = "'n/a'");
	old_order(s, .email = "NULL");
	old_order(s, .email = "'hany@example.com'", .phone = "'" OLD_PHONE "'");
	customer_add(s, DEMO_PHONE, "lina@example.com");
}

static void
an_undo_leaves_everything_as_it_was(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;
	char *before;

	fill(s);
	before = everything(s);
	r = run(s);
	assert_int_equal(r.linked, 4);
	assert_int_equal(r.owned, 1);
	assert_string_not_equal(everything(s), before);
	shop_at(SHOP_NOON + 60);
	r = undo(s, r.id);
	assert_int_equal(r.orders_unlinked, 4);
	assert_int_equal(r.customers_removed, 3);
	assert_string_equal(everything(s), before);
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs WHERE state = 'undone' AND linked = 4 "
	            "AND undone_at = '2030-01-02 12:01:00' AND finished_at = '2030-01-02 12:00:00'");
	expect_rows(s, 0, "SELECT 1 FROM backfill_orders");
	expect_rows(s, 0, "SELECT 1 FROM backfill_customers");
	/* A second undo does nothing, and the next run does it all again. */
	undo(s, r.id);
	assert_string_equal(everything(s), before);
	assert_int_equal(run(s).linked, 4);
}

static void
a_run_can_be_undone_wherever_it_stands(void **state)
{
	struct shop *s = *state;
	static const char *const where[] = { "staging", "customers", "linking" };

	for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
		char *before;
		int64_t id;
		int32_t n;
		struct backfill_run r = { 0 };

		shop_begin(state);
		fill(s);
		before = everything(s);
		run_until(s, where[i]);
		assert_int_equal(backfill_step(&s->cx, 2, &r, &n), OK);
		assert_true(n > 0);
		id = r.id;
		undo(s, id);
		assert_string_equal(everything(s), before);
		expect_rows(s, 0, "SELECT 1 FROM backfill_emails");
		expect_rows(s, 1, "SELECT 1 FROM backfill_runs WHERE finished_at IS NOT NULL");
	}
}

static void
a_link_that_somebody_changed_stays(void **state)
{
	struct shop *s = *state;
	int64_t claimed = old_order(s), other = old_order(s), guest, claimant;
	struct backfill_run r;

	add_sale_and_tokens(s, claimed);
	r = run(s);
	guest = customer_of(s, "mona@example.com");
	claimant = customer_add(s, DEMO_PHONE, "hers@example.com");
	sql_do(s, "UPDATE orders SET customer_id = %lld WHERE id = %lld", (long long)claimant,
	       (long long)claimed);
	sql_do(s, "UPDATE sales SET customer_id = %lld", (long long)claimant);
	sql_do(s, "UPDATE download_tokens SET customer_id = %lld", (long long)claimant);
	r = undo(s, r.id);
	assert_int_equal(r.orders_unlinked, 1);
	assert_int_equal(r.customers_removed, 1);
	assert_int_equal(owner_of(s, claimed), claimant);
	assert_int_equal(owner_of(s, other), 0);
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE customer_id IS NOT NULL");
	expect_rows(s, 2, "SELECT 1 FROM download_tokens WHERE customer_id IS NOT NULL");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers WHERE id = %lld",
	                            (long long)guest), 0);
}

static void
a_sale_that_came_after_the_run_goes_with_its_order(void **state)
{
	struct shop *s = *state;
	int64_t order = old_order(s);
	struct backfill_run r = run(s);

	add_sale_and_tokens(s, order);
	sql_do(s, "UPDATE sales SET customer_id = %lld", (long long)owner_of(s, order));
	assert_int_equal(undo(s, r.id).customers_removed, 1);
	expect_rows(s, 1, "SELECT 1 FROM sales WHERE customer_id IS NULL");
}

static void
a_guest_whom_somebody_used_stays(void **state)
{
	struct shop *s = *state;
	static const char *const used[] = {
		"UPDATE customers SET phone_verified = 1", "UPDATE customers SET type = 'registered'",
		"UPDATE customers SET last_login_at = '2029-01-01'",
		"UPDATE customers SET status = 'suspended'",
		"UPDATE customers SET username = 'mona'",
		"INSERT INTO addresses (customer_id, city_id, zone_id, street_address) SELECT id, 1, 1, 'x' "
		"FROM customers",
		"INSERT INTO carts (customer_id) SELECT id FROM customers",
		"INSERT INTO customer_activity_log (customer_id, action) SELECT id, 'x' FROM customers",
		"INSERT INTO customer_support_tickets (customer_id, subject, message) SELECT id, 'x', 'x' "
		"FROM customers",
		"INSERT INTO password_reset_tokens (user_type, user_id, token_hash, expires_at) SELECT "
		"'customer', id, UNHEX(SHA2(id, 256)), '2030-01-03' FROM customers",
	};

	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		struct backfill_run r;

		shop_begin(state);
		old_order(s);
		r = run(s);
		sql_do(s, "%s", used[i]);
		r = undo(s, r.id);
		if (r.customers_removed != 0)
			fail_msg("removed in spite of: %s", used[i]);
		assert_int_equal(r.orders_unlinked, 1);
		expect_rows(s, 1, "SELECT 1 FROM customers");
		expect_rows(s, 0, "SELECT 1 FROM backfill_customers");
	}
}

/* Else a row would lose its customer, or go with him, and nobody would see it. */
static void
whatever_refers_to_customers_is_looked_at_before_one_is_removed(void **state)
{
	struct shop *s = *state;
	size_t n;
	const struct sql *const *all = db_statements(&n);
	const char *text = NULL;
	MYSQL_RES *res;
	MYSQL_ROW row;

	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i]->name, "q_remove") && strstr(all[i]->file, "backfill"))
			text = all[i]->text;
	assert_non_null(text);
	assert_int_equal(mysql_query(s->root, "SELECT DISTINCT table_name FROM "
	                 "information_schema.key_column_usage WHERE table_schema = DATABASE() "
	                 "AND referenced_table_name = 'customers' AND table_name NOT LIKE 'backfill%' "
	                 /* A claim forgets whom it took an order from: without the run, nobody. */
	                 "AND table_name <> 'claim_orders'"), 0);
	res = mysql_store_result(s->root);
	assert_true(mysql_num_rows(res) >= 12);
	while ((row = mysql_fetch_row(res)))
		if (!strstr(text, arena_fmt(s->cx.mem, "FROM %s r ", row[0])))
			fail_msg("an undo does not look at %s", row[0]);
	mysql_free_result(res);
}

static void
a_guest_with_later_links_is_handed_on(void **state)
{
	struct shop *s = *state;
	int64_t first = old_order(s), second;
	struct backfill_run one, two;
	char *before;

	before = everything(s);
	one = run(s);
	second = old_order(s);
	two = run(s);
	one = undo(s, one.id);
	assert_int_equal(one.orders_unlinked, 1);
	assert_int_equal(one.customers_removed, 0);
	assert_int_equal(owner_of(s, first), 0);
	assert_int_not_equal(owner_of(s, second), 0);
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs r JOIN backfill_customers c ON c.run_id = r.id "
	            "WHERE r.state = 'done' AND r.customers_made = 1");
	assert_int_equal(undo(s, two.id).customers_removed, 1);
	sql_do(s, "DELETE FROM orders WHERE id = %lld", (long long)second);
	assert_string_equal(everything(s), before);
}

static void
a_link_that_a_later_run_made_anew_is_its_own(void **state)
{
	struct shop *s = *state;
	int64_t order = old_order(s);
	struct backfill_run one = run(s), two;

	sql_do(s, "UPDATE orders SET customer_id = NULL");
	two = run(s);
	assert_int_equal(undo(s, one.id).orders_unlinked, 0);
	assert_int_not_equal(owner_of(s, order), 0);
	assert_int_equal(undo(s, two.id).customers_removed, 1);
	assert_int_equal(owner_of(s, order), 0);
}

static void
what_cannot_be_undone_is_refused(void **state)
{
	struct shop *s = *state;
	struct backfill_run r;

	as_jobs(s);
	assert_int_equal(backfill_undo(&s->cx, 77), E_NOT_FOUND);
	old_order(s);
	r = run(s);
	first_batch(s);
	run_until(s, "linking");
	assert_int_equal(backfill_undo(&s->cx, r.id), E_CONFLICT);
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs WHERE state = 'linking'");
	run(s);
	undo(s, r.id);
}

/* ---- at once ---- */

static bool
runs_to_the_end(struct shop *s, int i)
{
	struct backfill_run r = { 0 };
	int32_t n;
	(void)i;

	as_jobs(s);
	do
		if (backfill_step(&s->cx, 3, &r, &n) != OK) {
			print_error("%s\n", s->cx.why);
			_exit(3);
		}
	while (n > 0);
	return r.id != 0;
}

static void
runs_at_once_share_the_work(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 60; i++)
		add_sale_and_tokens(s, old_order(s, .email = arena_fmt(s->cx.mem, "'m%d@example.com'",
		                                                       i % 25)));
	assert_true(shop_parallel(s, 6, runs_to_the_end) >= 1);
	expect_rows(s, 25, "SELECT 1 FROM customers");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE customer_id IS NULL");
	expect_rows(s, 60, "SELECT 1 FROM sales WHERE customer_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM backfill_runs WHERE state = 'done' AND linked = 60 "
	            "AND scanned = 60 AND customers_made = 25 AND sales_linked = 60 "
	            "AND tokens_linked = 120");
	expect_rows(s, 60, "SELECT 1 FROM backfill_orders");
}

/* ---- broken off ---- */

static struct cutter *cutter;

static int
open_cut(void **state)
{
	struct shop *s = *state;

	shop_begin(state);
	cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")));
	return 0;
}

static int
close_cut(void **state)
{
	(void)state;
	cutter_stop(cutter);
	return 0;
}

/* What became of it, whatever the ids are. */
static char *
outcome(struct shop *s)
{
	return arena_fmt(s->cx.mem, "%s\n%s\n%s", dump_query_digest(s->root, s->cx.mem,
		"SELECT CONCAT_WS('|', o.number - (SELECT MIN(number) FROM orders), c.email, o.version, "
		"o.updated_at, (SELECT COUNT(*) FROM sales x WHERE x.order_id = o.id AND x.customer_id = "
		"o.customer_id), (SELECT COUNT(*) FROM download_tokens x WHERE x.order_id = o.id AND "
		"x.customer_id = o.customer_id)) AS line FROM orders o LEFT JOIN customers c "
		"ON c.id = o.customer_id"),
		dump_query_digest(s->root, s->cx.mem,
		"SELECT CONCAT_WS('|', email, full_name, phone, type, created_at) AS line FROM customers"),
		dump_query_digest(s->root, s->cx.mem,
		"SELECT CONCAT_WS('|', state, is_open, scanned, linked, blank, invalid, owned, "
		"customers_made, sales_linked, tokens_linked, phones_left_out, orders_unlinked, "
		"customers_removed) AS line FROM backfill_runs"));
}

/* The connection is cut at the n-th statement; with `for_good` nothing gets through after it, as if
 * the process had been killed there.  True if there was an n-th. */
static bool
cut_off(struct shop *s, int n, enum cut_when when, bool for_good, int64_t undone)
{
	struct backfill_run r = { .id = undone };
	struct db *db = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_jobs",
		.password = "testjobs",
	});
	int32_t done = 1;
	enum err e;
	bool cut;

	as_jobs(s);
	s->cx.db = db;
	cutter_set(cutter, when, n, NULL);
	if (for_good)
		cutter_keep_on(cutter);
	e = undone ? backfill_undo(&s->cx, undone) : OK;
	while (e == OK && done > 0)
		e = backfill_step(&s->cx, 3, &r, &done);
	cut = cutter_has_cut(cutter);
	cutter_set(cutter, CUT_NEVER, 0, NULL);
	if (e != OK && !for_good)
		fail_msg("cut at %d: %s", n, s->cx.why);
	db_free(db);
	return cut;
}

static void
broken_off_everywhere(void **state, enum cut_when when, bool for_good)
{
	struct shop *s = *state;
	char whole[1024] = "";		/* shop_begin forgets what is in the arena */
	bool cut = true;
	int n = 0;

	for (; cut && n < 500; n += for_good ? 1 : 5) {
		shop_begin(state);
		fill(s);
		if (!*whole) {
			run(s);
			snprintf(whole, sizeof whole, "%s", outcome(s));
			shop_begin(state);
			fill(s);
		}
		cut = cut_off(s, n, when, for_good, 0);
		if (for_good)
			run(s);
		if (!str_eq(outcome(s), whole))
			fail_msg("cut at %d:\n%s\nnot\n%s", n, outcome(s), whole);
	}
	assert_in_range(n, 60, 400);
}

static void
a_run_that_is_killed_anywhere_goes_on(void **state)
{
	broken_off_everywhere(state, CUT_BEFORE, true);
}

static void
a_run_that_loses_its_connection_does_not_notice(void **state)
{
	broken_off_everywhere(state, CUT_AFTER, false);
}

static void
an_undo_that_is_killed_anywhere_goes_on(void **state)
{
	struct shop *s = *state;
	bool cut = true;
	int n = 0;

	for (; cut && n < 300; n += 3) {
		char *before;
		int64_t id;

		shop_begin(state);
		fill(s);
		before = everything(s);
		id = run(s).id;
		cut = cut_off(s, n, n % 2 ? CUT_BEFORE : CUT_AFTER, true, id);
		undo(s, id);
		if (!str_eq(everything(s), before))
			fail_msg("cut at %d", n);
	}
	assert_in_range(n, 30, 250);
}

/* ---- as cron starts it ---- */

static void
cron_makes_customers_and_says_what_it_did(void **state)
{
	struct shop *s = *state;

	run_job(s, "backfill-customers");
	expect_status(s, 200);
	expect_number(s, "done", 0);
	assert_false(has(s, "run"));
	fill(s);
	run_job(s, "backfill-customers");
	expect_status(s, 200);
	expect_text(s, "job", "backfill-customers");
	expect_text(s, "run.state", "done");
	expect_number(s, "run.scanned", 7);
	expect_number(s, "run.linked", 4);
	expect_number(s, "run.owned", 1);
	expect_number(s, "run.blank", 1);
	expect_number(s, "run.invalid", 1);
	expect_number(s, "run.customers_made", 3);
	expect_text(s, "run.finished_at", "2030-01-02T12:00:00Z");
	assert_false(has(s, "run.undone_at"));
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE job = 'backfill-customers'");
	/* Nothing is left to link: the run before is still the newest. */
	run_job(s, "backfill-customers");
	expect_number(s, "run.linked", 4);
}

static void
cron_goes_on_with_what_was_broken_off(void **state)
{
	struct shop *s = *state;
	char *before;
	int64_t id;

	fill(s);
	before = everything(s);
	run_until(s, "linking");
	run_job(s, "backfill-customers");
	expect_number(s, "run.linked", 4);
	id = number_at(s, "run.id");
	as_jobs(s);
	assert_int_equal(backfill_undo(&s->cx, id), OK);
	run_job(s, "backfill-customers");
	expect_text(s, "run.state", "undone");
	expect_number(s, "run.orders_unlinked", 4);
	assert_string_equal(everything(s), before);
}

#define job_test(fn) cmocka_unit_test_setup(fn, job_begin)
#define cut_test(fn) cmocka_unit_test_setup_teardown(fn, open_cut, close_cut)
SHOP_TESTS(shop_test(one_customer_is_made_for_each_email),
           shop_test(the_newest_name_and_phone_that_are_there_count),
           shop_test(of_two_orders_at_one_moment_the_later_row_counts),
           shop_test(who_gave_no_name_and_no_phone_has_none),
           shop_test(a_name_is_cut_where_the_columns_end),
           shop_test(what_is_no_email_makes_nobody),
           shop_test(accented_addresses_are_different_people),
           shop_test(an_order_that_waits_for_its_guest_is_no_history),
           shop_test(a_phone_that_somebody_has_is_left_out),
           shop_test(an_email_that_somebody_has_waits_to_be_claimed),
           shop_test(nobody_who_was_erased_is_given_an_order),
           shop_test(what_was_gathered_of_an_erased_person_s_email_goes),
           shop_test(links_that_are_there_are_never_changed),
           shop_test(a_second_run_changes_nothing_and_leaves_no_row),
           shop_test(a_shop_without_orders_is_left_alone),
           shop_test(later_orders_go_to_a_guest_whom_nobody_has_used),
           shop_test(later_orders_of_a_guest_who_was_here_wait),
           shop_test(an_email_taken_before_its_customer_is_made_is_owned),
           shop_test(an_email_taken_before_its_orders_are_linked_is_owned),
           shop_test(a_run_that_only_made_somebody_can_be_undone_too),
           shop_test(an_order_linked_by_somebody_else_is_not_counted),
           shop_test(orders_that_come_too_late_are_the_next_run_s),
           shop_test(an_undo_leaves_everything_as_it_was),
           shop_test(a_run_can_be_undone_wherever_it_stands),
           shop_test(a_link_that_somebody_changed_stays),
           shop_test(a_sale_that_came_after_the_run_goes_with_its_order),
           shop_test(a_guest_whom_somebody_used_stays),
           shop_test(whatever_refers_to_customers_is_looked_at_before_one_is_removed),
           shop_test(a_guest_with_later_links_is_handed_on),
           shop_test(a_link_that_a_later_run_made_anew_is_its_own),
           shop_test(what_cannot_be_undone_is_refused), shop_test(runs_at_once_share_the_work),
           cut_test(a_run_that_is_killed_anywhere_goes_on),
           cut_test(a_run_that_loses_its_connection_does_not_notice),
           cut_test(an_undo_that_is_killed_anywhere_goes_on),
           job_test(cron_makes_customers_and_says_what_it_did),
           job_test(cron_goes_on_with_what_was_broken_off))
