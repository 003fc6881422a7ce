-- SPDX-License-Identifier: MIT
-- Deploy crumbled:backfill to mysql
-- requires: sale
--
-- Customers made from orders that have none: what each run has done, so that it can go on after it
-- was broken off, and be undone. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS backfill_runs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  state ENUM('staging', 'customers', 'linking', 'done', 'unstaging', 'unlinking', 'removing',
    'undone') NOT NULL DEFAULT 'staging'
    COMMENT 'Where it stands: gathers e-mails, makes customers, links orders; or takes that back',
  is_open BOOLEAN NULL COMMENT '1: at work, at most one run; NULL: done or undone',
  done_to BIGINT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'In this state: ids up to here are done (orders, staged e-mails, customers)',
  staged_to BIGINT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'Orders up to this id were gathered; later ones are the next run''s',
  scanned INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'Orders without a customer that it decided about',
  linked INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Of these: got a customer',
  blank INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Of these: have no e-mail',
  invalid INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Of these: have something that is no e-mail',
  owned INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'Of these: somebody has the e-mail, or a part of the order, and may claim it',
  customers_made INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Guests made, or taken over from a run undone',
  sales_linked INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Sales that got a customer',
  tokens_linked INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Download tokens that got a customer',
  phones_left_out INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'Guests made without their phone, which another customer has',
  orders_unlinked INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'By its undo: links taken back',
  customers_removed INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'By its undo: guests removed',
  started_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When it began (UTC)',
  finished_at DATETIME NULL COMMENT 'When it ended (UTC), also by being undone; NULL: it is at work',
  undone_at DATETIME NULL COMMENT 'When it had been taken back (UTC); NULL: it was not',
  PRIMARY KEY (id),
  UNIQUE KEY backfill_runs_open (is_open),
  CONSTRAINT backfill_runs_open_check
    CHECK ((is_open IS NULL AND state IN ('done', 'undone'))
      OR (is_open = 1 AND state NOT IN ('done', 'undone'))),
  CONSTRAINT backfill_runs_scanned_check CHECK (scanned = linked + blank + invalid + owned)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Runs that made customers from orders, where each stands, and what it did';

CREATE TABLE IF NOT EXISTS backfill_emails (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'The run',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'E-mail, trimmed and lower-cased',
  first_at DATETIME NOT NULL COMMENT 'When its earliest order was placed (UTC)',
  name VARCHAR(256) NULL COMMENT 'The newest name that is not blank',
  name_at DATETIME NULL COMMENT 'When the order with that name was placed (UTC)',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'The newest phone that can be one, E.164',
  phone_at DATETIME NULL COMMENT 'When the order with that phone was placed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY backfill_emails_email (run_id, email),
  CONSTRAINT backfill_emails_run_fk FOREIGN KEY (run_id) REFERENCES backfill_runs (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What the open run gathered for each e-mail; gone as soon as its customer is made';

CREATE TABLE IF NOT EXISTS backfill_customers (
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'A guest that a run made',
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'The run whose undo removes it',
  PRIMARY KEY (customer_id),
  KEY backfill_customers_run (run_id, customer_id),
  CONSTRAINT backfill_customers_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT backfill_customers_run_fk FOREIGN KEY (run_id) REFERENCES backfill_runs (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Customers that were made from orders';

CREATE TABLE IF NOT EXISTS backfill_orders (
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'The run',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'An order that it linked',
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'The customer whom it linked it to',
  sales_linked INT UNSIGNED NOT NULL COMMENT 'How many of its sales were linked with it',
  tokens_linked INT UNSIGNED NOT NULL COMMENT 'How many of its download tokens were',
  PRIMARY KEY (run_id, order_id),
  KEY backfill_orders_order (order_id),
  KEY backfill_orders_customer (customer_id, run_id),
  CONSTRAINT backfill_orders_run_fk FOREIGN KEY (run_id) REFERENCES backfill_runs (id),
  CONSTRAINT backfill_orders_order_fk FOREIGN KEY (order_id) REFERENCES orders (id),
  CONSTRAINT backfill_orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders that got their customer from a run';
