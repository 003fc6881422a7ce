-- SPDX-License-Identifier: MIT
-- Verify crumbled:price on mysql

-- Every column.
SELECT id, name, description, rule_type, target_id, target_value, discount_type, discount_value,
  minimum_order_amount, maximum_discount, start_date, end_date, is_active, priority, created_by,
  version, created_at, updated_at
FROM pricing_rules WHERE 0;
SELECT id, product_id, product_instance_id, price_type, price, start_date, end_date, is_active,
  created_by, version, created_at, updated_at
FROM product_prices WHERE 0;
SELECT id, name, description, category_type, target_value, is_active, version, created_at,
  updated_at
FROM pricing_categories WHERE 0;
SELECT id, entity, entity_id, kind, amount, start_date, end_date, changed_at, admin_user_id,
  created_at
FROM price_history WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 24
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('pricing_rules', 'product_prices', 'pricing_categories', 'price_history');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 5
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('pricing_rules', 'product_prices', 'pricing_categories', 'price_history');
INSERT INTO verified
SELECT 'checks', COUNT(*), 6
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('pricing_rules', 'product_prices', 'pricing_categories', 'price_history');
DROP TEMPORARY TABLE verified;
