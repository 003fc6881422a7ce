-- SPDX-License-Identifier: MIT
-- Capacity counters that are not what their moves add up to. For one order, a return comes off
-- what it had used, and only what is left of it off what it held.
SELECT 'capacity_counts' AS what, c.id, c.held_orders, c.used_orders, c.held_cookies,
  c.used_cookies, m.held_orders AS held_orders_should_be, m.used_orders AS used_orders_should_be,
  m.held_cookies AS held_cookies_should_be, m.used_cookies AS used_cookies_should_be
FROM capacity c
LEFT JOIN (
  SELECT capacity_id,
    SUM(hold_o - use_o + LEAST(use_o + return_o, 0)) AS held_orders,
    SUM(GREATEST(use_o + return_o, 0)) AS used_orders,
    SUM(hold_c - use_c + LEAST(use_c + return_c, 0)) AS held_cookies,
    SUM(GREATEST(use_c + return_c, 0)) AS used_cookies
  FROM (
    SELECT capacity_id, order_id,
      SUM(CASE WHEN kind = 'hold' THEN orders ELSE 0 END) AS hold_o,
      SUM(CASE WHEN kind = 'use' THEN orders ELSE 0 END) AS use_o,
      SUM(CASE WHEN kind = 'return' THEN orders ELSE 0 END) AS return_o,
      SUM(CASE WHEN kind = 'hold' THEN cookies ELSE 0 END) AS hold_c,
      SUM(CASE WHEN kind = 'use' THEN cookies ELSE 0 END) AS use_c,
      SUM(CASE WHEN kind = 'return' THEN cookies ELSE 0 END) AS return_c
    FROM capacity_moves
    GROUP BY capacity_id, order_id
  ) per_order
  GROUP BY capacity_id
) m ON m.capacity_id = c.id
WHERE c.held_orders <> COALESCE(m.held_orders, 0)
  OR c.used_orders <> COALESCE(m.used_orders, 0)
  OR c.held_cookies <> COALESCE(m.held_cookies, 0)
  OR c.used_cookies <> COALESCE(m.used_cookies, 0)
