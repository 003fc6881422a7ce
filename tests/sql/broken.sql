-- SPDX-License-Identifier: MIT
-- A shop in which everything that sql/checks looks for is wrong, each fault once: every check must
-- find something here. Run in an empty database, with foreign keys and checks switched off by
-- MariaDB's own variables, since a sound database takes none of these rows.

SET SESSION foreign_key_checks = 0;
SET SESSION check_constraint_checks = 0;

INSERT INTO cities (id, name) VALUES (1, 'Cairo'), (2, 'Giza');
INSERT INTO zones (id, name, city_id, delivery_fee) VALUES (1, 'Madinaty', 1, 35.00);
INSERT INTO carts (id, ordered_at) VALUES (1, NULL);

-- Total, sum of items, discounts, history, place, day, cart, code, sale: all wrong.
INSERT INTO orders (id, number, tracking_nonce, tracking_token_hash, idempotency_scope,
  idempotency_key, cart_id, customer_id, customer_name, payment_method, payment_status, subtotal,
  rules_discount_amount, total, refunded_amount, promo_code_id, cookies, city_id, zone_id,
  delivery_date, expected_delivery_date, created_at)
VALUES
  (1, '0000000001', REPEAT('n', 16), REPEAT('a', 32), REPEAT('s', 32), 'k1', 1, 1, 'A', 'cash',
    'paid', 100.00, 5.00, 100.00, 0.00, 1, 3, 2, 1, '2026-01-01', '2026-02-01 08:00:00',
    '2026-01-01 00:00:00'),
  (2, '0000000002', REPEAT('n', 16), REPEAT('b', 32), REPEAT('s', 32), 'k2', NULL, 1, 'B',
    'online', 'pending', 50.00, 0.00, 50.00, 10.00, NULL, 0, NULL, NULL, NULL, NULL,
    '2026-01-01 00:00:00');
INSERT INTO order_items (id, order_id, product_name, product_type, quantity, unit_price)
VALUES (1, 1, 'Recipe', 'digital', 1, 99.00);
INSERT INTO order_proofs (order_id, facts) VALUES (1, '{}');
INSERT INTO order_status_history (id, order_id, from_status, to_status, actor_type)
VALUES (1, 1, 'confirmed', 'delivered', 'system');

-- A code used once more than there are uses; a day with more used than moved, above its limit.
INSERT INTO promo_codes (id, code, name, discount_type, discount_value, usage_limit, used_count)
VALUES (1, 'A', 'A', 'percentage', 10.00, 1, 2);
INSERT INTO capacity (id, slot_key, day, limit_orders, used_orders)
VALUES (1, 0, '2026-01-01', 5, 6);

-- Money: paid twice what it costs, never really paid, refunds without rows, a sale of too much.
INSERT INTO payments (id, order_id, provider, status, is_counted, amount, refunded_amount)
VALUES (1, 2, 'stripe', 'failed', 1, 100.00, 7.00);
INSERT INTO refunds (id, order_id, payment_id, refund_no, amount, status, reason)
VALUES (1, 2, 1, 1, 5.00, 'failed', 'R');
INSERT INTO sales (id, order_id, refund_no, customer_id, amount, paid_at)
VALUES (1, 2, 0, 2, 60.00, '2026-01-01 00:00:00');

-- A claim of two orders that moved one, which is somebody else's.
INSERT INTO claims (id, customer_id, via, orders_n) VALUES (1, 2, 'email', 2);
INSERT INTO claim_orders (claim_id, order_id, previous_customer_id) VALUES (1, 1, NULL);

-- Catalog: a price of another product, a history that ends elsewhere, a rule and a translation of
-- nothing, a zone that is not there.
INSERT INTO product_instance (id, product_type, product_id, base_price)
VALUES (1, 'cookie', 1, 10.00);
INSERT INTO product_prices (id, product_id, product_instance_id, price_type, price)
VALUES (1, 2, 1, 'regular', 9.00);
INSERT INTO price_history (id, entity, entity_id, kind, amount, changed_at)
VALUES (1, 'zone', 1, 'fee', 30.00, '2026-01-01 00:00:00');
INSERT INTO pricing_rules (id, name, rule_type, target_id, discount_type, discount_value)
VALUES (1, 'R', 'product', 77, 'percentage', 5.00);
INSERT INTO translations (id, entity, entity_id, language, name)
VALUES (1, 'flavor', 77, 'ar', 'x');
INSERT INTO flavor_images (id, flavor_id, image_url) VALUES (1, 77, '/pictures/gone');
INSERT INTO delivery_men (id, name, phone, zones) VALUES (1, 'M', '+201000000000', '[1, 77]');

-- Owners that are not there, and a code that is still readable.
INSERT INTO password_reset_tokens (id, user_type, user_id, token_hash, expires_at)
VALUES (1, 'admin', 77, REPEAT('t', 32), '2026-01-01 00:00:00');
-- A ticket that is closed without a time, and whose reply and attachment it does not know of.
INSERT INTO customer_support_tickets (id, customer_id, subject, message, status)
VALUES (1, 1, 'S', 'M', 'closed');
INSERT INTO files (id, purpose, sha256, size_bytes, media_type, storage_key)
VALUES (77, 'attachment', REPEAT('f', 32), 1, 'image/png', 'f');
INSERT INTO ticket_attachments (file_id, customer_id, ticket_id) VALUES (77, 1, 1);
INSERT INTO customer_ticket_replies (id, ticket_id, author_type, author_id, message)
VALUES (1, 1, 'customer', 2, 'M');
INSERT INTO outbox (id, kind, topic, is_secret, state, body, next_try_at)
VALUES (1, 'sms', 'otp', 1, 'sent', 'code', '2026-01-01 00:00:00');

-- A seal on one row of the staff's journal, where there are none.
INSERT INTO audit_seals (first_id, last_id, rows_n, previous_hash, hash, sealed_at)
VALUES (1, 1, 1, REPEAT('p', 32), REPEAT('h', 32), '2026-01-01 00:00:00');

-- A backfill that linked less than it says, and left behind what it had gathered.
INSERT INTO backfill_runs (id, state, scanned, linked) VALUES (1, 'done', 1, 1);
INSERT INTO backfill_emails (id, run_id, email, first_at)
VALUES (1, 1, 'a@example.com', '2026-01-01 00:00:00');

-- Somebody who was erased and still has a name, without an erasure for cron to finish.
INSERT INTO customers (id, first_name, status, erased_at)
VALUES (1, 'Mona', 'inactive', '2026-01-01 00:00:00');
INSERT INTO staff_notes (id, customer_id, order_id, admin_user_id, note) VALUES (1, 77, 77, 77, 'x');

-- A stop that is delivered while its order is not, with a ticket's file for a picture, and an account
-- with more than its ledger.
INSERT INTO delivery_runs (id, delivery_date, time_slot_id, delivery_man_id, status)
VALUES (1, '2026-01-01', 1, 1, 'confirmed');
INSERT INTO run_stops (id, run_id, order_id, position, status, result_at)
VALUES (1, 1, 2, 1, 'delivered', '2026-01-01 09:00:00');
INSERT INTO run_photos (file_id, run_id, client_id, stop_id) VALUES (77, 1, 'p', 1);
INSERT INTO courier_accounts (delivery_man_id, expected_amount) VALUES (1, 10.00);

-- A printed list that says more than it has.
INSERT INTO kitchen_prints (delivery_date, time_slot_id, print_no, is_locked, cookies, list,
  printed_by)
VALUES ('2026-01-01', 1, 1, 0, 6, '[{"quantity": 5}]', 1);

-- An answer to a shortage by an edit that its order never had.
INSERT INTO shortages (id, delivery_date, time_slot_id, flavor_id, existing, needed)
VALUES (1, '2026-01-01', 1, 1, 1, 2);
INSERT INTO shortage_orders (shortage_id, order_id, missing, state, edit_no, answered_by)
VALUES (1, 2, 1, 'left_out', 9, 1);

-- A summary of a day that says it sold what nobody bought.
INSERT INTO report_seen (id, seen_at, timezone) VALUES (1, '2100-01-01 00:00:00', 'Africa/Cairo');
INSERT INTO report_days (day, from_at, to_at, is_clean, made_at)
VALUES ('2020-01-01', '2019-12-31 22:00:00', '2020-01-01 22:00:00', 1, '2020-01-02 00:00:00');
INSERT INTO report_rows (kind, day, part, ref_id, name, n, quantity, amount, discount_amount, back_n,
  back_quantity, back_amount)
VALUES ('method', '2020-01-01', 'cash', 0, '', 1, 0, 9.00, 0.00, 0, 0, 0.00);

-- A view that keeps whom somebody searched for.
INSERT INTO saved_views (admin_user_id, list_name, name, query) VALUES (77, 'orders', 'x', 'q=mona');
