-- SPDX-License-Identifier: MIT
-- Deploy crumbled:promo to mysql
-- requires: price
--
-- Codes that customers type. One new table: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS promo_codes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The code, trimmed and upper-cased',
  name VARCHAR(255) NOT NULL COMMENT 'Name as shown in quotes and orders',
  description TEXT NULL COMMENT 'What it is for',
  discount_type ENUM('percentage', 'fixed_amount') NOT NULL COMMENT 'What it does',
  discount_value DECIMAL(10,2) NOT NULL COMMENT 'Percent or amount, by discount_type',
  minimum_order_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00 COMMENT 'Applies from this subtotal on',
  maximum_discount DECIMAL(10,2) NULL COMMENT 'Most that it takes off; NULL: no limit',
  usage_limit INT UNSIGNED NULL COMMENT 'How many orders may use it; NULL: no limit, 0: none',
  per_customer_limit INT UNSIGNED NULL
    COMMENT 'How many orders of one person may use it; NULL: no limit',
  used_count INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'How many orders use it; uses less returns in promo_code_usage',
  valid_from DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'First moment (UTC)',
  valid_until DATETIME NULL COMMENT 'First moment after it (UTC); NULL: no end',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: switched off',
  created_by BIGINT UNSIGNED NULL COMMENT 'Staff member who made it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY promo_codes_code (code),
  KEY promo_codes_active (is_active, deleted_at, id),
  KEY promo_codes_valid_until (valid_until),
  KEY promo_codes_by (created_by),
  CONSTRAINT promo_codes_created_by_fk FOREIGN KEY (created_by)
    REFERENCES admin_users (id) ON DELETE SET NULL,
  CONSTRAINT promo_codes_code_check CHECK (code = UPPER(TRIM(code)) AND code <> ''),
  CONSTRAINT promo_codes_value_check
    CHECK (discount_value >= 0 AND (discount_type <> 'percentage' OR (discount_value > 0 AND
    discount_value <= 100))),
  CONSTRAINT promo_codes_amounts_check
    CHECK (minimum_order_amount >= 0 AND (maximum_discount IS NULL OR maximum_discount >= 0)),
  CONSTRAINT promo_codes_used_count_check CHECK (usage_limit IS NULL OR used_count <= usage_limit),
  CONSTRAINT promo_codes_dates_check CHECK (valid_until IS NULL OR valid_from < valid_until)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Codes for a discount; a used one is only ever marked deleted';
