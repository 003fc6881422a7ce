/* SPDX-License-Identifier: MIT */
/* The journal of the staff is sealed: whatever is done to it afterwards is found. */
#include "support/job.h"
#include "support/order.h"

#include "base/str.h"
#include "ops/audit_seal.h"

#define JOB "seal-audit"
#define OLD (SHOP_NOON - AUDIT_SEAL_AFTER_SECS)

/* So many rows of every form, written at that moment. */
static void
write_rows(struct shop *s, int n, int64_t at)
{
	char when[CLOCK_TEXT];

	clock_sql(at, when);
	sql_do(s, "INSERT IGNORE INTO admin_users (id, username, email, role) "
	       "VALUES (1, 'boss', 'boss@example.com', 'super_admin')");
	sql_do(s, "INSERT INTO admin_activity_log (admin_user_id, action, entity, entity_id, before_json, "
	       "after_json, note, ip_address, request_id, created_at) SELECT IF(seq %% 2, 1, NULL), "
	       "'order.edit', 'orders', NULLIF(seq, 3), '{\"a\":1}', '{\"a\":2}', IF(seq %% 3, NULL, ''), "
	       "'203.0.113.9', MD5(seq), '%s' FROM seq_1_to_%d", when, n);
}

static void
seal_all(struct shop *s)
{
	run_job(s, JOB);
	expect_status(s, 200);
}

/* What a look finds; "" when nothing is wrong. */
static const char *
look(struct shop *s)
{
	struct audit_check c = { 0 };
	const char *fault, *all = "";
	bool more = true;

	s->cx.db = s->db_jobs;
	s->cx.now = shop_now();
	while (more) {
		assert_int_equal(audit_check_next(&s->cx, &c, &fault, &more), OK);
		if (fault)
			all = arena_fmt(s->cx.mem, "%s%s\n", all, fault);
	}
	return all;
}

static void
rows_are_sealed_a_minute_after_they_were_written(void **state)
{
	struct shop *s = *state;
	struct audit_seal newest;

	seal_all(s);
	expect_number(s, "done", 0);
	expect_number(s, "sealed_to", 0);
	write_rows(s, 250, OLD);
	write_rows(s, 5, OLD + 1);
	seal_all(s);
	expect_text(s, "job", JOB);
	expect_number(s, "done", 250);
	int64_t to = number_at(s, "sealed_to");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE id <= %lld",
	                            (long long)to), 250);
	s->cx.db = s->db_jobs;
	assert_int_equal(audit_seal_newest(&s->cx, &newest), OK);
	expect_text(s, "seal", hex_text(s->cx.mem, newest.hash.b, HASH_BYTES));
	/* A hundred each, one after the other; the five wait. */
	expect_rows(s, 3, "SELECT 1 FROM audit_seals");
	seal_all(s);
	expect_number(s, "done", 0);
	shop_at(SHOP_NOON + 1);
	seal_all(s);
	expect_number(s, "done", 5);
	assert_string_equal(look(s), "");
	expect_sound(s);
}

static void
a_young_row_holds_up_those_after_it_so_that_the_order_stays(void **state)
{
	struct shop *s = *state;

	write_rows(s, 2, OLD);
	write_rows(s, 1, SHOP_NOON);
	write_rows(s, 2, OLD);
	seal_all(s);
	expect_number(s, "done", 2);
	shop_at(SHOP_NOON + AUDIT_SEAL_AFTER_SECS);
	seal_all(s);
	expect_number(s, "done", 3);
	assert_string_equal(look(s), "");
}

static void
every_change_to_a_sealed_row_is_found(void **state)
{
	struct shop *s = *state;
	static const struct { const char *set, *back; } changes[] = {
		{ "admin_user_id = NULL", "admin_user_id = 1" },
		{ "action = 'order.edis'", "action = 'order.edit'" },
		{ "entity = 'Orders'", "entity = 'orders'" },
		{ "entity_id = NULL", "entity_id = 5" },
		{ "entity_id = 6", "entity_id = 5" },
		{ "before_json = '{\"a\":7}'", "before_json = '{\"a\":1}'" },
		{ "before_json = NULL", "before_json = '{\"a\":1}'" },
		{ "after_json = '{\"a\":2} '", "after_json = '{\"a\":2}'" },
		{ "note = ''", "note = NULL" },
		{ "ip_address = '203.0.113.8'", "ip_address = '203.0.113.9'" },
		{ "request_id = REVERSE(request_id)", "request_id = REVERSE(request_id)" },
		{ "created_at = created_at + INTERVAL 1 SECOND", "created_at = created_at - INTERVAL 1 SECOND" },
		/* What one column loses, the next one gets. */
		{ "action = 'order.editorder', entity = 's'", "action = 'order.edit', entity = 'orders'" },
	};

	write_rows(s, 150, OLD);
	int64_t first = sql_number(s, "SELECT MIN(id) FROM admin_activity_log");
	seal_all(s);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		sql_do(s, "UPDATE admin_activity_log SET %s WHERE id = %lld", changes[i].set,
		       (long long)first + 4);
		if (!strstr(look(s), "they or their seal were changed"))
			fail_msg("not found: %s", changes[i].set);
		sql_do(s, "UPDATE admin_activity_log SET %s WHERE id = %lld", changes[i].back,
		       (long long)first + 4);
		assert_string_equal(look(s), "");
	}
}

static void
a_removed_and_an_added_row_are_found(void **state)
{
	struct shop *s = *state;

	write_rows(s, 150, OLD);
	seal_all(s);
	int64_t first = sql_number(s, "SELECT MIN(id) FROM admin_activity_log");
	/* Its number changes: as if one was removed and another added. */
	sql_do(s, "UPDATE admin_activity_log SET id = 0 WHERE id = %lld", (long long)first + 120);
	assert_non_null(strstr(look(s), "some were removed"));
	assert_non_null(strstr(look(s), "some were added"));
	sql_do(s, "UPDATE admin_activity_log SET id = %lld WHERE id = 0", (long long)first + 120);
	assert_string_equal(look(s), "");
	sql_do(s, "DELETE FROM admin_activity_log WHERE id = %lld", (long long)first + 120);
	assert_non_null(strstr(look(s), "some were removed"));
	/* Also the last one of all. */
	sql_do(s, "DELETE FROM admin_activity_log ORDER BY id DESC LIMIT 1");
	assert_non_null(strstr(look(s), "some were removed"));
}

static void
a_changed_a_removed_and_a_forged_seal_are_found(void **state)
{
	struct shop *s = *state;

	write_rows(s, 350, OLD);
	seal_all(s);
	expect_rows(s, 4, "SELECT 1 FROM audit_seals");
	sql_do(s, "CREATE TABLE kept AS SELECT * FROM audit_seals");
	static const char *const changes[] = {
		"UPDATE audit_seals SET sealed_at = sealed_at + INTERVAL 1 SECOND LIMIT 1",
		"UPDATE audit_seals SET hash = UNHEX(SHA2('x', 256)) ORDER BY first_id LIMIT 1",
		"UPDATE audit_seals SET previous_hash = UNHEX(SHA2('x', 256)) ORDER BY first_id DESC LIMIT 1",
		"UPDATE audit_seals SET rows_n = rows_n - 1 ORDER BY first_id DESC LIMIT 1",
		"DELETE FROM audit_seals ORDER BY first_id LIMIT 1",
		"DELETE FROM audit_seals WHERE first_id NOT IN (SELECT MIN(first_id) FROM kept UNION "
		"SELECT MAX(first_id) FROM kept)",
		"UPDATE audit_seals SET first_id = first_id + 1, rows_n = rows_n - 1 ORDER BY first_id DESC "
		"LIMIT 1",
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		sql_do(s, "%s", changes[i]);
		if (str_eq(look(s), ""))
			fail_msg("not found: %s", changes[i]);
		sql_do(s, "DELETE FROM audit_seals");
		sql_do(s, "INSERT INTO audit_seals SELECT * FROM kept");
		assert_string_equal(look(s), "");
	}
	/* Somebody with the database but without the key makes all of them anew. */
	s->keys.key[KEY_AUDIT][0] ^= 1;
	sql_do(s, "DELETE FROM audit_seals");
	seal_all(s);
	s->keys.key[KEY_AUDIT][0] ^= 1;
	assert_non_null(strstr(look(s), "they or their seal were changed"));
	sql_do(s, "DROP TABLE kept");
}

static bool
seals(struct shop *s, int i)
{
	(void)i;
	run_job(s, JOB);
	BUG_ON(s->reply.status != 200 && s->reply.err != E_JOB_RUNNING);
	return s->reply.status == 200;
}

static bool
steps(struct shop *s, int i)
{
	int32_t n = 1;

	(void)i;
	s->cx.db = s->db_jobs;
	s->cx.now = shop_now();
	while (n > 0)
		if (audit_seal_step(&s->cx, 10, &n) != OK)
			return false;
	return true;
}

static void
ten_at_once_make_one_chain(void **state)
{
	struct shop *s = *state;

	write_rows(s, 500, OLD);
	assert_true(shop_parallel(s, 10, seals) >= 1);
	/* Also without the lease that keeps them apart. */
	sql_do(s, "DELETE FROM audit_seals");
	assert_int_equal(shop_parallel(s, 10, steps), 10);
	seal_all(s);
	assert_string_equal(look(s), "");
	expect_rows(s, 500, "SELECT 1 FROM admin_activity_log");
	assert_int_equal(sql_number(s, "SELECT SUM(rows_n) FROM audit_seals"), 500);
	expect_sound(s);
}

#define seal_test(fn) cmocka_unit_test_setup(fn, job_begin)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		seal_test(rows_are_sealed_a_minute_after_they_were_written),
		seal_test(a_young_row_holds_up_those_after_it_so_that_the_order_stays),
		seal_test(every_change_to_a_sealed_row_is_found),
		seal_test(a_removed_and_an_added_row_are_found),
		seal_test(a_changed_a_removed_and_a_forged_seal_are_found),
		seal_test(ten_at_once_make_one_chain),
	};

	return cmocka_run_group_tests(tests, shop_open, shop_close);
}
