-- SPDX-License-Identifier: MIT
-- Deploy crumbled:digital to mysql
-- requires: sale_ledger
--
-- Digital goods of paid orders and the tokens that fetch them. New tables only: locks nothing that
-- is in use.

CREATE TABLE IF NOT EXISTS deliveries (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  order_item_id BIGINT UNSIGNED NOT NULL COMMENT 'The item',
  file_id BIGINT UNSIGNED NOT NULL COMMENT 'The file as it was when paid',
  customer_viewed_at DATETIME NULL COMMENT 'When the customer first looked at it (UTC)',
  customer_download_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How often it was downloaded',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY deliveries_item (order_item_id),
  KEY deliveries_order (order_id),
  KEY deliveries_file (file_id),
  CONSTRAINT deliveries_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT deliveries_item_fk FOREIGN KEY (order_item_id)
    REFERENCES order_items (id) ON DELETE RESTRICT,
  CONSTRAINT deliveries_file_fk FOREIGN KEY (file_id) REFERENCES files (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Digital goods of paid orders, one row per item';

CREATE TABLE IF NOT EXISTS download_tokens (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  delivery_id BIGINT UNSIGNED NOT NULL COMMENT 'What it fetches',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Customer it was given to',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  max_downloads INT UNSIGNED NOT NULL DEFAULT 3 COMMENT 'How often it may fetch',
  download_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How often it has fetched',
  last_download_at DATETIME NULL COMMENT 'When it last fetched from the first byte (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY download_tokens_token (token_hash),
  KEY download_tokens_delivery (delivery_id),
  KEY download_tokens_order (order_id),
  KEY download_tokens_customer (customer_id),
  KEY download_tokens_expires (expires_at),
  CONSTRAINT download_tokens_delivery_fk FOREIGN KEY (delivery_id)
    REFERENCES deliveries (id) ON DELETE CASCADE,
  CONSTRAINT download_tokens_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT download_tokens_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE SET NULL,
  CONSTRAINT download_tokens_count_check CHECK (download_count <= max_downloads)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Tokens that fetch a digital good a few times';
