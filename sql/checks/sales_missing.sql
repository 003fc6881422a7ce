-- SPDX-License-Identifier: MIT
-- Paid orders without a sale, and sales of orders that were never paid.
SELECT 'sales_missing' AS what, o.id, o.payment_status, s.id AS sale_id
FROM orders o
LEFT JOIN sales s ON s.order_id = o.id AND s.refund_no = 0
WHERE (o.payment_status = 'paid') <> (s.id IS NOT NULL)
