-- SPDX-License-Identifier: MIT
-- Verify crumbled:runs on mysql

-- Every column.
SELECT day, closed_at, closed_by, created_at
FROM dispatch_days WHERE 0;
SELECT id, delivery_date, time_slot_id, delivery_man_id, status, token_hash, token_expires_at,
  version, created_at, updated_at
FROM delivery_runs WHERE 0;
SELECT id, run_id, order_id, position, status, is_live, reason, note, wrong_codes,
  result_at, created_at, updated_at
FROM run_stops WHERE 0;
SELECT id, run_id, client_id, stop_id, kind, reason, method, amount, happened_at, outcome,
  refusal, due_amount, created_at
FROM run_events WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 13
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('dispatch_days', 'delivery_runs', 'run_stops', 'run_events');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 8
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('dispatch_days', 'delivery_runs', 'run_stops', 'run_events');
INSERT INTO verified
SELECT 'checks', COUNT(*), 9
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('dispatch_days', 'delivery_runs', 'run_stops', 'run_events');
DROP TEMPORARY TABLE verified;
