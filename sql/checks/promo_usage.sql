-- SPDX-License-Identifier: MIT
-- Uses of a code that do not fit their order as it was placed, returns without a use, and orders with a code but
-- no use of it.
SELECT 'promo_usage' AS what, o.id, o.promo_code_id, u.promo_code_id AS used, r.id AS returned
FROM orders o
LEFT JOIN promo_code_usage u ON u.order_id = o.id AND u.kind = 'use'
LEFT JOIN promo_code_usage r ON r.order_id = o.id AND r.kind = 'return'
WHERE NOT (o.promo_code_id <=> u.promo_code_id)
  OR (r.id IS NOT NULL AND NOT (r.promo_code_id <=> u.promo_code_id AND r.is_first <=> u.is_first))
  OR (o.edit_no = 0
    AND (u.order_amount <> o.subtotal OR u.discount_amount <> o.discount_amount))
