-- SPDX-License-Identifier: MIT
-- Deploy crumbled:import to mysql
-- requires: digital support
--
-- The memory of scripts/import-sqlite: which rows of the former shop are here, so that each is taken
-- once, however often it runs. One new table: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS imported_rows (
  source_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Table of the former shop',
  source_id BIGINT UNSIGNED NOT NULL COMMENT 'Id of the row there',
  row_hash BINARY(32) NOT NULL
    COMMENT 'SHA-256 of the row as it was there; tells a row that has changed since',
  target_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Table of ours',
  target_id BIGINT UNSIGNED NOT NULL
    COMMENT 'What it became there; several tables, so no foreign key, and it may be gone since',
  imported_at DATETIME NOT NULL COMMENT 'When it was taken (UTC)',
  PRIMARY KEY (source_table, source_id),
  KEY imported_rows_target (target_table, target_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Rows of the former shop that are here; no pool needs it';
