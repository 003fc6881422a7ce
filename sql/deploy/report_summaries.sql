-- SPDX-License-Identifier: MIT
-- Deploy crumbled:report_summaries to mysql
-- requires: sale_ledger
--
-- What a day of the shop came to, worked out once, so that reports of years need not add up every
-- order again. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS report_days (
  day DATE NOT NULL COMMENT 'Day of the shop on which something happened',
  from_at DATETIME NOT NULL COMMENT 'When it began (UTC)',
  to_at DATETIME NOT NULL COMMENT 'When it ended, exclusive (UTC)',
  is_clean BOOLEAN NOT NULL DEFAULT 0
    COMMENT '1: its rows are what the ledgers say; 0: to be worked out (again)',
  made_at DATETIME NULL COMMENT 'When its rows were last worked out (UTC); NULL: never',
  PRIMARY KEY (day),
  KEY report_days_clean (is_clean, day),
  CONSTRAINT report_days_bounds_check CHECK (from_at < to_at),
  CONSTRAINT report_days_made_check CHECK (is_clean = 0 OR made_at IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Days of reports: which are worked out, and between which moments';

CREATE TABLE IF NOT EXISTS report_rows (
  kind ENUM('method', 'zone', 'product', 'fee', 'flavor', 'discount', 'promo', 'event') NOT NULL
    COMMENT 'By what the day is divided',
  day DATE NOT NULL COMMENT 'Day of the shop',
  part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Which part: the method, where a discount came from, the event; else empty',
  ref_id BIGINT UNSIGNED NOT NULL
    COMMENT 'Which one: the zone, instance, flavor, promo code; 0: none. So no foreign key',
  name VARCHAR(310) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Its name when it was sold, exactly',
  n BIGINT NOT NULL COMMENT 'How many sales, lines, uses or events',
  quantity BIGINT NOT NULL COMMENT 'How many pieces; of codes: orders of new customers',
  amount DECIMAL(10,2) NOT NULL COMMENT 'What they came to, after discounts',
  discount_amount DECIMAL(10,2) NOT NULL COMMENT 'What was taken off',
  back_n BIGINT NOT NULL COMMENT 'How many refunds, or uses given back',
  back_quantity BIGINT NOT NULL COMMENT 'How many of them were paid or given back',
  back_amount DECIMAL(10,2) NOT NULL COMMENT 'What was paid or given back',
  PRIMARY KEY (kind, day, part, ref_id, name),
  CONSTRAINT report_rows_counts_check
    CHECK (n >= 0 AND quantity >= 0 AND back_n >= 0 AND back_quantity >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What days came to, by what they are divided; made from the ledgers alone';

CREATE TABLE IF NOT EXISTS report_seen (
  id BIGINT UNSIGNED NOT NULL COMMENT '1, the only row',
  seen_at DATETIME NOT NULL
    COMMENT 'The days of every order that changed before then are marked (UTC)',
  timezone VARCHAR(40) NOT NULL COMMENT 'Time zone in which days were meant',
  PRIMARY KEY (id),
  CONSTRAINT report_seen_one_check CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='How far changes of orders were followed; without the row nothing is summarised';
