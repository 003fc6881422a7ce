/* SPDX-License-Identifier: MIT */
/* A shop of a year and 1,000,000 orders: each report of the whole year beside the same sums straight
 * from the ledgers, and lists and searches of orders beside the same among 10,000 in a database of
 * their own, in turns, so that whatever else the machine does slows down both.
 *
 * Alone: scripts/bench reports */
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/page.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 1000000
#define FEW 10000
#define ROUNDS 501
#define SMALL "few_orders"

/* ---- a year of orders ---- */

static char *
read_file(const char *path)
{
	FILE *f = fopen(path, "re");
	static char text[16384];
	size_t n;

	BUG_ON(!f);
	n = fread(text, 1, sizeof text - 1, f);
	BUG_ON(ferror(f) || !feof(f));
	fclose(f);
	text[n] = '\0';
	return text;
}

static void
add_year(struct shop *s, int from, int to)
{
	int64_t start = clock_monotonic_us();
	const char *orders = read_file("tests/bench/orders.sql");

	sql_do(s, "SET @began = TIMESTAMP '2029-01-02 10:00:00'");
	for (int i = from; i <= to; i += 50000) {
		sql_do(s, "SET @from = %d, @to = %d", i, i + 49999 < to ? i + 49999 : to);
		sql_do(s, "%s", orders);
	}
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
micros_of(struct shop *s, const char *path)
{
	int64_t start = clock_monotonic_us();
	double took;

	get(s, "%s", path);
	if (s->reply.status != 200)
		fail_msg("%s: %s (%s)", path, s->reply.body.data, s->cx.why);
	took = (double)(clock_monotonic_us() - start);
	ctx_reset(&s->cx);
	return took;
}

static double
median(double *took, int n)
{
	qsort(took, (size_t)n, sizeof *took, by_value);
	return took[n / 2];
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

/* What list i asks among n orders; the arena is emptied between requests. */
static char *
list_path(struct shop *s, int i, int n)
{
	const char *queries[LISTS] = {
		"limit=50", page_at(s, n / 2), page_at(s, 51),
		arena_fmt(s->cx.mem, "q=%010d", n / 3),
		arena_fmt(s->cx.mem, "q=010%08d", n / 3), "q=f07", "q=f07%20l03",
		arena_fmt(s->cx.mem, "q=c%d@example.com", n / 3),
	};

	return strdup(arena_fmt(s->cx.mem, "/api/v1/admin/orders?%s", queries[i]));
}

static void
measure_lists(struct shop *s, struct db *small, double few[LISTS], double many[LISTS])
{
	struct db *large = s->db_admin;

	for (int i = 0; i < LISTS; i++) {
		char *of_few = list_path(s, i, FEW), *of_many = list_path(s, i, MANY);
		double took[2][ROUNDS];

		for (int k = -1; k < ROUNDS; k++)
			for (int is_large = 0; is_large < 2; is_large++) {
				s->db_admin = is_large ? large : small;
				double micros = micros_of(s, is_large ? of_many : of_few);
				if (k >= 0)
					took[is_large][k] = micros;
			}
		few[i] = median(took[0], ROUNDS);
		many[i] = median(took[1], ROUNDS);
		free(of_few);
		free(of_many);
	}
	s->db_admin = large;
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
	for (size_t i = 0; i < REPORTS_N; i++) {
		double took[ROUNDS];
		char path[100];

		snprintf(path, sizeof path, "/api/v1/admin/reports/%s?from=2029-01-03&to=2030-01-02",
		         reports[i]);
		for (int k = 0; k < rounds; k++)
			took[k] = micros_of(s, path);
		micros[i] = median(took, rounds);
	}
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

/* As the panel's account, on a connection that waits longer than the shop would. */
static struct db *
patient(struct shop *s, const char *name)
{
	return db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")),
		.name = name, .user = "crumbled_admin", .password = "testadmin", .answer_secs = 300,
	});
}

static void
begin(struct shop *s)
{
	sql_do(s, "SET GLOBAL innodb_log_file_size = 1024 * 1024 * 1024");
	sql_do(s, "SET GLOBAL innodb_buffer_pool_size = 4 * 1024 * 1024 * 1024");
	sql_do(s, "SET unique_checks = 0, foreign_key_checks = 0");
	as_staff(s, 1, "super_admin");
	db_free(s->db_admin);
	s->db_admin = patient(s, s->name);
}

/* Another database, with the same person in it, and few orders. */
static struct db *
make_small(struct shop *s)
{
	static const char *const tables[] = { "admin_users", "admin_sessions", "site_settings" };
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		execl("scripts/testdb", "testdb", "clone", getenv("CRUMBLED_TESTDB"), SMALL, NULL);
		_exit(127);
	}
	BUG_ON(child < 0 || waitpid(child, &status, 0) != child || status != 0);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		sql_do(s, "INSERT INTO " SMALL ".%s SELECT * FROM %s", tables[i], tables[i]);
	sql_do(s, "USE " SMALL);
	add_year(s, 1, FEW);
	sql_do(s, "USE %s", s->name);
	return patient(s, SMALL);
}

static void
a_year(void **state)
{
	struct shop *s = *state;
	double few[LISTS], many[LISTS], kept[REPORTS_N], live[REPORTS_N];

	begin(s);
	struct db *small = make_small(s);
	add_year(s, 1, MANY);
	measure_lists(s, small, few, many);
	db_free(small);
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
