-- SPDX-License-Identifier: MIT
-- Deploy crumbled:support to mysql
-- requires: sale
--
-- Questions of customers and the answers. The shop reads replies only through the view, so that no
-- fault of it can show an internal note; and of the staff it reads, through another, nothing but
-- where to write to whoever looks after a ticket. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS customer_support_tickets (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NULL
    COMMENT 'Whose it is; of an order''s: whose the order is. NULL: a guest''s without a proved phone',
  belongs_to ENUM('customer', 'order') NOT NULL DEFAULT 'customer'
    COMMENT 'order: it came by the link of its order, is seen with the link, and goes with the order',
  order_id BIGINT UNSIGNED NULL COMMENT 'Order it is about',
  subject VARCHAR(255) NOT NULL COMMENT 'Subject',
  message TEXT NOT NULL COMMENT 'First message',
  category ENUM('general', 'order', 'delivery', 'refund', 'technical', 'account')
    NOT NULL DEFAULT 'general'
    COMMENT 'What it is about',
  priority ENUM('low', 'normal', 'high', 'urgent') NOT NULL DEFAULT 'normal'
    COMMENT 'How urgent it is',
  status ENUM('open', 'awaiting_reply', 'in_progress', 'resolved', 'closed') NOT NULL DEFAULT 'open'
    COMMENT 'awaiting_reply: staff answered, the customer is next',
  is_waiting BOOLEAN AS (status IN ('open', 'in_progress')) STORED
    COMMENT '1: the shop is next',
  attachments JSON NULL COMMENT 'Attached files, as an array of ids in files',
  assigned_admin_id BIGINT UNSIGNED NULL COMMENT 'Staff member who looks after it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  resolved_at DATETIME NULL COMMENT 'When it was last resolved (UTC); NULL: is not',
  closed_at DATETIME NULL COMMENT 'When it was last closed (UTC); NULL: is not',
  last_reply_at DATETIME NULL
    COMMENT 'When the last reply that the customer sees was written (UTC)',
  last_reply_by ENUM('customer', 'admin') NULL COMMENT 'Who wrote it',
  last_customer_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
    COMMENT 'When the customer last wrote, the first message included (UTC)',
  PRIMARY KEY (id),
  KEY cst_customer (customer_id, id),
  KEY cst_order (order_id),
  KEY cst_status (status, last_customer_at, id),
  KEY cst_priority (priority, status),
  KEY cst_assigned (assigned_admin_id, last_customer_at, id),
  KEY cst_waiting (is_waiting, last_customer_at, id),
  KEY cst_last (last_customer_at, id),
  KEY cst_subject (subject, id),
  KEY cst_created (created_at),
  CONSTRAINT cst_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT cst_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL,
  CONSTRAINT cst_assigned_fk FOREIGN KEY (assigned_admin_id)
    REFERENCES admin_users (id) ON DELETE SET NULL,
  CONSTRAINT customer_support_tickets_owner_check
    CHECK (customer_id IS NOT NULL OR belongs_to = 'order')
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Questions of customers';

CREATE TABLE IF NOT EXISTS customer_ticket_replies (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  ticket_id BIGINT UNSIGNED NOT NULL COMMENT 'The ticket',
  author_type ENUM('customer', 'admin') NOT NULL COMMENT 'Which table author_id means',
  author_id BIGINT UNSIGNED NOT NULL
    COMMENT 'The customer or staff member; 0: who had the link of the order. So no foreign key',
  author_name VARCHAR(256) NULL COMMENT 'Name as shown, when it was written',
  message TEXT NOT NULL COMMENT 'Text',
  attachments JSON NULL COMMENT 'Attached files, as an array of ids in files',
  is_internal BOOLEAN NOT NULL DEFAULT 0
    COMMENT '1: a note among staff, never shown to the customer',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY ctr_ticket (ticket_id, id),
  KEY ctr_author (author_type, author_id),
  CONSTRAINT ctr_ticket_fk FOREIGN KEY (ticket_id)
    REFERENCES customer_support_tickets (id) ON DELETE CASCADE,
  CONSTRAINT customer_ticket_replies_internal_check CHECK (is_internal = 0 OR author_type = 'admin')
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Replies to tickets, and internal notes of staff';

-- Replies as customers may see them; read with the rights of the account that deployed this. A view
-- keeps the character set of the connection that made it, so that is named.
SET NAMES utf8mb4;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW customer_ticket_replies_public AS
SELECT id, ticket_id, author_type, author_id, author_name, message, attachments, created_at
FROM customer_ticket_replies
WHERE is_internal = 0;

-- Where to write to who looks after a ticket.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW ticket_assignees AS
SELECT t.id AS ticket_id, a.email
FROM customer_support_tickets t
JOIN admin_users a ON a.id = t.assigned_admin_id AND a.is_active = 1;
