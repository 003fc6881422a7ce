-- SPDX-License-Identifier: MIT
-- Verify crumbled:promo on mysql

-- Every column.
SELECT id, code, name, description, discount_type, discount_value, minimum_order_amount,
  maximum_discount, usage_limit, per_customer_limit, used_count, valid_from, valid_until,
  is_active, created_by, version, created_at, updated_at, deleted_at
FROM promo_codes WHERE 0;

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
  AND table_name IN ('promo_codes');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('promo_codes');
INSERT INTO verified
SELECT 'checks', COUNT(*), 5
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('promo_codes');
DROP TEMPORARY TABLE verified;
