-- SPDX-License-Identifier: MIT
-- Deploy crumbled:dispatch to mysql
-- requires: place
--
-- Who brings the orders. One new table: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS delivery_men (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Phone, E.164',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'E-mail address',
  zones JSON NULL COMMENT 'Zones he serves, as an array of zone ids; NULL: none',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: gets no orders',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  KEY delivery_men_active (is_active),
  KEY delivery_men_phone (phone),
  CONSTRAINT delivery_men_zones_check CHECK (zones IS NULL OR JSON_TYPE(zones) = 'ARRAY')
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='People who bring the orders';
