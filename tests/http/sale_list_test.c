/* SPDX-License-Identifier: MIT */
/* The books of a month: the ledger of sales, and the orders placed meanwhile. */
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define SALES "/api/v1/admin/sales"
#define ORDERS "/api/v1/admin/orders"

/* Orders of a month, each paid at its hour; the third was given back in part a week later. */
static void
begin(struct shop *s)
{
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "payment_method, subtotal, total, status, created_at) SELECT LPAD(seq, 10, '0'), "
	       "UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), CONCAT('منى ', seq), IF(seq %% 2, 'cash', 'card'), "
	       "100 + seq, 100 + seq, 'delivered', '2029-12-01' + INTERVAL seq * 12 HOUR "
	       "FROM seq_1_to_40");
	sql_do(s, "INSERT INTO payments (order_id, provider, status, is_counted, amount, paid_at) "
	       "SELECT id, payment_method, 'paid', 1, total, created_at FROM orders");
	sql_do(s, "INSERT INTO sales (order_id, refund_no, amount, paid_at) SELECT id, 0, total, "
	       "created_at FROM orders");
	sql_do(s, "INSERT INTO sales (order_id, refund_no, amount, paid_at) SELECT id, 1, -3.50, "
	       "created_at + INTERVAL 7 DAY FROM orders WHERE number LIKE '%%3'");
	as_staff(s, 1, "order_manager");
}

/* What is on the page, of all pages. */
static int64_t
add_up(struct shop *s, const char *query, int *rows)
{
	const char *cursor = "";
	int64_t minor = 0;

	*rows = 0;
	do {
		get(s, SALES "?limit=7%s%s", query, cursor);
		expect_status(s, 200);
		for (int i = 0; has(s, arena_fmt(s->cx.mem, "items.%d", i)); i++, ++*rows) {
			struct money m;

			assert_true(money_parse(text_at(s, arena_fmt(s->cx.mem, "items.%d.amount", i)), &m));
			minor += m.minor;
		}
		cursor = json_kind(at(s, "next_cursor")) == JSON_TEXT
		         ? arena_fmt(s->cx.mem, "&cursor=%s", text_at(s, "next_cursor")) : NULL;
	} while (cursor);
	return minor;
}

static void
the_ledger_adds_up_page_by_page(void **state)
{
	struct shop *s = *state;
	int rows;

	begin(s);
	assert_int_equal(add_up(s, "", &rows),
	                 sql_number(s, "SELECT CAST(SUM(amount) * 100 AS SIGNED) FROM sales"));
	assert_int_equal(rows, 44);
	assert_int_equal(add_up(s, "&method=cash", &rows),
	                 sql_number(s, "SELECT CAST(SUM(s.amount) * 100 AS SIGNED) FROM sales s JOIN orders o "
	                            "ON o.id = s.order_id WHERE o.payment_method = 'cash'"));
	/* Many at one moment are each there once. */
	sql_do(s, "UPDATE sales SET paid_at = '2029-12-24 12:00:00' WHERE refund_no = 0");
	add_up(s, "", &rows);
	assert_int_equal(rows, 44);
}

static void
a_day_is_a_day_of_the_shop(void **state)
{
	struct shop *s = *state;

	begin(s);
	sql_do(s, "DELETE FROM sales");
	/* Cairo's 10th of January begins at ten in the evening of the 9th, UTC. */
	sql_do(s, "INSERT INTO sales (order_id, refund_no, amount, paid_at) SELECT id, 0, total, "
	       "'2030-01-09 21:59:59' FROM orders WHERE number = '0000000001' UNION ALL "
	       "SELECT id, 0, total, '2030-01-09 22:00:00' FROM orders WHERE number = '0000000002' UNION ALL "
	       "SELECT id, 0, total, '2030-01-10 21:59:59' FROM orders WHERE number = '0000000003' UNION ALL "
	       "SELECT id, 0, total, '2030-01-10 22:00:00' FROM orders WHERE number = '0000000004'");
	get(s, SALES "?from=2030-01-10&to=2030-01-10");
	assert_string_equal(column(s, "number"), "00000-00003|00000-00002");
	get(s, SALES "?from=2030-01-11");
	assert_string_equal(column(s, "number"), "00000-00004");
	get(s, SALES "?to=2030-01-09");
	assert_string_equal(column(s, "number"), "00000-00001");
	get(s, SALES "?from=2030-01-12");
	assert_string_equal(column(s, "number"), "");
}

static void
orders_placed_in_a_month_are_listed(void **state)
{
	struct shop *s = *state;
	int n = 0;

	begin(s);
	get(s, ORDERS "?placed_from=2029-12-02&placed_to=2029-12-03&limit=3");
	assert_string_equal(column(s, "number"), "00000-00005|00000-00004|00000-00003");
	get(s, ORDERS "?placed_from=2029-12-02&placed_to=2029-12-03&limit=3&cursor=%s",
	    text_at(s, "next_cursor"));
	assert_string_equal(column(s, "number"), "00000-00002");
	get(s, ORDERS "?placed_from=2029-12-21&status=delivered");
	assert_string_equal(column(s, "number"), "00000-00040");
	get(s, ORDERS "?placed_from=2029-12-02&placed_to=2029-12-03&q=00000-00040");
	assert_string_equal(column(s, "number"), "");
	get(s, ORDERS ".csv?placed_from=2029-12-01&placed_to=2029-12-31");
	for (const char *p = s->reply.body.data; (p = strstr(p, "منى ")); p++)
		n++;
	assert_int_equal(n, 40);
	get(s, ORDERS "?placed_from=2029-02-30");
	expect_error(s, 422, "invalid");
}

static void
the_books_are_for_who_keeps_them(void **state)
{
	struct shop *s = *state;
	static const char *const roles[] = { "product_manager", "delivery_manager", "system_admin" };

	get(s, SALES);
	expect_error(s, 401, "login_needed");
	for (size_t i = 0; i < 3; i++) {
		as_staff(s, (int)i + 1, roles[i]);
		get(s, SALES);
		expect_error(s, 403, "forbidden");
		get(s, SALES ".csv");
		expect_error(s, 403, "forbidden");
	}
	as_staff(s, 1, "order_manager");
	get(s, SALES "?cursor=MXx4");
	expect_error(s, 422, "invalid");
}

SHOP_TESTS(shop_test(the_ledger_adds_up_page_by_page), shop_test(a_day_is_a_day_of_the_shop),
           shop_test(orders_placed_in_a_month_are_listed), shop_test(the_books_are_for_who_keeps_them))
