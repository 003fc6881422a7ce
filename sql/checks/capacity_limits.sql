-- SPDX-License-Identifier: MIT
-- Days with more held and used than the limit: the date's own, or else the slot's. A slot whose
-- limit was lowered after orders had come shows up here too; set the date's own limit then. The
-- shop's limits are settings, which the program compares.
SELECT 'capacity_limits' AS what, c.id, c.day, c.held_orders + c.used_orders AS orders,
  COALESCE(c.limit_orders, s.capacity_orders) AS limit_orders,
  c.held_cookies + c.used_cookies AS cookies,
  COALESCE(c.limit_cookies, s.capacity_cookies) AS limit_cookies
FROM capacity c
LEFT JOIN delivery_time_slots s ON s.id = c.time_slot_id
WHERE c.held_orders + c.used_orders > COALESCE(c.limit_orders, s.capacity_orders)
  OR c.held_cookies + c.used_cookies > COALESCE(c.limit_cookies, s.capacity_cookies)
