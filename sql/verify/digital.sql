-- SPDX-License-Identifier: MIT
-- Verify crumbled:digital on mysql

-- Every column.
SELECT id, order_id, order_item_id, file_id, customer_viewed_at, customer_download_count,
  created_at
FROM deliveries WHERE 0;
SELECT id, delivery_id, order_id, customer_id, token_hash, expires_at, max_downloads,
  download_count, last_download_at, created_at
FROM download_tokens WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 10
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('deliveries', 'download_tokens');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 6
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('deliveries', 'download_tokens');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('deliveries', 'download_tokens');
DROP TEMPORARY TABLE verified;
