-- SPDX-License-Identifier: MIT
-- Verify crumbled:ops on mysql

-- Every column.
SELECT id, setting_key, setting_value, is_secret, version, created_at, updated_at
FROM site_settings WHERE 0;
SELECT id, smtp_host, smtp_port, smtp_username, smtp_password, from_email, from_name, use_ssl,
  use_tls, is_active, version, created_at, updated_at
FROM email_settings WHERE 0;
SELECT id, kind, topic, order_id, recipient, language, subject, body, is_secret, state, attempts,
  next_try_at, lease_until, lease_holder, expires_at, provider_ref, last_error, created_at,
  sent_at
FROM outbox WHERE 0;
SELECT bucket, hits, expires_at FROM rate_limits WHERE 0;
SELECT scope, route, idem_key, body_hash, status, reply, created_at FROM idempotency_keys WHERE 0;
SELECT job, holder, leased_until, started_at, finished_at FROM job_leases WHERE 0;
SELECT id, job, holder, started_at, finished_at, done, error FROM job_runs WHERE 0;

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
  AND table_name IN ('site_settings', 'email_settings', 'outbox', 'rate_limits',
    'idempotency_keys', 'job_leases', 'job_runs');
INSERT INTO verified
SELECT 'checks', COUNT(*), 3
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('site_settings', 'email_settings', 'outbox', 'rate_limits',
    'idempotency_keys', 'job_leases', 'job_runs');
DROP TEMPORARY TABLE verified;
