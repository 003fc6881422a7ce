-- SPDX-License-Identifier: MIT
-- Replies of somebody who does not exist, or of another customer than the ticket's.
SELECT 'ticket_replies' AS what, r.id, r.ticket_id, r.author_type, r.author_id
FROM customer_ticket_replies r
JOIN customer_support_tickets t ON t.id = r.ticket_id
LEFT JOIN admin_users a ON r.author_type = 'admin' AND a.id = r.author_id
WHERE (r.author_type = 'admin' AND a.id IS NULL)
  OR (r.author_type = 'customer' AND r.author_id <> t.customer_id)
