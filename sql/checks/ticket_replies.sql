-- SPDX-License-Identifier: MIT
-- Replies of somebody who does not exist, or of another customer than the ticket's. A ticket that
-- goes with its order may have had other owners, and those who had the order's link.
SELECT 'ticket_replies' AS what, r.id, r.ticket_id, r.author_type, r.author_id
FROM customer_ticket_replies r
JOIN customer_support_tickets t ON t.id = r.ticket_id
LEFT JOIN admin_users a ON r.author_type = 'admin' AND a.id = r.author_id
LEFT JOIN customers c ON r.author_type = 'customer' AND c.id = r.author_id
WHERE (r.author_type = 'admin' AND a.id IS NULL)
  OR (r.author_type = 'customer' AND t.belongs_to = 'customer' AND r.author_id <> t.customer_id)
  OR (r.author_type = 'customer' AND t.belongs_to = 'order' AND r.author_id <> 0 AND c.id IS NULL)
