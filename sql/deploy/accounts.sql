-- SPDX-License-Identifier: MIT
-- Deploy crumbled:accounts to mysql
-- requires: place
--
-- Customers and how they prove who they are. Tokens and codes are stored as hashes only. New
-- tables only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS customers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  first_name VARCHAR(100) NULL COMMENT 'First name, or the first word of a name that came whole',
  last_name VARCHAR(155) NULL COMMENT 'Rest of the name; NULL: there is none',
  full_name VARCHAR(256) GENERATED ALWAYS AS (CONCAT_WS(' ', first_name, last_name)) STORED
    COMMENT 'First and last name with one space; made by the server',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail, trimmed and lower-cased; opens nothing until email_verified',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Phone in E.164; only backfill and import set it unproved',
  username VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Optional login name; begins with a letter, has no @',
  password_hash VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'argon2id hash, or an imported bcrypt hash; NULL: has no password',
  pepper_id VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Which pepper key the hash was made with',
  type ENUM('guest', 'registered') NOT NULL DEFAULT 'guest' COMMENT 'Guests have no login',
  status ENUM('active', 'inactive', 'suspended', 'unverified') NOT NULL DEFAULT 'active'
    COMMENT 'unverified: e-mail not proved yet; inactive, suspended: may not log in',
  age_group ENUM('13-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+') NULL
    COMMENT 'Age group, as the customer chose',
  birth_date DATE NULL COMMENT 'Birthday, if told',
  customer_group VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Group for prices and rules; member and wholesale open those price tiers',
  email_verified BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the e-mail was proved, or came by backfill',
  phone_verified BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the phone was proved by a code',
  avatar_url VARCHAR(500) NULL COMMENT 'Picture of the customer',
  preferred_language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'en'
    COMMENT 'Language of messages, ISO 639-1',
  failed_logins INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Failed logins since the last good one',
  locked_until DATETIME NULL COMMENT 'No password login from a new device before this moment (UTC)',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  last_login_at DATETIME NULL COMMENT 'Last good login (UTC)',
  password_changed_at DATETIME NULL COMMENT 'When the password was last set (UTC)',
  erased_at DATETIME NULL COMMENT 'When the person was made anonymous at own wish (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY customers_email (email),
  UNIQUE KEY customers_phone (phone),
  UNIQUE KEY customers_username (username),
  KEY customers_type (type, id),
  KEY customers_status (status, id),
  KEY customers_age_group (age_group),
  KEY customers_created (created_at),
  KEY customers_full_name (full_name),
  KEY customers_group (customer_group),
  KEY customers_hash (password_hash(7)),
  CONSTRAINT customers_email_check CHECK (email LIKE '_%@_%'),
  CONSTRAINT customers_phone_check CHECK (phone REGEXP '^[+][1-9][0-9]{6,14}$'),
  CONSTRAINT customers_username_check
    CHECK (username REGEXP '^[A-Za-z]' AND username NOT LIKE '%@%'),
  CONSTRAINT customers_group_check CHECK (customer_group = LOWER(customer_group))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='People who buy: guests known by a proved phone, and registered accounts';

CREATE TABLE IF NOT EXISTS addresses (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose address',
  city_id BIGINT UNSIGNED NOT NULL COMMENT 'City',
  zone_id BIGINT UNSIGNED NOT NULL COMMENT 'Zone; it must lie in that city',
  street_address TEXT NOT NULL COMMENT 'Street, building, flat',
  additional_info VARCHAR(500) NULL COMMENT 'What helps to find it: floor, landmark',
  is_default BOOLEAN NULL COMMENT '1: the default, at most one a customer; NULL: not',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY addresses_default (customer_id, is_default),
  KEY addresses_city (city_id),
  KEY addresses_zone (zone_id, city_id),
  CONSTRAINT addresses_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT addresses_city_fk FOREIGN KEY (city_id) REFERENCES cities (id) ON DELETE RESTRICT,
  CONSTRAINT addresses_zone_fk FOREIGN KEY (zone_id, city_id) REFERENCES zones (id, city_id),
  CONSTRAINT addresses_default_check CHECK (is_default = 1)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Where customers want their orders';

CREATE TABLE IF NOT EXISTS customer_sessions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose login',
  family_id BINARY(16) NOT NULL
    COMMENT 'One login and all its renewals; a replayed old token ends them all',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in the cookie',
  previous_token_hash BINARY(32) NULL
    COMMENT 'Hash before the last renewal, good for a minute more',
  rotated_at DATETIME NULL COMMENT 'When the token was last renewed (UTC)',
  device_fingerprint VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'What the client says about its device; information only',
  user_agent VARCHAR(255) NULL COMMENT 'What the client calls itself, cut to length',
  ip_address VARCHAR(45) NULL COMMENT 'Address of the client, as text',
  device_name VARCHAR(120) NULL COMMENT 'Device as shown to the customer, made from user_agent',
  is_remembered BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the long kind',
  expires_at DATETIME NOT NULL COMMENT 'Latest end (UTC), however busy',
  last_activity_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
    COMMENT 'Last request (UTC), written every few minutes',
  step_up_at DATETIME NULL COMMENT 'When the password or a code was last asked again (UTC)',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: ended',
  revoked_at DATETIME NULL COMMENT 'When it was ended (UTC)',
  revoke_reason VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Why it was ended',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY customer_sessions_token (token_hash),
  UNIQUE KEY customer_sessions_previous (previous_token_hash),
  KEY customer_sessions_customer (customer_id, is_active, last_activity_at),
  KEY customer_sessions_family (family_id),
  KEY customer_sessions_expires (expires_at),
  KEY customer_sessions_idle (is_active, is_remembered, last_activity_at),
  KEY customer_sessions_live (is_active, expires_at),
  KEY customer_sessions_revoked (revoked_at),
  CONSTRAINT customer_sessions_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Logins of customers, also the long ones of "remember me"';

CREATE TABLE IF NOT EXISTS customer_otp_codes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Account it is for; NULL: none, or none known',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail address it goes to',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Phone it goes to, E.164',
  otp_type ENUM('email_verify', 'phone_verify', 'login', 'password_reset', 'registration',
    'guest_checkout', 'claim', 'order_tracking') NOT NULL
    COMMENT 'What the code is good for',
  delivery_method ENUM('email', 'sms', 'both') NOT NULL DEFAULT 'email' COMMENT 'Which way it goes',
  code_hash BINARY(32) NOT NULL COMMENT 'HMAC of the code with purpose, destination and salt',
  salt BINARY(16) NOT NULL COMMENT 'Random, new for each code',
  handle_hash BINARY(32) NOT NULL
    COMMENT 'Hash of the handle that binds the code to who asked for it',
  live_key BINARY(32) NULL
    COMMENT 'Hash of purpose and destination while this is the live code, else NULL',
  sms_sent BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the sender handed the SMS over',
  email_sent BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the sender handed the mail over',
  sms_message_id VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Id that the SMS gateway gave it',
  is_used BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: was given rightly, is spent',
  attempts INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How many codes were tried against it',
  max_attempts INT UNSIGNED NOT NULL DEFAULT 5 COMMENT 'How many may be tried',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  used_at DATETIME NULL COMMENT 'When it was given rightly (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY customer_otp_codes_handle (handle_hash),
  UNIQUE KEY customer_otp_codes_live (live_key),
  KEY customer_otp_codes_customer (customer_id),
  KEY customer_otp_codes_email (email, created_at),
  KEY customer_otp_codes_phone (phone, created_at),
  KEY customer_otp_codes_expires (expires_at),
  KEY customer_otp_codes_type (otp_type, created_at),
  CONSTRAINT customer_otp_codes_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT customer_otp_codes_destination_check CHECK (email IS NOT NULL OR phone IS NOT NULL),
  CONSTRAINT customer_otp_codes_attempts_check CHECK (attempts <= max_attempts)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='One-time codes by SMS or mail, stored as keyed hashes';

CREATE TABLE IF NOT EXISTS phone_proofs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token that the client holds',
  otp_type ENUM('registration', 'guest_checkout', 'phone_verify', 'order_tracking') NOT NULL
    COMMENT 'What the proof is good for',
  phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'The phone, E.164',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  used_at DATETIME NULL COMMENT 'When it was spent (UTC)',
  tries INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'How many orders were looked for with it; only where it is good for several',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY phone_proofs_token (token_hash),
  KEY phone_proofs_phone (phone),
  KEY phone_proofs_expires (expires_at),
  CONSTRAINT phone_proofs_tries_check CHECK (tries <= 5)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='A phone proved by a code; registration or guest checkout spends it once, finding orders at most five times';

CREATE TABLE IF NOT EXISTS email_verification_tokens (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Account that wants the address',
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Address the link was sent to; moves to the account when proved',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in the link',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  used_at DATETIME NULL COMMENT 'When it was followed (UTC)',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY email_verification_tokens_token (token_hash),
  KEY email_verification_tokens_customer (customer_id),
  KEY email_verification_tokens_email (email),
  KEY email_verification_tokens_expires (expires_at),
  CONSTRAINT email_verification_tokens_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Links that prove an e-mail address';

CREATE TABLE IF NOT EXISTS password_reset_tokens (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  user_type ENUM('customer', 'admin') NOT NULL COMMENT 'Which table user_id means',
  user_id BIGINT UNSIGNED NOT NULL
    COMMENT 'The customer or staff member; two owners, so no foreign key',
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token',
  expires_at DATETIME NOT NULL COMMENT 'End of its life (UTC)',
  used_at DATETIME NULL COMMENT 'When it was spent or a newer one took its place (UTC)',
  ip_address VARCHAR(45) NULL COMMENT 'Address of the client, as text',
  user_agent VARCHAR(255) NULL COMMENT 'What the client calls itself, cut to length',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY password_reset_tokens_token (token_hash),
  KEY password_reset_tokens_user (user_id, user_type),
  KEY password_reset_tokens_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Links and proofs with which a new password may be set, once';

CREATE TABLE IF NOT EXISTS customer_activity_log (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  customer_id BIGINT UNSIGNED NOT NULL COMMENT 'Whose account; the row outlives an erased person',
  action VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'What was done, such as session.login',
  details TEXT NULL COMMENT 'More about it, as JSON; no secrets, no contact data',
  ip_address VARCHAR(45) NULL COMMENT 'Address of the client, as text',
  user_agent VARCHAR(255) NULL COMMENT 'What the client calls itself, cut to length',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY customer_activity_log_customer (customer_id, id),
  KEY customer_activity_log_action (action),
  KEY customer_activity_log_created (created_at),
  CONSTRAINT customer_activity_log_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What customers did with their accounts; rows are only ever added';
