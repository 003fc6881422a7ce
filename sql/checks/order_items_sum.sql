-- SPDX-License-Identifier: MIT
-- Orders whose subtotal is not the sum of their items, and orders without items.
SELECT 'order_items_sum' AS what, o.id, o.subtotal, i.total AS should_be
FROM orders o
LEFT JOIN (
  SELECT order_id, edit_no, SUM(unit_price * quantity) AS total
  FROM order_items
  GROUP BY order_id, edit_no
) i ON i.order_id = o.id AND i.edit_no = o.edit_no
WHERE i.total IS NULL OR i.total <> o.subtotal
