-- SPDX-License-Identifier: MIT
-- Deploy crumbled:kitchen to mysql
-- requires: sale
--
-- What the kitchen had in its hands: each bake list that was printed, and how much of it is ready. New
-- tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS kitchen_prints (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_date DATE NOT NULL COMMENT 'Day of delivery in the shop''s time zone',
  time_slot_id BIGINT UNSIGNED NOT NULL COMMENT 'Slot',
  print_no INT UNSIGNED NOT NULL COMMENT '1 for the first of that day and slot',
  is_locked BOOLEAN NOT NULL COMMENT '1: printed after the cut-off',
  cookies INT UNSIGNED NOT NULL COMMENT 'How many in all',
  list JSON NOT NULL COMMENT '[{product_type, size_name, flavor_id, flavor_name, quantity}]',
  printed_by BIGINT UNSIGNED NOT NULL COMMENT 'Staff member who printed it',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY kitchen_prints_no (delivery_date, time_slot_id, print_no),
  KEY kitchen_prints_slot (time_slot_id),
  KEY kitchen_prints_printed_by (printed_by),
  CONSTRAINT kitchen_prints_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT kitchen_prints_printed_by_fk FOREIGN KEY (printed_by)
    REFERENCES admin_users (id) ON DELETE RESTRICT,
  CONSTRAINT kitchen_prints_no_check CHECK (print_no > 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Bake lists as they were printed; rows are only ever added';

CREATE TABLE IF NOT EXISTS kitchen_trays (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_date DATE NOT NULL COMMENT 'Day of delivery in the shop''s time zone',
  time_slot_id BIGINT UNSIGNED NOT NULL COMMENT 'Slot',
  flavor_id BIGINT UNSIGNED NOT NULL COMMENT 'Flavor',
  size_name VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'Size at order time; empty: has none',
  ready INT UNSIGNED NOT NULL COMMENT 'How many cookies of it are ready',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY kitchen_trays_flavor (delivery_date, time_slot_id, flavor_id, size_name),
  KEY kitchen_trays_slot (time_slot_id),
  KEY kitchen_trays_flavor_id (flavor_id),
  CONSTRAINT kitchen_trays_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT kitchen_trays_flavor_fk FOREIGN KEY (flavor_id)
    REFERENCES flavors (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='How much of a bake list is ready';
