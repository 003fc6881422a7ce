-- SPDX-License-Identifier: MIT
-- Days of reports that are marked as clean and are not what the ledgers say: sales by method, the
-- same by zone and by lines and fees, discounts, uses of codes and new customers, and what happened
-- to orders. Days on which an order counts that cron has not followed yet are left out; so are days
-- that nothing is known of. Ledgers are gathered by quarters of an hour first, for a day of any time
-- zone begins with one. id is the day as a number.
WITH days AS (
  SELECT d.day, d.from_at, d.to_at FROM report_days d WHERE d.is_clean = 1
), touched AS (
  SELECT DISTINCT t.moment - INTERVAL (MINUTE(t.moment) % 15) MINUTE
    - INTERVAL SECOND(t.moment) SECOND AS quarter
  FROM (
    SELECT o.created_at AS moment
    FROM report_seen n JOIN orders o ON o.updated_at >= n.seen_at
    UNION ALL
    SELECT s.paid_at FROM report_seen n JOIN orders o ON o.updated_at >= n.seen_at
    JOIN sales s ON s.order_id = o.id
    UNION ALL
    SELECT h.created_at FROM report_seen n JOIN orders o ON o.updated_at >= n.seen_at
    JOIN order_status_history h ON h.order_id = o.id
    UNION ALL
    SELECT u.used_at FROM report_seen n JOIN orders o ON o.updated_at >= n.seen_at
    JOIN promo_code_usage u ON u.order_id = o.id
  ) t
), looked_at AS (
  SELECT d.day, d.from_at, d.to_at FROM days d
  WHERE EXISTS (SELECT 1 FROM report_seen)
    AND NOT EXISTS (SELECT 1 FROM touched t WHERE t.quarter >= d.from_at AND t.quarter < d.to_at)
), ledger AS (
  SELECT 'sales' AS kind, s.paid_at - INTERVAL (MINUTE(s.paid_at) % 15) MINUTE
      - INTERVAL SECOND(s.paid_at) SECOND AS quarter,
    SUM(s.refund_no = 0) AS n, SUM(IF(s.refund_no = 0, s.amount, 0.00)) AS amount,
    SUM(IF(s.refund_no = 0, o.rules_discount_amount + o.discount_amount, 0.00)) AS discount,
    SUM(s.refund_no > 0) AS back_n, SUM(IF(s.refund_no = 0, 0.00, -s.amount)) AS back,
    0 AS first_n
  FROM sales s JOIN orders o ON o.id = s.order_id
  GROUP BY quarter
  UNION ALL
  SELECT 'promo', u.used_at - INTERVAL (MINUTE(u.used_at) % 15) MINUTE
      - INTERVAL SECOND(u.used_at) SECOND AS quarter,
    SUM(u.kind = 'use'), SUM(IF(u.kind = 'use', u.order_amount, 0.00)),
    SUM(IF(u.kind = 'use', u.discount_amount, 0.00)), SUM(u.kind = 'return'),
    SUM(IF(u.kind = 'return', u.discount_amount, 0.00)),
    SUM(IF(u.kind = 'use', u.is_first, -u.is_first))
  FROM promo_code_usage u
  GROUP BY quarter
  UNION ALL
  SELECT 'event', o.created_at - INTERVAL (MINUTE(o.created_at) % 15) MINUTE
      - INTERVAL SECOND(o.created_at) SECOND AS quarter,
    COUNT(*), 0.00, 0.00, 0, 0.00, 0
  FROM orders o
  GROUP BY quarter
  UNION ALL
  SELECT 'event', h.created_at - INTERVAL (MINUTE(h.created_at) % 15) MINUTE
      - INTERVAL SECOND(h.created_at) SECOND AS quarter,
    COUNT(*), 0.00, 0.00, 0, 0.00, 0
  FROM order_status_history h
  WHERE h.to_status IN ('delivered', 'cancelled') OR h.from_status = 'out_for_delivery'
  GROUP BY quarter
), due AS (
  SELECT d.day, l.kind, SUM(l.n) AS n, SUM(l.amount) AS amount, SUM(l.discount) AS discount,
    SUM(l.back_n) AS back_n, SUM(l.back) AS back, SUM(l.first_n) AS first_n
  FROM looked_at d JOIN ledger l ON l.quarter >= d.from_at AND l.quarter < d.to_at
  GROUP BY d.day, l.kind
), kept AS (
  SELECT r.day, r.kind, SUM(r.n) AS n, SUM(r.amount) AS amount,
    SUM(IF(r.part = 'free_delivery', 0.00, r.discount_amount)) AS discount,
    SUM(r.back_n) AS back_n, SUM(r.back_amount) AS back,
    SUM(IF(r.kind = 'promo', r.quantity - r.back_quantity, 0)) AS first_n
  FROM report_rows r JOIN looked_at d ON d.day = r.day
  GROUP BY r.day, r.kind
), compared AS (
  SELECT d.day, k.kind,
    COALESCE(m.n, 0) - COALESCE(l.n, 0) AS n,
    COALESCE(m.amount, 0) - COALESCE(l.amount, 0) AS amount,
    COALESCE(m.discount, 0) - COALESCE(l.discount, 0) AS discount,
    COALESCE(m.back_n, 0) - COALESCE(l.back_n, 0) AS back_n,
    COALESCE(m.back, 0) - COALESCE(l.back, 0) AS back,
    COALESCE(m.first_n, 0) - COALESCE(l.first_n, 0) AS first_n
  FROM looked_at d
  JOIN (SELECT 'method' AS kind, 'sales' AS source UNION ALL SELECT 'zone', 'sales'
    UNION ALL SELECT 'promo', 'promo' UNION ALL SELECT 'event', 'event') k
  LEFT JOIN kept m ON m.day = d.day AND m.kind = k.kind
  LEFT JOIN due l ON l.day = d.day AND l.kind = k.source
  UNION ALL
  SELECT d.day, 'product', 0,
    COALESCE(p.amount, 0) + COALESCE(f.amount, 0) - COALESCE(l.amount, 0),
    COALESCE(p.discount, 0) - COALESCE(l.discount, 0), 0,
    COALESCE(p.back, 0) + COALESCE(f.back, 0) - COALESCE(l.back, 0), 0
  FROM looked_at d
  LEFT JOIN kept p ON p.day = d.day AND p.kind = 'product'
  LEFT JOIN kept f ON f.day = d.day AND f.kind = 'fee'
  LEFT JOIN due l ON l.day = d.day AND l.kind = 'sales'
  UNION ALL
  SELECT d.day, 'discount', 0, 0, COALESCE(p.discount, 0) - COALESCE(l.discount, 0), 0, 0, 0
  FROM looked_at d
  LEFT JOIN kept p ON p.day = d.day AND p.kind = 'discount'
  LEFT JOIN due l ON l.day = d.day AND l.kind = 'sales'
)
SELECT 'summaries' AS what, CAST(DATE_FORMAT(c.day, '%Y%m%d') AS SIGNED) AS id, c.kind, c.n,
  c.amount, c.discount, c.back_n, c.back, c.first_n
FROM compared c
WHERE c.n <> 0 OR c.amount <> 0 OR c.discount <> 0 OR c.back_n <> 0 OR c.back <> 0
  OR c.first_n <> 0
