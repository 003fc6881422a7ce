-- SPDX-License-Identifier: MIT
-- Deploy crumbled:privacy to mysql
-- requires: support
--
-- How a person takes their data along, and how a person leaves. What is personal at all says
-- personal.txt. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS export_tokens (
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose data; one row each, so only the newest works',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in the link; the row goes when used',
  customer_version INT UNSIGNED NOT NULL
    COMMENT 'The account''s version then; a changed account wants a new link',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (customer_id),
  UNIQUE KEY export_tokens_token (token_hash),
  KEY export_tokens_expires (expires_at),
  CONSTRAINT export_tokens_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Links that open the export of one''s data, once';

CREATE TABLE IF NOT EXISTS erasures (
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Who was erased',
  asked_at DATETIME NOT NULL COMMENT 'When (UTC)',
  last_outbox_id BIGINT UNSIGNED NOT NULL
    COMMENT 'Newest message then; later ones to the same address are somebody else''s',
  contacts MEDIUMBLOB NULL
    COMMENT 'Addresses and phones whose messages go, one a line, sealed; NULL: none, or done',
  tried_at DATETIME NULL
    COMMENT 'When a run last found messages still to be sent (UTC); NULL: never',
  done_at DATETIME NULL COMMENT 'When nothing was left to do (UTC); NULL: not yet',
  PRIMARY KEY (customer_id),
  KEY erasures_open (done_at, tried_at),
  CONSTRAINT erasures_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE RESTRICT,
  CONSTRAINT erasures_done_check CHECK (done_at IS NULL OR contacts IS NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='People who left, and whether cron has finished what the shop may not touch';
