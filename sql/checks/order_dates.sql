-- SPDX-License-Identifier: MIT
-- Orders with something to bake but no day, with a day before they were placed, or whose slot
-- begins on another day. Days are the shop's and moments UTC, so a day either way is allowed.
-- An imported order (no idempotency key) may lack its day.
SELECT 'order_dates' AS what, id, created_at, delivery_date, expected_delivery_date
FROM orders
WHERE (cookies > 0 AND delivery_date IS NULL AND idempotency_key IS NOT NULL)
  OR delivery_date < DATE(created_at) - INTERVAL 1 DAY
  OR expected_delivery_date < delivery_date - INTERVAL 1 DAY
  OR expected_delivery_date >= delivery_date + INTERVAL 2 DAY
