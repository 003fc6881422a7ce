-- SPDX-License-Identifier: MIT
-- Verify crumbled:attachments on mysql

-- Every column.
SELECT file_id, customer_id, order_id, ticket_id, reply_id, created_at
FROM ticket_attachments WHERE 0;

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
  AND table_name IN ('ticket_attachments');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 5
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('ticket_attachments');
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('ticket_attachments');
DROP TEMPORARY TABLE verified;
