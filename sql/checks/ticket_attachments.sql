-- SPDX-License-Identifier: MIT
-- Attachments that their message does not name, that belong to another ticket than their reply, or
-- whose file was uploaded for something else.
SELECT 'ticket_attachments' AS what, a.file_id AS id, a.ticket_id, a.reply_id
FROM ticket_attachments a
JOIN files f ON f.id = a.file_id
LEFT JOIN customer_support_tickets t ON t.id = a.ticket_id
LEFT JOIN customer_ticket_replies r ON r.id = a.reply_id
WHERE f.purpose <> 'attachment'
  OR (a.reply_id IS NOT NULL AND r.ticket_id <> a.ticket_id)
  OR (a.ticket_id IS NOT NULL AND JSON_CONTAINS(
    COALESCE(CASE WHEN a.reply_id IS NULL THEN t.attachments ELSE r.attachments END, '[]'),
    CAST(a.file_id AS CHAR)) = 0)
