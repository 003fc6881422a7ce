-- SPDX-License-Identifier: MIT
-- Verify crumbled:recovery_codes on mysql

-- Every column.
SELECT id, admin_user_id, code_hash, created_at, used_at FROM admin_recovery_codes WHERE 0;

-- At least as many indexes and foreign keys as this change made: a row with fewer is refused,
-- which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 2
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name = 'admin_recovery_codes';
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name = 'admin_recovery_codes';
DROP TEMPORARY TABLE verified;
