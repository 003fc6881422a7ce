-- SPDX-License-Identifier: MIT
-- Refunds that are not the sum of their lines and fee, and lines of which more pieces were given back
-- than were ordered. Of an imported order (no idempotency key) the former shop's refunds have no lines.
SELECT 'refund_items' AS what, r.id, r.amount, r.delivery_fee_amount + COALESCE(f.total, 0) AS other
FROM refunds r
JOIN orders o ON o.id = r.order_id
LEFT JOIN (
  SELECT refund_id, SUM(amount) AS total FROM refund_items GROUP BY refund_id
) f ON f.refund_id = r.id
WHERE r.amount <> r.delivery_fee_amount + COALESCE(f.total, 0)
  AND (o.idempotency_key IS NOT NULL OR f.total IS NOT NULL)
UNION ALL
SELECT 'refund_items', i.id, i.quantity, SUM(f.quantity)
FROM order_items i
JOIN refund_items f ON f.order_item_id = i.id
JOIN refunds r ON r.id = f.refund_id AND r.status <> 'failed'
GROUP BY i.id, i.quantity
HAVING SUM(f.quantity) > i.quantity
