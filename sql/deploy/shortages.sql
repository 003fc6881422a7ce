-- SPDX-License-Identifier: MIT
-- Deploy crumbled:shortages to mysql
-- requires: kitchen sale_ledger
--
-- What ran short in the kitchen, whose orders it concerns, and what became of each. New tables only:
-- locks nothing that is in use.

CREATE TABLE IF NOT EXISTS shortages (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_date DATE NOT NULL COMMENT 'Day of delivery in the shop''s time zone',
  time_slot_id BIGINT UNSIGNED NOT NULL COMMENT 'Slot',
  flavor_id BIGINT UNSIGNED NOT NULL COMMENT 'Flavor',
  size_name VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'Size at order time; empty: has none',
  existing INT UNSIGNED NOT NULL COMMENT 'How many cookies there are, those in packed boxes too',
  needed INT UNSIGNED NOT NULL COMMENT 'How many the orders wanted when it was entered last',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises when it is entered anew; that names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY shortages_flavor (delivery_date, time_slot_id, flavor_id, size_name),
  KEY shortages_slot (time_slot_id),
  KEY shortages_flavor_id (flavor_id),
  CONSTRAINT shortages_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT shortages_flavor_fk FOREIGN KEY (flavor_id)
    REFERENCES flavors (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Flavors of which there are fewer cookies than a slot''s orders want';

CREATE TABLE IF NOT EXISTS shortage_orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  shortage_id BIGINT UNSIGNED NOT NULL COMMENT 'The shortage',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'An order that does not get all of it',
  missing INT UNSIGNED NOT NULL COMMENT 'So many cookies it does not get; 0: it gets all again',
  refunded INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'So many are in its lines still, and were paid back',
  state ENUM('open', 'substituted', 'left_out', 'refunded', 'served') NOT NULL DEFAULT 'open'
    COMMENT 'The answer; open: none yet; served: there was enough after all',
  substitute_flavor_id BIGINT UNSIGNED NULL COMMENT 'What it gets instead',
  edit_no INT UNSIGNED NULL COMMENT 'The edit of the order by which its lines changed',
  refund_id BIGINT UNSIGNED NULL COMMENT 'The refund',
  answered_by BIGINT UNSIGNED NULL COMMENT 'Staff member who answered',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every change; an answer names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY shortage_orders_order (shortage_id, order_id),
  UNIQUE KEY shortage_orders_refund (refund_id),
  KEY shortage_orders_order_id (order_id),
  KEY shortage_orders_substitute (substitute_flavor_id),
  KEY shortage_orders_answered_by (answered_by),
  CONSTRAINT shortage_orders_shortage_fk FOREIGN KEY (shortage_id)
    REFERENCES shortages (id) ON DELETE RESTRICT,
  CONSTRAINT shortage_orders_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT shortage_orders_substitute_fk FOREIGN KEY (substitute_flavor_id)
    REFERENCES flavors (id) ON DELETE RESTRICT,
  CONSTRAINT shortage_orders_refund_fk FOREIGN KEY (refund_id)
    REFERENCES refunds (id) ON DELETE RESTRICT,
  CONSTRAINT shortage_orders_answered_by_fk FOREIGN KEY (answered_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT shortage_orders_state_check
    CHECK (state IN ('open', 'served')
      OR state = 'substituted' AND substitute_flavor_id IS NOT NULL AND edit_no IS NOT NULL
      OR state = 'left_out' AND edit_no IS NOT NULL
      OR state = 'refunded' AND refund_id IS NOT NULL AND refunded > 0),
  CONSTRAINT shortage_orders_answer_check
    CHECK (state IN ('open', 'served') OR answered_by IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders that a shortage concerns, and what became of each';
