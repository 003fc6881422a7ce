-- SPDX-License-Identifier: MIT
-- Steps of an order's history that do not begin where the step before them ended.
SELECT 'order_history_chain' AS what, h.id, h.order_id, h.from_status, p.to_status AS should_be
FROM order_status_history h
LEFT JOIN order_status_history p ON p.id = (
  SELECT MAX(l.id) FROM order_status_history l WHERE l.order_id = h.order_id AND l.id < h.id)
WHERE NOT (h.from_status <=> p.to_status)
