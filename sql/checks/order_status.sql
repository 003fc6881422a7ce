-- SPDX-License-Identifier: MIT
-- Orders whose status is not the last one of their history, which also begins with them.
SELECT 'order_status' AS what, o.id, o.status, h.to_status AS should_be
FROM orders o
LEFT JOIN order_status_history h ON h.id = (
  SELECT MAX(l.id) FROM order_status_history l WHERE l.order_id = o.id)
WHERE h.id IS NULL OR h.to_status <> o.status
