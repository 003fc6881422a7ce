/* SPDX-License-Identifier: MIT */
/* No hot statement reads a whole table: the server is asked for its plan of each, on tables that are
 * large enough for a scan to be the worse choice. */
#include "support/order.h"

#include "base/str.h"
#include "db/explain.h"

/* Small closed lists that may be read whole: cities, flavors, sizes, packs, types, settings. */
static bool
may_be_read_whole(const char *table)
{
	return str_among(table, "c|f|s|k|pt|site_settings");
}

/* From the oven to the door, for the orders that there are. */
static void
fill_dispatch(struct shop *s)
{
	sql_do(s, "INSERT INTO delivery_men (name, phone, zones) SELECT CONCAT('M', seq), "
	       "CONCAT('+2012', LPAD(seq, 8, '0')), '[1]' FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO dispatch_days (day) SELECT '2030-01-01' + INTERVAL seq DAY "
	       "FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO delivery_runs (delivery_date, time_slot_id, delivery_man_id) "
	       "SELECT '2030-01-01' + INTERVAL 1 + id %% 2000 DAY, 1 + id %% 3, id "
	       "FROM delivery_men");
	sql_do(s, "INSERT INTO run_stops (run_id, order_id, position, status, is_live, result_at, "
	       "reason) SELECT (SELECT MAX(id) FROM delivery_runs) - id %% 2000, id, id %% 50 + 1, "
	       "IF(id %% 5, 'delivered', 'failed'), IF(id %% 5, 1, NULL), '2030-01-01', "
	       "IF(id %% 5, NULL, 'other') FROM orders");
	sql_do(s, "INSERT INTO run_events (run_id, client_id, stop_id, kind, happened_at, outcome) "
	       "SELECT run_id, id, id, 'delivered', '2030-01-01', 'applied' FROM run_stops");
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "SELECT 'delivery_photo', '', 1, 'image/webp', CONCAT('stop-', id) FROM run_stops");
	sql_do(s, "INSERT INTO run_photos (file_id, run_id, client_id, stop_id) SELECT f.id, s.run_id, "
	       "f.storage_key, s.id FROM run_stops s JOIN files f "
	       "ON f.storage_key = CONCAT('stop-', s.id)");
	sql_do(s, "INSERT INTO courier_accounts (delivery_man_id) SELECT id FROM delivery_men");
	sql_do(s, "INSERT INTO courier_cash (delivery_man_id, kind, amount, payment_id) "
	       "SELECT (SELECT MAX(id) FROM delivery_men) - id %% 2000, 'collected', 100, id "
	       "FROM payments");
	sql_do(s, "INSERT INTO courier_handovers (delivery_man_id, expected_amount, declared_amount, "
	       "declared_by) SELECT id, 1, 1, (SELECT MIN(id) FROM admin_users) FROM delivery_men");
	sql_do(s, "INSERT INTO courier_differences (delivery_man_id, handover_id, amount, owner_id) "
	       "SELECT delivery_man_id, id, 1, declared_by FROM courier_handovers");
	sql_do(s, "INSERT INTO kitchen_prints (delivery_date, time_slot_id, print_no, is_locked, "
	       "cookies, list, printed_by) SELECT day, 1, 1, 0, 0, '[]', (SELECT MIN(id) FROM "
	       "admin_users) FROM dispatch_days");
	sql_do(s, "INSERT INTO kitchen_trays (delivery_date, time_slot_id, flavor_id, ready) "
	       "SELECT day, 1, 1, 1 FROM dispatch_days");
	sql_do(s, "INSERT INTO shortages (delivery_date, time_slot_id, flavor_id, existing, needed) "
	       "SELECT day, 1, 1, 1, 2 FROM dispatch_days");
	sql_do(s, "INSERT INTO shortage_orders (shortage_id, order_id, missing) SELECT (SELECT MAX(id) "
	       "FROM shortages) - id %% 2000, id, 1 FROM orders");
	sql_do(s, "ANALYZE TABLE shortages, shortage_orders, kitchen_prints, kitchen_trays, "
	       "dispatch_days, delivery_men, delivery_runs, run_stops, run_events, run_photos, "
	       "courier_accounts, courier_cash, courier_handovers, courier_differences");
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
	       "city_id, customer_phone, customer_email, customer_id) SELECT LPAD(seq, 10, '0'), UNHEX(MD5(seq)), "
	       "UNHEX(SHA2(seq, 256)), 'A', 'cash', 100, 100, ELT(1 + seq %% 6, 'pending', "
	       "'confirmed', 'preparing', 'out_for_delivery', 'delivered', 'cancelled'), "
	       "'2030-01-01' + INTERVAL seq %% 60 DAY, 1 + seq %% 3, 1, 1, CONCAT('+2011', "
	       "LPAD(seq %% 2000, 8, '0')), CONCAT(seq %% 2000, '@example.com'), "
	       "(SELECT MIN(id) FROM customers) + seq %% 2000 FROM seq_1_to_6000");
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, "
	       "unit_price, flavor_details) SELECT id, 'A', 'individual', 1, 100, '[]' FROM orders");
	sql_do(s, "INSERT INTO order_status_history (order_id, to_status, actor_type) "
	       "SELECT id, 'pending', 'guest' FROM orders");
	sql_do(s, "INSERT INTO order_words (word, order_id) SELECT CONCAT('w', id %% 500), id FROM orders");
	sql_do(s, "INSERT INTO sales (order_id, amount, paid_at) SELECT id, 100, '2030-01-01' "
	       "FROM orders");
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "SELECT 'digital_good', UNHEX(SHA2('a', 256)), 1, 'application/pdf', SHA2(seq, 256) "
	       "FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) SELECT i.order_id, i.id, "
	       "(SELECT MIN(id) FROM files) + i.id %% 2000 FROM order_items i");
	sql_do(s, "INSERT INTO download_tokens (delivery_id, order_id, token_hash, expires_at) "
	       "SELECT id, order_id, UNHEX(SHA2(id, 256)), '2030-01-01' FROM deliveries");
	sql_do(s, "INSERT INTO payments (order_id, provider, amount) SELECT id, 'cash', 100 "
	       "FROM orders");
	sql_do(s, "INSERT INTO refunds (order_id, payment_id, refund_no, amount, reason) "
	       "SELECT order_id, id, 1, 1, 'A' FROM payments");
	sql_do(s, "INSERT INTO refund_items (refund_id, order_item_id, quantity, amount) "
	       "SELECT r.id, i.id, 1, 1 FROM refunds r JOIN order_items i ON i.order_id = r.order_id");
	sql_do(s, "INSERT INTO claims (customer_id, via, orders_n) SELECT id, 'email', 1 "
	       "FROM customers");
	sql_do(s, "INSERT INTO claim_orders (claim_id, order_id) SELECT c.id, o.id FROM claims c "
	       "JOIN orders o ON o.customer_id = c.customer_id");
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
	sql_do(s, "INSERT INTO customer_sessions (customer_id, family_id, token_hash, expires_at, "
	       "last_activity_at, is_active, is_remembered, revoked_at) SELECT id, UNHEX(MD5(id)), "
	       "UNHEX(SHA2(id, 256)), '2030-01-02' + INTERVAL id %% 60 HOUR, '2030-01-01' + INTERVAL "
	       "id %% 60 HOUR, id %% 2, id %% 4 < 2, IF(id %% 2, NULL, '2030-01-02' - INTERVAL id %% 60 "
	       "DAY) FROM customers");
	sql_do(s, "INSERT INTO admin_users (username, email, password_hash, role) SELECT "
	       "CONCAT('u', seq), CONCAT('u', seq, '@example.com'), 'x', 'order_manager' "
	       "FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO admin_sessions (admin_user_id, token_hash, expires_at, revoked_at) "
	       "SELECT id, UNHEX(SHA2(id, 256)), '2030-01-02', IF(id %% 50, '2030-01-02' - INTERVAL "
	       "id %% 60 DAY, NULL) FROM admin_users");
	sql_do(s, "INSERT INTO admin_recovery_codes (admin_user_id, code_hash) SELECT id, "
	       "UNHEX(SHA2(id, 256)) FROM admin_users");
	sql_do(s, "INSERT INTO admin_activity_log (admin_user_id, action, entity, entity_id, created_at) "
	       "SELECT id, CONCAT('a', id %% 50), CONCAT('e', id %% 20), id, '2030-01-02' - INTERVAL id "
	       "HOUR FROM admin_users");
	sql_do(s, "INSERT INTO audit_seals (first_id, last_id, rows_n, previous_hash, hash, sealed_at) "
	       "SELECT seq, seq, 1, UNHEX(SHA2(seq, 256)), UNHEX(SHA2(seq + 1, 256)), '2030-01-02' "
	       "FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO customer_otp_codes (customer_id, email, phone, otp_type, code_hash, "
	       "salt, handle_hash, expires_at) SELECT id, CONCAT('c', id, '@example.com'), phone, "
	       "'login', UNHEX(SHA2(id, 256)), UNHEX(MD5(id)), UNHEX(SHA2(id, 256)), '2030-01-02' - "
	       "INTERVAL id %% 60 HOUR FROM customers");
	sql_do(s, "INSERT INTO phone_proofs (token_hash, otp_type, phone, expires_at) SELECT "
	       "UNHEX(SHA2(id, 256)), 'registration', phone, '2030-01-02' - INTERVAL id %% 60 HOUR "
	       "FROM customers");
	sql_do(s, "INSERT INTO email_verification_tokens (customer_id, email, token_hash, expires_at) "
	       "SELECT id, CONCAT('c', id, '@example.com'), UNHEX(SHA2(id, 256)), '2030-01-02' - "
	       "INTERVAL id %% 40 DAY FROM customers");
	sql_do(s, "INSERT INTO password_reset_tokens (user_type, user_id, token_hash, expires_at) "
	       "SELECT 'customer', id, UNHEX(SHA2(id, 256)), '2030-01-02' - INTERVAL id %% 40 DAY "
	       "FROM customers");
	sql_do(s, "INSERT INTO rate_limits (bucket, hits, expires_at) SELECT UNHEX(SHA2(seq, 256)), 1, "
	       "'2030-01-02 12:00:00' + INTERVAL seq %% 60 HOUR - INTERVAL 10 HOUR FROM seq_1_to_2000");
	sql_do(s, "UPDATE idempotency_keys SET created_at = '2030-01-02' - INTERVAL conv(substr(hex("
	       "scope), 1, 2), 16, 10) %% 10 DAY");
	sql_do(s, "INSERT INTO backfill_runs (state) SELECT 'done' FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO backfill_emails (run_id, email, first_at) SELECT id, CONCAT('c', id, "
	       "'@example.com'), '2030-01-01' FROM backfill_runs");
	sql_do(s, "INSERT INTO backfill_customers (customer_id, run_id) SELECT id, (SELECT MIN(id) FROM "
	       "backfill_runs) + id %% 10 FROM customers");
	sql_do(s, "INSERT INTO backfill_orders (run_id, order_id, customer_id, sales_linked, "
	       "tokens_linked) SELECT (SELECT MIN(id) FROM backfill_runs) + id %% 10, id, (SELECT "
	       "MIN(id) FROM customers) + id %% 2000, 0, 0 FROM orders");
	sql_do(s, "INSERT INTO customer_support_tickets (customer_id, subject, message, status, "
	       "last_customer_at, assigned_admin_id, order_id) SELECT id, CONCAT('A', id), 'A', "
	       "ELT(1 + id %% 3, 'open', 'closed', 'closed'), '2029-01-01' + INTERVAL id MINUTE, "
	       "IF(id %% 2, (SELECT MIN(id) FROM admin_users) + id %% 2000, NULL), "
	       "(SELECT MIN(id) FROM orders) + id %% 6000 FROM customers");
	sql_do(s, "INSERT INTO ticket_attachments (file_id, customer_id, ticket_id, created_at) "
	       "SELECT f.id, (SELECT MIN(id) FROM customers), IF(f.id %% 20, (SELECT MIN(id) FROM "
	       "customer_support_tickets) + f.id %% 2000, NULL), '2030-01-01' + INTERVAL f.id MINUTE "
	       "FROM files f");
	sql_do(s, "INSERT INTO customer_ticket_replies (ticket_id, author_type, author_id, message) "
	       "SELECT id, 'customer', customer_id, 'A' FROM customer_support_tickets");
	sql_do(s, "INSERT INTO promo_code_usage (promo_code_id, order_id, discount_amount, "
	       "order_amount) SELECT (SELECT MIN(id) FROM promo_codes), id, 0, 100 FROM orders");
	sql_do(s, "INSERT INTO zone_waitlist (zone_id, phone, email) SELECT 1, CONCAT('+2011', "
	       "LPAD(seq, 8, '0')), CONCAT(seq, '@mail.test') FROM seq_1_to_2000");
	sql_do(s, "INSERT INTO customer_activity_log (customer_id, action) SELECT id, 'A' "
	       "FROM customers");
	sql_do(s, "INSERT INTO export_tokens (customer_id, token_hash, customer_version, expires_at) "
	       "SELECT id, UNHEX(SHA2(id, 256)), 1, '2030-01-02' + INTERVAL id %% 60 HOUR "
	       "FROM customers");
	fill_dispatch(s);
	sql_do(s, "ANALYZE TABLE customers, carts, cart_items, cart_item_flavors, orders, order_items, "
	       "order_status_history, outbox, capacity, capacity_moves, promo_codes, products, "
	       "product_instance, product_instance_flavor, translations, zones, idempotency_keys, "
	       "customer_sessions, admin_users, admin_sessions, admin_recovery_codes, "
	       "admin_activity_log, audit_seals, customer_otp_codes, phone_proofs, "
	       "email_verification_tokens, password_reset_tokens, rate_limits, sales, deliveries, "
	       "download_tokens, backfill_runs, backfill_emails, backfill_customers, backfill_orders, "
	       "claims, claim_orders, promo_code_usage, customer_support_tickets, zone_waitlist, "
	       "customer_ticket_replies, customer_activity_log, order_words, payments, refunds, "
	       "export_tokens, refund_items, files");
}

static void
free_db(void *db)
{
	db_free(db);
}

/* Who may have every statement explained. */
static void
become_root(struct shop *s)
{
	s->cx.db = db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")),
		.name = s->name, .user = getenv("CRUMBLED_TESTDB_USER"),
	});
	arena_defer(s->cx.mem, free_db, s->cx.db);
}

static int
explain(struct shop *s, const struct sql *q)
{
	struct whole_read *reads;
	size_t n;
	int scans = 0;

	if (db_explain(&s->cx, q, &reads, &n) != OK)
		fail_msg("%s: %s", q->name, s->cx.why);
	for (size_t i = 0; i < n; i++)
		if (!may_be_read_whole(reads[i].table)) {
			print_error("%s:%d: %s reads all of %s\n", q->file, q->line, q->name,
			            reads[i].table);
			scans++;
		}
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
	become_root(s);
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
	become_root(s);
	assert_int_equal(explain(s, &scan), 1);
}

SHOP_TESTS(shop_test(no_hot_statement_scans_a_table), shop_test(the_check_sees_a_scan))
