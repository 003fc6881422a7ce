-- SPDX-License-Identifier: MIT
-- Verify crumbled:report_summaries on mysql

-- Every column.
SELECT day, from_at, to_at, is_clean, made_at FROM report_days WHERE 0;
SELECT kind, day, part, ref_id, name, n, quantity, amount, discount_amount, back_n, back_quantity,
  back_amount
FROM report_rows WHERE 0;
SELECT id, seen_at, timezone FROM report_seen WHERE 0;

-- At least as many indexes and checks as this change made: a row with fewer is refused, which
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
WHERE table_schema = DATABASE()
  AND table_name IN ('report_days', 'report_rows', 'report_seen');
INSERT INTO verified
SELECT 'checks', COUNT(*), 4
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('report_days', 'report_rows', 'report_seen');
DROP TEMPORARY TABLE verified;
