-- SPDX-License-Identifier: MIT
-- Verify crumbled:backfill on mysql

-- Every column.
SELECT id, state, is_open, done_to, staged_to, scanned, linked, blank, invalid, owned,
  customers_made, sales_linked, tokens_linked, phones_left_out, orders_unlinked,
  customers_removed, started_at, finished_at, undone_at
FROM backfill_runs WHERE 0;
SELECT id, run_id, email, first_at, name, name_at, phone, phone_at FROM backfill_emails WHERE 0;
SELECT customer_id, run_id FROM backfill_customers WHERE 0;
SELECT run_id, order_id, customer_id, sales_linked, tokens_linked FROM backfill_orders WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 9
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('backfill_runs', 'backfill_emails', 'backfill_customers', 'backfill_orders');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 6
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('backfill_runs', 'backfill_emails', 'backfill_customers', 'backfill_orders');
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('backfill_runs', 'backfill_emails', 'backfill_customers', 'backfill_orders');
DROP TEMPORARY TABLE verified;
