-- SPDX-License-Identifier: MIT
-- Deploy crumbled:attachments to mysql
-- requires: support
--
-- Who uploaded a file for a ticket, and which message took it. A file is uploaded first and named by
-- a message then; one that no message took within a day goes. New table only: locks nothing that is
-- in use.

CREATE TABLE IF NOT EXISTS ticket_attachments (
  file_id BIGINT UNSIGNED NOT NULL COMMENT 'The file',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Account that uploaded it',
  order_id BIGINT UNSIGNED NULL COMMENT 'Or the order by whose link it was uploaded',
  ticket_id BIGINT UNSIGNED NULL COMMENT 'Ticket that has it; NULL: no message took it yet',
  reply_id BIGINT UNSIGNED NULL COMMENT 'Reply that has it; NULL: the first message',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (file_id),
  KEY ticket_attachments_ticket (ticket_id, created_at),
  KEY ticket_attachments_reply (reply_id),
  KEY ticket_attachments_customer (customer_id),
  KEY ticket_attachments_order (order_id),
  CONSTRAINT ticket_attachments_file_fk FOREIGN KEY (file_id)
    REFERENCES files (id) ON DELETE CASCADE,
  CONSTRAINT ticket_attachments_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT ticket_attachments_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE CASCADE,
  CONSTRAINT ticket_attachments_ticket_fk FOREIGN KEY (ticket_id)
    REFERENCES customer_support_tickets (id) ON DELETE CASCADE,
  CONSTRAINT ticket_attachments_reply_fk FOREIGN KEY (reply_id)
    REFERENCES customer_ticket_replies (id) ON DELETE CASCADE,
  CONSTRAINT ticket_attachments_uploader_check
    CHECK ((customer_id IS NULL) <> (order_id IS NULL)),
  CONSTRAINT ticket_attachments_message_check CHECK (reply_id IS NULL OR ticket_id IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Files of tickets: who uploaded each, and the message that has it';
