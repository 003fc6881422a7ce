-- SPDX-License-Identifier: MIT
-- Capacity counters that are not what their moves add up to.
SELECT 'capacity_counts' AS what, c.id, c.held_orders, c.used_orders, c.held_cookies,
  c.used_cookies, m.held_orders AS held_orders_should_be, m.used_orders AS used_orders_should_be,
  m.held_cookies AS held_cookies_should_be, m.used_cookies AS used_cookies_should_be
FROM capacity c
LEFT JOIN (
  SELECT capacity_id,
    SUM(CASE kind WHEN 'hold' THEN orders WHEN 'use' THEN -orders WHEN 'release' THEN orders
      ELSE 0 END) AS held_orders,
    SUM(CASE WHEN kind IN ('use', 'return') THEN orders ELSE 0 END) AS used_orders,
    SUM(CASE kind WHEN 'hold' THEN cookies WHEN 'use' THEN -cookies WHEN 'release' THEN cookies
      ELSE 0 END) AS held_cookies,
    SUM(CASE WHEN kind IN ('use', 'return') THEN cookies ELSE 0 END) AS used_cookies
  FROM capacity_moves
  GROUP BY capacity_id
) m ON m.capacity_id = c.id
WHERE c.held_orders <> COALESCE(m.held_orders, 0)
  OR c.used_orders <> COALESCE(m.used_orders, 0)
  OR c.held_cookies <> COALESCE(m.held_cookies, 0)
  OR c.used_cookies <> COALESCE(m.used_cookies, 0)
