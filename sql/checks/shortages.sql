-- SPDX-License-Identifier: MIT
-- Answers to shortages that nothing stands behind: an edit that the order did not have, a refund of
-- another order, or an open one of which nothing is missing.
SELECT 'shortages' AS what, s.id, s.order_id, s.state
FROM shortage_orders s
JOIN orders o ON o.id = s.order_id
LEFT JOIN refunds r ON r.id = s.refund_id
WHERE s.edit_no > o.edit_no
  OR s.refund_id IS NOT NULL AND NOT (r.order_id <=> s.order_id)
  OR s.state = 'open' AND s.missing = 0
