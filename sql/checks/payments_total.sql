-- SPDX-License-Identifier: MIT
-- Orders of which more was paid by counted payments than they cost, or more was paid back than
-- was paid.
SELECT 'payments_total' AS what, o.id, o.total, SUM(p.amount) AS paid,
  SUM(p.refunded_amount) AS paid_back
FROM orders o
JOIN payments p ON p.order_id = o.id AND p.is_counted = 1
GROUP BY o.id, o.total
HAVING SUM(p.amount) > o.total OR SUM(p.refunded_amount) > SUM(p.amount)
