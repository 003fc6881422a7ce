-- SPDX-License-Identifier: MIT
-- Promo codes whose counter is not their uses less their returns, or is above the limit.
SELECT 'promo_counts' AS what, p.id, p.used_count, COALESCE(u.uses, 0) AS should_be, p.usage_limit
FROM promo_codes p
LEFT JOIN (
  SELECT promo_code_id, SUM(CASE WHEN kind = 'use' THEN 1 ELSE -1 END) AS uses
  FROM promo_code_usage
  GROUP BY promo_code_id
) u ON u.promo_code_id = p.id
WHERE p.used_count <> COALESCE(u.uses, 0)
  OR p.used_count > p.usage_limit
