-- SPDX-License-Identifier: MIT
-- Verify crumbled:notes on mysql

-- Every column.
SELECT id, customer_id, order_id, admin_user_id, note, created_at FROM staff_notes WHERE 0;

-- At least as many indexes and foreign keys as this change made: a row with fewer is refused, which
-- fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 4
FROM information_schema.statistics
WHERE table_schema = DATABASE() AND table_name = 'staff_notes';
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 3
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY' AND table_name = 'staff_notes';
DROP TEMPORARY TABLE verified;
