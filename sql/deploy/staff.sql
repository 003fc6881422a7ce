-- SPDX-License-Identifier: MIT
-- Deploy crumbled:staff to mysql
-- requires: ops
--
-- The people who run the shop, apart from its customers in every table. New tables only: locks
-- nothing that is in use.

CREATE TABLE IF NOT EXISTS admin_users (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  username VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Login name',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'E-mail address, trimmed and lower-cased',
  password_hash VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'argon2id hash; NULL: invited, has not chosen one yet',
  pepper_id VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Which pepper key the hash was made with',
  role ENUM('super_admin', 'order_manager', 'product_manager', 'delivery_manager',
    'system_admin') NOT NULL
    COMMENT 'What the person may do',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: may not log in',
  totp_secret VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Seed of the second factor, sealed; NULL: not enrolled',
  totp_last_step BIGINT NULL
    COMMENT 'Last time step accepted; it and earlier ones are refused again',
  preferred_language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'en'
    COMMENT 'Language of messages: en or ar',
  last_login_at DATETIME NULL COMMENT 'Last good login (UTC)',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY admin_users_username (username),
  UNIQUE KEY admin_users_email (email),
  KEY admin_users_role (role, is_active),
  CONSTRAINT admin_users_language_check CHECK (preferred_language IN ('en', 'ar'))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Staff accounts';

CREATE TABLE IF NOT EXISTS admin_sessions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  admin_user_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose login',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in the cookie',
  previous_token_hash BINARY(32) NULL
    COMMENT 'Hash before the last renewal, good for a minute more',
  rotated_at DATETIME NULL COMMENT 'When the token was last renewed (UTC)',
  ip_address VARCHAR(45) NULL COMMENT 'Address of the client, as text',
  user_agent VARCHAR(255) NULL COMMENT 'What the client calls itself, cut to length',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  last_activity_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
    COMMENT 'Last request (UTC), written every few minutes',
  expires_at DATETIME NOT NULL COMMENT 'Latest end (UTC), however busy',
  mfa_at DATETIME NULL
    COMMENT 'When the second factor was given (UTC); NULL: not yet, may only enrol',
  step_up_at DATETIME NULL COMMENT 'When password or second factor was last given (UTC)',
  revoked_at DATETIME NULL COMMENT 'When it was ended (UTC)',
  revoke_reason VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Why it was ended',
  PRIMARY KEY (id),
  UNIQUE KEY admin_sessions_token (token_hash),
  UNIQUE KEY admin_sessions_previous (previous_token_hash),
  KEY admin_sessions_admin (admin_user_id, revoked_at),
  KEY admin_sessions_expires (expires_at),
  KEY admin_sessions_revoked (revoked_at),
  CONSTRAINT admin_sessions_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Logins of staff; apart from those of customers';

CREATE TABLE IF NOT EXISTS admin_view_preferences (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  admin_user_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose preference',
  view_type ENUM('products', 'flavors', 'product_types', 'orders') NOT NULL COMMENT 'Which list',
  show_deleted BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: deleted rows are listed too',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY admin_view_preferences_view (admin_user_id, view_type),
  CONSTRAINT admin_view_preferences_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='How each staff member likes to see lists';

CREATE TABLE IF NOT EXISTS admin_activity_log (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  admin_user_id BIGINT UNSIGNED NULL COMMENT 'Who did it; NULL: the command line',
  action VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'What was done, such as order.cancel',
  entity VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Kind of thing it was done to, mostly the name of its table',
  entity_id BIGINT UNSIGNED NULL COMMENT 'Which one; NULL: not one row',
  before_json TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'The changed fields before, as JSON; secrets left out',
  after_json TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'The changed fields after, as JSON; secrets left out',
  note VARCHAR(500) NULL COMMENT 'Reason that was given',
  ip_address VARCHAR(45) NULL COMMENT 'Address of the client, as text',
  request_id CHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Request in the log file, 32 hex digits',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY admin_activity_log_entity (entity, entity_id, created_at),
  KEY admin_activity_log_admin (admin_user_id, created_at),
  KEY admin_activity_log_action (action, created_at),
  KEY admin_activity_log_created (created_at),
  CONSTRAINT admin_activity_log_admin_user_fk FOREIGN KEY (admin_user_id)
    REFERENCES admin_users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Who changed what, before and after; rows are only ever added';
