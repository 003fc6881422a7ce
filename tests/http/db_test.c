/* SPDX-License-Identifier: MIT */
/* What is done again after which error of the database; and a checkout whose connection is cut,
 * once at each of its statements, before or after the server saw it. */
#include "support/cutter.h"
#include "support/order.h"

#include "base/str.h"

/* ---- which errors are worth another attempt ---- */

struct trying {
	const enum err *results;	/* of the attempts, one after the other; the last one stays */
	int calls;
	int64_t rows_seen;		/* what the last attempt found of earlier ones */
};

SQL(q_unused, "SELECT 1 AS id");	/* never run: gives the test's statements their type */

/* A statement of this test, in the place of one of the library's that it does not use meanwhile. */
static struct sql
statement(const char *text)
{
	size_t n;
	struct sql q = q_unused;

	q.text = text;
	q.slot = db_statements(&n)[0]->slot;
	return q;
}

struct number { int64_t id; };
static const struct col number_cols[] = { COL(struct number, id) };

static enum err
try(struct ctx *cx, void *arg)
{
	struct trying *t = arg;
	struct sql q = statement("INSERT INTO carts (created_at) VALUES (?)");
	enum err e = t->results[t->calls++];

	if (e != OK && t->results[t->calls] == OK && t->calls > 1)
		assert_null(cx->faults);
	TRY(db_exec(cx, &q, NULL, TIME(cx->now)));
	fault_add(cx, "field", "code", "of an attempt");
	cx->detail = t;
	return e;
}

static enum err
run(struct shop *s, struct trying *t, enum db_again again)
{
	s->cx.db = s->db_shop;
	t->calls = 0;
	db_drop(s->db_shop);		/* the borrowed place holds no other statement */
	enum err e = db_transaction(&s->cx, again, try, t);
	db_drop(s->db_shop);
	return e;
}

static void
only_what_undid_everything_is_tried_again(void **state)
{
	struct shop *s = *state;
	static const struct {
		enum err results[7], want;
		int calls, rows;
	} rows[] = {
		{ { OK }, OK, 1, 1 },
		{ { E_DB_RETRY, OK }, OK, 2, 1 },
		{ { E_DB_RETRY, E_DB_RETRY, E_DB_RETRY, E_DB_RETRY, OK }, OK, 5, 1 },
		{ { E_DB_RETRY, E_DB_RETRY, E_DB_RETRY, E_DB_RETRY, E_DB_RETRY, OK },
		  E_UNAVAILABLE, 5, 0 },
		{ { E_DB_LOCK_WAIT, OK }, OK, 2, 1 },
		{ { E_DB_LOCK_WAIT, E_DB_LOCK_WAIT, OK }, E_UNAVAILABLE, 2, 0 },
		{ { E_DB_LOST, OK }, OK, 2, 1 },
		{ { E_DB_LOST, E_DB_RETRY, E_DB_LOCK_WAIT, OK }, OK, 4, 1 },
		{ { E_DB_FULL, OK }, E_UNAVAILABLE, 1, 0 },
		{ { E_LIMIT, OK }, E_LIMIT, 1, 0 },
		{ { E_DUPLICATE, OK }, E_DUPLICATE, 1, 0 },
		{ { E_SLOT_FULL, OK }, E_SLOT_FULL, 1, 0 },
		{ { E_INTERNAL, OK }, E_INTERNAL, 1, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct trying t = { .results = rows[i].results };
		sql_do(s, "DELETE FROM carts");
		ctx_reset(&s->cx);
		s->cx.now = shop_now();
		assert_int_equal(run(s, &t, DB_ONCE), rows[i].want);
		assert_int_equal(t.calls, rows[i].calls);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM carts"), rows[i].rows);
		/* What an attempt noted that was undone is forgotten. */
		if (rows[i].want == OK)
			assert_null(s->cx.faults->next);
	}
}

static enum err
read_one(struct ctx *cx, void *arg)
{
	struct sql q = statement(arg);
	struct number n = { 0 };

	return db_one(cx, &q, number_cols, &n);
}

static void
an_error_behind_the_only_row_is_an_error(void **state)
{
	struct shop *s = *state;

	s->cx.db = s->db_shop;
	db_drop(s->db_shop);
	assert_int_equal(db_reading(&s->cx, read_one, "SELECT 1 AS id UNION ALL SELECT "
	                            "(SELECT 2 UNION ALL SELECT 3)"), E_INTERNAL);
	db_drop(s->db_shop);
}

static enum err
write_bad_text(struct ctx *cx, void *arg)
{
	struct sql q = statement("UPDATE carts SET promo_code = ? WHERE id = ?");

	return db_exec(cx, &q, NULL, STR("secret \xff"), I64(*(int64_t *)arg));
}

static void
a_value_that_the_server_quotes_is_not_logged(void **state)
{
	struct shop *s = *state;
	int64_t id;

	sql_do(s, "INSERT INTO carts (created_at) VALUES ('2030-01-01')");
	id = sql_number(s, "SELECT id FROM carts");
	s->cx.db = s->db_shop;
	db_drop(s->db_shop);
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, write_bad_text, &id), E_INTERNAL);
	assert_non_null(strstr(s->cx.why, "database error 1366"));
	assert_null(strstr(s->cx.why, "secret"));
	assert_null(strstr(s->cx.why, "xFF"));
	db_drop(s->db_shop);
}

struct killing { struct shop *s; int calls; };

static enum err
be_killed(struct ctx *cx, void *arg)
{
	struct killing *k = arg;
	struct sql q = statement("INSERT INTO carts (created_at) VALUES (?)");

	TRY(db_exec(cx, &q, NULL, TIME(cx->now)));
	if (k->calls++ == 0)
		sql_do(k->s, "KILL CONNECTION %lld", (long long)sql_number(k->s, "SELECT id FROM "
		       "information_schema.processlist WHERE db = DATABASE() AND "
		       "user = 'crumbled_shop'"));
	return db_exec(cx, &q, NULL, TIME(cx->now));
}

static void
a_killed_connection_is_made_again(void **state)
{
	struct shop *s = *state;
	struct killing k = { s, 0 };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	db_drop(s->db_shop);
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, be_killed, &k), OK);
	assert_int_equal(k.calls, 2);
	expect_rows(s, 2, "SELECT 1 FROM carts");
	db_drop(s->db_shop);
}

static enum err
insert_city(struct ctx *cx, void *name)
{
	struct sql q = statement("INSERT INTO cities (name) VALUES (?)");

	return db_exec(cx, &q, NULL, STR(name));
}

static void
which_key_was_taken_is_not_for_the_entry_to_say(void **state)
{
	struct shop *s = *state;
	char name[] = "Giza' for key 'orders_number' for key ";

	s->cx.db = s->db_admin;
	db_drop(s->db_admin);
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, insert_city, name), OK);
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, insert_city, name), E_DUPLICATE);
	assert_true(db_duplicate_of(s->db_admin, "cities_name"));
	assert_false(db_duplicate_of(s->db_admin, "orders_number"));
	db_drop(s->db_admin);
}

/* ---- a checkout whose connection is cut ---- */

static struct cutter *cutter;

static int
open_cut(void **state)
{
	struct shop *s = *state;

	shop_begin(state);
	cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")));
	db_free(s->db_shop);
	s->db_shop = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_shop",
		.password = "testshop",
	});
	return 0;
}

static int
close_cut(void **state)
{
	struct shop *s = *state;

	db_free(s->db_shop);
	s->db_shop = db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")),
		.name = s->name, .user = "crumbled_shop", .password = "testshop",
	});
	s->cx.db = s->db_shop;
	cutter_stop(cutter);
	return 0;
}

static int orders;

/* Each checkout is somebody else's, so that none waits for another. */
static char *
prepare_checkout(struct shop *s)
{
	const char *phone = arena_fmt(s->cx.mem, "+2010%08d", ++orders);

	memset(s->visitors, 0, sizeof s->visitors);
	s->ip = arena_fmt(s->cx.mem, "198.51.100.%d", orders);	/* and meets no limit */
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_status(s, 200);
	return shop_checkout_body(s, shop_proof(s, phone), phone, "332.00", "");
}

static void
send_checkout(struct shop *s, const char *body)
{
	once(s, arena_fmt(s->cx.mem, "key-of-the-order-%d", orders));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

static void
expect_orders(struct shop *s, int n)
{
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders"), n);
	assert_int_equal(sql_number(s, "SELECT used_count FROM promo_codes WHERE code = 'WELCOME10'"), n);
	assert_int_equal(sql_number(s, "SELECT MIN(held_orders) FROM capacity"), n);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM outbox WHERE topic = 'order_placed' "
	                            "AND kind = 'sms'"), n);
}

static void
cut_everywhere(struct shop *s, enum cut_when when)
{
	int n = 0;

	orders = 0;
	sql_do(s, "UPDATE promo_codes SET usage_limit = NULL, per_customer_limit = 1");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	for (bool cut = true; cut && n < 200; n++) {
		char *body = prepare_checkout(s);
		cutter_set(cutter, when, n, NULL);
		send_checkout(s, body);
		cut = cutter_has_cut(cutter);
		cutter_set(cutter, CUT_NEVER, 0, NULL);
		if (s->reply.status != 201)
			print_error("cut at statement %d\n", n);
		expect_status(s, 201);
		expect_orders(s, orders);
	}
	assert_in_range(n, 25, 150);
}

static void
a_checkout_that_loses_its_connection_anywhere_is_one_order(void **state)
{
	cut_everywhere(*state, CUT_BEFORE);
}

static void
a_checkout_that_loses_an_answer_anywhere_is_one_order(void **state)
{
	cut_everywhere(*state, CUT_AFTER);
}

static void
a_lost_commit_is_replayed_if_it_arrived_and_done_again_if_not(void **state)
{
	struct shop *s = *state;
	char *body = prepare_checkout(s);

	cutter_set(cutter, CUT_AFTER, 0, "COMMIT");
	send_checkout(s, body);
	assert_true(cutter_has_cut(cutter));
	expect_status(s, 201);
	assert_string_equal(header(s, "Idempotent-Replayed"), "true");
	expect_orders(s, 1);

	body = prepare_checkout(s);
	cutter_set(cutter, CUT_BEFORE, 0, "COMMIT");
	send_checkout(s, body);
	assert_true(cutter_has_cut(cutter));
	expect_status(s, 201);
	assert_null(header(s, "Idempotent-Replayed"));
	expect_orders(s, 2);
}

static void
without_a_key_a_lost_commit_is_said_to_be_unknown(void **state)
{
	struct shop *s = *state;

	cutter_set(cutter, CUT_AFTER, 0, "COMMIT");
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1}", DEMO_CHIP_MEDIUM);
	expect_error(s, 503, "outcome_unknown");
	assert_null(header(s, "Set-Cookie"));
	shop_add_pack(s);
	/* What makes twice the same as once is simply done again. */
	cutter_set(cutter, CUT_AFTER, 0, "COMMIT");
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	assert_true(cutter_has_cut(cutter));
	expect_status(s, 200);
}

static void
a_server_that_stalls_is_given_up_within_eight_seconds(void **state)
{
	struct shop *s = *state;
	char *body = prepare_checkout(s);
	int64_t start = clock_monotonic_us();

	/* At the count of the rate, and then any other connection. */
	cutter_set(cutter, CUT_STALL, 1, NULL);
	cutter_keep_on(cutter);
	send_checkout(s, body);
	assert_in_range(clock_monotonic_us() - start, 5000000, 8500000);
	expect_error(s, 503, "unavailable");
	cutter_set(cutter, CUT_NEVER, 0, NULL);
	send_checkout(s, body);
	expect_status(s, 201);

	/* Once only, at the worst moment: there is time to find out. */
	body = prepare_checkout(s);
	cutter_set(cutter, CUT_STALL, 0, "COMMIT");
	send_checkout(s, body);
	expect_status(s, 201);
	expect_orders(s, 2);
}

#define cut_test(fn) cmocka_unit_test_setup_teardown(fn, open_cut, close_cut)
SHOP_TESTS(shop_test(only_what_undid_everything_is_tried_again),
           shop_test(an_error_behind_the_only_row_is_an_error),
           shop_test(a_value_that_the_server_quotes_is_not_logged),
           shop_test(a_killed_connection_is_made_again),
           shop_test(which_key_was_taken_is_not_for_the_entry_to_say),
           cut_test(a_checkout_that_loses_its_connection_anywhere_is_one_order),
           cut_test(a_checkout_that_loses_an_answer_anywhere_is_one_order),
           cut_test(a_lost_commit_is_replayed_if_it_arrived_and_done_again_if_not),
           cut_test(without_a_key_a_lost_commit_is_said_to_be_unknown),
           cut_test(a_server_that_stalls_is_given_up_within_eight_seconds))
