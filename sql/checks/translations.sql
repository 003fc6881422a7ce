-- SPDX-License-Identifier: MIT
-- Translations of something that does not exist.
SELECT 'translations' AS what, t.id, t.entity, t.entity_id
FROM translations t
LEFT JOIN product_types y ON t.entity = 'product_type' AND y.id = t.entity_id
LEFT JOIN products p ON t.entity = 'product' AND p.id = t.entity_id
LEFT JOIN cookie_pack k ON t.entity = 'cookie_pack' AND k.id = t.entity_id
LEFT JOIN flavors f ON t.entity = 'flavor' AND f.id = t.entity_id
LEFT JOIN sizes s ON t.entity = 'size' AND s.id = t.entity_id
LEFT JOIN cities c ON t.entity = 'city' AND c.id = t.entity_id
LEFT JOIN zones z ON t.entity = 'zone' AND z.id = t.entity_id
LEFT JOIN delivery_time_slots d ON t.entity = 'time_slot' AND d.id = t.entity_id
WHERE COALESCE(y.id, p.id, k.id, f.id, s.id, c.id, z.id, d.id) IS NULL
