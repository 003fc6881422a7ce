-- SPDX-License-Identifier: MIT
-- Revert crumbled:courier_cash from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS courier_cash;
DROP TABLE IF EXISTS courier_differences;
DROP TABLE IF EXISTS courier_handovers;
DROP TABLE IF EXISTS courier_accounts;
