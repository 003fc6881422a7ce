-- SPDX-License-Identifier: MIT
-- Deploy crumbled:claims to mysql
-- requires: support
--
-- The journal of claims: who took over which orders by proving an e-mail or phone, and whose they
-- were, so that it can be undone. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS claims (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NOT NULL
    COMMENT 'Account that claimed; the row outlives an erased person',
  via ENUM('email', 'phone') NOT NULL
    COMMENT 'Which contact of the orders was proved; the contact itself is not kept here',
  orders_n INT UNSIGNED NOT NULL COMMENT 'How many orders it moved; each is a row of claim_orders',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  undone_at DATETIME NULL COMMENT 'When staff undid it (UTC); NULL: it holds',
  undone_by BIGINT UNSIGNED NULL COMMENT 'Staff member who undid it',
  undo_note VARCHAR(500) NULL COMMENT 'Reason that was given',
  PRIMARY KEY (id),
  KEY claims_customer (customer_id, id),
  KEY claims_undone_by (undone_by),
  CONSTRAINT claims_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE RESTRICT,
  CONSTRAINT claims_undone_by_fk FOREIGN KEY (undone_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT claims_orders_check CHECK (orders_n > 0),
  CONSTRAINT claims_undone_check CHECK ((undone_at IS NULL) = (undone_by IS NULL)
    AND (undone_at IS NULL) = (undo_note IS NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders taken over by proving their contact; only an undo changes a row, once';

CREATE TABLE IF NOT EXISTS claim_orders (
  claim_id BIGINT UNSIGNED NOT NULL COMMENT 'The claim',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'Order that it moved',
  previous_customer_id BIGINT UNSIGNED NULL
    COMMENT 'Guest whose it was; NULL: nobody''s, or a guest that the backfill took back',
  PRIMARY KEY (claim_id, order_id),
  KEY claim_orders_order (order_id, claim_id),
  KEY claim_orders_previous (previous_customer_id),
  CONSTRAINT claim_orders_claim_fk FOREIGN KEY (claim_id) REFERENCES claims (id) ON DELETE RESTRICT,
  CONSTRAINT claim_orders_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT claim_orders_previous_fk FOREIGN KEY (previous_customer_id)
    REFERENCES customers (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Which orders a claim moved, and from whom; rows are only ever added';
