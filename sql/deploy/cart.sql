-- SPDX-License-Identifier: MIT
-- Deploy crumbled:cart to mysql
-- requires: promo
--
-- What somebody intends to buy. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS carts (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Whose cart; NULL: a guest''s',
  guest_session_id BINARY(32) NULL
    COMMENT 'Hash of the cookie that finds a guest''s cart; NULL: a customer''s',
  promo_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Code that was typed, as typed but trimmed and upper-cased',
  ordered_at DATETIME NULL COMMENT 'When it became an order (UTC); NULL: it is open',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY carts_guest (guest_session_id),
  KEY carts_customer (customer_id, ordered_at),
  KEY carts_updated (updated_at),
  CONSTRAINT carts_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Carts of customers and guests; an ordered one is kept a while and never changed';

CREATE TABLE IF NOT EXISTS cart_items (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  cart_id BIGINT UNSIGNED NOT NULL COMMENT 'The cart',
  product_instance_id BIGINT UNSIGNED NOT NULL COMMENT 'What',
  choice_hash BINARY(32) NOT NULL
    COMMENT 'Hash of the chosen flavors; the same choice is the same line',
  quantity INT UNSIGNED NOT NULL COMMENT 'How many',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY cart_items_choice (cart_id, product_instance_id, choice_hash),
  KEY cart_items_instance (product_instance_id),
  CONSTRAINT cart_items_cart_fk FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE CASCADE,
  CONSTRAINT cart_items_instance_fk FOREIGN KEY (product_instance_id)
    REFERENCES product_instance (id) ON DELETE RESTRICT,
  CONSTRAINT cart_items_quantity_check CHECK (quantity > 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Lines of a cart, one per thing and choice';

CREATE TABLE IF NOT EXISTS cart_item_flavors (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  cart_item_id BIGINT UNSIGNED NOT NULL COMMENT 'The line',
  flavor_id BIGINT UNSIGNED NOT NULL COMMENT 'The flavor',
  flavor_name VARCHAR(100) NOT NULL COMMENT 'Name of the flavor when it was chosen',
  size_id BIGINT UNSIGNED NULL COMMENT 'Size of these cookies; NULL: that of the instance',
  size_name VARCHAR(50) NULL COMMENT 'Name of the size when it was chosen',
  quantity INT UNSIGNED NOT NULL COMMENT 'How many of one piece have this flavor',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY cart_item_flavors_choice (cart_item_id, flavor_id, size_id),
  KEY cart_item_flavors_flavor (flavor_id),
  KEY cart_item_flavors_size (size_id),
  CONSTRAINT cart_item_flavors_item_fk FOREIGN KEY (cart_item_id)
    REFERENCES cart_items (id) ON DELETE CASCADE,
  CONSTRAINT cart_item_flavors_flavor_fk FOREIGN KEY (flavor_id)
    REFERENCES flavors (id) ON DELETE RESTRICT,
  CONSTRAINT cart_item_flavors_size_fk FOREIGN KEY (size_id)
    REFERENCES sizes (id) ON DELETE RESTRICT,
  CONSTRAINT cart_item_flavors_quantity_check CHECK (quantity > 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Flavors chosen for a line, for one piece of it';
