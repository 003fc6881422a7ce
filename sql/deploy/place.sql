-- SPDX-License-Identifier: MIT
-- Deploy crumbled:place to mysql
-- requires: staff
--
-- Where and when the shop delivers. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS delivery_time_slots (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name, such as Morning',
  from_hour TIME NOT NULL COMMENT 'Begin, in hours of the shop',
  to_hour TIME NOT NULL COMMENT 'End, in hours of the shop',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not on offer',
  capacity_orders INT UNSIGNED NULL COMMENT 'Most orders a day in this slot; NULL: unlimited',
  capacity_cookies INT UNSIGNED NULL COMMENT 'Most cookies a day in this slot; NULL: unlimited',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY delivery_time_slots_name (name),
  KEY delivery_time_slots_active (is_active, from_hour),
  CONSTRAINT delivery_time_slots_hours_check CHECK (from_hour < to_hour)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Hours of the day in which orders are delivered';

CREATE TABLE IF NOT EXISTS cities (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name in English',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '1: the shop delivers there',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY cities_name (name),
  KEY cities_active (is_active)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Cities; an inactive one is shown as coming soon';

CREATE TABLE IF NOT EXISTS zones (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name in English, unique within its city',
  city_id BIGINT UNSIGNED NOT NULL COMMENT 'City it lies in',
  delivery_fee DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'What delivery costs, in the shop''s currency',
  delivery_days INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'Days from order to delivery: 0 the same day, 1 the next',
  time_slot_id BIGINT UNSIGNED NULL
    COMMENT 'Slot it is served in by default; zone_time_slots has the offer',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '1: the shop delivers there',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY zones_city_name (city_id, name),
  UNIQUE KEY zones_id_city (id, city_id),
  KEY zones_active (is_active),
  KEY zones_fee (delivery_fee),
  KEY zones_slot (time_slot_id),
  CONSTRAINT zones_city_fk FOREIGN KEY (city_id) REFERENCES cities (id) ON DELETE RESTRICT,
  CONSTRAINT zones_time_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE SET NULL,
  CONSTRAINT zones_fee_check CHECK (delivery_fee >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Parts of a city, with fee and delivery time; an inactive one is coming soon';

CREATE TABLE IF NOT EXISTS zone_time_slots (
  zone_id BIGINT UNSIGNED NOT NULL COMMENT 'The zone',
  time_slot_id BIGINT UNSIGNED NOT NULL COMMENT 'The slot it offers',
  weekdays TINYINT UNSIGNED NOT NULL DEFAULT 127
    COMMENT 'Days as bits: bit 0 (1) Monday to bit 6 (64) Sunday',
  PRIMARY KEY (zone_id, time_slot_id),
  KEY zone_time_slots_slot (time_slot_id),
  CONSTRAINT zone_time_slots_zone_fk FOREIGN KEY (zone_id) REFERENCES zones (id) ON DELETE CASCADE,
  CONSTRAINT zone_time_slots_time_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE CASCADE,
  CONSTRAINT zone_time_slots_weekdays_check CHECK (weekdays BETWEEN 1 AND 127)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Which slots a zone offers, on which weekdays';

CREATE TABLE IF NOT EXISTS delivery_closures (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  zone_key BIGINT UNSIGNED NOT NULL
    COMMENT 'The zone''s id, or 0 for the whole shop, so that a day is there once',
  zone_id BIGINT UNSIGNED NULL COMMENT 'The zone; NULL: the whole shop',
  day DATE NOT NULL COMMENT 'The day, in the shop''s time zone',
  reason VARCHAR(255) NULL COMMENT 'Why, as shown to customers',
  created_by BIGINT UNSIGNED NULL COMMENT 'Staff member who closed the day',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY delivery_closures_zone_day (zone_key, day),
  KEY delivery_closures_day (day),
  KEY delivery_closures_zone (zone_id),
  KEY delivery_closures_by (created_by),
  CONSTRAINT delivery_closures_zone_fk FOREIGN KEY (zone_id)
    REFERENCES zones (id) ON DELETE CASCADE,
  CONSTRAINT delivery_closures_created_by_fk FOREIGN KEY (created_by)
    REFERENCES admin_users (id) ON DELETE SET NULL,
  CONSTRAINT delivery_closures_zone_check CHECK (zone_key = COALESCE(zone_id, 0))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Days without delivery, for the whole shop or for one zone';

CREATE TABLE IF NOT EXISTS zone_waitlist (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  zone_id BIGINT UNSIGNED NOT NULL COMMENT 'The zone they wait for',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Phone in E.164; NULL: left an e-mail address',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail address, lower-cased; NULL: left a phone',
  language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'en'
    COMMENT 'Language of the message, ISO 639-1',
  notified_at DATETIME NULL COMMENT 'When the one message was written (UTC); NULL: still waiting',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY zone_waitlist_phone (zone_id, phone),
  UNIQUE KEY zone_waitlist_email (zone_id, email),
  KEY zone_waitlist_waiting (zone_id, notified_at, id),
  KEY zone_waitlist_by_phone (phone),
  KEY zone_waitlist_by_email (email),
  CONSTRAINT zone_waitlist_zone_fk FOREIGN KEY (zone_id) REFERENCES zones (id) ON DELETE CASCADE,
  CONSTRAINT zone_waitlist_contact_check CHECK (phone IS NOT NULL OR email IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Who wants to hear when an inactive zone opens';
