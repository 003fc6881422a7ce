-- SPDX-License-Identifier: MIT
-- Verify crumbled:sale on mysql

-- Every column.
SELECT id, number, tracking_nonce, tracking_token_hash, idempotency_scope, idempotency_key,
  cart_id, customer_id, customer_name, customer_email, customer_phone, language, status,
  payment_method, payment_status, subtotal, rules_discount_amount, discount_amount, delivery_fee,
  total, refunded_amount, promo_code_id, promo_code, cookies, city_id, zone_id, delivery_city,
  delivery_zone, delivery_address, delivery_additional_info, gift_note, delivery_days,
  delivery_date, expected_delivery_date, time_slot_id, delivery_time_slot_name, from_hour,
  to_hour, delivery_man_id, packed_at, otp_verified, edit_no, verify_by, version, created_at, updated_at,
  deleted_at
FROM orders WHERE 0;
SELECT id, order_id, edit_no, product_instance_id, product_name, product_type, pack_size, flavor_details, translations,
  quantity, unit_price, rules_discount_amount, discount_amount, created_at
FROM order_items WHERE 0;
SELECT id, order_id, from_status, to_status, actor_type, actor_id, note, created_at
FROM order_status_history WHERE 0;
SELECT id, order_id, edit_no, position, source, pricing_rule_id, promo_code_id, name, kind, amount,
  created_at
FROM order_discounts WHERE 0;
SELECT id, promo_code_id, order_id, kind, customer_id, customer_email, discount_amount,
  order_amount, is_first, used_at
FROM promo_code_usage WHERE 0;
SELECT word, order_id FROM order_words WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 40
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('orders', 'order_items', 'order_status_history', 'order_discounts',
    'promo_code_usage', 'order_words');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 17
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('orders', 'order_items', 'order_status_history', 'order_discounts',
    'promo_code_usage', 'order_words');
INSERT INTO verified
SELECT 'checks', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('orders', 'order_items', 'order_status_history', 'order_discounts',
    'promo_code_usage', 'order_words');
DROP TEMPORARY TABLE verified;
