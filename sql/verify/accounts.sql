-- SPDX-License-Identifier: MIT
-- Verify crumbled:accounts on mysql

-- Every column.
SELECT id, first_name, last_name, full_name, email, phone, username, password_hash, pepper_id,
  type, status, age_group, birth_date, customer_group, email_verified, phone_verified, avatar_url,
  preferred_language, failed_logins, locked_until, version, created_at, updated_at, last_login_at,
  password_changed_at, erased_at
FROM customers WHERE 0;
SELECT id, customer_id, city_id, zone_id, street_address, additional_info, is_default, version,
  created_at, updated_at
FROM addresses WHERE 0;
SELECT id, customer_id, family_id, token_hash, previous_token_hash, rotated_at,
  device_fingerprint, user_agent, ip_address, device_name, is_remembered, expires_at,
  last_activity_at, step_up_at, is_active, revoked_at, revoke_reason, created_at
FROM customer_sessions WHERE 0;
SELECT id, customer_id, email, phone, otp_type, delivery_method, code_hash, salt, handle_hash,
  live_key, sms_sent, email_sent, sms_message_id, is_used, attempts, max_attempts, expires_at,
  used_at, created_at
FROM customer_otp_codes WHERE 0;
SELECT id, token_hash, otp_type, phone, expires_at, used_at, tries, created_at FROM phone_proofs WHERE 0;
SELECT id, customer_id, email, token_hash, expires_at, used_at, created_at
FROM email_verification_tokens WHERE 0;
SELECT id, user_type, user_id, token_hash, expires_at, used_at, ip_address, user_agent, created_at
FROM password_reset_tokens WHERE 0;
SELECT id, customer_id, action, details, ip_address, user_agent, created_at
FROM customer_activity_log WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 48
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('customers', 'addresses', 'customer_sessions', 'customer_otp_codes',
    'phone_proofs', 'email_verification_tokens', 'password_reset_tokens',
    'customer_activity_log');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('customers', 'addresses', 'customer_sessions', 'customer_otp_codes',
    'phone_proofs', 'email_verification_tokens', 'password_reset_tokens',
    'customer_activity_log');
INSERT INTO verified
SELECT 'checks', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('customers', 'addresses', 'customer_sessions', 'customer_otp_codes',
    'phone_proofs', 'email_verification_tokens', 'password_reset_tokens',
    'customer_activity_log');
DROP TEMPORARY TABLE verified;
