-- SPDX-License-Identifier: MIT
-- Verify crumbled:quotes on mysql

-- Every column.
SELECT id, cart_id, content_hash, facts, expires_at, created_at FROM quotes WHERE 0;
SELECT order_id, edit_no, facts, created_at FROM order_proofs WHERE 0;

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
  AND table_name IN ('quotes', 'order_proofs');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('quotes', 'order_proofs');
DROP TEMPORARY TABLE verified;
