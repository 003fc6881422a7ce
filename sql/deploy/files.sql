-- SPDX-License-Identifier: MIT
-- Deploy crumbled:files to mysql
-- requires: accounts
--
-- What was uploaded and where it lies; catalog, tickets and downloads refer to it. One new table:
-- locks nothing that is in use.

CREATE TABLE IF NOT EXISTS files (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  purpose ENUM('product_image', 'attachment', 'digital_good', 'avatar', 'delivery_photo') NOT NULL
    COMMENT 'What it was uploaded for',
  state ENUM('quarantine', 'ready', 'refused') NOT NULL DEFAULT 'ready'
    COMMENT 'quarantine: not scanned yet, never served',
  sha256 BINARY(32) NOT NULL COMMENT 'SHA-256 of the bytes as stored',
  size_bytes BIGINT UNSIGNED NOT NULL COMMENT 'Size in bytes',
  media_type VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Type found by looking at the bytes, such as image/webp',
  storage_key VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Random name below the folder of files',
  original_name VARCHAR(255) NULL COMMENT 'Name it had with who uploaded it; only ever shown',
  width INT UNSIGNED NULL COMMENT 'Of a picture, in pixels',
  height INT UNSIGNED NULL COMMENT 'Of a picture, in pixels',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Customer who uploaded it',
  admin_user_id BIGINT UNSIGNED NULL COMMENT 'Staff member who uploaded it',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY files_storage (storage_key),
  KEY files_sha256 (sha256),
  KEY files_customer (customer_id, created_at),
  KEY files_admin (admin_user_id),
  KEY files_purpose (purpose, id),
  CONSTRAINT files_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE SET NULL,
  CONSTRAINT files_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Uploaded pictures, attachments and digital goods; the bytes lie in a folder';
