/* SPDX-License-Identifier: MIT */
/* A shop of a year and 1,000,000 orders: each report of the whole year beside the same sums straight
 * from the ledgers, and lists and searches of orders beside the same among 10,000.
 *
 * Alone: scripts/bench reports */
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/page.h"

#include <stdlib.h>

#define MANY 1000000
#define FEW 10000
#define ROUNDS 101
#define DAYS_OF(seq) "'2029-01-02 10:00:00' + INTERVAL (" seq ") * 31 SECOND"

/* ---- a year of orders ---- */

static void
add_money(struct shop *s, int from, int to)
{
	sql_do(s, "INSERT INTO payments (order_id, provider, status, is_counted, amount, paid_at) "
	       "SELECT id, payment_method, 'cod_collected', 1, total, updated_at FROM orders "
	       "WHERE id BETWEEN %d AND %d AND payment_status = 'paid'", from, to);
	sql_do(s, "INSERT INTO sales (order_id, amount, paid_at) SELECT id, total, updated_at "
	       "FROM orders WHERE id BETWEEN %d AND %d AND payment_status = 'paid'", from, to);
	sql_do(s, "INSERT INTO refunds (order_id, payment_id, refund_no, amount, delivery_fee_amount, "
	       "status, reason) SELECT order_id, id, 1, 35, 35, 'succeeded', 'Late' FROM payments "
	       "WHERE order_id BETWEEN %d AND %d AND order_id %% 50 = 0", from, to);
	sql_do(s, "INSERT INTO sales (order_id, refund_no, amount, paid_at) SELECT order_id, 1, -35, "
	       "paid_at + INTERVAL 3 DAY FROM payments WHERE order_id BETWEEN %d AND %d "
	       "AND order_id %% 50 = 0", from, to);
	sql_do(s, "INSERT INTO order_discounts (order_id, position, source, promo_code_id, name, kind, "
	       "amount) SELECT id, 1, 'code', 1, 'Welcome', 'percentage', discount_amount FROM orders "
	       "WHERE id BETWEEN %d AND %d AND discount_amount > 0", from, to);
	sql_do(s, "INSERT INTO promo_code_usage (promo_code_id, order_id, discount_amount, "
	       "order_amount, is_first, used_at) SELECT 1, id, discount_amount, subtotal, id %% 3 = 0, "
	       "created_at FROM orders "
	       "WHERE id BETWEEN %d AND %d AND discount_amount > 0", from, to);
}

static void
add_orders(struct shop *s, int from, int to)
{
	sql_do(s, "INSERT INTO orders (id, number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_phone, customer_email, payment_method, payment_status, subtotal, "
	       "discount_amount, delivery_fee, total, status, delivery_date, expected_delivery_date, "
	       "from_hour, to_hour, time_slot_id, zone_id, city_id, delivery_zone, cookies, "
	       "created_at, updated_at) SELECT seq, LPAD(seq, 10, '0'), UNHEX(MD5(seq)), "
	       "UNHEX(SHA2(seq, 256)), CONCAT('F', LPAD(seq %% 20, 2, '0'), ' L', "
	       "LPAD(seq %% 7, 2, '0')), CONCAT('+2010', LPAD(seq, 8, '0')), CONCAT('c', seq, "
	       "'@example.com'), IF(seq %% 3, 'cash', 'card'), IF(seq %% 10, 'paid', 'pending'), 330, "
	       "IF(seq %% 5, 0, 33), 35, IF(seq %% 5, 365, 332), IF(seq %% 10, 'delivered', "
	       "'cancelled'), DATE(" DAYS_OF("seq") ") + INTERVAL 1 DAY, DATE(" DAYS_OF("seq") ") + "
	       "INTERVAL 40 HOUR, '18:00', '21:00', 3, 1 + seq %% 5, 1, CONCAT('Zone ', 1 + seq %% 5), "
	       "6, " DAYS_OF("seq") ", " DAYS_OF("seq") " + INTERVAL 1 DAY FROM seq_%d_to_%d",
	       from, to);
	sql_do(s, "INSERT INTO order_items (order_id, product_instance_id, product_name, "
	       "product_type, quantity, unit_price, discount_amount, flavor_details) SELECT seq, "
	       "44 + seq %% 4, CONCAT('Pack ', seq %% 4), 'pack', 1, 330, IF(seq %% 5, 0, 33), "
	       "CONCAT('[{\"flavor_id\":', 1 + seq %% 8, ',\"flavor_name\":\"A\",\"quantity\":4},"
	       "{\"flavor_id\":', 1 + (seq + 3) %% 8, ',\"flavor_name\":\"B\",\"quantity\":2}]') "
	       "FROM seq_%d_to_%d", from, to);
	sql_do(s, "INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, "
	       "created_at) SELECT id, NULL, 'pending', 'guest', created_at FROM orders "
	       "WHERE id BETWEEN %d AND %d", from, to);
	sql_do(s, "INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, "
	       "created_at) SELECT id, IF(status = 'delivered', 'out_for_delivery', 'pending'), status, "
	       "'staff', updated_at FROM orders WHERE id BETWEEN %d AND %d", from, to);
	sql_do(s, "INSERT INTO order_words (word, order_id) SELECT CONCAT('f', LPAD(seq %% 20, 2, "
	       "'0')), seq FROM seq_%d_to_%d", from, to);
	sql_do(s, "INSERT INTO order_words (word, order_id) SELECT CONCAT('l', LPAD(seq %% 7, 2, "
	       "'0')), seq FROM seq_%d_to_%d", from, to);
	add_money(s, from, to);
}

static void
add_year(struct shop *s, int from, int to)
{
	int64_t start = clock_monotonic_us();

	for (int i = from; i <= to; i += 50000)
		add_orders(s, i, i + 49999 < to ? i + 49999 : to);
	sql_do(s, "ANALYZE TABLE orders, order_items, order_status_history, order_words, payments, "
	       "sales, refunds, order_discounts, promo_code_usage");
	print_message("%d orders in %lld s\n", to - from + 1,
	              (long long)((clock_monotonic_us() - start) / 1000000));
}

/* ---- lists ---- */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median_micros(struct shop *s, const char *path, int rounds)
{
	double took[ROUNDS];
	char *kept = strdup(path);	/* the arena is emptied */

	for (int i = -1; i < rounds; i++) {
		int64_t start = clock_monotonic_us();

		get(s, "%s", kept);
		if (s->reply.status != 200)
			fail_msg("%s: %s (%s)", kept, s->reply.body.data, s->cx.why);
		if (i >= 0)
			took[i] = (double)(clock_monotonic_us() - start);
		ctx_reset(&s->cx);
	}
	free(kept);
	qsort(took, (size_t)rounds, sizeof *took, by_value);
	return took[rounds / 2];
}

static const char *
page_at(struct shop *s, int64_t id)
{
	return arena_fmt(s->cx.mem, "limit=50&cursor=%s", cursor_text(&s->cx, NULL, id));
}

enum { PAGE_FIRST, PAGE_MIDDLE, PAGE_LAST, BY_NUMBER, BY_PHONE, BY_NAME, BY_NAMES, BY_EMAIL, LISTS };
static const char *const list_names[] = {
	"first page of orders", "middle page", "last page", "search by number", "by phone",
	"by a name", "by two names", "by e-mail",
};

static void
measure_lists(struct shop *s, int n, double micros[LISTS])
{
	for (int i = 0; i < LISTS; i++) {
		const char *queries[] = {
			"limit=50", page_at(s, n / 2), page_at(s, 51),
			arena_fmt(s->cx.mem, "q=%010d", n / 3),
			arena_fmt(s->cx.mem, "q=010%08d", n / 3), "q=f07", "q=f07%20l03",
			arena_fmt(s->cx.mem, "q=c%d@example.com", n / 3),
		};
		micros[i] = median_micros(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders?%s",
		                                       queries[i]), ROUNDS);
	}
}

/* ---- reports ---- */

static const char *const reports[] = {
	"sales", "methods", "zones", "products", "flavors", "discounts", "promo-codes", "deliveries",
	"tickets",
};
#define REPORTS_N (sizeof reports / sizeof *reports)

static void
measure_reports(struct shop *s, int rounds, double micros[REPORTS_N])
{
	for (size_t i = 0; i < REPORTS_N; i++)
		micros[i] = median_micros(s, arena_fmt(s->cx.mem, "/api/v1/admin/reports/%s?"
		                                       "from=2029-01-03&to=2030-01-02", reports[i]),
		                          rounds);
}

static void
keep_days(struct shop *s)
{
	int64_t start = clock_monotonic_us(), done;

	do {
		job_allow(s);		/* lies in the arena */
		run_job(s, "summaries");
		expect_status(s, 200);
		done = number_at(s, "done");
		ctx_reset(&s->cx);
	} while (done > 0);
	print_message("summaries of the year, from nothing: %lld s\n",
	              (long long)((clock_monotonic_us() - start) / 1000000));
	/* Somebody works: orders of the last days have just changed. */
	sql_do(s, "UPDATE orders SET updated_at = '2030-01-02 11:59:00' WHERE id > %d - 6000 "
	       "AND id %% 300 = 0", MANY);
}

/* A person with a session, on a connection that waits longer than the shop would. */
static void
begin(struct shop *s)
{
	sql_do(s, "SET GLOBAL innodb_log_file_size = 1024 * 1024 * 1024");
	sql_do(s, "SET GLOBAL innodb_buffer_pool_size = 4 * 1024 * 1024 * 1024");
	sql_do(s, "SET unique_checks = 0, foreign_key_checks = 0");
	as_staff(s, 1, "super_admin");
	db_free(s->db_admin);
	s->db_admin = db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")),
		.name = s->name, .user = "crumbled_admin", .password = "testadmin",
		.answer_secs = 300,
	});
}

static void
a_year(void **state)
{
	struct shop *s = *state;
	double few[LISTS], many[LISTS], kept[REPORTS_N], live[REPORTS_N];

	begin(s);
	add_year(s, 1, FEW);
	measure_lists(s, FEW, few);
	add_year(s, FEW + 1, MANY);
	measure_lists(s, MANY, many);
	for (int i = 0; i < LISTS; i++)
		print_message("BENCH|%s, of 1,000,000|the same of 10,000|%.2f|<= 1.5|%.0f us\n",
		              list_names[i], many[i] / few[i], many[i]);
	keep_days(s);
	as(s, 1);
	measure_reports(s, 5, kept);
	sql_do(s, "DELETE FROM report_seen");
	measure_reports(s, 1, live);
	for (size_t i = 0; i < REPORTS_N; i++)
		print_message("BENCH|report of a year: %s|the same from the ledgers|%.3f|< 1 s|%.0f ms\n",
		              reports[i], kept[i] / live[i], kept[i] / 1000);
}

SHOP_TESTS(shop_test(a_year))
