-- SPDX-License-Identifier: MIT
-- Verify crumbled:import on mysql

-- Every column.
SELECT source_table, source_id, row_hash, target_table, target_id, imported_at
FROM imported_rows WHERE 0;

-- At least as many indexes as this change made: a row with fewer is refused, which fails the
-- verification.
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
  AND table_name IN ('imported_rows');
DROP TEMPORARY TABLE verified;
