-- SPDX-License-Identifier: MIT
-- Verify crumbled:files on mysql

-- Every column.
SELECT id, purpose, state, sha256, size_bytes, media_type, storage_key, original_name, width,
  height, customer_id, admin_user_id, created_at
FROM files WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 6
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('files');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('files');
DROP TEMPORARY TABLE verified;
