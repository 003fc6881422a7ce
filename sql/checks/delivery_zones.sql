-- SPDX-License-Identifier: MIT
-- Delivery men with a zone that does not exist: their array has more members than zones in it.
SELECT 'delivery_zones' AS what, m.id, m.zones, COUNT(z.id) AS known
FROM delivery_men m
LEFT JOIN zones z ON JSON_CONTAINS(m.zones, CAST(z.id AS CHAR)) = 1
WHERE m.zones IS NOT NULL
GROUP BY m.id, m.zones
HAVING COUNT(z.id) <> JSON_LENGTH(m.zones)
