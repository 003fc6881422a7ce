-- SPDX-License-Identifier: MIT
-- Deploy crumbled:recovery_codes to mysql
-- requires: staff
--
-- What a member of staff logs in with who has lost the second factor. A new table only: locks
-- nothing that is in use.

CREATE TABLE IF NOT EXISTS admin_recovery_codes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  admin_user_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose code',
  code_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the code, which has 80 random bits',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  used_at DATETIME NULL COMMENT 'When it was used (UTC); NULL: it is good',
  PRIMARY KEY (id),
  UNIQUE KEY admin_recovery_codes_code (admin_user_id, code_hash),
  CONSTRAINT admin_recovery_codes_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Codes in place of the second factor, each good once; made anew as a whole';
