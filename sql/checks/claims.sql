-- SPDX-License-Identifier: MIT
-- Claims that do not add up: other rows than they count, and orders that are not the claimant's
-- although their claim was not undone. An account's order is never claimed, so only an undo takes
-- a claimed one away: at most one claim of an order is not undone, and it says whose the order is.
SELECT 'claims' AS what, c.id, c.customer_id, NULL AS order_id, NULL AS other,
  c.orders_n, COUNT(k.order_id) AS found
FROM claims c
LEFT JOIN claim_orders k ON k.claim_id = c.id
GROUP BY c.id, c.customer_id, c.orders_n
HAVING found <> c.orders_n
UNION ALL
SELECT 'claims', c.id, c.customer_id, o.id, o.customer_id, c.orders_n, NULL
FROM claims c
JOIN claim_orders k ON k.claim_id = c.id
JOIN orders o ON o.id = k.order_id
WHERE c.undone_at IS NULL AND NOT (o.customer_id <=> c.customer_id)
