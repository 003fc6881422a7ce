/* SPDX-License-Identifier: MIT */
/* What is wrong with a database is found, each fault by its check; and on a sound one nothing. */
#include "support/job.h"
#include "support/order.h"

#include "base/str.h"
#include "identity/backfill.h"
#include "report/integrity.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static struct integrity
look(struct shop *s)
{
	struct integrity io = { 0 };

	db_drop(s->db_jobs);		/* what it prepared may be of another schema */
	s->cx.db = s->db_jobs;
	if (integrity_run(&s->cx, &io) != OK)
		fail_msg("integrity: %s", s->cx.why);
	return io;
}

static bool
found(const struct integrity *io, const char *what, int64_t id, const char *detail)
{
	for (size_t i = 0; i < io->findings_n; i++) {
		const struct finding *f = &io->findings[i];
		if (str_eq(f->what, what) && f->id == id &&
		    (detail ? f->detail && strstr(f->detail, detail) : !f->detail))
			return true;
	}
	return false;
}

static void
show(const struct integrity *io)
{
	for (size_t i = 0; i < io->findings_n; i++)
		print_error("%s %lld of %lld %s\n", io->findings[i].what,
		            (long long)io->findings[i].id, (long long)io->findings[i].n,
		            io->findings[i].detail ? io->findings[i].detail : "");
}

static void
expect_found_(struct integrity io, const char *what, int64_t id, const char *detail, int line)
{
	if (!found(&io, what, id, detail)) {
		show(&io);
		print_error("not found: %s %lld %s\n", what, (long long)id, detail ? detail : "");
		_fail(__FILE__, line);
	}
}
#define expect_found(s, what, id, detail) expect_found_(look(s), what, id, detail, __LINE__)

static void
expect_no_findings(struct shop *s)
{
	struct integrity io = look(s);

	show(&io);
	assert_int_equal(io.findings_n, 0);
	assert_true(io.complete);
	assert_true(io.checks > 300);
}

static void
on_a_sound_shop_nothing_is_found(void **state)
{
	struct shop *s = *state;

	expect_no_findings(s);
	shop_order(s, DEMO_PHONE);
	as(s, 1);
	shop_order(s, "+201001234568");
	expect_no_findings(s);
}

static void
a_backfill_leaves_nothing_to_find(void **state)
{
	struct shop *s = *state;
	struct backfill_run r = { 0 };
	int32_t n;

	shop_order(s, DEMO_PHONE);
	sql_do(s, "UPDATE orders SET customer_id = NULL");
	s->cx.db = s->db_jobs;
	do {
		assert_int_equal(backfill_step(&s->cx, 10, &r, &n), OK);
		expect_no_findings(s);
	} while (n > 0);
	assert_int_equal(r.linked, 1);
	assert_int_equal(backfill_undo(&s->cx, r.id), OK);
	do {
		assert_int_equal(backfill_step(&s->cx, 10, &r, &n), OK);
		expect_no_findings(s);
	} while (n > 0);
}

/* Calls fn for the name of each file of sql/checks. */
static int
each_check(struct shop *s, void (*fn)(struct shop *, const char *name, void *arg), void *arg)
{
	DIR *dir = opendir("sql/checks");
	struct dirent *entry;
	int n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (*entry->d_name != '.') {
			fn(s, arena_strn(s->cx.mem, entry->d_name, strcspn(entry->d_name, ".")), arg);
			n++;
		}
	closedir(dir);
	return n;
}

static void
is_built_in(struct shop *s, const char *name, void *arg)
{
	const char *q = arena_fmt(s->cx.mem, "q_%s", name);
	size_t n;
	const struct sql *const *all = db_statements(&n);

	(void)arg;
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i]->name, q) && str_eq(all[i]->file, "lib/report/integrity.c"))
			return;
	fail_msg("sql/checks/%s.sql is not in lib/report/integrity.c", name);
}

static void
is_found(struct shop *s, const char *name, void *arg)
{
	const struct integrity *io = arg;

	for (size_t i = 0; i < io->findings_n; i++)
		if (str_eq(io->findings[i].what, name) ||
		    (str_eq(name, "orphans") && strstr(io->findings[i].what, "_fk")))
			return;
	show(io);
	fail_msg("%s finds nothing, or calls it otherwise", name);
	(void)s;
}

static void
every_check_is_made(void **state)
{
	assert_true(each_check(*state, is_built_in, NULL) >= 29);
}

static void
load_broken(struct shop *s)
{
	char *text = arena_alloc(s->cx.mem, 65536);
	int fd = open("tests/sql/broken.sql", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0 && read(fd, text, 65535) > 0);
	close(fd);
	shop_wipe(s);
	sql_do(s, "%s", text);
	sql_do(s, "SET SESSION foreign_key_checks = 1, check_constraint_checks = 1");
}

static void
each_planted_fault_is_found(void **state)
{
	struct shop *s = *state;
	struct integrity io;

	load_broken(s);
	io = look(s);
	each_check(s, is_found, &io);
}

static void
rows_are_told_by_their_ids_twenty_at_most(void **state)
{
	struct shop *s = *state;
	struct integrity io;
	int orphans = 0;

	sql_do(s, "SET foreign_key_checks = 0");
	sql_do(s, "INSERT INTO carts (id, customer_id) SELECT 100 + seq, 77 FROM seq_1_to_33");
	sql_do(s, "SET foreign_key_checks = 1");
	io = look(s);
	for (size_t i = 0; i < io.findings_n; i++, orphans++) {
		assert_string_equal(io.findings[i].what, "carts_customer_fk");
		assert_int_equal(io.findings[i].id, 101 + orphans);
		assert_int_equal(io.findings[i].n, 33);
		assert_null(io.findings[i].detail);
	}
	assert_int_equal(orphans, 20);
}

static void
an_index_that_is_gone_is_found(void **state)
{
	struct shop *s = *state;

	sql_do(s, "ALTER TABLE orders DROP INDEX orders_email");
	expect_found(s, "indexes", 0, "orders has no index on (customer_email,id)");
	/* The order of its columns, and further ones, do not matter. */
	sql_do(s, "ALTER TABLE orders ADD INDEX orders_email (id, customer_email, status)");
	expect_no_findings(s);
	sql_do(s, "ALTER TABLE orders DROP INDEX orders_email, "
	       "ADD INDEX orders_email (customer_email, status, id)");
	expect_found(s, "indexes", 0, "orders has no index on (customer_email,id)");
	sql_do(s, "ALTER TABLE orders DROP INDEX orders_email, "
	       "ADD INDEX orders_email (customer_email, id)");
	expect_no_findings(s);
}

static void
a_foreign_key_that_is_gone_is_found(void **state)
{
	struct shop *s = *state;

	sql_do(s, "ALTER TABLE sales DROP FOREIGN KEY sales_order_fk");
	expect_found(s, "foreign_keys", 0, "sales_order_fk");
	sql_do(s, "ALTER TABLE sales ADD CONSTRAINT sales_order_fk FOREIGN KEY (order_id) "
	       "REFERENCES orders (id) ON DELETE RESTRICT");
	expect_no_findings(s);
}

static void
a_column_that_is_gone_is_found_with_its_statement(void **state)
{
	struct shop *s = *state;

	sql_do(s, "ALTER TABLE orders CHANGE gift_note gift_words VARCHAR(500)");
	expect_found(s, "statements", 0, "lib/sale/order.c:");
	expect_found(s, "statements", 0, "Unknown column");
	sql_do(s, "ALTER TABLE orders CHANGE gift_words gift_note VARCHAR(500)");
	/* Also when a check itself stands on it. */
	sql_do(s, "ALTER TABLE outbox CHANGE topic about VARCHAR(40)");
	expect_found(s, "statements", 0, "q_outbox_secrets");
	sql_do(s, "ALTER TABLE outbox CHANGE about topic VARCHAR(40) CHARACTER SET utf8mb4 COLLATE "
	       "utf8mb4_bin NOT NULL");
	expect_no_findings(s);
}

static void
a_statement_that_reads_a_large_table_is_found(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (first_name, phone) SELECT 'A', CONCAT('+2011', "
	       "LPAD(seq, 8, '0')) FROM seq_1_to_8000");
	sql_do(s, "ANALYZE TABLE customers");
	expect_no_findings(s);
	sql_do(s, "ALTER TABLE customers DROP INDEX customers_phone");
	expect_found(s, "plans", 0, "reads all of customers");
	/* A small table may be read whole. */
	sql_do(s, "DELETE FROM customers LIMIT 7900");
	sql_do(s, "ANALYZE TABLE customers");
	struct integrity io = look(s);
	for (size_t i = 0; i < io.findings_n; i++)
		assert_string_not_equal(io.findings[i].what, "plans");
	sql_do(s, "ALTER TABLE customers ADD UNIQUE INDEX customers_phone (phone)");
	expect_no_findings(s);
}

static void
when_the_time_is_up_it_says_so(void **state)
{
	struct shop *s = *state;
	struct integrity io = { .until_us = 1 };

	s->cx.db = s->db_jobs;
	assert_int_equal(integrity_run(&s->cx, &io), OK);
	assert_false(io.complete);
	assert_int_equal(io.findings_n, 0);
}

static void
cron_is_told_what_is_wrong(void **state)
{
	struct shop *s = *state;

	run_job(s, "integrity");
	expect_status(s, 200);
	expect_text(s, "job", "integrity");
	expect_text(s, "started_at", "2030-01-02T12:00:00Z");
	assert_true(json_flag(at(s, "complete")));
	assert_true(number_at(s, "checks") > 300);
	assert_int_equal(json_list_length(at(s, "findings")), 0);

	sql_do(s, "SET foreign_key_checks = 0");
	sql_do(s, "INSERT INTO carts (id, customer_id) VALUES (5, 77)");
	sql_do(s, "SET foreign_key_checks = 1");
	run_job(s, "integrity");
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "findings")), 1);
	expect_text(s, "findings.0.what", "carts_customer_fk");
	expect_number(s, "findings.0.id", 5);
	expect_number(s, "findings.0.n", 1);
	assert_false(has(s, "findings.0.detail"));
	expect_rows(s, 1, "SELECT 1 FROM job_leases WHERE job = 'integrity' AND holder IS NULL");
}

#define job_test(fn) cmocka_unit_test_setup(fn, job_begin)
SHOP_TESTS(shop_test(on_a_sound_shop_nothing_is_found),
           shop_test(a_backfill_leaves_nothing_to_find), shop_test(every_check_is_made),
           shop_test(each_planted_fault_is_found),
           shop_test(rows_are_told_by_their_ids_twenty_at_most),
           shop_test(an_index_that_is_gone_is_found),
           shop_test(a_foreign_key_that_is_gone_is_found),
           shop_test(a_column_that_is_gone_is_found_with_its_statement),
           shop_test(a_statement_that_reads_a_large_table_is_found),
           shop_test(when_the_time_is_up_it_says_so), job_test(cron_is_told_what_is_wrong))
