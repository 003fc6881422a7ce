-- SPDX-License-Identifier: MIT
-- Sales, code uses, download tokens and tickets of another customer than their order's.
SELECT 'customer_links' AS what, o.id, o.customer_id, s.customer_id AS other
FROM orders o JOIN sales s ON s.order_id = o.id
WHERE s.customer_id <> o.customer_id
UNION ALL
SELECT 'customer_links', o.id, o.customer_id, d.customer_id
FROM orders o JOIN download_tokens d ON d.order_id = o.id
WHERE d.customer_id <> o.customer_id
UNION ALL
SELECT 'customer_links', t.id, o.customer_id, t.customer_id
FROM customer_support_tickets t LEFT JOIN orders o ON o.id = t.order_id
WHERE t.belongs_to = 'order' AND NOT (t.customer_id <=> o.customer_id)
