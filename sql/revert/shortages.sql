-- SPDX-License-Identifier: MIT
-- Revert crumbled:shortages from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each. The orders and
-- refunds stay as they are.

DROP TABLE IF EXISTS shortage_orders;
DROP TABLE IF EXISTS shortages;
