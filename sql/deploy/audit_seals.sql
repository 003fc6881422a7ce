-- SPDX-License-Identifier: MIT
-- Deploy crumbled:audit_seals to mysql
-- requires: staff
--
-- What shows that nobody changed the staff's journal afterwards. A new table only: locks nothing
-- that is in use.

CREATE TABLE IF NOT EXISTS audit_seals (
  first_id BIGINT UNSIGNED NOT NULL
    COMMENT 'First number it covers, one more than the last of the seal before; not each has a row',
  last_id BIGINT UNSIGNED NOT NULL COMMENT 'Last number it covers; that row is there',
  rows_n INT UNSIGNED NOT NULL COMMENT 'How many rows of admin_activity_log have these numbers',
  previous_hash BINARY(32) NOT NULL COMMENT 'Hash of the seal before; zeros for the first',
  hash BINARY(32) NOT NULL
    COMMENT 'HMAC-SHA-256 over the hash before, all of these rows and of this one; the key is a file',
  sealed_at DATETIME NOT NULL COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (first_id),
  UNIQUE KEY audit_seals_last (last_id),
  UNIQUE KEY audit_seals_previous (previous_hash),
  CONSTRAINT audit_seals_range_check CHECK (first_id > 0 AND last_id >= first_id),
  CONSTRAINT audit_seals_rows_check
    CHECK (rows_n BETWEEN 1 AND 1000 AND rows_n <= last_id - first_id + 1)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Seals on the journal of the staff, each hanging on the one before; rows are only added';
