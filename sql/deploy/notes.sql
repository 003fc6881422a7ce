-- SPDX-License-Identifier: MIT
-- Deploy crumbled:notes to mysql
-- requires: support
--
-- What staff write down about customers and orders, for each other only: the shop's account has no
-- right to it. A new table only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS staff_notes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NULL COMMENT 'About this customer; NULL: about an order',
  order_id BIGINT UNSIGNED NULL COMMENT 'About this order; NULL: about a customer',
  admin_user_id BIGINT UNSIGNED NOT NULL COMMENT 'Who wrote it',
  note VARCHAR(2000) NOT NULL COMMENT 'What was written',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY staff_notes_customer (customer_id, id),
  KEY staff_notes_order (order_id, id),
  KEY staff_notes_admin_user (admin_user_id),
  CONSTRAINT staff_notes_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT staff_notes_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT staff_notes_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Notes of staff about a customer or an order; only added, and erased with the person';
