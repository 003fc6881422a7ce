-- SPDX-License-Identifier: MIT
-- Revert crumbled:report_summaries from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment. Reports then read
-- the ledgers; nothing is lost.

DROP TABLE IF EXISTS report_seen;
DROP TABLE IF EXISTS report_rows;
DROP TABLE IF EXISTS report_days;
