/* SPDX-License-Identifier: MIT */
/* No hot statement reads a whole table: the server is asked for its plan of each, on tables that are
 * large enough for a scan to be the worse choice. */
#include "support/order.h"

#include "base/str.h"

#include <mysql.h>

/* Small closed lists that may be read whole: cities, flavors, sizes, packs, types, settings. */
static bool
may_be_read_whole(const char *table)
{
	return str_among(table, "c|f|s|k|pt|site_settings") ||
	       str_starts(table, "<");
}

static void
fill(struct shop *s)
{
	sql_do(s, "INSERT INTO customers (first_name, phone) SELECT 'A', CONCAT('+2011', "
	       "LPAD(seq, 8, '0')) FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO carts (guest_session_id) SELECT UNHEX(SHA2(seq, 256)) "
	       "FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO cart_items (cart_id, product_instance_id, choice_hash, quantity) "
	       "SELECT id, 2, UNHEX(SHA2(id, 256)), 1 FROM carts");
	sql_do(s, "INSERT INTO cart_item_flavors (cart_item_id, flavor_id, flavor_name, quantity) "
	       "SELECT id, 1, 'A', 1 FROM cart_items");
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "payment_method, subtotal, total, status, delivery_date, time_slot_id, zone_id, "
	       "city_id, customer_phone) SELECT LPAD(seq, 10, '0'), UNHEX(MD5(seq)), "
	       "UNHEX(SHA2(seq, 256)), 'A', 'cash', 100, 100, ELT(1 + seq %% 6, 'pending', "
	       "'confirmed', 'preparing', 'out_for_delivery', 'delivered', 'cancelled'), "
	       "'2030-01-01' + INTERVAL seq %% 60 DAY, 1 + seq %% 3, 1, 1, CONCAT('+2011', "
	       "LPAD(seq %% 2000, 8, '0')) FROM seq_1_to_6000");
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, "
	       "unit_price, flavor_details) SELECT id, 'A', 'individual', 1, 100, '[]' FROM orders");
	sql_do(s, "INSERT INTO order_status_history (order_id, to_status, actor_type) "
	       "SELECT id, 'pending', 'guest' FROM orders");
	sql_do(s, "INSERT INTO outbox (kind, topic, state, next_try_at) SELECT 'sms', 'x', "
	       "IF(seq %% 50, 'sent', 'pending'), '2030-01-01' FROM seq_1_to_3000");
	sql_do(s, "INSERT INTO capacity (slot_key, time_slot_id, day) SELECT 1, 1, '2030-01-01' + "
	       "INTERVAL seq DAY FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO capacity_moves (capacity_id, order_id, kind, orders, cookies) "
	       "SELECT (SELECT MIN(id) FROM capacity), id, 'hold', 1, 6 FROM orders");
	sql_do(s, "INSERT INTO promo_codes (code, name, discount_type, discount_value) "
	       "SELECT CONCAT('CODE', seq), 'A', 'percentage', 10 FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO products (product_type_id, name, slug, base_price) "
	       "SELECT 1, CONCAT('P', seq), CONCAT('p-', seq), seq FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO product_instance (product_type, product_id, size_id, base_price) "
	       "SELECT 'cookie', id, 1, 10 FROM products WHERE slug LIKE 'p-%%'");
	sql_do(s, "INSERT INTO product_instance_flavor (product_instance_id, flavor_id, flavor_name) "
	       "SELECT id, 1, 'A' FROM product_instance WHERE id > 1000");
	sql_do(s, "INSERT INTO translations (entity, entity_id, language, name) "
	       "SELECT 'product', id, 'ar', 'A' FROM products WHERE slug LIKE 'p-%%'");
	sql_do(s, "INSERT INTO zones (city_id, name) SELECT 1, CONCAT('Z', seq) FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO idempotency_keys (scope, route, idem_key, body_hash) SELECT "
	       "UNHEX(SHA2(seq, 256)), 'x', seq, UNHEX(SHA2(seq, 256)) FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO customer_support_tickets (customer_id, subject, message) "
	       "SELECT id, 'A', 'A' FROM customers");
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message) "
	       "SELECT id, 'customer', customer_id, 'A' FROM customer_support_tickets");
	sql_do(s, "INSERT INTO promo_code_usage (promo_code_id, order_id, discount_amount, "
	       "order_amount) SELECT (SELECT MIN(id) FROM promo_codes), id, 0, 100 FROM orders");
	sql_do(s, "INSERT INTO zone_waitlist (zone_id, phone, email) SELECT 1, CONCAT('+2011', "
	       "LPAD(seq, 8, '0')), CONCAT(seq, '@mail.test') FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action) SELECT id, 'A' "
	       "FROM customers");
	sql_do(s, "INSERT INTO customer_sessions (customer_id, family_id, token_hash, expires_at) "
	       "SELECT id, UNHEX(MD5(id)), UNHEX(SHA2(id, 256)), '2030-02-01' FROM customers");
	sql_do(s, "INSERT INTO export_tokens (customer_id, token_hash, customer_version, expires_at) "
	       "SELECT id, UNHEX(SHA2(id, 256)), 1, '2030-02-01' FROM customers");
	sql_do(s, "ANALYZE TABLE promo_code_usage, customer_support_tickets, zone_waitlist, "
	       "customer_ticket_replies, customer_activity_log, customer_sessions, export_tokens");
	sql_do(s, "ANALYZE TABLE customers, carts, cart_items, cart_item_flavors, orders, order_items, "
	       "order_status_history, outbox, capacity, capacity_moves, promo_codes, products, "
	       "product_instance, product_instance_flavor, translations, zones, idempotency_keys");
}

/* The statement with plausible values in place of its marks. */
static const char *
with_values(struct shop *s, const char *text)
{
	struct buf b = buf_in(s->cx.mem, 32 * 1024);

	buf_str(&b, "EXPLAIN ");
	for (const char *start = text; *text; text++) {
		const char *before = text - start >= 14 ? arena_strn(s->cx.mem, text - 14, 14) : "";

		if (*text != '?')
			buf_char(&b, *text);
		else if (str_starts(text, "? IS NULL"))
			buf_str(&b, "NULL");
		else if (str_starts(text, "?, '$[*]'"))
			buf_str(&b, "'[1,2,3]'");
		else
			buf_str(&b, strstr(before, "LIMIT ") ? "2"
			            : strstr(before, "day ") || strstr(before, "date ") ||
			              strstr(before, "_at ") || strstr(before, "until ")
			                ? "'2030-01-05'" : "'2'");
	}
	return b.data;
}

static int
explain(struct shop *s, const struct sql *q)
{
	const char *text = with_values(s, q->text);
	MYSQL_RES *res;
	MYSQL_ROW row;
	int scans = 0;

	if (mysql_query(s->root, text) != 0)
		fail_msg("%s: %s\n%s", q->name, mysql_error(s->root), text);
	res = mysql_store_result(s->root);
	while ((row = mysql_fetch_row(res))) {
		/* 2 is the table, 3 the kind of access (ALL reads it whole), 9 what else there is to
		 * say: a parameter that is a list of ids is no table. */
		bool parameter = row[9] && strstr(row[9], "json_table");
		if (row[3] && str_eq(row[3], "ALL") && !parameter && !may_be_read_whole(row[2])) {
			print_error("%s:%d: %s reads all of %s\n", q->file, q->line, q->name, row[2]);
			scans++;
		}
	}
	mysql_free_result(res);
	return scans;
}

static void
no_hot_statement_scans_a_table(void **state)
{
	struct shop *s = *state;
	const struct sql *const *list;
	size_t n, hot = 0;
	int scans = 0;

	fill(s);
	list = db_statements(&n);
	for (size_t i = 0; i < n; i++)
		if (list[i]->hot) {
			hot++;
			scans += explain(s, list[i]);
		}
	assert_true(hot > 40);
	assert_int_equal(scans, 0);
}

static void
the_check_sees_a_scan(void **state)
{
	struct shop *s = *state;
	static const struct sql scan = { "scan", "SELECT id FROM orders WHERE customer_name = ?",
	                                 __FILE__, __LINE__, true, NULL };

	fill(s);
	assert_int_equal(explain(s, &scan), 1);
}

SHOP_TESTS(shop_test(no_hot_statement_scans_a_table), shop_test(the_check_sees_a_scan))
