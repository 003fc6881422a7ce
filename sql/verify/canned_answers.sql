-- SPDX-License-Identifier: MIT
-- Verify crumbled:canned_answers on mysql

-- Every column.
SELECT id, name, text_en, text_ar, is_active, version, created_at, updated_at
FROM ticket_canned_answers WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
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
  AND table_name IN ('ticket_canned_answers');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('ticket_canned_answers');
DROP TEMPORARY TABLE verified;
