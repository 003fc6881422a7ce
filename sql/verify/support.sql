-- SPDX-License-Identifier: MIT
-- Verify crumbled:support on mysql

-- Every column.
SELECT id, customer_id, belongs_to, order_id, subject, message, category, priority, status,
  is_waiting, attachments, assigned_admin_id, version, created_at, updated_at, resolved_at,
  closed_at, last_reply_at, last_reply_by, last_customer_at
FROM customer_support_tickets WHERE 0;
SELECT id, ticket_id, author_type, author_id, author_name, message, attachments, is_internal,
  created_at
FROM customer_ticket_replies WHERE 0;
SELECT id, ticket_id, author_type, author_id, author_name, message, attachments, created_at
FROM customer_ticket_replies_public WHERE 0;
SELECT ticket_id, email FROM ticket_assignees WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 13
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('customer_support_tickets', 'customer_ticket_replies');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 4
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('customer_support_tickets', 'customer_ticket_replies');
INSERT INTO verified
SELECT 'checks', COUNT(*), 2
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('customer_support_tickets', 'customer_ticket_replies');
DROP TEMPORARY TABLE verified;
