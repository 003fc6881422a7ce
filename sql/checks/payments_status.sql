-- SPDX-License-Identifier: MIT
-- Counted payments that are not in a state of having been paid.
SELECT 'payments_status' AS what, id, status, paid_at
FROM payments
WHERE is_counted = 1
  AND (status NOT IN ('paid', 'part_refunded', 'refunded', 'cod_collected') OR paid_at IS NULL)
