-- SPDX-License-Identifier: MIT
-- Deploy crumbled:ops to mysql
--
-- What every other part stands on: settings, messages to send, and the counters and keys that hold
-- across workers and hosts. New tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS site_settings (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  setting_key VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name of the setting, such as timezone',
  setting_value TEXT NULL
    COMMENT 'Its value as text, or sealed text where is_secret; NULL: as the default',
  is_secret BOOLEAN NOT NULL DEFAULT 0
    COMMENT '1: the value is stored encrypted and never returned',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY site_settings_key (setting_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Settings of the shop, one row each; a key that is absent has its default';

CREATE TABLE IF NOT EXISTS email_settings (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  smtp_host VARCHAR(255) NOT NULL COMMENT 'Name of the mail server',
  smtp_port INT UNSIGNED NOT NULL DEFAULT 587 COMMENT 'Its port',
  smtp_username VARCHAR(255) NULL COMMENT 'Login at the mail server; NULL: none',
  smtp_password VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Password, sealed (AES-256-GCM); written by staff, read by the sender only',
  from_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Address the mail comes from',
  from_name VARCHAR(255) NULL COMMENT 'Name shown beside that address',
  use_ssl BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: TLS from the first byte (SMTPS)',
  use_tls BOOLEAN NOT NULL DEFAULT 1 COMMENT '1: TLS by STARTTLS',
  is_active BOOLEAN NULL COMMENT '1: the server in use; NULL: kept but not used',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY email_settings_active (is_active),
  CONSTRAINT email_settings_port_check CHECK (smtp_port BETWEEN 1 AND 65535),
  CONSTRAINT email_settings_active_check CHECK (is_active = 1),
  CONSTRAINT email_settings_tls_check CHECK (NOT (use_ssl = 1 AND use_tls = 1))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Mail servers that staff entered; at most one is in use';

CREATE TABLE IF NOT EXISTS outbox (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  kind ENUM('email', 'sms', 'payment') NOT NULL COMMENT 'Which way it goes',
  topic VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'What it is about: name of the message or of the payment call',
  order_id BIGINT UNSIGNED NULL
    COMMENT 'Order it belongs to; no foreign key, the message outlives it',
  recipient VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail address or phone; NULL for payment calls',
  language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'en'
    COMMENT 'Language of the message, ISO 639-1',
  subject VARCHAR(255) NULL COMMENT 'Subject of a mail; carries no secret',
  body BLOB NULL COMMENT 'Text, sealed; wiped to NULL once sent if it carried a secret',
  is_secret BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the body carries a code or token',
  state ENUM('pending', 'sending', 'sent', 'failed', 'unknown') NOT NULL DEFAULT 'pending'
    COMMENT 'Where it stands; unknown: sent, but the answer was lost',
  attempts INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How often the sender has tried',
  next_try_at DATETIME NOT NULL COMMENT 'Not tried before this moment (UTC)',
  lease_until DATETIME NULL COMMENT 'A sender has it until then (UTC)',
  lease_holder VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Which sender has it: host and process',
  expires_at DATETIME NULL
    COMMENT 'Of no use after this moment (UTC), then never sent; NULL: always of use',
  provider_ref VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Id that the mail server, gateway or SMS provider gave it',
  last_error VARCHAR(255) NULL COMMENT 'Why the last try failed; no personal data',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  sent_at DATETIME NULL COMMENT 'When it was handed over (UTC)',
  PRIMARY KEY (id),
  KEY outbox_due (state, next_try_at, id),
  KEY outbox_order (order_id),
  KEY outbox_recipient (recipient, id),
  KEY outbox_created (created_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Mail, SMS and payment calls to make, written with their cause, sent after the commit';

CREATE TABLE IF NOT EXISTS rate_limits (
  bucket BINARY(32) NOT NULL COMMENT 'Keyed hash of what is limited, for whom, and its time window',
  hits INT UNSIGNED NOT NULL COMMENT 'How often it has happened in this window',
  expires_at DATETIME NOT NULL COMMENT 'End of the window (UTC); purged afterwards',
  PRIMARY KEY (bucket),
  KEY rate_limits_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Counters of what may be done so often in so long; hold across workers and hosts';

CREATE TABLE IF NOT EXISTS idempotency_keys (
  scope BINARY(32) NOT NULL COMMENT 'Hash of who asked: customer, guest or staff member',
  route VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Which endpoint',
  idem_key VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The Idempotency-Key that the client sent',
  body_hash BINARY(32) NOT NULL
    COMMENT 'Hash of the request; another body with the same key is refused',
  status SMALLINT UNSIGNED NULL COMMENT 'HTTP status of the reply; NULL: still under way',
  reply MEDIUMBLOB NULL COMMENT 'The reply, sealed, since it may carry a token',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (scope, route, idem_key),
  KEY idempotency_keys_created (created_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Requests that must happen once, and what was answered';

CREATE TABLE IF NOT EXISTS job_leases (
  job VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Name of the job',
  holder VARCHAR(80) NULL COMMENT 'Host and process that runs it now; NULL: nobody',
  leased_until DATETIME NULL COMMENT 'Until when the run counts as alive (UTC)',
  started_at DATETIME NULL COMMENT 'When the last run began (UTC)',
  finished_at DATETIME NULL COMMENT 'When the last run ended (UTC); NULL: under way or broken off',
  PRIMARY KEY (job)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='One run of a job at a time, across hosts';

CREATE TABLE IF NOT EXISTS job_runs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the run',
  job VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Name of the job',
  holder VARCHAR(80) NOT NULL COMMENT 'Host and process that ran it',
  started_at DATETIME NOT NULL COMMENT 'When it began (UTC)',
  finished_at DATETIME NULL COMMENT 'When it ended (UTC); NULL: under way, or broken off',
  done BIGINT NULL COMMENT 'How many things it did; NULL: it has not ended',
  error VARCHAR(40) NULL COMMENT 'Code of the error that ended it; NULL: none',
  PRIMARY KEY (id),
  KEY job_runs_job (job, id),
  KEY job_runs_started (started_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Runs of jobs of the last month, each with what it did';
