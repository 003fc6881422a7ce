-- SPDX-License-Identifier: MIT
-- Deploy crumbled:runs to mysql
-- requires: sale
--
-- Who brings which orders in which order, what became of each at the door, and which days are
-- closed. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS dispatch_days (
  day DATE NOT NULL COMMENT 'Day of delivery in the shop''s time zone',
  closed_at DATETIME NULL COMMENT 'When it was closed (UTC); NULL: it is open',
  closed_by BIGINT UNSIGNED NULL COMMENT 'Staff member who closed it',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (day),
  KEY dispatch_days_closed_by (closed_by),
  CONSTRAINT dispatch_days_closed_by_fk FOREIGN KEY (closed_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT dispatch_days_closed_check CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Days on which something was sent out; locked by what changes their runs';

CREATE TABLE IF NOT EXISTS delivery_runs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_date DATE NOT NULL COMMENT 'Day of delivery in the shop''s time zone',
  time_slot_id BIGINT UNSIGNED NOT NULL COMMENT 'Slot of its orders',
  delivery_man_id BIGINT UNSIGNED NOT NULL COMMENT 'Who drives it',
  status ENUM('planned', 'confirmed', 'closed') NOT NULL DEFAULT 'planned'
    COMMENT 'confirmed: its orders are on their way; closed: nothing is left to bring',
  token_hash BINARY(32) NULL COMMENT 'SHA-256 of the token in his link; NULL: has none yet',
  token_expires_at DATETIME NULL COMMENT 'The link opens the run until then (UTC)',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY delivery_runs_token (token_hash),
  KEY delivery_runs_day (delivery_date, time_slot_id, id),
  KEY delivery_runs_man (delivery_man_id, delivery_date),
  KEY delivery_runs_slot (time_slot_id),
  CONSTRAINT delivery_runs_day_fk FOREIGN KEY (delivery_date)
    REFERENCES dispatch_days (day) ON DELETE RESTRICT,
  CONSTRAINT delivery_runs_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT delivery_runs_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT,
  CONSTRAINT delivery_runs_token_check
    CHECK ((token_hash IS NULL) = (token_expires_at IS NULL)),
  CONSTRAINT delivery_runs_status_check CHECK (status <> 'planned' OR token_hash IS NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders of one slot that one delivery man brings';

CREATE TABLE IF NOT EXISTS run_stops (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'The run',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'Order to bring',
  position INT UNSIGNED NOT NULL COMMENT '1 for the first stop',
  status ENUM('open', 'delivered', 'failed', 'moved') NOT NULL DEFAULT 'open'
    COMMENT 'moved: left this run without a try; another attempt is another stop',
  is_live BOOLEAN NULL DEFAULT 1
    COMMENT '1: open or delivered, of which an order has one; NULL: failed or moved',
  reason ENUM('no_answer', 'refused', 'wrong_address', 'damaged', 'other') NULL
    COMMENT 'Why it failed',
  note VARCHAR(300) NULL COMMENT 'What he says about it; for the shop only',
  wrong_codes INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Wrong delivery codes so far',
  result_at DATETIME NULL COMMENT 'When it was delivered or failed, by his phone (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY run_stops_live (order_id, is_live),
  KEY run_stops_run (run_id, position, id),
  CONSTRAINT run_stops_run_fk FOREIGN KEY (run_id) REFERENCES delivery_runs (id) ON DELETE RESTRICT,
  CONSTRAINT run_stops_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT run_stops_live_check
    CHECK (is_live = 1 AND status IN ('open', 'delivered')
      OR is_live IS NULL AND status IN ('failed', 'moved')),
  CONSTRAINT run_stops_reason_check CHECK ((status = 'failed') = (reason IS NOT NULL)),
  CONSTRAINT run_stops_result_check
    CHECK ((status IN ('delivered', 'failed')) = (result_at IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders of a run, one row an attempt';

CREATE TABLE IF NOT EXISTS run_events (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'The run whose link it came by',
  client_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name the phone gave it; sent again, it is the same event',
  stop_id BIGINT UNSIGNED NOT NULL COMMENT 'The stop it is about',
  kind ENUM('delivered', 'failed', 'cash') NOT NULL COMMENT 'What it says',
  reason ENUM('no_answer', 'refused', 'wrong_address', 'damaged', 'other') NULL
    COMMENT 'Of a failed attempt: why',
  method ENUM('cash', 'card') NULL COMMENT 'How money came; NULL: as it was ordered',
  amount DECIMAL(10,2) NULL COMMENT 'What he took; NULL: it does not say',
  happened_at DATETIME NOT NULL COMMENT 'When, by his phone, at most when it came (UTC)',
  outcome ENUM('applied', 'ignored', 'refused') NOT NULL
    COMMENT 'ignored: was so already; what we made of it never changes',
  refusal VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Why it was refused, as an error''s code',
  due_amount DECIMAL(10,2) NULL COMMENT 'What was to take there, where the amount was another',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When it came (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY run_events_client (run_id, client_id),
  KEY run_events_stop (stop_id, id),
  CONSTRAINT run_events_run_fk FOREIGN KEY (run_id)
    REFERENCES delivery_runs (id) ON DELETE RESTRICT,
  CONSTRAINT run_events_stop_fk FOREIGN KEY (stop_id) REFERENCES run_stops (id) ON DELETE RESTRICT,
  CONSTRAINT run_events_outcome_check CHECK ((outcome = 'refused') = (refusal IS NOT NULL)),
  CONSTRAINT run_events_amount_check CHECK (amount IS NULL OR amount >= 0),
  CONSTRAINT run_events_reason_check CHECK ((kind = 'failed') = (reason IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What delivery men''s phones told, each once; rows are only ever added';
