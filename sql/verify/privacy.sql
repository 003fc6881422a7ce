-- SPDX-License-Identifier: MIT
-- Verify crumbled:privacy on mysql

-- Every column.
SELECT customer_id, token_hash, customer_version, expires_at, created_at
FROM export_tokens WHERE 0;
SELECT customer_id, asked_at, last_outbox_id, contacts, tried_at, done_at FROM erasures WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 5
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('export_tokens', 'erasures');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('export_tokens', 'erasures');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('export_tokens', 'erasures');
DROP TEMPORARY TABLE verified;
