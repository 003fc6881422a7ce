-- SPDX-License-Identifier: MIT
-- Deploy crumbled:saved_views to mysql
-- requires: staff
--
-- Filters of staff lists under a name, for oneself or for all. A new table only: locks nothing that
-- is in use.

CREATE TABLE IF NOT EXISTS saved_views (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  admin_user_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose it is; nobody else changes it',
  list_name ENUM('orders', 'sales', 'carts', 'customers', 'tickets', 'claims', 'products', 'packs',
    'flavors', 'product_types', 'sizes', 'product_instances', 'product_prices', 'pricing_rules',
    'promo_codes', 'cities', 'zones', 'time_slots', 'delivery_men', 'delivery_runs', 'admin_users',
    'activity', 'job_runs') NOT NULL COMMENT 'Which list of the panel',
  name VARCHAR(100) NOT NULL COMMENT 'What it is called',
  query VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Query string of that list: filters and order; never whom it searches for',
  is_shared BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: everybody who may read that list sees it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY saved_views_name (admin_user_id, list_name, name),
  KEY saved_views_list (list_name, id),
  CONSTRAINT saved_views_name_check CHECK (name <> ''),
  CONSTRAINT saved_views_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Views of lists that staff keep, own and shared; at most a hundred of a person';
