-- SPDX-License-Identifier: MIT
-- Revert crumbled:runs from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each. The orders stay
-- where they are.

DROP TABLE IF EXISTS run_events;
DROP TABLE IF EXISTS run_stops;
DROP TABLE IF EXISTS delivery_runs;
DROP TABLE IF EXISTS dispatch_days;
