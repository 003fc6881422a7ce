-- SPDX-License-Identifier: MIT
-- Deploy crumbled:courier_cash to mysql
-- requires: runs sale_ledger
--
-- The shop's money in the hands of delivery men: a ledger, what was counted when it was handed over,
-- and what was missing. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS courier_accounts (
  delivery_man_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose',
  expected_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Sum of his courier_cash: collected less handed over less settled',
  differing_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'What of it is in open differences; the rest is in his pocket',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every entry; a handover names the version that was counted',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (delivery_man_id),
  CONSTRAINT courier_accounts_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What each delivery man has of the shop''s money; its row is the lock of his cash';

CREATE TABLE IF NOT EXISTS courier_handovers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_man_id BIGINT UNSIGNED NOT NULL COMMENT 'Who handed over',
  expected_amount DECIMAL(10,2) NOT NULL COMMENT 'What he had to have when he said it',
  declared_amount DECIMAL(10,2) NOT NULL COMMENT 'What he said it was',
  declared_by BIGINT UNSIGNED NOT NULL COMMENT 'Staff member who took it from him',
  counted_amount DECIMAL(10,2) NULL COMMENT 'What the second person counted; NULL: not yet',
  counted_by BIGINT UNSIGNED NULL COMMENT 'Staff member who counted: another one',
  counted_at DATETIME NULL COMMENT 'When it was counted (UTC)',
  is_open BOOLEAN NULL DEFAULT 1 COMMENT '1: to be counted, of which a man has one; NULL: counted',
  note VARCHAR(500) NULL COMMENT 'What was said about it when it was counted',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises when it is declared anew; the count names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY courier_handovers_open (delivery_man_id, is_open),
  KEY courier_handovers_declared_by (declared_by),
  KEY courier_handovers_counted_by (counted_by),
  CONSTRAINT courier_handovers_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT,
  CONSTRAINT courier_handovers_declared_by_fk FOREIGN KEY (declared_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT courier_handovers_counted_by_fk FOREIGN KEY (counted_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT courier_handovers_amounts_check
    CHECK (declared_amount >= 0 AND (counted_amount IS NULL OR counted_amount >= 0)),
  CONSTRAINT courier_handovers_two_check CHECK (counted_by IS NULL OR counted_by <> declared_by),
  CONSTRAINT courier_handovers_counted_check
    CHECK (is_open = 1 AND counted_amount IS NULL AND counted_by IS NULL AND counted_at IS NULL
      OR is_open IS NULL AND counted_amount IS NOT NULL AND counted_by IS NOT NULL
        AND counted_at IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Cash that was handed over, and what a second person counted of it';

CREATE TABLE IF NOT EXISTS courier_differences (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_man_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose handover',
  handover_id BIGINT UNSIGNED NOT NULL COMMENT 'The handover',
  amount DECIMAL(10,2) NOT NULL COMMENT 'Expected less counted; negative: there was too much',
  status ENUM('open', 'settled') NOT NULL DEFAULT 'open' COMMENT 'settled: it is off his account',
  owner_id BIGINT UNSIGNED NULL COMMENT 'Staff member who sees to it; NULL: nobody yet',
  note VARCHAR(500) NULL COMMENT 'What the owner says about it',
  settled_at DATETIME NULL COMMENT 'When it was settled (UTC)',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY courier_differences_handover (handover_id),
  KEY courier_differences_man (delivery_man_id, id),
  KEY courier_differences_status (status, id),
  KEY courier_differences_owner (owner_id),
  CONSTRAINT courier_differences_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT,
  CONSTRAINT courier_differences_handover_fk FOREIGN KEY (handover_id)
    REFERENCES courier_handovers (id) ON DELETE RESTRICT,
  CONSTRAINT courier_differences_owner_fk FOREIGN KEY (owner_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT courier_differences_amount_check CHECK (amount <> 0),
  CONSTRAINT courier_differences_settled_check
    CHECK ((status = 'settled') = (settled_at IS NOT NULL)
      AND (status = 'open' OR owner_id IS NOT NULL AND note IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What was missing or too much at a handover, and who sees to it';

CREATE TABLE IF NOT EXISTS courier_cash (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_man_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose account',
  kind ENUM('collected', 'handed_over', 'settled') NOT NULL COMMENT 'Which of the three below it is',
  amount DECIMAL(10,2) NOT NULL
    COMMENT 'What it adds to what he has to have: collected above zero, handed over below',
  payment_id BIGINT UNSIGNED NULL COMMENT 'The payment he took at the door, once',
  handover_id BIGINT UNSIGNED NULL COMMENT 'The handover, once',
  difference_id BIGINT UNSIGNED NULL COMMENT 'The difference that was settled, once',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY courier_cash_payment (payment_id),
  UNIQUE KEY courier_cash_handover (handover_id),
  UNIQUE KEY courier_cash_difference (difference_id),
  KEY courier_cash_man (delivery_man_id, id),
  CONSTRAINT courier_cash_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT,
  CONSTRAINT courier_cash_payment_fk FOREIGN KEY (payment_id)
    REFERENCES payments (id) ON DELETE RESTRICT,
  CONSTRAINT courier_cash_handover_fk FOREIGN KEY (handover_id)
    REFERENCES courier_handovers (id) ON DELETE RESTRICT,
  CONSTRAINT courier_cash_difference_fk FOREIGN KEY (difference_id)
    REFERENCES courier_differences (id) ON DELETE RESTRICT,
  CONSTRAINT courier_cash_kind_check
    CHECK ((kind = 'collected') = (payment_id IS NOT NULL)
      AND (kind = 'handed_over') = (handover_id IS NOT NULL)
      AND (kind = 'settled') = (difference_id IS NOT NULL)),
  CONSTRAINT courier_cash_amount_check
    CHECK (kind = 'collected' AND amount >= 0 OR kind = 'handed_over' AND amount <= 0
      OR kind = 'settled' AND amount <> 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Ledger of the cash of delivery men; rows are only ever added';
