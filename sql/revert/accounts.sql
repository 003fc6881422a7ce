-- SPDX-License-Identifier: MIT
-- Revert crumbled:accounts from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS customer_activity_log;
DROP TABLE IF EXISTS password_reset_tokens;
DROP TABLE IF EXISTS email_verification_tokens;
DROP TABLE IF EXISTS phone_proofs;
DROP TABLE IF EXISTS customer_otp_codes;
DROP TABLE IF EXISTS customer_sessions;
DROP TABLE IF EXISTS addresses;
DROP TABLE IF EXISTS customers;
