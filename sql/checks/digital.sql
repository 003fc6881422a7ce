-- SPDX-License-Identifier: MIT
-- Digital items of paid orders that were not delivered, and deliveries of the wrong order.
SELECT 'digital' AS what, i.id, i.order_id, d.id AS delivery_id, d.order_id AS delivery_order_id
FROM order_items i
JOIN orders o ON o.id = i.order_id AND o.edit_no = i.edit_no
LEFT JOIN deliveries d ON d.order_item_id = i.id
WHERE (i.product_type = 'digital' AND o.payment_status = 'paid' AND d.id IS NULL)
  OR d.order_id <> i.order_id
