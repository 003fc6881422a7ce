-- SPDX-License-Identifier: MIT
-- Verify crumbled:audit_seals on mysql

-- Every column.
SELECT first_id, last_id, rows_n, previous_hash, hash, sealed_at FROM audit_seals WHERE 0;

-- At least as many indexes and checks as this change made: a row with fewer is refused, which
-- fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 3
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name = 'audit_seals';
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name = 'audit_seals';
DROP TEMPORARY TABLE verified;
