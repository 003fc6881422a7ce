-- SPDX-License-Identifier: MIT
-- Orders whose discounts are not the sum of the rules and codes that were applied. Free delivery
-- is not in there: it lowers the fee.
SELECT 'order_discounts' AS what, o.id, o.rules_discount_amount, COALESCE(d.rules, 0) AS rules,
  o.discount_amount, COALESCE(d.codes, 0) AS codes
FROM orders o
LEFT JOIN (
  SELECT order_id, edit_no,
    SUM(CASE WHEN source = 'rule' AND kind <> 'free_delivery' THEN amount ELSE 0 END) AS rules,
    SUM(CASE WHEN source = 'code' THEN amount ELSE 0 END) AS codes
  FROM order_discounts
  GROUP BY order_id, edit_no
) d ON d.order_id = o.id AND d.edit_no = o.edit_no
WHERE o.rules_discount_amount <> COALESCE(d.rules, 0)
  OR o.discount_amount <> COALESCE(d.codes, 0)
