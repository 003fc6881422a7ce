-- SPDX-License-Identifier: MIT
-- Deploy crumbled:capacity to mysql
-- requires: sale
--
-- What the kitchen has promised per slot and day, in orders and in cookies. New tables only: locks
-- nothing that is in use.

CREATE TABLE IF NOT EXISTS capacity (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  slot_key BIGINT UNSIGNED NOT NULL COMMENT 'Id of the slot, or 0 for the whole shop',
  time_slot_id BIGINT UNSIGNED NULL COMMENT 'The slot; NULL: the whole shop',
  day DATE NOT NULL COMMENT 'The day, in the shop''s time zone',
  limit_orders INT UNSIGNED NULL
    COMMENT 'This date''s own limit; NULL: the slot''s, or the setting''s for the shop',
  limit_cookies INT UNSIGNED NULL
    COMMENT 'This date''s own limit; NULL: the slot''s, or the setting''s for the shop',
  held_orders INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Orders placed but not confirmed',
  used_orders INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Orders confirmed',
  held_cookies INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Cookies of orders placed but not confirmed',
  used_cookies INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Cookies of orders confirmed',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  PRIMARY KEY (id),
  UNIQUE KEY capacity_slot_day (slot_key, day),
  KEY capacity_day (day),
  KEY capacity_slot (time_slot_id),
  CONSTRAINT capacity_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT capacity_slot_check CHECK (slot_key = COALESCE(time_slot_id, 0)),
  CONSTRAINT capacity_orders_check
    CHECK (limit_orders IS NULL OR held_orders + used_orders <= limit_orders),
  CONSTRAINT capacity_cookies_check
    CHECK (limit_cookies IS NULL OR held_cookies + used_cookies <= limit_cookies)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What is held and used per slot and date, and per shop and date; sums of its moves';

CREATE TABLE IF NOT EXISTS capacity_moves (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  capacity_id BIGINT UNSIGNED NOT NULL COMMENT 'The counters it moved',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'For which order',
  kind ENUM('hold', 'use', 'release', 'return') NOT NULL
    COMMENT 'hold: adds to held; use: from held to used; release: off held; return: off used',
  orders INT NOT NULL COMMENT 'Orders moved; negative for a release or return',
  cookies INT NOT NULL COMMENT 'Cookies moved; negative for a release or return',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY capacity_moves_capacity (capacity_id, id),
  KEY capacity_moves_order (order_id, id),
  CONSTRAINT capacity_moves_capacity_fk FOREIGN KEY (capacity_id)
    REFERENCES capacity (id) ON DELETE RESTRICT,
  CONSTRAINT capacity_moves_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT capacity_moves_sign_check
    CHECK ((kind IN ('release', 'return') AND orders <= 0 AND cookies <= 0) OR
    (kind IN ('hold', 'use') AND orders >= 0 AND cookies >= 0))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Every hold, use and return of capacity; rows are only ever added';
