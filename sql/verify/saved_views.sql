-- SPDX-License-Identifier: MIT
-- Verify crumbled:saved_views on mysql

-- Every column.
SELECT id, admin_user_id, list_name, name, query, is_shared, version, created_at, updated_at
FROM saved_views WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
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
  AND table_name IN ('saved_views');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('saved_views');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('saved_views');
DROP TEMPORARY TABLE verified;
