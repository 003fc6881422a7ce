-- SPDX-License-Identifier: MIT
-- Verify crumbled:capacity on mysql

-- Every column.
SELECT id, slot_key, time_slot_id, day, limit_orders, limit_cookies, held_orders, used_orders,
  held_cookies, used_cookies, version
FROM capacity WHERE 0;
SELECT id, capacity_id, order_id, kind, orders, cookies, created_at FROM capacity_moves WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 7
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('capacity', 'capacity_moves');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 3
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('capacity', 'capacity_moves');
INSERT INTO verified
SELECT 'checks', COUNT(*), 4
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('capacity', 'capacity_moves');
DROP TEMPORARY TABLE verified;
