-- SPDX-License-Identifier: MIT
-- Printed bake lists that do not add up to their cookies, or whose numbers have a gap; orders that
-- are packed before anybody prepares them.
SELECT 'kitchen' AS what, p.id, p.print_no, p.cookies
FROM kitchen_prints p
WHERE p.cookies <> (SELECT COALESCE(SUM(l.quantity), 0)
    FROM JSON_TABLE(p.list, '$[*]' COLUMNS (quantity INT PATH '$.quantity')) AS l)
  OR p.print_no <> (SELECT COUNT(*) FROM kitchen_prints e
    WHERE e.delivery_date = p.delivery_date AND e.time_slot_id = p.time_slot_id
      AND e.print_no <= p.print_no)
UNION ALL
SELECT 'kitchen', o.id, o.edit_no, o.cookies
FROM orders o
WHERE o.packed_at IS NOT NULL AND o.status IN ('pending', 'confirmed')
