/* SPDX-License-Identifier: MIT */
/* Where a person is: sql/personal.txt fits the schema, the export has all of it, and after an
 * erasure nothing is left but what has to stay. */
#include "support/account.h"
#include "support/order.h"
#include "support/person.h"
#include "support/staff.h"

#include "base/buf.h"
#include "base/str.h"

#define ME "/api/v1/me"

/* Columns of the schema that hold text, JSON or bytes, as "table.column,...". */
static char *
text_columns(struct shop *s)
{
	sql_do(s, "SET SESSION group_concat_max_len = 1000000");
	return sql_text(s, "SELECT GROUP_CONCAT(CONCAT(c.table_name, '.', c.column_name)) "
		"FROM information_schema.columns c JOIN information_schema.tables t "
		"ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
		"WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.data_type IN "
		"('char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json', 'binary', "
		"'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob')");
}

static const struct personal *
line_of(const struct personal *list, size_t n, const char *table, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].table, table) && str_eq(list[i].column, column))
			return &list[i];
	return NULL;
}

typedef void for_column(struct shop *s, const char *table, const char *column, void *arg);

/* Calls fn for each column of text_columns. */
static void
each_column(struct shop *s, for_column *fn, void *arg)
{
	char *save = NULL;

	for (char *c = strtok_r(text_columns(s), ",", &save); c; c = strtok_r(NULL, ",", &save)) {
		char *dot = strchr(c, '.');

		fn(s, arena_strn(s->cx.mem, c, (size_t)(dot - c)), dot + 1, arg);
	}
}

/* ---- the list and the schema ---- */

struct map { const struct personal *list; size_t n; int missing; };

static void
needs_a_line(struct shop *s, const char *table, const char *column, void *arg)
{
	struct map *m = arg;
	(void)s;

	if (!line_of(m->list, m->n, table, column)) {
		print_error("sql/personal.txt does not say what %s.%s is\n", table, column);
		m->missing++;
	}
}

static void
every_column_that_can_hold_a_person_has_a_line(void **state)
{
	struct shop *s = *state;
	struct map m = { .missing = 0 };

	m.list = personal_read(s, &m.n);
	each_column(s, needs_a_line, &m);
	assert_int_equal(m.missing, 0);
	assert_true(m.n > 150);
	/* It sees a new one. */
	sql_do(s, "ALTER TABLE carts ADD COLUMN nickname VARCHAR(10)");
	each_column(s, needs_a_line, &m);
	sql_do(s, "ALTER TABLE carts DROP COLUMN nickname");
	assert_int_equal(m.missing, 1);
}

static void
every_line_has_a_column_and_stands_once(void **state)
{
	struct shop *s = *state;
	size_t n;
	const struct personal *list = personal_read(s, &n);

	for (size_t i = 0; i < n; i++) {
		if (sql_number(s, "SELECT COUNT(*) FROM information_schema.columns WHERE "
		               "table_schema = DATABASE() AND table_name = '%s' "
		               "AND column_name = '%s'", list[i].table, list[i].column) != 1)
			fail_msg("sql/personal.txt: there is no %s.%s", list[i].table,
			         list[i].column);
		if (line_of(list, i, list[i].table, list[i].column))
			fail_msg("sql/personal.txt: %s.%s twice", list[i].table, list[i].column);
	}
}

/* ---- marks ---- */

static struct person a, b;

static const char *
export_of_a(struct shop *s)
{
	as_customer(s, 0, a.id, false);
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	post(s, "/api/v1/export", "{'token':'%s'}", link_sent(s, a.email, "/export#token="));
	expect_status(s, 200);
	return arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
}

static void
the_export_has_every_mark_that_it_should_and_no_other(void **state)
{
	struct shop *s = *state;
	const char *doc;

	person_add(s, &a, 'a');
	person_add(s, &b, 'b');
	doc = export_of_a(s);
	for (size_t i = 0; i < a.marks_n; i++) {
		const struct mark *m = &a.marks[i];
		bool is_there = strstr(doc, m->shown) != NULL;

		/* What was proved is in the profile, wherever else it stands. */
		if (is_there != m->of->is_exported && !str_eq(m->value, a.phone) &&
		    !str_eq(m->value, a.email))
			fail_msg("%s.%s is %sin the export", m->of->table, m->of->column,
			         is_there ? "" : "not ");
	}
	assert_null(strstr(doc, b.text));
	assert_null(strstr(doc, b.number));
	expect_text(s, "waiting.0.phone", a.phone);
	expect_text(s, "waiting.0.email", a.email);
	expect_text(s, "profile.email", a.email);
	expect_text(s, "profile.phone", a.phone);
	expect_number(s, "downloads.0.download_count", 0);
	expect_text(s, "orders.0.total", "65.00");
	expect_text(s, "payments.0.status", "paid");
	expect_text(s, "refunds.0.amount", "1.00");
	expect_number(s, "claims.0.orders", 1);
}

#define COLUMNS_MAX 400

struct counts { int64_t of_a[COLUMNS_MAX], of_b[COLUMNS_MAX]; size_t n; };

static void
count(struct shop *s, const char *table, const char *column, void *arg)
{
	struct counts *c = arg;

	BUG_ON(c->n == COLUMNS_MAX);
	c->of_a[c->n] = person_found(s, &a, table, column);
	c->of_b[c->n++] = person_found(s, &b, table, column);
}

struct comparison { const struct counts *before; struct map map; size_t i; int kept; };

static void
compare(struct shop *s, const char *table, const char *column, void *arg)
{
	struct comparison *c = arg;
	const struct personal *of = line_of(c->map.list, c->map.n, table, column);
	int64_t was_b = c->before->of_b[c->i], was_a = c->before->of_a[c->i++];
	bool keep = of->erasure && str_eq(of->erasure, "keep");

	if (person_found(s, &b, table, column) != was_b)
		fail_msg("%s.%s of another person has changed", table, column);
	if (person_found(s, &a, table, column) != (keep ? was_a : 0))
		fail_msg("%s.%s %s", table, column, keep ? "had to stay" : "still has the person");
	c->kept += keep && was_a > 0;
}

static void
after_an_erasure_nothing_is_left_but_what_has_to_stay(void **state)
{
	struct shop *s = *state;
	struct counts before = { .n = 0 };
	struct comparison c = { .before = &before };

	person_add(s, &a, 'a');
	person_add(s, &b, 'b');
	/* What was written to the person lies there as well, some of it not sent yet. */
	export_of_a(s);
	post(s, "/api/v1/auth/password/forgot", "{'login':'%s','delivery_method':'email'}", a.email);
	expect_status(s, 200);
	each_column(s, count, &before);
	/* The marks are where the list says a customer's data are. */
	for (size_t i = 0; i < a.marks_n; i++) {
		const struct personal *of = a.marks[i].of;
		/* Replaced by the links that were just sent. */
		bool is_gone = str_eq(of->table, "export_tokens");

		if (a.marks[i].is_own && !is_gone && person_found(s, &a, of->table, of->column) == 0)
			fail_msg("no mark in %s.%s", of->table, of->column);
	}
	as(s, 0);
	request(s, "DELETE", ME, "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	person_purge(s, true);
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL AND contacts IS NULL");
	c.map.list = personal_read(s, &c.map.n);
	each_column(s, compare, &c);
	assert_true(c.kept > 20);
	/* And those that are too short for a mark. */
	for (size_t i = 0; i < a.marks_n; i++) {
		const struct mark *m = &a.marks[i];

		if (!m->is_own && sql_number(s, "SELECT COUNT(*) FROM %s WHERE %s = '%s'",
		                             m->of->table, m->of->column, m->value) != 0)
			fail_msg("%s.%s is still %s", m->of->table, m->of->column, m->value);
	}
}

static void
a_sound_database_is_sound_after_an_erasure(void **state)
{
	struct shop *s = *state;
	char text[8192];
	FILE *f = fopen("sql/checks/erased.sql", "re");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = '\0';
	person_add(s, &a, 'a');
	as_customer(s, 0, a.id, false);
	expect_rows(s, 0, text);
	request(s, "DELETE", ME, "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	expect_rows(s, 0, text);
	person_purge(s, true);
	expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
	expect_rows(s, 0, text);
	/* The check sees what an erasure would have missed. */
	sql_do(s, "UPDATE customer_activity_log SET ip_address = '198.51.100.7' LIMIT 1");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM (%s) x", text), 1);
}

/* ---- the books ---- */

/* Everything in a table that is not blanked; for orders also without the cart, which goes. */
static int64_t
sum_of(struct shop *s, const char *table)
{
	size_t n;
	const struct personal *list = personal_read(s, &n);
	char *columns = sql_text(s, "SELECT GROUP_CONCAT(column_name) FROM information_schema.columns "
	                         "WHERE table_schema = DATABASE() AND table_name = '%s' "
	                         "AND column_name <> 'cart_id'", table), *save = NULL;
	struct buf sql = buf_in(s->cx.mem, 8192);

	buf_str(&sql, "SELECT COALESCE(SUM(CRC32(CONCAT_WS('|'");
	for (char *c = strtok_r(columns, ",", &save); c; c = strtok_r(NULL, ",", &save)) {
		const struct personal *of = line_of(list, n, table, c);

		if (!of || !of->erasure || !str_eq(of->erasure, "blank"))
			buf_fmt(&sql, ", COALESCE(HEX(%s), '-')", c);
	}
	buf_fmt(&sql, "))), 0) + COUNT(*) FROM %s", table);
	return sql_number(s, "%s", sql.data);
}

static void
move(struct shop *s, int64_t order, const char *to)
{
	as_staff(s, 5, "super_admin");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)order),
	     "{'status':'%s','note':'x'}", to);
	expect_status(s, 200);
}

static void
collect(struct shop *s, int64_t order)
{
	as_staff(s, 5, "super_admin");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'cash','amount':'332.00'}");
	expect_status(s, 201);
}

static void
refund_a_line(struct shop *s, int64_t order)
{
	as_staff(s, 5, "super_admin");
	once(s, "refund-a-line-01");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)order),
	     "{'items':[{'order_item_id':%lld,'quantity':1}],'reason':'Broken in the box'}",
	     (long long)sql_number(s, "SELECT MIN(id) FROM order_items WHERE order_id = %lld",
	                           (long long)order));
	expect_status(s, 201);
}

static int64_t
order_with_code(struct shop *s, const char *key)
{
	const char *body;

	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	expect_status(s, 200);
	once(s, key);
	body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "332.00",
	                          "'gift_note':'For Nora',");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	return sql_number(s, "SELECT MAX(id) FROM orders");
}

static void
the_books_stay_as_they_are(void **state)
{
	struct shop *s = *state;
	static const char *const books[] = {
		"orders", "order_items", "order_proofs", "order_status_history", "order_discounts",
		"sales", "payments", "payment_events", "refunds", "refund_items", "capacity",
		"capacity_moves", "promo_codes", "promo_code_usage", "deliveries",
		"download_tokens", "claims", "claim_orders",
	};
	enum { N = sizeof books / sizeof *books };
	int64_t before[N], delivered, cancelled;

	as(s, 2);
	delivered = order_with_code(s, "order-with-code-1");	/* as a guest, and claimed then */
	sql_do(s, "UPDATE customers SET phone = NULL, phone_verified = 0");
	as_customer(s, 0, customer_mona(s), false);
	post(s, ME "/claims/code", "{'phone':'" DEMO_PHONE "'}");
	post(s, ME "/claims", "{'handle':'%s','code':'%s'}", text_at(s, "handle"),
	     digits_sent(s, DEMO_PHONE));
	expect_number(s, "claimed", 1);
	as(s, 0);
	cancelled = order_with_code(s, "order-with-code-2");
	as(s, 1);
	shop_order(s, "+201112223334");		/* somebody else's, still under way */
	move(s, delivered, "confirmed");
	move(s, delivered, "preparing");
	collect(s, delivered);
	refund_a_line(s, delivered);
	sql_do(s, "UPDATE orders SET status = 'delivered' WHERE id = %lld", (long long)delivered);
	sql_do(s, "INSERT INTO order_status_history (order_id, from_status, to_status, actor_type) "
	       "VALUES (%lld, 'preparing', 'delivered', 'system')", (long long)delivered);
	move(s, cancelled, "cancelled");
	expect_sound(s);
	for (size_t i = 0; i < N; i++)
		before[i] = sum_of(s, books[i]);
	expect_rows(s, 2, "SELECT 1 FROM promo_code_usage WHERE customer_email = 'mona@example.com'");
	as(s, 0);
	request(s, "DELETE", ME, "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	person_purge(s, true);
	expect_status(s, 200);
	for (size_t i = 0; i < N; i++)
		if (sum_of(s, books[i]) != before[i])
			fail_msg("%s has changed", books[i]);
	expect_sound(s);
	expect_rows(s, 2, "SELECT 1 FROM orders WHERE customer_name = '' AND customer_email IS NULL "
	            "AND customer_phone IS NULL AND delivery_address IS NULL AND gift_note IS NULL "
	            "AND delivery_city = 'Cairo' AND delivery_zone = 'Madinaty' AND total = 332");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_name = 'Mona Adel'");
	expect_rows(s, 0, "SELECT 1 FROM promo_code_usage WHERE customer_email IS NOT NULL");
	/* The sum sees a change. */
	sql_do(s, "UPDATE orders SET delivery_fee = delivery_fee + 1, total = total + 1 LIMIT 1");
	assert_true(sum_of(s, "orders") != before[0]);
}

SHOP_TESTS(shop_test(every_column_that_can_hold_a_person_has_a_line),
           shop_test(every_line_has_a_column_and_stands_once),
           shop_test(the_export_has_every_mark_that_it_should_and_no_other),
           shop_test(after_an_erasure_nothing_is_left_but_what_has_to_stay),
           shop_test(a_sound_database_is_sound_after_an_erasure),
           shop_test(the_books_stay_as_they_are))
