-- SPDX-License-Identifier: MIT
-- Payments whose refunded amount is not the sum of their refunds that have not failed.
SELECT 'payments_refunds' AS what, p.id, p.refunded_amount, COALESCE(r.total, 0) AS should_be
FROM payments p
LEFT JOIN (
  SELECT payment_id, SUM(amount) AS total
  FROM refunds
  WHERE status <> 'failed'
  GROUP BY payment_id
) r ON r.payment_id = p.id
WHERE p.refunded_amount <> COALESCE(r.total, 0)
