-- SPDX-License-Identifier: MIT
-- Base prices, adjustments and fees that are not the last ones of their history; what has no
-- history (a bare import) is left out.
SELECT 'price_history' AS what, h.id, h.entity, h.entity_id, h.amount,
  COALESCE(p.base_price, k.base_price, i.base_price, f.price_adjustment, z.delivery_fee) AS now_is
FROM price_history h
LEFT JOIN products p ON h.entity = 'product' AND p.id = h.entity_id
LEFT JOIN cookie_pack k ON h.entity = 'cookie_pack' AND k.id = h.entity_id
LEFT JOIN product_instance i ON h.entity = 'product_instance' AND i.id = h.entity_id
LEFT JOIN product_instance_flavor f
  ON h.entity = 'product_instance_flavor' AND f.id = h.entity_id
LEFT JOIN zones z ON h.entity = 'zone' AND z.id = h.entity_id
WHERE h.kind IN ('base', 'adjustment', 'fee')
  AND NOT EXISTS (
    SELECT 1 FROM price_history n
    WHERE n.entity = h.entity AND n.entity_id = h.entity_id AND n.kind = h.kind
      AND (n.changed_at > h.changed_at OR (n.changed_at = h.changed_at AND n.id > h.id)))
  AND h.amount <>
    COALESCE(p.base_price, k.base_price, i.base_price, f.price_adjustment, z.delivery_fee)
