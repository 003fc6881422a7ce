-- SPDX-License-Identifier: MIT
-- Deploy crumbled:sale_ledger to mysql
-- requires: sale
--
-- Money: what was paid, paid back, and why we believe it. New tables only: locks nothing that is
-- in use.

CREATE TABLE IF NOT EXISTS sales (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  refund_no INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: the sale; 1, 2, ...: its refunds',
  customer_id BIGINT UNSIGNED NULL
    COMMENT 'Customer; the one column that changes, by claim and backfill',
  amount DECIMAL(10,2) NOT NULL COMMENT 'Paid; negative: paid back',
  paid_at DATETIME NOT NULL COMMENT 'When the money moved (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY sales_order (order_id, refund_no),
  KEY sales_customer (customer_id),
  KEY sales_paid (paid_at),
  CONSTRAINT sales_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT sales_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE SET NULL,
  CONSTRAINT sales_amount_check
    CHECK ((refund_no = 0 AND amount >= 0) OR (refund_no > 0 AND amount < 0))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='The ledger: one row per paid order, refunds as negative rows; only ever added to';

CREATE TABLE IF NOT EXISTS payments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  attempt INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT '1 for the order''s first try; order and attempt make the gateway''s key',
  provider VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Who handles it: cash, card, or the name of a gateway',
  provider_ref VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Id that the gateway gave it; NULL: none yet',
  status ENUM('none', 'pending', 'authorised', 'paid', 'part_refunded', 'refunded',
    'failed', 'voided', 'cod_due', 'cod_collected') NOT NULL DEFAULT 'pending'
    COMMENT 'Where it stands; every change is in payment_events',
  is_counted BOOLEAN NULL COMMENT '1: the payment that paid the order, at most one; NULL: not',
  amount DECIMAL(10,2) NOT NULL COMMENT 'Amount asked for',
  refunded_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Sum of its refunds that have not failed',
  currency CHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'EGP'
    COMMENT 'Currency, ISO 4217',
  next_action_url VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Where the customer goes to pay',
  failure_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Why it failed, in our words',
  expires_at DATETIME NULL COMMENT 'The gateway takes it until then (UTC)',
  checked_at DATETIME NULL COMMENT 'When the gateway was last asked about it (UTC)',
  paid_at DATETIME NULL COMMENT 'When it was paid (UTC)',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY payments_attempt (order_id, attempt),
  UNIQUE KEY payments_counted (order_id, is_counted),
  UNIQUE KEY payments_provider (provider, provider_ref),
  KEY payments_open (status, checked_at),
  KEY payments_paid (paid_at),
  CONSTRAINT payments_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT payments_counted_check CHECK (is_counted = 1),
  CONSTRAINT payments_amounts_check
    CHECK (amount >= 0 AND refunded_amount >= 0 AND refunded_amount <= amount)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Tries to pay an order, each with one provider';

CREATE TABLE IF NOT EXISTS refunds (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  payment_id BIGINT UNSIGNED NOT NULL COMMENT 'The payment it goes back on',
  refund_no INT UNSIGNED NOT NULL COMMENT '1, 2, ... of the order; the same number as in sales',
  amount DECIMAL(10,2) NOT NULL COMMENT 'Amount to pay back',
  delivery_fee_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'What of it is the delivery fee; the rest is in refund_items',
  status ENUM('pending', 'succeeded', 'failed', 'unknown') NOT NULL DEFAULT 'pending'
    COMMENT 'unknown: the answer was lost, the gateway is asked',
  provider_ref VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Id that the gateway gave it',
  reason VARCHAR(500) NOT NULL COMMENT 'Why',
  admin_user_id BIGINT UNSIGNED NULL COMMENT 'Staff member who ordered it; NULL: the system',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY refunds_number (order_id, refund_no),
  KEY refunds_payment (payment_id),
  KEY refunds_status (status, id),
  KEY refunds_admin (admin_user_id),
  CONSTRAINT refunds_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT refunds_payment_fk FOREIGN KEY (payment_id)
    REFERENCES payments (id) ON DELETE RESTRICT,
  CONSTRAINT refunds_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT refunds_amount_check
    CHECK (amount > 0 AND delivery_fee_amount >= 0 AND delivery_fee_amount <= amount)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Money to pay back; the row is there before the gateway is asked';

CREATE TABLE IF NOT EXISTS refund_items (
  refund_id BIGINT UNSIGNED NOT NULL COMMENT 'The refund',
  order_item_id BIGINT UNSIGNED NOT NULL COMMENT 'The line',
  quantity INT UNSIGNED NOT NULL COMMENT 'How many pieces of it',
  amount DECIMAL(10,2) NOT NULL
    COMMENT 'What was paid for these pieces, after their share of the discounts',
  PRIMARY KEY (refund_id, order_item_id),
  KEY refund_items_item (order_item_id),
  CONSTRAINT refund_items_refund_fk FOREIGN KEY (refund_id)
    REFERENCES refunds (id) ON DELETE RESTRICT,
  CONSTRAINT refund_items_item_fk FOREIGN KEY (order_item_id)
    REFERENCES order_items (id) ON DELETE RESTRICT,
  CONSTRAINT refund_items_quantity_check CHECK (quantity > 0 AND amount >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Lines of refunds, piece by piece; rows are only ever added';

CREATE TABLE IF NOT EXISTS payment_events (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  provider VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Who handles it: cash, card, or the name of a gateway',
  event_id VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The gateway''s id of the event, or one made of what it said',
  payment_id BIGINT UNSIGNED NULL COMMENT 'The payment; NULL: none of ours',
  source ENUM('webhook', 'inquiry', 'call', 'staff', 'system') NOT NULL DEFAULT 'webhook'
    COMMENT 'How we heard',
  kind VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'What it says: authorised, captured, failed, voided, refunded, ...',
  amount DECIMAL(10,2) NULL COMMENT 'Amount it names',
  currency CHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Currency it names, ISO 4217',
  from_status ENUM('none', 'pending', 'authorised', 'paid', 'part_refunded', 'refunded',
    'failed', 'voided', 'cod_due', 'cod_collected') NULL
    COMMENT 'The payment''s status before',
  to_status ENUM('none', 'pending', 'authorised', 'paid', 'part_refunded', 'refunded',
    'failed', 'voided', 'cod_due', 'cod_collected') NULL
    COMMENT 'The payment''s status after',
  outcome ENUM('applied', 'ignored', 'refused') NOT NULL COMMENT 'What we made of it',
  detail VARCHAR(255) NULL COMMENT 'Why it was ignored or refused',
  body_hash BINARY(32) NULL COMMENT 'SHA-256 of the request as it came',
  occurred_at DATETIME NULL COMMENT 'When it happened, as the gateway says (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY payment_events_event (provider, event_id),
  KEY payment_events_payment (payment_id, id),
  KEY payment_events_created (created_at),
  CONSTRAINT payment_events_payment_fk FOREIGN KEY (payment_id)
    REFERENCES payments (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What changed a payment, each seen once; only ever added to';
