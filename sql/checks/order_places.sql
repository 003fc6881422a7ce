-- SPDX-License-Identifier: MIT
-- Orders to a zone that does not lie in their city.
SELECT 'order_places' AS what, o.id, o.city_id, z.city_id AS should_be
FROM orders o
JOIN zones z ON z.id = o.zone_id
WHERE NOT (o.city_id <=> z.city_id)
