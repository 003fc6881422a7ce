-- SPDX-License-Identifier: MIT
-- Backfill runs whose counters are not what they linked and made. What was undone has left nothing.
SELECT 'backfill_counts' AS what, r.id, r.state, r.linked, o.orders, r.sales_linked, o.sales,
  r.tokens_linked, o.tokens, r.customers_made, c.customers
FROM backfill_runs r
LEFT JOIN (
  SELECT run_id, COUNT(*) AS orders, SUM(sales_linked) AS sales, SUM(tokens_linked) AS tokens
  FROM backfill_orders
  GROUP BY run_id
) o ON o.run_id = r.id
LEFT JOIN (
  SELECT run_id, COUNT(*) AS customers
  FROM backfill_customers
  GROUP BY run_id
) c ON c.run_id = r.id
WHERE (r.state = 'undone' AND (o.orders IS NOT NULL OR c.customers IS NOT NULL))
  OR (r.state IN ('staging', 'customers', 'linking', 'done') AND (r.linked <> COALESCE(o.orders, 0)
    OR r.sales_linked <> COALESCE(o.sales, 0) OR r.tokens_linked <> COALESCE(o.tokens, 0)
    OR r.customers_made <> COALESCE(c.customers, 0)))
