-- SPDX-License-Identifier: MIT
-- Orders @from to @to of a shop that takes one each 31 seconds, the first of them at @began: a million in a
-- year.  One in ten was cancelled, one in five had a code, one in fifty got its delivery fee back.

INSERT INTO orders (id, number, tracking_nonce, tracking_token_hash, customer_name, customer_phone, customer_email,
    payment_method, payment_status, subtotal, discount_amount, delivery_fee, total, status, delivery_date,
    expected_delivery_date, from_hour, to_hour, time_slot_id, zone_id, city_id, delivery_zone, cookies,
    created_at, updated_at)
  SELECT seq, LPAD(seq, 10, '0'), UNHEX(MD5(seq)), UNHEX(SHA2(seq, 256)),
    CONCAT('F', LPAD(seq % 20, 2, '0'), ' L', LPAD(seq % 7, 2, '0')), CONCAT('+2010', LPAD(seq, 8, '0')),
    CONCAT('c', seq, '@example.com'), IF(seq % 3, 'cash', 'card'), IF(seq % 10, 'paid', 'pending'),
    330, IF(seq % 5, 0, 33), 35, IF(seq % 5, 365, 332), IF(seq % 10, 'delivered', 'cancelled'),
    DATE(@began + INTERVAL seq * 31 SECOND) + INTERVAL 1 DAY,
    DATE(@began + INTERVAL seq * 31 SECOND) + INTERVAL 40 HOUR,
    '18:00', '21:00', 3, 1 + seq % 5, 1, CONCAT('Zone ', 1 + seq % 5), 6,
    @began + INTERVAL seq * 31 SECOND, @began + INTERVAL seq * 31 SECOND + INTERVAL 1 DAY
  FROM seq_1_to_1000000 WHERE seq BETWEEN @from AND @to;
INSERT INTO order_items (order_id, product_instance_id, product_name, product_type, quantity, unit_price,
    discount_amount, flavor_details)
  SELECT seq, 44 + seq % 4, CONCAT('Pack ', seq % 4), 'pack', 1, 330, IF(seq % 5, 0, 33),
    CONCAT('[{"flavor_id":', 1 + seq % 8, ',"flavor_name":"A","quantity":4},{"flavor_id":', 1 + (seq + 3) % 8,
           ',"flavor_name":"B","quantity":2}]')
  FROM seq_1_to_1000000 WHERE seq BETWEEN @from AND @to;
INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, created_at)
  SELECT id, NULL, 'pending', 'guest', created_at FROM orders WHERE id BETWEEN @from AND @to;
INSERT INTO order_status_history (order_id, from_status, to_status, actor_type, created_at)
  SELECT id, IF(status = 'delivered', 'out_for_delivery', 'pending'), status, 'staff', updated_at
  FROM orders WHERE id BETWEEN @from AND @to;
INSERT INTO order_words (word, order_id)
  SELECT CONCAT('f', LPAD(seq % 20, 2, '0')), seq FROM seq_1_to_1000000 WHERE seq BETWEEN @from AND @to;
INSERT INTO order_words (word, order_id)
  SELECT CONCAT('l', LPAD(seq % 7, 2, '0')), seq FROM seq_1_to_1000000 WHERE seq BETWEEN @from AND @to;
INSERT INTO payments (order_id, provider, status, is_counted, amount, paid_at)
  SELECT id, payment_method, 'cod_collected', 1, total, updated_at FROM orders
  WHERE id BETWEEN @from AND @to AND payment_status = 'paid';
INSERT INTO sales (order_id, amount, paid_at)
  SELECT id, total, updated_at FROM orders WHERE id BETWEEN @from AND @to AND payment_status = 'paid';
INSERT INTO refunds (order_id, payment_id, refund_no, amount, delivery_fee_amount, status, reason)
  SELECT order_id, id, 1, 35, 35, 'succeeded', 'Late' FROM payments
  WHERE order_id BETWEEN @from AND @to AND order_id % 50 = 0;
INSERT INTO sales (order_id, refund_no, amount, paid_at)
  SELECT order_id, 1, -35, paid_at + INTERVAL 3 DAY FROM payments
  WHERE order_id BETWEEN @from AND @to AND order_id % 50 = 0;
INSERT INTO order_discounts (order_id, position, source, promo_code_id, name, kind, amount)
  SELECT id, 1, 'code', 1, 'Welcome', 'percentage', discount_amount FROM orders
  WHERE id BETWEEN @from AND @to AND discount_amount > 0;
INSERT INTO promo_code_usage (promo_code_id, order_id, discount_amount, order_amount, is_first, used_at)
  SELECT 1, id, discount_amount, subtotal, id % 3 = 0, created_at FROM orders
  WHERE id BETWEEN @from AND @to AND discount_amount > 0;
