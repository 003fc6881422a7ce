-- SPDX-License-Identifier: MIT
-- Revert crumbled:backfill from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each. Customers and
-- links that runs made stay: undo the runs first to be rid of them.

DROP TABLE IF EXISTS backfill_orders;
DROP TABLE IF EXISTS backfill_customers;
DROP TABLE IF EXISTS backfill_emails;
DROP TABLE IF EXISTS backfill_runs;
