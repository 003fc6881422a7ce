-- SPDX-License-Identifier: MIT
-- Verify crumbled:catalog on mysql

-- Every column.
SELECT id, name, slug, description, is_active, version, created_at, updated_at, deleted_at
FROM product_types WHERE 0;
SELECT id, product_type_id, name, slug, description, base_price, image_url, is_active,
  original_price, sale_price, sale_start_date, sale_end_date, is_on_sale, current_price, version, created_at,
  updated_at, deleted_at
FROM products WHERE 0;
SELECT id, name, slug, description, count, max_per_flavor, min_flavors, base_price, image_url,
  is_active, version, created_at, updated_at, deleted_at
FROM cookie_pack WHERE 0;
SELECT id, name, slug, description, category, image_url, is_active, version, created_at,
  updated_at, deleted_at
FROM flavors WHERE 0;
SELECT id, flavor_id, image_url, is_primary, created_at FROM flavor_images WHERE 0;
SELECT id, name, description, is_active, version, created_at, updated_at FROM sizes WHERE 0;
SELECT id, product_type, product_id, cookie_pack_id, size_id, file_id, base_price, is_active,
  version, created_at, updated_at
FROM product_instance WHERE 0;
SELECT id, product_instance_id, flavor_id, flavor_name, size_id, size_name, quantity,
  price_adjustment, created_at
FROM product_instance_flavor WHERE 0;
SELECT id, entity, entity_id, language, name, description, version, created_at, updated_at
FROM translations WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 36
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('product_types', 'products', 'cookie_pack', 'flavors', 'flavor_images',
    'sizes', 'product_instance', 'product_instance_flavor', 'translations');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 9
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('product_types', 'products', 'cookie_pack', 'flavors', 'flavor_images',
    'sizes', 'product_instance', 'product_instance_flavor', 'translations');
INSERT INTO verified
SELECT 'checks', COUNT(*), 11
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('product_types', 'products', 'cookie_pack', 'flavors', 'flavor_images',
    'sizes', 'product_instance', 'product_instance_flavor', 'translations');
DROP TEMPORARY TABLE verified;
