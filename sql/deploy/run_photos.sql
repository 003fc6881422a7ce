-- SPDX-License-Identifier: MIT
-- Deploy crumbled:run_photos to mysql
-- requires: runs files
--
-- Pictures that delivery men took at the door, and the stop that each one shows. A picture is
-- uploaded first and named by an event then; one that no event named within a day goes. New table
-- only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS run_photos (
  file_id BIGINT UNSIGNED NOT NULL COMMENT 'The picture',
  run_id BIGINT UNSIGNED NOT NULL COMMENT 'Run by whose link it was uploaded',
  client_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name the phone gave it; sent again, it is the same picture',
  stop_id BIGINT UNSIGNED NULL COMMENT 'Stop that it shows; NULL: no event named it yet',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (file_id),
  UNIQUE KEY run_photos_client (run_id, client_id),
  UNIQUE KEY run_photos_stop (stop_id),
  KEY run_photos_created (created_at),
  CONSTRAINT run_photos_file_fk FOREIGN KEY (file_id)
    REFERENCES files (id) ON DELETE CASCADE,
  CONSTRAINT run_photos_run_fk FOREIGN KEY (run_id)
    REFERENCES delivery_runs (id) ON DELETE RESTRICT,
  CONSTRAINT run_photos_stop_fk FOREIGN KEY (stop_id) REFERENCES run_stops (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Pictures taken at doors, each of one run and of at most one stop';
