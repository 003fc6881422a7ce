-- SPDX-License-Identifier: MIT
-- Verify crumbled:cart on mysql

-- Every column.
SELECT id, customer_id, guest_session_id, promo_code, ordered_at, version, created_at, updated_at
FROM carts WHERE 0;
SELECT id, cart_id, product_instance_id, choice_hash, quantity, created_at, updated_at
FROM cart_items WHERE 0;
SELECT id, cart_item_id, flavor_id, flavor_name, size_id, size_name, quantity, created_at
FROM cart_item_flavors WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 11
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('carts', 'cart_items', 'cart_item_flavors');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 6
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('carts', 'cart_items', 'cart_item_flavors');
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('carts', 'cart_items', 'cart_item_flavors');
DROP TEMPORARY TABLE verified;
