-- SPDX-License-Identifier: MIT
-- Verify crumbled:shortages on mysql

-- Every column.
SELECT id, delivery_date, time_slot_id, flavor_id, size_name, existing, needed, version, created_at,
  updated_at
FROM shortages WHERE 0;
SELECT id, shortage_id, order_id, missing, refunded, state, substitute_flavor_id, edit_no,
  refund_id, answered_by, version, created_at, updated_at
FROM shortage_orders WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 10
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('shortages', 'shortage_orders');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('shortages', 'shortage_orders');
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('shortages', 'shortage_orders');
DROP TEMPORARY TABLE verified;
