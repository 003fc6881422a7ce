-- SPDX-License-Identifier: MIT
-- Sales that are not the order's total, refunds above the sale, and refunds the order does not
-- show.
SELECT 'sales' AS what, o.id, o.total, s.amount, r.total AS refunds, o.refunded_amount
FROM orders o
LEFT JOIN sales s ON s.order_id = o.id AND s.refund_no = 0
LEFT JOIN (
  SELECT order_id, SUM(amount) AS total FROM sales WHERE refund_no > 0 GROUP BY order_id
) r ON r.order_id = o.id
WHERE s.amount <> o.total
  OR (s.id IS NULL AND r.total IS NOT NULL)
  OR s.amount + r.total < 0
  OR o.refunded_amount <> -COALESCE(r.total, 0)
