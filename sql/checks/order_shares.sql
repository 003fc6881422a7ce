-- SPDX-License-Identifier: MIT
-- Orders whose lines' shares of the discounts do not add up to the order's. Imported orders have no
-- facts and no shares.
SELECT 'order_shares' AS what, o.id, o.rules_discount_amount, o.discount_amount,
  SUM(i.rules_discount_amount) AS rules_of_lines, SUM(i.discount_amount) AS code_of_lines
FROM orders o
JOIN order_items i ON i.order_id = o.id AND i.edit_no = o.edit_no
WHERE EXISTS (SELECT 1 FROM order_proofs p WHERE p.order_id = o.id)
GROUP BY o.id, o.rules_discount_amount, o.discount_amount
HAVING rules_of_lines <> o.rules_discount_amount OR code_of_lines <> o.discount_amount
