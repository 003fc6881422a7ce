-- SPDX-License-Identifier: MIT
-- Revert crumbled:ops from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS job_runs;
DROP TABLE IF EXISTS job_leases;
DROP TABLE IF EXISTS idempotency_keys;
DROP TABLE IF EXISTS rate_limits;
DROP TABLE IF EXISTS outbox;
DROP TABLE IF EXISTS email_settings;
DROP TABLE IF EXISTS site_settings;
