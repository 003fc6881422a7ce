-- SPDX-License-Identifier: MIT
-- Deploy crumbled:quotes to mysql
-- requires: sale
--
-- From what a price was worked out: kept for a while with a quote, for ever with an order. New
-- tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS quotes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  cart_id BIGINT UNSIGNED NOT NULL COMMENT 'The cart; nobody else may use the quote',
  content_hash BINARY(32) NOT NULL
    COMMENT 'SHA-256 of what was priced, where it goes and the code; another cart has another one',
  facts MEDIUMTEXT NOT NULL COMMENT 'Everything the price follows from, as JSON',
  expires_at DATETIME NOT NULL COMMENT 'Its price holds until then (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY quotes_cart (cart_id),
  KEY quotes_expires (expires_at),
  CONSTRAINT quotes_cart_fk FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Prices that were told and are kept until they expire';

CREATE TABLE IF NOT EXISTS order_proofs (
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  edit_no INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: as it was placed; 1, 2, ...: its edits',
  facts MEDIUMTEXT NOT NULL COMMENT 'Everything its amounts follow from, as JSON',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (order_id, edit_no),
  CONSTRAINT order_proofs_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='From what the amounts of an order were worked out; rows are only ever added';
