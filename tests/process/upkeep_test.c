/* SPDX-License-Identifier: MIT */
/* Cron's work by hand.  `crumbled backfill` over thousands of orders of another shop: killed at random
 * moments and started again it gives what it gives undisturbed, needs no more memory for more orders,
 * and its undo leaves nothing behind (BACKFILL_ORDERS=100000 is for a longer look).  And `crumbled
 * integrity` and `crumbled audit`. */
#include "support/dump.h"
#include "support/service.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/rand.h"

#include <fcntl.h>
#include <mysql.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ORDERS 5000
#define FEW 1000
#define KILLS 20
#define SPREAD_KIB 4096			/* how much two runs' memory may differ */

static struct arena *mem;
static MYSQL *my;
static int orders = ORDERS;

/* ---- two shops with the same orders ---- */

static void
sql(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void
sql(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *text = arena_vfmt(mem, fmt, ap);
	va_end(ap);
	if (mysql_query(my, text) != 0)
		fail_msg("%s: %s", text, mysql_error(my));
	mysql_free_result(mysql_store_result(my));
}

static int64_t
number(const char *text)
{
	MYSQL_RES *res;
	int64_t n;

	if (mysql_query(my, text) != 0)
		fail_msg("%s: %s", text, mysql_error(my));
	res = mysql_store_result(my);
	n = strtoll(mysql_fetch_row(res)[0], NULL, 10);
	mysql_free_result(res);
	return n;
}

static const char *
shop_name(char which)
{
	return arena_fmt(mem, "backfill_%d_%c", (int)getpid(), which);
}

static void
clone(const char *name)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("scripts/testdb", "testdb", "clone", getenv("CRUMBLED_TESTDB"), name,
		      (char *)NULL);
		_exit(127);
	}
	BUG_ON(waitpid(pid, &status, 0) != pid || status != 0);
}

/* Orders from..to of a shop that knew no customers: e-mails in all spellings, twice and thrice, of
 * people with an account, blank, impossible; some with a customer already; with sales and tokens. */
static void
fill(int from, int to)
{
	sql("INSERT IGNORE INTO customers (id, email, type, status, phone, phone_verified, created_at, "
	    "updated_at) SELECT seq, CONCAT('owner', seq, '@example.com'), 'registered', 'active', "
	    "CONCAT('+2012', LPAD(seq, 8, '0')), 1, '2018-01-01', '2018-01-01' FROM seq_1_to_50");
	sql("INSERT IGNORE INTO files (id, purpose, storage_key, sha256, size_bytes, media_type) VALUES "
	    "(1, 'digital_good', 'x', UNHEX(SHA2('x', 256)), 1, 'text/plain')");
	sql("INSERT INTO orders (id, number, tracking_nonce, tracking_token_hash, customer_id, "
	    "customer_name, customer_email, customer_phone, payment_method, payment_status, subtotal, "
	    "total, version, created_at, updated_at) SELECT seq, LPAD(seq, 10, '0'), "
	    "UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)), IF(seq %% 29 = 0, 1 + seq %% 50, NULL), "
	    "ELT(1 + seq %% 4, CONCAT('Mona ', seq), 'Omar', '', CONCAT('A ', REPEAT('b', 200))), "
	    "CASE WHEN seq %% 17 = 0 THEN IF(seq %% 2, '  ', NULL) WHEN seq %% 23 = 0 THEN 'n/a' "
	    "WHEN seq %% 13 = 0 THEN CONCAT('Owner', 1 + seq %% 50, '@example.com') "
	    "WHEN seq %% 11 = 0 THEN CONCAT('jos\u00e9', seq DIV 22, '@example.com') "
	    "WHEN seq %% 3 = 0 THEN CONCAT(' MAIL', seq DIV 5, '@Example.COM ') "
	    "ELSE CONCAT('mail', seq DIV 5, '@example.com') END, "
	    "ELT(1 + seq %% 5, NULL, 'n/a', CONCAT('010', LPAD(seq DIV 3, 8, '0')), "
	    "CONCAT('+2010', LPAD(seq DIV 4, 8, '0')), CONCAT('+2012', LPAD(seq %% 90, 8, '0'))), "
	    "'cash', 'paid', 50, 50, 1 + seq %% 7, '2018-06-01' + INTERVAL (seq * 7919) %% 90000 MINUTE, "
	    "'2020-05-05 05:05:05' FROM seq_%d_to_%d", from, to);
	sql("INSERT INTO sales (order_id, customer_id, amount, paid_at, created_at) SELECT id, "
	    "customer_id, 50, created_at, created_at FROM orders WHERE id %% 3 = 0 "
	    "AND id BETWEEN %d AND %d", from, to);
	sql("INSERT INTO order_items (id, order_id, product_name, product_type, quantity, unit_price) "
	    "SELECT id, id, 'Recipe', 'digital', 1, 50 FROM orders WHERE id %% 5 = 0 "
	    "AND id BETWEEN %d AND %d", from, to);
	sql("INSERT INTO deliveries (id, order_id, order_item_id, file_id) SELECT id, id, id, 1 "
	    "FROM order_items WHERE id BETWEEN %d AND %d", from, to);
	sql("INSERT INTO download_tokens (delivery_id, order_id, customer_id, token_hash, expires_at, "
	    "created_at) SELECT d.id, d.order_id, o.customer_id, UNHEX(SHA2(d.id, 256)), '2019-01-01', "
	    "'2018-12-01' FROM deliveries d JOIN orders o ON o.id = d.order_id "
	    "WHERE d.id BETWEEN %d AND %d", from, to);
}

static void
use_shop(struct service *s, char which)
{
	const char *name = shop_name(which);

	clone(name);
	sql("USE `%s`", name);
	service_make(s, getenv("CRUMBLED_TESTDB"), arena_fmt(mem, "db_name = %s\n", name));
}

static void
leave_shop(struct service *s, char which)
{
	service_end(s);
	sql("DROP DATABASE `%s`", shop_name(which));
}

/* Every value that a backfill may touch. */
static char *
everything(void)
{
	return arena_fmt(mem, "%s\n%s\n%s\n%s", dump_digest(my, mem, "orders"),
	                 dump_digest(my, mem, "sales"), dump_digest(my, mem, "download_tokens"),
	                 dump_digest(my, mem, "customers"));
}

/* What became of it, whatever the ids and the moment. */
static char *
outcome(void)
{
	return arena_fmt(mem, "%s\n%s\n%s\n%s", dump_query_digest(my, mem,
		"SELECT CONCAT_WS('|', o.id, COALESCE(c.email, '-'), o.version, o.updated_at) AS line "
		"FROM orders o LEFT JOIN customers c ON c.id = o.customer_id"),
		dump_query_digest(my, mem,
		"SELECT CONCAT_WS('|', 's', x.id, c.email) AS line FROM sales x "
		"LEFT JOIN customers c ON c.id = x.customer_id UNION ALL "
		"SELECT CONCAT_WS('|', 't', x.id, c.email) FROM download_tokens x "
		"LEFT JOIN customers c ON c.id = x.customer_id"),
		dump_query_digest(my, mem,
		"SELECT CONCAT_WS('|', email, full_name, COALESCE(phone, '-'), phone_verified, "
		"email_verified, type, status, created_at) AS line FROM customers"),
		dump_query_digest(my, mem,
		"SELECT CONCAT_WS('|', state, scanned, linked, blank, invalid, owned, customers_made, "
		"sales_linked, tokens_linked, phones_left_out) AS line FROM backfill_runs"));
}

/* ---- the tool ---- */

struct ran { int status; int64_t ms; long kib; };

static pid_t
spawn_with(const struct service *s, const char *tool, const char *third, const char *fourth)
{
	pid_t pid = fork();

	if (pid == 0) {
		int fd = open(service_path(s, "out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

		prctl(PR_SET_PDEATHSIG, SIGTERM);
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execl(s->program, s->program, tool, service_path(s, "conf"), third, fourth,
		      (char *)NULL);
		_exit(127);
	}
	return pid;
}

static pid_t
spawn(const struct service *s, const char *undo)
{
	return spawn_with(s, "backfill", undo ? "undo" : NULL, undo);
}

static struct ran
run_tool(const struct service *s, const char *undo)
{
	struct ran r = { 0 };
	struct rusage use;
	int64_t began = milliseconds();
	pid_t pid = spawn(s, undo);

	BUG_ON(wait4(pid, &r.status, 0, &use) != pid);
	r.ms = milliseconds() - began;
	r.kib = use.ru_maxrss;
	if (r.status != 0)
		fail_msg("crumbled backfill ended with %d: %s", r.status, service_path(s, "out"));
	return r;
}

/* Kills it again and again, after up to `ms`; how often it was still at work. */
static int
kill_often(const struct service *s, const char *undo, int64_t ms)
{
	int kills = 0;

	for (int i = 0; i < KILLS; i++) {
		pid_t pid = spawn(s, undo);
		int status;

		pause_ms(15 + (int)rand_below((uint32_t)ms + 1));
		kill(pid, SIGKILL);
		BUG_ON(waitpid(pid, &status, 0) != pid);
		if (WIFEXITED(status)) {
			assert_int_equal(WEXITSTATUS(status), 0);
			break;
		}
		kills++;
	}
	return kills;
}

static const char *
last_run(void)
{
	return arena_fmt(mem, "%lld", (long long)number("SELECT MAX(id) FROM backfill_runs"));
}

static void
expect(int64_t n, const char *text)
{
	int64_t have = number(text);

	if (have != n)
		fail_msg("%lld, not %lld: %s", (long long)have, (long long)n, text);
}

/* ---- the stories ---- */

static void
thousands_of_orders_get_their_customers(void **state)
{
	struct service s;
	char *before, *linked;
	int64_t open_orders;
	struct ran r;
	(void)state;

	use_shop(&s, 'a');
	fill(1, orders);
	before = everything();
	linked = dump_query_digest(my, mem, "SELECT CONCAT(id, '|', customer_id) AS line FROM orders "
	                           "WHERE id % 29 = 0");
	open_orders = number("SELECT COUNT(*) FROM orders WHERE customer_id IS NULL");
	r = run_tool(&s, NULL);
	print_message("%d orders: %lld ms, %ld KiB\n", orders, (long long)r.ms, r.kib);
	assert_int_equal(service_says(&s, "out", "customers made"), 1);
	assert_int_equal(service_says(&s, "out", "time "), 1);

	/* The counters are what can be counted. */
	expect(open_orders, "SELECT scanned FROM backfill_runs");
	expect(open_orders, "SELECT linked + blank + invalid + owned FROM backfill_runs");
	expect(0, "SELECT COUNT(*) FROM orders o JOIN backfill_orders b ON b.order_id = o.id "
	       "WHERE NOT (o.customer_id <=> b.customer_id)");
	expect(number("SELECT linked FROM backfill_runs"), "SELECT COUNT(*) FROM backfill_orders");
	expect(number("SELECT customers_made FROM backfill_runs"), "SELECT COUNT(*) - 50 FROM customers");
	expect(number("SELECT blank FROM backfill_runs"),
	       "SELECT COUNT(*) FROM orders WHERE id % 17 = 0 AND id % 29 > 0");
	expect(number("SELECT invalid FROM backfill_runs"),
	       "SELECT COUNT(*) FROM orders WHERE id % 17 > 0 AND id % 23 = 0 AND id % 29 > 0");
	expect(number("SELECT owned FROM backfill_runs"), "SELECT COUNT(*) FROM orders "
	       "WHERE id % 17 > 0 AND id % 23 > 0 AND id % 13 = 0 AND id % 29 > 0");
	expect(number("SELECT sales_linked FROM backfill_runs"), "SELECT COUNT(*) FROM sales s "
	       "JOIN backfill_orders b ON b.order_id = s.order_id AND b.customer_id = s.customer_id");
	expect(number("SELECT tokens_linked FROM backfill_runs"), "SELECT COUNT(*) FROM download_tokens "
	       "t JOIN backfill_orders b ON b.order_id = t.order_id AND b.customer_id = t.customer_id");
	expect(0, "SELECT COUNT(*) FROM backfill_emails");

	/* No order changed hands, and each got whose e-mail it has. */
	assert_string_equal(dump_query_digest(my, mem, "SELECT CONCAT(id, '|', customer_id) AS line "
	                    "FROM orders WHERE id % 29 = 0"), linked);
	expect(0, "SELECT COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id "
	       "WHERE o.id % 29 > 0 AND c.email <> LOWER(TRIM(o.customer_email))");
	expect(0, "SELECT COUNT(*) FROM customers c WHERE c.id > 50 AND c.created_at <> "
	       "(SELECT MIN(o.created_at) FROM orders o WHERE o.customer_id = c.id)");

	r = run_tool(&s, last_run());
	print_message("undone: %lld ms, %ld KiB\n", (long long)r.ms, r.kib);
	assert_string_equal(everything(), before);
	leave_shop(&s, 'a');
}

static void
killed_at_random_it_gives_the_same(void **state)
{
	struct service a, b;
	char *before, *whole;
	struct ran r;
	int kills;
	(void)state;

	use_shop(&a, 'a');
	fill(1, orders);
	before = everything();
	r = run_tool(&a, NULL);
	whole = outcome();
	leave_shop(&a, 'a');

	use_shop(&b, 'b');
	fill(1, orders);
	assert_string_equal(everything(), before);
	kills = kill_often(&b, NULL, r.ms / 25);
	run_tool(&b, NULL);
	assert_string_equal(outcome(), whole);
	print_message("killed %d times\n", kills);
	assert_true(kills > KILLS / 2);

	/* The same with the undo. */
	kills = kill_often(&b, last_run(), r.ms / 50);
	run_tool(&b, last_run());
	assert_string_equal(everything(), before);
	print_message("and %d times, undoing\n", kills);
	assert_true(kills > 0);
	leave_shop(&b, 'b');
}

static void
more_orders_need_no_more_memory(void **state)
{
	struct service s;
	struct ran few, many;
	(void)state;

	use_shop(&s, 'a');
	fill(1, FEW);
	few = run_tool(&s, NULL);
	run_tool(&s, last_run());
	fill(FEW + 1, orders);
	many = run_tool(&s, NULL);
	print_message("%d orders: %ld KiB; %d orders: %ld KiB\n", FEW, few.kib, orders, many.kib);
#ifndef __SANITIZE_ADDRESS__		/* which keeps what was freed for a while */
	assert_true(many.kib - few.kib < SPREAD_KIB);
#endif
	leave_shop(&s, 'a');
}

static void
what_is_asked_wrongly_is_refused(void **state)
{
	struct service s;
	(void)state;

	use_shop(&s, 'a');
	const char *conf = service_path(&s, "conf");
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", conf, "undo", "1", NULL }), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", conf, "undo", NULL }), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", conf, "undo", "x", NULL }), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", conf, "redo", "1", NULL }), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", "/no/such/file", NULL }), 2);
	assert_int_equal(service_run(&s, (const char *[]){ "backfill", conf, NULL }), 0);
	assert_int_equal(service_says(&s, "out", "run                      none"), 1);
	leave_shop(&s, 'a');
}

/* ---- crumbled integrity ---- */

static void
integrity_says_what_is_wrong(void **state)
{
	struct service s;
	(void)state;

	use_shop(&s, 'a');
	const char *const args[] = { "integrity", service_path(&s, "conf"), NULL };
	assert_int_equal(service_run(&s, args), 0);
	assert_int_equal(service_says(&s, "out", "checks, nothing found\n"), 1);
	sql("SET foreign_key_checks = 0");
	sql("INSERT INTO carts (id, customer_id) VALUES (5, 77), (6, 77)");
	sql("SET foreign_key_checks = 1");
	sql("ALTER TABLE carts DROP INDEX carts_guest");
	/* A statement that the account of the jobs may not even have explained. */
	sql("INSERT INTO admin_users (username, email, password_hash, role) SELECT CONCAT('u', seq), "
	    "CONCAT('u', seq, '@example.com'), 'x', 'order_manager' FROM seq_1_to_9000");
	sql("ALTER TABLE admin_users DROP INDEX admin_users_username");
	sql("ANALYZE TABLE admin_users");
	assert_int_equal(service_run(&s, args), 1);
	assert_int_equal(service_says(&s, "out", "carts_customer_fk: row 5, one of 2\n"), 1);
	assert_int_equal(service_says(&s, "out", "carts_customer_fk: row 6, one of 2\n"), 1);
	assert_int_equal(service_says(&s, "out", "indexes: carts has no index on (guest_session_id)"), 1);
	assert_true(service_says(&s, "out", "q_find reads all of u, 9000 rows") > 0);
	assert_int_equal(service_says(&s, "out", "nothing found"), 0);
	assert_int_equal(service_run(&s, (const char *[]){ "integrity", "/no/such/file", NULL }), 2);
	leave_shop(&s, 'a');
}

/* ---- crumbled audit ---- */

static void
audit_finds_a_seal_without_the_key_and_one_that_is_gone(void **state)
{
	struct service s;
	const char *kept = "00000000000000000000000000000000000000000000000000000000000000ff";
	(void)state;

	use_shop(&s, 'a');
	const char *conf = arena_str(mem, service_path(&s, "conf"));
	const char *const args[] = { "audit", "verify", conf, NULL };
	assert_int_equal(service_run(&s, (const char *[]){ "audit", "mend", conf, NULL }), 2);
	assert_int_equal(service_run(&s, args), 0);
	assert_int_equal(service_says(&s, "out", "0 rows under 0 seals, 0 without one yet"), 1);
	sql("INSERT INTO admin_activity_log (action, entity, after_json) SELECT 'order.edit', 'orders', "
	    "'{\"a\":1}' FROM seq_1_to_3");
	assert_int_equal(service_run(&s, args), 0);
	assert_int_equal(service_says(&s, "out", "3 without one yet, 0 faults"), 1);
	sql("INSERT INTO audit_seals (first_id, last_id, rows_n, previous_hash, hash, sealed_at) VALUES "
	    "(1, (SELECT MAX(id) FROM admin_activity_log), 3, UNHEX(REPEAT('00', 32)), "
	    "UNHEX(SHA2('x', 256)), '2030-01-01')");
	assert_int_equal(service_run(&s, args), 1);
	assert_int_equal(service_says(&s, "out", "they or their seal were changed"), 1);
	assert_int_equal(service_says(&s, "out", "3 rows under 1 seals, 0 without one yet, 1 faults"), 1);
	sql("DELETE FROM audit_seals");
	assert_int_equal(service_run(&s, (const char *[]){ "audit", "verify", conf, kept, NULL }), 1);
	assert_int_equal(service_says(&s, "out", "00ff is gone"), 1);
	leave_shop(&s, 'a');
}

/* ---- crumbled job ---- */

static void
a_job_is_done_by_hand(void **state)
{
	struct service s;
	(void)state;

	use_shop(&s, 'a');
	sql("INSERT INTO job_runs (job, holder, started_at) SELECT 'old', 'host:1', '2020-01-01' "
	    "FROM seq_1_to_1200");
	const char *const args[] = { "job", service_path(&s, "conf"), "expire-tokens", NULL };
	assert_int_equal(service_run(&s, args), 0);
	assert_int_equal(service_says(&s, "out", "{\"job\":\"expire-tokens\","), 1);
	assert_int_equal(number("SELECT COUNT(*) FROM job_runs WHERE job = 'old'"), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM job_runs WHERE job = 'expire-tokens' "
	                        "AND done >= 1200 AND finished_at IS NOT NULL"), 1);
	/* One of cron's that is at work is not disturbed. */
	sql("UPDATE job_leases SET holder = 'host:1', leased_until = NOW() + INTERVAL 1 HOUR");
	assert_int_equal(service_run(&s, args), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "job", service_path(&s, "conf"), "bake", NULL }),
	                 1);
	assert_int_equal(service_says(&s, "out", "there is no job bake"), 1);
	leave_shop(&s, 'a');
}

static void
a_job_that_was_killed_is_finished_by_the_next(void **state)
{
	static const char left[] = "SELECT COUNT(*) FROM rate_limits";
	struct service s;
	pid_t pid;
	int status;
	(void)state;

	use_shop(&s, 'a');
	sql("INSERT INTO rate_limits (bucket, hits, expires_at) SELECT UNHEX(SHA2(seq, 256)), 1, "
	    "'2020-01-01' FROM seq_1_to_30000");
	pid = spawn_with(&s, "job", "expire-tokens", NULL);
	for (int i = 0; i < 1000 && number(left) == 30000; i++)
		pause_ms(5);
	kill(pid, SIGKILL);
	BUG_ON(waitpid(pid, &status, 0) != pid);
	assert_true(WIFSIGNALED(status));
	/* What it did is done, what it did not is there, and it does not say that it ended. */
	assert_true(number(left) > 0);
	assert_true(number(left) < 30000);
	assert_int_equal(number("SELECT COUNT(*) FROM job_runs WHERE finished_at IS NULL"), 1);
	const char *const args[] = { "job", service_path(&s, "conf"), "expire-tokens", NULL };
	assert_int_equal(service_run(&s, args), 1);	/* its lease holds for a minute */
	sql("UPDATE job_leases SET leased_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND");
	assert_int_equal(service_run(&s, args), 0);
	assert_int_equal(number(left), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM job_runs WHERE finished_at IS NULL"), 1);
	leave_shop(&s, 'a');
}

static int
open_all(void **state)
{
	const char *more = getenv("BACKFILL_ORDERS");
	(void)state;

	if (more)
		orders = (int)strtol(more, NULL, 10);
	mem = arena_new(64 * 1024 * 1024);
	my = mysql_init(NULL);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(my, NULL, getenv("CRUMBLED_TESTDB_USER"), NULL, NULL, 0,
	                        arena_fmt(mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")), 0))
		return -1;
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	mysql_close(my);
	arena_free(mem);
	mysql_library_end();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_of_orders_get_their_customers),
		cmocka_unit_test(killed_at_random_it_gives_the_same),
		cmocka_unit_test(more_orders_need_no_more_memory),
		cmocka_unit_test(what_is_asked_wrongly_is_refused),
		cmocka_unit_test(integrity_says_what_is_wrong),
		cmocka_unit_test(audit_finds_a_seal_without_the_key_and_one_that_is_gone),
		cmocka_unit_test(a_job_is_done_by_hand),
		cmocka_unit_test(a_job_that_was_killed_is_finished_by_the_next),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
