-- SPDX-License-Identifier: MIT
-- Revert crumbled:kitchen from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS kitchen_trays;
DROP TABLE IF EXISTS kitchen_prints;
