-- SPDX-License-Identifier: MIT
-- Verify crumbled:courier_cash on mysql

-- Every column.
SELECT delivery_man_id, expected_amount, differing_amount, version, updated_at
FROM courier_accounts WHERE 0;
SELECT id, delivery_man_id, expected_amount, declared_amount, declared_by, counted_amount,
  counted_by, counted_at, is_open, note, version, created_at, updated_at
FROM courier_handovers WHERE 0;
SELECT id, delivery_man_id, handover_id, amount, status, owner_id, note, settled_at, version,
  created_at, updated_at
FROM courier_differences WHERE 0;
SELECT id, delivery_man_id, kind, amount, payment_id, handover_id, difference_id, created_at
FROM courier_cash WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 15
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('courier_accounts', 'courier_handovers', 'courier_differences', 'courier_cash');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 11
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('courier_accounts', 'courier_handovers', 'courier_differences', 'courier_cash');
INSERT INTO verified
SELECT 'checks', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('courier_accounts', 'courier_handovers', 'courier_differences', 'courier_cash');
DROP TEMPORARY TABLE verified;
