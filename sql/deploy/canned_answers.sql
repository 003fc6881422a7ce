-- SPDX-License-Identifier: MIT
-- Deploy crumbled:canned_answers to mysql
-- requires: support
--
-- Answers that staff give often, written once. New table only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS ticket_canned_answers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'What staff find it by',
  text_en VARCHAR(5000) NOT NULL COMMENT 'The answer in English',
  text_ar VARCHAR(5000) NOT NULL COMMENT 'The answer in Arabic',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: switched off, not offered any more',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY ticket_canned_answers_name (name),
  CONSTRAINT ticket_canned_answers_text_check
    CHECK (name <> '' AND text_en <> '' AND text_ar <> '')
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Ready answers to tickets, in both languages';
