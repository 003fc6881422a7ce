-- SPDX-License-Identifier: MIT
-- Tickets whose times do not fit their status, whose last reply is not the newest one that the
-- customer sees, or that do not know when the customer last wrote.
SELECT 'ticket_states' AS what, t.id, t.status, t.last_reply_by, t.last_reply_at
FROM customer_support_tickets t
WHERE (t.status = 'closed') <> (t.closed_at IS NOT NULL)
  OR (t.status = 'resolved' AND t.resolved_at IS NULL)
  OR (t.status NOT IN ('resolved', 'closed') AND t.resolved_at IS NOT NULL)
  OR NOT (t.last_reply_at <=> (SELECT MAX(r.created_at) FROM customer_ticket_replies r
    WHERE r.ticket_id = t.id AND r.is_internal = 0))
  OR (t.last_reply_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customer_ticket_replies n
    WHERE n.ticket_id = t.id AND n.is_internal = 0 AND n.created_at = t.last_reply_at
      AND n.author_type = t.last_reply_by))
  OR t.last_customer_at <> GREATEST(t.created_at, COALESCE((SELECT MAX(c.created_at)
    FROM customer_ticket_replies c WHERE c.ticket_id = t.id AND c.author_type = 'customer'),
    t.created_at))
