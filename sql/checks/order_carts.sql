-- SPDX-License-Identifier: MIT
-- Carts that became an order but still count as open.
SELECT 'order_carts' AS what, o.id, o.cart_id
FROM orders o
JOIN carts c ON c.id = o.cart_id
WHERE c.ordered_at IS NULL
