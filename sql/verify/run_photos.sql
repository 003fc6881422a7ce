-- SPDX-License-Identifier: MIT
-- Verify crumbled:run_photos on mysql

-- Every column.
SELECT file_id, run_id, client_id, stop_id, created_at
FROM run_photos WHERE 0;

-- At least as many indexes and foreign keys as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 4
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('run_photos');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 3
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('run_photos');
DROP TEMPORARY TABLE verified;
