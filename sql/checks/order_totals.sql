-- SPDX-License-Identifier: MIT
-- Orders whose total is not what their parts add up to.
SELECT 'order_totals' AS what, id, total,
  subtotal - rules_discount_amount - discount_amount + delivery_fee AS should_be
FROM orders
WHERE total <> subtotal - rules_discount_amount - discount_amount + delivery_fee
