-- SPDX-License-Identifier: MIT
-- Verify crumbled:kitchen on mysql

-- Every column.
SELECT id, delivery_date, time_slot_id, print_no, is_locked, cookies, list, printed_by, created_at
FROM kitchen_prints WHERE 0;
SELECT id, delivery_date, time_slot_id, flavor_id, size_name, ready, version, created_at, updated_at
FROM kitchen_trays WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 8
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('kitchen_prints', 'kitchen_trays');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 4
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('kitchen_prints', 'kitchen_trays');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('kitchen_prints', 'kitchen_trays');
DROP TEMPORARY TABLE verified;
