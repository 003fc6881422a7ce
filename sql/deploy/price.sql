-- SPDX-License-Identifier: MIT
-- Deploy crumbled:price to mysql
-- requires: catalog
--
-- What lowers or replaces a price, and every price there ever was. New tables only: locks nothing
-- that is in use.

CREATE TABLE IF NOT EXISTS pricing_rules (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(255) NOT NULL COMMENT 'Name as shown in quotes and orders',
  description TEXT NULL COMMENT 'What it is for',
  rule_type ENUM('product', 'category', 'flavor', 'time', 'location', 'customer_group') NOT NULL
    COMMENT 'What it looks at',
  target_id BIGINT UNSIGNED NULL
    COMMENT 'Product, pricing category, flavor or zone, by rule_type; so no foreign key',
  target_value VARCHAR(255) NULL
    COMMENT 'City name or customer group, by rule_type; compared trimmed, without case',
  discount_type ENUM('percentage', 'fixed_amount', 'free_delivery') NOT NULL COMMENT 'What it does',
  discount_value DECIMAL(10,2) NOT NULL DEFAULT 0.00 COMMENT 'Percent or amount, by discount_type',
  minimum_order_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00 COMMENT 'Applies from this subtotal on',
  maximum_discount DECIMAL(10,2) NULL COMMENT 'Most that it takes off; NULL: no limit',
  start_date DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'First moment (UTC)',
  end_date DATETIME NULL COMMENT 'First moment after it (UTC); NULL: no end',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: switched off',
  priority INT NOT NULL DEFAULT 0 COMMENT 'Higher ones apply first',
  created_by BIGINT UNSIGNED NULL COMMENT 'Staff member who made it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  KEY pricing_rules_is_active (is_active, priority, id),
  KEY pricing_rules_rule_type (rule_type, target_id),
  KEY pricing_rules_target_id (target_id),
  KEY pricing_rules_start_date (start_date),
  KEY pricing_rules_end_date (end_date),
  KEY pricing_rules_priority (priority),
  KEY pricing_rules_by (created_by),
  CONSTRAINT pricing_rules_created_by_fk FOREIGN KEY (created_by)
    REFERENCES admin_users (id) ON DELETE SET NULL,
  CONSTRAINT pricing_rules_value_check
    CHECK (discount_value >= 0 AND (discount_type <> 'percentage' OR (discount_value > 0 AND
    discount_value <= 100))),
  CONSTRAINT pricing_rules_amounts_check
    CHECK (minimum_order_amount >= 0 AND (maximum_discount IS NULL OR maximum_discount >= 0)),
  CONSTRAINT pricing_rules_dates_check CHECK (end_date IS NULL OR start_date < end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Discounts that apply by themselves, highest priority first, then lowest id';

CREATE TABLE IF NOT EXISTS product_prices (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  product_id BIGINT UNSIGNED NULL COMMENT 'The product; NULL only for an instance of a pack',
  product_instance_id BIGINT UNSIGNED NULL
    COMMENT 'The instance whose own price it is; NULL: the whole product',
  price_type ENUM('regular', 'sale', 'member', 'wholesale') NOT NULL COMMENT 'Who gets it',
  price DECIMAL(10,2) NOT NULL COMMENT 'The price',
  start_date DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'First moment (UTC)',
  end_date DATETIME NULL COMMENT 'First moment after it (UTC); NULL: no end',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: switched off',
  created_by BIGINT UNSIGNED NULL COMMENT 'Staff member who set it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  KEY product_prices_product_id (product_id, is_active, price_type),
  KEY product_prices_instance (product_instance_id, is_active, price_type),
  KEY product_prices_price_type (price_type),
  KEY product_prices_start_date (start_date),
  KEY product_prices_end_date (end_date),
  KEY product_prices_is_active (is_active),
  KEY product_prices_by (created_by),
  CONSTRAINT product_prices_product_fk FOREIGN KEY (product_id)
    REFERENCES products (id) ON DELETE RESTRICT,
  CONSTRAINT product_prices_instance_fk FOREIGN KEY (product_instance_id)
    REFERENCES product_instance (id) ON DELETE RESTRICT,
  CONSTRAINT product_prices_created_by_fk FOREIGN KEY (created_by)
    REFERENCES admin_users (id) ON DELETE SET NULL,
  CONSTRAINT product_prices_owner_check
    CHECK (product_id IS NOT NULL OR product_instance_id IS NOT NULL),
  CONSTRAINT product_prices_price_check CHECK (price >= 0),
  CONSTRAINT product_prices_dates_check CHECK (end_date IS NULL OR start_date < end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Prices of a product or instance by tier and time; the lowest eligible one holds';

CREATE TABLE IF NOT EXISTS pricing_categories (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(255) NOT NULL COMMENT 'Name, such as Premium flavors',
  description TEXT NULL COMMENT 'What it is for',
  category_type ENUM('product_type', 'flavor_category', 'size_category', 'customer_group') NOT NULL
    COMMENT 'What target_value names',
  target_value VARCHAR(255) NOT NULL
    COMMENT 'English name of the type, flavor category, size or group',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: rules on it do nothing',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  KEY pricing_categories_category_type (category_type, target_value),
  KEY pricing_categories_target_value (target_value),
  KEY pricing_categories_is_active (is_active)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Named groups of products or customers that category rules refer to';

CREATE TABLE IF NOT EXISTS price_history (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  entity ENUM('product', 'cookie_pack', 'product_instance', 'product_instance_flavor',
    'product_price', 'zone') NOT NULL
    COMMENT 'Which table the price is in',
  entity_id BIGINT UNSIGNED NOT NULL
    COMMENT 'Row of that table; no foreign key, the history outlives it',
  kind ENUM('base', 'original', 'sale', 'regular', 'member', 'wholesale', 'adjustment', 'fee')
    NOT NULL
    COMMENT 'Which of its prices',
  amount DECIMAL(10,2) NULL COMMENT 'The value from changed_at on; NULL: none any more',
  start_date DATETIME NULL COMMENT 'First moment of a sale or tier price (UTC), as it was then',
  end_date DATETIME NULL COMMENT 'First moment after a sale or tier price (UTC), as it was then',
  changed_at DATETIME NOT NULL COMMENT 'From when the value holds (UTC)',
  admin_user_id BIGINT UNSIGNED NULL
    COMMENT 'Staff member who set it; NULL: an import or the demo shop',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY price_history_as_of (entity, entity_id, kind, changed_at, id),
  KEY price_history_changed (changed_at),
  KEY price_history_admin (admin_user_id),
  CONSTRAINT price_history_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Every value that a price, sale, tier, adjustment or fee ever had; only ever added to';
