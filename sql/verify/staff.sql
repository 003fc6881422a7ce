-- SPDX-License-Identifier: MIT
-- Verify crumbled:staff on mysql

-- Every column.
SELECT id, username, email, password_hash, pepper_id, role, is_active, totp_secret,
  totp_last_step, preferred_language, last_login_at, version, created_at, updated_at
FROM admin_users WHERE 0;
SELECT id, admin_user_id, token_hash, previous_token_hash, rotated_at, ip_address, user_agent,
  created_at, last_activity_at, expires_at, mfa_at, step_up_at, revoked_at, revoke_reason
FROM admin_sessions WHERE 0;
SELECT id, admin_user_id, view_type, show_deleted, created_at, updated_at
FROM admin_view_preferences WHERE 0;
SELECT id, admin_user_id, action, entity, entity_id, before_json, after_json, note, ip_address,
  request_id, created_at
FROM admin_activity_log WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 17
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('admin_users', 'admin_sessions', 'admin_view_preferences',
    'admin_activity_log');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 3
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('admin_users', 'admin_sessions', 'admin_view_preferences',
    'admin_activity_log');
INSERT INTO verified
SELECT 'checks', COUNT(*), 1
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('admin_users', 'admin_sessions', 'admin_view_preferences',
    'admin_activity_log');
DROP TEMPORARY TABLE verified;
