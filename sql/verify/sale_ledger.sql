-- SPDX-License-Identifier: MIT
-- Verify crumbled:sale_ledger on mysql

-- Every column.
SELECT id, order_id, refund_no, customer_id, amount, paid_at, created_at FROM sales WHERE 0;
SELECT id, order_id, attempt, provider, provider_ref, status, is_counted, amount, refunded_amount,
  currency, next_action_url, failure_code, expires_at, checked_at, paid_at, version, created_at,
  updated_at
FROM payments WHERE 0;
SELECT id, order_id, payment_id, refund_no, amount, delivery_fee_amount, status, provider_ref, reason, admin_user_id,
  created_at, updated_at
FROM refunds WHERE 0;
SELECT refund_id, order_item_id, quantity, amount FROM refund_items WHERE 0;
SELECT id, provider, event_id, payment_id, source, kind, amount, currency, from_status, to_status,
  outcome, detail, body_hash, occurred_at, created_at
FROM payment_events WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 21
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('sales', 'payments', 'refunds', 'refund_items', 'payment_events');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 9
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('sales', 'payments', 'refunds', 'refund_items', 'payment_events');
INSERT INTO verified
SELECT 'checks', COUNT(*), 5
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('sales', 'payments', 'refunds', 'refund_items', 'payment_events');
DROP TEMPORARY TABLE verified;
