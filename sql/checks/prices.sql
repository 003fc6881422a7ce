-- SPDX-License-Identifier: MIT
-- Prices of an instance that belong to another product than the instance.
SELECT 'prices' AS what, p.id, p.product_id, i.product_id AS should_be
FROM product_prices p
JOIN product_instance i ON i.id = p.product_instance_id
WHERE p.product_id IS NOT NULL AND NOT (p.product_id <=> i.product_id)
